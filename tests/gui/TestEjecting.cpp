#include "CustodyLines.h"
#include "Driving.h"
#include "Sticks.h"

#include <tests/support/FakeSysfs.h>
#include <tests/support/TestRegistry.h>

using namespace satchel;
using namespace satchel::test;

// A medium that is not let go: what is said of it, and what the custody log keeps of it, with its serial number.
class TestEjecting : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void isNotLetGo_data();
    void isNotLetGo();
};

void TestEjecting::isNotLetGo_data()
{
    QTest::addColumn<QString>("error");
    QTest::addColumn<QString>("headline");
    QTest::addColumn<QStringList>("sentences");
    QTest::addColumn<QString>("recorded");
    const QString ours = QStringLiteral("org.freedesktop.UDisks2.Error.");
    const QString stay = QStringLiteral("Do not pull it yet");
    const QString safe = QStringLiteral("What was read back from it is on it. Leave it in");

    QTest::newRow("busy") << ours + QStringLiteral("DeviceBusy") << stay
                          << QStringList{QStringLiteral("The medium cannot be ejected."), safe,
                                 QStringLiteral("Close whatever else is open on it"),
                                 QStringLiteral("another program still uses it")}
                          << QStringLiteral("not ready to be pulled: unreadable");
    QTest::newRow("not allowed") << ours + QStringLiteral("NotAuthorized") << stay
                                 << QStringList{QStringLiteral("The medium cannot be ejected."), safe,
                                        QStringLiteral("ask whoever looks after this computer"),
                                        QStringLiteral("the system's policy does not allow it")}
                                 << QStringLiteral("not ready to be pulled: unreadable");
    QTest::newRow("somebody said no") << ours + QStringLiteral("NotAuthorizedDismissed") << stay
                                      << QStringList{QStringLiteral("You have stopped it."), safe,
                                             QStringLiteral("Start again whenever you like.")}
                                      << QStringLiteral("not ready to be pulled: cancelled");
    QTest::newRow("pulled") << QStringLiteral("org.freedesktop.DBus.Error.UnknownObject")
                            << QStringLiteral("It was pulled before it was ejected")
                            << QStringList{QStringLiteral("Nothing is lost: what it did not keep is due again"),
                                   QStringLiteral("whether its bundles are whole")}
                            << QStringLiteral("not ready to be pulled: medium-gone");
}

void TestEjecting::isNotLetGo()
{
    QFETCH(QString, error);
    QFETCH(QString, headline);
    QFETCH(QStringList, sentences);
    QFETCH(QString, recorded);
    const FakeUDisks machine;
    SKIP_WITHOUT(machine);
    const MountedFolder stick{"size=4m"};
    SKIP_UNLESS_MOUNTED(stick);
    machine.plugStick(stick.path(), {stick.path()});
    const FakeSysfs kernel; // by which the log finds out on which medium a folder lies
    kernel.showStickAt(stick.path());
    TestWorld world;
    world.putDevice(QStringLiteral("SN-1"));
    world.site.gather({world.path(QStringLiteral("spool"))});
    MainWindow window{viewOf(world.site, {machine.address(), kernel.root()})};
    window.show();
    auto& page = window.takeOut();
    openErrand(window, page);
    clickMedium(page, QStringLiteral("SERIAL-stick"));
    begin(window, page);
    QCOMPARE(page.card().tone(), OutcomeCard::Tone::Good);

    machine.failNext(QStringLiteral("Unmount"), error);
    QSignalSpy ejected{&page, &ErrandPage::ejected};
    press(page, "ejectNow");
    QVERIFY(ejected.wait(LongEnough));
    QCOMPARE(page.card().tone(), OutcomeCard::Tone::Bad);
    QCOMPARE(page.card().headline(), headline);
    for (const auto& sentence : sentences) {
        QVERIFY2(page.card().details().contains(sentence), qPrintable(page.card().details()));
    }
    QCOMPARE(world.site.count(ItemState::Packed), 2); // what was read back is on it, and stays so

    press(page, "eject");
    QVERIFY(ejected.wait(LongEnough));
    QCOMPARE(page.card().tone(), OutcomeCard::Tone::Good);
    QVERIFY2(page.card().headline().endsWith(u"can be pulled now"), qPrintable(page.card().headline()));
    QCOMPARE(world.site.count(ItemState::Packed), 2);
    const auto exports = custodyOf(world.site, QStringLiteral("export"));
    QCOMPARE(exports.size(), 1);
    QVERIFY2(exports.first().medium.contains(u"SERIAL-stick"), qPrintable(exports.first().medium));
    const auto ejects = custodyOf(world.site, QStringLiteral("eject"));
    QCOMPARE(ejects.size(), 2);
    for (const auto& entry : ejects) {
        QVERIFY2(entry.medium.contains(u"SERIAL-stick"), qPrintable(entry.medium));
    }
    QVERIFY2(ejects.first().verdict.startsWith(recorded), qPrintable(ejects.first().verdict));
    QCOMPARE(ejects.last().verdict, QStringLiteral("ready to be pulled: powered-off"));
}

SATCHEL_TEST(TestEjecting)
#include "TestEjecting.moc"
