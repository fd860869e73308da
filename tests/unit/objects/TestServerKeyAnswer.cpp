#include <core/base/JsonWriter.h>
#include <core/crypto/OpenSslBytes.h>
#include <core/objects/est/ServerKeyAnswer.h>
#include <core/objects/voucher/VoucherMaker.h>
#include <tests/support/EstForge.h>
#include <tests/support/MessageForge.h>
#include <tests/support/TestRegistry.h>
#include <tests/support/Verdicts.h>

#include <QElapsedTimer>
#include <QTest>

using namespace satchel;
using namespace satchel::test;

namespace {

constexpr qsizetype SecretSize = 32;

// As PEM of any label.
QByteArray pemOf(const QByteArray& label, const QByteArray& der)
{
    return "-----BEGIN " + label + "-----\r\n" + der.toBase64() + "\r\n-----END " + label + "-----\r\n";
}

// The key as it was written before PKCS #8 (SEC 1, PKCS #1).
QByteArray olderFormOf(const PrivateKey& key)
{
    return derOf<&i2d_PrivateKey>(key.handle());
}

QByteArray x25519InPkcs8()
{
    return QByteArray::fromHex("302e020100300506032b656e04220420") + QByteArray(32, '\x11');
}

} // namespace

class TestServerKeyAnswer : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsEveryForm_data();
    void readsEveryForm();
    void takesAKeyInTheClear_data();
    void takesAKeyInTheClear();
    void neverTakesAKeyInAnotherForm_data();
    void neverTakesAKeyInAnotherForm();
    void refusesWhatIsBroken_data();
    void refusesWhatIsBroken();
    void neverAcceptsACutOffOne();
    void showsNothingOfTheKey_data();
    void showsNothingOfTheKey();
    void saysNothingOfABrokenKey();
    void checksTheChain_data();
    void checksTheChain();
    void answersARequestOfTheSameDevice_data();
    void answersARequestOfTheSameDevice();
    void warnsOfDeviations_data();
    void warnsOfDeviations();
    void largeInputIsQuick_data();
    void largeInputIsQuick();
    void holdsCiphersThatProtectNothing();

private:
    [[nodiscard]] QList<BodyPart> usualParts() const { return serverKeyParts(m_sealed, {m_forge.ldevid}); }
    // The same with something else for the key.
    [[nodiscard]] QByteArray withKey(const QByteArray& content, const QByteArray& type = "application/pkcs8") const
    {
        auto parts = usualParts();
        parts[0] = {type, content};
        return makeBody({.parts = parts});
    }

    MessageForge m_forge;
    QByteArray m_sealed = makeSealedKey(m_forge.newKey, m_forge.idevid.certificate);
};

void TestServerKeyAnswer::readsEveryForm_data()
{
    QTest::addColumn<QByteArray>("bytes");

    const QByteArray header = "Content-Type: multipart/mixed; boundary=estServerExampleBoundary\r\n\r\n";
    const auto parts = usualParts();
    QTest::newRow("the body alone") << makeBody({.parts = parts});
    QTest::newRow("with header lines") << makeBody({.parts = parts, .header = header});
    QTest::newRow("with other header lines too")
        << makeBody({.parts = parts, .header = "Status: 200 OK\r\nServer: x\r\n" + header});
    QTest::newRow("a quoted boundary in two lines") << makeBody(
        {.parts = parts, .header = "content-type: Multipart/Mixed;\r\n boundary=\"estServerExampleBoundary\"\r\n\r\n"});
    QTest::newRow("with a text before") << makeBody({.parts = parts, .preamble = "For people.\r\n"});
    QTest::newRow("line feeds only") << makeBody({.parts = parts, .lineEnd = "\n"});
    QTest::newRow("a header that names no boundary")
        << makeBody({.parts = parts, .header = "Content-Type: multipart/mixed\r\n\r\n"});
    QTest::newRow("a boundary that begins with dashes") << makeBody({.parts = parts, .boundary = "-----e"});
    QTest::newRow("blanks after the end") << makeBody({.parts = parts, .epilogue = "\r\n\r\n"});
    QTest::newRow("the key in BER") << makeBody(
        {.parts = serverKeyParts(makeSealedKey(m_forge.newKey, m_forge.idevid.certificate, true), {m_forge.ldevid})});
    auto bare = parts;
    bare[0].content = m_sealed;
    QTest::newRow("the key as it is") << makeBody({.parts = bare});
    QTest::newRow("the key as it is, line feeds only") << makeBody({.parts = bare, .lineEnd = "\n"});
    QTest::newRow("with the chain") << makeBody(
        {.parts = serverKeyParts(m_sealed, {m_forge.ldevid, m_forge.domainCa.certificate})});
}

void TestServerKeyAnswer::readsEveryForm()
{
    QFETCH(QByteArray, bytes);

    const auto object = EnrolmentObject::recognise(bytes);

    QVERIFY2(object.has_value(), object ? "" : qPrintable(object.error().message));
    QCOMPARE((*object)->kind(), Kind::CertificationResponse);
    QCOMPARE((*object)->protocol(), Protocol::Est);
    QCOMPARE((*object)->extension(), QStringLiteral("serverkeygen"));
    QCOMPARE((*object)->device(), QStringLiteral("device-1"));
    QVERIFY((*object)->holdsKey());
    QVERIFY((*object)->lookups().isEmpty());
    QVERIFY((*object)->assess(m_forge.context()).warnings.isEmpty());
}

// RFC 7030 section 4.4.2 leaves its protection to TLS, which ends before it comes here.
void TestServerKeyAnswer::takesAKeyInTheClear_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("verdict");
    QTest::addColumn<QString>("check");
    QTest::addColumn<int>("warnings"); // besides that it is not encrypted

    const QByteArray clear = pkcs8Of(m_forge.newKey);
    const QByteArray other = pkcs8Of(m_forge.registrar.key);
    const auto row
        = [](const char* name, const QByteArray& bytes, const char* verdict, const char* check, int warnings = 0) {
              QTest::newRow(name) << bytes << QString::fromLatin1(verdict) << QString::fromLatin1(check) << warnings;
          };
    row("in base64", withKey(clear.toBase64()), "none", "pass");
    row("in DER", withKey(clear), "none", "pass");
    row("in PEM", withKey(m_forge.newKey.toPkcs8Pem({})->reveal()), "none", "pass");
    row("called encrypted", withKey(clear.toBase64(), "application/pkcs7-mime; smime-type=server-generated-key"),
        "none", "pass", 1);
    row("of another certificate", withKey(other.toBase64()), "held:key-mismatch", "fail");
    row("of a kind that nobody can read", withKey(x25519InPkcs8().toBase64()), "none", "skipped");
    QByteArray newer = clear;
    newer[newer.startsWith("\x30\x81") ? 5 : 4] = 1;
    row("of the newer version", withKey(newer.toBase64()), "none", "pass");
    auto turned = usualParts();
    turned[0] = {"application/pkcs8", clear.toBase64()};
    turned.swapItemsAt(0, 1);
    row("after the certificate", makeBody({.parts = turned}), "none", "pass", 1);
    const PrivateKey rsa = makeRsaKey(2048);
    const PrivateKey ed25519 = makeEd25519Key();
    for (const PrivateKey* const key : {&rsa, &ed25519}) {
        auto parts = serverKeyParts(
            m_sealed, {MessageForge::certify(publicKeyInfoOf(*key), QStringLiteral("device-1"), m_forge.domainCa)});
        parts[0] = {"application/pkcs8", pkcs8Of(*key).toBase64()};
        row(key == &rsa ? "of RSA" : "of Ed25519", makeBody({.parts = parts}), "none", "pass");
    }
}

void TestServerKeyAnswer::takesAKeyInTheClear()
{
    QFETCH(QByteArray, bytes);
    QFETCH(int, warnings);
    const auto object = recognised(bytes);

    const Assessment said = object->assess(m_forge.context());

    QVERIFY(object->holdsKey());
    QCOMPARE(object->extension(), QStringLiteral("serverkeygen"));
    QTEST(verdictOf(said), "verdict");
    QTEST(checkOf(said, u"key"), "check");
    QCOMPARE(said.warnings.size(), warnings + 1);
    QVERIFY2(said.warnings.first().contains(u"not encrypted for its device"), qPrintable(said.warnings.first()));
}

void TestServerKeyAnswer::neverTakesAKeyInAnotherForm_data()
{
    QTest::addColumn<QByteArray>("bytes");

    const QByteArray clear = pkcs8Of(m_forge.newKey);
    const PrivateKey rsa = makeRsaKey(2048);
    const QByteArray behindPassword = m_forge.newKey.toPkcs8Pem(Secret{"password"})->reveal();
    const QByteArray package
        = makeCms({.content = clear, .signer = m_forge.domainCa, .contentType = "2.16.840.1.101.2.1.2.78.5"});
    QTest::newRow("SEC 1") << withKey(olderFormOf(m_forge.newKey).toBase64());
    QTest::newRow("PKCS #1") << withKey(olderFormOf(rsa).toBase64());
    QTest::newRow("SEC 1 in PEM") << withKey(pemOf("EC PRIVATE KEY", olderFormOf(m_forge.newKey)));
    QTest::newRow("PKCS #1 in PEM") << withKey(pemOf("RSA PRIVATE KEY", olderFormOf(rsa)));
    QTest::newRow("behind a password, in PEM") << withKey(behindPassword);
    QTest::newRow("behind a password") << withKey(QByteArray{behindPassword}
            .replace("-----BEGIN ENCRYPTED PRIVATE KEY-----", "")
            .replace("-----END ENCRYPTED PRIVATE KEY-----", ""));
    QTest::newRow("a PKCS #12 file") << withKey(
        QByteArray::fromHex("3016 020103 3011 06092a864886f70d010701 a004 04023000").toBase64());
    QTest::newRow("a key package that is only signed") << withKey(package.toBase64(), "application/pkcs7-mime");
}

void TestServerKeyAnswer::neverTakesAKeyInAnotherForm()
{
    QFETCH(QByteArray, bytes);

    const auto object = EnrolmentObject::recognise(bytes);

    QVERIFY(!object.has_value());
    QCOMPARE(errorCodeName(object.error().code), QStringLiteral("not-recognised"));
    QVERIFY2(object.error().message.contains(u"a serverkeygen answer whose private key"),
        qPrintable(object.error().message));
}

void TestServerKeyAnswer::refusesWhatIsBroken_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("code");

    const auto row = [](const char* name, const QByteArray& bytes, const char* code) {
        QTest::newRow(name) << bytes << QString::fromLatin1(code);
    };
    const auto parts = usualParts();
    const auto of = [](const QList<BodyPart>& some) { return makeBody({.parts = some}); };
    row("no end", makeBody({.parts = parts, .isEnded = false}), "malformed");
    row("something after the end", makeBody({.parts = parts, .epilogue = "and more"}), "trailing-data");
    row("the key alone", of({parts[0]}), "malformed");
    row("the certificate alone", of({parts[1]}), "malformed");
    row("two keys", of({parts[0], parts[0]}), "malformed");
    row("two keys and the certificate", of({parts[0], parts[0], parts[1]}), "malformed");
    row("a sealed key and one in the clear",
        of({parts[0], {"application/pkcs8", pkcs8Of(m_forge.newKey).toBase64()}, parts[1]}), "malformed");
    row("a third part", of({parts[0], parts[1], {"text/plain", "hello"}}), "malformed");
    row("seventeen parts", of(QList<BodyPart>(17, parts[1])), "too-large");
    row("a boundary beyond reason", makeBody({.parts = parts, .boundary = QByteArray(71, 'b')}), "malformed");
    row("another boundary than the header says",
        makeBody({.parts = parts, .header = "Content-Type: multipart/mixed; boundary=other\r\n\r\n"}), "malformed");
    row("a PEM block before the parts",
        makeBody({.parts = parts, .preamble = "-----BEGIN PRIVATE KEY-----\r\nAAAA\r\n-----END PRIVATE KEY-----\r\n"}),
        "malformed");
    row("base64 before the parts",
        makeBody({.parts = parts, .preamble = pkcs8Of(m_forge.registrar.key).toBase64() + "\r\n"}), "malformed");
    row("octets before the parts", makeBody({.parts = parts, .preamble = "a \x01\r\n"}), "malformed");
    auto bad = parts;
    bad[0].content = "!!!!";
    row("a key that is no base64", of(bad), "malformed");
    bad[0].content = m_sealed.chopped(9).toBase64();
    row("a key cut off", of(bad), "malformed");
    bad[0].content = QByteArray(m_sealed + 'x').toBase64();
    row("a key and a byte", of(bad), "trailing-data");
    bad[0].content = QByteArray::fromHex("301106092a864886f70d010703a0043002020100").toBase64();
    row("a key for nobody", of(bad), "malformed");
    bad[0].content = QByteArray::fromHex("301106092a864886f70d010705a00430020201ff").toBase64();
    row("digested and not encrypted", of(bad), "malformed");
    const QByteArray clear = pkcs8Of(m_forge.newKey);
    const auto clearly = [this](const QByteArray& der) { return withKey(der.toBase64()); };
    row("a clear key cut off", clearly(clear.chopped(1)), "malformed");
    row("a clear key and a byte", clearly(clear + 'x'), "trailing-data");
    row("a clear key of version 2", clearly(QByteArray::fromHex("300c 020102 3005 06032b6570 0400")), "malformed");
    row("a clear key of version -1", clearly(QByteArray::fromHex("300c 0201ff 3005 06032b6570 0400")), "malformed");
    row("a clear key without a key", clearly(QByteArray::fromHex("300c 020100 3005 06032b6570 0500")),
        "not-recognised");
    row("a clear key and more in it", clearly(QByteArray::fromHex("300e 020100 3005 06032b6570 0400 0500")),
        "malformed");
    row("a clear key without an algorithm", clearly(QByteArray::fromHex("3007 020100 3000 0400")), "malformed");
    row("a clear key in BER", clearly(QByteArray::fromHex("3080 020100 3005 06032b6570 0400 0000")), "malformed");
    row("a clear key of an absurd length", clearly(QByteArray::fromHex("3084ffffffff 020100 3005 06032b6570 0400")),
        "malformed");
    bad = parts;
    bad[1].content = m_forge.voucher().toBase64();
    row("a voucher for the certificate", of(bad), "malformed");
    bad[1].content = m_forge.ldevid.der().toBase64();
    row("a bare certificate", of(bad), "malformed");
    row("a part without its header lines", "--b\r\nContent-Type application/pkcs8\r\n\r\nAAAA\r\n--b--\r\n",
        "not-recognised");
    row("a header line that has no end",
        "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: x\r\n--b--\r\n", "malformed");
    row("no boundary anywhere", "Content-Type: multipart/mixed\r\n\r\nhello\r\n", "malformed");
    bad = parts;
    const QByteArray block
        = "-----BEGIN PKCS7-----\n" + makeCertsOnlyCms({m_forge.ldevid})->toBase64() + "\n-----END PKCS7-----\n";
    bad[1].content = block;
    row("the certificate in PEM", of(bad), "certification-response");
    bad[1].content = block + block;
    row("a part of two PEM blocks", of(bad), "malformed");
    const QByteArray somebody = QByteArray::fromHex("3000");
    bad = parts;
    bad[0].content = makeSealedByHand("1.2.840.113549.1.7.3", somebody, "key").toBase64();
    row("a key sealed by hand", of(bad), "certification-response");
    bad[0].content = makeSealedByHand("1.2.840.113549.1.7.3", {}, "key").toBase64();
    row("a key with a list of nobody", of(bad), "malformed");
    bad[0].content = makeSealedByHand("1.2.840.113549.1.7.3", somebody.repeated(65), "key").toBase64();
    row("a key for too many", of(bad), "malformed");
    bad[0].content = makeSealedByHand("1.2.840.113549.1.7.3", somebody, {}).toBase64();
    row("a key that is empty", of(bad), "malformed");
    bad[0].content = makeSealedByHand("1.2.840.113549.1.7.6", somebody, "key").toBase64();
    row("encrypted, and for nobody", of(bad), "malformed");
}

void TestServerKeyAnswer::refusesWhatIsBroken()
{
    QFETCH(QByteArray, bytes);

    QTEST(outcomeOf(bytes), "code");
}

void TestServerKeyAnswer::neverAcceptsACutOffOne()
{
    const QByteArray bytes = makeBody({.parts = usualParts()});
    // The line end after the last delimiter may be missing; nothing else may.
    for (qsizetype size = 1; size < bytes.size() - 2; ++size) {
        QVERIFY2(!EnrolmentObject::recognise(bytes.first(size)).has_value(), qPrintable(QString::number(size)));
    }
    QVERIFY(EnrolmentObject::recognise(bytes.chopped(2)).has_value());
}

void TestServerKeyAnswer::showsNothingOfTheKey_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArray>("secret"); // octets of it
    QTest::addColumn<QString>("shown"); // of the key, and no more

    QTest::newRow("sealed") << makeBody({.parts = usualParts()}) << m_sealed.right(SecretSize)
                            << QStringLiteral(
                                   "sealedAs EnvelopedData, recipients , cipher aes-256-cbc (2.16.840.1.101.3.4.1.42)");
    // After the algorithm; the public half follows.
    const auto secretOf = [](const QByteArray& pkcs8) { return pkcs8.mid(36, SecretSize); };
    const QByteArray clear = pkcs8Of(m_forge.newKey);
    QTest::newRow("in the clear") << withKey(clear.toBase64()) << secretOf(clear)
                                  << QStringLiteral("form PKCS #8, not encrypted, keyType EC P-256");
    const QByteArray other = pkcs8Of(m_forge.registrar.key);
    QTest::newRow("in the clear, of another certificate") << withKey(
        other.toBase64()) << secretOf(other) << QStringLiteral("form PKCS #8, not encrypted, keyType EC P-256");
}

void TestServerKeyAnswer::showsNothingOfTheKey()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QByteArray, secret);
    const auto object = recognised(bytes);

    const auto described = object->describe();
    QStringList shown;
    for (const auto& [name, value] : *described.find(u"privateKey")->object()) {
        shown.append(name + QLatin1Char(' ') + (value.string() != nullptr ? *value.string() : QString{}));
    }
    QTEST(shown.join(QStringLiteral(", ")), "shown");

    JsonWriter writer;
    writer.value(described);
    QByteArray all = writer.text();
    const auto said = object->assess(m_forge.context());
    for (const Check& check : said.checks) {
        all += check.detail.toUtf8();
    }
    all += said.warnings.join(QLatin1Char(' ')).toUtf8();
    // Neither as it came nor in any other digits.
    for (qsizetype at = 0; at + 9 <= secret.size(); ++at) {
        const QByteArray piece = secret.sliced(at, 9);
        QVERIFY(!all.contains(piece.toHex()) && !all.contains(piece.toBase64()) && !all.contains(piece));
    }
}

void TestServerKeyAnswer::saysNothingOfABrokenKey()
{
    const QByteArray clear = pkcs8Of(m_forge.newKey);
    for (qsizetype at = 0; at < clear.size(); ++at) {
        QByteArray changed = clear;
        changed[at] = static_cast<char>(changed[at] ^ 0xFF);
        const auto object = EnrolmentObject::recognise(withKey(changed.toBase64()));
        if (!object) {
            QVERIFY2(object.error().message.contains(u"serverkeygen answer"), qPrintable(object.error().message));
            QVERIFY2(object.error().message.size() < 200, qPrintable(object.error().message));
        }
    }
}

void TestServerKeyAnswer::checksTheChain_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("hold");

    const auto foreign
        = MessageForge::certify(publicKeyInfoOf(m_forge.newKey), QStringLiteral("device-1"), m_forge.stranger);
    QTest::newRow("our CA") << makeBody({.parts = usualParts()}) << QStringLiteral("none");
    QTest::newRow("another CA") << makeBody({.parts = serverKeyParts(m_sealed, {foreign})})
                                << QStringLiteral("untrusted-issuer");
    const auto ofMaker
        = MessageForge::certify(publicKeyInfoOf(m_forge.newKey), QStringLiteral("device-1"), m_forge.manufacturer);
    QTest::newRow("the manufacturer's CA")
        << makeBody({.parts = serverKeyParts(m_sealed, {ofMaker})}) << QStringLiteral("untrusted-issuer");
    QTest::newRow("one of another CA beside")
        << makeBody({.parts = serverKeyParts(m_sealed, {m_forge.ldevid, foreign})})
        << QStringLiteral("untrusted-issuer");
}

void TestServerKeyAnswer::checksTheChain()
{
    QFETCH(QByteArray, bytes);

    const Assessment assessment = recognised(bytes)->assess(m_forge.context());

    QVERIFY(!assessment.refusal);
    QTEST(assessment.hold ? errorCodeName(assessment.hold->code) : QStringLiteral("none"), "hold");
}

void TestServerKeyAnswer::answersARequestOfTheSameDevice_data()
{
    QTest::addColumn<QByteArray>("request");
    QTest::addColumn<QString>("code");

    const PrivateKey other = *PrivateKey::generate(KeyType::P256);
    QTest::newRow("another key, the same device")
        << makePkcs10({.serialNumber = QStringLiteral("device-1"), .key = other}) << QStringLiteral("none");
    QTest::newRow("another key, no serial number") << makePkcs10({.key = other}) << QStringLiteral("none");
    QTest::newRow("another device") << makePkcs10({.serialNumber = QStringLiteral("device-2"), .key = other})
                                    << QStringLiteral("serial-mismatch");
    QTest::newRow("another protocol") << makeCmp(m_forge.initialRequest()) << QStringLiteral("no-matching-request");
    QTest::newRow("a voucher request") << m_forge.pledgeRequest() << QStringLiteral("no-matching-request");
}

void TestServerKeyAnswer::answersARequestOfTheSameDevice()
{
    QFETCH(QByteArray, request);

    const auto outcome = recognised(makeBody({.parts = usualParts()}))->matches(*recognised(request));

    QTEST(outcome ? QStringLiteral("none") : errorCodeName(outcome.error().code), "code");
}

void TestServerKeyAnswer::warnsOfDeviations_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("word");

    auto parts = usualParts();
    parts.swapItemsAt(0, 1);
    QTest::newRow("the certificate first") << makeBody({.parts = parts}) << QStringLiteral("before the key");
    parts = usualParts();
    parts[0].type = "application/pkcs8";
    QTest::newRow("a sealed key called clear") << makeBody({.parts = parts}) << QStringLiteral("application/pkcs8");
}

void TestServerKeyAnswer::warnsOfDeviations()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QString, word);

    const Assessment assessment = recognised(bytes)->assess(m_forge.context());

    QVERIFY(!assessment.hold && !assessment.refusal);
    QCOMPARE(assessment.warnings.size(), 1);
    QVERIFY2(assessment.warnings.first().contains(word), qPrintable(assessment.warnings.first()));
}

void TestServerKeyAnswer::largeInputIsQuick_data()
{
    QTest::addColumn<QByteArray>("bytes");

    constexpr qsizetype Mebibyte = 1024 * 1024;
    const QByteArray start = "--b\r\nContent-Type: application/pkcs8\r\n\r\n";
    QTest::newRow("line ends only") << start + QByteArray(Mebibyte, '\n');
    QTest::newRow("dashes only") << start + QByteArray(Mebibyte, '-');
    QTest::newRow("delimiters only") << start + QByteArray("--b\n").repeated(Mebibyte / 4);
    QTest::newRow("header lines only") << "--b\r\n" + QByteArray("Content-A: b\n").repeated(Mebibyte / 13);
    QTest::newRow("one header line") << "Content-Type: multipart/mixed; boundary=" + QByteArray(Mebibyte, 'b');
    QTest::newRow("base64 without end") << start + QByteArray(Mebibyte, 'A');
}

// The limit is 100 ms; a sanitizer takes many times as long, and a slow machine must not fail: only what grows with a
// power of the size shows here.
void TestServerKeyAnswer::largeInputIsQuick()
{
    QFETCH(QByteArray, bytes);
    QElapsedTimer timer;
    timer.start();

    QVERIFY(!EnrolmentObject::recognise(bytes).has_value());

    QVERIFY2(timer.elapsed() < 5000, qPrintable(QString::number(timer.elapsed())));
}

// Nothing makes such any more: what OpenSSL has sealed with three keys calls itself sealed with RC2.
void TestServerKeyAnswer::holdsCiphersThatProtectNothing()
{
    auto sealed = makeSealedKey(m_forge.newKey, m_forge.idevid.certificate, false, EVP_des_ede3_cbc());
    const auto assessed = [this](const QByteArray& key) {
        return recognised(makeBody({.parts = serverKeyParts(key, {m_forge.ldevid})}))->assess(m_forge.context());
    };
    QVERIFY(!assessed(sealed).hold);
    sealed.replace(QByteArray::fromHex("06082a864886f70d0307"), QByteArray::fromHex("06082a864886f70d0302"));

    const auto said = assessed(sealed);

    QVERIFY(!said.refusal && said.hold);
    QCOMPARE(errorCodeName(said.hold->code), QStringLiteral("weak-algorithm"));
    QVERIFY2(said.hold->text.contains(u"rc2-cbc"), qPrintable(said.hold->text));
}

SATCHEL_TEST(TestServerKeyAnswer)
#include "TestServerKeyAnswer.moc"
