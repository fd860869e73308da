#pragma once

#include <core/base/Result.h>

#include <QDateTime>
#include <QString>

namespace satchel {

// Whether a folder holds what an init leaves that was killed half-way, and nothing else: no settings, no ledger, no
// peers, at most keys that nobody has seen.
[[nodiscard]] bool holdsUnfinishedStation(const QString& home);

// Makes room for a station in its place: gives the folder another name, which is returned, and removes nothing. Usage
// if it holds anything else.
[[nodiscard]] Result<QString> putUnfinishedAside(const QString& home, const QDateTime& now);

} // namespace satchel
