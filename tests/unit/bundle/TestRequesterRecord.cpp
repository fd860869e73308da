#include <core/base/Time.h>
#include <core/bundle/Limits.h>
#include <core/bundle/RequesterRecord.h>
#include <core/crypto/DerReader.h>
#include <core/crypto/DerWriter.h>
#include <tests/support/BundleForge.h>
#include <tests/support/TestRegistry.h>

#include <QTest>

using namespace satchel;
using namespace satchel::test;

class TestRequesterRecord : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void parsesWhatItWrites();
    void everyFieldMayBeAbsent();
    void tellsTheDevice();
    void refuses_data();
    void refuses();
    void refusesTooManyBytesOfCertificates();
    void refusesALongSerialNumber();
};

namespace {

QByteArray certificate()
{
    return someSite().signing.der().toBase64();
}

Result<RequesterRecord> parse(const QByteArray& json)
{
    return parseJson(json).and_then(
        [](const JsonValue& value) { return RequesterRecord::fromJson(value, QStringLiteral("requester")); });
}

} // namespace

void TestRequesterRecord::parsesWhatItWrites()
{
    const QByteArray json = R"({"idevid":[")" + certificate()
        + R"("],"authenticatedBy":"tls-client-certificate","proofOfPossession":"signature","at":"2026-11-22T08:41:05Z"})";

    const auto record = parse(json);

    QVERIFY2(record.has_value(), record ? "" : qPrintable(record.error().message));
    QCOMPARE(record->idevid.size(), 1);
    QVERIFY(record->idevid.first() == someSite().signing);
    QCOMPARE(record->authenticatedBy, QStringLiteral("tls-client-certificate"));
    QCOMPARE(record->proofOfPossession, QStringLiteral("signature"));
    QCOMPARE(toUtcText(record->at), QStringLiteral("2026-11-22T08:41:05Z"));
    QCOMPARE(record->toJson(), json);
}

void TestRequesterRecord::everyFieldMayBeAbsent()
{
    const auto record = parse("{}");

    QVERIFY(record.has_value());
    QVERIFY(record->idevid.isEmpty());
    QVERIFY(!record->at.isValid());
    QCOMPARE(record->toJson(), QByteArray("{}"));
    QCOMPARE(record->device(), QString{});
}

void TestRequesterRecord::tellsTheDevice()
{
    CertificateTemplate facts;
    facts.commonName = QStringLiteral("Pledge");
    facts.serialNumber = QStringLiteral("JADA123456789");
    facts.notBefore = beginningOfTime();
    facts.notAfter = endOfTime();
    RequesterRecord record;
    record.idevid = {issueSelfSigned(facts, someSite().signingKey).value(), someSite().signing};

    QCOMPARE(record.device(), QStringLiteral("JADA123456789"));
}

void TestRequesterRecord::refuses_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<ErrorCode>("code");
    const auto malformed = ErrorCode::Malformed;
    const auto good = QByteArray(R"({"idevid":[")") + certificate() + R"("]})";
    const auto nine
        = R"({"idevid":[)" + (QByteArray("\"") + certificate() + "\",").repeated(8) + '"' + certificate() + "\"]}";

    QTest::newRow("no object") << QByteArray("[]") << malformed;
    QTest::newRow("unknown field") << QByteArray(R"({"name":"Anna"})") << ErrorCode::UnknownField;
    QTest::newRow("idevid that is no list") << QByteArray(R"({"idevid":"x"})") << malformed;
    QTest::newRow("empty idevid") << QByteArray(R"({"idevid":[]})") << malformed;
    QTest::newRow("nine certificates") << nine << ErrorCode::TooLarge;
    QTest::newRow("certificate that is a number") << QByteArray(R"({"idevid":[1]})") << malformed;
    QTest::newRow("certificate that is none") << QByteArray(R"({"idevid":["MAA="]})") << malformed;
    QTest::newRow("byte after the certificate")
        << R"({"idevid":[")" + (someSite().signing.der() + 'x').toBase64() + R"("]})" << ErrorCode::TrailingData;
    QTest::newRow("base64 with a line end") << QByteArray(good).replace("MII", "MI\\nI") << malformed;
    QTest::newRow("base64 with a blank") << QByteArray(good).replace("MII", "MI I") << malformed;
    QTest::newRow("base64 for addresses") << QByteArray(R"({"idevid":["-_-_"]})") << malformed;
    QTest::newRow("base64 without padding") << QByteArray(R"({"idevid":["MAA"]})") << malformed;
    QTest::newRow("base64 with unused bits") << QByteArray(R"({"idevid":["MAB="]})") << malformed;
    QTest::newRow("authenticated by a sentence") << QByteArray(R"({"authenticatedBy":"I know it"})") << malformed;
    QTest::newRow("authenticated by nothing") << QByteArray(R"({"authenticatedBy":""})") << malformed;
    QTest::newRow("authenticated by 65 characters")
        << R"({"authenticatedBy":")" + QByteArray(65, 'a') + R"("})" << malformed;
    QTest::newRow("another proof") << QByteArray(R"({"proofOfPossession":"trust-me"})") << malformed;
    QTest::newRow("time of a zone") << QByteArray(R"({"at":"2026-11-22T08:41:05+01:00"})") << malformed;
}

void TestRequesterRecord::refuses()
{
    QFETCH(QByteArray, json);
    QFETCH(ErrorCode, code);

    const auto record = parse(json);

    QVERIFY(!record.has_value());
    QCOMPARE(record.error().code, code);
}

void TestRequesterRecord::refusesTooManyBytesOfCertificates()
{
    CertificateTemplate facts;
    facts.commonName = QStringLiteral("Pledge");
    facts.masaUrl = QStringLiteral("https://") + QString(60'000, QLatin1Char('x'));
    facts.notBefore = beginningOfTime();
    facts.notAfter = endOfTime();
    const auto large = issueSelfSigned(facts, someSite().signingKey);
    QVERIFY(large.has_value());
    RequesterRecord record;
    while (record.idevid.size() * large->der().size() <= limits::RequesterCertificates) {
        record.idevid.append(*large);
    }
    const auto read = parse(record.toJson());
    QVERIFY(!read.has_value());
    QCOMPARE(read.error().code, ErrorCode::TooLarge);

    record.idevid.removeLast();
    QVERIFY(parse(record.toJson()).has_value());
}

void TestRequesterRecord::refusesALongSerialNumber()
{
    const auto withSerial = [](qsizetype length) {
        const QByteArray serialNumber = QByteArray::fromHex("0603550405");
        const auto attribute
            = derElement(der::Sequence, serialNumber + derElement(der::Utf8String, QByteArray(length, 'x')));
        const auto name = derElement(der::Sequence, derElement(der::Set, attribute));
        CertificateTemplate facts;
        facts.notBefore = beginningOfTime();
        facts.notAfter = endOfTime();
        RequesterRecord record;
        record.idevid
            = {issueCertificate(facts, someSite().signing.publicKeyInfo(), someSite().signer(), name).value()};
        return parse(record.toJson());
    };

    const auto tooLong = withSerial(limits::DeviceSerial + 1);
    QVERIFY(!tooLong.has_value());
    QCOMPARE(tooLong.error().code, ErrorCode::TooLarge);

    const auto longest = withSerial(limits::DeviceSerial);
    QVERIFY(longest.has_value());
    QCOMPARE(longest->device().size(), limits::DeviceSerial);
}

SATCHEL_TEST(TestRequesterRecord)
#include "TestRequesterRecord.moc"
