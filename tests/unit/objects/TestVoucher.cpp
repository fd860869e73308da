#include <core/crypto/DerReader.h>
#include <core/crypto/DerWriter.h>
#include <core/objects/voucher/Voucher.h>
#include <core/objects/voucher/VoucherMaker.h>
#include <tests/support/MessageForge.h>
#include <tests/support/SignedForge.h>
#include <tests/support/TestRegistry.h>
#include <tests/support/Verdicts.h>

#include <QJsonObject>
#include <QTest>

#include <algorithm>

using namespace satchel;
using namespace satchel::test;

namespace {

constexpr const char* AnimaJsonVoucher = "1.2.840.113549.1.9.16.1.40";

QJsonObject change(const char* name, const QJsonValue& value)
{
    return {{QString::fromLatin1(name), value}};
}

QString base64(const QByteArray& bytes)
{
    return QString::fromLatin1(bytes.toBase64());
}

} // namespace

class TestVoucher : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void tellsWhoAndWhat();
    void tellsPledgeFromRegistrar_data();
    void tellsPledgeFromRegistrar();
    void findsTheMasaOutside_data();
    void findsTheMasaOutside();
    void refusesBadSignatures_data();
    void refusesBadSignatures();
    void holdsWeakSignatures_data();
    void holdsWeakSignatures();
    void acceptsSignatures_data();
    void acceptsSignatures();
    void judgesPledgeRequests_data();
    void judgesPledgeRequests();
    void judgesRegistrarRequests_data();
    void judgesRegistrarRequests();
    void refusesBrokenPriorRequests_data();
    void refusesBrokenPriorRequests();
    void judgesVouchers_data();
    void judgesVouchers();
    void needsAnchors_data();
    void needsAnchors();
    void letsDeviationsPass_data();
    void letsDeviationsPass();
    void answersItsRequest_data();
    void answersItsRequest();
    void answersVoucherRequestsOnly();
    void comparesTheIssuerOfTheIdevid_data();
    void comparesTheIssuerOfTheIdevid();
    void anIssuerWithoutAnIdentifierIsNotCompared();
    void saysHowLongADeadVoucherWasGood();
    void isNotMadeWithAnothersKey();
    void warnsOfCertificatesThatItCannotRead();

private:
    [[nodiscard]] QByteArray signedByRegistrar(const QByteArray& prior, const QJsonObject& changes = {}) const
    {
        return makeCms({.content = m_forge.registrarJson(prior, changes), .signer = m_forge.registrar});
    }

    MessageForge m_forge;
};

void TestVoucher::tellsWhoAndWhat()
{
    const auto request = recognised(m_forge.pledgeRequest());
    const QString mark = QStringLiteral("voucher:device-1:bm9uY2UtMDAwMDAwMDAwMQ");
    QCOMPARE(request->kind(), Kind::VoucherRequest);
    QCOMPARE(request->device(), QStringLiteral("device-1"));
    QCOMPARE(request->correlation(), mark);
    QVERIFY(request->lookups().isEmpty());
    QVERIFY(request->lapses());
    QCOMPARE(request->supersedingMark(), QStringLiteral("bm9uY2UtMDAwMDAwMDAwMQ"));
    QVERIFY(request->isSelfContained());

    const auto nonceless = recognised(m_forge.pledgeRequest(change("nonce", {})));
    QVERIFY(!nonceless->lapses());
    QCOMPARE(nonceless->supersedingMark(), QString{});
    QCOMPARE(nonceless->correlation(), QStringLiteral("voucher:device-1:"));

    // Of a registrar's request that names no device, the device's own inside does.
    const auto unnamed = recognised(signedByRegistrar(m_forge.pledgeRequest(), change("serial-number", {})));
    QCOMPARE(unnamed->device(), QStringLiteral("device-1"));

    const auto voucher = recognised(m_forge.voucher());
    QCOMPARE(voucher->lookups(), QStringList{mark});
    QCOMPARE(voucher->correlation(), QString{});
    QVERIFY(!voucher->lapses());
    QCOMPARE(voucher->supersedingMark(), QString{});
}

void TestVoucher::tellsPledgeFromRegistrar_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<bool>("isRegistrar");

    const QByteArray nonceless = m_forge.pledgeJson(change("nonce", {}));
    QTest::newRow("pledge") << m_forge.pledgeRequest() << false;
    QTest::newRow("pledge, no nonce") << m_forge.pledgeRequest(change("nonce", {})) << false;
    QTest::newRow("prior request inside") << m_forge.registrarRequest() << true;
    QTest::newRow("signed by an RA, no prior request")
        << makeCms({.content = nonceless, .signer = m_forge.registrar}) << true;
    QTest::newRow("no nonce, signer without a serial")
        << makeCms({.content = nonceless, .signer = m_forge.masa}) << true;
    QTest::newRow("voucher") << m_forge.voucher() << false;
}

void TestVoucher::tellsPledgeFromRegistrar()
{
    QFETCH(QByteArray, bytes);

    const auto object = recognised(bytes);

    QTEST(dynamic_cast<const Voucher&>(*object).isRegistrarRequest(), "isRegistrar");
}

void TestVoucher::refusesBadSignatures_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("code");

    const QByteArray json = m_forge.voucherJson();
    QByteArray changed = m_forge.voucher();
    changed.replace("\"logged\"", "\"faked!\"");
    QByteArray changedAttributes = m_forge.voucher();
    // The OID of the content type attribute's value, the second id-data of the encoding.
    const QByteArray data = QByteArray::fromHex("06092a864886f70d010701");
    const auto second = changedAttributes.indexOf(data, changedAttributes.indexOf(data) + 1);
    changedAttributes[second + data.size() - 1] = 2;
    const auto row = [](const char* name, const QByteArray& bytes, const char* code) {
        QTest::newRow(name) << bytes << QString::fromLatin1(code);
    };
    row("changed content", changed, "bad-signature");
    row("changed signed attribute", changedAttributes, "bad-signature");
    row("two signers", makeCms({.content = json, .signer = m_forge.masa, .secondSigner = m_forge.registrar}),
        "bad-signature");
    const auto bare = [](const QByteArray& content, const IssuerIdentity& signer) {
        return makeCms({.content = content, .signer = signer, .includesSigner = false});
    };
    row("signer's certificate missing from a request", bare(m_forge.pledgeJson(), m_forge.idevid), "bad-signature");
    QByteArray changedBare = bare(json, m_forge.masa);
    changedBare.replace("\"logged\"", "\"faked!\"");
    row("changed, by an anchor that is not inside", changedBare, "bad-signature");
    QByteArray changedWeak = makeCms({.content = json, .signer = m_forge.masa, .digest = EVP_sha1()});
    changedWeak.replace("\"logged\"", "\"faked!\"");
    row("SHA-1, changed content", changedWeak, "bad-signature");
    const IssuerIdentity rsa = MessageForge::issue(
        {.commonName = QStringLiteral("MASA"), .notBefore = beginningOfTime(), .notAfter = endOfTime()},
        m_forge.manufacturer, KeyType::Rsa3072);

    QByteArray changedPss = makeCms({.content = json, .signer = rsa, .usesPss = true});
    changedPss[changedPss.size() - 1] = static_cast<char>(changedPss[changedPss.size() - 1] ^ 1);
    row("RSA-PSS, changed signature", changedPss, "bad-signature");
    row("own content type without signed attributes",
        makeCms({.content = json, .signer = m_forge.masa, .signsAttributes = false, .contentType = AnimaJsonVoucher}),
        "bad-signature");
}

void TestVoucher::refusesBadSignatures()
{
    QFETCH(QByteArray, bytes);

    const Assessment assessment = recognised(bytes)->assess(m_forge.context());

    QTEST(codeOf(assessment.refusal), "code");
    QVERIFY(!assessment.hold);
}

// RFC 8366 section 5.4 wants the certificate inside, and those who take vouchers have it among their anchors.
void TestVoucher::findsTheMasaOutside_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("verdict");

    const auto by = [this](const IssuerIdentity& signer, const EVP_MD* digest = EVP_sha256()) {
        return makeCms({.content = m_forge.voucherJson(), .signer = signer, .includesSigner = false, .digest = digest});
    };
    const auto other = MessageForge::issue(
        {.commonName = QStringLiteral("MASA"), .notBefore = beginningOfTime(), .notAfter = endOfTime()},
        m_forge.manufacturer);
    const auto renewed = MessageForge::certify(publicKeyInfoOf(m_forge.masa.key), {}, m_forge.manufacturer);
    QTest::newRow("an anchor") << by(m_forge.masa) << QStringLiteral("none");
    QTest::newRow("the key of an anchor, named by another certificate")
        << by({renewed, m_forge.masa.key}) << QStringLiteral("none");
    QTest::newRow("another MASA of the manufacturer") << by(other) << QStringLiteral("held:untrusted-issuer");
    QTest::newRow("a device of the manufacturer") << by(m_forge.idevid) << QStringLiteral("held:untrusted-issuer");
    QTest::newRow("the domain, an anchor for something else")
        << by(m_forge.domainCa) << QStringLiteral("held:untrusted-issuer");
    QTest::newRow("an anchor, with SHA-1") << by(m_forge.masa, EVP_sha1()) << QStringLiteral("held:weak-algorithm");
}

void TestVoucher::findsTheMasaOutside()
{
    QFETCH(QByteArray, bytes);
    const auto object = recognised(bytes);

    const Assessment assessment = object->assess(m_forge.context());

    QTEST(verdictOf(assessment), "verdict");
    QCOMPARE(object->device(), QStringLiteral("device-1"));
    QVERIFY(std::ranges::any_of(assessment.warnings, [](const QString& text) { return text.contains(u"not inside"); }));
}

void TestVoucher::holdsWeakSignatures_data()
{
    QTest::addColumn<QByteArray>("bytes");

    const IssuerIdentity rsa = MessageForge::issue(
        {.commonName = QStringLiteral("MASA"), .notBefore = beginningOfTime(), .notAfter = endOfTime()},
        m_forge.manufacturer, KeyType::Rsa3072);
    const QByteArray json = m_forge.voucherJson();
    QTest::newRow("SHA-1") << makeCms({.content = json, .signer = m_forge.masa, .digest = EVP_sha1()});
    QTest::newRow("MD5") << makeCms({.content = json, .signer = rsa, .digest = EVP_md5()});
    QTest::newRow("RSA-PSS with SHA-1") << makeCms(
        {.content = json, .signer = rsa, .usesPss = true, .digest = EVP_sha1()});
    QTest::newRow("inside a registrar's request") << signedByRegistrar(
        makeCms({.content = m_forge.pledgeJson(), .signer = m_forge.idevid, .digest = EVP_sha1()}));
}

void TestVoucher::holdsWeakSignatures()
{
    QFETCH(QByteArray, bytes);

    const Assessment assessment = recognised(bytes)->assess(m_forge.context());

    QCOMPARE(codeOf(assessment.refusal), none());
    QCOMPARE(codeOf(assessment.hold), QStringLiteral("weak-algorithm"));
}

void TestVoucher::acceptsSignatures_data()
{
    QTest::addColumn<QByteArray>("bytes");

    const QByteArray json = m_forge.voucherJson();
    QTest::newRow("id-data") << makeCms({.content = json, .signer = m_forge.masa});
    QTest::newRow("id-data, no signed attributes")
        << makeCms({.content = json, .signer = m_forge.masa, .signsAttributes = false});
    QTest::newRow("id-ct-animaJSONVoucher")
        << makeCms({.content = json, .signer = m_forge.masa, .contentType = AnimaJsonVoucher});
    QTest::newRow("SHA-384") << makeCms({.content = json, .signer = m_forge.masa, .digest = EVP_sha384()});
    const IssuerIdentity rsa = MessageForge::issue({.commonName = QStringLiteral("IDevID"),
                                                       .serialNumber = QStringLiteral("device-1"),
                                                       .notBefore = beginningOfTime(),
                                                       .notAfter = endOfTime()},
        m_forge.manufacturer, KeyType::Rsa3072);
    QTest::newRow("RSA") << makeCms({.content = m_forge.pledgeJson(), .signer = rsa});
    QTest::newRow("RSA-PSS") << makeCms({.content = m_forge.pledgeJson(), .signer = rsa, .usesPss = true});
    QTest::newRow("with other certificates")
        << makeCms({.content = json, .signer = m_forge.masa, .certificates = {m_forge.manufacturer.certificate}});
}

void TestVoucher::acceptsSignatures()
{
    QFETCH(QByteArray, bytes);

    const Assessment assessment = recognised(bytes)->assess(m_forge.context());

    QCOMPARE(codeOf(assessment.refusal), none());
    QCOMPARE(codeOf(assessment.hold), none());
    QCOMPARE(assessment.warnings, QStringList{});
}

void TestVoucher::judgesPledgeRequests_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("years");
    QTest::addColumn<QString>("hold");

    const auto foreign = MessageForge::issue({.commonName = QStringLiteral("IDevID"),
                                                 .serialNumber = QStringLiteral("device-1"),
                                                 .notBefore = beginningOfTime(),
                                                 .notAfter = endOfTime()},
        m_forge.stranger);
    const auto noSerial = m_forge.device({});
    const auto byName = MessageForge::issue(
        {.commonName = QStringLiteral("device-1"), .notBefore = beginningOfTime(), .notAfter = endOfTime()},
        m_forge.manufacturer);
    const auto proximity = [](const QString& certificate) { return change("proximity-registrar-cert", certificate); };
    const auto row = [](const char* name, const QByteArray& bytes, const char* hold, int years = 0) {
        QTest::newRow(name) << bytes << years << QString::fromLatin1(hold);
    };
    row("good", m_forge.pledgeRequest(), "none");
    row("no assertion", m_forge.pledgeRequest(change("assertion", {})), "none");
    row("unknown leaf", m_forge.pledgeRequest(change("agent-provided", QStringLiteral("x"))), "none");
    row("another manufacturer", makeCms({.content = m_forge.pledgeJson(), .signer = foreign}), "untrusted-issuer");
    row("a device of the domain",
        makeCms({.content = m_forge.pledgeJson(), .signer = {m_forge.ldevid, m_forge.newKey}}), "untrusted-issuer");
    row("expired IDevID", m_forge.pledgeRequest(), "expired", 2);
    row("not yet valid IDevID", m_forge.pledgeRequest(), "not-yet-valid", -2);
    row("another device's serial", m_forge.pledgeRequest(change("serial-number", QStringLiteral("device-2"))),
        "serial-mismatch");
    row("signer without a serial", makeCms({.content = m_forge.pledgeJson(), .signer = noSerial}), "serial-mismatch");
    row("serial in the common name", makeCms({.content = m_forge.pledgeJson(), .signer = byName}), "none");
    row("saw the domain's anchor", m_forge.pledgeRequest(proximity(base64(m_forge.domainCa.certificate.der()))),
        "none");
    row("saw another registrar", m_forge.pledgeRequest(proximity(base64(m_forge.stranger.certificate.der()))),
        "domain-mismatch");
    row("saw something unreadable", m_forge.pledgeRequest(proximity(QStringLiteral("AAAA"))), "domain-mismatch");
    row("saw nobody", m_forge.pledgeRequest(change("proximity-registrar-cert", {})), "domain-mismatch");
}

void TestVoucher::judgesPledgeRequests()
{
    QFETCH(QByteArray, bytes);
    QFETCH(int, years);
    CheckContext context = m_forge.context();
    context.at = context.at.addYears(years);

    const Assessment assessment = recognised(bytes)->assess(context);

    QCOMPARE(codeOf(assessment.refusal), none());
    QTEST(codeOf(assessment.hold), "hold");
}

void TestVoucher::judgesRegistrarRequests_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("hold");
    QTest::addColumn<int>("warnings");

    const QByteArray pledge = m_forge.pledgeRequest();
    const auto plain = MessageForge::issue(
        {.commonName = QStringLiteral("Old registrar"), .notBefore = beginningOfTime(), .notAfter = endOfTime()},
        m_forge.domainCa);
    const auto foreign = MessageForge::issue({.commonName = QStringLiteral("Registrar"),
                                                 .notBefore = beginningOfTime(),
                                                 .notAfter = endOfTime(),
                                                 .use = CertificateTemplate::Use::Registrar},
        m_forge.stranger);
    const QJsonObject rawPrior = change("prior-signed-voucher-request", QJsonObject{});
    const QByteArray noPrior = m_forge.registrarJson({},
        {{QStringLiteral("prior-signed-voucher-request"), QJsonValue::Null},
            {QStringLiteral("nonce"), QJsonValue::Null}});
    const auto row = [](const char* name, const QByteArray& bytes, const char* hold, int warnings = 0) {
        QTest::newRow(name) << bytes << QString::fromLatin1(hold) << warnings;
    };
    row("good", m_forge.registrarRequest(), "none");
    row("without the device's request", makeCms({.content = noPrior, .signer = m_forge.registrar}), "none");
    row("no id-kp-cmcRA", makeCms({.content = m_forge.registrarJson(pledge), .signer = plain}), "none", 1);
    row("another domain's registrar", makeCms({.content = m_forge.registrarJson(pledge), .signer = foreign}),
        "untrusted-issuer");
    row("another serial", signedByRegistrar(pledge, change("serial-number", QStringLiteral("device-2"))),
        "serial-mismatch");
    row("another nonce", signedByRegistrar(pledge, change("nonce", QStringLiteral("AAAA"))), "nonce-mismatch");
    row("no nonce, but the device's has one", signedByRegistrar(pledge, change("nonce", {})), "nonce-mismatch");
    row("the device lies about its serial",
        signedByRegistrar(m_forge.pledgeRequest(change("serial-number", QStringLiteral("device-2"))),
            change("serial-number", QStringLiteral("device-2"))),
        "serial-mismatch");
    row("the device saw another registrar",
        signedByRegistrar(
            m_forge.pledgeRequest(change("proximity-registrar-cert", base64(m_forge.stranger.certificate.der())))),
        "domain-mismatch");
    row("prior request as JSON", signedByRegistrar(pledge, rawPrior), "none", 1);
    row("prior request as text", signedByRegistrar("{\"ietf-voucher-request:voucher\":{}}"), "none", 1);
}

void TestVoucher::judgesRegistrarRequests()
{
    QFETCH(QByteArray, bytes);

    const Assessment assessment = recognised(bytes)->assess(m_forge.context(StationRole::Backend));

    QCOMPARE(codeOf(assessment.refusal), none());
    QTEST(codeOf(assessment.hold), "hold");
    QTEST(static_cast<int>(assessment.warnings.size()), "warnings");
}

void TestVoucher::refusesBrokenPriorRequests_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("code"); // of recognising, else of assessing

    QByteArray forged = m_forge.pledgeRequest();
    forged.replace("proximity\"", "proximitx\"");
    const QByteArray pledge = m_forge.pledgeRequest();

    const auto row = [](const char* name, const QByteArray& bytes, const char* code) {
        QTest::newRow(name) << bytes << QString::fromLatin1(code);
    };
    row("bad signature inside", signedByRegistrar(forged), "bad-signature");

    row("cut off", signedByRegistrar(pledge.first(pledge.size() - 9)), "malformed");
    row("bytes after it", signedByRegistrar(pledge + 'x'), "trailing-data");
    row("something else than JSON inside", signedByRegistrar(makeCms({.content = "{no", .signer = m_forge.idevid})),
        "malformed");
    row("a voucher inside", signedByRegistrar(m_forge.voucher()), "malformed");
    row("nested too deep", signedByRegistrar(signedByRegistrar(signedByRegistrar(pledge))), "malformed");
    row("JSON that is cut off", signedByRegistrar("{\"payload\":\"e30\""), "malformed");
}

void TestVoucher::refusesBrokenPriorRequests()
{
    QFETCH(QByteArray, bytes);
    const auto object = EnrolmentObject::recognise(bytes);
    if (!object) {
        QTEST(errorCodeName(object.error().code), "code");
        return;
    }

    QTEST(codeOf((*object)->assess(m_forge.context()).refusal), "code");
}

void TestVoucher::judgesVouchers_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("hold");

    const auto pin
        = [](const Certificate& certificate) { return change("pinned-domain-cert", base64(certificate.der())); };
    const auto expired = MessageForge::issue({.commonName = QStringLiteral("Old registrar"),
                                                 .notBefore = beginningOfTime(),
                                                 .notAfter = MessageForge::now().addDays(-1)},
        m_forge.domainCa);
    const auto expires = [](const char* text) { return change("expires-on", QString::fromLatin1(text)); };
    const auto row = [](const char* name, const QByteArray& bytes, const char* hold) {
        QTest::newRow(name) << bytes << QString::fromLatin1(hold);
    };
    row("good", m_forge.voucher(), "none");
    row("by another MASA", makeCms({.content = m_forge.voucherJson(), .signer = m_forge.registrar}),
        "untrusted-issuer");
    row("pins the registrar", m_forge.voucher(pin(m_forge.registrar.certificate)), "none");
    row("pins an expired registrar", m_forge.voucher(pin(expired.certificate)), "expired");
    row("pins another domain", m_forge.voucher(pin(m_forge.stranger.certificate)), "domain-mismatch");
    row("pins nothing", m_forge.voucher(change("pinned-domain-cert", {})), "domain-mismatch");
    row("pins something unreadable", m_forge.voucher(change("pinned-domain-cert", QStringLiteral("AAAA"))),
        "domain-mismatch");
    row("expires later", m_forge.voucher(expires("2026-06-01T12:00:01Z")), "none");
    row("expires now", m_forge.voucher(expires("2026-06-01T12:00:00Z")), "expired");
    row("expired, another zone", m_forge.voucher(expires("2026-06-01T13:59:00+02:00")), "expired");
    row("expires in another zone", m_forge.voucher(expires("2026-06-01T11:59:00-02:00")), "none");
    row("expires later, in small letters", m_forge.voucher(expires("2026-06-01t12:00:01z")), "none");
    row("expires later, after a blank", m_forge.voucher(expires("2026-06-01 12:00:01Z")), "none");
    row("expires in a leap second", m_forge.voucher(expires("2026-06-01T12:00:60Z")), "none");
    row("expired in a leap second", m_forge.voucher(expires("2026-06-01T11:59:60Z")), "expired");
    row("expires at no time", m_forge.voucher(expires("soon")), "expired");
}

void TestVoucher::judgesVouchers()
{
    QFETCH(QByteArray, bytes);

    const Assessment assessment = recognised(bytes)->assess(m_forge.context());

    QCOMPARE(codeOf(assessment.refusal), none());
    QTEST(codeOf(assessment.hold), "hold");
}

void TestVoucher::needsAnchors_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QList<int>>("uses");
    QTest::addColumn<bool>("atBackend");
    QTest::addColumn<QString>("hold");
    QTest::addColumn<int>("warnings");

    constexpr int Manufacturer = static_cast<int>(AnchorUse::Manufacturer);
    constexpr int Domain = static_cast<int>(AnchorUse::Domain);
    constexpr int Masa = static_cast<int>(AnchorUse::Masa);
    const auto row = [](const char* name, const QByteArray& bytes, const QList<int>& uses, bool atBackend,
                         const char* hold, int warnings) {
        QTest::newRow(name) << bytes << uses << atBackend << QString::fromLatin1(hold) << warnings;
    };
    row("pledge, none", m_forge.pledgeRequest(), {}, false, "untrusted-issuer", 1);
    row("pledge, no manufacturer", m_forge.pledgeRequest(), {Domain, Masa}, false, "untrusted-issuer", 0);
    row("pledge, no domain", m_forge.pledgeRequest(), {Manufacturer}, false, "none", 1);
    row("registrar, no domain", m_forge.registrarRequest(), {Manufacturer}, true, "untrusted-issuer", 1);
    row("registrar, no manufacturer", m_forge.registrarRequest(), {Domain}, true, "untrusted-issuer", 0);
    row("voucher, no MASA", m_forge.voucher(), {Domain, Manufacturer}, false, "untrusted-issuer", 0);
    row("voucher, no domain, site", m_forge.voucher(), {Masa}, false, "domain-mismatch", 0);
    row("voucher, no domain, backend", m_forge.voucher(), {Masa}, true, "none", 1);
}

void TestVoucher::needsAnchors()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QList<int>, uses);
    QFETCH(bool, atBackend);
    QList<Anchor> anchors;
    for (const Anchor& anchor : m_forge.trust().all()) {
        if (uses.contains(static_cast<int>(anchor.use))) {
            anchors.append(anchor);
        }
    }
    const TrustStore trust = TrustStore::inMemory(anchors);

    const Assessment assessment = recognised(bytes)->assess(CheckContext{
        .trust = trust, .at = MessageForge::now(), .here = atBackend ? StationRole::Backend : StationRole::Site});

    QVERIFY(!assessment.refusal);
    QTEST(codeOf(assessment.hold), "hold");
    QTEST(static_cast<int>(assessment.warnings.size()), "warnings");
}

void TestVoucher::letsDeviationsPass_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("device");
    QTest::addColumn<QString>("word");

    const QString device = QStringLiteral("device-1");
    QTest::newRow("serial missing") << m_forge.pledgeRequest(change("serial-number", {})) << device
                                    << QStringLiteral("serial-number is missing");
    QTest::newRow("nonce in base64url") << m_forge.pledgeRequest(
        change("nonce", QStringLiteral("-_XE9zK9q8Ll1qylMtLKeg")))
                                        << device << QStringLiteral("not base64");
    QTest::newRow("date without time") << m_forge.pledgeRequest(change("created-on", QStringLiteral("2026-06-01")))
                                       << device << QStringLiteral("without a time");
    QTest::newRow("time without zone") << m_forge.pledgeRequest(
        change("created-on", QStringLiteral("2026-06-01T12:00:00")))
                                       << device << QStringLiteral("time zone");
    QTest::newRow("time in the basic form")
        << m_forge.pledgeRequest(change("created-on", QStringLiteral("20260601T120000Z"))) << device
        << QStringLiteral("RFC 3339");
    QTest::newRow("pinned certificate unreadable")
        << m_forge.pledgeRequest(change("pinned-domain-cert", QStringLiteral("%"))) << device
        << QStringLiteral("no readable certificate");
}

void TestVoucher::letsDeviationsPass()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QString, word);
    const auto object = recognised(bytes);

    const Assessment assessment = object->assess(m_forge.context());

    QTEST(object->device(), "device");
    QCOMPARE(codeOf(assessment.refusal), none());
    QCOMPARE(codeOf(assessment.hold), none());
    QCOMPARE(assessment.warnings.size(), 1);
    QVERIFY2(assessment.warnings.first().contains(word), qPrintable(assessment.warnings.first()));
}

void TestVoucher::answersItsRequest_data()
{
    QTest::addColumn<QByteArray>("request");
    QTest::addColumn<QByteArray>("voucher");
    QTest::addColumn<QString>("code");

    const QByteArray nonced = m_forge.pledgeRequest();
    const QByteArray nonceless = m_forge.pledgeRequest(change("nonce", {}));
    const QByteArray urlNonce = m_forge.pledgeRequest(change("nonce", QStringLiteral("-_XE")));
    const auto voucher = [this](const QJsonObject& changes) { return m_forge.voucher(changes); };
    const auto row = [](const char* name, const QByteArray& request, const QByteArray& answer, const char* code) {
        QTest::newRow(name) << request << answer << QString::fromLatin1(code);
    };
    row("the pledge's", nonced, voucher({}), "none");
    row("the registrar's", m_forge.registrarRequest(), voucher({}), "none");
    row("without nonces", nonceless, voucher(change("nonce", {})), "none");
    row("nonce in the other base64", urlNonce, voucher(change("nonce", QStringLiteral("+/XE"))), "none");
    row("nonce without padding", nonced, voucher(change("nonce", QStringLiteral("bm9uY2UtMDAwMDAwMDAwMQ"))), "none");
    row("another serial", nonced, voucher(change("serial-number", QStringLiteral("device-2"))), "serial-mismatch");
    row("another nonce", nonced, voucher(change("nonce", QStringLiteral("AAAA"))), "nonce-mismatch");
    row("no nonce, though asked with one", nonced, voucher(change("nonce", {})), "nonce-mismatch");
    row("a nonce, though asked without", nonceless, voucher({}), "nonce-mismatch");
}

void TestVoucher::answersItsRequest()
{
    QFETCH(QByteArray, request);
    QFETCH(QByteArray, voucher);
    const auto asked = recognised(request);
    const auto answer = recognised(voucher);

    const auto outcome = answer->matches(*asked);

    QFETCH(QString, code);
    QCOMPARE(outcome ? none() : errorCodeName(outcome.error().code), code);
    QCOMPARE(answer->lookups().contains(asked->correlation()), code == none());
}

void TestVoucher::answersVoucherRequestsOnly()
{
    const auto voucher = recognised(m_forge.voucher());
    const auto request = recognised(m_forge.pledgeRequest());
    const auto pkcs10 = recognised(makePkcs10({.key = m_forge.newKey}));

    QCOMPARE(errorCodeName(voucher->matches(*pkcs10).error().code), QStringLiteral("no-matching-request"));
    QCOMPARE(errorCodeName(voucher->matches(*voucher).error().code), QStringLiteral("no-matching-request"));
    QCOMPARE(errorCodeName(request->matches(*request).error().code), QStringLiteral("no-matching-request"));
}

// keyIdentifier may be missing (RFC 5280 section 4.2.1.1); here [2] stands in its place.
void TestVoucher::anIssuerWithoutAnIdentifierIsNotCompared()
{
    const QByteArray extension = *m_forge.idevid.certificate.extension("2.5.29.35");
    const QByteArray identifier = DerReader{DerReader{extension}.next()->content}.next()->content.toByteArray();
    const QByteArray byNumber = derElement(der::Sequence, derElement(der::contextPrimitive(2), identifier));
    QByteArray der = m_forge.idevid.certificate.der();
    QCOMPARE(byNumber.size(), extension.size());
    QCOMPARE(der.count(extension), 1);
    const auto device = Certificate::fromDer(der.replace(extension, byNumber));
    QVERIFY(device.has_value());
    VoucherContent content;
    content.idevidIssuer = identifier;
    QVERIFY(!content.isOfIssuer(*device));
    QCOMPARE(content.isOfIssuer(m_forge.idevid.certificate), std::optional{true});
}

void TestVoucher::comparesTheIssuerOfTheIdevid_data()
{
    QTest::addColumn<QJsonValue>("leaf");
    QTest::addColumn<QString>("inRequest"); // the check's result
    QTest::addColumn<bool>("isOdd"); // beside a voucher that says so

    // RFC 5280 section 4.2.1.1: SEQUENCE { [0] keyIdentifier }.
    const QByteArray extension = *m_forge.idevid.certificate.extension("2.5.29.35");
    const QByteArray identifier = DerReader{DerReader{extension}.next()->content}.next()->content.toByteArray();
    const QByteArray other = keyIdentifierOf(m_forge.stranger.key);
    const auto row = [](const char* name, const QJsonValue& leaf, const char* inRequest, bool isOdd) {
        QTest::newRow(name) << leaf << QString::fromLatin1(inRequest) << isOdd;
    };
    row("the identifier", base64(identifier), "pass", false);
    row("the identifier as an element", base64(derElement(der::OctetString, identifier)), "pass", false);
    row("the extension", base64(extension), "pass", false);
    row("the extension as an element", base64(derElement(der::OctetString, extension)), "pass", false);
    row("absent, as it may be", QJsonValue{}, "", false);
    row("no base64", QStringLiteral("&"), "", false);
    row("a number", 7, "", false);
    row("another issuer", base64(other), "warn", true);
    row("the first half of it", base64(identifier.first(10)), "warn", true);
    row("an element and more", base64(derElement(der::OctetString, identifier) + '\0'), "warn", true);
}

// Never more than a warning: a MASA may leave it out, and some write it wrong.
void TestVoucher::comparesTheIssuerOfTheIdevid()
{
    QFETCH(QJsonValue, leaf);
    QFETCH(bool, isOdd);
    const auto request = recognised(m_forge.pledgeRequest(change("idevid-issuer", leaf)));
    const auto byRegistrar = recognised(signedByRegistrar(m_forge.pledgeRequest(), change("idevid-issuer", leaf)));
    const auto voucher = recognised(m_forge.voucher(change("idevid-issuer", leaf)));

    QTEST(checkOf(request->assess(m_forge.context()), u"idevid-issuer"), "inRequest");
    QTEST(checkOf(byRegistrar->assess(m_forge.context()), u"idevid-issuer"), "inRequest");
    QCOMPARE(verdictOf(request->assess(m_forge.context())), none());
    QCOMPARE(voucher->warningsBeside(*request).size(), isOdd ? 1 : 0);
    QCOMPARE(voucher->warningsBeside(*byRegistrar).size(), isOdd ? 1 : 0);
    QVERIFY(voucher->matches(*request).has_value());
    QVERIFY(voucher->warningsBeside(*recognised(makePkcs10({.key = m_forge.newKey}))).isEmpty());
}

void TestVoucher::saysHowLongADeadVoucherWasGood()
{
    const auto voucher = recognised(m_forge.voucher(change("expires-on", QStringLiteral("2026-06-01T11:50:00Z"))));

    const Assessment assessment = voucher->assess(m_forge.context());

    QCOMPARE(codeOf(assessment.hold), QStringLiteral("expired"));
    QVERIFY2(assessment.hold->text.contains(u"20 minutes"), qPrintable(assessment.hold->text));
}

void TestVoucher::isNotMadeWithAnothersKey()
{
    const VoucherFacts facts{.createdOn = MessageForge::now(),
        .assertion = QStringLiteral("logged"),
        .serialNumber = QStringLiteral("device-1"),
        .pinnedDomainCertificate = m_forge.domainCa.certificate};
    QVERIFY(makeVoucher(facts, {m_forge.masa, {}}).has_value());
    const auto made = makeVoucher(facts, {{m_forge.masa.certificate, m_forge.domainCa.key}, {}});
    QVERIFY(!made.has_value());
    QCOMPARE(errorCodeName(made.error().code), QStringLiteral("key-mismatch"));
}

// An attribute certificate, say, among the certificates: it may be there, and nobody here reads it.
void TestVoucher::warnsOfCertificatesThatItCannotRead()
{
    QByteArray bytes
        = makeCms({.content = m_forge.voucherJson(), .signer = m_forge.masa, .certificates = {m_forge.ldevid}});
    const qsizetype at = bytes.indexOf(m_forge.ldevid.der());
    QVERIFY(at > 0);
    bytes[at] = static_cast<char>(der::contextConstructed(1));

    const Assessment assessment = recognised(bytes)->assess(m_forge.context());

    QCOMPARE(codeOf(assessment.hold), none());
    QCOMPARE(assessment.warnings.size(), 1);
    QVERIFY(assessment.warnings.front().contains(QStringLiteral("1 of the certificates inside cannot be read")));
}

SATCHEL_TEST(TestVoucher)
#include "TestVoucher.moc"
