#include "FuzzTarget.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>

namespace satchel::fuzz {

namespace {

// Long enough for every text of ours with a name from the input in it, too short for an input as a whole.
constexpr qsizetype LongestMessage = 4096;

} // namespace

const FuzzTarget* findTarget(std::string_view name)
{
    const auto* const found = std::find_if(
        AllTargets.begin(), AllTargets.end(), [&](const FuzzTarget& target) { return target.name == name; });
    return found == AllTargets.end() ? nullptr : found;
}

void require(bool kept, const char* promise)
{
    if (!kept) {
        std::fprintf(stderr, "broken promise: %s\n", promise);
        std::abort();
    }
}

Verdict refused(const Error& error)
{
    require(error.code != ErrorCode::Internal, "no input makes an internal error");
    require(!errorCodeName(error.code).isEmpty(), "an error has a code with a name");
    require(!error.message.isEmpty(), "an error has a message");
    if (error.message.size() > LongestMessage) {
        std::fprintf(stderr, "%s\n", qPrintable(error.message.left(200)));
    }
    require(error.message.size() <= LongestMessage, "a message does not repeat the input");
    return Verdict::Refused;
}

} // namespace satchel::fuzz
