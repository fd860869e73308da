#include "ItemState.h"

#include <algorithm>
#include <array>

namespace satchel {

namespace {

using enum ItemState;

struct NamedState {
    ItemState state;
    QLatin1StringView name;
};

constexpr std::array Names{
    NamedState{Held, QLatin1StringView{"held"}},
    NamedState{Pending, QLatin1StringView{"pending"}},
    NamedState{Packed, QLatin1StringView{"packed"}},
    NamedState{Received, QLatin1StringView{"received"}},
    NamedState{Ready, QLatin1StringView{"ready"}},
    NamedState{Delivered, QLatin1StringView{"delivered"}},
    NamedState{Answered, QLatin1StringView{"answered"}},
    NamedState{Rejected, QLatin1StringView{"rejected"}},
    NamedState{Confirmed, QLatin1StringView{"confirmed"}},
    NamedState{Superseded, QLatin1StringView{"superseded"}},
    NamedState{Lapsed, QLatin1StringView{"lapsed"}},
};

constexpr std::array States{
    Held, Pending, Packed, Received, Ready, Delivered, Answered, Rejected, Confirmed, Superseded, Lapsed};

struct Step {
    ItemState from;
    ItemState to;
};

// Pending and packed may be overtaken by a receipt or an answer: the ledger may have been restored from before the
// export, and a crash may fall between writing a bundle and recording it. Received falls back to packed when the peer
// says that it has heard less than before. What has lapsed may still be answered by a person's word, but not once the
// device has come anew.
constexpr std::array RequestAtSiteSteps{
    Step{Held, Pending},
    Step{Held, Rejected},
    Step{Held, Superseded},
    Step{Held, Lapsed},
    Step{Pending, Packed},
    Step{Pending, Received},
    Step{Pending, Answered},
    Step{Pending, Rejected},
    Step{Pending, Superseded},
    Step{Pending, Lapsed},
    Step{Packed, Received},
    Step{Packed, Answered},
    Step{Packed, Rejected},
    Step{Packed, Superseded},
    Step{Packed, Lapsed},
    Step{Received, Packed},
    Step{Received, Answered},
    Step{Received, Rejected},
    Step{Received, Superseded},
    Step{Received, Lapsed},
    Step{Answered, Confirmed},
    Step{Lapsed, Superseded},
};

// Answered goes back to delivered when the site refuses our answer: the request is open again.
constexpr std::array RequestAtBackendSteps{
    Step{Held, Ready},
    Step{Held, Rejected},
    Step{Ready, Delivered},
    Step{Ready, Answered},
    Step{Ready, Rejected},
    Step{Delivered, Answered},
    Step{Delivered, Rejected},
    Step{Answered, Delivered},
};

// Rejected goes back to pending when the site refused it for want of the request, and asks (again). What is for all
// sites is superseded by its next edition, wherever the older one stands.
constexpr std::array AnswerAtBackendSteps{
    Step{Held, Pending},
    Step{Held, Rejected},
    Step{Pending, Packed},
    Step{Pending, Received},
    Step{Pending, Rejected},
    Step{Pending, Superseded},
    Step{Packed, Received},
    Step{Packed, Rejected},
    Step{Packed, Superseded},
    Step{Received, Packed},
    Step{Received, Rejected},
    Step{Received, Superseded},
    Step{Rejected, Pending},
};

// What is ready but not handed over yet becomes worthless when the device comes anew with another nonce,
// and is superseded by the next edition of what is for the whole site.
constexpr std::array AnswerAtSiteSteps{
    Step{Held, Ready},
    Step{Held, Rejected},
    Step{Ready, Delivered},
    Step{Ready, Rejected},
    Step{Ready, Superseded},
    Step{Delivered, Confirmed},
};

std::span<const Step> stepsOf(Standing standing)
{
    switch (standing) {
    case Standing::RequestAtSite:
        return RequestAtSiteSteps;
    case Standing::RequestAtBackend:
        return RequestAtBackendSteps;
    case Standing::AnswerAtBackend:
        return AnswerAtBackendSteps;
    case Standing::AnswerAtSite:
        return AnswerAtSiteSteps;
    }
    Q_UNREACHABLE();
}

} // namespace

bool mayBecome(Standing standing, ItemState from, ItemState to)
{
    const auto steps = stepsOf(standing);
    return std::any_of(
        steps.begin(), steps.end(), [&](const Step& step) { return step.from == from && step.to == to; });
}

bool mayBeginAs(Standing standing, ItemState state)
{
    const bool goesOut = standing == Standing::RequestAtSite || standing == Standing::AnswerAtBackend;
    return state == Held || state == (goesOut ? Pending : Ready);
}

QString itemStateName(ItemState state)
{
    const auto* const found
        = std::find_if(Names.begin(), Names.end(), [state](const NamedState& entry) { return entry.state == state; });
    Q_ASSERT(found != Names.end());
    return QString{found->name};
}

std::optional<ItemState> itemStateFromName(QStringView name)
{
    const auto* const found
        = std::find_if(Names.begin(), Names.end(), [name](const NamedState& entry) { return name == entry.name; });
    return found == Names.end() ? std::nullopt : std::optional{found->state};
}

std::span<const ItemState> allItemStates()
{
    return States;
}

} // namespace satchel
