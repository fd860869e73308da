#include <core/base/Time.h>
#include <core/bundle/Label.h>
#include <core/bundle/Limits.h>

#include <tests/support/TestRegistry.h>

#include <QTest>

using namespace satchel;

class TestLabel : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void writesTheDocumentedFields();
    void parsesWhatItWrites();
    void acceptsWhiteSpaceAndAnotherOrder();
    void versionComesBeforeEverythingElse();
    void refuses_data();
    void refuses();
    void refusesMorePartsThanTheLimit();
    void namesFilesAndParts();
};

namespace {

const QByteArray Whole
    = R"({"type":"satchel-label","version":1,"bundle":"01KAP4T8N0M2V6Q9X3C7RZ5B1D",)"
      R"("from":{"station":"1111111111111111111111111111111111111111111111111111111111111111",)"
      R"("ledger":"4d1c8f0b27a94e3e9b6a5d2c1f0e8a77"},)"
      R"("to":{"station":"2222222222222222222222222222222222222222222222222222222222222222"},)"
      R"("sequence":17,"shipment":{"id":"01KAP4T8N07S4Y1K8W2E5H9JGT","index":1,"last":true},)"
      R"("created":"2026-11-22T09:00:00Z","notAfter":"2026-11-26T09:00:00Z",)"
      R"("parts":[{"name":"parts/000001.p7m","size":318220,)"
      R"("sha256":"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08","plainSize":1046528}],)"
      R"("producer":"satchel 0.1.0"})";

QByteArray replaced(const char* before, const char* after)
{
    auto json = Whole;
    Q_ASSERT(json.contains(before));
    return json.replace(before, after);
}

} // namespace

void TestLabel::writesTheDocumentedFields()
{
    const auto label = Label::parse(Whole);

    QVERIFY2(label.has_value(), label ? "" : qPrintable(label.error().message));
    QCOMPARE(label->toJson(), Whole);
}

void TestLabel::parsesWhatItWrites()
{
    const auto label = Label::parse(Whole);
    QVERIFY(label.has_value());

    QCOMPARE(label->address.bundle.toString(), QStringLiteral("01KAP4T8N0M2V6Q9X3C7RZ5B1D"));
    QCOMPARE(label->address.from.toString(), QString(64, QLatin1Char('1')));
    QCOMPARE(label->address.ledger.toString(), QStringLiteral("4d1c8f0b27a94e3e9b6a5d2c1f0e8a77"));
    QCOMPARE(label->address.to.toString(), QString(64, QLatin1Char('2')));
    QCOMPARE(label->address.sequence, 17);
    QCOMPARE(label->shipment.toString(), QStringLiteral("01KAP4T8N07S4Y1K8W2E5H9JGT"));
    QCOMPARE(label->shipmentIndex, 1);
    QVERIFY(label->shipmentLast);
    QCOMPARE(toUtcText(label->created), QStringLiteral("2026-11-22T09:00:00Z"));
    QCOMPARE(toUtcText(label->notAfter.value()), QStringLiteral("2026-11-26T09:00:00Z"));
    QCOMPARE(label->parts.size(), 1);
    QCOMPARE(label->parts.first().name, QStringLiteral("parts/000001.p7m"));
    QCOMPARE(label->parts.first().size, 318220);
    QCOMPARE(label->parts.first().plainSize, 1046528);
    QCOMPARE(label->producer, QStringLiteral("satchel 0.1.0"));
}

void TestLabel::acceptsWhiteSpaceAndAnotherOrder()
{
    auto json = replaced(R"("type":"satchel-label","version":1,)", "");
    json.chop(1);
    const auto label = Label::parse(json + ",\n \"version\" : 1,\t\"type\":\"satchel-label\" }\r\n");

    QVERIFY2(label.has_value(), label ? "" : qPrintable(label.error().message));
    QCOMPARE(label->toJson(), Whole);
}

void TestLabel::versionComesBeforeEverythingElse()
{
    const auto later = Label::parse(R"({"type":"satchel-label","version":2,"carrier":["pigeon"]})");

    QVERIFY(!later.has_value());
    QCOMPARE(later.error().code, ErrorCode::UnsupportedVersion);
}

void TestLabel::refuses_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<ErrorCode>("code");
    const auto malformed = ErrorCode::Malformed;

    QTest::newRow("nothing") << QByteArray() << malformed;
    QTest::newRow("no object") << QByteArray("[]") << ErrorCode::NotRecognised;
    QTest::newRow("byte order mark") << "\xEF\xBB\xBF" + Whole << malformed;
    QTest::newRow("text after it") << Whole + "{}" << ErrorCode::TrailingData;
    QTest::newRow("no UTF-8") << replaced("satchel 0.1.0", "\xFF") << malformed;
    QTest::newRow("lone surrogate") << replaced("satchel 0.1.0", "\\ud800") << malformed;
    QTest::newRow("control character") << replaced("satchel 0.1.0", "\\u0007") << malformed;
    QTest::newRow("field twice") << replaced(R"("sequence":17)", R"("sequence":17,"sequence":18)")
                                 << ErrorCode::DuplicateField;
    QTest::newRow("field twice by an escape")
        << replaced(R"("sequence":17)", R"("sequence":17,"s\u0065quence":18)") << ErrorCode::DuplicateField;
    QTest::newRow("unknown field") << replaced(R"("sequence":17)", R"("sequence":17,"site":"Depot 4")")
                                   << ErrorCode::UnknownField;
    QTest::newRow("unknown field inside") << replaced(R"("index":1)", R"("index":1,"of":3)") << ErrorCode::UnknownField;
    QTest::newRow("null") << replaced(R"("notAfter":"2026-11-26T09:00:00Z")", R"("notAfter":null)") << malformed;
    QTest::newRow("another type") << replaced("satchel-label", "satchel-card") << ErrorCode::NotRecognised;
    QTest::newRow("no type") << replaced(R"("type":"satchel-label",)", "") << ErrorCode::NotRecognised;
    QTest::newRow("version 2") << replaced(R"("version":1)", R"("version":2)") << ErrorCode::UnsupportedVersion;
    QTest::newRow("version 0") << replaced(R"("version":1)", R"("version":0)") << ErrorCode::UnsupportedVersion;
    QTest::newRow("no version") << replaced(R"("version":1,)", "") << malformed;
    QTest::newRow("version in text") << replaced(R"("version":1)", R"("version":"1")") << malformed;
    QTest::newRow("bundle id in small letters")
        << replaced("01KAP4T8N0M2V6Q9X3C7RZ5B1D", "01kap4t8n0m2v6q9x3c7rz5b1d") << malformed;
    QTest::newRow("station in capitals") << replaced("1111111111111111111111111111111111111111111111111111111111111111",
        "111111111111111111111111111111111111111111111111111111111111111A")
                                         << malformed;
    QTest::newRow("ledger id too short") << replaced("4d1c8f0b27a94e3e9b6a5d2c1f0e8a77", "4d1c8f0b") << malformed;
    QTest::newRow("to the sender itself")
        << replaced("2222222222222222222222222222222222222222222222222222222222222222",
               "1111111111111111111111111111111111111111111111111111111111111111")
        << malformed;
    QTest::newRow("sequence 0") << replaced(R"("sequence":17)", R"("sequence":0)") << malformed;
    QTest::newRow("sequence 2^53") << replaced(R"("sequence":17)", R"("sequence":9007199254740992)") << malformed;
    QTest::newRow("sequence with a fraction") << replaced(R"("sequence":17)", R"("sequence":17.0)") << malformed;
    QTest::newRow("sequence with an exponent") << replaced(R"("sequence":17)", R"("sequence":17e0)") << malformed;
    QTest::newRow("sequence in text") << replaced(R"("sequence":17)", R"("sequence":"17")") << malformed;
    QTest::newRow("shipment index 0") << replaced(R"("index":1)", R"("index":0)") << malformed;
    QTest::newRow("last in text") << replaced(R"("last":true)", R"("last":"true")") << malformed;
    QTest::newRow("time of a zone") << replaced("2026-11-22T09:00:00Z", "2026-11-22T09:00:00+01:00") << malformed;
    QTest::newRow("time that is none") << replaced("2026-11-22T09:00:00Z", "2026-02-30T09:00:00Z") << malformed;
    QTest::newRow("notAfter before created") << replaced("2026-11-26T09:00:00Z", "2026-11-22T09:00:00Z") << malformed;
    QTest::newRow("no parts") << Whole.left(Whole.indexOf(R"("parts":[)")) + R"("parts":[],"producer":"x"})"
                              << malformed;
    QTest::newRow("part of another number") << replaced("parts/000001.p7m", "parts/000002.p7m") << malformed;
    QTest::newRow("part elsewhere") << replaced("parts/000001.p7m", "../parts/000001.p7m") << malformed;
    QTest::newRow("part of no bytes") << replaced("318220", "0") << malformed;
    QTest::newRow("part above the limit") << replaced("318220", "5242881") << ErrorCode::TooLarge;
    QTest::newRow("plaintext of no bytes") << replaced("1046528", "0") << malformed;
    QTest::newRow("plaintext above the limit") << replaced("1046528", "8388609") << ErrorCode::TooLarge;
    QTest::newRow("digest too short") << replaced("9f86d081", "9f86d0") << malformed;
    QTest::newRow("no producer") << replaced(R"(,"producer":"satchel 0.1.0")", "") << malformed;
    QTest::newRow("empty producer") << replaced("satchel 0.1.0", "") << malformed;
    QTest::newRow("producer of 101 characters") << replaced("satchel 0.1.0", QByteArray(101, 'x')) << malformed;
    QTest::newRow("nested too deep") << replaced(R"("sequence":17)", R"("sequence":[[[[[[[[[]]]]]]]]])") << malformed;
}

void TestLabel::refuses()
{
    QFETCH(QByteArray, json);
    QFETCH(ErrorCode, code);

    const auto label = Label::parse(json);

    QVERIFY(!label.has_value());
    QCOMPARE(label.error().code, code);
    QVERIFY(!label.error().message.isEmpty());
}

void TestLabel::refusesMorePartsThanTheLimit()
{
    auto label = Label::parse(Whole).value();
    for (qint64 number = 2; number <= limits::Parts + 1; ++number) {
        label.parts.append(label.parts.first());
        label.parts.last().name = partEntryName(number);
    }
    const auto tooMany = Label::parse(label.toJson());
    QVERIFY(!tooMany.has_value());
    QCOMPARE(tooMany.error().code, ErrorCode::TooLarge);

    label.parts.removeLast();
    QVERIFY(label.toJson().size() <= limits::Label);
    QVERIFY(Label::parse(label.toJson()).has_value());
}

void TestLabel::namesFilesAndParts()
{
    auto address = Label::parse(Whole)->address;
    QCOMPARE(bundleFileName(address), QStringLiteral("satchel-11111111-22222222-000017.satchel"));
    address.sequence = 12345678;
    QCOMPARE(bundleFileName(address), QStringLiteral("satchel-11111111-22222222-12345678.satchel"));
    QCOMPARE(partEntryName(4096), QStringLiteral("parts/004096.p7m"));
}

SATCHEL_TEST(TestLabel)
#include "TestLabel.moc"
