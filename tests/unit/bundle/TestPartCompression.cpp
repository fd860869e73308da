#include <core/bundle/Limits.h>
#include <core/bundle/Part.h>

#include <tests/support/TestRegistry.h>

#include <QRandomGenerator>
#include <QTest>

#include <zstd.h>

using namespace satchel;

class TestPartCompression : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void roundTrip_data();
    void roundTrip();
    void acceptsAChecksum();
    void acceptsAnEightMiBWindow();
    void refuses_data();
    void refuses();
    void refusesBeforeItAllocates();
    void refusesEveryCut();
};

namespace {

const QByteArray Content = QByteArray("what a device asked\n").repeated(100);
constexpr qint64 Size = 2000;

// What this library's compressPart() would never make.
QByteArray compressedWith(const QByteArray& content, const QList<std::pair<ZSTD_cParameter, int>>& parameters,
    const QByteArray& dictionary = {})
{
    auto* const context = ZSTD_createCCtx();
    for (const auto& [parameter, value] : parameters) {
        ZSTD_CCtx_setParameter(context, parameter, value);
    }
    if (!dictionary.isEmpty()) {
        ZSTD_CCtx_loadDictionary(context, dictionary.constData(), static_cast<size_t>(dictionary.size()));
    }
    QByteArray frame(content.size() + 1024, '\0');
    frame.truncate(static_cast<qsizetype>(ZSTD_compress2(context, frame.data(), static_cast<size_t>(frame.size()),
        content.constData(), static_cast<size_t>(content.size()))));
    ZSTD_freeCCtx(context);
    return frame;
}

// As a program streams that does not know the size beforehand: with a window of its own and no content size.
QByteArray streamed(const QByteArray& content, int windowLog, bool sizeKnown)
{
    auto* const context = ZSTD_createCCtx();
    ZSTD_CCtx_setParameter(context, ZSTD_c_windowLog, windowLog);
    if (sizeKnown) {
        ZSTD_CCtx_setPledgedSrcSize(context, static_cast<unsigned long long>(content.size()));
    }
    QByteArray frame(content.size() + 1024, '\0');
    ZSTD_inBuffer in{content.constData(), static_cast<size_t>(content.size()), 0};
    ZSTD_outBuffer out{frame.data(), static_cast<size_t>(frame.size()), 0};
    ZSTD_compressStream2(context, &out, &in, ZSTD_e_flush);
    ZSTD_compressStream2(context, &out, &in, ZSTD_e_end);
    ZSTD_freeCCtx(context);
    frame.truncate(static_cast<qsizetype>(out.pos));
    return frame;
}

QByteArray skippable(const QByteArray& content)
{
    return QByteArray::fromHex("502a4d18") + static_cast<char>(content.size()) + QByteArray(3, '\0') + content;
}

// A frame header by hand (RFC 8878 section 3.1.1.1): descriptor, window, 4 bytes of content size; then the one raw
// block.
QByteArray byHand(uchar descriptor, const QByteArray& windowAndMore)
{
    const auto blockHeader = static_cast<quint32>(Content.size() << 3U | 1U);
    QByteArray frame = QByteArray::fromHex("28b52ffd") + static_cast<char>(descriptor) + windowAndMore;
    for (unsigned byte = 0; byte < 3; ++byte) {
        frame += static_cast<char>(blockHeader >> (8 * byte));
    }
    return frame + Content;
}

const QByteArray SizeField = QByteArray::fromHex("d0070000"); // 2,000

} // namespace

void TestPartCompression::roundTrip_data()
{
    QTest::addColumn<QByteArray>("archive");

    QByteArray noise(4 * 1024 * 1024, '\0');
    QRandomGenerator random{1};
    random.generate(noise.begin(), noise.end());
    QTest::newRow("short") << QByteArray("x");
    QTest::newRow("a text") << Content;
    QTest::newRow("4 MiB that cannot be compressed") << noise;
    QTest::newRow("the limit") << QByteArray(limits::PartPlaintext, 'a');
}

void TestPartCompression::roundTrip()
{
    QFETCH(QByteArray, archive);

    const auto frame = compressPart(archive);
    QVERIFY(frame.has_value());
    QVERIFY(frame->size() <= compressedBound(archive.size()));
    const auto back = decompressPart(*frame, archive.size());

    QVERIFY2(back.has_value(), back ? "" : qPrintable(back.error().message));
    QCOMPARE(*back, archive);
}

void TestPartCompression::acceptsAChecksum()
{
    const auto frame = compressedWith(Content, {{ZSTD_c_checksumFlag, 1}});

    QCOMPARE(decompressPart(frame, Size).value_or(QByteArray{}), Content);
    auto wrong = frame;
    wrong.back() = static_cast<char>(wrong.back() ^ 1);
    const auto refused = decompressPart(wrong, Size);
    QVERIFY(!refused.has_value());
    QCOMPARE(refused.error().code, ErrorCode::BadContainer);
}

void TestPartCompression::acceptsAnEightMiBWindow()
{
    QCOMPARE(decompressPart(byHand(0x80, QByteArray::fromHex("68") + SizeField), Size).value_or(QByteArray{}), Content);
}

void TestPartCompression::refuses_data()
{
    QTest::addColumn<QByteArray>("frame");
    QTest::addColumn<qint64>("plainSize");
    const auto frame = compressPart(Content).value();

    QTest::newRow("nothing") << QByteArray() << Size;
    QTest::newRow("no frame") << QByteArray(100, 'x') << Size;
    QTest::newRow("gzip") << QByteArray::fromHex("1f8b08000000000000034b04000000ffff") << Size;
    QTest::newRow("byte after the frame") << frame + 'x' << Size;
    QTest::newRow("second frame") << frame + compressPart("more").value() << Size;
    QTest::newRow("empty second frame") << frame + compressedWith({}, {}) << Size;
    QTest::newRow("skippable frame before") << skippable("hidden") + frame << Size;
    QTest::newRow("skippable frame after") << frame + skippable("hidden") << Size;
    QTest::newRow("no content size") << compressedWith(Content, {{ZSTD_c_contentSizeFlag, 0}}) << Size;
    QTest::newRow("streamed without content size") << streamed(Content, 20, false) << Size;
    QTest::newRow("content larger than the label says") << frame << Size - 1;
    QTest::newRow("content smaller than the label says") << frame << Size + 1;
    QTest::newRow("content size of the header is a lie") << byHand(0x80, QByteArray::fromHex("40d1070000")) << Size + 1;
    QTest::newRow("window just above 8 MiB") << byHand(0x80, QByteArray::fromHex("69") + SizeField) << Size;
    QTest::newRow("window of 16 MiB") << byHand(0x80, QByteArray::fromHex("70") + SizeField) << Size;
    QTest::newRow("dictionary id") << byHand(0x81, QByteArray::fromHex("4001") + SizeField) << Size;
    // Zero stands for none, and libraries take it so; here the field must not be there.
    QTest::newRow("dictionary id of zero") << byHand(0x81, QByteArray::fromHex("4000") + SizeField) << Size;
    QTest::newRow("reserved bit") << byHand(0x88, QByteArray::fromHex("40") + SizeField) << Size;
}

void TestPartCompression::refuses()
{
    QFETCH(QByteArray, frame);
    QFETCH(qint64, plainSize);

    const auto archive = decompressPart(frame, plainSize);

    QVERIFY(!archive.has_value());
    QCOMPARE(archive.error().code, ErrorCode::BadContainer);
}

void TestPartCompression::refusesBeforeItAllocates()
{
    // The frame is sound; only the limit can refuse it.
    const QByteArray large(limits::PartPlaintext + 1, 'a');
    const auto archive = decompressPart(compressPart(large).value(), large.size());

    QVERIFY(!archive.has_value());
    QCOMPARE(archive.error().code, ErrorCode::TooLarge);
}

void TestPartCompression::refusesEveryCut()
{
    const auto frame = compressPart(Content).value();
    for (qsizetype size = 0; size < frame.size(); ++size) {
        QVERIFY2(!decompressPart(frame.left(size), Size).has_value(), qPrintable(QString::number(size)));
    }
}

SATCHEL_TEST(TestPartCompression)
#include "TestPartCompression.moc"
