#pragma once

#include <core/base/JsonWriter.h>
#include <core/base/Result.h>
#include <core/exchange/import/Import.h>
#include <core/exchange/session/Session.h>

#include <QString>

#include <functional>
#include <optional>

namespace satchel {

// What an import brought for one device, or refused.
struct Arrival {
    ItemId item; // null if it could not be told
    QString device; // serial; empty where the item tells none, and of all that was refused
    std::optional<Kind> kind; // nullopt if it was refused
    std::optional<ItemState> state; // as it stands now; likewise
    std::optional<Reason> reason; // why it is held or was refused
};

void writeArrival(JsonWriter& writer, const Arrival& arrival); // an object

// What the bundles of an import brought, one that came again included, and what was refused of them; bundle by bundle
// in the order of the report. An item that was here before in another bundle is not named. The visitor's failure ends
// the walk and is returned.
[[nodiscard]] Result<void> forEachArrival(
    const Session& session, const ImportReport& report, const std::function<Result<void>(const Arrival&)>& visit);

} // namespace satchel
