#include "LogSentences.h"

#include <array>

namespace satchel {

namespace {

constexpr std::array All{logged::Gathered, logged::GatheredFrom, logged::Exported, logged::GivenUp, logged::EndedEarly,
    logged::Imported, logged::Refused, logged::ReceiptTaken, logged::Delivered, logged::DeliveredFor, logged::Released,
    logged::Rejected, logged::PeerAdded, logged::PeerRemoved, logged::PeerRevoked, logged::AnchorAdded,
    logged::AnchorRemoved, logged::CardIssued, logged::SettingsChanged, logged::Restored, logged::Mounted,
    logged::NotMounted, logged::Ejected, logged::NotEjected};

} // namespace

QString placesFilled(QStringView sentence, const QStringList& about)
{
    QString whole;
    for (qsizetype i = 0; i < sentence.size(); ++i) {
        const int place = sentence[i] == u'%' && i + 1 < sentence.size() ? sentence[i + 1].digitValue() : -1;
        if (place < 1 || place > about.size()) {
            whole += sentence[i];
            continue;
        }
        whole += about[place - 1];
        ++i;
    }
    return whole;
}

std::span<const LogSentence> allLogSentences()
{
    return All;
}

Result<void> enter(CustodyLog& log, const LogSentence& sentence, const QStringList& about, const QString& bundle,
    const QString& medium)
{
    return log.append(sentence.action, bundle, medium, placesFilled(QString{sentence.text}, about));
}

} // namespace satchel
