#include "DerReader.h"

#include <array>
#include <bit>
#include <charconv>
#include <limits>

namespace satchel {

namespace {

constexpr std::uint8_t HighTagNumber = 0x1F;
constexpr std::uint8_t ConstructedBit = 0x20;
constexpr int MostDepth = 64;

struct Header {
    std::uint8_t tag = 0;
    qsizetype size = 0; // of the header itself
    qint64 contentSize = 0;
};

std::uint8_t octet(QByteArrayView bytes, qsizetype index)
{
    return static_cast<std::uint8_t>(bytes[index]);
}

tl::unexpected<Error> malformed(const QString& reason)
{
    return fail(ErrorCode::Malformed, reason);
}

// The long form of a length: X.690 section 10.1 wants the fewest octets. Seven are more than any file of ours has.
Result<Header> readLongLength(QByteArrayView start, std::uint8_t tag)
{
    const int octets = octet(start, 1) & 0x7F;
    if (octets == 0) {
        return malformed(QStringLiteral("an element of indefinite length, which is BER and not DER"));
    }
    if (octets > 7) {
        return malformed(QStringLiteral("an element says it is larger than anything can be"));
    }
    if (start.size() < 2 + octets) {
        return malformed(QStringLiteral("the encoding ends in the middle of a length"));
    }
    qint64 length = 0;
    for (int i = 0; i < octets; ++i) {
        length = length << 8 | octet(start, 2 + i);
    }
    const bool couldBeShorter = length < 0x80 || octet(start, 2) == 0;
    if (couldBeShorter) {
        return malformed(QStringLiteral("a length is not in its shortest form, as DER wants it"));
    }
    return Header{tag, 2 + octets, length};
}

Result<Header> readHeader(QByteArrayView start)
{
    if (start.size() < 2) {
        return malformed(QStringLiteral("the encoding ends where an element is due"));
    }
    const std::uint8_t tag = octet(start, 0);
    if ((tag & HighTagNumber) == HighTagNumber) {
        return malformed(QStringLiteral("an element with a tag number above 30"));
    }
    if (octet(start, 1) < 0x80) {
        return Header{tag, 2, octet(start, 1)};
    }
    return readLongLength(start, tag);
}

// Only SEQUENCE, SET, EXTERNAL and EMBEDDED PDV may be constructed, the strings may not (X.690 section 10.2).
bool isConstructedString(std::uint8_t tag)
{
    const bool universal = (tag & 0xC0) == 0;
    const std::uint8_t number = tag & HighTagNumber;
    return universal && number != 0x10 && number != 0x11 && number != 0x08 && number != 0x0B;
}

Result<void> checkElements(QByteArrayView content, int depth)
{
    if (depth > MostDepth) {
        return malformed(QStringLiteral("elements are nested deeper than %1").arg(MostDepth));
    }
    DerReader reader{content};
    while (!reader.atEnd()) {
        const auto element = reader.next();
        if (!element) {
            return fail(element.error());
        }
        if ((element->tag & ConstructedBit) == 0) {
            continue;
        }
        if (isConstructedString(element->tag)) {
            return malformed(QStringLiteral("a string in pieces, which is BER and not DER"));
        }
        SATCHEL_TRY(checkElements(element->content, depth + 1));
    }
    return {};
}

// One arc of an OBJECT IDENTIFIER, base 128; false if it is cut off, padded or does not fit.
bool takeArc(QByteArrayView& rest, quint64& arc)
{
    arc = 0;
    if (rest.isEmpty() || octet(rest, 0) == 0x80) {
        return false;
    }
    while (!rest.isEmpty()) {
        if (arc > (std::numeric_limits<quint64>::max() >> 7)) {
            return false;
        }
        const std::uint8_t next = octet(rest, 0);
        rest = rest.sliced(1);
        arc = arc << 7 | (next & 0x7FU);
        if ((next & 0x80U) == 0) {
            return true;
        }
    }
    return false;
}

constexpr qsizetype UsualDottedOid = 32;
constexpr qsizetype LongestOid = 256; // of all that were ever given out the longest has a fraction of it

void appendNumber(QByteArray& text, quint64 number)
{
    std::array<char, 20> digits{};
    const auto end = std::to_chars(digits.begin(), digits.end(), number).ptr;
    text.append(digits.data(), end - digits.data());
}

} // namespace

Result<DerElement> DerReader::next()
{
    const auto header = readHeader(m_rest);
    if (!header) {
        return fail(header.error());
    }
    if (header->tag == 0) {
        return malformed(QStringLiteral("an end-of-contents mark, which is BER and not DER"));
    }
    if (header->contentSize > m_rest.size() - header->size) {
        return malformed(QStringLiteral("an element is longer than what holds it"));
    }
    const qsizetype total = header->size + static_cast<qsizetype>(header->contentSize);
    const DerElement element{header->tag, m_rest.sliced(header->size, total - header->size), m_rest.first(total)};
    m_rest = m_rest.sliced(total);
    return element;
}

Result<DerElement> DerReader::expect(std::uint8_t tag)
{
    if (atEnd()) {
        return malformed(QStringLiteral("an element with tag %1 is missing").arg(tag, 2, 16, QLatin1Char('0')));
    }
    if (!nextIs(tag)) {
        return malformed(QStringLiteral("an element with tag %1 stands where %2 is due")
                .arg(octet(m_rest, 0), 2, 16, QLatin1Char('0'))
                .arg(tag, 2, 16, QLatin1Char('0')));
    }
    return next();
}

Result<std::int64_t> DerReader::expectSmallInteger()
{
    const auto element = expect(der::Integer);
    if (!element) {
        return fail(element.error());
    }
    const QByteArrayView content = element->content;
    if (content.isEmpty() || content.size() > 8 || (octet(content, 0) & 0x80) != 0) {
        return malformed(QStringLiteral("a number is negative, empty or too large"));
    }
    if (content.size() > 1 && octet(content, 0) == 0 && (octet(content, 1) & 0x80) == 0) {
        return malformed(QStringLiteral("a number is not in its shortest form"));
    }
    std::int64_t value = 0;
    for (const char c : content) {
        value = value << 8 | static_cast<std::uint8_t>(c);
    }
    return value;
}

Result<void> DerReader::expectEnd() const
{
    if (!atEnd()) {
        return fail(
            ErrorCode::TrailingData, QStringLiteral("%1 bytes follow where nothing more is due").arg(m_rest.size()));
    }
    return {};
}

Result<qint64> derTotalLength(QByteArrayView start)
{
    return readHeader(start).map([](const Header& header) { return header.size + header.contentSize; });
}

Result<void> checkDer(QByteArrayView element)
{
    DerReader reader{element};
    if (const auto outermost = reader.next(); !outermost) {
        return fail(outermost.error());
    }
    SATCHEL_TRY(reader.expectEnd());
    return checkElements(element, 0);
}

QByteArray dottedOid(QByteArrayView content)
{
    QByteArray text;
    if (content.size() > LongestOid) {
        return text;
    }
    text.reserve(UsualDottedOid);
    while (!content.isEmpty()) {
        quint64 arc = 0;
        if (!takeArc(content, arc)) {
            return {};
        }
        if (text.isEmpty()) {
            // X.690 section 8.19.4: the first two arcs share one number.
            const quint64 first = qMin<quint64>(arc / 40, 2);
            appendNumber(text, first);
            arc -= 40 * first;
        }
        text += '.';
        appendNumber(text, arc);
    }
    return text;
}

} // namespace satchel
