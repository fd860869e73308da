#pragma once

#include <app/StationView.h>
#include <app/models/ItemList.h>
#include <app/widgets/DecisionBar.h>
#include <core/exchange/report/DeviceStory.h>
#include <core/exchange/report/Overview.h>

#include <stop_token>

namespace satchel {

// What the page of items lets its threads do. Each opens the station for itself.

// The first so many items of the station; Cancelled when stopped.
constexpr qint64 AllItems = 0;
[[nodiscard]] Result<ItemList::Ptr> readItems(const StationView& station, qint64 most, const std::stop_token& stop);

struct ItemTold {
    ShowReport item;
    DeviceStory device;
};
[[nodiscard]] Result<ItemTold> storyOf(const StationView& station, const ItemId& item);

// Nothing may be decided where the station cannot be read.
[[nodiscard]] Decidable choicesOf(const StationView& station, const QList<ItemId>& items);

[[nodiscard]] DecisionReport carryOut(const StationView& station, const ItemDecision& decision, const Conduct& conduct);
// What came of it, for people.
[[nodiscard]] QString outcomeText(const DecisionReport& report, ItemDecision::Verb verb);

} // namespace satchel
