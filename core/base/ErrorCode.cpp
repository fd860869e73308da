#include "ErrorCode.h"

#include <algorithm>
#include <array>

namespace satchel {

namespace {

struct NamedCode {
    ErrorCode code;
    QLatin1StringView name;
};

constexpr std::array Names{
    NamedCode{ErrorCode::Malformed, QLatin1StringView{"malformed"}},
    NamedCode{ErrorCode::TrailingData, QLatin1StringView{"trailing-data"}},
    NamedCode{ErrorCode::UnsupportedVersion, QLatin1StringView{"unsupported-version"}},
    NamedCode{ErrorCode::DuplicateField, QLatin1StringView{"duplicate-field"}},
    NamedCode{ErrorCode::UnknownField, QLatin1StringView{"unknown-field"}},
    NamedCode{ErrorCode::Unreadable, QLatin1StringView{"unreadable"}},
    NamedCode{ErrorCode::Empty, QLatin1StringView{"empty"}},
    NamedCode{ErrorCode::NotRecognised, QLatin1StringView{"not-recognised"}},
    NamedCode{ErrorCode::TooLarge, QLatin1StringView{"too-large"}},
    NamedCode{ErrorCode::BadContainer, QLatin1StringView{"bad-container"}},
    NamedCode{ErrorCode::BadSignature, QLatin1StringView{"bad-signature"}},
    NamedCode{ErrorCode::WeakAlgorithm, QLatin1StringView{"weak-algorithm"}},
    NamedCode{ErrorCode::UnknownSender, QLatin1StringView{"unknown-sender"}},
    NamedCode{ErrorCode::RevokedSender, QLatin1StringView{"revoked-sender"}},
    NamedCode{ErrorCode::WrongRole, QLatin1StringView{"wrong-role"}},
    NamedCode{ErrorCode::WrongDirection, QLatin1StringView{"wrong-direction"}},
    NamedCode{ErrorCode::NotAddressedToUs, QLatin1StringView{"not-addressed-to-us"}},
    NamedCode{ErrorCode::BadDigest, QLatin1StringView{"bad-digest"}},
    NamedCode{ErrorCode::CannotDecrypt, QLatin1StringView{"cannot-decrypt"}},
    NamedCode{ErrorCode::ReplayConflict, QLatin1StringView{"replay-conflict"}},
    NamedCode{ErrorCode::Expired, QLatin1StringView{"expired"}},
    NamedCode{ErrorCode::NotYetValid, QLatin1StringView{"not-yet-valid"}},
    NamedCode{ErrorCode::BadProofOfPossession, QLatin1StringView{"bad-proof-of-possession"}},
    NamedCode{ErrorCode::UntrustedIssuer, QLatin1StringView{"untrusted-issuer"}},
    NamedCode{ErrorCode::RevokedCertificate, QLatin1StringView{"revoked-certificate"}},
    NamedCode{ErrorCode::SerialMismatch, QLatin1StringView{"serial-mismatch"}},
    NamedCode{ErrorCode::NonceMismatch, QLatin1StringView{"nonce-mismatch"}},
    NamedCode{ErrorCode::DomainMismatch, QLatin1StringView{"domain-mismatch"}},
    NamedCode{ErrorCode::NoMatchingRequest, QLatin1StringView{"no-matching-request"}},
    NamedCode{ErrorCode::KeyMismatch, QLatin1StringView{"key-mismatch"}},
    NamedCode{ErrorCode::NoTransactionId, QLatin1StringView{"no-transaction-id"}},
    NamedCode{ErrorCode::RequesterUnknown, QLatin1StringView{"requester-unknown"}},
    NamedCode{ErrorCode::Superseded, QLatin1StringView{"superseded"}},
    NamedCode{ErrorCode::Lapsed, QLatin1StringView{"lapsed"}},
    NamedCode{ErrorCode::Held, QLatin1StringView{"held"}},
    NamedCode{ErrorCode::NotInInventory, QLatin1StringView{"not-in-inventory"}},
    NamedCode{ErrorCode::UnknownKind, QLatin1StringView{"unknown-kind"}},
    NamedCode{ErrorCode::UnknownPeer, QLatin1StringView{"unknown-peer"}},
    NamedCode{ErrorCode::FingerprintMismatch, QLatin1StringView{"fingerprint-mismatch"}},
    NamedCode{ErrorCode::StaleCard, QLatin1StringView{"stale-card"}},
    NamedCode{ErrorCode::KeyUnavailable, QLatin1StringView{"key-unavailable"}},
    NamedCode{ErrorCode::WrongPassphrase, QLatin1StringView{"wrong-passphrase"}},
    NamedCode{ErrorCode::MediumFull, QLatin1StringView{"medium-full"}},
    NamedCode{ErrorCode::MediumGone, QLatin1StringView{"medium-gone"}},
    NamedCode{ErrorCode::MediumReadOnly, QLatin1StringView{"medium-read-only"}},
    NamedCode{ErrorCode::ReadBackMismatch, QLatin1StringView{"read-back-mismatch"}},
    NamedCode{ErrorCode::NoSpaceForLedger, QLatin1StringView{"no-space-for-ledger"}},
    NamedCode{ErrorCode::StationInUse, QLatin1StringView{"station-in-use"}},
    NamedCode{ErrorCode::NotAStation, QLatin1StringView{"not-a-station"}},
    NamedCode{ErrorCode::NotFound, QLatin1StringView{"not-found"}},
    NamedCode{ErrorCode::DatabaseUnavailable, QLatin1StringView{"database-unavailable"}},
    NamedCode{ErrorCode::Cancelled, QLatin1StringView{"cancelled"}},
    NamedCode{ErrorCode::Usage, QLatin1StringView{"usage"}},
    NamedCode{ErrorCode::Internal, QLatin1StringView{"internal"}},
};

} // namespace

QString errorCodeName(ErrorCode code)
{
    const auto found
        = std::find_if(Names.begin(), Names.end(), [code](const NamedCode& entry) { return entry.code == code; });
    return found == Names.end() ? QStringLiteral("internal") : QString{found->name};
}

std::optional<ErrorCode> errorCodeFromName(QStringView name)
{
    const auto found
        = std::find_if(Names.begin(), Names.end(), [name](const NamedCode& entry) { return name == entry.name; });
    return found == Names.end() ? std::nullopt : std::optional{found->code};
}

} // namespace satchel
