#include "Allocator.h"

#include <malloc.h>

namespace satchel {

namespace {

constexpr int MostKept = 16 * 1024 * 1024; // bytes at the end of an arena
// Each thread would have one of its own, and keep there what another has use for by then.
constexpr int MostArenas = 4;
constexpr int LargestOfArena = 8 * 1024 * 1024; // bytes; what is larger goes back at once

} // namespace

void keepFreedMemory()
{
    ::mallopt(M_ARENA_MAX, MostArenas);
    ::mallopt(M_TRIM_THRESHOLD, MostKept);
    ::mallopt(M_MMAP_THRESHOLD, LargestOfArena);
}

void giveBackFreedMemory()
{
    ::malloc_trim(0);
}

} // namespace satchel
