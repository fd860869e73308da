#pragma once

namespace satchel {

// Has the C library keep what is freed for what is allocated next. Parts of about 1 MiB come and go on every thread; by
// default each one's memory goes back to the system and is cleared anew for the next. Once, before the first thread.
void keepFreedMemory();

// Gives all of it back, at a moment at which little is in use: the arenas of several threads have been at their fullest
// at different moments, and each would keep what that took.
void giveBackFreedMemory();

} // namespace satchel
