#include "FakeUDisks.h"

#include <core/media/Volumes.h>
#include <tests/support/FakeSysfs.h>
#include <tests/support/TestRegistry.h>

#include <QElapsedTimer>
#include <QTest>

#include <optional>
#include <stop_token>
#include <thread>

using namespace satchel;
using namespace satchel::test;

namespace {

const QString ErrorNames = QStringLiteral("org.freedesktop.UDisks2.Error.");

Volumes open(const FakeUDisks& machine)
{
    return Volumes::open({machine.address(), QStringLiteral("/nonexistent")});
}

template <typename T> std::optional<Error> fails(const Result<T>& result)
{
    return result ? std::nullopt : std::optional{result.error()};
}

} // namespace

// The storage daemon as a user's desktop has it, on a bus of the test's own.
class TestUDisks : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void withoutABusTheKernelIsAsked();
    void withoutTheDaemonTheKernelIsAsked();
    void daemonThatDiesIsReplacedByTheKernel();
    void tellsEverythingOfAStick();
    void leavesOutWhatIsNotForPeople_data();
    void leavesOutWhatIsNotForPeople();
    void strangePropertiesAreAsGoodAsNone();
    void knowsWhatIsReadOnly();
    void mountsAndUnmounts();
    void whatIsSoAlreadyIsDone();
    void failuresAreTold_data();
    void failuresAreTold();
    void pulledVolumeIsGone();
    void powersOff();
    void ejectsWhereOthersWouldLosePower();
    void ejectsWhereNothingCanBePoweredOff();
    void unmountingIsEnoughWhereNothingMoreCanBeDone();
    void unmountsEveryVolumeOfTheDrive();
    void busyVolumeIsNotEjected();
    void failingPowerOffIsARemark();
    void stopEndsTheWaiting_data();
    void stopEndsTheWaiting();

private:
    QTemporaryDir m_folder;
};

void TestUDisks::withoutABusTheKernelIsAsked()
{
    QVERIFY(!UDisks::connect(QStringLiteral("unix:path=/nonexistent/bus")));
    QVERIFY(!UDisks::connect(QStringLiteral("unix:abstract=satchel-nobody-listens-here")));
    QVERIFY(!UDisks::connect(QStringLiteral("nonsense")));
}

void TestUDisks::withoutTheDaemonTheKernelIsAsked()
{
    const FakeUDisks machine{FakeUDisks::Daemon::No};
    SKIP_WITHOUT(machine);
    const FakeSysfs kernel;
    kernel.plugStick("KERNEL");
    kernel.showMounts({});
    const auto volumes = Volumes::open({machine.address(), kernel.root()});
    QVERIFY(!volumes.usesUDisks());
    QCOMPARE(volumes.list().front().serial, QStringLiteral("KERNEL"));
}

void TestUDisks::daemonThatDiesIsReplacedByTheKernel()
{
    const FakeSysfs kernel;
    kernel.plugStick("KERNEL");
    kernel.showMounts({});
    auto machine = std::make_unique<FakeUDisks>();
    SKIP_WITHOUT(*machine);
    machine->plugStick(m_folder.path());
    const auto volumes = Volumes::open({machine->address(), kernel.root()});
    QCOMPARE(volumes.list().front().serial, QStringLiteral("SERIAL-stick"));
    machine.reset();
    QCOMPARE(volumes.list().front().serial, QStringLiteral("KERNEL"));
}

void TestUDisks::tellsEverythingOfAStick()
{
    const FakeUDisks machine;
    SKIP_WITHOUT(machine);
    machine.plugStick(m_folder.path(), {m_folder.path()});
    const auto volumes = open(machine);
    QVERIFY(volumes.usesUDisks());
    const auto all = volumes.list();
    QCOMPARE(all.size(), 1);
    const auto& stick = all.front();
    QCOMPARE(stick.id, QStringLiteral("SERIAL-stick:5A3F-11D2"));
    QCOMPARE(stick.device, QStringLiteral("/dev/sdb1"));
    QCOMPARE(stick.label, QStringLiteral("DEPOT"));
    QCOMPARE(stick.vendor, QStringLiteral("Acme"));
    QCOMPARE(stick.model, QStringLiteral("Stick 3000"));
    QCOMPARE(stick.serial, QStringLiteral("SERIAL-stick"));
    QCOMPARE(stick.uuid, QStringLiteral("5A3F-11D2"));
    QCOMPARE(stick.fileSystem, QStringLiteral("vfat"));
    QCOMPARE(stick.size, qint64{8'000'000'000});
    QCOMPARE(stick.mountPoints, QStringList{m_folder.path()});
    QVERIFY(stick.free && *stick.free > 0);
    QVERIFY(stick.removable && !stick.readOnly);
}

void TestUDisks::leavesOutWhatIsNotForPeople_data()
{
    QTest::addColumn<QVariantMap>("drive");
    QTest::addColumn<QVariantMap>("block");
    QTest::addColumn<int>("removable");
    QTest::addColumn<int>("all");

    const QVariantMap fixed{{QStringLiteral("Removable"), false}, {QStringLiteral("MediaRemovable"), false},
        {QStringLiteral("Ejectable"), false}, {QStringLiteral("ConnectionBus"), QString{}}};
    auto usb = fixed;
    usb[QStringLiteral("ConnectionBus")] = QStringLiteral("usb");
    QTest::newRow("stick") << QVariantMap{} << QVariantMap{} << 1 << 1;
    QTest::newRow("disk of the machine") << fixed << QVariantMap{} << 0 << 1;
    QTest::newRow("USB disk") << usb << QVariantMap{} << 1 << 1;
    QTest::newRow("system device") << QVariantMap{} << QVariantMap{{QStringLiteral("HintSystem"), true}} << 0 << 1;
    QTest::newRow("to be ignored") << QVariantMap{} << QVariantMap{{QStringLiteral("HintIgnore"), true}} << 0 << 0;
}

void TestUDisks::leavesOutWhatIsNotForPeople()
{
    QFETCH(QVariantMap, drive);
    QFETCH(QVariantMap, block);
    QFETCH(int, removable);
    QFETCH(int, all);
    const FakeUDisks machine;
    SKIP_WITHOUT(machine);
    machine.addDrive(QStringLiteral("stick"), drive);
    machine.addVolume(QStringLiteral("sdb1"), QStringLiteral("stick"), m_folder.path(), {}, block);
    QCOMPARE(open(machine).list().size(), removable);
    QCOMPARE(open(machine).list(WhichVolumes::All).size(), all);
}

void TestUDisks::strangePropertiesAreAsGoodAsNone()
{
    const FakeUDisks machine;
    SKIP_WITHOUT(machine);
    machine.addDrive(
        QStringLiteral("stick"), {{QStringLiteral("Serial"), 7.5}, {QStringLiteral("Vendor"), QStringList{}}});
    machine.addVolume(QStringLiteral("sdb1"), QStringLiteral("stick"), m_folder.path(), {},
        {{QStringLiteral("Size"), QStringLiteral("much")}, {QStringLiteral("PreferredDevice"), true},
            {QStringLiteral("IdUUID"), QByteArray{"\xff\xfe"}}});
    machine.addVolume(QStringLiteral("sdc1"), {}, m_folder.path(), {}, {});
    const auto all = open(machine).list(WhichVolumes::All);
    QCOMPARE(all.size(), 2);
    QCOMPARE(all.front().device, QStringLiteral("/dev/sdb1"));
    QCOMPARE(all.front().size, 0);
    QVERIFY(all.front().vendor.isEmpty() && all.front().serial.isEmpty() && all.front().uuid.isEmpty());
    QVERIFY(!all.back().removable); // on no drive at all
}

void TestUDisks::knowsWhatIsReadOnly()
{
    const FakeUDisks machine;
    SKIP_WITHOUT(machine);
    machine.plugStick(m_folder.path());
    const auto volumes = open(machine);
    QVERIFY(!volumes.list().front().readOnly);
    machine.setBlock(QStringLiteral("sdb1"), QStringLiteral("ReadOnly"), true);
    QVERIFY(volumes.list().front().readOnly);
}

void TestUDisks::mountsAndUnmounts()
{
    const FakeUDisks machine;
    SKIP_WITHOUT(machine);
    machine.plugStick(m_folder.path());
    const auto volumes = open(machine);
    const auto where = volumes.mount(volumes.list().front());
    QVERIFY(where.has_value());
    QCOMPARE(*where, m_folder.path());
    const auto mounted = volumes.list().front();
    QCOMPARE(mounted.mountPoint(), m_folder.path());
    QVERIFY(volumes.unmount(mounted).has_value());
    QVERIFY(!volumes.list().front().isMounted());
    QCOMPARE(machine.takeCalls(), (QStringList{QStringLiteral("Mount sdb1"), QStringLiteral("Unmount sdb1")}));
}

void TestUDisks::whatIsSoAlreadyIsDone()
{
    const FakeUDisks machine;
    SKIP_WITHOUT(machine);
    machine.plugStick(m_folder.path(), {m_folder.path()});
    const auto volumes = open(machine);
    const auto mounted = volumes.list().front();
    QCOMPARE(*volumes.mount(mounted), m_folder.path());
    QCOMPARE(volumes.daemon()->mount(mounted, {}).value(), m_folder.path());
    QVERIFY(volumes.unmount(mounted).has_value());
    QVERIFY(volumes.unmount(mounted).has_value()); // somebody was faster
    QVERIFY(volumes.unmount(volumes.list().front()).has_value());
    QCOMPARE(machine.takeCalls(), (QStringList{QStringLiteral("Unmount sdb1"), QStringLiteral("Unmount sdb1")}));
}

void TestUDisks::failuresAreTold_data()
{
    QTest::addColumn<QString>("method");
    QTest::addColumn<QString>("error");
    QTest::addColumn<QString>("text");
    QTest::addColumn<ErrorCode>("code");
    QTest::addColumn<QString>("words");

    const auto mount = QStringLiteral("Mount");
    const auto unmount = QStringLiteral("Unmount");
    QTest::newRow("in use") << unmount << ErrorNames + QStringLiteral("DeviceBusy") << QStringLiteral("target is busy")
                            << ErrorCode::Unreadable
                            << QStringLiteral("another program still uses it. do not pull it yet");
    QTest::newRow("not allowed") << mount << ErrorNames + QStringLiteral("NotAuthorized") << QString{}
                                 << ErrorCode::Unreadable << QStringLiteral("policy does not allow it");
    QTest::newRow("may ask") << unmount << ErrorNames + QStringLiteral("NotAuthorizedCanObtain") << QString{}
                             << ErrorCode::Unreadable << QStringLiteral("do not pull it yet");
    QTest::newRow("somebody said no") << mount << ErrorNames + QStringLiteral("NotAuthorizedDismissed") << QString{}
                                      << ErrorCode::Cancelled << QStringLiteral("somebody said no");
    QTest::newRow("damaged") << mount << ErrorNames + QStringLiteral("Failed")
                             << QStringLiteral("wrong fs type, bad superblock") << ErrorCode::Unreadable
                             << QStringLiteral("bad superblock");
    QTest::newRow("without a word") << mount << ErrorNames + QStringLiteral("Failed") << QString{}
                                    << ErrorCode::Unreadable << QStringLiteral("Error.Failed");
    QTest::newRow("device went") << unmount << ErrorNames + QStringLiteral("Failed")
                                 << QStringLiteral("Error opening /dev/sdb1: No such device") << ErrorCode::MediumGone
                                 << QStringLiteral("pulled before it could be unmounted");
}

void TestUDisks::failuresAreTold()
{
    QFETCH(QString, method);
    QFETCH(QString, error);
    QFETCH(QString, text);
    QFETCH(ErrorCode, code);
    QFETCH(QString, words);
    const FakeUDisks machine;
    SKIP_WITHOUT(machine);
    const bool isMount = method == u"Mount";
    machine.plugStick(m_folder.path(), isMount ? QStringList{} : QStringList{m_folder.path()});
    machine.failNext(method, error, text);
    const auto volumes = open(machine);
    const auto stick = volumes.list().front();
    const auto failure = isMount ? volumes.mount(stick).error() : volumes.unmount(stick).error();
    QCOMPARE(failure.code, code);
    QVERIFY2(failure.message.contains(words), qPrintable(failure.message));
    QVERIFY2(failure.message.contains(QStringLiteral("DEPOT (Acme Stick 3000)")), qPrintable(failure.message));
    QCOMPARE(volumes.list().front().isMounted(), !isMount); // nothing happened
}

void TestUDisks::pulledVolumeIsGone()
{
    const FakeUDisks machine;
    SKIP_WITHOUT(machine);
    machine.plugStick(m_folder.path(), {m_folder.path()});
    const auto volumes = open(machine);
    const auto mounted = volumes.list().front();
    auto unmounted = mounted;
    unmounted.mountPoints.clear();
    machine.pull(QStringLiteral("stick"));
    QVERIFY(volumes.list().isEmpty());
    QCOMPARE(volumes.mount(unmounted).error().code, ErrorCode::MediumGone);
    QCOMPARE(volumes.unmount(mounted).error().code, ErrorCode::MediumGone);
    QCOMPARE(volumes.eject(mounted).error().code, ErrorCode::MediumGone);
    QCOMPARE(volumes.daemon()->powerOff(mounted, {}).error().code, ErrorCode::MediumGone);
}

void TestUDisks::powersOff()
{
    const FakeUDisks machine;
    SKIP_WITHOUT(machine);
    machine.plugStick(m_folder.path(), {m_folder.path()});
    const auto volumes = open(machine);
    QStringList stages;
    const Conduct conduct{[&stages](const Progress& progress) { stages += progress.stage; }};
    const auto ejection = volumes.eject(volumes.list().front(), conduct);
    QVERIFY(ejection.has_value());
    QCOMPARE(ejectionName(ejection->how), QStringLiteral("powered-off"));
    QVERIFY(!ejection->remark);
    QCOMPARE(machine.takeCalls(), (QStringList{QStringLiteral("Unmount sdb1"), QStringLiteral("PowerOff stick")}));
    QCOMPARE(stages, QStringList{QStringLiteral("unmounting")});
    QVERIFY(volumes.list().isEmpty());
}

void TestUDisks::ejectsWhereOthersWouldLosePower()
{
    const FakeUDisks machine;
    SKIP_WITHOUT(machine);
    const QVariantMap reader{{QStringLiteral("SiblingId"), QStringLiteral("/sys/devices/usb1/1-1")}};
    machine.addDrive(QStringLiteral("slot1"), reader);
    machine.addDrive(QStringLiteral("slot2"), reader);
    machine.addVolume(QStringLiteral("sdb1"), QStringLiteral("slot1"), m_folder.path(), {m_folder.path()});
    machine.addVolume(QStringLiteral("sdc1"), QStringLiteral("slot2"), m_folder.path());
    const auto volumes = open(machine);
    const auto ejection = volumes.eject(volumes.list().front());
    QVERIFY(ejection.has_value());
    QCOMPARE(ejectionName(ejection->how), QStringLiteral("ejected"));
    QCOMPARE(machine.takeCalls(), (QStringList{QStringLiteral("Unmount sdb1"), QStringLiteral("Eject slot1")}));
    QCOMPARE(volumes.list().size(), 1); // the other card is where it was
}

void TestUDisks::ejectsWhereNothingCanBePoweredOff()
{
    const FakeUDisks machine;
    SKIP_WITHOUT(machine);
    machine.addDrive(QStringLiteral("stick"), {{QStringLiteral("CanPowerOff"), false}});
    machine.addVolume(QStringLiteral("sdb1"), QStringLiteral("stick"), m_folder.path());
    const auto volumes = open(machine);
    QCOMPARE(ejectionName(volumes.eject(volumes.list().front())->how), QStringLiteral("ejected"));
}

void TestUDisks::unmountingIsEnoughWhereNothingMoreCanBeDone()
{
    const FakeUDisks machine;
    SKIP_WITHOUT(machine);
    machine.addDrive(QStringLiteral("stick"),
        {{QStringLiteral("CanPowerOff"), false}, {QStringLiteral("Ejectable"), false},
            {QStringLiteral("MediaRemovable"), false}});
    machine.addVolume(QStringLiteral("sdb1"), QStringLiteral("stick"), m_folder.path(), {m_folder.path()});
    const auto volumes = open(machine);
    const auto ejection = volumes.eject(volumes.list().front());
    QCOMPARE(ejectionName(ejection->how), QStringLiteral("unmounted"));
    QVERIFY(!ejection->remark);
    QVERIFY(!volumes.list().front().isMounted());
}

void TestUDisks::unmountsEveryVolumeOfTheDrive()
{
    const FakeUDisks machine;
    SKIP_WITHOUT(machine);
    machine.plugStick(m_folder.path(), {m_folder.path(), m_folder.path()});
    machine.addVolume(QStringLiteral("sdb2"), QStringLiteral("stick"), m_folder.path(), {m_folder.path()});
    machine.addDrive(QStringLiteral("other"));
    machine.addVolume(QStringLiteral("sdc1"), QStringLiteral("other"), m_folder.path(), {m_folder.path()});
    const auto volumes = open(machine);
    QVERIFY(volumes.eject(volumes.list().front()).has_value());
    QCOMPARE(machine.takeCalls(),
        (QStringList{QStringLiteral("Unmount sdb1"), QStringLiteral("Unmount sdb1"), QStringLiteral("Unmount sdb2"),
            QStringLiteral("PowerOff stick")}));
    QCOMPARE(volumes.list().size(), 1);
    QVERIFY(volumes.list().front().isMounted());
}

void TestUDisks::busyVolumeIsNotEjected()
{
    const FakeUDisks machine;
    SKIP_WITHOUT(machine);
    machine.plugStick(m_folder.path(), {m_folder.path()});
    machine.failNext(QStringLiteral("Unmount"), ErrorNames + QStringLiteral("DeviceBusy"));
    const auto volumes = open(machine);
    const auto ejection = volumes.eject(volumes.list().front());
    QVERIFY(!ejection.has_value());
    QVERIFY(ejection.error().message.contains(QStringLiteral("do not pull it yet")));
    QCOMPARE(ejection.error().file, m_folder.path());
    QCOMPARE(machine.takeCalls(), QStringList{QStringLiteral("Unmount sdb1")});
    // And when it is free:
    QVERIFY(volumes.eject(volumes.list().front()).has_value());
}

void TestUDisks::failingPowerOffIsARemark()
{
    const FakeUDisks machine;
    SKIP_WITHOUT(machine);
    machine.plugStick(m_folder.path(), {m_folder.path()});
    machine.failNext(QStringLiteral("PowerOff"), ErrorNames + QStringLiteral("Failed"), QStringLiteral("no such port"));
    machine.failNext(
        QStringLiteral("Eject"), ErrorNames + QStringLiteral("NotSupported"), QStringLiteral("never heard of it"));
    const auto volumes = open(machine);
    const auto ejection = volumes.eject(volumes.list().front());
    QVERIFY(ejection.has_value());
    QCOMPARE(ejectionName(ejection->how), QStringLiteral("unmounted"));
    QVERIFY(ejection->remark);
    QVERIFY(ejection->remark->message.contains(QStringLiteral("it is unmounted, so nothing is left to be written")));
    QVERIFY(!volumes.list().front().isMounted());
    QVERIFY(volumes.daemon()->powerOff(volumes.list().front(), {}).has_value());
    QVERIFY(volumes.list().isEmpty());
}

void TestUDisks::stopEndsTheWaiting_data()
{
    QTest::addColumn<QString>("method");
    for (const auto* const method : {"Mount", "Unmount", "PowerOff"}) {
        QTest::newRow(method) << QString::fromLatin1(method);
    }
}

void TestUDisks::stopEndsTheWaiting()
{
    QFETCH(QString, method);
    const FakeUDisks machine;
    SKIP_WITHOUT(machine);
    const bool isMounting = method == u"Mount";
    machine.plugStick(m_folder.path(), isMounting ? QStringList{} : QStringList{m_folder.path()});
    machine.delayNext(method, 3000); // a slow stick has much to flush
    const auto volumes = open(machine);
    const auto stick = volumes.list().front();
    std::stop_source stop;
    const std::jthread person{[&stop] {
        std::this_thread::sleep_for(std::chrono::milliseconds{200});
        stop.request_stop();
    }};
    QElapsedTimer clock;
    clock.start();
    const Conduct conduct{{}, stop.get_token()};
    const auto ended = isMounting ? fails(volumes.mount(stick, conduct))
        : method == u"Unmount"    ? fails(volumes.unmount(stick, conduct))
                                  : fails(volumes.daemon()->powerOff(stick, conduct));
    QVERIFY(ended.has_value());
    QCOMPARE(ended->code, ErrorCode::Cancelled);
    const auto said = isMounting ? QStringLiteral("may be mounted yet") : QStringLiteral("do not pull it yet");
    QVERIFY2(ended->message.contains(said), qPrintable(ended->message));
    QVERIFY2(clock.elapsed() < 2500, qPrintable(QString::number(clock.elapsed())));
}

SATCHEL_TEST(TestUDisks)
#include "TestUDisks.moc"
