#include "Maker.h"

#include <cstdio>
#include <string_view>

// Makes all vectors and their world, or those that are missing (tests/vectors/README.md).
int main(int count, char** arguments)
{
    using namespace satchel::vectors;
    const bool onlyMissing = count == 3 && std::string_view{arguments[1]} == "--missing";
    if (count != 2 && !onlyMissing) {
        std::fprintf(stderr, "usage: satchel-vectors-make [--missing] FOLDER\n");
        return 2;
    }
    const auto folder = QString::fromLocal8Bit(arguments[count - 1]);
    const VectorWorld world{folder};
    VectorSet set{folder, onlyMissing ? Making::Missing : Making::Anew};
    const Maker maker{world, set};
    makeGood(maker);
    makeObjectShapes(maker);
    makeCmpPairShapes(maker);
    makeVoucherForms(maker);
    makeTransactionShapes(maker);
    makeSideMessageShapes(maker);
    makeContainerFaults(maker);
    makeLabelFaults(maker);
    makeSignatureFaults(maker);
    makeSenderFaults(maker);
    makeEnvelopeFaults(maker);
    makeArchiveFaults(maker);
    makePartJsonFaults(maker);
    makeItemFaults(maker);
    makeObjectFaults(maker);
    makeReceipts(maker);
    makeCards(maker);
    set.writeIndex();
    return 0;
}
