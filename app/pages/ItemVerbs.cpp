#include "ItemVerbs.h"

#include <app/ErrorSentences.h>
#include <core/exchange/session/Refusals.h>

#include <QCoreApplication>

namespace satchel {

namespace {

struct ItemVerbs {
    Q_DECLARE_TR_FUNCTIONS(ItemVerbs)
};

} // namespace

Result<ItemList::Ptr> readItems(const StationView& station, qint64 most, const std::stop_token& stop)
{
    return station.read([&](const Session& session) -> Result<ItemList::Ptr> {
        const auto list = std::make_shared<ItemList>();
        ItemFilter filter;
        filter.limit = most;
        SATCHEL_TRY(session.ledger().items().forEach(filter, [&](const Item& item) -> Result<void> {
            if (stop.stop_requested()) {
                return fail(ErrorCode::Cancelled, QStringLiteral("the window is gone"));
            }
            list->add(item);
            return {};
        }));
        list->finish();
        return ItemList::Ptr{list};
    });
}

Result<ItemTold> storyOf(const StationView& station, const ItemId& item)
{
    return station.read([&item](const Session& session) -> Result<ItemTold> {
        auto shown = showItem(session, item.toString());
        auto device = storyOfDevice(session, item);
        if (!shown || !device) {
            return fail(shown ? device.error() : shown.error());
        }
        return ItemTold{*std::move(shown), *std::move(device)};
    });
}

Decidable choicesOf(const StationView& station, const QList<ItemId>& items)
{
    auto choices = station.read([&items](const Session& session) { return decidableOf(session, items); });
    return choices ? *std::move(choices) : Decidable{};
}

DecisionReport carryOut(const StationView& station, const ItemDecision& decision, const Conduct& conduct)
{
    const bool releases = decision.verb == ItemDecision::Verb::Release;
    auto session = station.forWriting(
        releases ? QStringLiteral("release") : QStringLiteral("reject"), conduct.stop, StationView::Keys::NotNeeded);
    if (!session) {
        DecisionReport report;
        report.failure = session.error();
        return report;
    }
    return releases ? release(*session, {decision.items, false, decision.text})
                    : reject(*session, {decision.items, decision.code, decision.text});
}

QString outcomeText(const DecisionReport& report, ItemDecision::Verb verb)
{
    if (report.failure) {
        return ItemVerbs::tr("Nothing has changed: %1").arg(explained(*report.failure));
    }
    const auto count = static_cast<int>(report.items.size());
    QStringList lines{verb == ItemDecision::Verb::Release ? ItemVerbs::tr("%n item(s) released.", nullptr, count)
                                                          : ItemVerbs::tr("%n item(s) rejected.", nullptr, count)};
    forEachRefusal(report.refused,
        [&lines](const Refusal& refusal) { lines += ItemVerbs::tr("Not done: %1").arg(explained(refusal.error())); });
    return lines.join(QLatin1Char('\n'));
}

} // namespace satchel
