#pragma once

#include <core/ledger/CustodyLog.h>

#include <QLatin1StringView>
#include <QString>
#include <QStringList>

#include <span>

namespace satchel {

// An action of the custody log and what is said of it, with places (%1, %2, …) for what it was about. Logs and scripts
// read these words; the list is closed, so that the window can say each in its own language.
struct LogSentence {
    QLatin1StringView action;
    QLatin1StringView text;
};

namespace logged {

using View = QLatin1StringView;

inline constexpr LogSentence Gathered{View{"gather"}, View{"%1 taken, %2 there already, %3 held"}};
inline constexpr LogSentence GatheredFrom{View{"gather"}, View{"%1 taken from %2, %3 there already, %4 held"}};
inline constexpr LogSentence Exported{
    View{"export"}, View{"number %1 to %2: %3 items, %4 bytes, sha256 %5, read back"}};
inline constexpr LogSentence GivenUp{View{"void"}, View{"number %1 is not used again: %2"}}; // an error's code
inline constexpr LogSentence EndedEarly{View{"void"}, View{"an export ended early; number %1 is not used again"}};
inline constexpr LogSentence Imported{
    View{"import"}, View{"number %1 from %2: %3, %4 new, %5 there already, %6 refused"}};
inline constexpr LogSentence Refused{View{"refuse"}, View{"%1: %2"}}; // an error's code and message
inline constexpr LogSentence ReceiptTaken{View{"receipt"}, View{"%1: %2 of %3 items refused"}};
inline constexpr LogSentence Delivered{View{"deliver"}, View{"%1 items"}};
inline constexpr LogSentence DeliveredFor{View{"deliver"}, View{"%1 items for %2"}};
inline constexpr LogSentence Released{View{"release"}, View{"%1 items: %2"}};
inline constexpr LogSentence Rejected{View{"reject"}, View{"%1 items: %2 %3"}}; // an error's code and a reason
inline constexpr LogSentence PeerAdded{View{"peer-add"}, View{"%1 (%2 %3), card %4"}}; // alias, role, fingerprint
inline constexpr LogSentence PeerRemoved{View{"peer-remove"}, View{"%1 (%2 %3), card %4"}};
inline constexpr LogSentence PeerRevoked{View{"peer-revoke"}, View{"%1 (%2 %3), card %4"}};
inline constexpr LogSentence AnchorAdded{View{"trust-add"}, View{"%1: %2 (%3)"}}; // use, subject, SHA-256
inline constexpr LogSentence AnchorRemoved{View{"trust-remove"}, View{"%1: %2 (%3)"}};
inline constexpr LogSentence CardIssued{View{"card-issue"}, View{"card %1 of this station"}};
inline constexpr LogSentence SettingsChanged{View{"settings"}, View{"%1"}}; // the names of the settings
inline constexpr LogSentence Restored{View{"restored"}, View{"put back from a copy: ledger %1 was %2"}};
inline constexpr LogSentence Mounted{View{"mount"}, View{"mounted on %1"}};
inline constexpr LogSentence NotMounted{View{"mount"}, View{"not mounted: %1: %2"}}; // an error's code and message
inline constexpr LogSentence Ejected{View{"eject"}, View{"ready to be pulled: %1"}}; // ejectionName()
inline constexpr LogSentence NotEjected{View{"eject"}, View{"not ready to be pulled: %1: %2"}};

} // namespace logged

[[nodiscard]] std::span<const LogSentence> allLogSentences();

// "%1 items for %2" with a text for each place, in one go: what stands in one place may look like another.
[[nodiscard]] QString placesFilled(QStringView sentence, const QStringList& about);

// Writes an entry; needs an open Transaction. `about` has a text for each place of the sentence.
[[nodiscard]] Result<void> enter(CustodyLog& log, const LogSentence& sentence, const QStringList& about,
    const QString& bundle = {}, const QString& medium = {});

} // namespace satchel
