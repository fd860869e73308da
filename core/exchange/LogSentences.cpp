#include "LogSentences.h"

#include <array>

namespace satchel {

namespace {

constexpr std::array All{logged::Gathered, logged::GatheredFrom, logged::Exported, logged::GivenUp, logged::EndedEarly,
    logged::Imported, logged::Refused, logged::ReceiptTaken, logged::Delivered, logged::DeliveredFor, logged::Released,
    logged::Rejected, logged::PeerAdded, logged::PeerRemoved, logged::PeerRevoked, logged::AnchorAdded,
    logged::AnchorRemoved, logged::CardIssued, logged::SettingsChanged, logged::Restored, logged::Mounted,
    logged::NotMounted, logged::Ejected, logged::NotEjected};

// In one go: what stands in one place may look like another.
QString filled(QLatin1StringView text, const QStringList& about)
{
    QString whole;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const char letter = text[i].toLatin1();
        if (letter != '%') {
            whole += QLatin1Char{letter};
            continue;
        }
        const qsizetype place = text[++i].toLatin1() - '1'; // behind every % stands a digit
        Q_ASSERT(place >= 0 && place < about.size());
        whole += about[place];
    }
    return whole;
}

} // namespace

std::span<const LogSentence> allLogSentences()
{
    return All;
}

Result<void> enter(CustodyLog& log, const LogSentence& sentence, const QStringList& about, const QString& bundle,
    const QString& medium)
{
    return log.append(sentence.action, bundle, medium, filled(sentence.text, about));
}

} // namespace satchel
