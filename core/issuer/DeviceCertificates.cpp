#include "DeviceCertificates.h"

#include <core/base/File.h>
#include <core/station/CertificatePem.h>

#include <algorithm>

namespace satchel {

Result<Certificate> DeviceCertificates::issue(const CertificateWish& wish, const QDateTime& now) const
{
    if (!wish.subjectSerialNumber.isEmpty() && !wish.provenDevice.isEmpty()
        && wish.subjectSerialNumber != wish.provenDevice) {
        return fail(ErrorCode::SerialMismatch,
            QStringLiteral("device %1 asks for a certificate in the name of device %2")
                .arg(wish.provenDevice, wish.subjectSerialNumber));
    }
    if (wish.subjectDer.isEmpty() && wish.provenDevice.isEmpty()) {
        return fail(ErrorCode::Malformed,
            QStringLiteral("the request asks for no subject and no IDevID tells the device's serial number, so that "
                           "there is no name to certify"));
    }
    const IssuerIdentity& ca = m_folder.certificateAuthority();
    const CertificateTemplate facts{.commonName = {},
        .serialNumber = wish.provenDevice,
        .notBefore = now.addSecs(-BackdatedSeconds),
        // What outlives its issuer is worth nothing from then on, and confuses until then.
        .notAfter = std::min(now.addDays(m_folder.settings().certificateDays), ca.certificate.notAfter()),
        .use = CertificateTemplate::Use::EndEntity};
    auto certificate = issueCertificate(facts, wish.publicKeyInfo, ca, wish.subjectDer);
    if (!certificate) {
        return certificate;
    }
    const QString records = m_folder.path() + QStringLiteral("/certificates");
    SATCHEL_TRY(makeFolder(records, 0700));
    const QString name = QString::fromLatin1(certificate->serialNumber().toHex());
    SATCHEL_TRY(
        writeFileAtomically(records + QLatin1Char('/') + name + QStringLiteral(".pem"), certificatePem(*certificate)));
    return certificate;
}

QList<Certificate> DeviceCertificates::chain() const
{
    return QList<Certificate>{m_folder.certificateAuthority().certificate} + m_folder.authorityChain();
}

} // namespace satchel
