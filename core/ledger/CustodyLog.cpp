#include "CustodyLog.h"

#include "Database.h"

#include <core/crypto/Digest.h>

#include <QSysInfo>

#include <array>
#include <ctime>

#include <pwd.h>
#include <unistd.h>

namespace satchel {

namespace {

constexpr qsizetype LongestOperatorName = 200;
constexpr std::size_t LongestPasswordEntry = 16384;

// As the columns hold them: the digest is over what is stored, not over what it was read as.
struct StoredEntry {
    qint64 seq = 0;
    QString at;
    qint64 monotonic = 0;
    QString user;
    QString operatorName;
    QString host;
    QString action;
    QString bundle;
    QString medium;
    QString verdict;
};

struct ChainEnd {
    qint64 count = 0;
    QByteArray hash = QByteArray(Sha256Digest::Size, '\0'); // before the first entry
};

QByteArray chainHash(const QByteArray& previous, const StoredEntry& entry)
{
    Sha256 digest;
    digest.addField(previous);
    digest.addField(QByteArray::number(entry.seq));
    digest.addField(entry.at.toUtf8());
    digest.addField(QByteArray::number(entry.monotonic));
    for (const auto* text :
        {&entry.user, &entry.operatorName, &entry.host, &entry.action, &entry.bundle, &entry.medium, &entry.verdict}) {
        digest.addField(text->toUtf8());
    }
    return digest.finish();
}

// Not the environment's word for it: LOGNAME is whatever its owner wants it to be.
QString effectiveUser()
{
    std::array<char, LongestPasswordEntry> buffer{};
    passwd entry{};
    passwd* found = nullptr;
    if (getpwuid_r(geteuid(), &entry, buffer.data(), buffer.size(), &found) == 0 && found) {
        return QString::fromLocal8Bit(found->pw_name);
    }
    return QString::number(geteuid());
}

qint64 millisecondsSinceBoot()
{
    timespec now{};
    clock_gettime(CLOCK_BOOTTIME, &now);
    return qint64{now.tv_sec} * 1000 + qint64{now.tv_nsec} / 1'000'000;
}

Result<ChainEnd> recordedEnd(Database& database)
{
    auto rows = database.query(QStringLiteral("SELECT log_count, log_head FROM ledger"));
    if (!rows) {
        return fail(std::move(rows).error());
    }
    const auto found = rows->next();
    if (!found) {
        return fail(found.error());
    }
    ChainEnd end;
    if (*found && rows->number(0) > 0) {
        end = {rows->number(0), rows->bytes(1)};
    }
    return end;
}

QString selectEntries(const QString& rest)
{
    return QStringLiteral("SELECT seq, at, monotonic, user_name, operator_name, host, action, bundle, medium, verdict, "
                          "hash FROM custody_log ")
        + rest;
}

StoredEntry readEntry(const Rows& rows)
{
    return {rows.number(0), rows.text(1), rows.number(2), rows.text(3), rows.text(4), rows.text(5), rows.text(6),
        rows.text(7), rows.text(8), rows.text(9)};
}

// A time that somebody has garbled is left invalid: verify() tells of it, and the rest can still be read.
LogEntry published(const StoredEntry& stored, const QByteArray& hash)
{
    return {stored.seq, parseUtcText(stored.at).value_or(QDateTime{}), stored.monotonic, stored.user,
        stored.operatorName, stored.host, stored.action, stored.bundle, stored.medium, stored.verdict, hash};
}

} // namespace

CustodyLog::CustodyLog(Database& database, Clock clock)
    : m_database{&database}
    , m_clock{std::move(clock)}
{
}

Result<void> CustodyLog::append(
    const QString& action, const QString& bundle, const QString& medium, const QString& verdict)
{
    const auto end = recordedEnd(*m_database);
    if (!end) {
        return fail(end.error());
    }
    const auto who = author();
    const StoredEntry entry{end->count + 1, toUtcText(m_clock()), millisecondsSinceBoot(), who.user, who.operatorName,
        who.host, action, bundle, medium, verdict};
    const auto hash = chainHash(end->hash, entry);
    SATCHEL_TRY(m_database->change(
        QStringLiteral("INSERT INTO custody_log (seq, at, monotonic, user_name, operator_name, host, action, bundle, "
                       "medium, verdict, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
        {entry.seq, entry.at, entry.monotonic, entry.user, entry.operatorName, entry.host, entry.action, entry.bundle,
            entry.medium, entry.verdict, hash}));
    SATCHEL_TRY(m_database->change(QStringLiteral("UPDATE ledger SET log_count = ?, log_head = ?"), {entry.seq, hash}));
    return {};
}

LogAuthor CustodyLog::author() const
{
    const QString name = m_operator.isEmpty() ? qEnvironmentVariable("SATCHEL_OPERATOR") : m_operator;
    return {effectiveUser(), name.simplified().left(LongestOperatorName), QSysInfo::machineHostName()};
}

Result<void> CustodyLog::forEach(
    const std::optional<QDateTime>& since, const std::function<Result<void>(const LogEntry&)>& visit) const
{
    auto rows = m_database->query(
        selectEntries(QStringLiteral("WHERE at >= ? ORDER BY seq")), {since ? toUtcText(*since) : QString{}});
    return forEachRow(std::move(rows),
        [&visit](const Rows& row) -> Result<void> { return visit(published(readEntry(row), row.bytes(10))); });
}

Result<CustodyLog::Verification> CustodyLog::verify() const
{
    // One reading for both: an entry that is being added meanwhile must not look like one cut off.
    auto rows = m_database->query(
        QStringLiteral("SELECT c.seq, c.at, c.monotonic, c.user_name, c.operator_name, c.host, c.action, c.bundle, "
                       "c.medium, c.verdict, c.hash, l.log_count, l.log_head, c.seq IS NULL FROM ledger l "
                       "LEFT JOIN custody_log c ON l.number > 0 ORDER BY c.seq"));
    ChainEnd recorded;
    ChainEnd reached;
    while (rows) {
        const auto found = rows->next();
        if (!found) {
            return fail(found.error());
        }
        if (!*found) {
            break;
        }
        recorded = rows->number(11) > 0 ? ChainEnd{rows->number(11), rows->bytes(12)} : ChainEnd{};
        const auto entry = readEntry(*rows);
        if (rows->truth(13)) {
            break; // no entry at all
        }
        const auto hash = chainHash(reached.hash, entry);
        if (entry.seq != reached.count + 1 || hash != rows->bytes(10)) {
            return Verification{false, reached.count + 1};
        }
        reached = {entry.seq, hash};
    }
    if (!rows) {
        return fail(std::move(rows).error());
    }
    if (reached.count != recorded.count || reached.hash != recorded.hash) {
        return Verification{false, std::min(reached.count, recorded.count) + 1};
    }
    return Verification{};
}

} // namespace satchel
