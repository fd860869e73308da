#include "CoseVoucherContent.h"

#include <core/base/Time.h>
#include <core/objects/encoding/CborFields.h>
#include <core/objects/encoding/Wrapping.h>

#include <QCborStreamWriter>
#include <QDateTime>

#include <algorithm>
#include <array>
#include <cmath>
#include <span>

namespace satchel {

namespace {

using Names = std::span<const QLatin1StringView>; // of the leaves, from delta 1 on; empty where there is none

// Deltas of the leaves to the number of their container, in the order of the YANG module (RFC 9254 section 3.2).
constexpr std::array VoucherLeaves{QLatin1StringView{"assertion"}, QLatin1StringView{"created-on"},
    QLatin1StringView{"domain-cert-revocation-checks"}, QLatin1StringView{"expires-on"},
    QLatin1StringView{"idevid-issuer"}, QLatin1StringView{"last-renewal-date"}, QLatin1StringView{"nonce"},
    QLatin1StringView{"pinned-domain-cert"}, QLatin1StringView{"pinned-domain-pubk"},
    QLatin1StringView{"pinned-domain-pubk-sha256"}, QLatin1StringView{"serial-number"}};
constexpr std::array RequestLeaves{QLatin1StringView{"assertion"}, QLatin1StringView{"created-on"},
    QLatin1StringView{"domain-cert-revocation-checks"}, QLatin1StringView{"expires-on"},
    QLatin1StringView{"idevid-issuer"}, QLatin1StringView{"last-renewal-date"}, QLatin1StringView{"nonce"},
    QLatin1StringView{"pinned-domain-cert"}, QLatin1StringView{"prior-signed-voucher-request"},
    QLatin1StringView{"proximity-registrar-cert"}, QLatin1StringView{"proximity-registrar-pubk-sha256"},
    QLatin1StringView{"proximity-registrar-pubk"}, QLatin1StringView{"serial-number"}};
// Drafts of 2018 began the leaves of a voucher later, and had one less.
constexpr std::array DraftVoucherLeaves{QLatin1StringView{}, QLatin1StringView{}, QLatin1StringView{},
    QLatin1StringView{}, QLatin1StringView{"assertion"}, QLatin1StringView{"created-on"},
    QLatin1StringView{"domain-cert-revocation-checks"}, QLatin1StringView{"expires-on"},
    QLatin1StringView{"idevid-issuer"}, QLatin1StringView{"last-renewal-date"}, QLatin1StringView{"nonce"},
    QLatin1StringView{"pinned-domain-cert"}, QLatin1StringView{"pinned-domain-pubk"},
    QLatin1StringView{"serial-number"}};
constexpr std::array DraftRequestLeaves{QLatin1StringView{"assertion"}, QLatin1StringView{"created-on"},
    QLatin1StringView{"domain-cert-revocation-checks"}, QLatin1StringView{"expires-on"},
    QLatin1StringView{"idevid-issuer"}, QLatin1StringView{"last-renewal-date"}, QLatin1StringView{"nonce"},
    QLatin1StringView{}, QLatin1StringView{}, QLatin1StringView{}, QLatin1StringView{"prior-signed-voucher-request"}};
// And those of 2017, which numbered a request's leaves below its own number.
constexpr std::array OldestLeaves{QLatin1StringView{"assertion"}, QLatin1StringView{"created-on"}, QLatin1StringView{},
    QLatin1StringView{"expires-on"}, QLatin1StringView{}, QLatin1StringView{}, QLatin1StringView{"nonce"},
    QLatin1StringView{}, QLatin1StringView{}, QLatin1StringView{}, QLatin1StringView{"serial-number"},
    QLatin1StringView{"proximity-registrar-cert"}};

struct Container {
    std::int64_t number;
    QLatin1StringView name;
    Names leaves;
    std::int64_t first = 1; // the delta of the first leaf
    bool isDraft = true;
};

constexpr QLatin1StringView VoucherContainer{"ietf-voucher:voucher"};
constexpr QLatin1StringView RequestName{"ietf-voucher-request:voucher"};
constexpr std::array Containers{
    Container{2451, VoucherContainer, VoucherLeaves, 1, false},
    Container{2501, RequestName, RequestLeaves, 1, false},
    Container{1001100, VoucherContainer, DraftVoucherLeaves},
    Container{1001154, RequestName, DraftRequestLeaves},
    Container{60100, VoucherContainer, OldestLeaves},
    Container{60200, RequestName, OldestLeaves, -99},
};
constexpr std::array Assertions{QLatin1StringView{"verified"}, QLatin1StringView{"logged"},
    QLatin1StringView{"proximity"}, QLatin1StringView{"agent-proximity"}}; // RFC 8366bis section 7.3
constexpr std::int64_t LatestSecond = 253402300799; // 9999-12-31T23:59:59Z

class Converter final {
public:
    Converter(const QByteArray& cbor, QStringList& deviations)
        : m_fields{cbor, QStringLiteral("the signed CBOR")}
        , m_deviations{deviations}
    {
    }

    [[nodiscard]] Result<JsonValue> read()
    {
        JsonMembers members;
        m_fields.eachEntry([&](std::optional<std::int64_t> number, const QString& name) {
            const auto* const container = std::ranges::find_if(Containers,
                [&](const Container& known) { return number ? known.number == *number : known.name == name; });
            if (container == Containers.end()) {
                leaveOut(number, name);
                return;
            }
            if (number && container->isDraft) {
                m_deviations.append(
                    QStringLiteral("it is numbered as a draft had it, %1 for %2").arg(*number).arg(container->name));
            }
            add(members, QString{container->name}, readVoucher(*container));
        });
        SATCHEL_TRY(m_fields.finish());
        return JsonValue{std::move(members)};
    }

private:
    [[nodiscard]] JsonValue readVoucher(const Container& container)
    {
        JsonMembers members;
        m_fields.eachEntry([&](std::optional<std::int64_t> number, const QString& name) {
            const QString leaf = number ? leafName(container, *number) : name;
            if (leaf.isEmpty()) {
                leaveOut(number, name);
            } else if (auto value = readLeaf(leaf)) {
                add(members, leaf, *std::move(value));
            }
        });
        return JsonValue{std::move(members)};
    }

    // The same may be said by a number and by a name: two readers must not see two values.
    void add(JsonMembers& members, const QString& name, JsonValue value)
    {
        if (std::ranges::any_of(members, [&name](const JsonMember& member) { return member.first == name; })) {
            m_fields.refuse(QStringLiteral("%1 stands in it twice").arg(name.left(64)), ErrorCode::DuplicateField);
        }
        members.emplace_back(name, std::move(value));
    }

    [[nodiscard]] static QString leafName(const Container& container, std::int64_t delta)
    {
        const auto last = container.first + static_cast<std::int64_t>(container.leaves.size());
        const bool isKnown = delta >= container.first && delta < last;
        const auto index = isKnown ? delta - container.first : 0;
        return isKnown ? QString{container.leaves[static_cast<std::size_t>(index)]} : QString{};
    }

    void leaveOut(std::optional<std::int64_t> number, const QString& name)
    {
        m_deviations.append(QStringLiteral("it says something under %1, which this program does not know")
                .arg(number ? QString::number(*number) : name.left(64)));
        m_fields.skip();
    }

    [[nodiscard]] std::optional<JsonValue> readLeaf(const QString& leaf)
    {
        if (const auto tag = m_fields.takeTag()) {
            return readTagged(leaf, *tag);
        }
        switch (m_fields.type()) {
        case QCborStreamReader::String:
            return JsonValue{m_fields.takeText()};
        case QCborStreamReader::ByteArray:
            return readBinary(leaf);
        case QCborStreamReader::UnsignedInteger:
        case QCborStreamReader::NegativeInteger:
            return readNumber(leaf);
        case QCborStreamReader::SimpleType:
            return readSimple();
        default:
            m_deviations.append(QStringLiteral("%1 is of a kind that no leaf has").arg(leaf.left(64)));
            m_fields.skip();
            return std::nullopt;
        }
    }

    [[nodiscard]] std::optional<JsonValue> readSimple()
    {
        if (m_fields.isNull()) {
            m_fields.skip();
            return JsonValue{};
        }
        return JsonValue{m_fields.takeBoolean()};
    }

    [[nodiscard]] JsonValue readBinary(const QString& leaf)
    {
        const QByteArray bytes = m_fields.takeBytes();
        if (leaf == u"serial-number") {
            m_deviations.append(QStringLiteral("serial-number is binary, where a text is due"));
            return JsonValue{QString::fromUtf8(bytes)};
        }
        return JsonValue{QString::fromLatin1(bytes.toBase64())};
    }

    [[nodiscard]] JsonValue readNumber(const QString& leaf)
    {
        const std::int64_t number = m_fields.takeInteger();
        const bool isAssertion
            = leaf == u"assertion" && number >= 0 && number < static_cast<std::int64_t>(Assertions.size());
        return isAssertion ? JsonValue{QString{Assertions[static_cast<std::size_t>(number)]}} : JsonValue{number};
    }

    // A time: text under tag 0, seconds under tag 1 (RFC 8949 section 3.4). Another tag means nothing here.
    [[nodiscard]] std::optional<JsonValue> readTagged(const QString& leaf, std::uint64_t tag)
    {
        if (tag != 1) {
            return readLeafBelowTag(leaf);
        }
        const double seconds = m_fields.takeNumber();
        if (!std::isfinite(seconds) || seconds < 0 || seconds > static_cast<double>(LatestSecond)) {
            m_deviations.append(QStringLiteral("%1 is no instant between the years 1970 and 9999").arg(leaf.left(64)));
            return std::nullopt;
        }
        return JsonValue{toUtcText(QDateTime::fromSecsSinceEpoch(static_cast<qint64>(seconds), Qt::UTC))};
    }

    [[nodiscard]] std::optional<JsonValue> readLeafBelowTag(const QString& leaf)
    {
        if (m_fields.type() == QCborStreamReader::String) {
            return JsonValue{m_fields.takeText()};
        }
        if (m_fields.type() == QCborStreamReader::ByteArray) {
            return readBinary(leaf);
        }
        m_deviations.append(QStringLiteral("%1 has a tag that no leaf has").arg(leaf.left(64)));
        m_fields.skip();
        return std::nullopt;
    }

    CborFields m_fields;
    QStringList& m_deviations;
};

// Binary in YANG, and so base64 in JSON (RFC 7951 section 6.6).
bool isBinary(QStringView leaf)
{
    static constexpr std::array Binary{QLatin1StringView{"idevid-issuer"}, QLatin1StringView{"nonce"},
        QLatin1StringView{"pinned-domain-cert"}, QLatin1StringView{"pinned-domain-pubk"},
        QLatin1StringView{"pinned-domain-pubk-sha256"}, QLatin1StringView{"prior-signed-voucher-request"},
        QLatin1StringView{"proximity-registrar-cert"}, QLatin1StringView{"proximity-registrar-pubk"},
        QLatin1StringView{"proximity-registrar-pubk-sha256"}};
    return std::ranges::any_of(Binary, [leaf](QLatin1StringView name) { return name == leaf; });
}

void writeLeaf(QCborStreamWriter& writer, const QString& leaf, const JsonValue& value)
{
    if (value.boolean() != nullptr) {
        writer.append(*value.boolean());
        return;
    }
    const QString text = value.string() != nullptr ? *value.string() : QString{};
    const auto* const assertion
        = std::ranges::find_if(Assertions, [&text](QLatin1StringView name) { return name == text; });
    const auto binary = isBinary(leaf) ? unwrapBase64(text.toUtf8()) : std::nullopt;
    if (binary) {
        writer.append(*binary);
    } else if (leaf == u"assertion" && assertion != Assertions.end()) {
        writer.append(static_cast<qint64>(assertion - Assertions.begin()));
    } else {
        writer.append(text);
    }
}

void writeContainer(QCborStreamWriter& writer, const Container& container, const JsonMembers& leaves)
{
    writer.append(static_cast<qint64>(container.number));
    writer.startMap();
    for (const auto& [leaf, value] : leaves) {
        const auto found
            = std::ranges::find_if(container.leaves, [&leaf](QLatin1StringView name) { return name == leaf; });
        if (found != container.leaves.end()) {
            writer.append(static_cast<qint64>(found - container.leaves.begin()) + container.first);
            writeLeaf(writer, leaf, value);
        }
    }
    writer.endMap();
}

} // namespace

QByteArray cborOfJsonVoucher(const JsonValue& voucher)
{
    QByteArray cbor;
    QCborStreamWriter writer{&cbor};
    writer.startMap();
    for (const Container& container : Containers) {
        const JsonValue* const found = container.isDraft ? nullptr : voucher.find(QString{container.name});
        if (found != nullptr && found->object() != nullptr) {
            writeContainer(writer, container, *found->object());
        }
    }
    writer.endMap();
    return cbor;
}

Result<JsonValue> jsonOfCborVoucher(const QByteArray& cbor, QStringList& deviations)
{
    return Converter{cbor, deviations}.read();
}

} // namespace satchel
