#include "Verdict.h"

#include <core/crypto/DerReader.h>
#include <core/crypto/DerWriter.h>

#include <tests/support/TestRegistry.h>

#include <QTest>

using namespace satchel;
using namespace satchel::test;

namespace {

QByteArray hex(const char* digits)
{
    return QByteArray::fromHex(digits);
}

} // namespace

class TestDerReader : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void elementsAreReadInOrder();
    void everyLengthIsReadAsItIsWritten_data();
    void everyLengthIsReadAsItIsWritten();
    void nextRefusesWhatIsNotDer_data();
    void nextRefusesWhatIsNotDer();
    void expectRefusesAnotherTag();
    void endRefusesWhatFollows();
    void contextTagsAreRecognised();
    void smallIntegersAreRead_data();
    void smallIntegersAreRead();
    void smallIntegersAreRefused_data();
    void smallIntegersAreRefused();
    void totalLengthIsToldFromTheFirstBytes();
    void totalLengthRefusesWhatIsNotDer();
    void checkDerLooksInside_data();
    void checkDerLooksInside();
    void checkDerEndsAtADepth();
    void objectIdentifiersAreWrittenDotted_data();
    void objectIdentifiersAreWrittenDotted();
};

void TestDerReader::elementsAreReadInOrder()
{
    const QByteArray bytes = hex("020105"
                                 "0400"
                                 "3003020107");
    DerReader reader{bytes};

    QVERIFY(reader.nextIs(der::Integer));
    QCOMPARE(reader.next()->content.toByteArray(), hex("05"));
    const auto empty = reader.expect(der::OctetString);
    QVERIFY(empty->content.isEmpty());
    QCOMPARE(empty->whole.toByteArray(), hex("0400"));
    QVERIFY(!reader.nextIs(der::Integer));
    QCOMPARE(reader.rest().toByteArray(), hex("3003020107"));
    const auto sequence = reader.expect(der::Sequence);
    QCOMPARE(*DerReader{sequence->content}.expectSmallInteger(), 7);
    QVERIFY(reader.atEnd());
    QVERIFY(!reader.nextIs(der::Integer));
    QVERIFY(reader.expectEnd().has_value());
}

void TestDerReader::everyLengthIsReadAsItIsWritten_data()
{
    QTest::addColumn<int>("length");
    QTest::addColumn<QByteArray>("header");

    QTest::newRow("empty") << 0 << hex("0400");
    QTest::newRow("last short form") << 127 << hex("047f");
    QTest::newRow("first long form") << 128 << hex("048180");
    QTest::newRow("last of one octet") << 255 << hex("0481ff");
    QTest::newRow("first of two octets") << 256 << hex("04820100");
    QTest::newRow("first of three octets") << 65536 << hex("0483010000");
}

void TestDerReader::everyLengthIsReadAsItIsWritten()
{
    QFETCH(int, length);
    QFETCH(QByteArray, header);

    const QByteArray content(length, 'x');
    const QByteArray written = derElement(der::OctetString, content);
    QCOMPARE(written, header + content);
    DerReader reader{written};
    QCOMPARE(reader.expect(der::OctetString)->content.toByteArray(), content);
    QVERIFY(reader.atEnd());
}

void TestDerReader::nextRefusesWhatIsNotDer_data()
{
    QTest::addColumn<QByteArray>("bytes");

    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("tag alone") << hex("30");
    QTest::newRow("cut in the length") << hex("308201");
    QTest::newRow("cut in the content") << hex("0403aabb");
    QTest::newRow("indefinite length") << hex("3080020101"
                                              "0000");
    QTest::newRow("long form of a short length") << hex("04817f") + QByteArray(127, 'x');
    QTest::newRow("leading zero in the length") << hex("04820080") + QByteArray(128, 'x');
    QTest::newRow("reserved length octet") << hex("04ff") + QByteArray(300, '\1');
    QTest::newRow("length of eight octets") << hex("04887fffffffffffffff00");
    QTest::newRow("length of seven octets") << hex("0487ffffffffffffff00");
    QTest::newRow("high tag number") << hex("1f0100");
    QTest::newRow("high tag number, constructed") << hex("bf0100");
    QTest::newRow("end of contents") << hex("0000");
}

void TestDerReader::nextRefusesWhatIsNotDer()
{
    QFETCH(QByteArray, bytes);

    DerReader reader{bytes};
    const auto element = reader.next();
    QVERIFY(!element.has_value());
    QCOMPARE(verdict(element), errorCodeName(ErrorCode::Malformed));
    QVERIFY(!element.error().message.isEmpty());
    QCOMPARE(reader.rest().size(), bytes.size());
}

void TestDerReader::expectRefusesAnotherTag()
{
    const QByteArray bytes = hex("020105");
    DerReader reader{bytes};
    QCOMPARE(verdict(reader.expect(der::OctetString)), errorCodeName(ErrorCode::Malformed));
    QVERIFY(reader.expect(der::Integer).has_value());
    QCOMPARE(verdict(reader.expect(der::Integer)), errorCodeName(ErrorCode::Malformed));
}

void TestDerReader::endRefusesWhatFollows()
{
    const QByteArray bytes = hex("0500");
    QCOMPARE(verdict(DerReader{bytes}.expectEnd()), errorCodeName(ErrorCode::TrailingData));
}

void TestDerReader::contextTagsAreRecognised()
{
    const QByteArray bytes = hex("a100"
                                 "8100"
                                 "a200"
                                 "0100");
    DerReader reader{bytes};
    QVERIFY(reader.next()->isContext(1));
    QVERIFY(reader.next()->isContext(1));
    QVERIFY(!reader.next()->isContext(1));
    QVERIFY(!reader.next()->isContext(1));
}

void TestDerReader::smallIntegersAreRead_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<qint64>("value");

    QTest::newRow("zero") << hex("020100") << qint64{0};
    QTest::newRow("127") << hex("02017f") << qint64{127};
    QTest::newRow("128") << hex("02020080") << qint64{128};
    QTest::newRow("256") << hex("02020100") << qint64{256};
    QTest::newRow("largest") << hex("02087fffffffffffffff") << std::numeric_limits<qint64>::max();
}

void TestDerReader::smallIntegersAreRead()
{
    QFETCH(QByteArray, bytes);
    QFETCH(qint64, value);

    QCOMPARE(*DerReader{bytes}.expectSmallInteger(), value);
}

void TestDerReader::smallIntegersAreRefused_data()
{
    QTest::addColumn<QByteArray>("bytes");

    QTest::newRow("empty") << hex("0200");
    QTest::newRow("negative") << hex("0201ff");
    QTest::newRow("padded") << hex("0202007f");
    QTest::newRow("64 bits") << hex("0209008000000000000000");
    QTest::newRow("another type") << hex("0a0101");
}

void TestDerReader::smallIntegersAreRefused()
{
    QFETCH(QByteArray, bytes);

    QCOMPARE(verdict(DerReader{bytes}.expectSmallInteger()), errorCodeName(ErrorCode::Malformed));
}

void TestDerReader::totalLengthIsToldFromTheFirstBytes()
{
    QCOMPARE(*derTotalLength(hex("30820400")), 1028);
    QCOMPARE(*derTotalLength(hex("020105ffff")), 3);
}

void TestDerReader::totalLengthRefusesWhatIsNotDer()
{
    QCOMPARE(verdict(derTotalLength(hex("3080"))), errorCodeName(ErrorCode::Malformed));
    QCOMPARE(verdict(derTotalLength(hex("30"))), errorCodeName(ErrorCode::Malformed));
    QCOMPARE(verdict(derTotalLength(hex("30887ffffffffffffff0"))), errorCodeName(ErrorCode::Malformed));
}

void TestDerReader::checkDerLooksInside_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<bool>("good");
    QTest::addColumn<ErrorCode>("code");

    const auto malformed = ErrorCode::Malformed;
    QTest::newRow("sound") << hex("3009"
                                  "3007"
                                  "a0050403010203")
                           << true << malformed;
    QTest::newRow("bytes after it") << hex("3000"
                                           "00")
                                    << false << ErrorCode::TrailingData;
    QTest::newRow("indefinite length inside") << hex("3006"
                                                     "3080"
                                                     "0500"
                                                     "0000")
                                              << false << malformed;
    QTest::newRow("child too long") << hex("3003"
                                           "040201")
                                    << false << malformed;
    QTest::newRow("padded length inside") << hex("3004"
                                                 "040181"
                                                 "01")
                                          << false << malformed;
    QTest::newRow("octet string in pieces") << hex("3005"
                                                   "2403040101")
                                            << false << malformed;
    QTest::newRow("nothing") << QByteArray() << false << malformed;
    QTest::newRow("primitive content is not looked into") << hex("3004"
                                                                 "0402ffff")
                                                          << true << malformed;
}

void TestDerReader::checkDerLooksInside()
{
    QFETCH(QByteArray, bytes);
    QFETCH(bool, good);
    QFETCH(ErrorCode, code);

    const auto checked = checkDer(bytes);
    QCOMPARE(checked.has_value(), good);
    if (!good) {
        QCOMPARE(verdict(checked), errorCodeName(code));
    }
}

void TestDerReader::checkDerEndsAtADepth()
{
    QByteArray nested;
    for (int i = 0; i < 64; ++i) {
        nested = derElement(der::Sequence, nested);
    }
    QVERIFY(checkDer(nested).has_value());
    for (int i = 0; i < 10'000; ++i) {
        nested = derElement(der::Sequence, nested);
    }
    QCOMPARE(verdict(checkDer(nested)), errorCodeName(ErrorCode::Malformed));
}

void TestDerReader::objectIdentifiersAreWrittenDotted_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QByteArray>("dotted");

    QTest::newRow("id-signedData") << hex("2a864886f70d010702") << QByteArray("1.2.840.113549.1.7.2");
    QTest::newRow("commonName") << hex("550403") << QByteArray("2.5.4.3");
    QTest::newRow("first arc 2, second above 39") << hex("883703") << QByteArray("2.999.3");
    QTest::newRow("first arc 0") << hex("0001") << QByteArray("0.0.1");
    QTest::newRow("empty") << QByteArray() << QByteArray();
    QTest::newRow("cut off") << hex("2a86") << QByteArray();
    QTest::newRow("padded") << hex("2a8001") << QByteArray();
    QTest::newRow("beyond reason") << hex("2a") + QByteArray(256, '\x01') << QByteArray();
    QTest::newRow("larger than 64 bits") << hex("2affffffffffffffffffff7f") << QByteArray();
}

void TestDerReader::objectIdentifiersAreWrittenDotted()
{
    QFETCH(QByteArray, content);
    QFETCH(QByteArray, dotted);

    QCOMPARE(dottedOid(content), dotted);
}

SATCHEL_TEST(TestDerReader)
#include "TestDerReader.moc"
