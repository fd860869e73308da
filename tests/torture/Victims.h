#pragma once

#include "TortureRun.h"

#include <QList>

namespace satchel::torture {

// Bundles of several shapes and with each kind of key, the encrypted part of a bundle alone, cards and receipts.
[[nodiscard]] QList<Victim> allVictims();

} // namespace satchel::torture
