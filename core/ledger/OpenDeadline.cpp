#include "OpenDeadline.h"

namespace satchel {

bool isUnsettled(ItemState state)
{
    switch (state) {
    case ItemState::Held:
    case ItemState::Pending:
    case ItemState::Packed:
    case ItemState::Received:
    case ItemState::Ready:
    case ItemState::Delivered:
        return true;
    case ItemState::Answered:
    case ItemState::Rejected:
    case ItemState::Confirmed:
    case ItemState::Superseded:
    case ItemState::Lapsed:
        return false;
    }
    Q_UNREACHABLE();
}

std::optional<QDateTime> openDeadline(const Item& item)
{
    return isUnsettled(item.state) ? item.deadline : std::nullopt;
}

} // namespace satchel
