#include "SealedContent.h"

#include "CmsTypes.h"
#include "DerFields.h"
#include "DistinguishedName.h"

#include <algorithm>

namespace satchel {

namespace {

constexpr qsizetype MostRecipients = 16;
constexpr char IndefiniteLength = '\x80';

tl::unexpected<Error> notSealed(const QString& why)
{
    return fail(ErrorCode::Malformed, QStringLiteral("the content is not the EnvelopedData that it should be: ") + why);
}

// Steps into the constructed elements at the beginning of an encoding, of definite length or not.
class Opening final {
public:
    explicit Opening(QByteArrayView bytes)
        : m_rest{bytes}
    {
    }

    [[nodiscard]] bool enter(std::uint8_t tag)
    {
        if (m_rest.size() < 2 || static_cast<std::uint8_t>(m_rest.front()) != tag) {
            return false;
        }
        if (m_rest[1] == IndefiniteLength) {
            m_rest = m_rest.sliced(2);
            ++m_openEnded;
            return true;
        }
        DerReader reader{m_rest};
        const auto element = reader.next();
        if (!element) {
            return false;
        }
        m_rest = element->content;
        return true;
    }

    // nullopt unless one of this tag comes next, with a definite length.
    [[nodiscard]] std::optional<DerElement> take(std::uint8_t tag)
    {
        DerReader reader{m_rest};
        const auto element = reader.expect(tag);
        if (!element) {
            return std::nullopt;
        }
        m_rest = reader.rest();
        return *element;
    }

    [[nodiscard]] bool nextIs(std::uint8_t tag) const { return DerReader{m_rest}.nextIs(tag); }
    [[nodiscard]] qsizetype openEnded() const { return m_openEnded; } // entered, of indefinite length

private:
    QByteArrayView m_rest;
    qsizetype m_openEnded = 0;
};

// Nothing follows, and nothing is missing; where lengths are indefinite, as far as their ends can be seen.
bool isWhole(const QByteArray& contentInfo, qsizetype openEnded)
{
    if (openEnded > 0) {
        return contentInfo.endsWith(QByteArray(2 * openEnded, '\0'));
    }
    const auto total = derTotalLength(contentInfo);
    return total && *total == contentInfo.size();
}

} // namespace

Result<SealedContent> SealedContent::look(const QByteArray& contentInfo)
{
    Opening opening{contentInfo};
    if (!opening.enter(der::Sequence)) {
        return notSealed(QStringLiteral("it is no CMS"));
    }
    const auto type = opening.take(der::Oid);
    if (!type || dottedOid(type->content) != EnvelopedDataOid) {
        return notSealed(QStringLiteral("its type is another"));
    }
    const bool begins
        = opening.enter(der::contextConstructed(0)) && opening.enter(der::Sequence) && opening.take(der::Integer);
    if (!begins || !isWhole(contentInfo, opening.openEnded())) {
        return notSealed(QStringLiteral("it is cut off, or bytes follow it"));
    }
    SealedContent content;
    if (opening.nextIs(der::contextConstructed(0)) && !opening.take(der::contextConstructed(0))) {
        return content; // the originator's certificates, in BER: what follows is not looked for
    }
    if (const auto recipients = opening.take(der::Set)) {
        content.readRecipients(recipients->content);
    }
    return content;
}

void SealedContent::readRecipients(QByteArrayView set)
{
    DerFields fields{set, QStringLiteral("the recipients")};
    while (!fields.atEnd()) {
        readRecipient(fields);
        if (m_recipients.size() > MostRecipients) {
            fields.refuse(QStringLiteral("too many"));
        }
    }
    if (!fields.result()) {
        m_recipients.clear();
    }
    const auto isNamed = [](const Recipient& recipient) { return recipient.kind.isEmpty(); };
    m_isForCertificates = !m_recipients.isEmpty() && std::ranges::all_of(m_recipients, isNamed);
}

void SealedContent::readRecipient(DerFields& fields)
{
    const DerElement element = fields.take();
    DerFields inner = fields.inside(element);
    switch (element.tag) {
    case der::Sequence: // KeyTransRecipientInfo
        inner.take(der::Integer);
        readNamed(inner, der::contextPrimitive(0));
        return;
    case der::contextConstructed(1): // KeyAgreeRecipientInfo
        inner.take(der::Integer);
        inner.take(der::contextConstructed(0)); // originator
        inner.takeIf(der::contextConstructed(1)); // user keying material
        inner.take(der::Sequence); // algorithm
        readAgreements(inner.enter(der::Sequence));
        return;
    case der::contextConstructed(2):
        m_recipients.append({.kind = QStringLiteral("a shared key")});
        return;
    case der::contextConstructed(3):
        m_recipients.append({.kind = QStringLiteral("a password")});
        return;
    default:
        m_recipients.append({.kind = QStringLiteral("something else")});
    }
}

void SealedContent::readNamed(DerFields& fields, std::uint8_t keyIdentifierTag)
{
    Recipient recipient;
    if (fields.nextIs(keyIdentifierTag)) {
        const DerElement identifier = fields.take();
        // Agreed keys have their identifier in a sequence with more (RecipientKeyIdentifier).
        recipient.keyIdentifier = keyIdentifierTag == der::contextPrimitive(0)
            ? identifier.content.toByteArray()
            : fields.inside(identifier).take(der::OctetString).content.toByteArray();
    } else {
        DerFields name = fields.enter(der::Sequence);
        recipient.issuer = name.takeName().toByteArray();
        recipient.serialNumber = name.take(der::Integer).whole.toByteArray();
    }
    m_recipients.append(recipient);
}

void SealedContent::readAgreements(DerFields fields)
{
    while (!fields.atEnd() && m_recipients.size() <= MostRecipients) {
        DerFields key = fields.enter(der::Sequence);
        readNamed(key, der::contextConstructed(0));
    }
}

bool SealedContent::isFor(const Certificate& certificate) const
{
    return std::ranges::any_of(m_recipients, [&certificate](const Recipient& recipient) {
        if (!recipient.keyIdentifier.isEmpty()) {
            return recipient.keyIdentifier == certificate.subjectKeyIdentifier();
        }
        return !recipient.issuer.isEmpty() && recipient.issuer == certificate.issuerDer()
            && recipient.serialNumber == certificate.serialNumberDer();
    });
}

JsonArray SealedContent::describeRecipients() const
{
    JsonArray recipients;
    for (const Recipient& recipient : m_recipients) {
        if (!recipient.kind.isEmpty()) {
            recipients.push_back(JsonValue{recipient.kind});
        } else if (!recipient.keyIdentifier.isEmpty()) {
            recipients.push_back(JsonValue{QStringLiteral("key ") + hexText(recipient.keyIdentifier)});
        } else {
            recipients.push_back(JsonValue{QStringLiteral("certificate %1 of %2")
                    .arg(hexText(DerReader{recipient.serialNumber}.next().value_or(DerElement{}).content.toByteArray()),
                        DistinguishedName{recipient.issuer}.text())});
        }
    }
    return recipients;
}

} // namespace satchel
