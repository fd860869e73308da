#pragma once

#include <core/ledger/Item.h>

#include <QDateTime>

#include <optional>

namespace satchel {

// Something is still to come of what is in this state: only then does its deadline matter to anybody.
[[nodiscard]] bool isUnsettled(ItemState state);
// The deadline of an item as long as somebody waits for what it is about.
[[nodiscard]] std::optional<QDateTime> openDeadline(const Item& item);

} // namespace satchel
