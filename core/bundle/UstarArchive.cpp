#include "UstarArchive.h"

#include <algorithm>
#include <numeric>

namespace satchel::ustar {

namespace {

// Where the fields of a header block stand (docs/bundle-format.md, "Container").
constexpr qsizetype NameLength = 100;
constexpr qsizetype ModeAt = 100;
constexpr qsizetype UserAt = 108;
constexpr qsizetype GroupAt = 116;
constexpr qsizetype SizeAt = 124;
constexpr qsizetype TimeAt = 136;
constexpr qsizetype ChecksumAt = 148;
constexpr qsizetype ChecksumLength = 8;
constexpr qsizetype TypeAt = 156;
constexpr qsizetype MagicAt = 257;
constexpr qsizetype MajorAt = 329;
constexpr qsizetype MinorAt = 337;
constexpr int SizeDigits = 11;
constexpr int ChecksumDigits = 6;
constexpr qint64 LargestSize = (qint64{1} << (3 * SizeDigits)) - 1;

void put(QByteArray& block, qsizetype at, QByteArrayView text)
{
    std::copy(text.begin(), text.end(), block.begin() + at);
}

QByteArray octal(qint64 number, int digits)
{
    QByteArray text(digits, '0');
    for (auto at = digits - 1; at >= 0 && number > 0; --at) {
        text[at] = static_cast<char>('0' + number % 8);
        number /= 8;
    }
    return text;
}

bool isNameCharacter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '/' || c == '-';
}

bool isName(QByteArrayView name)
{
    return !name.isEmpty() && name.size() <= NameLength && std::all_of(name.begin(), name.end(), isNameCharacter);
}

std::optional<qint64> readSize(QByteArrayView field)
{
    qint64 size = 0;
    for (const char c : field) {
        if (c < '0' || c > '7') {
            return std::nullopt;
        }
        size = size * 8 + (c - '0');
    }
    return size;
}

bool isZero(QByteArrayView bytes)
{
    return std::all_of(bytes.begin(), bytes.end(), [](char c) { return c == '\0'; });
}

qint64 sumOf(QByteArrayView bytes)
{
    return std::accumulate(
        bytes.begin(), bytes.end(), qint64{0}, [](qint64 total, char c) { return total + static_cast<uchar>(c); });
}

// What all headers have alike; name and size are zero bytes, the checksum is spaces.
QByteArray commonFields()
{
    QByteArray block(BlockSize, '\0');
    put(block, ModeAt, "0000644");
    put(block, UserAt, "0000000");
    put(block, GroupAt, "0000000");
    put(block, TimeAt, "00000000000");
    put(block, ChecksumAt, QByteArray(ChecksumLength, ' '));
    put(block, TypeAt, "0");
    put(block, MagicAt, QByteArrayView{"ustar\00000", 8});
    put(block, MajorAt, "0000000");
    put(block, MinorAt, "0000000");
    return block;
}

} // namespace

QByteArray header(const QByteArray& name, qint64 size)
{
    Q_ASSERT(isName(name) && size >= 0 && size <= LargestSize);
    static const auto common = commonFields();
    auto block = common;
    put(block, 0, name);
    put(block, SizeAt, octal(size, SizeDigits));
    // Of a header, the bytes as unsigned numbers, the checksum's own as spaces.
    static const auto commonSum = sumOf(common);
    const auto sum = commonSum + sumOf(name) + sumOf(QByteArrayView{block}.sliced(SizeAt, SizeDigits));
    put(block, ChecksumAt, octal(sum, ChecksumDigits) + '\0');
    return block;
}

qint64 paddingSize(qint64 size)
{
    return (BlockSize - size % BlockSize) % BlockSize;
}

QByteArray padding(qint64 size)
{
    return QByteArray(static_cast<qsizetype>(paddingSize(size)), '\0');
}

QByteArray end()
{
    return QByteArray(2 * BlockSize, '\0');
}

Result<std::optional<Entry>> parseHeader(QByteArrayView block)
{
    Q_ASSERT(block.size() == BlockSize);
    if (isZero(block)) {
        return std::nullopt;
    }
    const auto* const nameEnd = std::find(block.begin(), block.begin() + NameLength, '\0');
    const auto name = block.first(nameEnd - block.begin()).toByteArray();
    const auto size = readSize(block.sliced(SizeAt, SizeDigits));
    // Only what this library itself would write is a header: no other way of saying the same is left.
    if (!isName(name) || !size || header(name, *size) != block) {
        return fail(ErrorCode::BadContainer,
            QStringLiteral("an archive header is not in the canonical form; the file was damaged or made by another"
                           " program"));
    }
    return Entry{name, *size};
}

} // namespace satchel::ustar
