#include "Competitors.h"

#include "Demand.h"
#include "SizeResult.h"

#include <core/base/File.h>

#include <QDir>
#include <QFileInfo>

namespace satchel::bench {

namespace {

constexpr qint64 MessagesOfTheShellLoop = 200;

QString lacking(const QStringList& programs)
{
    QStringList missing;
    for (const auto& program : programs) {
        if (!ChildProcess::isThere(program)) {
            missing.append(program);
        }
    }
    return missing.isEmpty() ? QString{} : QStringLiteral("not installed: ") + missing.join(QStringLiteral(", "));
}

const QString Silent = QStringLiteral("/dev/null");

} // namespace

Competitors::Competitors(const QString& folder, const Workload& workload)
    : m_folder{folder}
    , m_workload{workload}
{
    demanded(makeFolder(folder));
    makeKeys(QStringLiteral("age-keygen"),
        QStringLiteral("age-keygen -o age.key 2>age.log; age-keygen -y age.key >age.recipient"));
    makeKeys(QStringLiteral("openssl"),
        QStringLiteral("for who in from to; do openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes "
                       "-keyout $who.key -out $who.pem -subj /CN=$who 2>openssl.log; done"));
    makeKeys(QStringLiteral("nncp-cfgnew"),
        QStringLiteral("nncp-cfgnew -nocomments | sed \"s,/var/spool/nncp,$PWD/nncp,\" >nncp.hjson; mkdir -p nncp"));
}

void Competitors::makeKeys(const QString& program, const QString& script) const
{
    if (lacking({program}).isEmpty()) {
        const auto made = ChildProcess::runShell(QStringLiteral("cd %1; ").arg(quoted(m_folder)) + script, Silent);
        demand(made.exitCode == 0, QStringLiteral("%1 made no keys").arg(program));
    }
}

QString Competitors::tar() const
{
    return QStringLiteral("tar -C %1 -cf - spool | zstd -q -c").arg(quoted(m_workload.folder()));
}

Sample Competitors::pack(const QString& script, const QString& file) const
{
    const auto target = path(file);
    const auto result = ChildProcess::runShell(
        QStringLiteral("cd %1; %2 >%3; sync %3").arg(quoted(m_folder), script, quoted(file)), Silent);
    demand(result.exitCode == 0, QStringLiteral("`%1` failed").arg(script));
    auto sample = result.sample;
    sample.bytes = QFileInfo{target}.size();
    QFile::remove(target);
    return sample;
}

Competitor Competitors::age() const
{
    return {contender::age(), lacking({QStringLiteral("tar"), QStringLiteral("zstd"), QStringLiteral("age")}),
        [this] { return pack(tar() + QStringLiteral(" | age -R age.recipient"), QStringLiteral("packed.age")); },
        m_workload.plan().messages(), QStringLiteral("then sync FILE")};
}

Competitor Competitors::cms() const
{
    return {contender::cms(), lacking({QStringLiteral("tar"), QStringLiteral("zstd"), QStringLiteral("openssl")}),
        [this] {
            return pack(tar()
                    + QStringLiteral(" | openssl cms -sign -binary -nodetach -stream -outform DER -signer from.pem "
                                     "-inkey from.key | openssl cms -encrypt -binary -stream -outform DER -aes-256-gcm "
                                     "to.pem"),
                QStringLiteral("packed.cms"));
        },
        m_workload.plan().messages(), QStringLiteral("-sign | -encrypt, then sync FILE")};
}

Competitor Competitors::nncp() const
{
    return {contender::nncp(), lacking({QStringLiteral("nncp-file"), QStringLiteral("nncp-bundle")}),
        [this] {
            return pack(QStringLiteral("nncp-file -quiet -noprogress -cfg nncp.hjson %1 self: && nncp-bundle -quiet "
                                       "-noprogress -cfg nncp.hjson -tx -delete self")
                            .arg(quoted(m_workload.spool())),
                QStringLiteral("packed.nncp"));
        },
        m_workload.plan().messages(), QStringLiteral("then sync FILE")};
}

Competitor Competitors::shellLoop() const
{
    const auto files = m_workload.filesOf(Workload::voucherRequests(), MessagesOfTheShellLoop);
    return {contender::shellLoop(), lacking({QStringLiteral("openssl")}),
        [this, files] {
            QStringList words;
            for (const auto& file : files) {
                words.append(quoted(file));
            }
            const auto result = ChildProcess::runShell(
                QStringLiteral(
                    "for file in %1; do openssl cms -verify -binary -inform DER -in \"$file\" -CAfile %2 -purpose "
                    "any -out /dev/null 2>/dev/null; done")
                    .arg(words.join(QLatin1Char(' ')), quoted(m_workload.anchors(QStringLiteral("manufacturer")))),
                Silent);
            demand(result.exitCode == 0, QStringLiteral("openssl cms -verify failed"));
            return result.sample;
        },
        files.size(), QStringLiteral("%1 voucher requests, one process each").arg(files.size())};
}

} // namespace satchel::bench
