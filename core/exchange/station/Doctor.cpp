#include "Doctor.h"

#include <core/exchange/report/Concerns.h>
#include <core/media/FileSystem.h>

#include <QDir>
#include <QFileInfo>

#include <algorithm>
#include <sys/stat.h>

namespace satchel {

namespace {

constexpr qint64 LittleSpace = 100 * 1024 * 1024;
constexpr mode_t OthersMayAnything = 0077;

Finding fine(const QString& code, const QString& text)
{
    return {FindingLevel::Ok, code, text, {}};
}

Finding problem(const QString& code, const Error& error, const QString& hint)
{
    return {FindingLevel::Problem, code, error.message, hint};
}

// Nothing on a station without a network can tell the right time, but some times are certainly wrong.
Finding examineClock(const QDateTime& now, const std::optional<OutgoingBundle>& lastExport)
{
    const auto code = QStringLiteral("clock");
    const auto hint = QStringLiteral("set the clock: certificates and deadlines are judged by it");
    const QDateTime built{QDate{2026, 1, 1}, QTime{0, 0}, Qt::UTC};
    if (now < built) {
        return {FindingLevel::Problem, code,
            QStringLiteral("the clock says %1, which is before this program was made").arg(toUtcText(now)), hint};
    }
    if (lastExport && now < lastExport->at) {
        return {FindingLevel::Problem, code,
            QStringLiteral("the clock says %1, but the last export was made at %2")
                .arg(toUtcText(now), toUtcText(lastExport->at)),
            hint};
    }
    return fine(code, QStringLiteral("the clock says %1").arg(toUtcText(now)));
}

Finding examineSpace(const QString& home)
{
    const auto code = QStringLiteral("space");
    const auto facts = fileSystemOf(home);
    if (!facts) {
        return problem(code, facts.error(), QStringLiteral("check that the disk is mounted"));
    }
    const auto text = QStringLiteral("%1 MiB free on %2").arg(facts->freeBytes / (1024 * 1024)).arg(facts->type);
    if (facts->network) {
        return {FindingLevel::Problem, code,
            QStringLiteral("the station lies on a network file system (%1)").arg(facts->type),
            QStringLiteral("move it to a local disk: locks and flushes cannot be relied upon here")};
    }
    return facts->freeBytes < LittleSpace
        ? Finding{FindingLevel::Warning, code, text, QStringLiteral("make room before the next gather")}
        : fine(code, text);
}

Finding examinePermissions(const StationPaths& paths)
{
    const auto code = QStringLiteral("permissions");
    auto watched = QStringList{paths.home, paths.keys()};
    const auto keyFiles
        = QDir{paths.keys()}.entryInfoList({QStringLiteral("*.key"), QStringLiteral("*key*.pem")}, QDir::Files);
    std::transform(keyFiles.begin(), keyFiles.end(), std::back_inserter(watched),
        [](const QFileInfo& file) { return file.filePath(); });
    for (const auto& path : watched) {
        struct stat facts = {};
        if (::stat(QFile::encodeName(path).constData(), &facts) == 0 && (facts.st_mode & OthersMayAnything) != 0) {
            return {FindingLevel::Problem, code, QStringLiteral("others may look into %1").arg(path),
                QStringLiteral("run: chmod go-rwx \"%1\"").arg(path)};
        }
    }
    return fine(code, QStringLiteral("only the owner may look into the station"));
}

Finding examineKeys(Station& station)
{
    const auto code = QStringLiteral("keys");
    const auto signing = station.signingIdentity();
    const auto decryption = station.decryptionIdentities();
    if (signing && decryption) {
        return fine(code, QStringLiteral("the signing key and %1 decryption keys open").arg(decryption->size()));
    }
    const auto& error = signing ? decryption.error() : signing.error();
    if (error.code == ErrorCode::WrongPassphrase) {
        return {
            FindingLevel::Warning, code, error.message, QStringLiteral("give the passphrase to look at the keys too")};
    }
    return problem(code, error, QStringLiteral("restore the key, or change settings.toml to name it rightly"));
}

void examineCertificates(Station& station, QList<Finding>& findings)
{
    const auto code = QStringLiteral("certificates");
    const auto now = station.now();
    const auto before = findings.size();
    const auto look = [&](const QString& whose, const QList<Certificate>& certificates) {
        for (const auto& certificate : certificates) {
            if (certificate.notAfter() < now.addDays(StationCertificateDays)) {
                findings.append({FindingLevel::Warning, code,
                    QStringLiteral("%1: %2 ends %3")
                        .arg(whose, certificate.subject(), toUtcText(certificate.notAfter())),
                    QStringLiteral("have it renewed in time")});
            }
        }
    };
    if (const auto own = station.signingCertificates()) {
        look(QStringLiteral("this station"), *own);
    }
    for (const auto& peer : station.peers().all()) {
        look(peer.alias, peer.card.facts().signing + peer.card.facts().decryption);
    }
    for (const auto& anchor : station.trust().all()) {
        look(QStringLiteral("anchor for %1").arg(anchorUseName(anchor.use)), {anchor.certificate});
    }
    if (findings.size() == before) {
        findings.append(fine(code, QStringLiteral("none ends within %1 days").arg(StationCertificateDays)));
    }
}

void examineLedger(const Ledger& ledger, QList<Finding>& findings)
{
    const auto hint = QStringLiteral("stop using this station and keep a copy of its folder before anything else");
    const auto integrity = ledger.checkIntegrity();
    if (!integrity) {
        findings.append(problem(QStringLiteral("database"), integrity.error(), hint));
    } else if (!integrity->isEmpty()) {
        findings.append({FindingLevel::Problem, QStringLiteral("database"), *integrity, hint});
    } else {
        findings.append(fine(QStringLiteral("database"), QStringLiteral("the ledger is whole")));
    }
    const auto log = ledger.log().verify();
    if (log && log->intact) {
        findings.append(fine(QStringLiteral("custody-log"), QStringLiteral("the custody log is intact")));
    } else {
        findings.append({FindingLevel::Problem, QStringLiteral("custody-log"),
            log ? QStringLiteral("the custody log was altered at entry %1").arg(log->firstBad.value_or(0))
                : log.error().message,
            hint});
    }
}

Finding examineMedia(const std::optional<OutgoingBundle>& lastExport)
{
    const auto code = QStringLiteral("media");
    if (!lastExport) {
        return fine(code, QStringLiteral("nothing was exported yet"));
    }
    const bool there = QFileInfo::exists(lastExport->path);
    return fine(code,
        there ? QStringLiteral("the last bundle still lies at %1").arg(lastExport->path)
              : QStringLiteral("the medium of the last export is not here, as it should be"));
}

} // namespace

DoctorReport examine(StationAccess access)
{
    DoctorReport report;
    const auto clock = access.clock;
    auto station = Station::open(access.home, std::move(access.passphrase), clock);
    if (!station) {
        report.findings.append(
            problem(QStringLiteral("station"), station.error(), QStringLiteral("look whether it is the right folder")));
        return report;
    }
    std::optional<OutgoingBundle> lastExport;
    const auto ledger = Ledger::open(station->paths().ledger(), LedgerAccess::ReadOnly, clock);
    if (ledger) {
        lastExport = ledger->bundles().lastOutgoing().value_or(std::nullopt);
    }
    report.findings.append(examineClock(clock(), lastExport));
    report.findings.append(examineSpace(access.home));
    report.findings.append(examinePermissions(station->paths()));
    report.findings.append(examineKeys(*station));
    examineCertificates(*station, report.findings);
    if (ledger) {
        examineLedger(*ledger, report.findings);
    } else {
        report.findings.append(problem(QStringLiteral("database"), ledger.error(),
            QStringLiteral("nothing can be gathered or imported until it opens")));
    }
    report.findings.append(examineMedia(lastExport));
    return report;
}

Outcome DoctorReport::outcome() const
{
    const bool bad = std::any_of(findings.begin(), findings.end(),
        [](const Finding& finding) { return finding.level == FindingLevel::Problem; });
    return bad ? Outcome::Failed : Outcome::Done;
}

void DoctorReport::writeJson(JsonWriter& writer) const
{
    const auto levelName = [](FindingLevel level) {
        return level == FindingLevel::Ok     ? QStringLiteral("ok")
            : level == FindingLevel::Warning ? QStringLiteral("warning")
                                             : QStringLiteral("problem");
    };
    writer.key(u"findings").beginArray();
    for (const auto& finding : findings) {
        writer.beginObject().member(u"level", levelName(finding.level)).member(u"code", finding.code);
        writer.member(u"text", finding.text).member(u"hint", finding.hint).endObject();
    }
    writer.endArray();
}

} // namespace satchel
