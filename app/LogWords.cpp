#include "LogWords.h"

#include "ErrorSentences.h"
#include "NamedText.h"
#include "Words.h"

#include <core/exchange/session/LogSentences.h>
#include <core/station/StationRole.h>

#include <QCoreApplication>
#include <QRegularExpression>

#include <array>
#include <vector>

namespace satchel {

namespace {

struct LogTexts {
    Q_DECLARE_TR_FUNCTIONS(LogWords)
};

constexpr std::array Actions{
    NamedText{QLatin1StringView{"gather"}, QT_TRANSLATE_NOOP("LogWords", "gathered")},
    NamedText{QLatin1StringView{"export"}, QT_TRANSLATE_NOOP("LogWords", "taken out")},
    NamedText{QLatin1StringView{"void"}, QT_TRANSLATE_NOOP("LogWords", "number given up")},
    NamedText{QLatin1StringView{"import"}, QT_TRANSLATE_NOOP("LogWords", "brought in")},
    NamedText{QLatin1StringView{"refuse"}, QT_TRANSLATE_NOOP("LogWords", "refused")},
    NamedText{QLatin1StringView{"receipt"}, QT_TRANSLATE_NOOP("LogWords", "receipt brought in")},
    NamedText{QLatin1StringView{"deliver"}, QT_TRANSLATE_NOOP("LogWords", "handed over")},
    NamedText{QLatin1StringView{"release"}, QT_TRANSLATE_NOOP("LogWords", "released")},
    NamedText{QLatin1StringView{"reject"}, QT_TRANSLATE_NOOP("LogWords", "rejected")},
    NamedText{QLatin1StringView{"peer-add"}, QT_TRANSLATE_NOOP("LogWords", "station added")},
    NamedText{QLatin1StringView{"peer-remove"}, QT_TRANSLATE_NOOP("LogWords", "station forgotten")},
    NamedText{QLatin1StringView{"peer-revoke"}, QT_TRANSLATE_NOOP("LogWords", "station revoked")},
    NamedText{QLatin1StringView{"trust-add"}, QT_TRANSLATE_NOOP("LogWords", "anchor added")},
    NamedText{QLatin1StringView{"trust-remove"}, QT_TRANSLATE_NOOP("LogWords", "anchor removed")},
    NamedText{QLatin1StringView{"card-issue"}, QT_TRANSLATE_NOOP("LogWords", "new card")},
    NamedText{QLatin1StringView{"settings"}, QT_TRANSLATE_NOOP("LogWords", "settings changed")},
    NamedText{QLatin1StringView{"restored"}, QT_TRANSLATE_NOOP("LogWords", "put back from a copy")},
    NamedText{QLatin1StringView{"mount"}, QT_TRANSLATE_NOOP("LogWords", "medium opened")},
    NamedText{QLatin1StringView{"eject"}, QT_TRANSLATE_NOOP("LogWords", "medium ejected")},
};

// What may stand in a place of a sentence besides free text.
constexpr std::array ClosedWords{
    NamedText{QLatin1StringView{"imported"}, QT_TRANSLATE_NOOP("LogWords", "brought in")},
    NamedText{QLatin1StringView{"imported-in-part"}, QT_TRANSLATE_NOOP("LogWords", "brought in in part")},
    NamedText{QLatin1StringView{"already-imported"}, QT_TRANSLATE_NOOP("LogWords", "was brought in before")},
    NamedText{QLatin1StringView{"applied"}, QT_TRANSLATE_NOOP("LogWords", "taken in")},
    NamedText{QLatin1StringView{"already-applied"}, QT_TRANSLATE_NOOP("LogWords", "was taken in before")},
    NamedText{QLatin1StringView{"ignored"}, QT_TRANSLATE_NOOP("LogWords", "not of this station's bundles")},
    NamedText{QLatin1StringView{"refused"}, QT_TRANSLATE_NOOP("LogWords", "refused")},
    NamedText{QLatin1StringView{"manufacturer"}, QT_TRANSLATE_NOOP("LogWords", "manufacturer")},
    NamedText{QLatin1StringView{"domain"}, QT_TRANSLATE_NOOP("LogWords", "domain")},
    NamedText{QLatin1StringView{"masa"}, QT_TRANSLATE_NOOP("LogWords", "MASA")},
    NamedText{QLatin1StringView{"unmounted"}, QT_TRANSLATE_NOOP("LogWords", "closed")},
    NamedText{QLatin1StringView{"ejected"}, QT_TRANSLATE_NOOP("LogWords", "ejected")},
    NamedText{QLatin1StringView{"powered-off"}, QT_TRANSLATE_NOOP("LogWords", "switched off")},
};

// What stands in a place: a number, one of the closed words, a role, an error's code, or free text, which stays.
enum class Place { Number, Word, Role, Code, Text };

constexpr auto Number = Place::Number;
constexpr auto Word = Place::Word;
constexpr auto Role = Place::Role;
constexpr auto Code = Place::Code;
constexpr auto Text = Place::Text;

struct Sentence {
    LogSentence recorded;
    const char* shown;
    std::array<Place, 6> places;
};

constexpr std::array Sentences{
    Sentence{logged::Gathered, QT_TRANSLATE_NOOP("LogWords", "%1 taken, %2 there already, %3 held"),
        {Number, Number, Number}},
    Sentence{logged::GatheredFrom, QT_TRANSLATE_NOOP("LogWords", "%1 taken from %2, %3 there already, %4 held"),
        {Number, Text, Number, Number}},
    Sentence{logged::Exported,
        QT_TRANSLATE_NOOP("LogWords", "number %1 to %2: %3 items, %4 bytes, sha256 %5, read back"),
        {Number, Text, Number, Number, Word}},
    Sentence{logged::GivenUp, QT_TRANSLATE_NOOP("LogWords", "number %1 is not used again: %2"), {Number, Code}},
    Sentence{logged::EndedEarly,
        QT_TRANSLATE_NOOP("LogWords", "the taking out ended early; number %1 is not used again"), {Number}},
    Sentence{logged::Imported,
        QT_TRANSLATE_NOOP("LogWords", "number %1 from %2: %3, %4 new, %5 there already, %6 refused"),
        {Number, Text, Word, Number, Number, Number}},
    Sentence{logged::Refused, QT_TRANSLATE_NOOP("LogWords", "%1 (%2)"), {Code, Text}},
    Sentence{logged::ReceiptTaken, QT_TRANSLATE_NOOP("LogWords", "%1: %2 of %3 items refused"), {Word, Number, Number}},
    Sentence{logged::Delivered, QT_TRANSLATE_NOOP("LogWords", "%1 items"), {Number}},
    Sentence{logged::DeliveredFor, QT_TRANSLATE_NOOP("LogWords", "%1 items for %2"), {Number, Text}},
    Sentence{logged::Released, QT_TRANSLATE_NOOP("LogWords", "%1 items: %2"), {Number, Text}},
    Sentence{logged::Rejected, QT_TRANSLATE_NOOP("LogWords", "%1 items: %2 (%3)"), {Number, Code, Text}},
    Sentence{logged::PeerAdded, QT_TRANSLATE_NOOP("LogWords", "%1 (%2 %3), card %4"), {Text, Role, Word, Number}},
    Sentence{logged::PeerRemoved, QT_TRANSLATE_NOOP("LogWords", "%1 (%2 %3), card %4"), {Text, Role, Word, Number}},
    Sentence{logged::PeerRevoked, QT_TRANSLATE_NOOP("LogWords", "%1 (%2 %3), card %4"), {Text, Role, Word, Number}},
    Sentence{logged::AnchorAdded, QT_TRANSLATE_NOOP("LogWords", "%1: %2 (%3)"), {Word, Text, Word}},
    Sentence{logged::AnchorRemoved, QT_TRANSLATE_NOOP("LogWords", "%1: %2 (%3)"), {Word, Text, Word}},
    Sentence{logged::CardIssued, QT_TRANSLATE_NOOP("LogWords", "card %1 of this station"), {Number}},
    Sentence{logged::SettingsChanged, QT_TRANSLATE_NOOP("LogWords", "in settings.toml: %1"), {Text}},
    Sentence{logged::Restored, QT_TRANSLATE_NOOP("LogWords", "put back from a copy: ledger %1 was %2"), {Word, Word}},
    Sentence{logged::Mounted, QT_TRANSLATE_NOOP("LogWords", "at %1"), {Text}},
    Sentence{logged::NotMounted, QT_TRANSLATE_NOOP("LogWords", "it could not be opened. %1 (%2)"), {Code, Text}},
    Sentence{logged::Ejected, QT_TRANSLATE_NOOP("LogWords", "ready to be pulled: %1"), {Word}},
    Sentence{logged::NotEjected, QT_TRANSLATE_NOOP("LogWords", "not ready to be pulled. %1 (%2)"), {Code, Text}},
};

QString patternOf(Place place)
{
    switch (place) {
    case Place::Number:
        return QStringLiteral("(\\d+)");
    case Place::Word:
    case Place::Role:
    case Place::Code:
        return QStringLiteral("([\\w-]+)");
    case Place::Text:
        return QStringLiteral("(.*?)");
    }
    Q_UNREACHABLE();
}

QRegularExpression expressionOf(const Sentence& sentence)
{
    QString pattern = QRegularExpression::escape(QString{sentence.recorded.text});
    for (std::size_t i = 0; i < sentence.places.size(); ++i) {
        pattern.replace(QStringLiteral("\\%%1").arg(i + 1), patternOf(sentence.places[i]));
    }
    return QRegularExpression{
        QRegularExpression::anchoredPattern(pattern), QRegularExpression::DotMatchesEverythingOption};
}

const std::vector<QRegularExpression>& expressions()
{
    static const std::vector<QRegularExpression> all = [] {
        std::vector<QRegularExpression> made;
        for (const auto& sentence : Sentences) {
            made.push_back(expressionOf(sentence));
        }
        return made;
    }();
    return all;
}

// Roles and codes that nobody knows, and free text, stay as they were recorded.
QString placeText(Place place, const QString& recorded)
{
    if (place == Place::Word) {
        const char* const text = textNamed(ClosedWords, recorded);
        return text == nullptr ? recorded : LogTexts::tr(text);
    }
    if (place == Place::Role) {
        const auto role = stationRoleFromName(recorded);
        return role ? roleText(*role) : recorded;
    }
    const auto code = place == Place::Code ? errorCodeFromName(recorded) : std::nullopt;
    return code ? whatHappened(*code) : recorded;
}

} // namespace

QString actionText(const LogEntry& entry)
{
    const char* const text = textNamed(Actions, entry.action);
    return text == nullptr ? entry.action : LogTexts::tr(text);
}

std::optional<QString> knownResultText(const LogEntry& entry)
{
    for (std::size_t i = 0; i < Sentences.size(); ++i) {
        const auto& sentence = Sentences[i];
        if (entry.action != sentence.recorded.action) {
            continue;
        }
        const auto match = expressions()[i].match(entry.verdict);
        if (!match.hasMatch()) {
            continue;
        }
        QStringList texts;
        for (int place = 1; place <= match.lastCapturedIndex(); ++place) {
            texts += placeText(sentence.places[static_cast<std::size_t>(place) - 1], match.captured(place));
        }
        return placesFilled(LogTexts::tr(sentence.shown), texts);
    }
    return std::nullopt;
}

QString resultText(const LogEntry& entry)
{
    return knownResultText(entry).value_or(entry.verdict);
}

} // namespace satchel
