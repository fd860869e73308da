#pragma once

#include <functional>

namespace satchel::test {

// What the program asks of a medium for a bundle, or its unfinished file, that lies there.
enum class MediumCall { Create, Write, WriteOut, Flush, Rename, FlushAll, ReadBack, Import, Remove };

// Has `act` called before each such call, on the thread that makes it, for as long as this lives: a test sees to what
// no test can bring about from outside, such as a medium that is pulled between two calls, or hangs in one. Definitions
// of the calls come with it that go before those of the C library for the whole process. One at a time.
class MediumCalls final {
public:
    explicit MediumCalls(std::function<void(MediumCall)> act);
    MediumCalls(const MediumCalls&) = delete;
    MediumCalls& operator=(const MediumCalls&) = delete;
    ~MediumCalls();

    // By `act`: the call that it was told of fails so, and does nothing.
    static void failThisCall(int number);
};

} // namespace satchel::test
