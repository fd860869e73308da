#include <core/base/JsonWriter.h>
#include <core/objects/est/CsrAttributes.h>
#include <tests/support/DerParts.h>
#include <tests/support/MessageForge.h>
#include <tests/support/TestRegistry.h>
#include <tests/support/Verdicts.h>

#include <QTest>

using namespace satchel;
using namespace satchel::test;

namespace {

// challengePassword; ecPublicKey with secp384r1; macAddress; ecdsa-with-SHA384, put together by hand.
QByteArray usual()
{
    return hex("3032"
               "06092a864886f70d010907"
               "301206072a8648ce3d0201310706052b81040022"
               "06072b060101010116"
               "06082a8648ce3d040303");
}

QString textOf(const EnrolmentObject& object)
{
    JsonWriter writer;
    writer.value(object.describe());
    return QString::fromUtf8(writer.text());
}

} // namespace

class TestCsrAttributes : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsEveryForm_data();
    void readsEveryForm();
    void refusesWhatIsBroken_data();
    void refusesWhatIsBroken();
    void namesWhatIsWanted();
    void showsValuesOfAnyType_data();
    void showsValuesOfAnyType();
    void warnsOfDeviations_data();
    void warnsOfDeviations();
    void largeInputIsQuick();
};

void TestCsrAttributes::readsEveryForm_data()
{
    QTest::addColumn<QByteArray>("bytes");

    QTest::newRow("DER") << usual();
    QTest::newRow("base64") << usual().toBase64();
    QTest::newRow("base64 with line ends") << usual().toBase64().insert(20, "\r\n") + "\r\n";
    QTest::newRow("one identifier") << hex("300b06092a864886f70d010907");
    QTest::newRow("one attribute") << hex("3014301206072a8648ce3d0201310706052b81040022");
    QTest::newRow("nothing wanted") << hex("3000");
    QTest::newRow("an attribute without values") << hex("300d300b06072a8648ce3d02013100");
}

void TestCsrAttributes::readsEveryForm()
{
    QFETCH(QByteArray, bytes);

    const auto object = EnrolmentObject::recognise(bytes);

    QVERIFY2(object.has_value(), object ? "" : qPrintable(object.error().message));
    QCOMPARE((*object)->kind(), Kind::Attributes);
    QCOMPARE((*object)->protocol(), Protocol::Est);
    QCOMPARE((*object)->extension(), QStringLiteral("csrattrs"));
    QCOMPARE((*object)->series(), QStringLiteral("attributes"));
    QVERIFY((*object)->device().isEmpty() && (*object)->lookups().isEmpty());
}

void TestCsrAttributes::refusesWhatIsBroken_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("code");

    const auto row = [](const char* name, const QByteArray& bytes, const char* code) {
        QTest::newRow(name) << bytes << QString::fromLatin1(code);
    };
    row("cut off", usual().chopped(3), "malformed");
    row("a byte more", usual() + 'x', "trailing-data");
    row("two of them", usual() + usual(), "trailing-data");
    row("indefinite length", hex("308006092a864886f70d0109070000"), "not-recognised");
    row("a length in too many octets", hex("30810b06092a864886f70d010907"), "malformed");
    row("a length beyond everything", hex("3088ffffffffffffffff06092a864886f70d010907"), "malformed");
    row("an integer among them", hex("300e06092a864886f70d010907020101"), "not-recognised");
    row("an integer at the end", hex("301706092a864886f70d01090706092a864886f70d01090e0101ff"), "malformed");
    row("an attribute with a sequence for a set",
        hex("302306092a864886f70d010907301606092a864886f70d01090e3009060355"
            "1d0e0602 2a03"),
        "not-recognised");
    row("an attribute of three fields", hex("302106092a864886f70d010907301406072a8648ce3d0201310706052b81040022 0500"),
        "malformed");
    row("an identifier that is none", hex("300d06092a864886f70d0109070600"), "malformed");
    row("an identifier cut off", hex("300e06092a864886f70d010907060188"), "malformed");
    const QByteArray one = hex("06092a864886f70d010907");
    QByteArray many = one.repeated(300);
    row("more than anybody wants",
        QByteArray("\x30\x82") + static_cast<char>(many.size() >> 8) + static_cast<char>(many.size() & 0xFF) + many,
        "malformed");
    QByteArray deep = hex("0500");
    for (int level = 0; level < 70; ++level) {
        deep = QByteArray("\x30\x82", 2) + static_cast<char>(deep.size() >> 8) + static_cast<char>(deep.size() & 0xFF)
            + deep;
    }
    const auto values = [](qsizetype count) {
        return derElement(der::Sequence,
            derElement(der::Sequence,
                hex("06092a864886f70d010907") + derElement(der::Set, hex("06072b060101010116").repeated(count))));
    };
    row("256 values", values(256), "attributes");
    row("more values than anybody wants", values(257), "malformed");
    row("deep nesting", deep, "not-recognised");
}

void TestCsrAttributes::refusesWhatIsBroken()
{
    QFETCH(QByteArray, bytes);

    QTEST(outcomeOf(bytes), "code");
}

void TestCsrAttributes::namesWhatIsWanted()
{
    const auto object = recognised(usual());

    const QString text = textOf(*object);
    for (const auto* const name : {"challengePassword", "id-ecPublicKey", "secp384r1", "macAddress",
             "ecdsa-with-SHA384", "1.2.840.113549.1.9.7"}) {
        QVERIFY2(text.contains(QLatin1StringView{name}), qPrintable(text));
    }
    QCOMPARE(object->describe().find(u"attributes")->array()->size(), std::size_t{4});
    const Assessment assessment = object->assess(MessageForge{}.context());
    QVERIFY(!assessment.hold && !assessment.refusal && assessment.warnings.isEmpty());
}

void TestCsrAttributes::showsValuesOfAnyType_data()
{
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<QString>("text");

    QTest::newRow("integer") << hex("02021000") << QStringLiteral("[4096]");
    QTest::newRow("an integer as large as a key")
        << hex("0209") + QByteArray(9, '\x7f') << QStringLiteral(R"(["7f7f7f7f7f7f7f7f7f"])");
    QTest::newRow("negative integer") << hex("0201ff") << QStringLiteral(R"(["ff"])");
    QTest::newRow("text") << hex("0c026f6b") << QStringLiteral(R"(["ok"])");
    QTest::newRow("text that is no UTF-8") << hex("0c02ff41") << QStringLiteral(R"(["ff41"])");
    QTest::newRow("text with a control character") << hex("0c021b5b") << QStringLiteral(R"(["1b5b"])");
    QTest::newRow("truth") << hex("0101ff") << QStringLiteral("[true]");
    QTest::newRow("octets") << hex("040301fe02") << QStringLiteral(R"(["01fe02"])");
    QTest::newRow("nested") << hex("3007300506032a0304") << QStringLiteral("[[[\"1.2.3.4\"]]]");
}

void TestCsrAttributes::showsValuesOfAnyType()
{
    QFETCH(QByteArray, value);
    const auto tagged = [](char tag, const QByteArray& content) {
        return QByteArray(1, tag) + static_cast<char>(content.size()) + content;
    };
    const QByteArray attribute = tagged('\x30', hex("06072a8648ce3d0201") + tagged('\x31', value));

    const auto object = recognised(tagged('\x30', attribute));

    JsonWriter writer;
    writer.value(*(*object->describe().find(u"attributes")->array())[0].find(u"values"));
    QTEST(QString::fromUtf8(writer.text()), "text");
}

void TestCsrAttributes::warnsOfDeviations_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("word");

    QTest::newRow("nothing wanted") << hex("3000") << QStringLiteral("no attribute is asked for");
    QTest::newRow("one twice") << hex("301606092a864886f70d01090706092a864886f70d010907")
                               << QStringLiteral("stands twice");
    QTest::newRow("without a value") << hex("300d300b06072a8648ce3d02013100") << QStringLiteral("has no value");
}

void TestCsrAttributes::warnsOfDeviations()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QString, word);

    const Assessment assessment = recognised(bytes)->assess(MessageForge{}.context());

    QVERIFY(!assessment.hold && !assessment.refusal);
    QCOMPARE(assessment.warnings.size(), 1);
    QVERIFY2(assessment.warnings.first().contains(word), qPrintable(assessment.warnings.first()));
}

void TestCsrAttributes::largeInputIsQuick()
{
    QByteArray many = hex("06012a").repeated(349'000);
    const auto size = many.size();
    many.prepend(QByteArray("\x30\x83") + static_cast<char>(size >> 16) + static_cast<char>(size >> 8)
        + static_cast<char>(size));
    QCOMPARE(outcomeOf(many), QStringLiteral("malformed"));
}

SATCHEL_TEST(TestCsrAttributes)
#include "TestCsrAttributes.moc"
