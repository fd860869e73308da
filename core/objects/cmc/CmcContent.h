#pragma once

#include "CmcControls.h"

#include <core/base/Result.h>
#include <core/base/StrictJson.h>
#include <core/objects/cmp/CrmfRequest.h>
#include <core/objects/est/Pkcs10Request.h>

#include <QByteArray>
#include <QList>

#include <memory>
#include <vector>

namespace satchel {

// What a full CMC message says: a PKIData or a PKIResponse (RFC 5272 sections 3.2.1 and 4.2.1). Only the members of
// its type are filled.
struct CmcContent {
    CmcControls controls;
    QList<std::shared_ptr<const Pkcs10Request>> pkcs10; // tcr
    std::vector<CrmfRequest> crmf; // crm
    int otherRequests = 0; // orm: of a form that nobody here knows
    QList<QByteArray> messages; // cmsSequence, whole ContentInfos

    // Malformed.
    [[nodiscard]] static Result<CmcContent> readRequest(const QByteArray& pkiData);
    [[nodiscard]] static Result<CmcContent> readResponse(const QByteArray& pkiResponse);

    // The keys that certificates are asked for; those that the authority is to make are not among them.
    [[nodiscard]] QList<QByteArray> keysAskedFor() const;
    [[nodiscard]] DistinguishedName subjectAskedFor() const; // of the first
    [[nodiscard]] bool asksForCertificates() const { return !pkcs10.isEmpty() || !crmf.empty() || otherRequests > 0; }
    [[nodiscard]] JsonArray describeRequests() const;
};

} // namespace satchel
