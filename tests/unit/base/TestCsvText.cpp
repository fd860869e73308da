#include <core/base/CsvText.h>

#include <tests/support/TestRegistry.h>

#include <QTest>

using namespace satchel;

class TestCsvText : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void fieldsAreQuotedAndHarmless_data();
    void fieldsAreQuotedAndHarmless();
    void aRecordKeepsEmptyFields();
};

void TestCsvText::fieldsAreQuotedAndHarmless_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("field");

    const auto row
        = [](const char* name, const QString& text, const QString& field) { QTest::newRow(name) << text << field; };
    row("plain", QStringLiteral("SN-1"), QStringLiteral("SN-1"));
    row("empty", QString{}, QString{});
    row("other scripts", QStringLiteral("Zürich 東京"), QStringLiteral("Zürich 東京"));
    row("comma", QStringLiteral("a,b"), QStringLiteral("\"a,b\""));
    row("quotes", QStringLiteral("say \"x\""), QStringLiteral("\"say \"\"x\"\"\""));
    row("line feed is written out", QStringLiteral("a\nb"), QStringLiteral("a\\x0ab"));
    row("escape sequence is written out", QStringLiteral("\x1b[2J"), QStringLiteral("\\x1b[2J"));
    row("equals", QStringLiteral("=1+1"), QStringLiteral("'=1+1"));
    row("plus", QStringLiteral("+1"), QStringLiteral("'+1"));
    row("minus", QStringLiteral("-1"), QStringLiteral("'-1"));
    row("at", QStringLiteral("@SUM(1)"), QStringLiteral("'@SUM(1)"));
    row("behind spaces", QStringLiteral("  =1"), QStringLiteral("  '=1"));
    row("tab is written out", QStringLiteral("\t=1"), QStringLiteral("\\x09=1"));
    row("wide equals", QString{QChar{0xFF1D}} + QStringLiteral("1"), u'\'' + QString{QChar{0xFF1D}} + u'1');
    row("where semicolons part", QStringLiteral("x;=1"), QStringLiteral("x;'=1"));
    row("where they part, behind a space", QStringLiteral("x; =1"), QStringLiteral("x; '=1"));
    row("inside it is none", QStringLiteral("a=1+1-@"), QStringLiteral("a=1+1-@"));
    row("formula with quotes", QStringLiteral("=HYPERLINK(\"x\",1)"), QStringLiteral("\"'=HYPERLINK(\"\"x\"\",1)\""));
}

void TestCsvText::fieldsAreQuotedAndHarmless()
{
    QFETCH(QString, text);
    QFETCH(QString, field);

    QCOMPARE(csvLine({text}), field);
}

void TestCsvText::aRecordKeepsEmptyFields()
{
    QCOMPARE(csvLine({QStringLiteral("a"), {}, QStringLiteral("b,c"), {}}), QStringLiteral("a,,\"b,c\","));
}

SATCHEL_TEST(TestCsvText)
#include "TestCsvText.moc"
