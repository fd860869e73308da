#pragma once

#include <core/exchange/report/Concern.h>
#include <core/exchange/session/Session.h>

#include <QList>

namespace satchel {

// So many days ahead the end of a station's certificate is told, here and by `doctor`.
inline constexpr int StationCertificateDays = 60;

// The deadlines of a station that people must see, and what seems to go wrong. Of each kind the next ten are told by
// themselves, the most urgent first, and how many more there are.
struct Concerns {
    QList<Concern> told;
    QList<FurtherConcerns> further;
};
[[nodiscard]] Result<Concerns> concernsOf(const Session& session);

// All items of which a kind of concern is, the nearest first, however many they are; none of a kind that is about no
// items.
[[nodiscard]] Result<QList<ItemId>> itemsOfConcern(const Session& session, Concern::Kind kind);

} // namespace satchel
