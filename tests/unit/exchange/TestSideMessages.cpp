#include <core/exchange/report/Overview.h>
#include <core/exchange/station/Decide.h>
#include <core/objects/Sidecar.h>
#include <tests/support/EstForge.h>
#include <tests/support/MessageForge.h>
#include <tests/support/TestRegistry.h>
#include <tests/support/TestWorld.h>

#include <QFileInfo>
#include <QTest>

using namespace satchel;
using namespace satchel::test;

namespace {

const QByteArray& attributes()
{
    static const QByteArray der = QByteArray::fromHex("300b06092a864886f70d010907");
    return der;
}

const QByteArray& otherAttributes()
{
    static const QByteArray der = QByteArray::fromHex("300906072a8648ce3d0201");
    return der;
}

QByteArray metaOf(const QString& path)
{
    Sidecar sidecar;
    sidecar.path = path;
    return sidecar.toJson();
}

QString idOf(const Item& item)
{
    return item.id.toString();
}

} // namespace

// What goes along with requests and answers: what the backend sends to all sites unasked, what devices report, audit
// logs, keys that a CA made.
class TestSideMessages : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void backendPushesToEverySiteUnasked();
    void whatASiteHasIsNotSentAgain();
    void aNewSiteGetsOnlyTheNewestEdition();
    void newerEditionSupersedesWhereverTheOlderStands();
    void anOlderEditionThatComesLateIsNotDelivered();
    void labelsAreApart();
    void anOlderRevocationListIsNoNewerEdition();
    void editionsThatAreThereAlreadyAreSaidSo();
    void unknownAuthoritiesAreHeld();
    void aNewAuthorityAmongKnownOnesIsNotBelieved();
    void certificatesOfAuthoritiesAnswerTheirRequest();
    void revocationListsGoToEverySite();
    void statusTravelsWithItsDevice_data();
    void statusTravelsWithItsDevice();
    void deviceBeyondReasonIsRefused();
    void statusOfNobodyIsHeldAtTheBackend();
    void auditLogMakesTheRoundTrip();
    void equalAuditLogsAreTwoAnswers();
    void auditLogWithoutANameIsHeld();
    void serverKeyFindsItsRequestByNameOnly_data();
    void serverKeyFindsItsRequestByNameOnly();
    void anEditionGoesAlongWithAnAnswer();
    void anEditionNamedForARequestIsNotForAll();

private:
    // An export of the backend, each bundle imported by the site that it is for.
    void carryBack();
    [[nodiscard]] const TestStation& siteOf(const StationId& station) const;
    [[nodiscard]] static QList<Item> ofKind(const TestStation& station, Kind kind);
    [[nodiscard]] QStringList deliveredOf(const DeliverReport& report) const;
    // The one delivered file of a kind: its path.
    [[nodiscard]] static QString deliveredPath(const DeliverReport& report, const QString& kind);

    std::unique_ptr<TestWorld> m_world;
    std::optional<TestStation> m_other; // a second site
};

void TestSideMessages::init()
{
    m_other.reset();
    m_world = std::make_unique<TestWorld>();
    m_other.emplace(m_world->station(QStringLiteral("other"), StationRole::Site));
    m_other->know(m_world->backend);
    m_world->backend.know(*m_other);
}

const TestStation& TestSideMessages::siteOf(const StationId& station) const
{
    return station == m_other->card().station() ? *m_other : m_world->site;
}

void TestSideMessages::carryBack()
{
    const auto written = m_world->backend.exportTo(m_world->path(QStringLiteral("back")));
    QVERIFY(!written.failure);
    for (const auto& bundle : written.bundles) {
        const auto read = siteOf(bundle.to).import({bundle.path});
        QCOMPARE(read.bundles.front().verdict, QStringLiteral("imported"));
    }
}

QList<Item> TestSideMessages::ofKind(const TestStation& station, Kind kind)
{
    QList<Item> found = station.items();
    found.removeIf([kind](const Item& item) { return item.kind != kind; });
    return found;
}

QStringList TestSideMessages::deliveredOf(const DeliverReport& report) const
{
    QStringList kinds;
    for (const auto& row : report.files.values()) {
        kinds.append(*row.find(u"kind")->string());
    }
    kinds.sort();
    return kinds;
}

QString TestSideMessages::deliveredPath(const DeliverReport& report, const QString& kind)
{
    for (const auto& row : report.files.values()) {
        if (*row.find(u"kind")->string() == kind) {
            return *row.find(u"path")->string();
        }
    }
    return {};
}

void TestSideMessages::backendPushesToEverySiteUnasked()
{
    const auto cacerts = *makeCertsOnlyCms({m_world->pki.domainCa.certificate});
    m_world->put(QStringLiteral("ca/cacerts.p7c"), cacerts.toBase64());
    m_world->put(QStringLiteral("ca/csrattrs"), attributes());
    const auto gathered = m_world->backend.gather({m_world->path(QStringLiteral("ca"))});
    QCOMPARE(gathered.gathered, 2);
    QCOMPARE(gathered.held, 0);
    QCOMPARE(gathered.paired, 0);

    const auto written = m_world->backend.exportTo(m_world->path(QStringLiteral("stick")));
    QCOMPARE(written.bundles.size(), 2);
    for (const auto& bundle : written.bundles) {
        QCOMPARE(bundle.items, 2);
        const auto& site = siteOf(bundle.to);
        QCOMPARE(site.import({bundle.path}).bundles.front().added, 2);
        const auto out = m_world->path(QStringLiteral("out-") + bundle.to.toString().left(8));
        const auto delivered = site.deliver(out, QStringLiteral("registrar"));
        QCOMPARE(
            deliveredOf(delivered), (QStringList{QStringLiteral("attributes"), QStringLiteral("ca-certificates")}));
        const auto path = deliveredPath(delivered, QStringLiteral("ca-certificates"));
        QCOMPARE(QFileInfo{path}.fileName(),
            idOf(ofKind(m_world->backend, Kind::CaCertificates).front()) + QStringLiteral(".p7c"));
        QCOMPARE(TestWorld::read(path), cacerts.toBase64());
        QCOMPARE(Sidecar::parse(TestWorld::read(path + QStringLiteral(".meta")))->path,
            QStringLiteral("/.well-known/est/cacerts"));
        const auto other = deliveredPath(delivered, QStringLiteral("attributes"));
        QVERIFY(other.endsWith(QStringLiteral(".csrattrs")));
        QCOMPARE(TestWorld::read(other), attributes());
        QCOMPARE(site.count(ItemState::Held), 0);
    }
}

void TestSideMessages::whatASiteHasIsNotSentAgain()
{
    m_world->backend.gather({m_world->put(QStringLiteral("ca/a"), attributes())});
    const auto first = m_world->backend.exportTo(m_world->path(QStringLiteral("stick")));
    QCOMPARE(first.bundles.size(), 2);
    // Only one of the two comes to where it should, and says so.
    m_world->site.import({first.bundles.front().path, first.bundles.back().path});
    m_world->putDevice(QStringLiteral("SN-1"));
    m_world->site.gather({m_world->path(QStringLiteral("spool"))});
    m_world->carry(m_world->site, m_world->backend, QStringLiteral("there"));

    const auto second = m_world->backend.exportTo(m_world->path(QStringLiteral("stick")));

    QCOMPARE(second.bundles.size(), 1);
    QCOMPARE(second.bundles.front().to, m_other->card().station());
    QCOMPARE(second.again, 1);
}

void TestSideMessages::aNewSiteGetsOnlyTheNewestEdition()
{
    m_world->backend.gather({m_world->put(QStringLiteral("ca/a"), attributes())});
    carryBack();
    m_world->advance(60);
    QCOMPARE(m_world->backend.gather({m_world->put(QStringLiteral("ca/b"), otherAttributes())}).superseded, 1);
    const auto third = m_world->station(QStringLiteral("third"), StationRole::Site);
    third.know(m_world->backend);
    m_world->backend.know(third);

    const auto written = m_world->backend.exportTo(m_world->path(QStringLiteral("stick")));

    QCOMPARE(written.bundles.size(), 3);
    for (const auto& bundle : written.bundles) {
        QCOMPARE(bundle.items, 1);
        if (bundle.to == third.card().station()) {
            third.import({bundle.path});
        }
    }
    QCOMPARE(TestWorld::read(
                 deliveredPath(third.deliver(m_world->path(QStringLiteral("out"))), QStringLiteral("attributes"))),
        otherAttributes());
}

void TestSideMessages::newerEditionSupersedesWhereverTheOlderStands()
{
    m_world->backend.gather({m_world->put(QStringLiteral("ca/a"), attributes())});
    carryBack();
    m_world->advance(60);
    m_world->backend.gather({m_world->put(QStringLiteral("ca/b"), otherAttributes())});
    carryBack();
    m_world->advance(60);
    m_world->backend.gather({m_world->put(QStringLiteral("ca/c"), QByteArray::fromHex("3000"))});

    QCOMPARE(m_world->backend.count(ItemState::Superseded), 2);
    QCOMPARE(m_world->backend.count(ItemState::Pending), 1);
    for (const auto* const site : {&m_world->site, &*m_other}) {
        QCOMPARE(site->count(ItemState::Superseded), 1);
        const auto delivered
            = site->deliver(m_world->path(QFileInfo{site->home()}.fileName() + QStringLiteral("-out")));
        QCOMPARE(delivered.delivered, 1);
        QCOMPARE(TestWorld::read(deliveredPath(delivered, QStringLiteral("attributes"))), otherAttributes());
    }
}

void TestSideMessages::anOlderEditionThatComesLateIsNotDelivered()
{
    m_world->backend.gather({m_world->put(QStringLiteral("ca/a"), attributes())});
    const auto older = m_world->backend.exportTo(m_world->path(QStringLiteral("stick")));
    m_world->advance(60);
    m_world->backend.gather({m_world->put(QStringLiteral("ca/b"), otherAttributes())});
    carryBack();
    QCOMPARE(m_world->site.deliver(m_world->path(QStringLiteral("out"))).delivered, 1);

    for (const auto& bundle : older.bundles) {
        siteOf(bundle.to).import({bundle.path});
    }

    QCOMPARE(m_world->site.deliver(m_world->path(QStringLiteral("out"))).delivered, 0);
    QCOMPARE(m_world->site.count(ItemState::Superseded), 1);
    QCOMPARE(m_other->count(ItemState::Superseded), 1);
    QCOMPARE(m_other->count(ItemState::Ready), 1);
}

// Their own times count, not the order in which somebody brings them.
void TestSideMessages::anOlderRevocationListIsNoNewerEdition()
{
    const auto from = m_world->now().addSecs(-3600);
    const auto list = [this, from](int minutes, int number) {
        return makeCrl({.issuer = m_world->pki.domainCa,
            .thisUpdate = from.addSecs(qint64{60} * minutes),
            .nextUpdate = from.addDays(7),
            .number = number});
    };
    const auto newest = list(10, 300);
    m_world->backend.gather({m_world->put(QStringLiteral("ca/newest"), newest)});
    m_world->advance(60);
    for (const auto& older : {list(9, 400), list(10, 299), list(10, 7)}) {
        const auto report = m_world->backend.gather({m_world->put(QStringLiteral("ca/older"), older)});
        QCOMPARE(report.gathered, 1);
        QCOMPARE(report.superseded, 1);
        QVERIFY(report.warnings.values().front().find(u"text")->string()->contains(u"there is a newer edition"));
    }
    QCOMPARE(m_world->backend.count(ItemState::Pending), 1);
    carryBack();
    QCOMPARE(TestWorld::read(
                 deliveredPath(m_world->site.deliver(m_world->path(QStringLiteral("out"))), QStringLiteral("crl"))),
        newest);

    QCOMPARE(m_world->backend.gather({m_world->put(QStringLiteral("ca/later"), list(11, 1))}).superseded, 1);
    QCOMPARE(m_world->backend.count(ItemState::Superseded), 4);
}

void TestSideMessages::labelsAreApart()
{
    const auto put = [this](const QString& name, const QString& path, const QByteArray& bytes) {
        m_world->put(QStringLiteral("ca/") + name + QStringLiteral(".meta"), metaOf(path));
        m_world->put(QStringLiteral("ca/") + name, bytes);
    };
    // The very same bytes for two labels are two items.
    put(QStringLiteral("1"), QStringLiteral("/.well-known/est/csrattrs"), attributes());
    put(QStringLiteral("2"), QStringLiteral("/.well-known/est/north/csrattrs"), attributes());
    put(QStringLiteral("3"), QStringLiteral("/.well-known/est/south/csrattrs"), otherAttributes());
    const auto report = m_world->backend.gather({m_world->path(QStringLiteral("ca"))});
    QCOMPARE(report.gathered, 3);
    QCOMPARE(report.superseded, 0);
    carryBack();

    const auto delivered = m_world->site.deliver(m_world->path(QStringLiteral("out")));

    QStringList paths;
    for (const auto& row : delivered.files.values()) {
        paths.append(Sidecar::parse(TestWorld::read(*row.find(u"path")->string() + QStringLiteral(".meta")))->path);
    }
    paths.sort();
    QCOMPARE(paths,
        (QStringList{QStringLiteral("/.well-known/est/csrattrs"), QStringLiteral("/.well-known/est/north/csrattrs"),
            QStringLiteral("/.well-known/est/south/csrattrs")}));
}

void TestSideMessages::editionsThatAreThereAlreadyAreSaidSo()
{
    const auto first = m_world->put(QStringLiteral("ca/a"), attributes());
    m_world->backend.gather({first});
    QCOMPARE(m_world->backend.gather({first}).duplicates, 1);
    QVERIFY(m_world->backend.gather({first}).warnings.values().empty());
    m_world->advance(60);
    m_world->backend.gather({m_world->put(QStringLiteral("ca/b"), otherAttributes())});

    const auto again = m_world->backend.gather({first});

    QCOMPARE(again.duplicates, 1);
    QVERIFY(again.warnings.values().front().find(u"text")->string()->contains(u"superseded by a newer edition"));
}

void TestSideMessages::unknownAuthoritiesAreHeld()
{
    const MessageForge forge;
    const auto file = m_world->put(QStringLiteral("ca/p7"), *makeCertsOnlyCms({forge.stranger.certificate}));
    QCOMPARE(m_world->backend.gather({file}).held, 1);
    QCOMPARE(errorCodeName(m_world->backend.only().reason->code), QStringLiteral("untrusted-issuer"));
    QVERIFY(m_world->backend.exportTo(m_world->path(QStringLiteral("stick"))).bundles.isEmpty());

    {
        auto session = m_world->backend.write();
        const auto released = release(session, {{idOf(m_world->backend.only())}, false, QStringLiteral("compared")});
        QCOMPARE(released.items.size(), 1);
    }
    carryBack();

    QCOMPARE(m_world->site.count(ItemState::Held), 1);
    QCOMPARE(m_world->site.deliver(m_world->path(QStringLiteral("out"))).delivered, 0);
    {
        auto session = m_world->site.write();
        QCOMPARE(release(session, {{}, true, QStringLiteral("compared here too")}).items.size(), 1);
    }
    QCOMPARE(m_world->site.deliver(m_world->path(QStringLiteral("out"))).delivered, 1);
}

void TestSideMessages::aNewAuthorityAmongKnownOnesIsNotBelieved()
{
    const MessageForge forge;
    const auto& known = m_world->pki.domainCa.certificate;
    m_world->backend.gather(
        {m_world->put(QStringLiteral("ca/p7"), *makeCertsOnlyCms({known, forge.stranger.certificate}))});
    QCOMPARE(m_world->backend.count(ItemState::Held), 1);
    {
        auto session = m_world->backend.write();
        QCOMPARE(release(session, {{}, true, QStringLiteral("compared")}).items.size(), 1);
    }
    carryBack();

    QCOMPARE(m_world->site.count(ItemState::Held), 1);
    QCOMPARE(m_world->site.deliver(m_world->path(QStringLiteral("out"))).delivered, 0);
    QCOMPARE(
        m_world->site.read().station().trust().anchorsFor(AnchorUse::Domain).certificates(), QList<Certificate>{known});
    const auto warnings = m_world->site.only().warnings;
    QCOMPARE(warnings.size(), 1);
    QVERIFY2(warnings.front().contains(u"is no domain anchor here"), qPrintable(warnings.front()));
}

// The request of a CA below ours: its answer holds nothing but certificates of CAs, and is not for all.
void TestSideMessages::certificatesOfAuthoritiesAnswerTheirRequest()
{
    const auto key = *PrivateKey::generate(KeyType::P256);
    const auto subCa = *issueCertificate({.commonName = QStringLiteral("Gateway CA"),
                                             .notBefore = beginningOfTime(),
                                             .notAfter = endOfTime(),
                                             .use = CertificateTemplate::Use::Authority},
        publicKeyInfoOf(key), m_world->pki.domainCa);
    const auto device = m_world->pki.device(QStringLiteral("GW-1"));
    m_world->put(QStringLiteral("spool/gw.p10"), makePkcs10({.serialNumber = QStringLiteral("GW-1"), .key = key}));
    m_world->put(QStringLiteral("spool/gw.p10.meta"), m_world->pki.sidecar(device));
    m_world->site.gather({m_world->path(QStringLiteral("spool"))});
    m_world->carry(m_world->site, m_world->backend, QStringLiteral("there"));
    const auto answer = *makeCertsOnlyCms({subCa, m_world->pki.domainCa.certificate});

    const auto report = m_world->backend.gather({m_world->put(QStringLiteral("answers/x"), answer)});

    QCOMPARE(report.paired, 1);
    QCOMPARE(ofKind(m_world->backend, Kind::CertificationResponse).size(), 1);
    QCOMPARE(ofKind(m_world->backend, Kind::CaCertificates).size(), 0);
    const auto written = m_world->backend.exportTo(m_world->path(QStringLiteral("back")));
    QCOMPARE(written.bundles.size(), 1);
    QCOMPARE(m_world->site.import({written.bundles.front().path}).bundles.front().verdict, QStringLiteral("imported"));
    QCOMPARE(m_world->site.count(ItemState::Answered), 1);
    QCOMPARE(deliveredOf(m_world->site.deliver(m_world->path(QStringLiteral("out")))),
        QStringList{QStringLiteral("certification-response")});
}

void TestSideMessages::revocationListsGoToEverySite()
{
    CrlDraft draft{.issuer = m_world->pki.domainCa,
        .thisUpdate = m_world->now().addDays(-1),
        .nextUpdate = m_world->now().addDays(6)};
    m_world->backend.gather({m_world->put(QStringLiteral("ca/1.crl"), makeCrl(draft))});
    m_world->advance(60);
    draft.number = 8;
    QCOMPARE(m_world->backend.gather({m_world->put(QStringLiteral("ca/2.crl"), makeCrl(draft))}).superseded, 1);
    carryBack();

    for (const auto* const site : {&m_world->site, &*m_other}) {
        const auto delivered
            = site->deliver(m_world->path(QFileInfo{site->home()}.fileName() + QStringLiteral("-out")));
        QCOMPARE(deliveredOf(delivered), QStringList{QStringLiteral("crl")});
        QVERIFY(deliveredPath(delivered, QStringLiteral("crl")).endsWith(QStringLiteral(".crl")));
    }
}

void TestSideMessages::statusTravelsWithItsDevice_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("kind");
    QTest::addColumn<bool>("hasRecord"); // else the registrar says the serial number only

    const QString voucher = QStringLiteral("/.well-known/brski/voucher_status");
    const QString enroll = QStringLiteral("/.well-known/brski/enrollstatus");
    QTest::newRow("voucher status") << voucher << QStringLiteral("voucher-status") << true;
    QTest::newRow("enrolment status") << enroll << QStringLiteral("enroll-status") << true;
    QTest::newRow("only the serial is said") << enroll << QStringLiteral("enroll-status") << false;
}

void TestSideMessages::statusTravelsWithItsDevice()
{
    QFETCH(QString, path);
    QFETCH(QString, kind);
    QFETCH(bool, hasRecord);
    const QByteArray status = R"({"version":1,"status":true,"reason":"ok"})";
    // Two devices report in the very same words.
    for (const auto& serial : {QStringLiteral("SN-1"), QStringLiteral("SN-2")}) {
        auto sidecar = *Sidecar::parse(m_world->pki.sidecar(m_world->pki.device(serial)));
        if (!hasRecord) {
            sidecar.requester.reset();
            sidecar.device = serial;
        }
        sidecar.path = path;
        m_world->put(QStringLiteral("spool/%1.json.meta").arg(serial), sidecar.toJson());
        m_world->put(QStringLiteral("spool/%1.json").arg(serial), status);
    }
    QCOMPARE(m_world->site.gather({m_world->path(QStringLiteral("spool"))}).gathered, 2);
    m_world->carry(m_world->site, m_world->backend, QStringLiteral("there"));

    QStringList devices;
    for (const auto& item : ofKind(m_world->backend, *kindFromName(kind))) {
        devices.append(item.device);
    }
    devices.sort();
    QCOMPARE(devices, (QStringList{QStringLiteral("SN-1"), QStringLiteral("SN-2")}));
    QCOMPARE(m_world->backend.deliver(m_world->path(QStringLiteral("masa")), QStringLiteral("masa")).delivered, 0);
    const auto delivered = m_world->backend.deliver(m_world->path(QStringLiteral("ra")), QStringLiteral("ra"));
    QCOMPARE(delivered.delivered, hasRecord ? 2 : 0);
    QCOMPARE(m_world->backend.count(ItemState::Held), hasRecord ? 0 : 2);
    if (hasRecord) {
        const auto file = deliveredPath(delivered, kind);
        QCOMPARE(TestWorld::read(file), status);
        const auto told = Sidecar::parse(TestWorld::read(file + QStringLiteral(".meta")));
        QCOMPARE(told->path, path);
        QVERIFY(told->device.startsWith(QStringLiteral("SN-")));
    }
    // Nothing waits for an answer, and the site learns that it came.
    m_world->carry(m_world->site, m_world->backend, QStringLiteral("again"));
}

void TestSideMessages::deviceBeyondReasonIsRefused()
{
    Sidecar sidecar;
    sidecar.device = QString{5000, QLatin1Char('x')};
    m_world->put(QStringLiteral("spool/s.json.meta"), sidecar.toJson());
    const auto report
        = m_world->site.gather({m_world->put(QStringLiteral("spool/s.json"), R"({"version":1,"status":true})")});
    QCOMPARE(codesOf(report.refused), QStringList{QStringLiteral("too-large")});
}

void TestSideMessages::statusOfNobodyIsHeldAtTheBackend()
{
    m_world->site.gather({m_world->put(QStringLiteral("spool/s.json"), R"({"version":1,"status":true})")});
    QCOMPARE(m_world->site.count(ItemState::Pending), 1);
    QCOMPARE(m_world->site.only().warnings.size(), 2); // of whom, and of what
    m_world->carry(m_world->site, m_world->backend, QStringLiteral("there"));
    QCOMPARE(errorCodeName(m_world->backend.only().reason->code), QStringLiteral("requester-unknown"));
}

void TestSideMessages::auditLogMakesTheRoundTrip()
{
    const auto device = m_world->makeDevice(QStringLiteral("SN-1"));
    m_world->put(QStringLiteral("spool/v.vcj"), device.voucherRequest);
    m_world->put(QStringLiteral("spool/a.vcj"), device.voucherRequest);
    m_world->put(QStringLiteral("spool/a.vcj.meta"), metaOf(QStringLiteral("/.well-known/brski/requestauditlog")));
    QCOMPARE(m_world->site.gather({m_world->path(QStringLiteral("spool"))}).gathered, 2);
    m_world->carry(m_world->site, m_world->backend, QStringLiteral("there"));
    QCOMPARE(m_world->backend.deliver(m_world->path(QStringLiteral("ra")), QStringLiteral("ra")).delivered, 0);
    const auto asked = m_world->backend.deliver(m_world->path(QStringLiteral("masa")), QStringLiteral("masa"));
    QCOMPARE(deliveredOf(asked), (QStringList{QStringLiteral("audit-log-request"), QStringLiteral("voucher-request")}));
    const auto request = deliveredPath(asked, QStringLiteral("audit-log-request"));
    QCOMPARE(TestWorld::read(request), device.voucherRequest);
    QCOMPARE(Sidecar::parse(TestWorld::read(request + QStringLiteral(".meta")))->path,
        QStringLiteral("/.well-known/brski/requestauditlog"));

    const QByteArray log
        = R"({"version":"1","events":[{"date":"2026-05-01T00:00:00Z","domainID":"AQID","nonce":"NULL",)"
          R"("assertion":"logged"}]})";
    const auto stem = QFileInfo{request}.completeBaseName();
    m_world->put(QStringLiteral("answers/%1.json").arg(stem), log);
    m_world->put(QStringLiteral("answers/v"), m_world->pki.voucher(device.serial, device.nonce));
    QCOMPARE(m_world->backend.gather({m_world->path(QStringLiteral("answers"))}).paired, 2);
    carryBack();

    QCOMPARE(m_world->site.count(ItemState::Answered), 2);
    const auto delivered = m_world->site.deliver(m_world->path(QStringLiteral("out")));
    QCOMPARE(TestWorld::read(deliveredPath(delivered, QStringLiteral("audit-log"))), log);
    const auto answer = ofKind(m_world->site, Kind::AuditLog).front();
    QCOMPARE(answer.device, QStringLiteral("SN-1"));
    QCOMPARE(answer.inReplyTo.toString(), stem);
    QCOMPARE(answer.warnings.filter(QStringLiteral("of other domains")).size(), 1);
    QCOMPARE(answer.warnings.filter(QStringLiteral("without a nonce")).size(), 1);
    const auto shown = showItem(m_world->site.read(), idOf(answer));
    QCOMPARE(*shown->object.find(u"eventCount")->integer(), 1);
    const auto shownRequest = showItem(m_world->site.read(), stem);
    QCOMPARE(*shownRequest->object.find(u"form")->string(), QStringLiteral("request for the audit log"));
}

// A MASA that has seen nothing says the same of every device.
void TestSideMessages::equalAuditLogsAreTwoAnswers()
{
    for (const auto& serial : {QStringLiteral("SN-1"), QStringLiteral("SN-2")}) {
        const auto device = m_world->makeDevice(serial);
        m_world->put(QStringLiteral("spool/%1.vcj").arg(serial), device.voucherRequest);
        m_world->put(QStringLiteral("spool/%1.vcj.meta").arg(serial),
            metaOf(QStringLiteral("/.well-known/brski/requestauditlog")));
    }
    m_world->site.gather({m_world->path(QStringLiteral("spool"))});
    m_world->carry(m_world->site, m_world->backend, QStringLiteral("there"));
    for (const auto& request : m_world->backend.items()) {
        m_world->put(QStringLiteral("answers/%1.json").arg(idOf(request)), R"({"version":"1","events":[]})");
    }
    QCOMPARE(m_world->backend.gather({m_world->path(QStringLiteral("answers"))}).paired, 2);
    carryBack();
    QCOMPARE(m_world->site.count(ItemState::Answered), 2);
    QCOMPARE(m_world->site.deliver(m_world->path(QStringLiteral("out"))).delivered, 2);
}

void TestSideMessages::auditLogWithoutANameIsHeld()
{
    m_world->backend.gather({m_world->put(QStringLiteral("answers/x"), R"({"version":"1","events":[]})")});
    QCOMPARE(errorCodeName(m_world->backend.only().reason->code), QStringLiteral("no-matching-request"));
    auto session = m_world->backend.write();
    QCOMPARE(release(session, {{}, true, QStringLiteral("let it go")}).items.size(), 0);
}

void TestSideMessages::serverKeyFindsItsRequestByNameOnly_data()
{
    QTest::addColumn<bool>("isClear");

    QTest::newRow("sealed for the device") << false;
    QTest::newRow("in the clear") << true;
}

void TestSideMessages::serverKeyFindsItsRequestByNameOnly()
{
    QFETCH(bool, isClear);
    const auto device = m_world->putDevice(QStringLiteral("SN-1"));
    m_world->site.gather({m_world->path(QStringLiteral("spool/SN-1.p10"))});
    m_world->carry(m_world->site, m_world->backend, QStringLiteral("there"));
    const auto made = *PrivateKey::generate(KeyType::P256);
    const auto certificate
        = *Certificate::fromDer(m_world->pki.certificateFor(publicKeyInfoOf(made), QStringLiteral("SN-1")));
    const auto sealed = makeSealedKey(made, device.idevid.certificate);
    auto parts = serverKeyParts(sealed, {certificate});
    if (isClear) {
        parts[0] = {"application/pkcs8", pkcs8Of(made).toBase64()};
    }
    const auto body = makeBody({.parts = parts});
    const auto name = idOf(m_world->backend.only()) + QStringLiteral(".serverkeygen");

    QCOMPARE(m_world->backend.gather({m_world->put(QStringLiteral("answers/x"), body)}).held, 1);
    QCOMPARE(m_world->backend.gather({m_world->put(QStringLiteral("answers/") + name, body)}).paired, 1);
    carryBack();

    const auto delivered = m_world->site.deliver(m_world->path(QStringLiteral("out")));
    const auto path = deliveredPath(delivered, QStringLiteral("certification-response"));
    QVERIFY(path.endsWith(QStringLiteral(".serverkeygen")));
    QCOMPARE(TestWorld::read(path), body);
    QVERIFY(!(QFileInfo{path}.permissions() & (QFile::ReadOther | QFile::WriteOther | QFile::WriteGroup)));
    const auto item = ofKind(m_world->site, Kind::CertificationResponse).front();
    QCOMPARE(item.warnings.size(), isClear ? 1 : 0);
    const auto shown = showItem(m_world->site.read(), idOf(item));
    QVERIFY(shown->holdsKey);
    JsonWriter writer;
    shown->writeJson(writer.beginObject());
    const auto text = writer.endObject().text();
    QVERIFY(!text.contains(parts[0].content.right(24).trimmed()));
    QVERIFY(!text.contains(parts[0].content.mid(48, 24)));
}

// One bundle for the site that is sent something anyway, and one for each other that takes any.
void TestSideMessages::anEditionGoesAlongWithAnAnswer()
{
    const auto device = m_world->putDevice(QStringLiteral("SN-1"));
    m_world->site.gather({m_world->path(QStringLiteral("spool/SN-1.p10"))});
    m_world->carry(m_world->site, m_world->backend, QStringLiteral("there"));
    const auto answer = m_world->pki.certificateFor(publicKeyInfoOf(device.newKey), QStringLiteral("SN-1"));
    QCOMPARE(m_world->backend.gather({m_world->put(QStringLiteral("answers/x"), answer)}).paired, 1);
    QCOMPARE(m_world->backend.gather({m_world->put(QStringLiteral("ca/a"), attributes())}).gathered, 1);
    const auto revoked = m_world->station(QStringLiteral("revoked"), StationRole::Site);
    m_world->backend.know(revoked);
    {
        auto session = m_world->backend.write();
        QVERIFY(session.station().peers().revoke(u"revoked").has_value());
    }

    const auto written = m_world->backend.exportTo(m_world->path(QStringLiteral("back")));

    QVERIFY(written.warnings.isEmpty()); // nothing waits for who is revoked
    QCOMPARE(written.bundles.size(), 2);
    for (const auto& bundle : written.bundles) {
        QVERIFY(bundle.to != revoked.card().station());
        QCOMPARE(bundle.items, bundle.to == m_world->site.card().station() ? 2 : 1);
    }
}

void TestSideMessages::anEditionNamedForARequestIsNotForAll()
{
    m_world->putDevice(QStringLiteral("SN-1"));
    m_world->site.gather({m_world->path(QStringLiteral("spool/SN-1.p10"))});
    const auto request = idOf(m_world->site.only()); // which the backend never saw

    const auto report = m_world->backend.gather({m_world->put(QStringLiteral("ca/%1.x").arg(request), attributes())});

    QCOMPARE(report.held, 1);
    const auto reason = *m_world->backend.only().reason;
    QCOMPARE(errorCodeName(reason.code), QStringLiteral("no-matching-request"));
    QVERIFY2(reason.text.contains(request), qPrintable(reason.text));
    QVERIFY(m_world->backend.exportTo(m_world->path(QStringLiteral("stick"))).bundles.isEmpty());
}

SATCHEL_TEST(TestSideMessages)
#include "TestSideMessages.moc"
