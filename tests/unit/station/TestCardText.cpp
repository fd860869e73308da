#include "StationFixture.h"

#include <core/station/CardText.h>

#include <tests/support/TestRegistry.h>

#include <QTemporaryDir>

using satchel::Card;
using satchel::cardBytes;
using satchel::cardText;
using satchel::ErrorCode;

class TestCardText : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void comesBack_data();
    void comesBack();
    void isWhatOpenSslReads();
    void halfATextIsTold_data();
    void halfATextIsTold();
    void whatIsNoTextStaysAsItIs_data();
    void whatIsNoTextStaysAsItIs();

private:
    const fixture::Keys m_keys;
    const Card m_card = m_keys.card();
};

void TestCardText::comesBack_data()
{
    QTest::addColumn<QByteArray>("given");

    const auto text = cardText(m_card);
    QTest::newRow("as it was made") << text;
    QTest::newRow("in a mail") << "Hello,\nhere is our card:\n\n" + text + "\nRegards\n";
    QTest::newRow("quoted in a mail") << "> " + QByteArray{text}.replace('\n', "\n> ");
    QTest::newRow("with carriage returns") << QByteArray{text}.replace('\n', "\r\n");
    QTest::newRow("wrapped anew") << QByteArray{text}.replace("M", "M\n  ").replace("CM\n  S", "CMS");
    QTest::newRow("base64 alone") << m_card.file().toBase64() + '\n';
    QTest::newRow("the file itself") << m_card.file();
}

void TestCardText::comesBack()
{
    QFETCH(QByteArray, given);
    const auto bytes = cardBytes(given);
    QVERIFY2(bytes.has_value(), bytes ? "" : qPrintable(bytes.error().message));
    QCOMPARE(*bytes, m_card.file());
    QVERIFY(Card::parse(*bytes)->station() == m_card.station());
}

void TestCardText::isWhatOpenSslReads()
{
    const QTemporaryDir folder;
    fixture::put(folder.filePath(QStringLiteral("card.txt")), cardText(m_card));
    QVERIFY(fixture::openssl({QStringLiteral("cms"), QStringLiteral("-verify"), QStringLiteral("-noverify"),
                                 QStringLiteral("-inform"), QStringLiteral("PEM"), QStringLiteral("-in"),
                                 QStringLiteral("card.txt"), QStringLiteral("-out"), QStringLiteral("card.json")},
        folder.path()));
    QVERIFY(fixture::contentOf(folder.filePath(QStringLiteral("card.json"))).contains("\"satchel-card\""));
}

void TestCardText::halfATextIsTold_data()
{
    QTest::addColumn<QByteArray>("given");

    const auto text = cardText(m_card);
    QTest::newRow("no end") << text.left(text.size() / 2);
    QTest::newRow("a letter that is none") << QByteArray{text}.replace("\nMI", "\nM!");
}

void TestCardText::halfATextIsTold()
{
    QFETCH(QByteArray, given);
    const auto bytes = cardBytes(given);
    QVERIFY(!bytes.has_value());
    QCOMPARE(bytes.error().code, ErrorCode::Malformed);
    QVERIFY2(bytes.error().message.contains(u"copy all of it"), qPrintable(bytes.error().message));
}

void TestCardText::whatIsNoTextStaysAsItIs_data()
{
    QTest::addColumn<QByteArray>("given");

    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("words") << QByteArray("not ours");
    QTest::newRow("words that begin alike") << QByteArray("MIND THE GAP");
    QTest::newRow("a certificate") << QByteArray("-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n");
    QTest::newRow("bytes") << QByteArray("\x30\x82\x00\x00", 4);
}

void TestCardText::whatIsNoTextStaysAsItIs()
{
    QFETCH(QByteArray, given);
    QCOMPARE(cardBytes(given).value(), given);
    QVERIFY(!Card::parse(given).has_value());
}

SATCHEL_TEST(TestCardText)
#include "TestCardText.moc"
