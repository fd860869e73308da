#pragma once

#include <core/exchange/Concern.h>
#include <core/exchange/Session.h>

#include <QList>

namespace satchel {

// The deadlines of a station that people must see, and what seems to go wrong, the most urgent first. Each kind tells
// its next ten.
[[nodiscard]] Result<QList<Concern>> concernsOf(const Session& session);

} // namespace satchel
