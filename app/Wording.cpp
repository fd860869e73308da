#include "Wording.h"

#include "ErrorSentences.h"

namespace satchel {

namespace {

// The message, with the file that it is about.
QString errorText(const Error& error)
{
    const bool namesFile = error.file.isEmpty() || error.message.contains(error.file);
    return namesFile ? error.message : error.file + QStringLiteral(": ") + error.message;
}

// The ledger says "packed" only after the reading back, and takes a bundle in whole or not at all.
QString safeIn(Errand errand)
{
    switch (errand) {
    case Errand::TakeOut:
        return Wording::tr("Nothing is lost: what is not proved to be on the medium is due again the next time.");
    case Errand::BringIn:
        return Wording::tr(
            "Nothing is lost: what was not taken in whole was not taken in at all, and is still on the medium.");
    case Errand::Eject:
        return Wording::tr("What was read back from it is on it. Leave it in until it is said that it can be pulled.");
    case Errand::Save:
        return Wording::tr("Nothing has changed: a file of that name, if there was one, is as it was.");
    case Errand::Print:
        return Wording::tr("Nothing has changed at this station. Pages that come out of the printer all the same are "
                           "not the whole document: throw them away.");
    case Errand::Look:
        return Wording::tr("Nothing has changed: it was only looked at.");
    case Errand::Change:
        return Wording::tr("Nothing has changed.");
    }
    Q_UNREACHABLE();
}

QString inDetail(const Error& error)
{
    return Wording::inDetail(errorText(error));
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

std::optional<Wording> ofStation(const Error& error, Errand errand)
{
    switch (error.code) {
    case ErrorCode::StationInUse: // the holder may be another page of this window
        return Wording{
            whatHappened(error.code), safeIn(errand), whatToDo(error.code) + QLatin1Char('\n') + inDetail(error)};
    case ErrorCode::NoSpaceForLedger:
        return Wording{Wording::tr("The disk of this computer is full."), safeIn(errand),
            Wording::tr("Make room on the computer's own disk, then start again.")};
    case ErrorCode::UnknownPeer:
        return Wording{Wording::tr("No station is known here that this could be for, or come from."), safeIn(errand),
            Wording::tr("Add the card of the other side on the page “Stations”.")};
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

std::optional<Wording> ofTakingOut(const Error& error)
{
    const QString what = inDetail(error);
    if (error.code == ErrorCode::Unreadable) {
        return Wording{Wording::tr("Nothing can be written there."), safeIn(Errand::TakeOut),
            Wording::tr("Choose another medium or folder, or ask for the right to write to this one.")
                + QLatin1Char('\n') + what};
    }
    if (error.code == ErrorCode::Usage) {
        return Wording{Wording::tr("This cannot be taken out as it was asked for."), safeIn(Errand::TakeOut),
            Wording::tr("If there are several stations, choose the one it is for, then start again.")
                + QLatin1Char('\n') + what};
    }
    return std::nullopt;
}

std::optional<Wording> ofEjecting(const Error& error)
{
    if (error.code == ErrorCode::MediumGone) {
        return Wording{Wording::tr("The medium was pulled before it was ejected."),
            Wording::tr("Nothing is lost: what it did not keep is due again the next time."),
            Wording::tr("Put it back in, and look on the page “Verify” whether its bundles are whole.")};
    }
    if (error.code == ErrorCode::Unreadable) {
        return Wording{Wording::tr("The medium cannot be ejected."), safeIn(Errand::Eject),
            Wording::tr("Close whatever else is open on it, then eject it again. If that is not allowed here, ask "
                        "whoever looks after this computer.")
                + QLatin1Char('\n') + inDetail(error)};
    }
    return std::nullopt;
}

std::optional<Wording> ofPrinting(const Error& error)
{
    if (error.code == ErrorCode::Unreadable) {
        return Wording{Wording::tr("The printer takes no more pages."), safeIn(Errand::Print),
            Wording::tr("See to the printer, then print it again.")};
    }
    return std::nullopt;
}

// What has no code of its own and means one thing in one errand.
std::optional<Wording> ofErrand(const Error& error, Errand errand)
{
    switch (errand) {
    case Errand::TakeOut:
        return ofTakingOut(error);
    case Errand::Eject:
        return ofEjecting(error);
    case Errand::Print:
        return ofPrinting(error);
    default:
        return std::nullopt;
    }
}

} // namespace

QString Wording::inDetail(const QString& coreWords)
{
    return tr("In detail: %1").arg(coreWords);
}

QString Wording::details() const
{
    return whatIsSafe + QLatin1Char('\n') + whatToDo;
}

QString Wording::whole() const
{
    return whatHappened + QLatin1Char('\n') + details();
}

Wording wordingOf(const Error& error, Errand errand)
{
    if (const auto wording = ofErrand(error, errand)) {
        return *wording;
    }
    if (const auto wording = ofMedium(error.code, errand)) {
        return *wording;
    }
    if (const auto wording = ofStation(error, errand)) {
        return *wording;
    }
    return {whatHappened(error.code), safeIn(errand), whatToDo(error.code) + QLatin1Char('\n') + inDetail(error)};
}

} // namespace satchel
