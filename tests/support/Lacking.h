#pragma once

#include <QString>

namespace satchel::test {

// Whoever works on a machine that lacks what a test needs (another program, the right to mount) skips that test and is
// told so. With CI=true in the environment nobody reads what was skipped: there a program that is missing is a failure.
// tests/gui/lacking.py is the same for tests in Python.
[[nodiscard]] inline bool isLackAFailure()
{
    return qEnvironmentVariable("CI") == u"true";
}

// Packages bring programs; whether a machine mounts is its own affair. SATCHEL_MOUNTS=true says that this one does.
[[nodiscard]] inline bool isNoMountAFailure()
{
    return qEnvironmentVariable("SATCHEL_MOUNTS") == u"true";
}

} // namespace satchel::test

#define LACKING_TOOL(what)                                                                                             \
    do {                                                                                                               \
        if (::satchel::test::isLackAFailure()) {                                                                       \
            QFAIL(what);                                                                                               \
        }                                                                                                              \
        QSKIP(what);                                                                                                   \
    } while (false)

#define LACKING_MOUNT(what)                                                                                            \
    do {                                                                                                               \
        if (::satchel::test::isNoMountAFailure()) {                                                                    \
            QFAIL(what);                                                                                               \
        }                                                                                                              \
        QSKIP(what);                                                                                                   \
    } while (false)
