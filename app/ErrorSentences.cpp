#include "ErrorSentences.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>

namespace satchel {

namespace {

struct CodeSentences {
    ErrorCode code;
    const char* whatHappened;
    const char* whatToDo;
};

// One for each code of the closed list, in its order.
constexpr std::array All{
    CodeSentences{ErrorCode::Malformed,
        QT_TRANSLATE_NOOP("ErrorSentences", "It is not what it should be: something in it is broken."),
        QT_TRANSLATE_NOOP("ErrorSentences",
            "Ask whoever made it for a new copy. If a medium brought it, the medium may be damaged: take another "
            "one.")},
    CodeSentences{ErrorCode::TrailingData,
        QT_TRANSLATE_NOOP("ErrorSentences", "There is more in it than belongs there."),
        QT_TRANSLATE_NOOP(
            "ErrorSentences", "Ask whoever made it for a new copy. It may have been altered on its way.")},
    CodeSentences{ErrorCode::UnsupportedVersion,
        QT_TRANSLATE_NOOP("ErrorSentences", "A newer version of Satchel made it."),
        QT_TRANSLATE_NOOP("ErrorSentences", "Update Satchel on this computer, then start again.")},
    CodeSentences{ErrorCode::DuplicateField,
        QT_TRANSLATE_NOOP("ErrorSentences", "Something stands in it twice that may stand there once only."),
        QT_TRANSLATE_NOOP(
            "ErrorSentences", "Ask whoever made it for a new copy. It may have been altered on its way.")},
    CodeSentences{ErrorCode::UnknownField,
        QT_TRANSLATE_NOOP("ErrorSentences", "There is something in it that this version of Satchel does not know."),
        QT_TRANSLATE_NOOP(
            "ErrorSentences", "Update Satchel on this computer. If that does not help, ask whoever made it.")},
    CodeSentences{ErrorCode::Unreadable,
        QT_TRANSLATE_NOOP("ErrorSentences", "A file or folder cannot be read or written."),
        QT_TRANSLATE_NOOP(
            "ErrorSentences", "Look whether it is still there and whether you may open it, then start again.")},
    CodeSentences{ErrorCode::Empty, QT_TRANSLATE_NOOP("ErrorSentences", "The file is empty."),
        QT_TRANSLATE_NOOP(
            "ErrorSentences", "It was not copied to its end. Copy it anew, or ask its sender to write it again.")},
    CodeSentences{ErrorCode::NotRecognised,
        QT_TRANSLATE_NOOP("ErrorSentences", "It is none of the things that Satchel takes."),
        QT_TRANSLATE_NOOP("ErrorSentences", "Look whether it is the right file.")},
    CodeSentences{ErrorCode::TooLarge, QT_TRANSLATE_NOOP("ErrorSentences", "It is larger than is allowed."),
        QT_TRANSLATE_NOOP("ErrorSentences", "Ask its sender for smaller bundles.")},
    CodeSentences{ErrorCode::BadContainer, QT_TRANSLATE_NOOP("ErrorSentences", "The bundle is damaged or was altered."),
        QT_TRANSLATE_NOOP("ErrorSentences", "Ask its sender to write it again, onto another medium.")},
    CodeSentences{ErrorCode::BadSignature, QT_TRANSLATE_NOOP("ErrorSentences", "The signature is not valid."),
        QT_TRANSLATE_NOOP("ErrorSentences",
            "Do not use it. If it is the right file, ask its sender, by telephone or in person, whether it is "
            "theirs.")},
    CodeSentences{ErrorCode::WeakAlgorithm,
        QT_TRANSLATE_NOOP("ErrorSentences", "It is signed or encrypted in a way that is no longer good enough."),
        QT_TRANSLATE_NOOP("ErrorSentences", "Whoever made it must use newer algorithms or a longer key.")},
    CodeSentences{ErrorCode::UnknownSender,
        QT_TRANSLATE_NOOP("ErrorSentences", "No station that is known here has made it."),
        QT_TRANSLATE_NOOP(
            "ErrorSentences", "If you expect it, add the sender's card under Stations and compare the fingerprint.")},
    CodeSentences{ErrorCode::RevokedSender,
        QT_TRANSLATE_NOOP("ErrorSentences", "It comes from a station that is no longer trusted here."),
        QT_TRANSLATE_NOOP("ErrorSentences", "Do not use it. Ask whoever revoked the station.")},
    CodeSentences{ErrorCode::WrongRole,
        QT_TRANSLATE_NOOP("ErrorSentences", "It comes from a site where a backend is due, or the other way round."),
        QT_TRANSLATE_NOOP("ErrorSentences", "Look whether you are at the right computer.")},
    CodeSentences{ErrorCode::WrongDirection,
        QT_TRANSLATE_NOOP("ErrorSentences", "Its sender may not send this kind of item."),
        QT_TRANSLATE_NOOP("ErrorSentences", "Do not use it. Ask its sender how it came about.")},
    CodeSentences{ErrorCode::NotAddressedToUs, QT_TRANSLATE_NOOP("ErrorSentences", "It is for another station."),
        QT_TRANSLATE_NOOP("ErrorSentences", "Carry it to the station that it is for. The label says which.")},
    CodeSentences{ErrorCode::BadDigest, QT_TRANSLATE_NOOP("ErrorSentences", "The content is not what the label lists."),
        QT_TRANSLATE_NOOP("ErrorSentences", "Ask its sender to write it again, onto another medium.")},
    CodeSentences{ErrorCode::CannotDecrypt, QT_TRANSLATE_NOOP("ErrorSentences", "No key of this station opens it."),
        QT_TRANSLATE_NOOP("ErrorSentences",
            "Its sender may have an old card of this station: send the newest one, and ask for the bundle anew.")},
    CodeSentences{ErrorCode::ReplayConflict,
        QT_TRANSLATE_NOOP("ErrorSentences",
            "There are two different bundles under one number, or a station was restored from an old copy."),
        QT_TRANSLATE_NOOP("ErrorSentences", "Do not decide this alone: show it to your operator.")},
    CodeSentences{ErrorCode::Expired, QT_TRANSLATE_NOOP("ErrorSentences", "Its time is over."),
        QT_TRANSLATE_NOOP(
            "ErrorSentences", "Look at the date of this computer. If that is right, it must be asked for anew.")},
    CodeSentences{ErrorCode::NotYetValid, QT_TRANSLATE_NOOP("ErrorSentences", "Its time has not begun yet."),
        QT_TRANSLATE_NOOP("ErrorSentences", "Look at the date and time of this computer.")},
    CodeSentences{ErrorCode::BadProofOfPossession,
        QT_TRANSLATE_NOOP("ErrorSentences", "Who asks has not proved to have the key."),
        QT_TRANSLATE_NOOP("ErrorSentences", "The device must ask again.")},
    CodeSentences{ErrorCode::UntrustedIssuer,
        QT_TRANSLATE_NOOP("ErrorSentences", "Nobody who is trusted here vouches for its signer."),
        QT_TRANSLATE_NOOP("ErrorSentences", "If the signer is right, add its certificate as an anchor.")},
    CodeSentences{ErrorCode::RevokedCertificate,
        QT_TRANSLATE_NOOP("ErrorSentences", "A certificate in it was revoked."),
        QT_TRANSLATE_NOOP("ErrorSentences", "Do not use it. The device needs another certificate.")},
    CodeSentences{ErrorCode::SerialMismatch,
        QT_TRANSLATE_NOOP("ErrorSentences", "The serial number is not that of the device."),
        QT_TRANSLATE_NOOP("ErrorSentences", "Ask whoever sent it; the device may have to ask again.")},
    CodeSentences{ErrorCode::NonceMismatch,
        QT_TRANSLATE_NOOP("ErrorSentences", "The voucher does not belong to the latest request of the device."),
        QT_TRANSLATE_NOOP("ErrorSentences", "Wait for the answer to the latest request.")},
    CodeSentences{ErrorCode::DomainMismatch, QT_TRANSLATE_NOOP("ErrorSentences", "The voucher is for another domain."),
        QT_TRANSLATE_NOOP("ErrorSentences", "The manufacturer must issue it anew, for this domain.")},
    CodeSentences{ErrorCode::NoMatchingRequest,
        QT_TRANSLATE_NOOP("ErrorSentences", "It answers no request of this station."),
        QT_TRANSLATE_NOOP("ErrorSentences",
            "Look whether it is for another station, or whether this one was restored from an old copy.")},
    CodeSentences{ErrorCode::KeyMismatch,
        QT_TRANSLATE_NOOP("ErrorSentences", "It is for another key than was asked for."),
        QT_TRANSLATE_NOOP("ErrorSentences", "The device must ask again.")},
    CodeSentences{ErrorCode::NoTransactionId,
        QT_TRANSLATE_NOOP(
            "ErrorSentences", "The message has no transaction number, so its answer could not be told from others."),
        QT_TRANSLATE_NOOP("ErrorSentences", "The device or the registrar must send it with one.")},
    CodeSentences{ErrorCode::RequesterUnknown, QT_TRANSLATE_NOOP("ErrorSentences", "Nothing tells who asks."),
        QT_TRANSLATE_NOOP("ErrorSentences", "Decide under Requests whether it may pass.")},
    CodeSentences{ErrorCode::Superseded, QT_TRANSLATE_NOOP("ErrorSentences", "The device has asked anew since."),
        QT_TRANSLATE_NOOP("ErrorSentences", "Nothing is to be done: its newer request counts.")},
    CodeSentences{ErrorCode::Lapsed, QT_TRANSLATE_NOOP("ErrorSentences", "Its deadline has passed."),
        QT_TRANSLATE_NOOP("ErrorSentences", "The device must ask again.")},
    CodeSentences{ErrorCode::Held, QT_TRANSLATE_NOOP("ErrorSentences", "It waits for a person's decision."),
        QT_TRANSLATE_NOOP("ErrorSentences", "Decide under Requests whether it may pass.")},
    CodeSentences{ErrorCode::NotInInventory, QT_TRANSLATE_NOOP("ErrorSentences", "The device is not in the inventory."),
        QT_TRANSLATE_NOOP("ErrorSentences", "If it belongs to you, add it to the inventory; else reject it.")},
    CodeSentences{ErrorCode::UnknownKind,
        QT_TRANSLATE_NOOP("ErrorSentences", "This version of Satchel does not know this kind of item."),
        QT_TRANSLATE_NOOP("ErrorSentences", "Update Satchel on this computer, then start again.")},
    CodeSentences{ErrorCode::UnknownPeer, QT_TRANSLATE_NOOP("ErrorSentences", "No station of that name is known here."),
        QT_TRANSLATE_NOOP("ErrorSentences", "Add its card under Stations.")},
    CodeSentences{ErrorCode::FingerprintMismatch,
        QT_TRANSLATE_NOOP("ErrorSentences", "The card has another fingerprint than was told."),
        QT_TRANSLATE_NOOP("ErrorSentences", "Do not use this card. Ask the other side for theirs again.")},
    CodeSentences{ErrorCode::StaleCard,
        QT_TRANSLATE_NOOP("ErrorSentences", "A newer card of that station is known already."),
        QT_TRANSLATE_NOOP("ErrorSentences", "Nothing is to be done: the newer card counts.")},
    CodeSentences{ErrorCode::KeyUnavailable,
        QT_TRANSLATE_NOOP("ErrorSentences", "The key of this station cannot be used."),
        QT_TRANSLATE_NOOP("ErrorSentences", "Ask whoever set the station up for its passphrase or its token.")},
    CodeSentences{ErrorCode::WrongPassphrase,
        QT_TRANSLATE_NOOP("ErrorSentences", "The passphrase is wrong or missing."),
        QT_TRANSLATE_NOOP("ErrorSentences", "Ask whoever set the station up for its passphrase or its token.")},
    CodeSentences{ErrorCode::MediumFull, QT_TRANSLATE_NOOP("ErrorSentences", "The medium is full."),
        QT_TRANSLATE_NOOP("ErrorSentences", "Make room on it or take a larger one, then start again.")},
    CodeSentences{ErrorCode::MediumGone,
        QT_TRANSLATE_NOOP("ErrorSentences", "The medium was pulled, or stopped answering."),
        QT_TRANSLATE_NOOP("ErrorSentences",
            "Put it back in, wait until it is shown, and start again. If it happens twice, take another one.")},
    CodeSentences{ErrorCode::MediumReadOnly, QT_TRANSLATE_NOOP("ErrorSentences", "The medium is write-protected."),
        QT_TRANSLATE_NOOP("ErrorSentences", "Push its switch to “unlocked” or take another one, then start again.")},
    CodeSentences{ErrorCode::ReadBackMismatch,
        QT_TRANSLATE_NOOP("ErrorSentences", "What was read back from the medium is not what was written."),
        QT_TRANSLATE_NOOP("ErrorSentences", "The medium is broken: mark it and take another one.")},
    CodeSentences{ErrorCode::NoSpaceForLedger,
        QT_TRANSLATE_NOOP("ErrorSentences", "The disk of this computer is full."),
        QT_TRANSLATE_NOOP("ErrorSentences", "Make room on the computer's own disk, then start again.")},
    CodeSentences{ErrorCode::StationInUse,
        QT_TRANSLATE_NOOP("ErrorSentences",
            "Something else works with this station: another page of this window, or another program."),
        QT_TRANSLATE_NOOP("ErrorSentences", "Wait until it has ended, then start again.")},
    CodeSentences{ErrorCode::NotAStation, QT_TRANSLATE_NOOP("ErrorSentences", "There is no station in that folder."),
        QT_TRANSLATE_NOOP("ErrorSentences", "Look whether it is the right folder.")},
    CodeSentences{ErrorCode::NotFound, QT_TRANSLATE_NOOP("ErrorSentences", "There is no such item, bundle or anchor."),
        QT_TRANSLATE_NOOP("ErrorSentences", "It may have changed meanwhile: look at the list again.")},
    CodeSentences{ErrorCode::DatabaseUnavailable,
        QT_TRANSLATE_NOOP("ErrorSentences", "The station's records cannot be opened, or its disk fails."),
        QT_TRANSLATE_NOOP("ErrorSentences", "Stop working with this computer and show it to your operator.")},
    CodeSentences{ErrorCode::Cancelled, QT_TRANSLATE_NOOP("ErrorSentences", "You have stopped it."),
        QT_TRANSLATE_NOOP("ErrorSentences", "Start again whenever you like.")},
    CodeSentences{ErrorCode::Usage, QT_TRANSLATE_NOOP("ErrorSentences", "What was entered does not work together."),
        QT_TRANSLATE_NOOP("ErrorSentences", "Look at what you have entered, then try again.")},
    CodeSentences{ErrorCode::Internal, QT_TRANSLATE_NOOP("ErrorSentences", "That is a mistake in Satchel itself."),
        QT_TRANSLATE_NOOP("ErrorSentences", "Please report it, with the text below.")},
};

const CodeSentences& sentencesOf(ErrorCode code)
{
    const auto found
        = std::find_if(All.begin(), All.end(), [code](const CodeSentences& one) { return one.code == code; });
    return found == All.end() ? All.back() : *found;
}

} // namespace

QString whatHappened(ErrorCode code)
{
    return QCoreApplication::translate("ErrorSentences", sentencesOf(code).whatHappened);
}

QString whatToDo(ErrorCode code)
{
    return QCoreApplication::translate("ErrorSentences", sentencesOf(code).whatToDo);
}

QString explained(const Error& error)
{
    QStringList detail{error.message.contains(error.file) ? QString{} : error.file, error.message};
    detail.removeAll(QString{});
    const QString happened = whatHappened(error.code);
    return detail.isEmpty() ? happened : QStringLiteral("%1 (%2)").arg(happened, detail.join(QStringLiteral(": ")));
}

} // namespace satchel
