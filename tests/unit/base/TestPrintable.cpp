#include <core/base/JsonWriter.h>
#include <core/base/Printable.h>
#include <core/base/StrictJson.h>

#include <tests/support/TestRegistry.h>

#include <QTest>

using namespace satchel;

class TestPrintable : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void textIsMadePrintable_data();
    void textIsMadePrintable();
    void jsonSaysTheSame_data();
    void jsonSaysTheSame();
};

void TestPrintable::textIsMadePrintable_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("expected");

    QTest::newRow("empty") << QString() << QString();
    QTest::newRow("plain") << QStringLiteral("SN-1 \"x\" \\") << QStringLiteral("SN-1 \"x\" \\");
    QTest::newRow("other scripts") << QStringLiteral("Zürich 東京 \U0001F511")
                                   << QStringLiteral("Zürich 東京 \U0001F511");
    QTest::newRow("escape sequence") << QStringLiteral("\x1b[2J") << QStringLiteral("\\x1b[2J");
    QTest::newRow("line feed and tab") << QStringLiteral("a\n\tb") << QStringLiteral("a\\x0a\\x09b");
    QTest::newRow("NUL") << QString(QChar(0)) << QStringLiteral("\\x00");
    QTest::newRow("delete") << QStringLiteral("\x7f") << QStringLiteral("\\x7f");
    QTest::newRow("eight-bit control sequence introducer") << QString(QChar(0x9B)) << QStringLiteral("\\x9b");
    QTest::newRow("directional override") << QString(QChar(0x202E)) << QStringLiteral("\\u{202e}");
    QTest::newRow("zero-width") << QString(QChar(0x200B)) << QStringLiteral("\\u{200b}");
    QTest::newRow("line separator") << QString(QChar(0x2028)) << QStringLiteral("\\u{2028}");
    QTest::newRow("tag character") << QStringLiteral("\U000E0041") << QStringLiteral("\\u{e0041}");
    QTest::newRow("lone surrogate") << QString(QChar(0xD800)) << QString(QChar(0xFFFD));
}

void TestPrintable::textIsMadePrintable()
{
    QFETCH(QString, text);
    QFETCH(QString, expected);

    QCOMPARE(printable(text), expected);
    QCOMPARE(printable(expected), expected);
}

void TestPrintable::jsonSaysTheSame_data()
{
    QTest::addColumn<QString>("text");

    QTest::newRow("plain") << QStringLiteral("SN-1 \"x\" \\");
    QTest::newRow("other scripts") << QStringLiteral("Zürich \U0001F511");
    QTest::newRow("escape sequence") << QStringLiteral("\x1b[2J");
    QTest::newRow("eight-bit control sequence introducer") << QStringLiteral("ü") + QChar(0x9B);
    QTest::newRow("directional override") << QString(QChar(0x202E));
    QTest::newRow("tag character") << QStringLiteral("\U000E0041");
}

void TestPrintable::jsonSaysTheSame()
{
    QFETCH(QString, text);
    JsonWriter writer;
    writer.beginObject().member(u"text", text).endObject();

    const auto json = printableJson(writer.text());

    const auto shown = QString::fromUtf8(json);
    QCOMPARE(printable(shown), shown);
    const auto read = parseJson(json, JsonDialect::Lenient);
    QVERIFY(read.has_value());
    QCOMPARE(*read->find(u"text")->string(), text);
}

SATCHEL_TEST(TestPrintable)
#include "TestPrintable.moc"
