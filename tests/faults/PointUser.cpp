// Compiled with and without fault points, to look at what is left of them.

#include <core/base/FaultPoint.h>

namespace satchel::test {

int passAPoint(int value)
{
    faultPoint("a-point-for-tests");
    return value + 1;
}

} // namespace satchel::test
