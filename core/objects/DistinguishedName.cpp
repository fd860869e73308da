#include "DistinguishedName.h"

#include <core/crypto/OpenSslBytes.h>
#include <core/crypto/OpenSslError.h>

namespace satchel {

namespace {

// The most specific one.
QString lastOf(const QStringList& values)
{
    return values.isEmpty() ? QString{} : values.last();
}

} // namespace

DistinguishedName::DistinguishedName(QByteArrayView der)
    : m_der{der.toByteArray()}
{
}

bool DistinguishedName::isEmpty() const
{
    const X509NameHandle name = decoded();
    return !name || X509_NAME_entry_count(name.get()) == 0;
}

bool DistinguishedName::isSameAs(const QByteArray& otherDer) const
{
    if (otherDer == m_der) {
        return true;
    }
    const X509NameHandle name = decoded();
    const X509NameHandle other = DistinguishedName{otherDer}.decoded();
    return name && other && X509_NAME_cmp(name.get(), other.get()) == 0;
}

QString DistinguishedName::text() const
{
    const X509NameHandle name = decoded();
    if (!name) {
        return {};
    }
    const BioHandle text = writingBio();
    X509_NAME_print_ex(text.get(), name.get(), 0, XN_FLAG_RFC2253 & ~static_cast<unsigned long>(ASN1_STRFLGS_ESC_MSB));
    return QString::fromUtf8(writtenBytes(text.get()));
}

QString DistinguishedName::serialNumber() const
{
    return lastOf(attributes(NID_serialNumber));
}

QStringList DistinguishedName::serialNumbers() const
{
    return attributes(NID_serialNumber);
}

QString DistinguishedName::commonName() const
{
    return lastOf(attributes(NID_commonName));
}

X509NameHandle DistinguishedName::decoded() const
{
    const OpenSslErrorScope scope;
    const unsigned char* cursor = openSslBytes(m_der);
    return X509NameHandle{d2i_X509_NAME(nullptr, &cursor, static_cast<long>(m_der.size()))};
}

QStringList DistinguishedName::attributes(int nid) const
{
    const X509NameHandle name = decoded();
    QStringList values;
    for (int at = -1; name && (at = X509_NAME_get_index_by_NID(name.get(), nid, at)) >= 0;) {
        unsigned char* text = nullptr;
        const int length = ASN1_STRING_to_UTF8(&text, X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name.get(), at)));
        const OpenSslBytesHandle owner{text};
        values.append(length > 0 ? QString::fromUtf8(reinterpret_cast<const char*>(text), length) : QString{});
    }
    return values;
}

} // namespace satchel
