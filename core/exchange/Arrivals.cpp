#include "Arrivals.h"

#include <core/base/StrictJson.h>

namespace satchel {

namespace {

QString textOf(const JsonValue& row, QStringView name)
{
    const auto* const value = row.find(name);
    const auto* const text = value ? value->string() : nullptr;
    return text ? *text : QString{};
}

Arrival refusedArrival(const JsonValue& row)
{
    Arrival arrival;
    arrival.item = ItemId::parse(textOf(row, u"item")).value_or(ItemId{});
    arrival.reason
        = Reason{errorCodeFromName(textOf(row, u"code")).value_or(ErrorCode::Internal), textOf(row, u"reason")};
    return arrival;
}

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
    refused.forEach([&](QByteArrayView json) {
        if (done) {
            const auto row = parseJson(json, JsonDialect::Lenient);
            done = row ? visit(refusedArrival(*row)) : fail(row.error());
        }
    });
    return done;
}

} // namespace

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
