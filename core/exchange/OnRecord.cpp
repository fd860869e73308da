#include "OnRecord.h"

namespace satchel {

Result<void> changeOnRecord(
    Session& session, const QString& action, const QString& verdict, const std::function<Result<void>()>& change)
{
    auto transaction = session.ledger().begin();
    if (!transaction) {
        return fail(std::move(transaction).error());
    }
    SATCHEL_TRY(session.ledger().log().append(action, {}, {}, verdict));
    SATCHEL_TRY(change());
    return transaction->commit();
}

} // namespace satchel
