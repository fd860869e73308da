#pragma once

#include <core/ledger/ItemState.h>
#include <core/ledger/Kind.h>
#include <core/objects/Assessment.h>
#include <core/station/StationRole.h>

#include <QDateTime>
#include <QString>

namespace satchel {

// The words of the ledger, as people read them.
[[nodiscard]] QString stateText(ItemState state);
[[nodiscard]] QString kindText(Kind kind);
// How a check ended; beside it stands checkIcon(), since colour alone tells nothing to many.
[[nodiscard]] QString checkText(CheckResult result);
[[nodiscard]] QString roleText(StationRole role);
// What was checked of a bundle or an object ("signature", "nested chain"), and the verdict on a bundle
// ("good-in-part"); any other name stays as it is.
[[nodiscard]] QString checkNameText(const QString& name);
[[nodiscard]] bool hasCheckName(const QString& name);
[[nodiscard]] QString verdictText(const QString& verdict);
// With the sign of a verdict before it: colour alone tells nothing to many.
[[nodiscard]] QString markedGood(const QString& text);
[[nodiscard]] QString markedBad(const QString& text);
[[nodiscard]] QString markedWarning(const QString& text);
// By the clock on the wall, as short as the language has it.
[[nodiscard]] QString timeText(const QDateTime& time);

} // namespace satchel
