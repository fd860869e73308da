#pragma once

namespace satchel {

// How many items go into one batch: a transaction, a page, a part. Where SATCHEL_FAULT_POINTS is defined a test may
// want fewer (SATCHEL_ITEMS_PER_BATCH), so that the few that it has fill several, and the program can be killed between
// them. In everything that is installed it is `usual` and nothing else.
#ifdef SATCHEL_FAULT_POINTS
[[nodiscard]] int itemsPerBatch(int usual);
#else
constexpr int itemsPerBatch(int usual)
{
    return usual;
}
#endif

} // namespace satchel
