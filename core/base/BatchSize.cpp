#include "BatchSize.h"

#ifdef SATCHEL_FAULT_POINTS

#include <algorithm>
#include <cstdlib>

namespace satchel {

int itemsPerBatch(int usual)
{
    static const char* const wanted = std::getenv("SATCHEL_ITEMS_PER_BATCH");
    return wanted ? std::clamp(std::atoi(wanted), 1, usual) : usual;
}

} // namespace satchel

#endif
