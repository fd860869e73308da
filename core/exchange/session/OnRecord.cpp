#include "OnRecord.h"

namespace satchel {

Result<void> changeOnRecord(Session& session, const LogSentence& sentence, const QStringList& about,
    const std::function<Result<void>()>& change)
{
    auto transaction = session.ledger().begin();
    if (!transaction) {
        return fail(std::move(transaction).error());
    }
    SATCHEL_TRY(enter(session.ledger().log(), sentence, about));
    SATCHEL_TRY(change());
    return transaction->commit();
}

} // namespace satchel
