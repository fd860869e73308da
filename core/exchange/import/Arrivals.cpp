#include "Arrivals.h"

#include <core/exchange/session/Refusals.h>

namespace satchel {

namespace {

Result<void> visitTakenIn(const Session& session, const StationId& from, const Ulid& bundle,
    const std::function<Result<void>(const Arrival&)>& visit)
{
    const auto taken = session.ledger().bundles().findIncoming(from, bundle);
    if (!taken || !*taken) {
        return taken ? Result<void>{} : fail(taken.error());
    }
    return session.ledger().bundleList().forEachItem(**taken,
        [&visit](const Item& item) { return visit({item.id, item.device, item.kind, item.state, item.reason}); });
}

Result<void> visitRefused(const RowList& refused, const std::function<Result<void>(const Arrival&)>& visit)
{
    Result<void> done;
    forEachRefusal(refused, [&](const Refusal& refusal) {
        if (done) {
            done = visit({ItemId::parse(refusal.item).value_or(ItemId{}), {}, std::nullopt, std::nullopt,
                Reason{refusal.code, refusal.reason}});
        }
    });
    return done;
}

} // namespace

void writeArrival(JsonWriter& writer, const Arrival& arrival)
{
    writer.beginObject().key(u"item");
    arrival.item.isNull() ? writer.null() : writer.value(arrival.item.toString());
    writer.member(u"device", arrival.device).key(u"kind");
    arrival.kind ? writer.value(kindName(*arrival.kind)) : writer.null();
    writer.member(u"state", arrival.state ? itemStateName(*arrival.state) : QStringLiteral("refused"));
    if (arrival.reason) {
        writer.member(u"code", errorCodeName(arrival.reason->code)).member(u"reason", arrival.reason->text);
    }
    writer.endObject();
}

Result<void> forEachArrival(
    const Session& session, const ImportReport& report, const std::function<Result<void>(const Arrival&)>& visit)
{
    for (const auto& bundle : report.bundles) {
        const auto id = Ulid::parse(bundle.id);
        if (bundle.failure || !id) {
            continue;
        }
        if (const auto from = StationId::parse(bundle.from)) {
            SATCHEL_TRY(visitTakenIn(session, *from, *id, visit));
        }
        SATCHEL_TRY(visitRefused(bundle.refused, visit));
    }
    return {};
}

} // namespace satchel
