#pragma once

#include <core/station/StationRole.h>

#include <QString>
#include <QStringView>

#include <optional>

namespace satchel {

// What an item is (docs/bundle-format.md, "Kinds"). Version 1 names them all, so that it need not break for later ones.
enum class Kind {
    VoucherRequest,
    Voucher,
    CertificationRequest,
    CertificationResponse,
    Rejection,
    Waiting,
    Confirmation,
    ConfirmationResponse,
    VoucherStatus,
    EnrollStatus,
    AuditLogRequest,
    AuditLog,
    CaCertificatesRequest,
    CaCertificates,
    AttributesRequest,
    Attributes,
    Crl,
    Attachment,
    Card,
    Checkpoint,
};

enum class Protocol { Brski, Est, Cmp, Scep, Cmc, X509, Satchel };

[[nodiscard]] QString kindName(Kind kind); // "voucher-request"
[[nodiscard]] std::optional<Kind> kindFromName(QStringView name);
[[nodiscard]] QString protocolName(Protocol protocol); // "brski"
[[nodiscard]] std::optional<Protocol> protocolFromName(QStringView name);

// May a station of this role send such an item? (docs/bundle-format.md, "Direction")
[[nodiscard]] bool mayBeSentBy(StationRole sender, Kind kind);

// A request that one final answer ends: voucher, certification, audit-log, CA certificates and attributes requests.
[[nodiscard]] bool isRequest(Kind kind);
// A final answer to such a request: voucher, certification response, rejection, audit log, ...
[[nodiscard]] bool isFinalAnswer(Kind kind);
// What is for a whole station and for no device, and may be sent unasked: CA certificates, attributes, revocation
// lists.
[[nodiscard]] bool isForStation(Kind kind);
// Cards and checkpoints concern the stations: neither counted nor listed.
[[nodiscard]] bool isListed(Kind kind);
// The kind of answer that a request of this kind asks for; a Rejection answers any.
[[nodiscard]] bool answers(Kind answer, Kind request);

} // namespace satchel
