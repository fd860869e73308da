#include "StationFixture.h"

#include <core/base/StrictJson.h>
#include <core/crypto/Signature.h>

#include <tests/support/TestRegistry.h>

#include <QTemporaryDir>

#include <functional>

using satchel::Card;
using satchel::CertificateTemplate;
using satchel::ErrorCode;
using satchel::StationRole;

namespace {

QByteArray base64(const satchel::Certificate& certificate)
{
    return '"' + certificate.der().toBase64() + '"';
}

} // namespace

class TestCard : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsWhatItMakes();
    void takesSeveralCertificates();
    void takesEveryKindOfKey_data();
    void takesEveryKindOfKey();
    void isWhatOpenSslVerifies();
    void refusesOtherFiles_data();
    void refusesOtherFiles();
    void refusesChangedBytes();
    void refusesOtherContent_data();
    void refusesOtherContent();
    void refusesAStrangersSignature();
    void refusesASecondKeysSignature();
    void refusesToMakeWhatNobodyTakes();

private:
    [[nodiscard]] QByteArray content() const { return satchel::peekAttached(m_card.file())->content; }
    [[nodiscard]] QByteArray signedContent(const QByteArray& content) const
    {
        return satchel::signAttached(content, m_keys.signing.key, m_keys.signing.certificate, m_keys.facts().created)
            .value();
    }

    const fixture::Keys m_keys;
    const Card m_card = m_keys.card();
    QTemporaryDir m_folder;
};

void TestCard::readsWhatItMakes()
{
    const auto parsed = Card::parse(m_card.file());
    QVERIFY2(parsed.has_value(), parsed ? "" : qPrintable(parsed.error().message));
    const auto expected = m_keys.facts();
    QCOMPARE(parsed->station().toString(), m_keys.signing.certificate.keyFingerprint().toString());
    QCOMPARE(parsed->facts().role, StationRole::Backend);
    QCOMPARE(parsed->facts().name, expected.name);
    QCOMPARE(parsed->facts().issue, qint64{1});
    QCOMPARE(parsed->facts().created, expected.created);
    QVERIFY(parsed->facts().signing == expected.signing);
    QVERIFY(parsed->facts().decryption == expected.decryption);
    QCOMPARE(parsed->file(), m_card.file());
}

void TestCard::takesSeveralCertificates()
{
    auto facts = m_keys.facts(StationRole::Site, QStringLiteral(u"K\u00f6ln \"2\""));
    facts.issue = (qint64{1} << 53) - 1;
    while (facts.signing.size() < 8) {
        facts.signing.prepend(fixture::makePair(CertificateTemplate::Use::Signing).certificate);
        facts.decryption << fixture::makePair(CertificateTemplate::Use::Decryption).certificate;
    }
    const auto card = m_keys.card(facts);
    QCOMPARE(card.facts().name, facts.name);
    QCOMPARE(card.facts().role, StationRole::Site);
    QCOMPARE(card.facts().issue, facts.issue);
    QVERIFY(card.facts().signing == facts.signing);
    QVERIFY(card.facts().decryption == facts.decryption);
}

void TestCard::takesEveryKindOfKey_data()
{
    QTest::addColumn<int>("type");

    QTest::newRow("P-384") << static_cast<int>(satchel::KeyType::P384);
    QTest::newRow("RSA 3072") << static_cast<int>(satchel::KeyType::Rsa3072);
}

void TestCard::takesEveryKindOfKey()
{
    QFETCH(int, type);
    const auto keyType = static_cast<satchel::KeyType>(type);
    const fixture::Keys keys{fixture::makePair(CertificateTemplate::Use::Signing, keyType),
        fixture::makePair(CertificateTemplate::Use::Decryption, keyType)};
    const auto card = Card::create(keys.facts(), keys.signing.key, keys.signing.certificate);
    QVERIFY2(card.has_value(), card ? "" : qPrintable(card.error().message));
    QVERIFY(card->station() == keys.signing.certificate.keyFingerprint());
}

void TestCard::isWhatOpenSslVerifies()
{
    fixture::put(m_folder.filePath(QStringLiteral("card")), m_card.file());
    const QStringList arguments{QStringLiteral("cms"), QStringLiteral("-verify"), QStringLiteral("-noverify"),
        QStringLiteral("-inform"), QStringLiteral("DER"), QStringLiteral("-binary"), QStringLiteral("-in"),
        QStringLiteral("card"), QStringLiteral("-out"), QStringLiteral("content")};
    QVERIFY(fixture::openssl(arguments, m_folder.path()));
    QCOMPARE(fixture::contentOf(m_folder.filePath(QStringLiteral("content"))), content());
}

void TestCard::refusesOtherFiles_data()
{
    QTest::addColumn<QByteArray>("file");
    QTest::addColumn<QList<ErrorCode>>("codes");

    const auto& good = m_card.file();
    const QByteArray pem = "-----BEGIN CMS-----\n" + good.toBase64() + "\n-----END CMS-----\n";
    const QList<ErrorCode> notACard{ErrorCode::Malformed, ErrorCode::BadSignature, ErrorCode::TrailingData};
    QTest::newRow("empty") << QByteArray() << QList{ErrorCode::Empty};
    QTest::newRow("too large") << good + QByteArray(64 * 1024, '\0') << QList{ErrorCode::TooLarge};
    QTest::newRow("some text") << QByteArray("hello") << notACard;
    QTest::newRow("PEM armour") << pem << notACard;
    QTest::newRow("cut off") << good.chopped(1) << notACard;
    QTest::newRow("a byte too many") << good + '\0' << notACard;
    QTest::newRow("a certificate") << m_keys.signing.certificate.der() << notACard;
    QTest::newRow("signed text that is no JSON") << signedContent("hello") << QList{ErrorCode::Malformed};
    QTest::newRow("the JSON alone") << content() << notACard;
}

void TestCard::refusesOtherFiles()
{
    QFETCH(QByteArray, file);
    QFETCH(QList<ErrorCode>, codes);
    const auto card = Card::parse(file);
    QVERIFY(!card.has_value());
    QVERIFY2(codes.contains(card.error().code), qPrintable(errorCodeName(card.error().code)));
}

void TestCard::refusesChangedBytes()
{
    // Every seventh is enough here; the signature's own tests leave none out.
    const auto& good = m_card.file();
    for (qsizetype i = 0; i < good.size(); i += 7) {
        auto changed = good;
        changed[i] = static_cast<char>(changed[i] ^ (1 << (i % 8)));
        QVERIFY2(!Card::parse(changed).has_value(), qPrintable(QStringLiteral("byte %1").arg(i)));
    }
}

void TestCard::refusesOtherContent_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<ErrorCode>("code");

    const auto good = content();
    const auto row
        = [&](const char* name, const QByteArray& from, const QByteArray& to, ErrorCode code = ErrorCode::Malformed) {
              QVERIFY2(good.contains(from), name);
              QTest::newRow(name) << QByteArray{good}.replace(from, to) << code;
          };
    const auto signing = "\"signing\":[" + base64(m_keys.signing.certificate) + ']';
    const auto decryption = "\"decryption\":[" + base64(m_keys.decryption.certificate) + ']';
    const auto station = m_card.station().toString().toLatin1();
    const auto authority = fixture::makePair(CertificateTemplate::Use::Authority);
    const auto eight = [](const fixture::Pair& pair) {
        QByteArray list;
        for (int i = 0; i < 9; ++i) {
            list += (i ? "," : "")
                + base64(i ? fixture::makePair(CertificateTemplate::Use::Signing).certificate : pair.certificate);
        }
        return list;
    };
    row("another type", "satchel-card", "satchel-receipt", ErrorCode::NotRecognised);
    row("no type", "\"type\":\"satchel-card\",", "", ErrorCode::NotRecognised);
    row("type is no text", "\"type\":\"satchel-card\"", "\"type\":1", ErrorCode::NotRecognised);
    row("version 2", "\"version\":1", "\"version\":2", ErrorCode::UnsupportedVersion);
    row("version 2 with fields of its own", "\"version\":1", "\"version\":2,\"new\":1", ErrorCode::UnsupportedVersion);
    row("no version", "\"version\":1,", "");
    row("version as a text", "\"version\":1", "\"version\":\"1\"");
    row("unknown field", "\"version\":1", "\"version\":1,\"extra\":1", ErrorCode::UnknownField);
    row("field twice", "\"version\":1", "\"version\":1,\"version\":1", ErrorCode::DuplicateField);
    row("no station", "\"station\":\"" + station + "\",", "");
    row("station in capitals", station, station.toUpper());
    row("another station", station, QByteArray(64, 'a'), ErrorCode::FingerprintMismatch);
    row("no role", "\"role\":\"backend\",", "");
    row("another role", "\"backend\"", "\"both\"");
    row("no name", "\"name\":\"Plant 7\",", "");
    row("empty name", "\"Plant 7\"", "\"\"");
    row("name that turns writing round", "\"Plant 7\"", "\"Plant\xE2\x80\xAE 7\"");
    row("name too long", "\"Plant 7\"", '"' + QByteArray(65, 'x') + '"');
    row("issue 0", "\"issue\":1", "\"issue\":0");
    row("no issue", "\"issue\":1,", "");
    row("created by another form of time", "09:00:00Z", "09:00:00.0Z");
    row("no signing certificates", signing, "\"signing\":[]");
    row("signing left out", signing + ',', "");
    row("nine signing certificates", signing, "\"signing\":[" + eight(m_keys.signing) + ']', ErrorCode::TooLarge);
    row("signing certificate twice", signing,
        "\"signing\":[" + base64(m_keys.signing.certificate) + ',' + base64(m_keys.signing.certificate) + ']');
    row("signer not on the card", signing,
        "\"signing\":[" + base64(fixture::makePair(CertificateTemplate::Use::Signing).certificate) + ']',
        ErrorCode::BadSignature);
    row("no decryption certificates", decryption, "\"decryption\":[]");
    row("decryption certificate for signing", decryption, "\"decryption\":[" + base64(m_keys.signing.certificate) + ']',
        ErrorCode::KeyMismatch);
    row("signing certificate of an authority", signing,
        "\"signing\":[" + base64(m_keys.signing.certificate) + ',' + base64(authority.certificate) + ']',
        ErrorCode::KeyMismatch);
    row("not base64", decryption, "\"decryption\":[\"*\"]");
    row("base64 without its padding", decryption, "\"decryption\":[\"QQ\"]");
    row("base64 with a space", decryption, "\"decryption\":[\" QQ==\"]");
    row("no certificate", decryption, "\"decryption\":[\"QQ==\"]");
    row("certificate and a byte", decryption,
        "\"decryption\":[\"" + (m_keys.decryption.certificate.der() + '\0').toBase64() + "\"]",
        ErrorCode::TrailingData);
    row("certificate as a number", decryption, "\"decryption\":[1]");
    const auto weak
        = fixture::opensslCertificate({QStringLiteral("-newkey"), QStringLiteral("rsa:2048")}, {}, m_folder.path());
    row("weak decryption key", decryption, "\"decryption\":[\"" + weak.toBase64() + "\"]", ErrorCode::WeakAlgorithm);
}

void TestCard::refusesOtherContent()
{
    QFETCH(QByteArray, content);
    QFETCH(ErrorCode, code);
    const auto card = Card::parse(signedContent(content));
    QVERIFY(!card.has_value());
    QVERIFY2(card.error().code == code, qPrintable(card.error().message));
}

void TestCard::refusesAStrangersSignature()
{
    // The content is this station's, word by word; the signature is somebody else's.
    const fixture::Keys stranger;
    const auto file
        = satchel::signAttached(content(), stranger.signing.key, stranger.signing.certificate, m_keys.facts().created);
    QVERIFY(file.has_value());
    const auto card = Card::parse(*file);
    QVERIFY(!card.has_value());
    QCOMPARE(card.error().code, ErrorCode::BadSignature);
}

void TestCard::refusesASecondKeysSignature()
{
    const auto second = fixture::makePair(CertificateTemplate::Use::Signing);
    auto facts = m_keys.facts();
    facts.signing << second.certificate;
    const auto card = Card::create(facts, second.key, second.certificate);
    QVERIFY(!card.has_value());
    QCOMPARE(card.error().code, ErrorCode::FingerprintMismatch);
}

void TestCard::refusesToMakeWhatNobodyTakes()
{
    auto facts = m_keys.facts();
    facts.name = QStringLiteral("a\nb");
    QVERIFY(!Card::create(facts, m_keys.signing.key, m_keys.signing.certificate).has_value());
    facts = m_keys.facts();
    facts.decryption.clear();
    QVERIFY(!Card::create(facts, m_keys.signing.key, m_keys.signing.certificate).has_value());
}

SATCHEL_TEST(TestCard)
#include "TestCard.moc"
