#pragma once

#include "CmpStatusInfo.h"

#include <core/crypto/Certificate.h>

#include <QByteArray>

#include <optional>

namespace satchel {

// What a device says to one certificate that it got: CertStatus of a certConf (RFC 9810 section 5.3.18).
struct CmpCertStatus {
    QByteArray hash; // of the certificate
    QByteArray requestId; // certReqId, content octets
    std::optional<CmpStatusInfo> info; // absent: accepted
    QByteArray hashAlgorithm; // AlgorithmIdentifier; empty: the one that goes with the certificate's signature

    [[nodiscard]] static CmpCertStatus read(DerFields fields);
    [[nodiscard]] bool isAccepted() const;
    // Is `hash` that of this certificate? UnsupportedVersion if the digest is none that this program can compute.
    [[nodiscard]] Result<bool> isOf(const Certificate& certificate) const;
};

} // namespace satchel
