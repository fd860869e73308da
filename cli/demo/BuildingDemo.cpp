#include "BuildingDemo.h"

#include "DemoAnswers.h"
#include "SameFiles.h"

#include <core/base/File.h>

#include <QDir>
#include <QFile>

namespace satchel {

namespace {

constexpr qint64 CmpEvery = 4; // every fourth device speaks CMP, from the second on

} // namespace

BuildingDemo::BuildingDemo(QString folder, qint64 pledges, DemoStage& stage, const Clock& clock)
    : m_folder{std::move(folder)}
    , m_count{pledges}
    , m_stage{stage}
    , m_clock{clock}
    , m_site{stage, QStringLiteral("basement"), QStringLiteral("Basement"), QStringLiteral("site")}
    , m_office{stage, QStringLiteral("office"), QStringLiteral("Office"), QStringLiteral("backend")}
{
}

DemoReport BuildingDemo::play()
{
    makeWorld();
    m_stage.heading(QStringLiteral("1. Two stations get to know each other"));
    m_stage.say(QStringLiteral("One beside the registrar in the basement, one in the office. They exchange cards, and "
                               "somebody compares the fingerprints over the telephone."));
    m_site.setUp();
    m_office.setUp();
    m_site.meet(m_office);
    m_office.meet(m_site);
    m_stage.say(QStringLiteral("Each is told by whose certificates it shall judge what passes through it."));
    m_site.trustAnchors();
    m_office.trustAnchors();
    m_stage.heading(QStringLiteral("2. Out of the basement"));
    takeRequestsIn();
    loseAStick();
    carryOut();
    m_stage.heading(QStringLiteral("3. In the office"));
    takeBundleIn();
    findTheStickAgain();
    handToAuthorities();
    answerRequests();
    m_stage.heading(QStringLiteral("4. Back into the basement"));
    carryBack();
    handToRegistrar();
    tellTheOffice();
    m_stage.heading(QStringLiteral("5. What came of it"));
    letDevicesLook();
    lookBack();
    return {{{u"pledges", m_count}, {u"requests", requests()}, {u"answers", m_accepted}}, m_stage.steps(), m_folder,
        false, m_stage.failure()};
}

QString BuildingDemo::bundlePath(const CommandResult& exported) const
{
    return QDir{m_folder}.absoluteFilePath(exported.text(u"bundles[0].path"));
}

// Devices and certificates: the only things here that are not made by a command of the program.
void BuildingDemo::makeWorld()
{
    const QDateTime now = m_clock();
    const QString spool = path(QStringLiteral("registrar/requests"));
    const auto pki = DemoPki::make(m_folder, QStringLiteral("Registrar of the basement"), now);
    const auto spooled = makeFolder(spool);
    if (!pki || !spooled) {
        m_stage.fail(pki ? spooled.error() : pki.error());
        return;
    }
    for (qint64 i = 0; i < m_count; ++i) {
        const auto serialNumber = QStringLiteral("ACME-%1").arg(i + 1, 4, 10, QLatin1Char('0'));
        const auto protocol = i % CmpEvery == 1 ? DemoPledge::Protocol::Cmp : DemoPledge::Protocol::Est;
        auto pledge = DemoPledge::make(*pki, serialNumber, protocol, now);
        const auto written = pledge ? pledge->writeRequests(spool) : fail(pledge.error());
        if (!written) {
            m_stage.fail(written.error());
            return;
        }
        m_requestFiles += *written;
        m_pledges.push_back(*std::move(pledge));
    }
    m_stage.say(QStringLiteral("%1 new controllers hang in a basement without network. Each needs a voucher from its "
                               "manufacturer, which tells it whose it is, and a certificate from its new owner. Their "
                               "registrar has put the %2 requests into registrar/requests. Somebody will carry them "
                               "to the office on a stick, and the answers back.")
            .arg(m_count)
            .arg(requests()));
    m_stage.say(QStringLiteral("Everything below happens in %1, by the commands shown (with --json besides, so that "
                               "their results can be checked).")
            .arg(m_folder));
}

void BuildingDemo::takeRequestsIn()
{
    m_site.run({QStringLiteral("gather"), QStringLiteral("registrar/requests"), QStringLiteral("--from"),
        QStringLiteral("registrar")});
    m_stage.expect(u"gathered", requests());
    m_stage.expect(u"held", 0);
    m_stage.expect(u"refused#", 0);
    m_stage.checked(QStringLiteral("%1 requests taken in, each one recognised by its content and checked: who signed "
                                   "it, and that the key is the asker's own")
            .arg(requests()));
    m_site.run({QStringLiteral("status")});
    m_stage.expect(u"counts.pending", requests());
    m_stage.expect(u"lastExport.sequence", QStringLiteral("nothing"));
    m_stage.checked(QStringLiteral("all of them wait to be carried"));
}

void BuildingDemo::loseAStick()
{
    const auto exported = m_site.run({QStringLiteral("export"), QStringLiteral("--out"), QStringLiteral("stick")});
    m_stage.expect(u"new", requests());
    m_stage.expect(u"bundles#", 1);
    m_stage.expect(u"bundles[0].readBack.verified", QStringLiteral("true"));
    m_stage.checked(QStringLiteral("one signed and encrypted file for the office, read back after it was written"));
    m_lostBundle = path(QStringLiteral("lost.satchel"));
    const QString written = bundlePath(exported);
    if (m_stage.isGood()) {
        m_stage.expectThat(QFile::rename(written, m_lostBundle), QStringLiteral("the bundle lies on the stick"));
    }
    m_stage.say(QStringLiteral("Now the stick is lost on the way. No receipt comes, so everything is still due: export "
                               "once more, onto another stick."));
}

void BuildingDemo::carryOut()
{
    const auto exported = m_site.run({QStringLiteral("export"), QStringLiteral("--out"), QStringLiteral("stick")});
    m_stage.expect(u"again", requests());
    m_stage.expect(u"new", 0);
    m_stage.expect(u"bundles[0].readBack.verified", QStringLiteral("true"));
    m_bundle = QStringLiteral("stick/") + QFileInfo{bundlePath(exported)}.fileName();
    m_stage.checked(QStringLiteral("the same %1 requests, in a new bundle").arg(requests()));
    m_stage.say(QStringLiteral("Whoever finds a stick can read its label and nothing else:"));
    m_stage.run({QStringLiteral("inspect"), m_bundle});
    m_stage.expect(u"label.type", QStringLiteral("satchel-label"));
    m_stage.expect(u"label.from.station", m_site.fingerprint());
    m_stage.expect(u"label.to.station", m_office.fingerprint());
    m_stage.expect(u"label.sequence", 2);
    m_stage.checked(
        QStringLiteral("from %1 to %2, second of its kind; no device is named").arg(m_site.name(), m_office.name()));
}

void BuildingDemo::takeBundleIn()
{
    m_office.run({QStringLiteral("verify"), m_bundle});
    m_stage.expect(u"files[0].verdict", QStringLiteral("good"));
    m_stage.checked(QStringLiteral("signature, sender, addressee, digests, contents and every request in it are good"));
    m_office.run({QStringLiteral("import"), QStringLiteral("stick")});
    m_stage.expect(u"bundles[0].verdict", QStringLiteral("imported"));
    m_stage.expect(u"bundles[0].new", requests());
    m_stage.expect(u"bundles[0].missingSequences[0]", 1);
    m_stage.checked(
        QStringLiteral("%1 requests are in the office, which notes that bundle 1 has not come").arg(requests()));
    m_office.run({QStringLiteral("import"), QStringLiteral("stick")});
    m_stage.expect(u"bundles[0].verdict", QStringLiteral("already-imported"));
    m_stage.checked(QStringLiteral("importing it again changes nothing, and says so"));
}

void BuildingDemo::findTheStickAgain()
{
    m_stage.say(QStringLiteral("The lost stick turns up after all. It does no harm:"));
    m_office.run({QStringLiteral("import"), QStringLiteral("lost.satchel")});
    m_stage.expect(u"bundles[0].verdict", QStringLiteral("imported"));
    m_stage.expect(u"bundles[0].new", 0);
    m_stage.expect(u"bundles[0].duplicates", requests());
    m_stage.checked(QStringLiteral("bundle 1, and nothing in it that is not known"));
}

void BuildingDemo::handToAuthorities()
{
    m_office.run({QStringLiteral("deliver"), QStringLiteral("--out"), QStringLiteral("to-ra"), QStringLiteral("--for"),
        QStringLiteral("ra")});
    m_stage.expect(u"delivered", m_count);
    m_office.run({QStringLiteral("deliver"), QStringLiteral("--out"), QStringLiteral("to-masa"),
        QStringLiteral("--for"), QStringLiteral("masa")});
    m_stage.expect(u"delivered", m_count);
    if (m_stage.isGood()) {
        const auto same
            = haveSameContents(m_requestFiles, {path(QStringLiteral("to-ra")), path(QStringLiteral("to-masa"))});
        m_stage.expectThat(same.has_value(), same ? QString{} : same.error().message);
    }
    m_stage.checked(QStringLiteral("%1 certification requests for the RA, %1 voucher requests for the MASA; every byte "
                                   "as the registrar handed it in")
            .arg(m_count));
}

void BuildingDemo::answerRequests()
{
    m_stage.say(QStringLiteral("RA and MASA would be others' programs. The small issuer that comes with Satchel plays "
                               "both:"));
    for (const auto& [in, out] : {std::pair{"to-ra", "from-ra"}, std::pair{"to-masa", "from-masa"}}) {
        m_stage.run({QStringLiteral("issue"), QStringLiteral("--ca"), QStringLiteral("issuer"), QStringLiteral("--in"),
            QString::fromLatin1(in), QStringLiteral("--out"), QString::fromLatin1(out)});
        m_stage.expect(u"issued", m_count);
        m_stage.expect(u"refused#", 0);
        m_stage.expect(u"warnings#", 0);
    }
    m_stage.checked(QStringLiteral("%1 certificates and %1 vouchers").arg(m_count));
    for (const auto& from : {QStringLiteral("ra"), QStringLiteral("masa")}) {
        m_office.run({QStringLiteral("gather"), QStringLiteral("from-") + from, QStringLiteral("--from"), from});
        m_stage.expect(u"gathered", m_count);
        m_stage.expect(u"paired", m_count);
        m_stage.expect(u"held", 0);
        m_stage.expect(u"refused#", 0);
    }
    m_stage.checked(QStringLiteral("every answer found its request by what it contains"));
}

void BuildingDemo::carryBack()
{
    const auto exported
        = m_office.run({QStringLiteral("export"), QStringLiteral("--out"), QStringLiteral("stick-back")});
    m_stage.expect(u"new", requests());
    m_stage.expect(u"bundles#", 1);
    m_stage.expect(u"bundles[0].to", m_site.fingerprint());
    m_stage.checked(QStringLiteral("%1 answers for the basement, and receipts for what came").arg(requests()));
    const QString bundle = QStringLiteral("stick-back/") + QFileInfo{bundlePath(exported)}.fileName();
    const auto imported = m_site.run({QStringLiteral("import"), bundle});
    m_stage.expect(u"bundles[0].verdict", QStringLiteral("imported"));
    m_stage.expect(u"bundles[0].new", requests());
    m_stage.expect(u"receipts#", 2);
    for (const auto& path : {u"receipts[0].verdict", u"receipts[1].verdict"}) {
        // The bundle tells besides which numbers were heard, so that a receipt in it may bring nothing new.
        m_stage.expectThat(imported.text(path).endsWith(u"applied"), QStringLiteral("the receipts are good"));
    }
    m_stage.checked(QStringLiteral("checked once more, against the requests that were sent; the receipts for both "
                                   "bundles are noted"));
    m_site.run({QStringLiteral("status")});
    m_stage.expect(u"counts.answered", requests());
    m_stage.expect(u"counts.ready", requests());
    m_stage.checked(QStringLiteral("all %1 requests are answered").arg(requests()));
}

void BuildingDemo::handToRegistrar()
{
    m_site.run({QStringLiteral("deliver"), QStringLiteral("--out"), QStringLiteral("registrar/answers"),
        QStringLiteral("--for"), QStringLiteral("registrar")});
    m_stage.expect(u"delivered", requests());
    m_stage.checked(QStringLiteral("the registrar has its %1 answers").arg(requests()));
    m_site.run({QStringLiteral("export"), QStringLiteral("--out"), QStringLiteral("stick")});
    m_stage.expect(u"bundles#", 0);
    m_stage.checked(QStringLiteral("nothing is left to be carried"));
}

void BuildingDemo::tellTheOffice()
{
    m_stage.say(QStringLiteral("A receipt may also travel alone, by mail if you like:"));
    m_site.run({QStringLiteral("receipt"), QStringLiteral("-o"), QStringLiteral("receipts")});
    m_stage.expect(u"receipts#", 1);
    m_office.run({QStringLiteral("import"), QStringLiteral("receipts")});
    m_stage.expect(u"receipts[0].verdict", QStringLiteral("applied"));
    m_office.run({QStringLiteral("status")});
    m_stage.expect(u"counts.received", requests());
    m_stage.expect(u"counts.answered", requests());
    m_stage.checked(QStringLiteral("the office knows that all its answers have arrived"));
}

void BuildingDemo::letDevicesLook()
{
    if (!m_stage.isGood()) {
        return;
    }
    const auto answers = readAnswers(path(QStringLiteral("registrar/answers")));
    if (!answers) {
        m_stage.fail(answers.error());
        return;
    }
    m_stage.say(QStringLiteral("Every device looks at its answers with the keys it has had all along:"));
    for (const auto& pledge : m_pledges) {
        const auto found = pledge.takeAnswers(*answers, m_clock());
        if (!found) {
            m_stage.fail(found.error());
            return;
        }
        m_accepted += 2;
        m_stage.checked(*found);
    }
}

void BuildingDemo::lookBack()
{
    m_site.checkLog();
    m_office.checkLog();
    m_stage.checked(QStringLiteral("who carried what and when is on record in both places, each entry chained to the "
                                   "one before"));
}

} // namespace satchel
