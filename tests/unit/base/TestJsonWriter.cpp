#include <core/base/JsonText.h>
#include <core/base/JsonWriter.h>

#include <tests/support/TestRegistry.h>

#include <QTest>

using satchel::JsonDialect;
using satchel::JsonWriter;
using satchel::parseJson;

class TestJsonWriter : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void writesCompactText();
    void escapesComeBack_data();
    void escapesComeBack();
    void writesATreeAsItWasRead();
    void leavesOutWhatIsEmpty();
    void numbersComeBack();
    void handsOverPiecesOfALongList_data();
    void handsOverPiecesOfALongList();
    void handsOverAShortTextAtItsEnd();
    void writesLists();
};

void TestJsonWriter::writesCompactText()
{
    JsonWriter writer;
    writer.beginObject()
        .member(u"text", QStringLiteral("t"))
        .member(u"number", 7)
        .member(u"large", std::int64_t{9'007'199'254'740'991})
        .member(u"truth", true);
    writer.key(u"list").beginArray().value(std::int64_t{1}).null().beginObject().endObject().endArray();
    writer.key(u"none").beginArray().endArray();
    writer.endObject();
    QCOMPARE(writer.text(),
        QByteArray(R"({"text":"t","number":7,"large":9007199254740991,"truth":true,"list":[1,null,{}],"none":[]})"));
}

void TestJsonWriter::escapesComeBack_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QByteArray>("written");

    QTest::newRow("quote") << QStringLiteral("a\"b") << QByteArray(R"("a\"b")");
    QTest::newRow("backslash") << QStringLiteral("a\\b") << QByteArray(R"("a\\b")");
    QTest::newRow("line feed") << QStringLiteral("a\nb") << QByteArray(R"("a\nb")");
    QTest::newRow("NUL") << QString{1, QChar{0}} << QByteArray(R"("\u0000")");
    QTest::newRow("escape") << QStringLiteral("\x1B[31m") << QByteArray(R"("\u001b[31m")");
    QTest::newRow("delete") << QStringLiteral("\x7F") << QByteArray(R"("\u007f")");
    QTest::newRow("beyond the BMP") << QStringLiteral(u"\u00e9\U0001F600")
                                    << QByteArray("\"\xC3\xA9\xF0\x9F\x98\x80\"");
}

void TestJsonWriter::escapesComeBack()
{
    QFETCH(QString, text);
    QFETCH(QByteArray, written);

    JsonWriter writer;
    writer.beginObject().member(text, text).endObject();
    QCOMPARE(writer.text(), "{" + written + ":" + written + "}");
    const auto read = parseJson(writer.text(), JsonDialect::Lenient);
    QVERIFY(read.has_value());
    QCOMPARE(read->object()->at(0).first, text);
    QCOMPARE(*read->object()->at(0).second.string(), text);
}

void TestJsonWriter::writesATreeAsItWasRead()
{
    const QByteArray text = R"({"b":[1,-2,{"x":null}],"a":{"y":[true,false,"t"]},"c":0.5})";
    const auto tree = parseJson(text, JsonDialect::Lenient);
    QVERIFY(tree.has_value());
    JsonWriter writer;
    writer.value(*tree);
    QCOMPARE(writer.text(), text);
}

void TestJsonWriter::leavesOutWhatIsEmpty()
{
    JsonWriter writer;
    writer.beginObject().optionalMember(u"a", u"").optionalMember(u"b", u"x").endObject();
    QCOMPARE(writer.text(), QByteArray(R"({"b":"x"})"));
}

void TestJsonWriter::numbersComeBack()
{
    JsonWriter writer;
    writer.beginArray().value(0.1).value(std::int64_t{-5}).endArray();
    const auto read = parseJson(writer.text(), JsonDialect::Lenient);
    QVERIFY(read.has_value());
    QCOMPARE(*read->array()->at(0).real(), 0.1);
    QCOMPARE(*read->array()->at(1).integer(), std::int64_t{-5});
}

void TestJsonWriter::handsOverPiecesOfALongList_data()
{
    QTest::addColumn<bool>("ofObjects");

    QTest::newRow("objects") << true;
    QTest::newRow("plain texts") << false;
}

void TestJsonWriter::handsOverPiecesOfALongList()
{
    QFETCH(bool, ofObjects);

    QByteArray received;
    qsizetype largestPiece = 0;
    JsonWriter writer{[&](QByteArrayView piece) {
        received += piece;
        largestPiece = std::max(largestPiece, piece.size());
    }};
    writer.beginArray();
    for (int i = 0; i < 20'000; ++i) {
        if (ofObjects) {
            writer.beginObject().member(u"n", i).endObject();
        } else {
            writer.value(QString::number(i).rightJustified(10));
        }
    }
    writer.endArray();

    QVERIFY(received.size() > 200'000);
    QVERIFY(largestPiece < 100'000);
    QVERIFY(writer.text().isEmpty());
    const auto read = parseJson(received);
    QVERIFY(read.has_value());
    QCOMPARE(read->array()->size(), std::size_t{20'000});
}

void TestJsonWriter::handsOverAShortTextAtItsEnd()
{
    QByteArray received;
    JsonWriter writer{[&](QByteArrayView piece) { received += piece; }};
    writer.beginObject().member(u"a", 1);
    QVERIFY(received.isEmpty());
    writer.endObject();
    QCOMPARE(received, QByteArray(R"({"a":1})"));
}

void TestJsonWriter::writesLists()
{
    JsonWriter writer;
    writer.beginObject();
    writeTexts(writer, u"next", {QStringLiteral("one"), QStringLiteral("two")});
    writeTexts(writer, u"none", {});
    writer.endObject();
    QCOMPARE(writer.text(), QByteArray(R"({"next":["one","two"],"none":[]})"));
}

SATCHEL_TEST(TestJsonWriter)
#include "TestJsonWriter.moc"
