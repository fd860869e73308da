#include "WarningWords.h"

#include <app/ErrorSentences.h>
#include <app/Wording.h>

#include <QCoreApplication>

#include <algorithm>

namespace satchel {

namespace {

struct WarningTexts {
    Q_DECLARE_TR_FUNCTIONS(WarningWords)
};

QString sentenceOf(Warning::Kind kind)
{
    using Kind = Warning::Kind;
    switch (kind) {
    case Kind::SenderExpired:
        return WarningTexts::tr(
            "By this computer's clock the sender's certificate has ended. Is the clock right? If so, ask "
            "them for their new card.");
    case Kind::SenderNotYetValid:
        return WarningTexts::tr(
            "By this computer's clock the sender's certificate is not valid yet. Is the clock right?");
    case Kind::UseByPassed:
        return WarningTexts::tr("Its sender wanted it used earlier.");
    case Kind::OtherLedger:
        return WarningTexts::tr(
            "Its sender keeps another ledger than before. Ask whether that station was put back from a "
            "backup: if not, somebody else has its keys.");
    case Kind::PeerRevoked:
        return WarningTexts::tr("Answers wait for a station that was revoked here.");
    case Kind::PeerForgotten:
        return WarningTexts::tr("Answers wait for a station that is not known here any more.");
    case Kind::PlaceLeft:
        return WarningTexts::tr("A medium failed; what was left went onto the next one.");
    case Kind::NotInCustodyLog:
        return WarningTexts::tr("This could not be written into the custody log.");
    case Kind::MediumRemark:
        return WarningTexts::tr("The medium was made ready, but not all of it went as it should.");
    }
    Q_UNREACHABLE();
}

// Checks stand in the order in which they were made: behind the one that failed none was.
bool isBehindAFailure(const Check& check, const VerifiedFile& file)
{
    const auto& checks = file.checks;
    const auto failed = std::find_if(
        checks.begin(), checks.end(), [](const Check& each) { return each.result == CheckResult::Fail; });
    return std::any_of(failed, checks.end(), [&check](const Check& each) { return each.name == check.name; });
}

// What needs what only the addressee has.
QString whyNotHere(const Check& check, const VerifiedFile& file)
{
    if (isBehindAFailure(check, file)) {
        return WarningTexts::tr("not reached");
    }
    if (check.name == u"addressee") {
        return WarningTexts::tr("it is for another station");
    }
    if (check.name == u"ledger") {
        return WarningTexts::tr("only the station that it is for knows what came before");
    }
    return file.isForUs ? WarningTexts::tr("the keys of this station are locked")
                        : WarningTexts::tr("only the station that it is for can open it");
}

QString whyOdd(const Check& check)
{
    return check.name == u"ledger" ? sentenceOf(Warning::Kind::OtherLedger)
                                   : WarningTexts::tr("the sender's certificate is not valid by this computer's clock");
}

QString whatIsGood(const Check& check, const VerifiedFile& file)
{
    if (check.name == u"sender") {
        return file.fromName;
    }
    if (check.name == u"addressee") {
        return WarningTexts::tr("this station");
    }
    return check.name == u"objects" ? WarningTexts::tr("%n item(s)", nullptr, static_cast<int>(file.items)) : QString{};
}

} // namespace

QStringList wordsOf(const QList<Warning>& warnings, const QString& about)
{
    QStringList lines;
    for (const auto& warning : warnings) {
        const QString& whom = warning.about.isEmpty() ? about : warning.about;
        const QString sentence = sentenceOf(warning.kind);
        lines += whom.isEmpty() ? sentence : WarningTexts::tr("%1: %2").arg(whom, sentence);
        lines += Wording::inDetail(warning.text);
    }
    return lines;
}

QString wordsOf(const Check& check, const VerifiedFile& file)
{
    switch (check.result) {
    case CheckResult::Pass:
        return whatIsGood(check, file);
    case CheckResult::Warn:
        return whyOdd(check);
    case CheckResult::Skipped:
        return whyNotHere(check, file);
    case CheckResult::Fail:
        return check.name == u"objects"
            ? WarningTexts::tr("%n refused item(s)", nullptr, static_cast<int>(file.failures.size()))
            : file.firstFailure ? whatHappened(file.firstFailure->code)
                                : QString{};
    }
    Q_UNREACHABLE();
}

} // namespace satchel
