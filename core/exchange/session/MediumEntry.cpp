#include "MediumEntry.h"

namespace satchel {

Result<void> recordMedium(Session& session, const LogSentence& sentence, const QStringList& about, const Volume& volume)
{
    auto& ledger = session.ledger();
    auto transaction = ledger.begin();
    if (!transaction) {
        return fail(std::move(transaction).error());
    }
    const auto place = volume.isMounted() ? volume.mountPoint() : volume.device;
    SATCHEL_TRY(enter(ledger.log(), sentence, about, {}, pathOnMedium(place, volume)));
    return transaction->commit();
}

} // namespace satchel
