#pragma once

#include <core/base/Result.h>

#include <QByteArray>
#include <QByteArrayView>
#include <QHashFunctions>
#include <QString>
#include <QStringView>

#include <algorithm>

namespace satchel {

[[nodiscard]] inline QString hexText(const QByteArray& bytes)
{
    return QString::fromLatin1(bytes.toHex());
}

// A fixed number of bytes that people and files see as lower-case hexadecimal digits and nothing else.
// The tag makes the id of an item, a station, a ledger and a digest four types that cannot be mixed up.
template <typename Tag, int ByteCount> class HexId final {
public:
    static constexpr int Size = ByteCount;

    // A default-made id is null: it equals no id of anything.
    HexId() = default;

    [[nodiscard]] static HexId fromBytes(const QByteArray& bytes)
    {
        Q_ASSERT(bytes.size() == ByteCount);
        return HexId{bytes};
    }

    // Malformed unless `text` is exactly 2 * Size digits 0-9 and a-f.
    [[nodiscard]] static Result<HexId> parse(QStringView text)
    {
        const bool digitsOnly = std::all_of(text.begin(), text.end(), [](QChar c) {
            return (c >= QLatin1Char('0') && c <= QLatin1Char('9')) || (c >= QLatin1Char('a') && c <= QLatin1Char('f'));
        });
        if (text.size() != 2 * ByteCount || !digitsOnly) {
            return fail(ErrorCode::Malformed,
                QStringLiteral("this is no id: %1 digits 0-9 and a-f are due").arg(2 * ByteCount));
        }
        return HexId{QByteArray::fromHex(text.toLatin1())};
    }

    [[nodiscard]] QString toString() const { return QString::fromLatin1(m_bytes.toHex()); }
    [[nodiscard]] const QByteArray& bytes() const { return m_bytes; }
    [[nodiscard]] bool isNull() const { return m_bytes.isEmpty(); }
    friend bool operator==(const HexId& a, const HexId& b) { return a.m_bytes == b.m_bytes; }
    friend bool operator!=(const HexId& a, const HexId& b) { return !(a == b); }
    friend bool operator<(const HexId& a, const HexId& b) { return a.m_bytes < b.m_bytes; }
    friend size_t qHash(const HexId& id, size_t seed = 0) { return qHash(id.m_bytes, seed); }

private:
    explicit HexId(QByteArray bytes)
        : m_bytes{std::move(bytes)}
    {
    }

    QByteArray m_bytes;
};

// SHA-256 of some bytes: of a file, a DER encoding, a part.
using Sha256Digest = HexId<struct Sha256DigestTag, 32>;

} // namespace satchel
