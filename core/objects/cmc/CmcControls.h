#pragma once

#include <core/base/StrictJson.h>
#include <core/objects/encoding/DerFields.h>

#include <QByteArray>
#include <QDateTime>
#include <QList>
#include <QString>
#include <QStringList>

namespace satchel {

// What an authority says of the requests in a CMC message (RFC 5272 section 6.1).
struct CmcStatus {
    enum class Status {
        Success = 0,
        Failed = 2,
        Pending = 3,
        NoSupport = 4,
        ConfirmRequired = 5,
        PopRequired = 6,
        Partial = 7,
    };

    Status status = Status::Success;
    QString text; // statusString
    QString failInfo; // "badRequest (2): ..."; empty if none is given
    QByteArray pendToken; // by which the device asks again
    QDateTime pendTime; // invalid if absent
};

[[nodiscard]] QString cmcStatusName(CmcStatus::Status status); // "pending"

// The controls of a PKIData or a PKIResponse (RFC 5272 section 3.2.1.1), read as far as pairing and explaining need
// them.
struct CmcControls {
    QByteArray transactionId; // content of the INTEGER; empty if absent
    QByteArray senderNonce;
    QByteArray recipientNonce;
    QString identification;
    QByteArray pendToken; // of queryPending
    QList<CmcStatus> statuses;
    QStringList names; // of all, in their order: "transactionId"
    bool asksAgain = false; // queryPending
    bool revokes = false; // revokeRequest
    bool isBatch = false; // batchRequests, batchResponses
    bool confirms = false; // confirmCertAcceptance

    // `fields`: of a controlSequence. Failures go into them.
    [[nodiscard]] static CmcControls read(DerFields fields);
    [[nodiscard]] JsonArray describeStatuses() const;
};

// BodyPartID: INTEGER (0..4294967295).
void takeBodyPartId(DerFields& fields);

} // namespace satchel
