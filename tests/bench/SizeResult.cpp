#include "SizeResult.h"

#include <algorithm>

namespace satchel::bench {

const Measurement* SizeResult::find(const QString& contender) const
{
    const auto found = std::find_if(measurements.begin(), measurements.end(),
        [&](const Measurement& one) { return one.contender == contender && !one.samples.isEmpty(); });
    return found == measurements.end() ? nullptr : &*found;
}

} // namespace satchel::bench
