#include "NameText.h"

#include "OpenSslBytes.h"

#include <openssl/x509.h>

namespace satchel {

namespace {

QString utf8Of(const ASN1_STRING* string)
{
    unsigned char* text = nullptr;
    const int length = ASN1_STRING_to_UTF8(&text, string);
    const OpenSslBytesHandle owner{text};
    return length > 0 ? QString::fromUtf8(reinterpret_cast<const char*>(text), length) : QString{};
}

} // namespace

QString nameText(const X509_NAME* name)
{
    const BioHandle text = writingBio();
    X509_NAME_print_ex(text.get(), name, 0, XN_FLAG_RFC2253 & ~static_cast<unsigned long>(ASN1_STRFLGS_ESC_MSB));
    return QString::fromUtf8(writtenBytes(text.get()));
}

QStringList nameAttributes(const X509_NAME* name, int nid)
{
    QStringList values;
    for (int at = X509_NAME_get_index_by_NID(name, nid, -1); at >= 0; at = X509_NAME_get_index_by_NID(name, nid, at)) {
        values.append(utf8Of(X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, at))));
    }
    return values;
}

QString lastNameAttribute(const X509_NAME* name, int nid)
{
    const QStringList all = nameAttributes(name, nid);
    return all.isEmpty() ? QString{} : all.last();
}

} // namespace satchel
