#include "FuzzTarget.h"
#include "FuzzWorld.h"

#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

// What libFuzzer calls. One program holds all targets, because building it costs more than running it:
// SATCHEL_FUZZ_TARGET names the one to run.

namespace {

using namespace satchel::fuzz;

const FuzzTarget* target = nullptr;

const FuzzTarget& chosenTarget()
{
    const char* const name = std::getenv("SATCHEL_FUZZ_TARGET");
    const auto* const chosen = findTarget(name == nullptr ? "" : name);
    if (chosen == nullptr) {
        std::fprintf(stderr, "SATCHEL_FUZZ_TARGET is to name a target\n");
        std::exit(2);
    }
    return *chosen;
}

} // namespace

extern "C" int LLVMFuzzerInitialize(int* count, char*** arguments)
{
    target = &chosenTarget();
    FuzzWorld::load(QStringLiteral(SATCHEL_FUZZ_CORPUS "/world"));
    // Before those given, which are stronger. libFuzzer keeps the pointers.
    static std::string longest = "-max_len=" + std::to_string(target->longestInput);
    static std::vector<char*> changed{**arguments, longest.data()};
    changed.insert(changed.end(), *arguments + 1, *arguments + *count);
    *count = static_cast<int>(changed.size());
    changed.push_back(nullptr);
    *arguments = changed.data();
    return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size)
{
    (void)target->run(QByteArray{reinterpret_cast<const char*>(data), static_cast<qsizetype>(size)});
    return 0;
}
