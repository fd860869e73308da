#pragma once

#include <QLatin1StringView>
#include <QString>

#include <span>

namespace satchel {

// What a check of an object may be called. Closed, so that the window has a word for each.
[[nodiscard]] std::span<const QLatin1StringView> checkNames();
// What goes before the names of the checks of an object inside another one: "nested chain".
[[nodiscard]] std::span<const QLatin1StringView> innerObjectNames();

// The one that stands in every object that is signed.
[[nodiscard]] inline QString signatureCheck()
{
    return QStringLiteral("signature");
}

} // namespace satchel
