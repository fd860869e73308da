#pragma once

#include "CmpCertStatus.h"
#include "CmpGeneralInfo.h"
#include "CmpHeader.h"
#include "CmpStatusInfo.h"
#include "CrmfRequest.h"

#include <core/crypto/Certificate.h>
#include <core/objects/est/Pkcs10Request.h>

#include <QList>
#include <QStringList>

#include <memory>
#include <vector>

namespace satchel {

// What the authority decided on one certificate: CertResponse (RFC 9810 section 5.3.4), or the status alone of a
// revocation or an error.
struct CmpDecision {
    CmpStatusInfo info;
    QByteArray requestId; // certReqId, content octets; empty where there is none
    std::optional<Certificate> certificate;
    bool isEncrypted = false; // the certificate is there, but only the device can read it
};

// A certificate that is to be revoked: RevDetails of an rr (RFC 9810 section 5.3.9).
struct CmpRevocation {
    DistinguishedName issuer;
    QByteArray serialNumber; // content octets
};

// The body of a PKIMessage, read as far as pairing and checking need it. Only the members of its type are filled.
struct CmpBody {
    CmpBodyType type = CmpBodyType::Ir;
    std::vector<CrmfRequest> requests; // ir, cr, kur
    std::shared_ptr<const Pkcs10Request> pkcs10; // p10cr
    std::vector<CmpDecision> decisions; // ip, cp, kup, rp, error
    QList<Certificate> caCertificates; // caPubs of ip, cp, kup
    std::vector<QByteArray> nested; // whole PKIMessages
    std::vector<CmpRevocation> revocations; // rr
    std::vector<CmpCertStatus> statuses; // certConf
    std::vector<CmpInfo> infos; // genm, genp

    // `element` is the body with its tag. Failures go into `fields`.
    [[nodiscard]] static CmpBody read(DerFields& fields, const DerElement& element);

    // The keys that certificates are asked for; those that the authority is to make are not among them.
    [[nodiscard]] QList<QByteArray> keysAskedFor() const;
    [[nodiscard]] DistinguishedName subjectAskedFor() const; // of the first
    [[nodiscard]] QList<Certificate> issued() const;
    [[nodiscard]] bool isWaiting() const; // any decision is still to come
    [[nodiscard]] bool isRejected() const; // decided, and nothing granted
    [[nodiscard]] QStringList remarks() const; // on what only informs and cannot be read
};

// SEQUENCE OF CMPCertificate; those that cannot be read are counted.
[[nodiscard]] QList<Certificate> readCmpCertificates(DerFields fields, int& unreadable);

} // namespace satchel
