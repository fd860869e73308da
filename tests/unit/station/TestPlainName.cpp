#include <core/station/PlainName.h>

#include <tests/support/TestRegistry.h>

#include <QTest>

using satchel::ErrorCode;
using satchel::requirePlainName;

class TestPlainName : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void takesPrintableText_data();
    void takesPrintableText();
    void refusesWhatCannotBeSeen_data();
    void refusesWhatCannotBeSeen();
};

void TestPlainName::takesPrintableText_data()
{
    QTest::addColumn<QString>("name");

    QTest::newRow("one letter") << QStringLiteral("a");
    QTest::newRow("words") << QStringLiteral("Depot Nord, cellar 2 (left)");
    QTest::newRow("other scripts") << QStringLiteral(u"K\u00f6ln \u6771\u4eac");
    QTest::newRow("longest") << QString{64, QLatin1Char('x')};
    QTest::newRow("64 characters of two code units") << QStringLiteral(u"\U0001F600").repeated(64);
}

void TestPlainName::takesPrintableText()
{
    QFETCH(QString, name);
    QVERIFY(requirePlainName(name, QStringLiteral("a name")).has_value());
}

void TestPlainName::refusesWhatCannotBeSeen_data()
{
    QTest::addColumn<QString>("name");

    QTest::newRow("empty") << QString();
    QTest::newRow("too long") << QString{65, QLatin1Char('x')};
    QTest::newRow("space before") << QStringLiteral(" a");
    QTest::newRow("space after") << QStringLiteral("a ");
    QTest::newRow("only a space") << QStringLiteral(" ");
    QTest::newRow("line feed") << QStringLiteral("a\nb");
    QTest::newRow("tab") << QStringLiteral("a\tb");
    QTest::newRow("terminal escape") << QStringLiteral("a\x1B[2Jb");
    QTest::newRow("NUL") << QString{QChar{0}};
    QTest::newRow("right-to-left override") << QStringLiteral(u"a\u202eb");
    QTest::newRow("zero-width space") << QStringLiteral(u"a\u200bb");
    QTest::newRow("no-break space") << QStringLiteral(u"a\u00a0b");
    QTest::newRow("line separator") << QStringLiteral(u"a\u2028b");
    QTest::newRow("lone surrogate") << QString{QChar{0xD800}};
}

void TestPlainName::refusesWhatCannotBeSeen()
{
    QFETCH(QString, name);
    const auto required = requirePlainName(name, QStringLiteral("an alias"));
    QVERIFY(!required.has_value());
    QCOMPARE(required.error().code, ErrorCode::Malformed);
    QVERIFY(required.error().message.startsWith(QStringLiteral("an alias has 1 to 64")));
}

SATCHEL_TEST(TestPlainName)
#include "TestPlainName.moc"
