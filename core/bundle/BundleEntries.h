#pragma once

#include <QByteArray>

// The fixed entries of a bundle's container (docs/bundle-format.md, "Container").
namespace satchel::entries {

inline constexpr const char* Mimetype = "mimetype";
inline constexpr const char* MimetypeContent = "application/vnd.satchel.bundle";
inline constexpr const char* Label = "label.json";
inline constexpr const char* LabelSignature = "label.p7s";

} // namespace satchel::entries
