#pragma once

#include <string>

namespace satchel {

// For CLI11: empty if there is such a kind of items, else what is wrong.
[[nodiscard]] std::string checkKind(const std::string& name);

} // namespace satchel
