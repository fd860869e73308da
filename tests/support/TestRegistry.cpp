#include "TestRegistry.h"

#include <cstdio>
#include <cstring>
#include <vector>

namespace satchel::test {

namespace {

struct Registered {
    const char* name;
    Run run;
};

// Not a global by itself: the registrations of other files may be made before it.
std::vector<Registered>& registeredTests()
{
    static std::vector<Registered> tests;
    return tests;
}

} // namespace

Registration::Registration(const char* name, Run run)
{
    registeredTests().push_back({name, run});
}

int runNamed(int count, char* arguments[])
{
    const auto& tests = registeredTests();
    for (const auto& test : tests) {
        if (count > 1 && std::strcmp(arguments[1], test.name) == 0) {
            arguments[1] = arguments[0];
            return test.run(count - 1, arguments + 1);
        }
    }
    if (tests.size() == 1) {
        return tests.front().run(count, arguments);
    }
    std::fputs("Name a test class, and after it what QTest takes. Here are\n", stderr);
    for (const auto& test : tests) {
        std::fprintf(stderr, "  %s\n", test.name);
    }
    return 2;
}

} // namespace satchel::test
