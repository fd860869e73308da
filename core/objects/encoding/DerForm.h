#pragma once

#include <QByteArrayView>
#include <QString>

namespace satchel {

// What some bytes are the beginning of, judged from the first tags alone, so that a truncated file is still known for
// what it was.
enum class DerForm {
    None, // not DER, or none of the forms below
    Cms, // SignedData
    OtherCms, // another ContentInfo: enveloped, digested
    Pkcs10,
    Certificate,
    CmpMessage,
    CertificateRequestMessages, // CRMF without its CMP message
    RevocationList,
    CsrAttributes, // AttrOrOID of RFC 7030 section 4.5.2
    PrivateKey, // PKCS #8, PKCS #1, SEC 1, encrypted or not
    Pkcs12,
};

[[nodiscard]] DerForm derFormOf(QByteArrayView start);
// "a CMS message", for messages to people.
[[nodiscard]] QString derFormName(DerForm form);

} // namespace satchel
