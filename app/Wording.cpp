#include "Wording.h"

#include "ErrorSentences.h"

namespace satchel {

namespace {

// The ledger says "packed" only after the reading back, and takes a bundle in whole or not at all.
QString safeIn(Errand errand)
{
    switch (errand) {
    case Errand::TakeOut:
        return Wording::tr("Nothing is lost: what is not proved to be on the medium is due again the next time.");
    case Errand::BringIn:
        return Wording::tr(
            "Nothing is lost: what was not taken in whole was not taken in at all, and is still on the medium.");
    case Errand::Save:
        return Wording::tr("Nothing has changed: a file of that name, if there was one, is as it was.");
    }
    Q_UNREACHABLE();
}

std::optional<Wording> ofMedium(ErrorCode code, Errand errand)
{
    switch (code) {
    case ErrorCode::MediumGone:
        return Wording{Wording::tr("The medium was pulled, or stopped answering."), safeIn(errand),
            Wording::tr(
                "Put it back in, wait until it is shown, and start again. If it happens twice, take another one.")};
    case ErrorCode::MediumFull:
        return Wording{Wording::tr("The medium is full."), safeIn(errand),
            Wording::tr("Make room on it or take a larger one, then start again.")};
    case ErrorCode::MediumReadOnly:
        return Wording{Wording::tr("The medium is write-protected."), safeIn(errand),
            Wording::tr("Push its switch to “unlocked” or take another one, then start again.")};
    case ErrorCode::ReadBackMismatch:
        return Wording{Wording::tr("What was read back from the medium is not what was written."), safeIn(errand),
            Wording::tr("The medium is broken: mark it and take another one.")};
    default:
        return std::nullopt;
    }
}

std::optional<Wording> ofStation(ErrorCode code, Errand errand)
{
    switch (code) {
    case ErrorCode::StationInUse:
        return Wording{Wording::tr("Another program works with this station just now."), safeIn(errand),
            Wording::tr("Wait until it has ended, then start again.")};
    case ErrorCode::NoSpaceForLedger:
        return Wording{Wording::tr("The disk of this computer is full."), safeIn(errand),
            Wording::tr("Make room on the computer's own disk, then start again.")};
    case ErrorCode::Cancelled:
        return Wording{
            Wording::tr("You have stopped it."), safeIn(errand), Wording::tr("Start again whenever you like.")};
    case ErrorCode::WrongPassphrase:
    case ErrorCode::KeyUnavailable:
        return Wording{Wording::tr("The key of this station cannot be used."), safeIn(errand),
            Wording::tr(
                "Ask whoever set the station up for its passphrase or its token. If the passphrase was changed, "
                "let the window forget the old one, on the page “Settings”.")};
    default:
        return std::nullopt;
    }
}

} // namespace

QString Wording::details() const
{
    return whatIsSafe + QLatin1Char('\n') + whatToDo;
}

QString errorText(const Error& error)
{
    const bool namesFile = error.file.isEmpty() || error.message.contains(error.file);
    return namesFile ? error.message : error.file + QStringLiteral(": ") + error.message;
}

Wording wordingOf(const Error& error, Errand errand)
{
    if (const auto wording = ofMedium(error.code, errand)) {
        return *wording;
    }
    if (const auto wording = ofStation(error.code, errand)) {
        return *wording;
    }
    return {whatHappened(error.code), safeIn(errand),
        whatToDo(error.code) + QLatin1Char('\n') + Wording::tr("In detail: %1").arg(errorText(error))};
}

} // namespace satchel
