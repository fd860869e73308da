#include "DerForm.h"

#include <core/crypto/DerReader.h>

namespace satchel {

namespace {

// Steps over the tags at the beginning of an encoding without asking whether it is all there.
class TagWalk final {
public:
    explicit TagWalk(QByteArrayView bytes)
        : m_rest{bytes}
    {
    }

    [[nodiscard]] bool is(std::uint8_t tag) const { return this->tag() == tag; }
    [[nodiscard]] std::uint8_t tag() const { return m_rest.isEmpty() ? 0 : static_cast<std::uint8_t>(m_rest.front()); }
    // Is it all there, and nothing after it?
    [[nodiscard]] bool isLast() const
    {
        const auto total = derTotalLength(m_rest);
        return total && *total == m_rest.size();
    }
    [[nodiscard]] bool isContextTag() const { return (tag() & 0xC0U) == 0x80U; }

    [[nodiscard]] TagWalk into() const { return TagWalk{m_rest.sliced(headerSize())}; }

    [[nodiscard]] QByteArrayView content() const { return into().m_rest.chopped(past().m_rest.size()); }

    [[nodiscard]] TagWalk past() const
    {
        const auto total = derTotalLength(m_rest);
        return TagWalk{total && *total < m_rest.size() ? m_rest.sliced(*total) : QByteArrayView{}};
    }

private:
    // Indefinite lengths too: what is written in BER is still what it is.
    [[nodiscard]] qsizetype headerSize() const
    {
        if (m_rest.size() < 2) {
            return m_rest.size();
        }
        const auto length = static_cast<std::uint8_t>(m_rest[1]);
        const qsizetype octets = length > 0x80 ? length & 0x7F : 0;
        return qMin(m_rest.size(), 2 + octets);
    }

    QByteArrayView m_rest;
};

bool isEncryptedKey(const TagWalk& first)
{
    return first.into().is(der::Oid) && first.past().is(der::OctetString);
}

bool isAttribute(const TagWalk& first)
{
    return first.into().is(der::Oid) && first.into().past().is(der::Set);
}

// A list of object identifiers and attributes that begins with an object identifier.
bool isWantedList(const TagWalk& first)
{
    const TagWalk second = first.past();
    return first.isLast() || second.is(der::Oid) || isAttribute(second);
}

// Something that begins with two nested sequences.
DerForm formOfNested(const TagWalk& body)
{
    const TagWalk first = body.into();
    if (first.is(der::Sequence)) {
        // A revocation list of version 1 begins with its algorithm, its issuer and a time.
        const TagWalk third = first.past().past();
        const bool isList = first.into().is(der::Oid) && (third.is(der::UtcTime) || third.is(der::GeneralizedTime));
        return isList ? DerForm::RevocationList : DerForm::CertificateRequestMessages;
    }
    if (first.is(der::contextConstructed(0))) {
        return DerForm::Certificate;
    }
    if (!first.is(der::Integer)) {
        return isEncryptedKey(body) ? DerForm::PrivateKey : isAttribute(body) ? DerForm::CsrAttributes : DerForm::None;
    }
    const TagWalk second = first.past();
    if (second.isContextTag()) {
        return DerForm::CmpMessage;
    }
    if (!second.is(der::Sequence)) {
        return DerForm::None;
    }
    if (!second.into().is(der::Oid)) {
        return DerForm::Pkcs10;
    }
    // A version 1 certificate goes on with its validity, a revocation list with a time.
    const TagWalk fourth = second.past().past();
    return fourth.is(der::UtcTime) || fourth.is(der::GeneralizedTime) ? DerForm::RevocationList : DerForm::Certificate;
}

DerForm formOfContentInfo(const TagWalk& type)
{
    const QByteArray oid = dottedOid(type.content());
    if (oid == "1.2.840.113549.1.7.2") {
        return DerForm::Cms;
    }
    return oid.startsWith("1.2.840.113549.1.") ? DerForm::OtherCms : DerForm::None;
}

DerForm formOfNumbered(const TagWalk& version)
{
    const TagWalk second = version.past();
    if (second.is(der::Sequence) && second.past().is(der::OctetString)) {
        return DerForm::PrivateKey; // PKCS #8
    }
    if (second.is(der::Sequence) && second.into().is(der::Oid)) {
        return DerForm::Pkcs12;
    }
    return second.is(der::Integer) || second.is(der::OctetString) ? DerForm::PrivateKey : DerForm::None;
}

} // namespace

DerForm derFormOf(QByteArrayView start)
{
    const TagWalk outer{start};
    if (start == QByteArrayView{"\x30\0", 2}) {
        return DerForm::CsrAttributes; // nothing is wanted
    }
    if (!outer.is(der::Sequence)) {
        return DerForm::None;
    }
    const TagWalk first = outer.into();
    if (first.is(der::Oid)) {
        return first.past().is(der::contextConstructed(0)) ? formOfContentInfo(first)
            : isWantedList(first)                          ? DerForm::CsrAttributes
                                                           : DerForm::None;
    }
    if (first.is(der::Integer)) {
        return formOfNumbered(first);
    }
    return first.is(der::Sequence) ? formOfNested(first) : DerForm::None;
}

QString derFormName(DerForm form)
{
    switch (form) {
    case DerForm::None:
        return QStringLiteral("ASN.1 of an unknown kind");
    case DerForm::Cms:
        return QStringLiteral("a CMS message");
    case DerForm::OtherCms:
        return QStringLiteral("a CMS message that is not signed but encrypted, or the like");
    case DerForm::Pkcs10:
        return QStringLiteral("a PKCS #10 request");
    case DerForm::Certificate:
        return QStringLiteral("a certificate");
    case DerForm::CmpMessage:
        return QStringLiteral("a CMP message");
    case DerForm::CertificateRequestMessages:
        return QStringLiteral("a CRMF request without the CMP message around it");
    case DerForm::RevocationList:
        return QStringLiteral("a revocation list");
    case DerForm::CsrAttributes:
        return QStringLiteral("CSR attributes");
    case DerForm::PrivateKey:
        return QStringLiteral("a private key, which must never be here");
    case DerForm::Pkcs12:
        return QStringLiteral("a PKCS #12 file, which may hold a private key and must never be here");
    }
    return {};
}

} // namespace satchel
