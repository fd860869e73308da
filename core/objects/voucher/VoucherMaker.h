#pragma once

#include "VoucherEnvelope.h"

#include <core/base/Result.h>
#include <core/crypto/PrivateKey.h>

#include <QByteArray>
#include <QDateTime>
#include <QList>
#include <QString>

#include <optional>

namespace satchel {

// Who signs a voucher or a voucher request, and the certificates that go along with the signer's own.
struct VoucherSigner {
    IssuerIdentity identity;
    QList<Certificate> chain;
};

// What a voucher says (RFC 8366 section 5.3). Empty members are left out.
struct VoucherFacts {
    QDateTime createdOn;
    std::optional<QDateTime> expiresOn = {};
    QString assertion; // "verified", "logged", "proximity"
    QString serialNumber;
    QString nonce = {}; // the text of the request's member, unchanged
    Certificate pinnedDomainCertificate;
};

// What a pledge asks its registrar with, or a registrar the MASA (RFC 8995 sections 5.2 and 5.5). Empty members are
// left out.
struct VoucherRequestFacts {
    QDateTime createdOn;
    QString assertion = {};
    QString serialNumber;
    QString nonce = {};
    std::optional<Certificate> proximityRegistrarCertificate = {};
    QByteArray priorSignedVoucherRequest = {}; // the pledge's, in a registrar's request
};

// Signed in one of the three forms. CMS is JSON in SignedData with signed attributes, as application/voucher-cms+json.
// The content type is id-data, which every implementation reads; RFC 8366 section 5.4's id-ct-animaJSONVoucher is read
// by few (docs/issuer.md).
[[nodiscard]] Result<QByteArray> makeVoucher(
    const VoucherFacts& facts, const VoucherSigner& masa, VoucherForm form = VoucherForm::Cms);
[[nodiscard]] Result<QByteArray> makeVoucherRequest(
    const VoucherRequestFacts& facts, const VoucherSigner& signer, VoucherForm form = VoucherForm::Cms);

// A CMS that holds certificates and nothing else: EST's answer to a PKCS #10 (RFC 7030 section 4.2.3). DER puts them
// in an order of its own, so that which is the leaf must be found by its key.
[[nodiscard]] Result<QByteArray> makeCertsOnlyCms(const QList<Certificate>& certificates);

} // namespace satchel
