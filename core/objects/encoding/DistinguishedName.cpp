#include "DistinguishedName.h"

#include <core/crypto/NameText.h>
#include <core/crypto/OpenSslBytes.h>
#include <core/crypto/OpenSslError.h>

namespace satchel {

DistinguishedName::DistinguishedName(QByteArrayView der)
    : m_der{der.toByteArray()}
{
}

bool DistinguishedName::isEmpty() const
{
    const X509NameHandle name = decoded();
    return !name || X509_NAME_entry_count(name.get()) == 0;
}

bool DistinguishedName::isReadable() const
{
    return m_der.isEmpty() || decoded();
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
    return name ? nameText(name.get()) : QString{};
}

QString DistinguishedName::serialNumber() const
{
    const X509NameHandle name = decoded();
    return name ? lastNameAttribute(name.get(), NID_serialNumber) : QString{};
}

QStringList DistinguishedName::serialNumbers() const
{
    const X509NameHandle name = decoded();
    return name ? nameAttributes(name.get(), NID_serialNumber) : QStringList{};
}

QString DistinguishedName::commonName() const
{
    const X509NameHandle name = decoded();
    return name ? lastNameAttribute(name.get(), NID_commonName) : QString{};
}

X509NameHandle DistinguishedName::decoded() const
{
    const OpenSslErrorScope scope;
    const unsigned char* cursor = openSslBytes(m_der);
    return X509NameHandle{d2i_X509_NAME(nullptr, &cursor, static_cast<long>(m_der.size()))};
}

} // namespace satchel
