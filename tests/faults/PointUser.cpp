// Compiled with and without fault points, to look at what is left of them and of what belongs to them.

#include <core/base/BatchSize.h>
#include <core/base/FaultPoint.h>

namespace satchel::test {

int passAPoint(int value)
{
    faultPoint("a-point-for-tests");
    return value + 1;
}

int sizeOfABatch()
{
    return itemsPerBatch(1000);
}

} // namespace satchel::test
