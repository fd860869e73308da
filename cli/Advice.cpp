#include "Advice.h"

namespace satchel {

namespace {

// What was read cannot be what it should be, or is not what its sender made.
QString adviceOnContent(ErrorCode code)
{
    switch (code) {
    case ErrorCode::NotRecognised:
        return QStringLiteral(
            "It stays where it is. A bundle is read by `satchel import`, a card by `satchel peer add`; "
            "take anything else out of the folder, or get it again from where it came.");
    case ErrorCode::Empty:
    case ErrorCode::Malformed:
    case ErrorCode::TrailingData:
    case ErrorCode::TooLarge:
        return QStringLiteral("It stays where it is. Get it again from where it came, or take it out of the folder.");
    case ErrorCode::UnsupportedVersion:
        return QStringLiteral("Another version of Satchel made this: if it was a newer one, update this station.");
    case ErrorCode::BadContainer:
    case ErrorCode::BadDigest:
    case ErrorCode::ReadBackMismatch:
        return QStringLiteral("The file was damaged or altered on its way. Have it exported again, on another medium.");
    case ErrorCode::BadSignature:
    case ErrorCode::BadProofOfPossession:
        return QStringLiteral("Treat it as altered or forged, and ask its sender for another.");
    case ErrorCode::CannotDecrypt:
        return QStringLiteral(
            "It was encrypted for other keys. Give its sender this station's current card (`satchel card`).");
    default:
        return {};
    }
}

// Who is who.
QString adviceOnParties(ErrorCode code)
{
    switch (code) {
    case ErrorCode::UnknownSender:
    case ErrorCode::UnknownPeer:
        return QStringLiteral("`satchel peer list` shows who is known; add its card with `satchel peer add`.");
    case ErrorCode::RevokedSender:
        return QStringLiteral("Somebody revoked this peer here; ask who and why before anything else.");
    case ErrorCode::NotAddressedToUs:
        return QStringLiteral("Carry it to the station that it is for; `satchel inspect` names it.");
    case ErrorCode::FingerprintMismatch:
        return QStringLiteral("Do not use this card. Ask the other station's people to read theirs to you again.");
    case ErrorCode::StaleCard:
        return QStringLiteral("Ask for a card made today; the newer one stays in use.");
    case ErrorCode::UntrustedIssuer:
        return QStringLiteral(
            "Add the issuer's certificate with `satchel trust add`, then `satchel release` the item.");
    case ErrorCode::DomainMismatch:
        return QStringLiteral("If that is your domain, add its certificate with `satchel trust add --for domain`, then "
                              "`satchel release` the item. If not, `satchel reject` it.");
    case ErrorCode::NoMatchingRequest:
        return QStringLiteral("Gather it with a `.meta` that names the request (`inReplyTo`), or reject it.");
    case ErrorCode::ReplayConflict:
        return QStringLiteral(
            "If its sender or this station was put back from a backup, run `satchel station restored` there, then "
            "gather "
            "and export before anything is imported. If not, ask the sender before you import it again.");
    default:
        return {};
    }
}

// The machine that we run on.
QString adviceOnMachine(ErrorCode code)
{
    switch (code) {
    case ErrorCode::NotAStation:
        return QStringLiteral("`satchel init` makes a station; --home or SATCHEL_HOME names another place.");
    case ErrorCode::StationInUse:
        return QStringLiteral("Try again when it has ended, or wait longer with --wait SECONDS.");
    case ErrorCode::WrongPassphrase:
        return QStringLiteral("Name the file that holds it with --passphrase-file or SATCHEL_PASSPHRASE_FILE.");
    case ErrorCode::KeyUnavailable:
    case ErrorCode::DatabaseUnavailable:
        return QStringLiteral("`satchel doctor` looks closer.");
    case ErrorCode::MediumFull:
        return QStringLiteral("Make room, or use another medium. What was not written is due again.");
    case ErrorCode::MediumGone:
        return QStringLiteral(
            "Nothing is lost: what is not told as done is due again. Put the medium back in, or take another, and "
            "run the command again.");
    case ErrorCode::MediumReadOnly:
        return QStringLiteral("Nothing was written. Open the medium's write lock, or use another.");
    case ErrorCode::NoSpaceForLedger:
        return QStringLiteral("Make room on the disk that holds the station. Nothing was taken.");
    case ErrorCode::Held:
        return QStringLiteral("`satchel show ITEM` tells why; `satchel release` or `satchel reject` ends it.");
    default:
        return {};
    }
}

} // namespace

QString adviceFor(ErrorCode code)
{
    for (auto* const advise : {adviceOnContent, adviceOnParties, adviceOnMachine}) {
        if (auto advice = advise(code); !advice.isEmpty()) {
            return advice;
        }
    }
    return {};
}

QString adviceForHeld(ErrorCode code)
{
    const auto advice = adviceOnParties(code);
    return advice.isEmpty() ? QStringLiteral("`satchel release` or `satchel reject` ends it.") : advice;
}

QString listingOf(Concern::Kind kind)
{
    switch (kind) {
    case Concern::Kind::VoucherEnds:
        return QStringLiteral("satchel list --kind voucher");
    case Concern::Kind::DeviceCertificateEnds:
        return QStringLiteral("satchel list --expiring 30");
    default:
        return QStringLiteral("satchel list --urgent");
    }
}

} // namespace satchel
