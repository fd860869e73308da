#include "Maker.h"

#include <core/bundle/Limits.h>
#include <core/bundle/UstarArchive.h>

#include <zstd.h>

namespace satchel::vectors {

using namespace satchel::test;

namespace {

// Of the frames that our own writer makes of small archives: magic, descriptor, two bytes of content size less 256
// (RFC 8878 section 3.1.1).
constexpr qsizetype Descriptor = 4;
constexpr qsizetype ContentSize = 5;
constexpr qsizetype Blocks = 7;
constexpr char WithoutSize = 0x00;
constexpr char WithSizeAndWindow = 0x40;
constexpr char SingleSegmentWithSize = 0x60;
constexpr char WindowOf8MiB = 13 << 3;
constexpr char WindowOf16MiB = 14 << 3;
constexpr qint64 BombSize = 100 * 1024 * 1024;

QByteArray frameOf(const QByteArray& content, bool hasChecksum)
{
    auto* const context = ZSTD_createCCtx();
    ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, hasChecksum ? 1 : 0);
    QByteArray frame(static_cast<qsizetype>(ZSTD_compressBound(static_cast<size_t>(content.size()))), '\0');
    frame.truncate(static_cast<qsizetype>(ZSTD_compress2(context, frame.data(), static_cast<size_t>(frame.size()),
        content.constData(), static_cast<size_t>(content.size()))));
    ZSTD_freeCCtx(context);
    return frame;
}

QByteArray skippableFrame()
{
    return QByteArray::fromHex("502a4d1804000000") + "skip";
}

QByteArray contentSize(qint64 size)
{
    const auto field = static_cast<quint16>(size - 256);
    return QByteArray{1, static_cast<char>(field & 0xFF)} + static_cast<char>(field >> 8);
}

QByteArray plainOf(const QByteArray& frame)
{
    const auto size = ZSTD_getFrameContentSize(frame.constData(), static_cast<size_t>(frame.size()));
    return orDie(decompressPart(frame, static_cast<qint64>(size)));
}

void refuseFrame(const Maker& maker, const char* name, const Rule& rule, const char* scenario, const Change& change,
    const char* word)
{
    maker.refuse(QByteArray{"frame-"} + name, inFrame(change), ErrorCode::BadContainer, rule, scenario, word);
}

void makeFrameFaults(const Maker& maker)
{
    const auto one = rules::OneFrame;
    refuseFrame(
        maker, "missing", one, "the content is not compressed", [](QByteArray& bytes) { bytes = plainOf(bytes); },
        "not one Zstandard frame");
    refuseFrame(
        maker, "of-nothing", one, "the content is no byte at all", [](QByteArray& bytes) { bytes.clear(); },
        "not one Zstandard frame");
    refuseFrame(
        maker, "in-gzip", one, "the content begins as gzip does",
        [](QByteArray& bytes) { bytes = QByteArray::fromHex("1f8b08000000000000030300000000000000000000"); },
        "not one Zstandard frame");
    refuseFrame(
        maker, "cut-short", one, "the last byte of the frame is missing", [](QByteArray& bytes) { bytes.chop(1); },
        "damaged, or bytes follow");
    refuseFrame(
        maker, "with-a-byte-after-it", one, "a byte behind the frame", [](QByteArray& bytes) { bytes += 'x'; },
        "bytes follow its frame");
    refuseFrame(
        maker, "twice", one, "the frame twice", [](QByteArray& bytes) { bytes += bytes; }, "bytes follow its frame");
    refuseFrame(
        maker, "with-a-second-empty-one", one, "a second frame of no content",
        [](QByteArray& bytes) { bytes += frameOf({}, false); }, "bytes follow its frame");
    refuseFrame(
        maker, "with-a-skippable-one-before-it", one, "a skippable frame before it",
        [](QByteArray& bytes) { bytes.prepend(skippableFrame()); }, "not one Zstandard frame");
    refuseFrame(
        maker, "with-a-skippable-one-after-it", one, "a skippable frame behind it",
        [](QByteArray& bytes) { bytes += skippableFrame(); }, "bytes follow its frame");
    refuseFrame(
        maker, "with-the-reserved-bit", one, "the reserved bit of the frame header",
        [](QByteArray& bytes) { bytes[Descriptor] = static_cast<char>(bytes[Descriptor] | 0x08); }, "-");
}

void makeFrameHeaderFaults(const Maker& maker)
{
    refuseFrame(
        maker, "without-its-size", rules::FrameSize, "the frame header does not state the content size",
        [](QByteArray& bytes) { bytes = bytes.left(Descriptor) + WithoutSize + WindowOf8MiB + bytes.mid(Blocks); },
        "does not state the size");
    refuseFrame(
        maker, "of-a-window-of-16-mib", rules::Window, "the frame asks for a window of 16 MiB",
        [](QByteArray& bytes) {
            bytes = bytes.left(Descriptor) + WithSizeAndWindow + WindowOf16MiB + bytes.mid(ContentSize);
        },
        "window");
    refuseFrame(
        maker, "with-a-dictionary", rules::Window, "the frame names a dictionary",
        [](QByteArray& bytes) {
            bytes = bytes.left(Descriptor) + static_cast<char>(SingleSegmentWithSize | 1) + '\x2A'
                + bytes.mid(ContentSize);
        },
        "dictionary");
    refuseFrame(
        maker, "with-dictionary-zero", rules::Window, "the frame has a field for a dictionary, and zero in it",
        [](QByteArray& bytes) {
            bytes
                = bytes.left(Descriptor) + static_cast<char>(SingleSegmentWithSize | 1) + '\0' + bytes.mid(ContentSize);
        },
        "dictionary");
    refuseFrame(
        maker, "with-a-wrong-checksum", rules::Checksum, "the last byte of the frame's checksum is another",
        [](QByteArray& bytes) {
            bytes = frameOf(plainOf(bytes), true);
            bytes.back() = static_cast<char>(bytes.back() ^ 1);
        },
        "damaged");
}

// Changes frame and label: the one says `inFrame`, the other `inLabel`.
Fault sizes(const Change& change, qint64 inLabel)
{
    return [change, inLabel](BundleForge& forge) {
        forge.changeFrame = change;
        forge.changeLabel = [inLabel](Label& label) { label.parts.front().plainSize = inLabel; };
    };
}

void makeBombs(const Maker& maker)
{
    const auto bomb = frameOf(QByteArray(BombSize, '\0'), false);
    const auto put = [bomb](QByteArray& bytes) { bytes = bomb; };
    const qint64 small = 2048;
    maker.refuse("bomb-of-100-mib", sizes(put, BombSize), ErrorCode::TooLarge, rules::PartSizes,
        "a few thousand bytes that become 100 MiB, and label and frame say so", "plainSize");
    maker.refuse("bomb-that-the-label-plays-down", sizes(put, small), ErrorCode::BadContainer, rules::FrameSize,
        "a frame of 100 MiB that the label lists with 2048 bytes", "the size that the label gives");
    maker.refuse("bomb-that-frame-and-label-play-down",
        sizes(
            [bomb](QByteArray& bytes) {
                // Content sizes from 64 KiB on take four bytes.
                bytes = bomb.left(Descriptor) + WithSizeAndWindow + WindowOf8MiB + contentSize(small)
                    + bomb.mid(Descriptor + 6);
            },
            small),
        ErrorCode::BadContainer, rules::FrameSize,
        "a frame of 100 MiB that frame header and label list with 2048 bytes", "damaged");
    maker.refuse(
        "frame-of-another-size-than-the-label-says",
        [](BundleForge& forge) { forge.changeLabel = [](Label& label) { label.parts.front().plainSize += 512; }; },
        ErrorCode::BadContainer, rules::FrameSize, "the label lists 512 bytes more than the frame has",
        "the size that the label gives");
    maker.refuse("frame-with-less-than-it-says",
        sizes([](QByteArray& bytes) { bytes.replace(ContentSize, 2, contentSize(4096)); }, 4096),
        ErrorCode::BadContainer, rules::FrameSize, "frame header and label say 4096 bytes, and fewer come out",
        "damaged");
}

void makeFormFaults(const Maker& maker)
{
    const auto archive = [&maker](const char* name, const Change& change, const char* scenario, const char* word) {
        maker.refuse(QByteArray{"archive-"} + name, inArchive(change), ErrorCode::BadContainer, rules::Canonical,
            scenario, word);
    };
    const auto zeros = "two zero blocks";
    archive(
        "with-a-time", [](QByteArray& bytes) { bytes[136] = '1'; }, "a time in the header of part.json", "canonical");
    archive(
        "with-a-link",
        [](QByteArray& bytes) {
            const auto at = bytes.indexOf("items/000001");
            bytes[at + 156] = '2';
            auto& digit = bytes[at + 148 + 5];
            digit = static_cast<char>(digit + 2); // the checksum goes with it
        },
        "an item whose header is that of a symbolic link", "canonical");
    archive(
        "with-bytes-in-its-padding", [](QByteArray& bytes) { bytes[bytes.size() - 1024 - 1] = 'x'; },
        "a byte in the padding of an item", "not filled with zeros");
    archive(
        "without-its-end", [](QByteArray& bytes) { bytes.chop(1024); },
        "the two zero blocks at the end of a part's archive are missing", zeros);
    archive(
        "with-one-zero-block", [](QByteArray& bytes) { bytes.chop(512); },
        "one of the two zero blocks at the end of a part's archive is missing", zeros);
    archive(
        "with-a-third-zero-block", [](QByteArray& bytes) { bytes += QByteArray(512, '\0'); }, "a third zero block",
        zeros);
    archive(
        "cut-inside-an-item", [](QByteArray& bytes) { bytes.chop(1024 + 512); }, "it ends inside an item", "cut short");
    archive(
        "with-an-item-beyond-its-end",
        [](QByteArray& bytes) {
            bytes.replace(bytes.indexOf("items/000001"), 512, ustar::header("items/000001.p10", 1'000'000));
        },
        "a header says that its item has a million bytes", "cut short");
}

void makeItemListFaults(const Maker& maker)
{
    const auto items = [&maker](const char* name, const std::function<void(Entries&)>& change, const char* scenario,
                           const char* word) {
        maker.refuse(QByteArray{"archive-"} + name, inPartEntries(change), ErrorCode::BadContainer, rules::ItemsListed,
            scenario, word);
    };
    const auto place = "where item 1 should";
    items("of-nothing", [](Entries& list) { list.clear(); }, "an archive of no entries", "begin with part.json");
    items(
        "with-part-json-last", [](Entries& list) { list.swapItemsAt(0, 1); }, "part.json comes behind the item",
        "begin with part.json");
    items("with-part-json-twice", [](Entries& list) { list.insert(1, list.at(0)); }, "part.json twice", "-");
    items(
        "without-its-item", [](Entries& list) { list.removeLast(); }, "the item that part.json lists is missing",
        "lists 1 items");
    items(
        "with-an-item-not-listed", [](Entries& list) { list.append(ForgedEntry{"items/000002.p10", "more"}); },
        "an item that part.json does not list", "lists 1 items");
    const auto called = [&](const char* name, const QByteArray& entry, const char* scenario) {
        items(name, [entry](Entries& list) { list[1].name = entry; }, scenario, place);
    };
    called("with-an-item-of-another-number", "items/000002.p10", "the first item is called the second");
    called("with-an-item-leading-out", "../000001.p10", "an item whose name begins with ..");
    called("with-an-absolute-item", "/items/000001.p10", "an item with an absolute name");
    called("with-an-item-in-a-deeper-folder", "items/x/000001.p10", "an item in a folder below items");
    called("with-an-item-without-extension", "items/000001", "an item without an extension");
    called("with-an-item-of-two-extensions", "items/000001.tar.gz", "an item with two extensions");
    called("with-an-extension-of-17-characters", "items/000001.aaaaaaaaaaaaaaaaa", "an extension of 17 characters");

    maker.refuse("item-above-4-mib",
        inPartEntries([](Entries& list) { list[1].content = QByteArray(limits::Item + 1, '\0'); }), ErrorCode::TooLarge,
        rules::ItemSizes, "an item of 4 MiB and a byte, all of it zeros", "limit of an item");
    auto many = maker.bundle();
    auto& list = many.parts.front().items;
    list.front().bytes = "x";
    list.resize(limits::ItemsPerPart + 1, list.front());
    maker.refuse(
        Maker::row("items-above-4096", ErrorCode::TooLarge, rules::ItemSizes, "4,097 items in a part", "4096"), many);
}

} // namespace

void makeArchiveFaults(const Maker& maker)
{
    makeFrameFaults(maker);
    makeFrameHeaderFaults(maker);
    makeBombs(maker);
    makeFormFaults(maker);
    makeItemListFaults(maker);
}

} // namespace satchel::vectors
