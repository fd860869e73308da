#pragma once

#include <core/bundle/Part.h>

namespace satchel::fuzz {

// What holds of the content of every part that was read.
void requirePartPromises(const PartContent& content, const BundleAddress& address);

} // namespace satchel::fuzz
