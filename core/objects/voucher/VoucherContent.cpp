#include "VoucherContent.h"

#include "VoucherEnvelope.h"

#include <core/objects/encoding/DerFields.h>
#include <core/objects/encoding/Wrapping.h>

#include <QTimeZone>

#include <array>

namespace satchel {

namespace {

constexpr qsizetype LongestLeaf = 1024; // of a serial number or a nonce
constexpr QStringView VoucherName = u"ietf-voucher:voucher";
constexpr std::array<QStringView, 2> RequestNames{u"ietf-voucher-request:voucher", u"ietf-voucher-request-prm:voucher"};

// RFC 3339 section 5.6 lets T and Z be small letters and a blank stand for T, and knows leap seconds; Qt does neither.
// A leap second is taken for the one before it.
QString inUsualForm(const QString& text)
{
    constexpr qsizetype Separator = 10; // "2026-11-26T06:20:60Z"
    constexpr qsizetype Seconds = 16;
    QString usual = text.toUpper();
    if (usual.size() > Separator && usual[Separator] == QLatin1Char(' ')) {
        usual[Separator] = QLatin1Char('T');
    }
    if (QStringView{usual}.mid(Seconds, 3) == u":60") {
        usual.replace(Seconds, 3, QStringLiteral(":59"));
    }
    return usual;
}

// Reads the leaves of one voucher, keeping the first that cannot be let pass.
class LeafReader final {
public:
    LeafReader(const JsonValue& voucher, QStringList& deviations)
        : m_voucher{voucher}
        , m_deviations{deviations}
    {
    }

    [[nodiscard]] QString text(QStringView name)
    {
        const JsonValue* const leaf = m_voucher.find(name);
        if (leaf == nullptr || leaf->isNull()) {
            return {};
        }
        if (leaf->string() != nullptr && leaf->string()->size() <= LongestLeaf) {
            return *leaf->string();
        }
        m_error = Error{ErrorCode::Malformed, QStringLiteral("the voucher's %1 is no short text").arg(name)};
        return {};
    }

    [[nodiscard]] std::optional<QDateTime> instant(QStringView name, const QString& text)
    {
        if (text.isEmpty()) {
            return std::nullopt;
        }
        const QString usual = inUsualForm(text);
        QDateTime instant = QDateTime::fromString(usual, Qt::ISODateWithMs);
        if (!usual.contains(QLatin1Char('T'))) {
            deviate(QStringLiteral("%1 is \"%2\", a date without a time").arg(name, text));
            instant = QDateTime{QDate::fromString(text, Qt::ISODate), QTime{0, 0}, Qt::UTC};
        } else if (!instant.isValid()) {
            instant = QDateTime::fromString(text, QStringLiteral("yyyyMMdd'T'HHmmss'Z'"));
            instant.setTimeSpec(Qt::UTC);
            deviate(QStringLiteral("%1 is \"%2\", which is not written as RFC 3339 wants it").arg(name, text));
        } else if (instant.timeSpec() == Qt::LocalTime) {
            deviate(QStringLiteral("%1 is \"%2\", without a time zone; taken as UTC").arg(name, text));
            instant.setTimeSpec(Qt::UTC);
        }
        return instant.isValid() ? std::optional{instant.toUTC()} : std::nullopt;
    }

    [[nodiscard]] VoucherContent::CertificateLeaf certificate(QStringView name)
    {
        VoucherContent::CertificateLeaf result;
        const JsonValue* const leaf = m_voucher.find(name);
        if (leaf == nullptr || leaf->isNull()) {
            return result;
        }
        result.isThere = true;
        const auto der = leaf->string() != nullptr ? unwrapBase64(leaf->string()->toUtf8()) : std::nullopt;
        if (auto certificate = Certificate::fromDer(der.value_or(QByteArray{}))) {
            result.certificate = *std::move(certificate);
        } else {
            deviate(QStringLiteral("%1 holds no readable certificate").arg(name));
        }
        return result;
    }

    [[nodiscard]] VoucherContent::KeyLeaf key(QStringView infoName, QStringView digestName)
    {
        return {binary(infoName), binary(digestName)};
    }

    [[nodiscard]] QByteArray binary(QStringView name)
    {
        const JsonValue* const leaf = m_voucher.find(name);
        if (leaf == nullptr || leaf->isNull()) {
            return {};
        }
        const auto decoded = leaf->string() != nullptr ? unwrapBase64(leaf->string()->toUtf8()) : std::nullopt;
        if (!decoded) {
            deviate(QStringLiteral("%1 is not base64").arg(name));
        }
        return decoded.value_or(QByteArray{});
    }

    void deviate(const QString& text) { m_deviations.append(text); }

    [[nodiscard]] const std::optional<Error>& error() const { return m_error; }

private:
    const JsonValue& m_voucher;
    QStringList& m_deviations;
    std::optional<Error> m_error;
};

const JsonValue* findRequest(const JsonValue& json)
{
    for (const QStringView name : RequestNames) {
        if (const JsonValue* const found = json.find(name)) {
            return found;
        }
    }
    return nullptr;
}

void readPrior(VoucherContent& content, const JsonValue& voucher)
{
    const JsonValue* const leaf = voucher.find(u"prior-signed-voucher-request");
    if (leaf == nullptr || leaf->isNull()) {
        return;
    }
    content.hasPriorRequest = true;
    if (leaf->string() == nullptr) {
        return;
    }
    const QByteArray text = leaf->string()->toUtf8();
    content.priorRequest = looksLikeCompactJws(text) ? text : unwrapBase64(text).value_or(QByteArray{});
}

} // namespace

bool VoucherContent::KeyLeaf::names(const Certificate& certificate) const
{
    if (!info.isEmpty()) {
        return info == certificate.publicKeyInfo();
    }
    return !sha256.isEmpty() && sha256 == certificate.keyFingerprint().bytes();
}

bool VoucherContent::isVoucher(const JsonValue& json)
{
    return json.find(VoucherName) != nullptr || findRequest(json) != nullptr;
}

Result<VoucherContent> VoucherContent::read(const JsonValue& json)
{
    const JsonValue* const request = findRequest(json);
    const JsonValue* const voucher = request != nullptr ? request : json.find(VoucherName);
    if (voucher == nullptr || voucher->object() == nullptr
        || (request != nullptr && json.find(VoucherName) != nullptr)) {
        return fail(ErrorCode::Malformed, QStringLiteral("neither one voucher nor one voucher request is in it"));
    }
    VoucherContent content;
    LeafReader leaves{*voucher, content.deviations};
    content.isRequest = request != nullptr;
    content.serialNumber = leaves.text(u"serial-number");
    content.nonce = leaves.text(u"nonce");
    content.assertion = leaves.text(u"assertion");
    content.createdOn = leaves.text(u"created-on");
    content.createdAt = leaves.instant(u"created-on", content.createdOn);
    content.expiresOn = leaves.text(u"expires-on");
    content.expiresAt = leaves.instant(u"expires-on", content.expiresOn);
    content.pinnedDomainCertificate = leaves.certificate(u"pinned-domain-cert");
    content.proximityRegistrarCertificate = leaves.certificate(u"proximity-registrar-cert");
    if (!content.proximityRegistrarCertificate.isThere) {
        content.proximityRegistrarCertificate = leaves.certificate(u"agent-provided-proximity-registrar-cert");
    }
    content.pinnedDomainKey = leaves.key(u"pinned-domain-pubk", u"pinned-domain-pubk-sha256");
    content.proximityRegistrarKey = leaves.key(u"proximity-registrar-pubk", u"proximity-registrar-pubk-sha256");
    content.idevidIssuer = leaves.binary(u"idevid-issuer");
    readPrior(content, *voucher);
    if (leaves.error()) {
        return fail(*leaves.error());
    }
    if (content.serialNumber.isEmpty()) {
        leaves.deviate(QStringLiteral("serial-number is missing"));
    }
    if (!content.nonce.isEmpty() && !unwrapBase64(content.nonce.toUtf8())) {
        leaves.deviate(QStringLiteral("the nonce \"%1\" is not base64").arg(content.nonce));
    }
    return content;
}

// "The Authority Key Identifier OCTET STRING" is written as the identifier alone, as the extension around it, and
// either of them as an element.
std::optional<bool> VoucherContent::isOfIssuer(const Certificate& idevid) const
{
    const auto extension = idevid.extension("2.5.29.35");
    if (idevidIssuer.isEmpty() || !extension) {
        return std::nullopt;
    }
    DerFields outer{*extension, QStringLiteral("the authority key identifier")};
    const auto identifier = outer.enter(der::Sequence).takeIf(der::contextPrimitive(0));
    if (!identifier) {
        return std::nullopt;
    }
    const auto isEither = [&](QByteArrayView leaf) { return leaf == identifier->content || leaf == *extension; };
    DerReader reader{idevidIssuer};
    const auto element = reader.expect(der::OctetString);
    return isEither(idevidIssuer) || (element && reader.atEnd() && isEither(element->content));
}

QString VoucherContent::comparableNonce() const
{
    QString comparable = nonce;
    comparable.replace(QLatin1Char('+'), QLatin1Char('-')).replace(QLatin1Char('/'), QLatin1Char('_'));
    while (comparable.endsWith(QLatin1Char('='))) {
        comparable.chop(1);
    }
    return comparable.isEmpty() ? nonce : comparable; // "=" is not the absence of a nonce
}

} // namespace satchel
