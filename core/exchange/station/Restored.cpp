#include "Restored.h"

#include <core/exchange/session/LogSentences.h>
#include <core/exchange/report/Overview.h>

namespace satchel {

Result<RestoredReport> declareRestored(Session& session)
{
    const auto& station = session.station();
    auto& ledger = session.ledger();
    RestoredReport report{station.id(), station.role(), station.settings().name, station.cardIssue(), {}, ledger.id()};
    auto transaction = ledger.begin();
    if (!transaction) {
        return fail(std::move(transaction).error());
    }
    const auto id = ledger.takeNewId();
    if (!id) {
        return fail(id.error());
    }
    report.ledger = *id;
    SATCHEL_TRY(enter(ledger.log(), logged::Restored, {id->toString(), report.formerLedger.toString()}));
    SATCHEL_TRY(transaction->commit());
    return report;
}

void RestoredReport::writeJson(JsonWriter& writer) const
{
    writeStationJson(writer, name, role, id, ledger, cardIssue);
    writer.member(u"formerLedger", formerLedger.toString());
}

} // namespace satchel
