#include "Part.h"

#include <core/bundle/Limits.h>

#include <QtEndian>

#include <zstd.h>

#include <memory>
#include <optional>

namespace satchel {

namespace {

constexpr int CompressionLevel = 2; // a third quicker than 3 for hardly a hundredth more
constexpr quint32 FrameMagic = 0xFD2FB528; // RFC 8878 section 3.1.1
constexpr quint64 LargestWindow = 8 * 1024 * 1024;

using CompressionContext = std::unique_ptr<ZSTD_CCtx, decltype([](ZSTD_CCtx* context) { ZSTD_freeCCtx(context); })>;

tl::unexpected<Error> refuseFrame(const QString& reason)
{
    return fail(ErrorCode::BadContainer, QStringLiteral("the compressed content %1").arg(reason));
}

// The fields of the frame header descriptor, RFC 8878 section 3.1.1.1.1.
struct FrameDescriptor {
    explicit FrameDescriptor(uchar byte)
        : hasContentSize{(byte & 0xE0U) != 0} // its length field, or the single segment flag
        , isSingleSegment{(byte & 0x20U) != 0}
        , hasDictionary{(byte & 0x03U) != 0}
    {
    }

    bool hasContentSize;
    bool isSingleSegment;
    bool hasDictionary;
};

// RFC 8878 section 3.1.1.1.2.
quint64 windowSize(uchar byte)
{
    const auto base = quint64{1} << (10U + (byte >> 3U));
    return base + base / 8 * (byte & 0x07U);
}

// All that a frame's first bytes promise, before anything is allocated for it.
Result<void> checkFrameHeader(const QByteArray& frame, qint64 plainSize)
{
    const auto* const bytes = reinterpret_cast<const uchar*>(frame.constData());
    constexpr qsizetype Shortest = 6; // magic, descriptor, window or content size
    if (frame.size() < Shortest || qFromLittleEndian<quint32>(bytes) != FrameMagic) {
        return refuseFrame(QStringLiteral("is not one Zstandard frame"));
    }
    const FrameDescriptor descriptor{bytes[4]};
    if (descriptor.hasDictionary) {
        return refuseFrame(QStringLiteral("needs a dictionary, which is not allowed"));
    }
    if (!descriptor.hasContentSize
        || ZSTD_getFrameContentSize(frame.constData(), static_cast<size_t>(frame.size()))
            != static_cast<quint64>(plainSize)) {
        return refuseFrame(QStringLiteral("does not state the size that the label gives"));
    }
    if (!descriptor.isSingleSegment && windowSize(bytes[5]) > LargestWindow) {
        return refuseFrame(QStringLiteral("asks for a window above 8 MiB"));
    }
    return {};
}

} // namespace

qint64 compressedBound(qint64 archiveSize)
{
    return static_cast<qint64>(ZSTD_compressBound(static_cast<size_t>(archiveSize)));
}

Result<QByteArray> compressPart(const QByteArray& archive)
{
    thread_local const CompressionContext context{ZSTD_createCCtx()}; // its tables are worth keeping
    QByteArray frame(static_cast<qsizetype>(compressedBound(archive.size())), Qt::Uninitialized);
    const auto size = ZSTD_compressCCtx(context.get(), frame.data(), static_cast<size_t>(frame.size()),
        archive.constData(), static_cast<size_t>(archive.size()), CompressionLevel);
    if (ZSTD_isError(size) != 0) {
        return fail(ErrorCode::Internal,
            QStringLiteral("a part cannot be compressed: %1").arg(QString::fromLatin1(ZSTD_getErrorName(size))));
    }
    frame.truncate(static_cast<qsizetype>(size));
    return frame;
}

Result<QByteArray> decompressPart(const QByteArray& frame, qint64 plainSize)
{
    if (plainSize > limits::PartPlaintext) {
        return fail(ErrorCode::TooLarge,
            QStringLiteral("a part's content is to be %1 bytes; %2 are the limit")
                .arg(plainSize)
                .arg(limits::PartPlaintext));
    }
    SATCHEL_TRY(checkFrameHeader(frame, plainSize));
    if (ZSTD_findFrameCompressedSize(frame.constData(), static_cast<size_t>(frame.size()))
        != static_cast<size_t>(frame.size())) {
        return refuseFrame(QStringLiteral("is damaged, or bytes follow its frame"));
    }
    QByteArray archive(static_cast<qsizetype>(plainSize), Qt::Uninitialized);
    const auto size = ZSTD_decompress(
        archive.data(), static_cast<size_t>(archive.size()), frame.constData(), static_cast<size_t>(frame.size()));
    if (size != static_cast<size_t>(plainSize)) { // error codes are larger than any size
        return refuseFrame(QStringLiteral("is damaged"));
    }
    return archive;
}

} // namespace satchel
