#include "TestRegistry.h"

#include <QApplication>

int main(int count, char* arguments[])
{
    const QApplication application{count, arguments};
    QApplication::setAttribute(Qt::AA_Use96Dpi, true); // the same pixels on every screen, as QTEST_MAIN has it
    return satchel::test::runNamed(count, arguments);
}
