#include <core/base/JsonWriter.h>
#include <core/base/StrictJson.h>
#include <core/base/Time.h>
#include <core/exchange/report/Overview.h>
#include <core/objects/est/Pkcs10Request.h>
#include <core/objects/PledgeMaker.h>
#include <core/objects/Sidecar.h>
#include <tests/support/MessageForge.h>
#include <tests/support/ScepForge.h>
#include <tests/support/TestRegistry.h>
#include <tests/support/TestWorld.h>

#include <QTest>

using namespace satchel;
using namespace satchel::test;

namespace {

const QString Serial = QStringLiteral("SN-1");

} // namespace

// A device of a railway car has a certificate that ends, and asks for the next one while it is good.
class TestRenewals : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void bothStationsKnowWhatEnds();
    void whatEndsIsWrittenWithWhatRenewsIt();
    void aReenrolmentIsMatched();
    void aKeyUpdateIsMatched_data();
    void aKeyUpdateIsMatched();
    void aScepRenewalIsMatched_data();
    void aScepRenewalIsMatched();
    void theNextCertificateEndsIt();
    void aFirstEnrolmentRenewsNothing();
    void aManufacturersCertificateIsNotRenewed();

private:
    [[nodiscard]] Certificate issuedFor(const QByteArray& pkcs10, int days) const;
    // A PKCS #10 through both trips: the certificate that the device has then.
    Certificate enrol(const QString& name, const QByteArray& pkcs10, const Certificate& asker, int days) const;
    [[nodiscard]] QByteArray sidecar(const Certificate& asker) const;
    [[nodiscard]] QByteArray keyUpdate(const QByteArray& controls) const;
    [[nodiscard]] static QList<EndingCertificate> endingAt(const TestStation& station, const QDateTime& until);
    [[nodiscard]] static Item newest(const TestStation& station, Kind kind);

    std::unique_ptr<TestWorld> m_world;
    MessageForge m_forge;
    PrivateKey m_key = PrivateKey::generate(KeyType::P256).value();
    QByteArray m_pkcs10 = makePkcs10({.serialNumber = Serial, .key = m_key});
    std::optional<Certificate> m_present;
};

void TestRenewals::init()
{
    m_world = std::make_unique<TestWorld>();
    m_present = enrol(QStringLiteral("first"), m_pkcs10, m_world->pki.device(Serial).certificate, 30);
}

Certificate TestRenewals::issuedFor(const QByteArray& pkcs10, int days) const
{
    const auto request = Pkcs10Request::parse(pkcs10).value();
    const CertificateTemplate facts{.commonName = QStringLiteral("as asked for"),
        .notBefore = m_world->now().addDays(-1),
        .notAfter = m_world->now().addDays(days)};
    return issueCertificate(facts, request->publicKeyInfo(), m_world->pki.domainCa, request->subject().der()).value();
}

QByteArray TestRenewals::sidecar(const Certificate& asker) const
{
    auto told = Sidecar::parse(m_world->pki.sidecar(m_world->pki.device(Serial))).value();
    told.requester->idevid = {asker};
    return told.toJson();
}

Certificate TestRenewals::enrol(const QString& name, const QByteArray& pkcs10, const Certificate& asker, int days) const
{
    m_world->put(name + QStringLiteral("/r.p10.meta"), sidecar(asker));
    m_world->site.gather({m_world->put(name + QStringLiteral("/r.p10"), pkcs10)});
    m_world->carry(m_world->site, m_world->backend, name + QStringLiteral("-out"));
    m_world->backend.deliver(m_world->path(name + QStringLiteral("-ca")));
    const auto issued = issuedFor(pkcs10, days);
    m_world->backend.gather({m_world->put(name + QStringLiteral("/answer"), issued.der())});
    m_world->carry(m_world->backend, m_world->site, name + QStringLiteral("-back"));
    return issued;
}

// A kur of the present certificate's key, or of the device's for it.
QByteArray TestRenewals::keyUpdate(const QByteArray& controls) const
{
    auto draft = m_forge.initialRequest();
    draft.bodyTag = 7;
    QByteArray body = makeCrmf(m_forge.newKey, m_present->subjectDer(), CrmfProof::Signature, controls);
    draft.body = body;
    draft.signer = IssuerIdentity{*m_present, m_key};
    return makeCmp(draft);
}

QList<EndingCertificate> TestRenewals::endingAt(const TestStation& station, const QDateTime& until)
{
    QList<EndingCertificate> all;
    const auto session = station.read();
    const auto walked = forEachEnding(session, until, 0, [&all](const EndingCertificate& ending) -> Result<void> {
        all.append(ending);
        return {};
    });
    return walked ? all : QList<EndingCertificate>{};
}

Item TestRenewals::newest(const TestStation& station, Kind kind)
{
    auto items = station.items();
    items.removeIf([kind](const Item& item) { return item.kind != kind; });
    return items.value(items.size() - 1);
}

void TestRenewals::bothStationsKnowWhatEnds()
{
    for (const auto* const station : {&m_world->site, &m_world->backend}) {
        QVERIFY(endingAt(*station, m_world->now().addDays(29)).isEmpty());
        const auto ending = endingAt(*station, m_world->now().addDays(31));
        QCOMPARE(ending.size(), 1);
        QCOMPARE(ending[0].certificate.device, Serial);
        QCOMPARE(ending[0].certificate.subject, m_present->subject());
        QCOMPARE(ending[0].certificate.notAfter, m_present->notAfter());
        QCOMPARE(ending[0].item.kind, Kind::CertificationResponse);
        QVERIFY(!ending[0].renewal);
    }
}

void TestRenewals::whatEndsIsWrittenWithWhatRenewsIt()
{
    const auto written = [this] {
        JsonWriter writer;
        writer.beginObject();
        endingAt(m_world->site, m_world->now().addDays(31)).first().writeJson(writer);
        return parseJson(writer.endObject().text(), JsonDialect::Lenient).value();
    };
    const auto before = written();
    QCOMPARE(*before.find(u"certificate")->find(u"subject")->string(), m_present->subject());
    QVERIFY(before.find(u"renewal")->isNull());

    m_world->site.gather({m_world->put(QStringLiteral("spool/r.pki"), keyUpdate({}))});

    QCOMPARE(*written().find(u"renewal")->string(), newest(m_world->site, Kind::CertificationRequest).id.toString());
}

void TestRenewals::aReenrolmentIsMatched()
{
    const auto next = PrivateKey::generate(KeyType::P256).value();
    m_world->put(QStringLiteral("spool/r.p10.meta"), sidecar(*m_present)); // asked with the certificate that it has
    m_world->site.gather(
        {m_world->put(QStringLiteral("spool/r.p10"), makePkcs10({.serialNumber = Serial, .key = next}))});
    m_world->carry(m_world->site, m_world->backend, QStringLiteral("out"));

    for (const auto* const station : {&m_world->site, &m_world->backend}) {
        const auto request = newest(*station, Kind::CertificationRequest);
        const auto ending = endingAt(*station, m_world->now().addDays(31));
        QCOMPARE(ending.size(), 1);
        QVERIFY(ending[0].renewal && ending[0].renewal->id == request.id);
        const auto shown = showItem(station->read(), request.id.toString());
        QVERIFY(shown && shown->renews);
        QCOMPARE(shown->renews->notAfter, m_present->notAfter());
        JsonWriter writer;
        shown->writeItem(writer);
        const auto json = parseJson(writer.text(), JsonDialect::Lenient);
        QVERIFY2(json.has_value(), json ? "" : qPrintable(json.error().message));
        QCOMPARE(*json->find(u"renews")->find(u"notAfter")->string(), toUtcText(m_present->notAfter()));
    }
}

void TestRenewals::aKeyUpdateIsMatched_data()
{
    QTest::addColumn<QString>("names"); // the old certificate in oldCertID: "it", "another" or nothing
    QTest::addColumn<bool>("isMatched");
    QTest::newRow("by its signer") << QString{} << true;
    QTest::newRow("by oldCertID") << QStringLiteral("it") << true;
    QTest::newRow("oldCertID of another") << QStringLiteral("another") << false;
}

void TestRenewals::aKeyUpdateIsMatched()
{
    QFETCH(QString, names);
    QFETCH(bool, isMatched);
    const Certificate& old = names == u"it" ? *m_present : m_forge.ldevid;
    const auto request = keyUpdate(names.isEmpty() ? QByteArray{} : oldCertificateControl(old));
    m_world->site.gather({m_world->put(QStringLiteral("spool/r.pki"), request)});

    const auto ending = endingAt(m_world->site, m_world->now().addDays(31));

    QCOMPARE(ending.size(), 1);
    QCOMPARE(ending[0].renewal.has_value(), isMatched);
}

void TestRenewals::aScepRenewalIsMatched_data()
{
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<bool>("isOfPresent"); // signed with the certificate that it has
    QTest::addColumn<bool>("isMatched");
    QTest::newRow("RenewalReq") << QByteArray{"17"} << true << true;
    QTest::newRow("RenewalReq with another certificate") << QByteArray{"17"} << false << false;
    QTest::newRow("PKCSReq, which renews nothing") << QByteArray{"19"} << true << false;
    QTest::newRow("CertPoll") << QByteArray{"20"} << true << false;
}

// A RenewalReq is signed with the certificate that is to be replaced (RFC 8894 section 2.5).
void TestRenewals::aScepRenewalIsMatched()
{
    QFETCH(QByteArray, type);
    QFETCH(bool, isOfPresent);
    QFETCH(bool, isMatched);
    auto draft = scepRequest(isOfPresent ? IssuerIdentity{*m_present, m_key} : m_world->pki.device(Serial),
        m_world->pki.domainCa.certificate);
    draft.type = type;
    m_world->site.gather({m_world->put(QStringLiteral("spool/r.scep"), makeScep(draft))});
    const auto request = newest(m_world->site, Kind::CertificationRequest);
    QCOMPARE(request.protocol, Protocol::Scep);

    const auto ending = endingAt(m_world->site, m_world->now().addDays(31));

    QCOMPARE(ending.size(), 1);
    QCOMPARE(ending[0].renewal.has_value(), isMatched);
    const auto shown = showItem(m_world->site.read(), request.id.toString());
    QVERIFY(shown.has_value());
    QCOMPARE(shown->renews.has_value(), type == "17");
    if (shown->renews) {
        QCOMPARE(shown->renews->notAfter == m_present->notAfter(), isOfPresent);
    }
    if (isMatched) {
        QVERIFY(ending[0].renewal->id == request.id);
    }
}

void TestRenewals::theNextCertificateEndsIt()
{
    const auto next = PrivateKey::generate(KeyType::P256).value();
    enrol(QStringLiteral("next"), makePkcs10({.serialNumber = Serial, .key = next}), *m_present, 400);

    for (const auto* const station : {&m_world->site, &m_world->backend}) {
        QVERIFY(endingAt(*station, m_world->now().addDays(31)).isEmpty());
        QCOMPARE(endingAt(*station, m_world->now().addDays(401)).size(), 1);
    }
}

void TestRenewals::aFirstEnrolmentRenewsNothing()
{
    const auto shown = showItem(m_world->site.read(), newest(m_world->site, Kind::CertificationRequest).id.toString());
    QVERIFY(shown && !shown->renews);
}

// Many devices ask in the very subject of their IDevID.
void TestRenewals::aManufacturersCertificateIsNotRenewed()
{
    const auto idevid = m_world->pki.device(Serial).certificate;
    const auto next = PrivateKey::generate(KeyType::P256).value();
    const auto asked = satchel::makePkcs10(next, QStringLiteral("Device"), Serial).value();
    QCOMPARE(Pkcs10Request::parse(asked).value()->subject().der(), idevid.subjectDer());
    m_world->put(QStringLiteral("spool/r.p10.meta"), sidecar(idevid));
    m_world->site.gather({m_world->put(QStringLiteral("spool/r.p10"), asked)});

    const auto request = newest(m_world->site, Kind::CertificationRequest);
    QCOMPARE(request.device, Serial);
    const auto shown = showItem(m_world->site.read(), request.id.toString());
    QVERIFY(shown && !shown->renews);
    const auto ending = endingAt(m_world->site, m_world->now().addYears(9000));
    QVERIFY(
        std::ranges::none_of(ending, [&](const auto& each) { return each.certificate.notAfter == idevid.notAfter(); }));
}

SATCHEL_TEST(TestRenewals)
#include "TestRenewals.moc"
