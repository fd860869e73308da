#include "TestRegistry.h"

#include <QCoreApplication>

int main(int count, char* arguments[])
{
    const QCoreApplication application{count, arguments};
    return satchel::test::runNamed(count, arguments);
}
