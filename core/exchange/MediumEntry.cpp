#include "MediumEntry.h"

namespace satchel {

Result<void> recordMedium(Session& session, const QString& action, const Volume& volume, const QString& verdict)
{
    auto& ledger = session.ledger();
    auto transaction = ledger.begin();
    if (!transaction) {
        return fail(std::move(transaction).error());
    }
    const auto place = volume.isMounted() ? volume.mountPoint() : volume.device;
    SATCHEL_TRY(ledger.log().append(action, {}, pathOnMedium(place, volume), verdict));
    return transaction->commit();
}

} // namespace satchel
