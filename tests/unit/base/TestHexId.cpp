#include <core/base/HexId.h>

#include <tests/support/TestRegistry.h>

#include <QSet>
#include <QTest>

using satchel::ErrorCode;
using satchel::Sha256Digest;

using FourBytes = satchel::HexId<struct FourBytesTag, 4>;

class TestHexId : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void parseTakesWhatToStringWrites();
    void parseRefusesOtherText_data();
    void parseRefusesOtherText();
    void nullEqualsNoId();
    void ordersByBytes();
    void keysASet();
};

void TestHexId::parseTakesWhatToStringWrites()
{
    const auto id = FourBytes::fromBytes(QByteArray::fromHex("00ff7f80"));
    QCOMPARE(id.toString(), QStringLiteral("00ff7f80"));
    const auto parsed = FourBytes::parse(id.toString());
    QVERIFY(parsed.has_value());
    QVERIFY(*parsed == id);
    QCOMPARE(parsed->bytes(), QByteArray::fromHex("00ff7f80"));
}

void TestHexId::parseRefusesOtherText_data()
{
    QTest::addColumn<QString>("text");

    QTest::newRow("empty") << QString();
    QTest::newRow("one digit short") << QStringLiteral("00ff7f8");
    QTest::newRow("one digit long") << QStringLiteral("00ff7f800");
    QTest::newRow("capitals") << QStringLiteral("00FF7F80");
    QTest::newRow("colons") << QStringLiteral("00:ff:7f");
    QTest::newRow("not a digit") << QStringLiteral("00ff7f8g");
    QTest::newRow("digit of another script") << QStringLiteral(u"00ff7f8\u0661");
    QTest::newRow("embedded NUL") << QString{8, QChar{0}};
}

void TestHexId::parseRefusesOtherText()
{
    QFETCH(QString, text);
    const auto parsed = FourBytes::parse(text);
    QVERIFY(!parsed.has_value());
    QCOMPARE(parsed.error().code, ErrorCode::Malformed);
    QVERIFY(parsed.error().message.contains(QStringLiteral("8 digits")));
}

void TestHexId::nullEqualsNoId()
{
    const Sha256Digest null;
    QVERIFY(null.isNull());
    QVERIFY(null != Sha256Digest::fromBytes(QByteArray(32, '\0')));
}

void TestHexId::ordersByBytes()
{
    const auto low = FourBytes::fromBytes(QByteArray::fromHex("0000007f"));
    const auto high = FourBytes::fromBytes(QByteArray::fromHex("00000080"));
    QVERIFY(low < high);
    QVERIFY(!(high < low));
}

void TestHexId::keysASet()
{
    QSet<FourBytes> ids;
    ids.insert(FourBytes::fromBytes(QByteArray(4, 'a')));
    ids.insert(FourBytes::fromBytes(QByteArray(4, 'a')));
    ids.insert(FourBytes::fromBytes(QByteArray(4, 'b')));
    QCOMPARE(ids.size(), 2);
}

SATCHEL_TEST(TestHexId)
#include "TestHexId.moc"
