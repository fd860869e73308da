#include <core/crypto/DerReader.h>
#include <core/objects/voucher/CoseVoucherContent.h>
#include <core/objects/encoding/JoseAlgorithm.h>
#include <core/objects/voucher/Voucher.h>
#include <core/objects/voucher/VoucherEnvelope.h>
#include <core/objects/voucher/VoucherMaker.h>
#include <tests/support/MessageForge.h>
#include <tests/support/TestRegistry.h>
#include <tests/support/Verdicts.h>

#include <QCborStreamWriter>
#include <QElapsedTimer>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <algorithm>

using namespace satchel;
using namespace satchel::test;

namespace {

constexpr std::array Forms{VoucherForm::Cms, VoucherForm::Jws, VoucherForm::Cose};

QByteArray url(const QByteArray& bytes)
{
    return bytes.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
}

QByteArray json(const QJsonObject& object)
{
    return QJsonDocument{object}.toJson(QJsonDocument::Compact);
}

QJsonArray x5c(const Certificate& certificate)
{
    return {QString::fromLatin1(certificate.der().toBase64())};
}

QJsonObject header(const Certificate& certificate)
{
    return {{QStringLiteral("alg"), QStringLiteral("ES256")},
        {QStringLiteral("typ"), QStringLiteral("voucher-jws+json")}, {QStringLiteral("x5c"), x5c(certificate)}};
}

// One signature over `payload` with any header, as RFC 7515 makes it.
QJsonObject jwsSignature(const QByteArray& protectedHeader, const QByteArray& payload, const IssuerIdentity& signer)
{
    const QByteArray text = url(protectedHeader);
    const auto signature = JoseAlgorithm::forKey(signer.key)->sign(signer.key, text + '.' + url(payload));
    return {{QStringLiteral("protected"), QString::fromLatin1(text)},
        {QStringLiteral("signature"), QString::fromLatin1(url(*signature))}};
}

QByteArray jws(const QByteArray& payload, const QJsonArray& signatures)
{
    return json(
        {{QStringLiteral("payload"), QString::fromLatin1(url(payload))}, {QStringLiteral("signatures"), signatures}});
}

// r and s of an ECDSA signature in DER, each in so many octets.
QByteArray pairOf(const QByteArray& der, qsizetype octets)
{
    QByteArray pair;
    for (DerReader numbers{DerReader{der}.next()->content}; !numbers.atEnd();) {
        QByteArray number = numbers.next()->content.toByteArray();
        while (number.startsWith('\0')) {
            number.remove(0, 1);
        }
        pair += number.rightJustified(octets, '\0');
    }
    return pair;
}

QByteArray byteString(const QByteArray& content)
{
    QByteArray bytes;
    QCborStreamWriter{&bytes}.append(content);
    return bytes;
}

// The COSE_Sign1 of any four items; the open header is CBOR already.
QByteArray cose(
    const QByteArray& protectedHeader, const QByteArray& open, const QByteArray& payload, const QByteArray& signature)
{
    return "\xD2\x84" + byteString(protectedHeader) + open + byteString(payload) + byteString(signature);
}

QByteArray cborOf(const QByteArray& text)
{
    return cborOfJsonVoucher(*parseJson(text, JsonDialect::Lenient));
}

} // namespace

// What JWS and COSE have in common with CMS and what they have not; the rules for what is inside are TestVoucher's.
class TestVoucherForms : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void saysTheSameInEveryForm_data();
    void saysTheSameInEveryForm();
    void judgesTheSameInEveryForm_data();
    void judgesTheSameInEveryForm();
    void refusesAlteredContent_data();
    void refusesAlteredContent();
    void answersAcrossForms();
    void judgesJwsHeaders_data();
    void judgesJwsHeaders();
    void judgesCoseHeaders_data();
    void judgesCoseHeaders();
    void refusesBrokenForms_data();
    void refusesBrokenForms();
    void takesARegistrarsSignatureOnAVoucher_data();
    void takesARegistrarsSignatureOnAVoucher();
    void findsTheSignerOutside_data();
    void findsTheSignerOutside();
    void judgesBareKeys_data();
    void judgesBareKeys();
    void holdsABareMap_data();
    void holdsABareMap();
    void readsCbor_data();
    void readsCbor();
    void isQuickWithBombs_data();
    void isQuickWithBombs();
    void leavesBareKeysToTheSite();
    void signsWithWhatHasAName();
    void writesTruthInCbor();
    void opensNothingButFour();

private:
    [[nodiscard]] QByteArray pledge(VoucherForm form) const
    {
        return MessageForge::signedIn(form, m_forge.pledgeJson(), m_forge.idevid);
    }

    [[nodiscard]] QByteArray compactPledge() const
    {
        const auto signature
            = jwsSignature(json(header(m_forge.idevid.certificate)), m_forge.pledgeJson(), m_forge.idevid);
        return signature[QStringLiteral("protected")].toString().toLatin1() + '.' + url(m_forge.pledgeJson()) + '.'
            + signature[QStringLiteral("signature")].toString().toLatin1();
    }

    // A request of a device with such a key, on one of Edwards's curves (RFC 8037).
    [[nodiscard]] QByteArray edwardsJws(const PrivateKey& key, const QByteArray& signedWith) const
    {
        const auto certificate
            = MessageForge::certify(publicKeyInfoOf(key), QStringLiteral("device-1"), m_forge.manufacturer);
        QJsonObject object = header(certificate);
        object.insert(QStringLiteral("alg"), QStringLiteral("EdDSA"));
        const QByteArray text = url(json(object));
        const QByteArray signature = signBytes(text + '.' + url(signedWith), key, nullptr);
        return jws(m_forge.pledgeJson(),
            {QJsonObject{{QStringLiteral("protected"), QString::fromLatin1(text)},
                {QStringLiteral("signature"), QString::fromLatin1(url(signature))}}});
    }

    [[nodiscard]] QByteArray ownJws(const QJsonObject& protectedHeader) const
    {
        return jws(m_forge.pledgeJson(), {jwsSignature(json(protectedHeader), m_forge.pledgeJson(), m_forge.idevid)});
    }

    // The mathematics are sound, whatever the header says of them.
    [[nodiscard]] QByteArray oddJws(const QString& algorithm, const EVP_MD* digest, qsizetype octets) const
    {
        QJsonObject protectedHeader = header(m_forge.idevid.certificate);
        protectedHeader.insert(QStringLiteral("alg"), algorithm);
        const QByteArray text = url(json(protectedHeader));
        const auto der = m_forge.idevid.key.sign(text + '.' + url(m_forge.pledgeJson()), digest);
        return jws(m_forge.pledgeJson(),
            {QJsonObject{{QStringLiteral("protected"), QString::fromLatin1(text)},
                {QStringLiteral("signature"), QString::fromLatin1(url(pairOf(*der, octets)))}}});
    }

    MessageForge m_forge;
};

void TestVoucherForms::saysTheSameInEveryForm_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("extension");
    QTest::addColumn<QString>("form");

    QTest::newRow("CMS") << pledge(VoucherForm::Cms) << QStringLiteral("vcj") << QStringLiteral("CMS");
    QTest::newRow("JWS") << pledge(VoucherForm::Jws) << QStringLiteral("vjj") << QStringLiteral("JWS");
    QTest::newRow("COSE") << pledge(VoucherForm::Cose) << QStringLiteral("vch") << QStringLiteral("COSE");
    QTest::newRow("COSE without its tag")
        << pledge(VoucherForm::Cose).mid(1) << QStringLiteral("vch") << QStringLiteral("COSE");
    QTest::newRow("COSE in base64") << pledge(VoucherForm::Cose).toBase64() << QStringLiteral("vch")
                                    << QStringLiteral("COSE");
    const auto signature = jwsSignature(json(header(m_forge.idevid.certificate)), m_forge.pledgeJson(), m_forge.idevid);
    QJsonObject flat = signature;
    flat.insert(QStringLiteral("payload"), QString::fromLatin1(url(m_forge.pledgeJson())));
    QTest::newRow("flattened JWS") << json(flat) << QStringLiteral("vjj") << QStringLiteral("JWS");
    QTest::newRow("compact JWS") << compactPledge() + '\n' << QStringLiteral("vjj") << QStringLiteral("JWS");
}

void TestVoucherForms::saysTheSameInEveryForm()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QString, form);

    const auto request = recognised(bytes);

    QCOMPARE(request->kind(), Kind::VoucherRequest);
    QCOMPARE(request->protocol(), Protocol::Brski);
    QTEST(request->extension(), "extension");
    QCOMPARE(request->device(), QStringLiteral("device-1"));
    QCOMPARE(request->correlation(), QStringLiteral("voucher:device-1:bm9uY2UtMDAwMDAwMDAwMQ"));
    QVERIFY(request->isSelfContained());
    QVERIFY(request->lapses());
    const auto said = request->assess(m_forge.context());
    QCOMPARE(verdictOf(said), QStringLiteral("none"));
    QCOMPARE(*request->describe().find(u"form")->string(), form + QStringLiteral(" voucher request of a device"));
}

void TestVoucherForms::judgesTheSameInEveryForm_data()
{
    QTest::addColumn<VoucherForm>("form");
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<IssuerIdentity>("signer");
    QTest::addColumn<QString>("verdict");

    const auto change
        = [](const char* name, const QJsonValue& value) { return QJsonObject{{QString::fromLatin1(name), value}}; };
    for (const VoucherForm form : Forms) {
        const QString name = voucherFormName(form);
        const auto row
            = [&](const char* what, const QByteArray& content, const IssuerIdentity& signer, const char* verdict) {
                  QTest::addRow("%s: %s", qPrintable(name), what)
                      << form << content << signer << QString::fromLatin1(verdict);
              };
        row("registrar's request", m_forge.registrarJson(pledge(form)), m_forge.registrar, "none");
        row("registrar's request, the device's in CMS", m_forge.registrarJson(pledge(VoucherForm::Cms)),
            m_forge.registrar, "none");
        row("registrar's request, another nonce",
            m_forge.registrarJson(pledge(form), change("nonce", QStringLiteral("YWJj"))), m_forge.registrar,
            "held:nonce-mismatch");
        row("registrar's request, another device",
            m_forge.registrarJson(pledge(form), change("serial-number", QStringLiteral("x"))), m_forge.registrar,
            "held:serial-mismatch");
        row("a device of the domain that passes for a registrar", m_forge.registrarJson("no signed request"),
            IssuerIdentity{m_forge.ldevid, m_forge.newKey}, "held:held");
        row("voucher", m_forge.voucherJson(), m_forge.masa, "none");
        row("voucher by a stranger", m_forge.voucherJson(), m_forge.stranger, "held:untrusted-issuer");
        row("request by another device", m_forge.pledgeJson(), m_forge.device(QStringLiteral("device-2")),
            "held:serial-mismatch");
        row("expired voucher", m_forge.voucherJson(change("expires-on", QStringLiteral("2026-06-01T11:59:59Z"))),
            m_forge.masa, "held:expired");
        row("voucher for another domain",
            m_forge.voucherJson(
                change("pinned-domain-cert", QString::fromLatin1(m_forge.stranger.certificate.der().toBase64()))),
            m_forge.masa, "held:domain-mismatch");
        row("registrar's request, the device's in compact JWS", m_forge.registrarJson(compactPledge()),
            m_forge.registrar, "none");
        row("registrar's request, the device's in compact JWS and of another nonce",
            m_forge.registrarJson(compactPledge(), change("nonce", QStringLiteral("YWJj"))), m_forge.registrar,
            "held:nonce-mismatch");
    }
}

void TestVoucherForms::judgesTheSameInEveryForm()
{
    QFETCH(VoucherForm, form);
    QFETCH(QByteArray, content);
    QFETCH(IssuerIdentity, signer);

    const auto object = recognised(MessageForge::signedIn(form, content, signer));

    QTEST(verdictOf(object->assess(m_forge.context())), "verdict");
}

void TestVoucherForms::refusesAlteredContent_data()
{
    QTest::addColumn<QByteArray>("bytes");

    QByteArray altered = m_forge.pledgeJson();
    altered.replace("device-1", "device-2");
    QByteArray fromJws = pledge(VoucherForm::Jws);
    fromJws.replace(url(m_forge.pledgeJson()), url(altered));
    QTest::newRow("JWS") << fromJws;
    QByteArray fromCose = pledge(VoucherForm::Cose);
    fromCose.replace("device-1", "device-2");
    QTest::newRow("COSE") << fromCose;
    QTest::newRow("COSE, last byte of the signature") << pledge(VoucherForm::Cose).chopped(1) + '\x00';
    const QByteArray shorter = pledge(VoucherForm::Cose);
    QTest::newRow("COSE, signature of 63 bytes")
        << shorter.first(shorter.size() - 66) + QByteArray::fromHex("583f") + shorter.last(63);
}

void TestVoucherForms::refusesAlteredContent()
{
    QFETCH(QByteArray, bytes);

    const auto said = recognised(bytes)->assess(m_forge.context());

    QCOMPARE(codeOf(said.refusal), QStringLiteral("bad-signature"));
}

void TestVoucherForms::answersAcrossForms()
{
    for (const VoucherForm asked : Forms) {
        const auto request = recognised(pledge(asked));
        for (const VoucherForm given : Forms) {
            const auto voucher = recognised(MessageForge::signedIn(given, m_forge.voucherJson(), m_forge.masa));
            QCOMPARE(voucher->lookups(), QStringList{request->correlation()});
            QVERIFY(voucher->matches(*request).has_value());
        }
    }
}

void TestVoucherForms::judgesJwsHeaders_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("verdict");
    QTest::addColumn<int>("warnings");

    const Certificate& certificate = m_forge.idevid.certificate;
    const auto changed = [&](const char* name, const QJsonValue& value) {
        QJsonObject object = header(certificate);
        if (value.isUndefined()) {
            object.remove(QString::fromLatin1(name));
        } else {
            object.insert(QString::fromLatin1(name), value);
        }
        return ownJws(object);
    };
    const auto row = [](const char* name, const QByteArray& bytes, const char* verdict, int warnings) {
        QTest::newRow(name) << bytes << QString::fromLatin1(verdict) << warnings;
    };
    row("as it should be", ownJws(header(certificate)), "none", 0);
    row("without its type", changed("typ", QJsonValue::Undefined), "none", 1);
    row("of another type", changed("typ", QStringLiteral("JWT")), "none", 1);
    row("no algorithm", changed("alg", QJsonValue::Undefined), "refused:bad-signature", 0);
    row("algorithm none", changed("alg", QStringLiteral("none")), "refused:bad-signature", 0);
    row("a MAC", changed("alg", QStringLiteral("HS256")), "held:held", 0);
    row("algorithm of another curve", changed("alg", QStringLiteral("ES384")), "refused:bad-signature", 0);
    row("r and s of 32 octets", oddJws(QStringLiteral("ES256"), EVP_sha256(), 32), "none", 0);
    row("r and s of 33 octets", oddJws(QStringLiteral("ES256"), EVP_sha256(), 33), "refused:bad-signature", 0);
    row("a sound signature under the name of another curve", oddJws(QStringLiteral("ES384"), EVP_sha384(), 48),
        "refused:bad-signature", 0);
    row("algorithm of another kind of key", changed("alg", QStringLiteral("RS256")), "refused:bad-signature", 0);
    row("extensions to understand", changed("crit", QJsonArray{QStringLiteral("exp")}), "held:held", 0);
    row("no certificate", changed("x5c", QJsonValue::Undefined), "refused:bad-signature", 0);
    QJsonArray unreadableFirst{QStringLiteral("AAAA")};
    unreadableFirst.append(x5c(certificate).first());
    row("first certificate that is none", changed("x5c", unreadableFirst), "refused:bad-signature", 0);
    row("certificate that is none", changed("x5c", QJsonArray{QStringLiteral("AAAA")}), "refused:bad-signature", 0);
    row("another's certificate", changed("x5c", x5c(m_forge.stranger.certificate)), "refused:bad-signature", 0);
    QJsonArray unreadableSecond = x5c(certificate);
    unreadableSecond.append(QStringLiteral("AAAA"));
    row("second certificate that is none", changed("x5c", unreadableSecond), "none", 1);
    QJsonObject bare = header(certificate);
    bare.remove(QStringLiteral("x5c"));
    QJsonObject open = jwsSignature(json(bare), m_forge.pledgeJson(), m_forge.idevid);
    open.insert(QStringLiteral("header"), QJsonObject{{QStringLiteral("x5c"), x5c(certificate)}});
    row("certificate in the open header", jws(m_forge.pledgeJson(), {open}), "none", 1);
    const auto twice = jwsSignature(json(header(certificate)), m_forge.pledgeJson(), m_forge.idevid);
    row("signed twice", jws(m_forge.pledgeJson(), {twice, twice}), "refused:bad-signature", 0);
    QJsonObject noList = header(certificate);
    noList.insert(QStringLiteral("x5c"), QStringLiteral("AAAA"));
    QJsonObject listOutside = jwsSignature(json(noList), m_forge.pledgeJson(), m_forge.idevid);
    listOutside.insert(QStringLiteral("header"), QJsonObject{{QStringLiteral("x5c"), x5c(certificate)}});
    row("certificates that are no list, and a list in the open header", jws(m_forge.pledgeJson(), {listOutside}),
        "none", 2);
    const PrivateKey ed25519 = makeEd25519Key();
    const PrivateKey ed448 = makeEd448Key();
    row("Ed25519", edwardsJws(ed25519, m_forge.pledgeJson()), "none", 0);
    row("Ed25519, something else", edwardsJws(ed25519, "{}"), "refused:bad-signature", 0);
    row("Ed448", edwardsJws(ed448, m_forge.pledgeJson()), "none", 0);
    row("Ed448, something else", edwardsJws(ed448, "{}"), "refused:bad-signature", 0);
}

void TestVoucherForms::judgesJwsHeaders()
{
    QFETCH(QByteArray, bytes);
    QFETCH(int, warnings);

    const auto said = recognised(bytes)->assess(m_forge.context());

    QTEST(verdictOf(said), "verdict");
    QVERIFY(said.refusal || said.warnings.size() == warnings);
}

// Whole messages, signed as RFC 9052 makes it over whatever headers.
void TestVoucherForms::judgesCoseHeaders_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("verdict");
    QTest::addColumn<int>("warnings");

    const IssuerIdentity& signer = m_forge.idevid;
    const QByteArray payload = cborOf(m_forge.pledgeJson());
    const auto made = [&](const char* protectedHex, const QByteArray& open) {
        const QByteArray header = QByteArray::fromHex(protectedHex);
        const QByteArray signedHeader = header == "\xA0" ? QByteArray{} : header;
        const QByteArray structure = QByteArray::fromHex("846a5369676e617475726531") + byteString(signedHeader)
            + byteString({}) + byteString(payload);
        return cose(header, open, payload, *JoseAlgorithm::forKey(signer.key)->sign(signer.key, structure));
    };
    const auto row = [](const char* name, const QByteArray& bytes, const char* verdict, int warnings) {
        QTest::newRow(name) << bytes << QString::fromLatin1(verdict) << warnings;
    };
    const QByteArray leaf = byteString(signer.certificate.der());
    const QByteArray issuer = byteString(m_forge.manufacturer.certificate.der());
    const auto chain = [](const QByteArray& certificates) { return QByteArray::fromHex("a11821") + certificates; };
    const auto bag = [](const QByteArray& certificates) { return QByteArray::fromHex("a11820") + certificates; };
    row("as it should be", made("a10126", chain(leaf)), "none", 0);
    row("a list of certificates", made("a10126", chain('\x82' + leaf + issuer)), "none", 0);
    row("a bag, issuer first", made("a10126", bag('\x82' + issuer + leaf)), "none", 0);
    row("an unreadable certificate behind", made("a10126", chain('\x82' + leaf + byteString("x"))), "none", 1);
    row("algorithm by name", made("a101654553323536", chain(leaf)), "none", 0);
    row("algorithm in the open header", made("a0", QByteArray::fromHex("a201261821") + leaf), "none", 1);
    row("no protected header at all", made("", QByteArray::fromHex("a201261821") + leaf), "none", 1);
    row("no algorithm", made("a0", chain(leaf)), "held:held", 0);
    row("a MAC", made("a10105", chain(leaf)), "held:held", 0);
    row("algorithm of another curve", made("a1013822", chain(leaf)), "refused:bad-signature", 0);
    row("headers to understand", made("a2012602811863", chain(leaf)), "held:held", 0);
    row("another's certificate", made("a10126", chain(issuer)), "refused:bad-signature", 0);
}

void TestVoucherForms::judgesCoseHeaders()
{
    QFETCH(QByteArray, bytes);
    QFETCH(int, warnings);

    const auto said = recognised(bytes)->assess(m_forge.context());

    QTEST(verdictOf(said), "verdict");
    QVERIFY(said.refusal || said.warnings.size() == warnings);
}

void TestVoucherForms::refusesBrokenForms_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("code");

    const auto row = [](const char* name, const QByteArray& bytes, const char* code) {
        QTest::newRow(name) << bytes << QString::fromLatin1(code);
    };
    const QByteArray text = m_forge.pledgeJson();
    const auto signature = jwsSignature(json(header(m_forge.idevid.certificate)), text, m_forge.idevid);
    const auto with = [&](const char* name, const QString& value) {
        QJsonObject changed = signature;
        changed.insert(QString::fromLatin1(name), value);
        return jws(text, {changed});
    };
    const QByteArray sound = jws(text, {signature});
    row("JWS, cut off", sound.chopped(10), "malformed");
    row("JWS, bytes after it", sound + "{}", "trailing-data");
    row("JWS, a name twice", QByteArray{sound}.replace(0, 1, "{\"payload\":\"e30\","), "duplicate-field");
    row("JWS without signatures", jws(text, {}), "malformed");
    row("JWS with five signatures", jws(text, {signature, signature, signature, signature, signature}), "malformed");
    row("JWS, signatures a text", R"({"payload":"e30","signatures":"e30"})", "malformed");
    row("JWS, payload a number", R"({"payload":1,"signatures":[]})", "malformed");
    row("JWS, payload padded", QByteArray{sound}.replace(url(text), url(text) + "="), "malformed");
    row("JWS, signature not base64url", with("signature", QStringLiteral("a+/b")), "malformed");
    row("JWS, protected header not base64url", with("protected", QStringLiteral("!!!!")), "malformed");
    row("JWS, protected header empty", with("protected", QString{}), "malformed");
    row("JWS, protected header no JSON", with("protected", QString::fromLatin1(url("alg"))), "malformed");
    row("JWS, protected header a list", with("protected", QString::fromLatin1(url("[]"))), "malformed");
    row("JWS, protected header with a name twice",
        with("protected", QString::fromLatin1(url(R"({"alg":"ES256","alg":"none"})"))), "duplicate-field");
    row("JWS, payload no JSON", jws("hello", {jwsSignature("{}", "hello", m_forge.idevid)}), "malformed");
    row("JWS, payload not UTF-8", jws("{\"\xC3\x28\":1}", {jwsSignature("{}", "x", m_forge.idevid)}), "malformed");
    row("JWS, payload too deep", jws(QByteArray(2000, '['), {jwsSignature("{}", "x", m_forge.idevid)}), "malformed");
    row("JWS, both forms at once", R"({"payload":"e30","signatures":[],"protected":"e30","signature":"AA"})",
        "malformed");
    row("JWS of something else", jws("{}", {jwsSignature("{}", "{}", m_forge.idevid)}), "not-recognised");
    row("compact JWS of two parts", "eyJhbGciOiJFUzI1NiJ9.e30", "not-recognised");

    const QByteArray message = pledge(VoucherForm::Cose);
    const QByteArray payload = cborOf(text);
    const QByteArray alg = QByteArray::fromHex("a10126");
    const QByteArray none = QByteArray::fromHex("a0");
    const QByteArray value(64, '\x01');
    row("COSE, cut off", message.chopped(1), "malformed");
    row("COSE, cut off in its headers", message.first(20), "malformed");
    row("COSE, bytes after it", message + '\x00', "trailing-data");
    row("COSE with another tag", '\xD1' + message.mid(1), "not-recognised");
    row("COSE, detached", QByteArray::fromHex("d28443a10126a0f640"), "malformed");
    row("COSE, an indefinite list", QByteArray::fromHex("d29f43a10126a04040ff"), "not-recognised");
    row("COSE, protected headers a list", cose(QByteArray::fromHex("80"), none, payload, value), "malformed");
    row("COSE, bytes after the protected headers", cose(alg + '\x00', none, payload, value), "trailing-data");
    row("COSE, algorithm twice", cose(QByteArray::fromHex("a201260126"), none, payload, value), "duplicate-field");
    row("COSE, algorithm in both headers", cose(alg, alg, payload, value), "duplicate-field");
    row("COSE, algorithm a list", cose(QByteArray::fromHex("a10180"), none, payload, value), "malformed");
    row("COSE, gigabytes claimed", QByteArray::fromHex("d28443a10126a05b0000000100000000"), "malformed");
    row("COSE, headers nested too deeply",
        cose(alg, QByteArray::fromHex("a11863") + QByteArray(200, '\x81') + '\x00', payload, value), "malformed");
    const auto bare
        = [&](const QByteArray& content) { return "\xD2\x84" + byteString(alg) + none + content + byteString(value); };
    row("COSE of a bare list", bare(QByteArray::fromHex("8101")), "malformed");
    row("COSE of a bare map, cut off", "\xD2\x84" + byteString(alg) + none + payload.chopped(3), "malformed");
    row("COSE of a bare map of nothing", bare(none), "not-recognised");
    row("COSE of a bare map, a leaf twice", bare(QByteArray::fromHex("a11909c5a20741010741ff")), "duplicate-field");
    row("COSE of a bare map, nested too deeply", bare("\xA1\x01" + QByteArray(200, '\x81') + '\x00'), "malformed");
    row("COSE of nothing", cose(alg, none, {}, value), "malformed");
    row("COSE of text", cose(alg, none, QByteArray::fromHex("6161"), value), "malformed");
    row("COSE of an empty map", cose(alg, none, none, value), "not-recognised");
    row("COSE, a leaf twice", cose(alg, none, QByteArray::fromHex("a11909c5a20741010741ff"), value), "duplicate-field");
    row("COSE, a leaf by number and by name",
        cose(alg, none, QByteArray::fromHex("a11909c5a20d6162") + QByteArray::fromHex("6d") + "serial-number" + "aa",
            value),
        "duplicate-field");
    row("COSE, bytes after the content", cose(alg, none, payload + '\x00', value), "trailing-data");
    row("COSE, text that is not UTF-8", cose(alg, none, QByteArray::fromHex("a11909c5a10d62c328"), value), "malformed");
    row("COSE, 17 certificates", cose(alg, QByteArray::fromHex("a1182191") + QByteArray(17, '\x40'), payload, value),
        "malformed");
    row("COSE, certificates in an indefinite list", cose(alg, QByteArray::fromHex("a118219f4178ff"), payload, value),
        "malformed");
    row("COSE, broken behind its certificates", cose(alg, QByteArray::fromHex("a218218141781c00"), payload, value),
        "malformed");
    QByteArray headers = QByteArray::fromHex("b841");
    for (int label = 0; label < 65; ++label) {
        headers += QByteArray("\x19\x01") + static_cast<char>(label) + '\x00';
    }
    row("COSE, 65 headers", cose(alg, headers, payload, value), "malformed");
    row("COSE, a text of gigabytes", cose(alg, none, QByteArray::fromHex("a11909c5a10d7b0000000100000000"), value),
        "malformed");
    row("COSE, a truth that is undefined", cose(alg, none, QByteArray::fromHex("a11909c5a103f7"), value), "malformed");
}

void TestVoucherForms::refusesBrokenForms()
{
    QFETCH(QByteArray, bytes);

    const auto object = EnrolmentObject::recognise(bytes);

    QVERIFY(!object);
    QTEST(errorCodeName(object.error().code), "code");
    QVERIFY(object.error().message.size() < 400);
}

void TestVoucherForms::takesARegistrarsSignatureOnAVoucher_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("verdict");

    const QByteArray text = m_forge.voucherJson();
    const auto by = [&](const IssuerIdentity& signer, const QByteArray& content) {
        return jwsSignature(json(header(signer.certificate)), content, signer);
    };
    const auto row = [&](const char* name, const QJsonArray& signatures, const char* verdict) {
        QTest::newRow(name) << jws(text, signatures) << QString::fromLatin1(verdict);
    };
    row("MASA and registrar", {by(m_forge.masa, text), by(m_forge.registrar, text)}, "none");
    row("registrar and MASA", {by(m_forge.registrar, text), by(m_forge.masa, text)}, "held:untrusted-issuer");
    row("MASA and a stranger", {by(m_forge.masa, text), by(m_forge.stranger, text)}, "held:untrusted-issuer");
    row("registrar's over something else", {by(m_forge.masa, text), by(m_forge.registrar, "{}")},
        "refused:bad-signature");
    QJsonObject without = header(m_forge.registrar.certificate);
    without.remove(QStringLiteral("x5c"));
    row("registrar's without its certificate",
        {by(m_forge.masa, text), jwsSignature(json(without), text, m_forge.registrar)}, "held:untrusted-issuer");
}

void TestVoucherForms::takesARegistrarsSignatureOnAVoucher()
{
    QFETCH(QByteArray, bytes);

    QTEST(verdictOf(recognised(bytes)->assess(m_forge.context())), "verdict");
}

void TestVoucherForms::findsTheSignerOutside_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("recordOf"); // the device in the record of who asked; empty: no record
    QTest::addColumn<QString>("verdict");

    const auto request = MessageForge::signedIn(VoucherForm::Cose, m_forge.pledgeJson(), m_forge.idevid, false);
    const auto row = [](const char* name, const QByteArray& bytes, const char* recordOf, const char* verdict) {
        QTest::newRow(name) << bytes << QString::fromLatin1(recordOf) << QString::fromLatin1(verdict);
    };
    row("the device that the registrar saw", request, "device-1", "none");
    row("another device", request, "device-2", "held:untrusted-issuer");
    row("nobody", request, "", "held:untrusted-issuer");
    row("the registrar, who is an anchor",
        MessageForge::signedIn(
            VoucherForm::Cose, m_forge.registrarJson(pledge(VoucherForm::Cose)), m_forge.domainCa, false),
        "", "none");
    row("the MASA, who is an anchor",
        MessageForge::signedIn(VoucherForm::Cose, m_forge.voucherJson(), m_forge.masa, false), "", "none");
    row("a stranger's voucher",
        MessageForge::signedIn(VoucherForm::Cose, m_forge.voucherJson(), m_forge.stranger, false), "",
        "held:untrusted-issuer");
    row("a registrar that nobody knows",
        MessageForge::signedIn(
            VoucherForm::Cose, m_forge.registrarJson(pledge(VoucherForm::Cose)), m_forge.stranger, false),
        "", "held:untrusted-issuer");
    // The record says who asked, and never who may sign a voucher.
    row("a device's voucher", MessageForge::signedIn(VoucherForm::Cose, m_forge.voucherJson(), m_forge.idevid, false),
        "device-1", "held:untrusted-issuer");
}

void TestVoucherForms::findsTheSignerOutside()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QString, recordOf);
    CheckContext context = m_forge.context();
    if (!recordOf.isEmpty()) {
        context.requester = m_forge.requester();
        if (recordOf != u"device-1") {
            context.requester->idevid = {m_forge.device(recordOf).certificate};
        }
    }

    const auto object = recognised(bytes);

    QVERIFY(!object->isSelfContained());
    const Assessment said = object->assess(context);
    QTEST(verdictOf(said), "verdict");
    // What is held is held for its signature, by whoever's key it may be, and not only for a chain.
    const auto signature = std::ranges::find(said.checks, QStringLiteral("signature"), &Check::name);
    QVERIFY(signature != said.checks.end());
    QCOMPARE(signature->result == CheckResult::Pass, !said.hold.has_value());
}

void TestVoucherForms::judgesBareKeys_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("verdict");
    QTest::addColumn<int>("warnings");

    const auto info
        = [](const Certificate& certificate) { return QString::fromLatin1(certificate.publicKeyInfo().toBase64()); };
    const auto digest = [](const Certificate& certificate) {
        return QString::fromLatin1(QByteArray{certificate.keyFingerprint().bytes()}.toBase64());
    };
    const auto request = [&](const char* leaf, const QString& value) {
        return MessageForge::signedIn(VoucherForm::Cose,
            m_forge.pledgeJson(
                {{QStringLiteral("proximity-registrar-cert"), QJsonValue{}}, {QString::fromLatin1(leaf), value}}),
            m_forge.idevid);
    };
    const auto voucher = [&](const char* leaf, const QString& value) {
        return MessageForge::signedIn(VoucherForm::Cose,
            m_forge.voucherJson(
                {{QStringLiteral("pinned-domain-cert"), QJsonValue{}}, {QString::fromLatin1(leaf), value}}),
            m_forge.masa);
    };
    const Certificate& ours = m_forge.domainCa.certificate;
    const Certificate& theirs = m_forge.stranger.certificate;
    const auto row = [](const char* name, const QByteArray& bytes, const char* verdict, int warnings) {
        QTest::newRow(name) << bytes << QString::fromLatin1(verdict) << warnings;
    };
    row("saw our key", request("proximity-registrar-pubk", info(ours)), "none", 0);
    row("saw our key, by digest", request("proximity-registrar-pubk-sha256", digest(ours)), "none", 0);
    row("saw an unknown key", request("proximity-registrar-pubk", info(theirs)), "none", 1);
    const auto asks = [&](const QByteArray& prior) {
        return MessageForge::signedIn(VoucherForm::Cose, m_forge.registrarJson(prior), m_forge.registrar);
    };
    const Certificate& registrar = m_forge.registrar.certificate;
    row("saw the key of the registrar that asks", asks(request("proximity-registrar-pubk", info(registrar))), "none",
        0);
    row("saw the key of the registrar that asks, by digest",
        asks(request("proximity-registrar-pubk-sha256", digest(registrar))), "none", 0);
    row("saw the key of a registrar, which does not ask", request("proximity-registrar-pubk", info(registrar)), "none",
        1);
    row("saw another key than that of the registrar that asks", asks(request("proximity-registrar-pubk", info(theirs))),
        "none", 1);
    row("saw the key of a stranger that asks",
        MessageForge::signedIn(VoucherForm::Cose,
            m_forge.registrarJson(request("proximity-registrar-pubk", info(theirs))), m_forge.stranger),
        "held:untrusted-issuer", 1);
    row("pins our key", voucher("pinned-domain-pubk", info(ours)), "none", 0);
    row("pins our key, by digest", voucher("pinned-domain-pubk-sha256", digest(ours)), "none", 0);
    row("pins an unknown key", voucher("pinned-domain-pubk", info(theirs)), "held:domain-mismatch", 0);
    row("pins an unknown key, by digest", voucher("pinned-domain-pubk-sha256", digest(theirs)), "held:domain-mismatch",
        0);
    row("pins what is not base64", voucher("pinned-domain-pubk", QStringLiteral("!!!")), "held:domain-mismatch", 1);
}

void TestVoucherForms::judgesBareKeys()
{
    QFETCH(QByteArray, bytes);

    const auto said = recognised(bytes)->assess(m_forge.context());

    QTEST(verdictOf(said), "verdict");
    QTEST(static_cast<int>(said.warnings.size()), "warnings");
}

// As examples of 2017 are: what its signature is over, no standard says.
void TestVoucherForms::holdsABareMap_data()
{
    QTest::addColumn<QByteArray>("payload"); // as it stands
    QTest::addColumn<QByteArray>("open");
    QTest::addColumn<QString>("kind");

    const QByteArray none = QByteArray::fromHex("a0");
    const QByteArray request = cborOf(m_forge.pledgeJson());
    const QByteArray chain = QByteArray::fromHex("a11821") + byteString(m_forge.masa.certificate.der());
    QTest::newRow("request") << request << none << QStringLiteral("voucher-request");
    QTest::newRow("voucher") << cborOf(m_forge.voucherJson()) << none << QStringLiteral("voucher");
    QTest::newRow("voucher with a certificate") << cborOf(m_forge.voucherJson()) << chain << QStringLiteral("voucher");
    QTest::newRow("request around a bare one and a line end")
        << cborOf(m_forge.registrarJson("\xD2\x84" + byteString({}) + none + request + byteString("x") + '\n')) << none
        << QStringLiteral("voucher-request");
    QTest::newRow("request around a bare one")
        << cborOf(m_forge.registrarJson("\xD2\x84" + byteString({}) + none + request + byteString("x"))) << none
        << QStringLiteral("voucher-request");
}

void TestVoucherForms::holdsABareMap()
{
    QFETCH(QByteArray, payload);
    QFETCH(QByteArray, open);
    const QByteArray alg = QByteArray::fromHex("a10126");
    const QByteArray bytes = "\xD2\x84" + byteString(alg) + open + payload + byteString(QByteArray(64, '\x01'));
    const auto object = recognised(bytes);
    const bool isRequest = object->kind() == Kind::VoucherRequest;

    const Assessment said = object->assess(m_forge.context());

    QTEST(kindName(object->kind()), "kind");
    QCOMPARE(object->device(), QStringLiteral("device-1"));
    // It pairs as the same thing in another form does.
    QCOMPARE(isRequest ? object->correlation() : object->lookups().value(0),
        isRequest ? recognised(m_forge.pledgeRequest())->correlation()
                  : recognised(m_forge.voucher())->lookups().value(0));
    QCOMPARE(verdictOf(said), QStringLiteral("held:held"));
    QVERIFY(said.hold->text.contains(u"no byte string"));
    QVERIFY(std::ranges::any_of(said.warnings, [](const QString& text) { return text.contains(u"of 2017"); }));
}

// RFC 8366bis's numbers, those of drafts, names instead of numbers, and what only resembles a leaf.
void TestVoucherForms::readsCbor_data()
{
    QTest::addColumn<QByteArray>("cbor");
    QTest::addColumn<QString>("expected"); // "kind serial nonce created deviations"

    const auto row = [](const char* name, const char* hex, const char* expected) {
        QTest::newRow(name) << QByteArray::fromHex(hex) << QString::fromLatin1(expected);
    };
    row("request", "a11909c5a3010207430102030d626231", "request b1 AQID - 0");
    row("voucher", "a1190993a3010207430102030b626231", "voucher b1 AQID - 0");
    row("seconds since 1970", "a11909c5a202c11a629e44ef0d626231", "request b1 - 2022-06-06T18:18:23Z 0");
    row("a date as text under its tag", "a11909c5a202c074323032322d30362d30365431383a31383a32335a0d626231",
        "request b1 - 2022-06-06T18:18:23Z 0");
    row("an instant that is none", "a11909c5a202c1fb7ff00000000000000d626231", "request b1 - - 1");
    row("a binary serial number", "a11909c5a10d426231", "request b1 - - 1");
    row("an unknown leaf", "a11909c5a20d6262311863820102", "request b1 - - 1");
    row("an unknown name beside the voucher", "a219eb8b41001909c5a10d626231", "request b1 - - 1");
    row("names instead of numbers",
        "a1781c696574662d766f75636865722d726571756573743a766f7563686572a16d73657269616c2d6e756d626572626231",
        "request b1 - - 0");
    row("a draft's voucher", "a11a000f468ca20e6262310b6378797a", "voucher b1 xyz - 1");
    row("an older draft's request", "a119eb28a13858426231", "request b1 - - 2");
    row("numbers beyond all", "a119eb28a21b7fffffffffffffff003b7fffffffffffffff00", "request - - - 3");
    row("strings in pieces", "a11909c5a10d7f616261 31ff", "request b1 - - 0");
    row("seconds in single precision", "a11909c5a202c1fa4e6e6b280d626231", "request b1 - 2001-09-09T01:46:40Z 0");
    row("seconds in half precision", "a11909c5a202c1f97bff0d626231", "request b1 - 1970-01-01T18:11:44Z 0");
    row("a leaf that is null", "a11909c5a207f60d626231", "request b1 - - 0");
    row("a leaf that is a list", "a11909c5a202800d626231", "request b1 - - 1");
    row("a nonce under a tag", "a11909c5a207c2430102030d626231", "request b1 AQID - 0");
    row("a number under a tag", "a11909c5a202c2010d626231", "request b1 - - 1");
}

void TestVoucherForms::readsCbor()
{
    QFETCH(QByteArray, cbor);
    QStringList deviations;

    const auto read = jsonOfCborVoucher(cbor, deviations);

    QVERIFY2(read.has_value(), read ? "" : qPrintable(read.error().message));
    const auto content = VoucherContent::read(*read);
    QVERIFY(content.has_value());
    const auto orDash = [](const QString& text) { return text.isEmpty() ? QStringLiteral("-") : text; };
    const QString said = QStringList{content->isRequest ? QStringLiteral("request") : QStringLiteral("voucher"),
        orDash(content->serialNumber), orDash(content->nonce), orDash(content->createdOn),
        QString::number(deviations.size())}
                             .join(QLatin1Char(' '));
    QTEST(said, "expected");
}

void TestVoucherForms::isQuickWithBombs_data()
{
    QTest::addColumn<QByteArray>("bytes");

    constexpr qsizetype Size = 1024 * 1024;
    const QByteArray alg = QByteArray::fromHex("a10126");
    const QByteArray none = QByteArray::fromHex("a0");
    QTest::newRow("empty lists side by side")
        << cose(alg, QByteArray::fromHex("a118639a000fffff") + QByteArray(Size, '\x80'), none, "x");
    QTest::newRow("a string of empty pieces") << QByteArray::fromHex("d2845f") + QByteArray(Size, '\x40');
    QTest::newRow("one map after the other") << QByteArray::fromHex("d28443a10126") + QByteArray(Size, '\xA1');
    QTest::newRow("many unknown headers") << QByteArray::fromHex("d28443a10126b90fff") + QByteArray(Size, '\x01');
    QByteArray lists(Size, '[');
    QTest::newRow("JWS with a deep payload")
        << R"({"payload":")" + url(lists) + R"(","signatures":[{"protected":"e30","signature":"AA"}]})";
    QByteArray many = R"({"payload":"e30","signatures":[)";
    while (many.size() < Size) {
        many += R"({"protected":"e30","signature":"AA"},)";
    }
    QTest::newRow("JWS with many signatures") << many.chopped(1) + "]}";
}

// It must end with a code at once, however much it promises. What it takes is measured with the others' parsers.
void TestVoucherForms::isQuickWithBombs()
{
    QFETCH(QByteArray, bytes);

    const auto object = EnrolmentObject::recognise(bytes);

    QVERIFY(!object);
    QVERIFY(object.error().code == ErrorCode::Malformed || object.error().code == ErrorCode::NotRecognised
        || object.error().code == ErrorCode::DuplicateField);
}

void TestVoucherForms::leavesBareKeysToTheSite()
{
    const auto info = QString::fromLatin1(m_forge.stranger.certificate.publicKeyInfo().toBase64());
    const auto voucher = recognised(MessageForge::signedIn(VoucherForm::Cose,
        m_forge.voucherJson(
            {{QStringLiteral("pinned-domain-cert"), QJsonValue{}}, {QStringLiteral("pinned-domain-pubk"), info}}),
        m_forge.masa));
    const auto withoutDomain = TrustStore::inMemory({{AnchorUse::Masa, m_forge.masa.certificate}});
    CheckContext context{.trust = withoutDomain, .at = MessageForge::now(), .here = StationRole::Backend};

    const auto said = voucher->assess(context);

    QCOMPARE(verdictOf(said), QStringLiteral("none"));
    QCOMPARE(said.warnings.size(), 1);
    QVERIFY2(said.warnings.first().contains(u"for the site to check"), qPrintable(said.warnings.first()));
    context.here = StationRole::Site;
    QCOMPARE(verdictOf(voucher->assess(context)), QStringLiteral("held:domain-mismatch"));
}

void TestVoucherForms::signsWithWhatHasAName()
{
    QCOMPARE(codeOf(JoseAlgorithm::forKey(makeEd25519Key())), QStringLiteral("unsupported-version"));
    QCOMPARE(codeOf(JoseAlgorithm::forKey(makeRsaKey(2048))), QStringLiteral("unsupported-version"));
    // Half as long is the signature that ES256 has room for.
    const auto p384 = *PrivateKey::generate(KeyType::P384);
    QCOMPARE(codeOf(JoseAlgorithm::fromName(u"ES256")->sign(p384, "bytes")), QStringLiteral("internal"));
    QCOMPARE(JoseAlgorithm::forKey(p384)->sign(p384, "bytes")->size(), 96);
}

void TestVoucherForms::writesTruthInCbor()
{
    for (const auto& [said, written] : {std::pair{"true", "f5"}, std::pair{"false", "f4"}}) {
        const QByteArray cbor
            = cborOf(R"({"ietf-voucher:voucher":{"domain-cert-revocation-checks":)" + QByteArray{said} + "}}");
        QCOMPARE(cbor.toHex(), QByteArray{"bf190993bf03"} + written + "ffff");
        QStringList deviations;
        const auto read = jsonOfCborVoucher(cbor, deviations);
        QVERIFY(read.has_value());
        const auto* const truth = read->find(u"ietf-voucher:voucher")->find(u"domain-cert-revocation-checks");
        QCOMPARE(*truth->boolean(), QByteArray{said} == "true");
    }
}

// Who calls it has seen that already; another caller may not have.
void TestVoucherForms::opensNothingButFour()
{
    const QByteArray four = pledge(VoucherForm::Cose);
    QCOMPARE(codeOf(openCoseVoucher(four)), QStringLiteral("none"));
    QCOMPARE(codeOf(openCoseVoucher('\xD1' + four.mid(1))), QStringLiteral("malformed"));
    QCOMPARE(codeOf(openCoseVoucher("\x85" + four.mid(2) + '\xF6')), QStringLiteral("malformed"));
}

SATCHEL_TEST(TestVoucherForms)
#include "TestVoucherForms.moc"
