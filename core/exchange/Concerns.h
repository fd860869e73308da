#pragma once

#include <core/exchange/Concern.h>
#include <core/exchange/Session.h>

#include <QList>

namespace satchel {

// So many days ahead the end of a station's certificate is told, here and by `doctor`.
inline constexpr int StationCertificateDays = 60;

// The deadlines of a station that people must see, and what seems to go wrong, the most urgent first. Each kind tells
// its next ten.
[[nodiscard]] Result<QList<Concern>> concernsOf(const Session& session);

} // namespace satchel
