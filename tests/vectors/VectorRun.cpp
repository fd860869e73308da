#include "VectorRun.h"

#include <core/base/File.h>
#include <core/station/Peers.h>
#include <core/station/Station.h>

#include <QDateTime>
#include <QDirIterator>
#include <QStorageInfo>

namespace satchel::vectors {

namespace {

constexpr qint64 LargestFile = 16 * 1024 * 1024;
constexpr int Done = 0;
constexpr int Usage = 2;
constexpr int InPart = 3;
constexpr int Refused = 4;

void require(bool met, const QString& what)
{
    if (!met) {
        qFatal("%s", qPrintable(what));
    }
}

QString text(const JsonValue& value, QStringView name)
{
    const auto* const found = value.find(name);
    return found && found->string() ? *found->string() : QString{};
}

// Reports are long: nothing of them is copied.
const JsonArray& list(const JsonValue& value, QStringView name)
{
    static const JsonArray none;
    const auto* const found = value.find(name);
    return found && found->array() ? *found->array() : none;
}

// Vectors ask nothing of a disk: in memory, where there is such a place, all goes several times as fast.
QString folderTemplate()
{
    const auto memory = QStringLiteral("/dev/shm");
    constexpr qint64 Room = 256 * 1024 * 1024;
    const bool isRoomy = QFileInfo{memory}.isWritable() && QStorageInfo{memory}.bytesAvailable() > Room;
    return (isRoomy ? memory : QDir::tempPath()) + QStringLiteral("/satchel-vectors-XXXXXX");
}

// May it be read with the reader that others are read with, too?
bool mayShare(const VectorRow& row)
{
    return row.before.isEmpty() && row.take == u"refused";
}

void copyFolder(const QString& from, const QString& to)
{
    require(QDir{}.mkpath(to), to);
    QDirIterator walk{from, QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot, QDirIterator::Subdirectories};
    while (walk.hasNext()) {
        const auto path = walk.next();
        const auto target = to + path.mid(from.size());
        require(walk.fileInfo().isDir() ? QDir{}.mkpath(target) : QFile::copy(path, target), target);
    }
}

} // namespace

// What a report says of the one file that it was asked about.
struct VectorRun::Answer {
    QString verdict;
    QStringList codes;
    QString reasons;
    QStringList warned;

    void note(const JsonValue& row, QStringView reason)
    {
        codes += text(row, u"code");
        reasons += text(row, reason) + QLatin1Char('\n');
    }

    [[nodiscard]] static Answer ofVerify(const JsonValue& json, const QString& path)
    {
        Answer answer;
        for (const auto& file : list(json, u"files")) {
            if (text(file, u"file") != path) {
                continue;
            }
            answer.verdict += text(file, u"verdict");
            for (const auto& failure : list(file, u"failures")) {
                answer.note(failure, u"reason");
            }
            for (const auto& check : list(file, u"checks")) {
                answer.warned += text(check, u"result") == u"warn" ? QStringList{text(check, u"name")} : QStringList{};
            }
        }
        return answer;
    }

    [[nodiscard]] static Answer ofImport(const JsonValue& json, const QString& path)
    {
        Answer answer;
        for (const auto& bundle : list(json, u"bundles")) {
            if (text(bundle, u"path") != path) {
                continue;
            }
            answer.verdict = text(bundle, u"verdict");
            for (const auto& refused : list(bundle, u"refused")) {
                answer.note(refused, u"reason");
            }
        }
        for (const auto& receipt : list(json, u"receipts")) {
            if (text(receipt, u"path") != path) {
                continue;
            }
            if (answer.verdict.isEmpty()) {
                answer.verdict = text(receipt, u"verdict");
            }
            if (receipt.find(u"error")) {
                answer.note(*receipt.find(u"error"), u"message");
            }
        }
        return answer;
    }

    [[nodiscard]] static Answer ofPeerAdd(const JsonValue& json)
    {
        if (!json.find(u"error")) {
            return {list(json, u"peers").size() == 1 ? QStringLiteral("added") : QString{}, {}, {}, {}};
        }
        Answer answer{QStringLiteral("refused"), {}, {}, {}};
        answer.note(*json.find(u"error"), u"message");
        return answer;
    }

    // The rest of what the row says; `face` is the verb.
    [[nodiscard]] QString compare(const VectorRow& row, const QString& verb, const QString& due, bool isCodeDue) const
    {
        const auto codesDue = isCodeDue && !row.code.isEmpty() ? QStringList{row.code} : QStringList{};
        if (verdict != due || codes != codesDue) {
            return QStringLiteral("%1 says %2 [%3], due is %4 [%5]: %6")
                .arg(verb, verdict, codes.join(QLatin1Char(' ')), due, codesDue.join(QLatin1Char(' ')), reasons);
        }
        return !codesDue.isEmpty() && !row.word.isEmpty() && !reasons.contains(row.word)
            ? QStringLiteral("%1 does not say \"%2\", but %3").arg(verb, row.word, reasons)
            : QString{};
    }
};

QString VectorRun::folder()
{
    return qEnvironmentVariable("SATCHEL_VECTOR_SET", QStringLiteral(SATCHEL_SOURCE_DIR "/tests/vectors"));
}

VectorRun::VectorRun(const QString& folder, Face& face)
    : m_index{folder}
    , m_face{face}
    , m_folder{folderTemplate()}
{
    for (const auto& reader : m_index.readers()) {
        prepare(reader);
    }
}

void VectorRun::prepare(const ReaderRow& reader)
{
    const auto home = m_folder.filePath(reader.name);
    const auto identity = [&](const char* purpose) {
        return m_index.worldPath(QStringLiteral("%1-%2.pem").arg(reader.station, QLatin1StringView{purpose}));
    };
    const auto card
        = [this](const QString& station) { return m_index.worldPath(station + QStringLiteral(".satchel-card")); };
    require(m_face.init(home, reader, identity("signing"), identity("decryption")).exitCode == Done, reader.name);
    for (const auto* const use : {"manufacturer", "masa", "domain"}) {
        const auto name = QString::fromLatin1(use);
        require(m_face.trust(home, name, m_index.worldPath(name + QStringLiteral(".pem"))).exitCode == Done, name);
    }
    for (const auto& peer : reader.peers) {
        require(m_face.addPeer(home, card(peer), peer, m_index.stationId(peer)).exitCode == Done, peer);
    }
    for (const auto& peer : reader.revoked) {
        require(m_face.revoke(home, peer).exitCode == Done, peer);
    }
    // No command adds these any more: an earlier program did, or somebody's hand.
    for (const auto& peer : reader.unfit) {
        const auto file = readFile(card(peer), LargestFile);
        auto peers = Peers::load(StationPaths{home}.peers());
        require(file && peers && peers->add(*Card::parse(*file), peer, QDateTime::currentDateTimeUtc()), peer);
    }
    if (reader.refusesExpiredSenders) {
        auto settings = Settings::load(StationPaths{home}.settings());
        require(settings.has_value(), home);
        settings->policy.refuseExpiredSenders = true;
        require(settings->save(StationPaths{home}.settings()).has_value(), home);
    }
}

// A reader which has done what the row says comes before.
QString VectorRun::homeFor(const VectorRow& row)
{
    if (mayShare(row)) {
        return m_folder.filePath(row.reader);
    }
    const auto home = m_folder.filePath(QString::number(++m_homes));
    copyFolder(m_folder.filePath(row.reader), home);
    for (const auto& step : row.before) {
        require(doStep(row, home, step).exitCode == Done, row.name + QStringLiteral(": ") + step);
    }
    return home;
}

Said VectorRun::doStep(const VectorRow& row, const QString& home, const QString& step)
{
    const auto verb = step.section(QLatin1Char(' '), 0, 0);
    const auto object = step.section(QLatin1Char(' '), 1);
    if (verb == u"gather") {
        return m_face.gather(home, m_index.worldPath(object));
    }
    if (verb == u"export") {
        return m_face.exportTo(home, object, home + QStringLiteral(".out"));
    }
    require(verb == u"take", step);
    return take(row.kind, home, m_index.path(object), row.fingerprint);
}

Said VectorRun::take(const QString& kind, const QString& home, const QString& file, const QString& fingerprint)
{
    return kind == u"card" ? m_face.addPeer(home, file, {}, m_index.stationId(fingerprint))
                           : m_face.import(home, {file});
}

QString VectorRun::check(const VectorRow& row)
{
    const auto home = homeFor(row);
    auto found = row.verify.isEmpty() ? QString{} : checkVerify(row, home);
    if (found.isEmpty()) {
        found = checkTake(row, home);
    }
    if (!mayShare(row)) {
        QDir{home}.removeRecursively();
    }
    return found;
}

// The files that are named to one command with that of this row.
QStringList VectorRun::filesLike(const VectorRow& row, QString VectorRow::* verdict) const
{
    QStringList files;
    for (const auto& other : rows()) {
        const bool isLike
            = mayShare(other) && other.reader == row.reader && other.kind != u"card" && other.*verdict == row.*verdict;
        files += isLike ? QStringList{m_index.path(other.file)} : QStringList{};
    }
    return files;
}

const Said& VectorRun::sharedVerify(const VectorRow& row)
{
    const auto key = QStringLiteral("verify %1 %2").arg(row.reader, row.verify);
    if (!m_said.contains(key)) {
        m_said.insert(key, m_face.verify(homeFor(row), filesLike(row, &VectorRow::verify)));
    }
    return m_said[key];
}

const Said& VectorRun::sharedImport(const VectorRow& row)
{
    const auto key = QStringLiteral("import %1 %2").arg(row.reader, row.take);
    if (!m_said.contains(key)) {
        m_said.insert(key, m_face.import(homeFor(row), filesLike(row, &VectorRow::take)));
    }
    return m_said[key];
}

QString VectorRun::checkVerify(const VectorRow& row, const QString& home)
{
    const auto path = m_index.path(row.file);
    const auto alone = mayShare(row) ? Said{} : m_face.verify(home, {path});
    const auto& said = mayShare(row) ? sharedVerify(row) : alone;
    const auto answer = Answer::ofVerify(said.json, path);
    const bool isBad = row.verify == u"refused" || row.verify == u"good-in-part";
    auto found = answer.compare(row, QStringLiteral("verify"), row.verify, isBad);
    const auto warns = row.warns.isEmpty() ? QStringList{} : QStringList{row.warns};
    if (found.isEmpty() && answer.warned != warns) {
        found = QStringLiteral("verify warns of \"%1\"").arg(answer.warned.join(QLatin1Char(' ')));
    }
    const int due = row.verify == u"refused" ? Refused : row.verify == u"good-in-part" ? InPart : Done;
    return found.isEmpty() && said.exitCode != due ? QStringLiteral("verify exits with %1").arg(said.exitCode) : found;
}

QString VectorRun::checkTake(const VectorRow& row, const QString& home)
{
    const auto path = m_index.path(row.file);
    const bool isCard = row.kind == u"card";
    const bool isShared = mayShare(row) && !isCard;
    const auto alone = isShared ? Said{} : take(row.kind, home, path, row.fingerprint);
    const auto& said = isShared ? sharedImport(row) : alone;
    const auto answer = isCard ? Answer::ofPeerAdd(said.json) : Answer::ofImport(said.json, path);
    auto found = answer.compare(row, QStringLiteral("taking"), row.take, true);
    const bool isRefused = row.take == u"refused";
    const int due = isRefused ? (row.code == u"usage" ? Usage : Refused) : row.code.isEmpty() ? Done : InPart;
    return found.isEmpty() && said.exitCode != due ? QStringLiteral("taking exits with %1").arg(said.exitCode) : found;
}

} // namespace satchel::vectors
