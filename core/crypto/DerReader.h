#pragma once

#include <core/base/Result.h>

#include <QByteArray>
#include <QByteArrayView>

#include <cstdint>

namespace satchel {

// One element of a DER encoding (X.690): its identifier octet, content, and the whole of it. A view into the caller's
// bytes.
struct DerElement {
    std::uint8_t tag = 0; // the identifier octet: class, constructed bit and number (numbers above 30 are refused)
    QByteArrayView content;
    QByteArrayView whole;

    [[nodiscard]] bool isContext(unsigned number) const { return (tag & 0xDFU) == (0x80U | number); }
};

namespace der {
inline constexpr std::uint8_t Integer = 0x02;
inline constexpr std::uint8_t BitString = 0x03;
inline constexpr std::uint8_t OctetString = 0x04;
inline constexpr std::uint8_t Null = 0x05;
inline constexpr std::uint8_t Oid = 0x06;
inline constexpr std::uint8_t Utf8String = 0x0C;
inline constexpr std::uint8_t PrintableString = 0x13;
inline constexpr std::uint8_t Ia5String = 0x16;
inline constexpr std::uint8_t UtcTime = 0x17;
inline constexpr std::uint8_t GeneralizedTime = 0x18;
inline constexpr std::uint8_t Sequence = 0x30;
inline constexpr std::uint8_t Set = 0x31;

constexpr std::uint8_t contextConstructed(unsigned number)
{
    return static_cast<std::uint8_t>(0xA0U | number);
}

constexpr std::uint8_t contextPrimitive(unsigned number)
{
    return static_cast<std::uint8_t>(0x80U | number);
}
} // namespace der

// Walks the elements of one constructed value in order, as DER and nothing more lenient: definite lengths in their
// shortest form, no high tag numbers, no byte beyond the end. Malformed otherwise. Never allocates.
class DerReader final {
public:
    explicit DerReader(QByteArrayView bytes)
        : m_rest{bytes}
    {
    }

    [[nodiscard]] bool atEnd() const { return m_rest.isEmpty(); }
    [[nodiscard]] QByteArrayView rest() const { return m_rest; }

    [[nodiscard]] bool nextIs(std::uint8_t tag) const
    {
        return !m_rest.isEmpty() && static_cast<std::uint8_t>(m_rest.front()) == tag;
    }

    [[nodiscard]] Result<DerElement> next();
    // The next element, which must have this tag.
    [[nodiscard]] Result<DerElement> expect(std::uint8_t tag);
    // A non-negative INTEGER that fits 63 bits, in its shortest form.
    [[nodiscard]] Result<std::int64_t> expectSmallInteger();
    // TrailingData unless everything has been read.
    [[nodiscard]] Result<void> expectEnd() const;

private:
    QByteArrayView m_rest;
};

// How many bytes the outermost element of `start` will have once whole (header and content), judged from its first
// bytes; Malformed if these are no DER header. For files that are still being written.
[[nodiscard]] Result<qint64> derTotalLength(QByteArrayView start);

// Malformed unless every constructed element of the one in `element`, down to a depth of 64, is DER as DerReader reads
// it, without constructed strings; TrailingData if bytes follow it.
[[nodiscard]] Result<void> checkDer(QByteArrayView element);

// "1.2.840.113549" from the content octets of an OBJECT IDENTIFIER; empty if they are no such thing.
[[nodiscard]] QByteArray dottedOid(QByteArrayView content);

} // namespace satchel
