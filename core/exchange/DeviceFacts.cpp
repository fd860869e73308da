#include "DeviceFacts.h"

#include <core/crypto/Digest.h>

namespace satchel {

namespace {

QByteArray fingerprintOf(const QByteArray& issuerAndSerial)
{
    return QByteArray{sha256(issuerAndSerial).bytes()};
}

// The serial that the certificate itself names counts for more than what the item is listed under.
DeviceCertificate recordOf(const Certificate& certificate, const Item& item)
{
    const QString serial = certificate.subjectSerialNumber();
    return {fingerprintOf(certificate.issuerAndSerial()), serial.isEmpty() ? item.device : serial,
        certificate.subject(), certificate.notAfter(), item.id};
}

} // namespace

DeviceFacts deviceFactsOf(
    const EnrolmentObject& object, const std::optional<RequesterRecord>& requester, const Item& item)
{
    DeviceFacts facts;
    for (const Certificate& certificate : object.issuedCertificates()) {
        facts.certificates.append(recordOf(certificate, item));
    }
    if (const auto renewed = object.renews(requester)) {
        facts.renewed = fingerprintOf(renewed->issuerAndSerial);
        if (renewed->certificate) {
            facts.certificates.append(recordOf(*renewed->certificate, item));
        }
    }
    return facts;
}

Result<void> rememberDeviceFacts(Ledger& ledger, const ItemId& item, const DeviceFacts& facts)
{
    for (const DeviceCertificate& certificate : facts.certificates) {
        SATCHEL_TRY(ledger.devices().remember(certificate));
    }
    return facts.renewed.isEmpty() ? Result<void>{} : ledger.devices().rememberRenewal(item, facts.renewed);
}

} // namespace satchel
