#pragma once

#include <QString>

#include <unistd.h>

namespace satchel::test {

// Whoever works on a machine that lacks what a test needs (another program, the right to mount) skips that test and is
// told so. With CI=true in the environment nobody reads what was skipped: there it is a failure. tests/gui/lacking.py
// is the same for tests in Python.
[[nodiscard]] inline bool isLackAFailure()
{
    return qEnvironmentVariable("CI") == u"true";
}

} // namespace satchel::test

#define LACKING_TOOL(what)                                                                                             \
    do {                                                                                                               \
        if (::satchel::test::isLackAFailure()) {                                                                       \
            QFAIL(what);                                                                                               \
        }                                                                                                              \
        QSKIP(what);                                                                                                   \
    } while (false)

// Only root mounts.
#define LACKING_MOUNT(what)                                                                                            \
    do {                                                                                                               \
        if (::satchel::test::isLackAFailure() && ::geteuid() == 0) {                                                   \
            QFAIL(what);                                                                                               \
        }                                                                                                              \
        QSKIP(what);                                                                                                   \
    } while (false)
