#pragma once

#include <QString>
#include <QStringView>

#include <optional>

namespace satchel {

// What a caller can act on. The closed list of docs/cli.md; printed in its kebab form by errorCodeName().
enum class ErrorCode {
    Malformed,
    TrailingData,
    UnsupportedVersion,
    DuplicateField,
    UnknownField,
    Unreadable,
    Empty,
    NotRecognised,
    TooLarge,
    BadContainer,
    BadSignature,
    WeakAlgorithm,
    UnknownSender,
    RevokedSender,
    WrongRole,
    WrongDirection,
    NotAddressedToUs,
    BadDigest,
    CannotDecrypt,
    ReplayConflict,
    Expired,
    NotYetValid,
    BadProofOfPossession,
    UntrustedIssuer,
    RevokedCertificate,
    SerialMismatch,
    NonceMismatch,
    DomainMismatch,
    NoMatchingRequest,
    KeyMismatch,
    NoTransactionId,
    RequesterUnknown,
    Superseded,
    Lapsed,
    Held,
    NotInInventory,
    UnknownKind,
    UnknownPeer,
    FingerprintMismatch,
    StaleCard,
    KeyUnavailable,
    WrongPassphrase,
    MediumFull,
    MediumGone,
    MediumReadOnly,
    ReadBackMismatch,
    NoSpaceForLedger,
    StationInUse,
    NotAStation,
    NotFound,
    DatabaseUnavailable,
    Cancelled,
    Usage,
    Internal,
};

// "bad-signature" and so on: stable, for scripts.
[[nodiscard]] QString errorCodeName(ErrorCode code);
[[nodiscard]] std::optional<ErrorCode> errorCodeFromName(QStringView name);

} // namespace satchel
