#include <core/bundle/TypedJson.h>

#include <tests/support/TestRegistry.h>

#include <QTest>

using namespace satchel;

class TestTypedJson : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void tellsWhatItIs();
    void refusesWhatItIsNot_data();
    void refusesWhatItIsNot();
    void typeAndVersionAreNoUnknownFields();
    void decodesBase64_data();
    void decodesBase64();
    void refusesBase64_data();
    void refusesBase64();
};

namespace {

constexpr QLatin1StringView Type{"satchel-test"};

Result<JsonObjectReader> read(const QByteArray& json)
{
    return readTypedJson(json, Type, QStringLiteral("test.json"));
}

} // namespace

void TestTypedJson::tellsWhatItIs()
{
    auto reader = read(R"({"type":"satchel-test","version":1,"word":"x"})");

    QVERIFY(reader.has_value());
    QCOMPARE(reader->string(QLatin1StringView{"word"}), QStringLiteral("x"));
    QVERIFY(reader->finish().has_value());
}

void TestTypedJson::refusesWhatItIsNot_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<ErrorCode>("code");

    QTest::newRow("no JSON") << QByteArray("satchel-test") << ErrorCode::Malformed;
    QTest::newRow("a list") << QByteArray("[]") << ErrorCode::NotRecognised;
    QTest::newRow("another type") << QByteArray(R"({"type":"satchel-label","version":1})") << ErrorCode::NotRecognised;
    QTest::newRow("another type of a later version")
        << QByteArray(R"({"type":"satchel-label","version":2})") << ErrorCode::NotRecognised;
    QTest::newRow("type that is a number") << QByteArray(R"({"type":1,"version":1})") << ErrorCode::NotRecognised;
    QTest::newRow("no type") << QByteArray(R"({"version":1})") << ErrorCode::NotRecognised;
    QTest::newRow("later version") << QByteArray(R"({"type":"satchel-test","version":2,"new":[]})")
                                   << ErrorCode::UnsupportedVersion;
}

void TestTypedJson::refusesWhatItIsNot()
{
    QFETCH(QByteArray, json);
    QFETCH(ErrorCode, code);

    const auto reader = read(json);

    QVERIFY(!reader.has_value());
    QCOMPARE(reader.error().code, code);
    QVERIFY(reader.error().message.contains(QStringLiteral("test.json")));
}

void TestTypedJson::typeAndVersionAreNoUnknownFields()
{
    auto unversioned = read(R"({"type":"satchel-test"})");
    QVERIFY(unversioned.has_value());
    QCOMPARE(unversioned->finish().error().code, ErrorCode::Malformed);

    const auto surplus = read(R"({"type":"satchel-test","version":1,"remark":""})");
    QVERIFY(surplus.has_value());
    QCOMPARE(surplus->finish().error().code, ErrorCode::UnknownField);
}

void TestTypedJson::decodesBase64_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QByteArray>("bytes");

    // RFC 4648 section 10
    QTest::newRow("nothing") << QString{} << QByteArray();
    QTest::newRow("one byte") << QStringLiteral("Zg==") << QByteArray("f");
    QTest::newRow("two bytes") << QStringLiteral("Zm8=") << QByteArray("fo");
    QTest::newRow("six bytes") << QStringLiteral("Zm9vYmFy") << QByteArray("foobar");
    QTest::newRow("both signs") << QStringLiteral("+/+/") << QByteArray::fromHex("fbffbf");
}

void TestTypedJson::decodesBase64()
{
    QFETCH(QString, text);
    QFETCH(QByteArray, bytes);

    const auto decoded = parseBase64(text);

    QVERIFY(decoded.has_value());
    QCOMPARE(*decoded, bytes);
}

void TestTypedJson::refusesBase64_data()
{
    QTest::addColumn<QString>("text");

    QTest::newRow("without padding") << QStringLiteral("Zg");
    QTest::newRow("half the padding") << QStringLiteral("Zg=");
    QTest::newRow("too much padding") << QStringLiteral("Zm8==");
    QTest::newRow("unused bits set") << QStringLiteral("Zh==");
    QTest::newRow("a line end") << QStringLiteral("Zm9v\nYmFy");
    QTest::newRow("a blank") << QStringLiteral("Zm9v YmFy");
    QTest::newRow("a blank at the end") << QStringLiteral("Zm9vYmFy ");
    QTest::newRow("the alphabet for addresses") << QStringLiteral("-_-_");
    QTest::newRow("text after the padding") << QStringLiteral("Zg==Zg==");
    QTest::newRow("no base64 at all") << QStringLiteral("?");
    QTest::newRow("a letter of another script") << QStringLiteral("Zm9v") + QChar{0x0416} + QStringLiteral("mFy");
}

void TestTypedJson::refusesBase64()
{
    QFETCH(QString, text);

    const auto decoded = parseBase64(text);

    QVERIFY(!decoded.has_value());
    QCOMPARE(decoded.error().code, ErrorCode::Malformed);
}

SATCHEL_TEST(TestTypedJson)
#include "TestTypedJson.moc"
