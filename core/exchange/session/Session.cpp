#include "Session.h"

#include "LogSentences.h"

#include <core/base/FaultPoint.h>
#include <core/media/Volumes.h>

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QThread>

#include <algorithm>

#include <unistd.h>

namespace satchel {

namespace {

// Only what our own ledger lists is removed: a medium may hold other people's files.
void removePartFile(const OutgoingBundle& bundle)
{
    const QFileInfo part{bundle.path};
    if (part.exists() && ::unlink(QFile::encodeName(part.filePath()).constData()) == 0) {
        // If the folder cannot be flushed, the file may come back after a power cut; it is void all the same.
        (void)syncFolder(part.path());
    }
}

Result<void> tidyUp(Ledger& ledger)
{
    auto transaction = ledger.begin();
    if (!transaction) {
        return fail(std::move(transaction).error());
    }
    const auto unfinished = ledger.bundles().unfinishedOutgoing();
    if (!unfinished) {
        return fail(unfinished.error());
    }
    for (const auto& bundle : *unfinished) {
        removePartFile(bundle);
        faultPoint("session.after-removing-a-part");
        SATCHEL_TRY(ledger.bundles().voidOutgoing(bundle.id));
        SATCHEL_TRY(enter(
            ledger.log(), logged::EndedEarly, {QString::number(bundle.sequence)}, bundle.id.toString(), bundle.path));
    }
    SATCHEL_TRY(ledger.bundles().dropStaged());
    const auto lapsed = ledger.items().lapseOverdue();
    if (!lapsed) {
        return fail(lapsed.error());
    }
    SATCHEL_TRY(ledger.bundles().passWhatIsNotDue());
    faultPoint("session.before-tidying-up");
    SATCHEL_TRY(transaction->commit());
    faultPoint("session.after-tidying-up");
    return {};
}

// One that an older version made is brought up to date by a writer. Where there cannot be one now, why is told.
Result<Ledger> openForReading(const StationPaths& paths, const StationAccess& access)
{
    const auto open = [&] { return Ledger::open(paths.ledger(), LedgerAccess::ReadOnly, access.clock); };
    auto ledger = open();
    if (ledger || ledger.error().code != ErrorCode::UnsupportedVersion) {
        return ledger;
    }
    StationAccess writer{access.home};
    writer.patience = access.patience;
    writer.clock = access.clock;
    auto updated = Session::forWriting(std::move(writer), QStringLiteral("update"));
    if (updated) {
        return open();
    }
    if (updated.error().code == ErrorCode::UnsupportedVersion) {
        return ledger;
    }
    return fail(std::move(updated).error().withContext(
        QStringLiteral("an older Satchel made this ledger, and it cannot be brought up to date now")));
}

} // namespace

Session::Session(std::optional<StationLock> lock, Station station, Ledger ledger, MediaAccess media)
    : m_lock{std::move(lock)}
    , m_station{std::move(station)}
    , m_ledger{std::move(ledger)}
    , m_media{std::move(media)}
{
}

Result<Session> Session::forReading(StationAccess access)
{
    auto station = Station::open(access.home, std::move(access.passphrase), access.clock);
    if (!station) {
        return fail(std::move(station).error());
    }
    auto ledger = openForReading(station->paths(), access);
    if (!ledger) {
        return fail(std::move(ledger).error());
    }
    return Session{std::nullopt, *std::move(station), *std::move(ledger), std::move(access.media)};
}

Result<Session> Session::forWriting(StationAccess access, const QString& command, const std::stop_token& stop)
{
    // Found before the lock is taken, so that a missing station is not made to exist by its lock file; opened after it,
    // because the holder we waited for may have changed peers or anchors.
    const auto found = Station::find(access.home);
    if (!found) {
        return fail(found.error());
    }
    auto lock = StationLock::acquire(*found, command, access.patience, stop);
    if (!lock) {
        return fail(std::move(lock).error());
    }
    auto station = Station::open(access.home, std::move(access.passphrase), access.clock);
    if (!station) {
        return fail(std::move(station).error());
    }
    auto ledger = Ledger::open(station->paths().ledger(), LedgerAccess::ReadWrite, access.clock);
    if (!ledger) {
        return fail(std::move(ledger).error());
    }
    ledger->log().setOperator(access.operatorName);
    SATCHEL_TRY(tidyUp(*ledger));
    return Session{*std::move(lock), *std::move(station), *std::move(ledger), std::move(access.media)};
}

unsigned Session::threads() const
{
    const int wanted = m_station.settings().policy.threads;
    // The calling thread writes the ledger, which is a quarter of the work: three others keep it busy, more would wait
    // for it, and each holds some megabytes of parts and of what it has freed. One more is for a person who knows
    // better, and no further ones, so that memory is bounded whatever the settings say.
    constexpr int MostThatHelp = 3;
    const int cores = std::clamp(QThread::idealThreadCount(), 1, MostThatHelp);
    return static_cast<unsigned>(wanted > 0 ? std::min(wanted, MostThatHelp + 1) : cores);
}

QString Session::custodyName(const QString& folder, const QString& path)
{
    auto known = m_volumes.constFind(folder);
    if (known == m_volumes.constEnd()) {
        known = m_volumes.insert(folder, volumeAt(folder, m_media));
    }
    return *known ? pathOnMedium(path, **known) : path;
}

Result<void> openKeys(Station& station)
{
    SATCHEL_TRY(station.signingIdentity());
    SATCHEL_TRY(station.decryptionIdentities());
    return {};
}

Result<InitReport> initStation(StationAccess access, const StationInit& wishes)
{
    const auto station = Station::init(access.home, wishes, access.passphrase, access.clock);
    if (!station) {
        return fail(station.error());
    }
    const auto ledgerId = Ledger::create(station->paths().ledger(), station->id(), station->role(), access.clock);
    if (!ledgerId) {
        // A station without a ledger is none. Station::init() takes empty folders only, so all of this is ours.
        QDir{access.home}.removeRecursively();
        return fail(ledgerId.error());
    }
    return InitReport{station->id(), *ledgerId, station->role(), station->settings().name, station->cardIssue()};
}

} // namespace satchel
