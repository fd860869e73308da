#include <core/bundle/UstarArchive.h>

#include <tests/support/TestRegistry.h>

#include <QTest>

#include <numeric>

using namespace satchel;

class TestUstarArchive : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void headerHasTheDocumentedBytes();
    void parsesWhatItWrites_data();
    void parsesWhatItWrites();
    void paddingFillsTheBlock_data();
    void paddingFillsTheBlock();
    void firstZeroBlockIsTheEnd();
    void refuses_data();
    void refuses();
    void refusesEveryFlippedBit();
};

namespace {

// Makes the checksum right again after a change, so that only the change itself can be what is refused.
QByteArray withChecksum(QByteArray block)
{
    block.replace(148, 8, QByteArray(8, ' '));
    const int sum = std::accumulate(
        block.cbegin(), block.cend(), 0, [](int total, char c) { return total + static_cast<unsigned char>(c); });
    block.replace(148, 8, QByteArray::number(sum, 8).rightJustified(6, '0') + '\0' + ' ');
    return block;
}

QByteArray changed(int at, const QByteArray& bytes)
{
    auto block = ustar::header("items/000001.p10", 1234);
    block.replace(at, bytes.size(), bytes);
    return withChecksum(block);
}

} // namespace

void TestUstarArchive::headerHasTheDocumentedBytes()
{
    const auto block = ustar::header("mimetype", 30);

    QCOMPARE(block.size(), 512);
    QCOMPARE(block.left(100), QByteArray("mimetype").leftJustified(100, '\0'));
    QCOMPARE(block.mid(100, 8), QByteArray("0000644", 8));
    QCOMPARE(block.mid(108, 8), QByteArray("0000000", 8));
    QCOMPARE(block.mid(116, 8), QByteArray("0000000", 8));
    QCOMPARE(block.mid(124, 12), QByteArray("00000000036", 12));
    QCOMPARE(block.mid(136, 12), QByteArray("00000000000", 12));
    QCOMPARE(block.mid(148, 8), QByteArray("010760\0 ", 8)); // as GNU tar 1.34 computes it
    QCOMPARE(block.mid(156, 1), QByteArray("0"));
    QCOMPARE(block.mid(157, 100), QByteArray(100, '\0'));
    QCOMPARE(block.mid(257, 8), QByteArray("ustar\00000", 8));
    QCOMPARE(block.mid(265, 64), QByteArray(64, '\0'));
    QCOMPARE(block.mid(329, 16),
        QByteArray("0000000\0"
                   "0000000",
            16));
    QCOMPARE(block.mid(345), QByteArray(167, '\0'));
}

void TestUstarArchive::parsesWhatItWrites_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<qint64>("size");

    QTest::newRow("empty entry") << QByteArray("part.json") << qint64{0};
    QTest::newRow("one byte") << QByteArray("a") << qint64{1};
    QTest::newRow("name of 100 characters") << QByteArray(100, 'x') << qint64{512};
    QTest::newRow("largest size") << QByteArray("parts/000001.p7m") << (qint64{1} << 33) - 1;
}

void TestUstarArchive::parsesWhatItWrites()
{
    QFETCH(QByteArray, name);
    QFETCH(qint64, size);

    const auto entry = ustar::parseHeader(ustar::header(name, size));

    QVERIFY(entry.has_value());
    QVERIFY(entry->has_value());
    QCOMPARE((*entry)->name, name);
    QCOMPARE((*entry)->size, size);
}

void TestUstarArchive::paddingFillsTheBlock_data()
{
    QTest::addColumn<qint64>("size");
    QTest::addColumn<int>("padding");

    QTest::newRow("nothing") << qint64{0} << 0;
    QTest::newRow("one byte") << qint64{1} << 511;
    QTest::newRow("one short of a block") << qint64{511} << 1;
    QTest::newRow("a block") << qint64{512} << 0;
    QTest::newRow("one more than a block") << qint64{513} << 511;
}

void TestUstarArchive::paddingFillsTheBlock()
{
    QFETCH(qint64, size);
    QFETCH(int, padding);

    QCOMPARE(ustar::padding(size), QByteArray(padding, '\0'));
}

void TestUstarArchive::firstZeroBlockIsTheEnd()
{
    QCOMPARE(ustar::end(), QByteArray(1024, '\0'));
    const auto entry = ustar::parseHeader(QByteArray(512, '\0'));
    QVERIFY(entry.has_value());
    QVERIFY(!entry->has_value());
}

void TestUstarArchive::refuses_data()
{
    QTest::addColumn<QByteArray>("block");

    QTest::newRow("permission of a program") << changed(100, "0000755");
    QTest::newRow("user id") << changed(108, "0001750");
    QTest::newRow("group id") << changed(116, "0001750");
    QTest::newRow("size with a space") << changed(124, " 0000002322");
    QTest::newRow("size ended by a space") << changed(135, " ");
    QTest::newRow("size in base 256") << changed(124, QByteArray::fromHex("8000000000000000000004d2"));
    QTest::newRow("time") << changed(136, "15063407200");
    QTest::newRow("checksum ended by a space first") << ustar::header("a", 1).replace(154, 2, QByteArray(" \0", 2));
    QTest::newRow("wrong checksum") << ustar::header("a", 1).replace(148, 6, "000000");
    QTest::newRow("link") << changed(156, "2");
    QTest::newRow("folder") << changed(156, "5");
    QTest::newRow("old type flag") << changed(156, QByteArray(1, '\0'));
    QTest::newRow("extended header") << changed(156, "x");
    QTest::newRow("link name") << changed(157, "/etc/passwd");
    QTest::newRow("old GNU magic") << changed(257, QByteArray("ustar  \0", 8));
    QTest::newRow("owner name") << changed(265, "anna");
    QTest::newRow("group name") << changed(297, "staff");
    QTest::newRow("device number") << changed(329, "0000001");
    QTest::newRow("no device numbers") << changed(329, QByteArray(16, '\0'));
    QTest::newRow("prefix") << changed(345, "hidden");
    QTest::newRow("bytes in the padding of the header") << changed(500, "x");
    QTest::newRow("no name") << changed(0, QByteArray(100, '\0'));
    QTest::newRow("bytes after the name") << changed(50, "x");
    QTest::newRow("capital in the name") << changed(0, "Items");
    QTest::newRow("backslash in the name") << changed(5, "\\");
}

void TestUstarArchive::refuses()
{
    QFETCH(QByteArray, block);

    const auto entry = ustar::parseHeader(block);

    QVERIFY(!entry.has_value());
    QCOMPARE(entry.error().code, ErrorCode::BadContainer);
}

void TestUstarArchive::refusesEveryFlippedBit()
{
    const auto block = ustar::header("items/000001.p10", 1234);
    for (int bit = 0; bit < 8 * static_cast<int>(block.size()); ++bit) {
        auto flipped = block;
        flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ (1 << (bit % 8)));
        QVERIFY2(!ustar::parseHeader(flipped).has_value(), qPrintable(QString::number(bit)));
    }
}

SATCHEL_TEST(TestUstarArchive)
#include "TestUstarArchive.moc"
