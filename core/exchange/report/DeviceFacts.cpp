#include "DeviceFacts.h"

#include <core/crypto/Digest.h>
#include <core/objects/voucher/Voucher.h>

namespace satchel {

namespace {

QByteArray fingerprintOf(const QByteArray& issuerAndSerial)
{
    return QByteArray{sha256(issuerAndSerial).bytes()};
}

DeviceCertificate recordOf(const Certificate& certificate)
{
    return {fingerprintOf(certificate.issuerAndSerial()), certificate.subjectSerialNumber(), certificate.subject(),
        certificate.notAfter(), {}};
}

} // namespace

std::optional<QDateTime> voucherEndOf(const EnrolmentObject& object)
{
    const auto* const voucher = dynamic_cast<const Voucher*>(&object);
    return voucher && voucher->kind() == Kind::Voucher ? voucher->content().expiresAt : std::nullopt;
}

DeviceFacts deviceFactsOf(const EnrolmentObject& object, const CheckContext& context)
{
    DeviceFacts facts;
    for (const Certificate& certificate : object.issuedCertificates()) {
        facts.certificates.append(recordOf(certificate));
    }
    if (const auto renewed = object.renews(context)) {
        facts.renewed = fingerprintOf(renewed->issuerAndSerial);
        if (renewed->certificate) {
            facts.certificates.append(recordOf(*renewed->certificate));
        }
    }
    return facts;
}

// The serial that a certificate itself names counts for more than what the item is listed under.
Result<void> rememberDeviceFacts(Ledger& ledger, const Item& item, const DeviceFacts& facts)
{
    for (DeviceCertificate certificate : facts.certificates) {
        certificate.item = item.id;
        certificate.device = certificate.device.isEmpty() ? item.device : certificate.device;
        SATCHEL_TRY(ledger.devices().remember(certificate));
    }
    return facts.renewed.isEmpty() ? Result<void>{} : ledger.devices().rememberRenewal(item.id, facts.renewed);
}

} // namespace satchel
