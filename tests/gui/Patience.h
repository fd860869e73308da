#pragma once

namespace satchel::test {

// How long a test waits for what must happen, in milliseconds: more than a machine that is busy with other things
// takes.
inline constexpr int LongEnough = 60'000;

} // namespace satchel::test
