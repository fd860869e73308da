#include "ScepAttributes.h"

#include <core/objects/encoding/DerFields.h>
#include <core/objects/encoding/SignedData.h>

#include <algorithm>
#include <array>

namespace satchel {

namespace {

const QByteArray MessageTypeOid = QByteArrayLiteral("2.16.840.1.113733.1.9.2");
const QByteArray PkiStatusOid = QByteArrayLiteral("2.16.840.1.113733.1.9.3");
const QByteArray FailInfoOid = QByteArrayLiteral("2.16.840.1.113733.1.9.4");
const QByteArray SenderNonceOid = QByteArrayLiteral("2.16.840.1.113733.1.9.5");
const QByteArray RecipientNonceOid = QByteArrayLiteral("2.16.840.1.113733.1.9.6");
const QByteArray TransactionIdOid = QByteArrayLiteral("2.16.840.1.113733.1.9.7");
const QByteArray FailInfoTextOid = QByteArrayLiteral("1.3.6.1.5.5.7.24.1");

constexpr qsizetype LongestScepText = 1024;
constexpr qsizetype LongestNonce = 256;
constexpr qsizetype UsualNonce = 16; // RFC 8894 section 3.2.1.5

// RFC 8894 section 3.2.1.4
constexpr std::array ScepFailInfos{
    u"badAlg (0): an algorithm is unknown or not supported",
    u"badMessageCheck (1): the integrity check failed",
    u"badRequest (2): the transaction is not permitted or supported",
    u"badTime (3): the signing time is too far from the authority's",
    u"badCertId (4): no certificate matches what was given",
};

tl::unexpected<Error> malformedScep(const QString& what)
{
    return fail(ErrorCode::Malformed, QStringLiteral("the SCEP message: ") + what);
}

// Reads one attribute after the other and keeps the first failure.
class AttributeReader final {
public:
    explicit AttributeReader(const SignedData& cms)
        : m_cms{cms}
    {
    }

    // The attribute's one value; nullopt if the attribute is not there, or is not as it must be.
    std::optional<DerElement> value(const QByteArray& oid, const QString& name)
    {
        const auto found = m_cms.signedAttribute(oid);
        if (!found || m_failure) {
            return std::nullopt;
        }
        m_kept.append(*found); // what is returned is a view into it
        DerFields fields{m_kept.last(), name};
        const DerElement element = fields.take();
        if (!fields.result() || !fields.atEnd()) {
            refuse(name + QStringLiteral(" has more or less than one value"));
            return std::nullopt;
        }
        return element;
    }

    std::optional<QString> printable(const QByteArray& oid, const QString& name)
    {
        const auto element = value(oid, name);
        if (element && element->tag != der::PrintableString) {
            refuse(name + QStringLiteral(" is no PrintableString"));
            return std::nullopt;
        }
        return element ? text(*element, name) : std::nullopt;
    }

    // Printable ASCII of any sort of string.
    std::optional<QString> text(const DerElement& element, const QString& name)
    {
        const auto isPrintable = [](char c) { return c >= ' ' && c <= '~'; };
        if (element.content.size() > LongestScepText || !std::ranges::all_of(element.content, isPrintable)) {
            refuse(name + QStringLiteral(" is no printable text of at most %1 characters").arg(LongestScepText));
            return std::nullopt;
        }
        return QString::fromLatin1(element.content);
    }

    // A number written in decimal digits, as SCEP writes all its numbers.
    std::optional<int> number(const QByteArray& oid, const QString& name)
    {
        const auto digits = printable(oid, name);
        bool isNumber = false;
        const int value = digits && digits->size() <= 4 ? digits->toUShort(&isNumber) : 0;
        if (digits && !isNumber) {
            refuse(name + QStringLiteral(" is no number"));
            return std::nullopt;
        }
        return digits ? std::optional{value} : std::nullopt;
    }

    QByteArray nonce(const QByteArray& oid, const QString& name)
    {
        const auto element = value(oid, name);
        if (element && (element->tag != der::OctetString || element->content.size() > LongestNonce)) {
            refuse(name + QStringLiteral(" is no octet string of at most %1 bytes").arg(LongestNonce));
        }
        return element ? element->content.toByteArray() : QByteArray{};
    }

    void refuse(const QString& what)
    {
        if (!m_failure) {
            m_failure = what;
        }
    }

    [[nodiscard]] Result<void> result() const { return m_failure ? malformedScep(*m_failure) : Result<void>{}; }

private:
    const SignedData& m_cms;
    QByteArrayList m_kept;
    std::optional<QString> m_failure;
};

std::optional<ScepMessageType> messageType(int number)
{
    using enum ScepMessageType;
    for (const auto type : {CertRep, RenewalReq, PkcsReq, CertPoll, GetCert, GetCrl}) {
        if (static_cast<int>(type) == number) {
            return type;
        }
    }
    return std::nullopt;
}

std::optional<ScepStatus> scepStatusOf(int number)
{
    using enum ScepStatus;
    for (const auto status : {Success, Failure, Pending}) {
        if (static_cast<int>(status) == number) {
            return status;
        }
    }
    return std::nullopt;
}

void readTransactionId(ScepAttributes& attributes, AttributeReader& reader)
{
    const auto name = QStringLiteral("the transactionID");
    const auto element = reader.value(TransactionIdOid, name);
    if (!element) {
        return;
    }
    // Some encoders choose the type of string by the characters, and take more for printable than X.680 does.
    const bool isText
        = element->tag == der::PrintableString || element->tag == der::Utf8String || element->tag == der::Ia5String;
    if (!isText) {
        reader.refuse(name + QStringLiteral(" is no text"));
        return;
    }
    if (element->tag != der::PrintableString) {
        attributes.deviations.append(name + QStringLiteral(" is not the PrintableString that it should be"));
    }
    attributes.transactionId = reader.text(*element, name).value_or(QString{});
}

void readFailure(ScepAttributes& attributes, AttributeReader& reader)
{
    if (const auto info = reader.number(FailInfoOid, QStringLiteral("the failInfo"))) {
        const auto index = static_cast<std::size_t>(*info);
        attributes.failInfo = index < ScepFailInfos.size()
            ? QString::fromUtf16(ScepFailInfos[index])
            : QStringLiteral("%1, which the standard does not know").arg(*info);
    }
    const auto name = QStringLiteral("the failInfoText");
    if (const auto element = reader.value(FailInfoTextOid, name)) {
        attributes.failInfoText
            = QString::fromUtf8(element->content.first(qMin(element->content.size(), LongestScepText)));
    }
}

void readStatus(ScepAttributes& attributes, AttributeReader& reader)
{
    const auto number = reader.number(PkiStatusOid, QStringLiteral("the pkiStatus"));
    if (attributes.type != ScepMessageType::CertRep) {
        if (number) {
            attributes.deviations.append(QStringLiteral("the request has a pkiStatus, which only answers should"));
        }
        return;
    }
    attributes.status = number ? scepStatusOf(*number) : std::nullopt;
    if (!attributes.status) {
        reader.refuse(number ? QStringLiteral("the pkiStatus %1 is unknown").arg(*number)
                             : QStringLiteral("the CertRep has no pkiStatus"));
    }
    readFailure(attributes, reader);
    if (attributes.status == ScepStatus::Failure && attributes.failInfo.isEmpty()) {
        attributes.deviations.append(QStringLiteral("the FAILURE does not say why (failInfo is missing)"));
    }
}

void noteNonces(ScepAttributes& attributes)
{
    const auto note = [&attributes](const QByteArray& nonce, const QString& name) {
        if (nonce.isEmpty()) {
            attributes.deviations.append(name + QStringLiteral(" is missing"));
        } else if (nonce.size() != UsualNonce) {
            attributes.deviations.append(QStringLiteral("%1 has %2 bytes instead of %3")
                    .arg(name, QString::number(nonce.size()), QString::number(UsualNonce)));
        }
    };
    note(attributes.senderNonce, QStringLiteral("the senderNonce"));
    if (attributes.type == ScepMessageType::CertRep) {
        note(attributes.recipientNonce, QStringLiteral("the recipientNonce, which repeats that of the request,"));
    }
}

} // namespace

QString scepMessageName(ScepMessageType type)
{
    switch (type) {
    case ScepMessageType::CertRep:
        return QStringLiteral("CertRep");
    case ScepMessageType::RenewalReq:
        return QStringLiteral("RenewalReq");
    case ScepMessageType::PkcsReq:
        return QStringLiteral("PKCSReq");
    case ScepMessageType::CertPoll:
        return QStringLiteral("CertPoll");
    case ScepMessageType::GetCert:
        return QStringLiteral("GetCert");
    case ScepMessageType::GetCrl:
        return QStringLiteral("GetCRL");
    }
    return {};
}

QString scepStatusName(ScepStatus status)
{
    switch (status) {
    case ScepStatus::Success:
        return QStringLiteral("SUCCESS");
    case ScepStatus::Failure:
        return QStringLiteral("FAILURE");
    case ScepStatus::Pending:
        return QStringLiteral("PENDING");
    }
    return {};
}

bool ScepAttributes::areIn(const SignedData& cms)
{
    return cms.hasSignedAttribute(MessageTypeOid);
}

Result<ScepAttributes> ScepAttributes::read(const SignedData& cms)
{
    if (cms.signerCount() != 1) {
        return fail(
            ErrorCode::BadSignature, QStringLiteral("%1 signatures where exactly one is due").arg(cms.signerCount()));
    }
    ScepAttributes attributes;
    AttributeReader reader{cms};
    const auto number = reader.number(MessageTypeOid, QStringLiteral("the messageType"));
    SATCHEL_TRY(reader.result());
    const auto type = messageType(number.value_or(-1));
    if (!type) {
        return fail(ErrorCode::NotRecognised,
            QStringLiteral("nothing that is carried: a SCEP message of the unknown type %1").arg(number.value_or(-1)));
    }
    attributes.type = *type;
    readTransactionId(attributes, reader);
    readStatus(attributes, reader);
    attributes.senderNonce = reader.nonce(SenderNonceOid, QStringLiteral("the senderNonce"));
    attributes.recipientNonce = reader.nonce(RecipientNonceOid, QStringLiteral("the recipientNonce"));
    SATCHEL_TRY(reader.result());
    noteNonces(attributes);
    return attributes;
}

} // namespace satchel
