#include "Maker.h"

#include <cstdio>

// Makes all vectors and their world: `satchel-vectors-make FOLDER` (tests/vectors/README.md).
int main(int count, char** arguments)
{
    using namespace satchel::vectors;
    if (count != 2) {
        std::fprintf(stderr, "usage: satchel-vectors-make FOLDER\n");
        return 2;
    }
    const auto folder = QString::fromLocal8Bit(arguments[1]);
    const VectorWorld world{folder};
    VectorSet set{folder};
    const Maker maker{world, set};
    makeGood(maker);
    makeContainerFaults(maker);
    makeLabelFaults(maker);
    makeSignatureFaults(maker);
    makeSenderFaults(maker);
    makeEnvelopeFaults(maker);
    makeArchiveFaults(maker);
    makePartJsonFaults(maker);
    makeItemFaults(maker);
    makeReceipts(maker);
    makeCards(maker);
    set.writeIndex();
    return 0;
}
