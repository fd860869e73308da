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
        ItemFilter filter;
        filter.bundle = *id;
        SATCHEL_TRY(session.ledger().items().forEach(filter,
            [&visit](const Item& item) { return visit({item.id, item.device, item.kind, item.state, item.reason}); }));
        SATCHEL_TRY(visitRefused(bundle.refused, visit));
    }
    return {};
}

} // namespace satchel
