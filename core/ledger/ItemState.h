#pragma once

#include <core/ledger/Kind.h>
#include <core/station/StationRole.h>

#include <QString>
#include <QStringView>

#include <optional>
#include <span>

namespace satchel {

enum class ItemState {
    Held, // waits for a person, always with a reason
    Pending, // waits to be carried
    Packed, // is on a medium
    Received, // the other side's receipt came
    Ready, // waits to be handed to the local system
    Delivered, // was handed over
    Answered,
    Rejected,
    Confirmed,
    Superseded, // the device came anew with a new nonce or key
    Lapsed, // its deadline passed
};

// The four ways an item can stand at a station: each has its own row in the table of states (docs/architecture.md).
enum class Standing { RequestAtSite, RequestAtBackend, AnswerAtBackend, AnswerAtSite };

// Items gathered here go out, items imported here came in. Everything a site sends stands as a request, everything a
// backend sends as an answer.
[[nodiscard]] constexpr Standing standingOf(StationRole here, bool gatheredHere)
{
    if (here == StationRole::Site) {
        return gatheredHere ? Standing::RequestAtSite : Standing::AnswerAtSite;
    }
    return gatheredHere ? Standing::AnswerAtBackend : Standing::RequestAtBackend;
}

// THE table of states; nothing else in the program decides what may become what.
[[nodiscard]] bool mayBecome(Standing standing, ItemState from, ItemState to);
[[nodiscard]] bool mayBeginAs(Standing standing, ItemState state);

[[nodiscard]] QString itemStateName(ItemState state); // "pending"
[[nodiscard]] std::optional<ItemState> itemStateFromName(QStringView name);
[[nodiscard]] std::span<const ItemState> allItemStates();

} // namespace satchel
