#pragma once

#include <QTest>

namespace satchel::test {

// Runs a test class, with QTest's own arguments. What QTest's main functions return.
using Run = int (*)(int count, char* arguments[]);

// Notes that this program holds a test class. Before main() only.
class Registration final {
public:
    Registration(const char* name, Run run);
};

// Runs the class that the first argument names; without one, the only one that the program holds. 2 where that names
// none.
[[nodiscard]] int runNamed(int count, char* arguments[]);

template <typename Test> int run(int count, char* arguments[])
{
    Test test;
    return QTest::qExec(&test, count, arguments);
}

} // namespace satchel::test

// Stands below a test class instead of one of QTest's main functions, so that one program can hold several.
#define SATCHEL_TEST(Class)                                                                                            \
    static const satchel::test::Registration registrationOf##Class{#Class, &satchel::test::run<Class>};
