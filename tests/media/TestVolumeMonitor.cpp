#include "FakeUDisks.h"

#include <core/media/VolumeMonitor.h>
#include <tests/support/FakeSysfs.h>
#include <tests/support/TestRegistry.h>

#include <QSemaphore>
#include <QSignalSpy>
#include <QTest>

#include <atomic>
#include <dlfcn.h>
#include <memory>
#include <stop_token>
#include <sys/statvfs.h>

using namespace satchel;
using namespace satchel::test;

namespace {

constexpr int Patience = 60'000; // milliseconds; a machine that does much else besides

// While there is one, no question after free space is answered before it is released.
std::atomic<QSemaphore*> hang = nullptr;
std::atomic<int> hanging = 0;

} // namespace

extern "C" {

// Named by its symbol, because the headers may have made another function of the name itself.
int watchedStatvfs(const char* path, struct statvfs* facts) __asm__("statvfs");

int watchedStatvfs(const char* path, struct statvfs* facts)
{
    if (auto* const semaphore = hang.load()) {
        ++hanging;
        semaphore->acquire();
    }
    static auto* const real = reinterpret_cast<int (*)(const char*, struct statvfs*)>(::dlsym(RTLD_NEXT, "statvfs"));
    return real(path, facts);
}

} // extern "C"

class TestVolumeMonitor : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void tellsThatThereIsNothing();
    void seesAStickComeAndGo();
    void seesWhatBecomesOfIt();
    void saysNothingWhereNothingChanged();
    void seesItWithoutADaemon();
    void watchesUntilToldToStop();
    void watchesUntilTheListenerHadEnough();
    void doesNotWaitForAMediumThatHangs();

private:
    QTemporaryDir m_folder;
};

void TestVolumeMonitor::tellsThatThereIsNothing()
{
    const FakeUDisks machine;
    SKIP_WITHOUT(machine);
    const VolumeMonitor monitor{{machine.address(), QStringLiteral("/nonexistent")}};
    QSignalSpy changed{&monitor, &VolumeMonitor::changed};
    QVERIFY(changed.wait(Patience));
    QVERIFY(monitor.volumes().isEmpty());
}

void TestVolumeMonitor::seesAStickComeAndGo()
{
    const FakeUDisks machine;
    SKIP_WITHOUT(machine);
    const VolumeMonitor monitor{{machine.address(), QStringLiteral("/nonexistent")}};
    QSignalSpy changed{&monitor, &VolumeMonitor::changed};
    QVERIFY(changed.wait(Patience));
    machine.plugStick(m_folder.path());
    QTRY_COMPARE_WITH_TIMEOUT(monitor.volumes().size(), 1, Patience);
    QCOMPARE(monitor.volumes().front().serial, QStringLiteral("SERIAL-stick"));
    machine.addDrive(QStringLiteral("second"));
    machine.addVolume(QStringLiteral("sdc1"), QStringLiteral("second"), m_folder.path());
    QTRY_COMPARE_WITH_TIMEOUT(monitor.volumes().size(), 2, Patience);
    machine.pull(QStringLiteral("stick"));
    QTRY_COMPARE_WITH_TIMEOUT(monitor.volumes().size(), 1, Patience);
    QCOMPARE(monitor.volumes().front().device, QStringLiteral("/dev/sdc1"));
}

void TestVolumeMonitor::seesWhatBecomesOfIt()
{
    const FakeUDisks machine;
    SKIP_WITHOUT(machine);
    machine.plugStick(m_folder.path());
    const VolumeMonitor monitor{{machine.address(), QStringLiteral("/nonexistent")}};
    QTRY_COMPARE_WITH_TIMEOUT(monitor.volumes().size(), 1, Patience);
    machine.setBlock(QStringLiteral("sdb1"), QStringLiteral("IdLabel"), QStringLiteral("RENAMED"));
    QTRY_COMPARE_WITH_TIMEOUT(monitor.volumes().front().label, QStringLiteral("RENAMED"), Patience);
    machine.setBlock(QStringLiteral("sdb1"), QStringLiteral("ReadOnly"), true);
    QTRY_VERIFY_WITH_TIMEOUT(monitor.volumes().front().readOnly, Patience);
}

void TestVolumeMonitor::saysNothingWhereNothingChanged()
{
    const FakeUDisks machine;
    SKIP_WITHOUT(machine);
    machine.plugStick(m_folder.path());
    VolumeMonitor monitor{{machine.address(), QStringLiteral("/nonexistent")}};
    QTRY_COMPARE_WITH_TIMEOUT(monitor.volumes().size(), 1, Patience);
    QSignalSpy changed{&monitor, &VolumeMonitor::changed};
    machine.setBlock(QStringLiteral("sdb1"), QStringLiteral("IdLabel"), QStringLiteral("DEPOT")); // as it was
    monitor.refresh();
    machine.setBlock(QStringLiteral("sdb1"), QStringLiteral("IdLabel"), QStringLiteral("OTHER"));
    QTRY_COMPARE_WITH_TIMEOUT(monitor.volumes().front().label, QStringLiteral("OTHER"), Patience);
    QCOMPARE(changed.size(), 1);
}

void TestVolumeMonitor::seesItWithoutADaemon()
{
    const FakeSysfs machine;
    machine.showMounts({});
    const VolumeMonitor monitor{{QStringLiteral("unix:path=/nonexistent/bus"), machine.root()}};
    QSignalSpy changed{&monitor, &VolumeMonitor::changed};
    QVERIFY(changed.wait(Patience));
    machine.plugStick();
    QTRY_COMPARE_WITH_TIMEOUT(monitor.volumes().size(), 1, Patience);
    machine.showStickAt(QStringLiteral("/nonexistent/stick"));
    QTRY_VERIFY_WITH_TIMEOUT(monitor.volumes().front().isMounted(), Patience);
    machine.unplug();
    QTRY_VERIFY_WITH_TIMEOUT(monitor.volumes().isEmpty(), Patience);
}

void TestVolumeMonitor::watchesUntilToldToStop()
{
    const FakeSysfs machine;
    machine.showMounts({});
    std::stop_source stop;
    QList<qsizetype> seen;
    watchVolumes({QStringLiteral("unix:path=/nonexistent/bus"), machine.root()},
        [&](const QList<Volume>& volumes) {
            seen += volumes.size();
            if (volumes.isEmpty()) {
                machine.plugStick();
            } else {
                stop.request_stop();
            }
            return true;
        },
        {{}, stop.get_token()});
    QCOMPARE(seen, (QList<qsizetype>{0, 1}));
}

void TestVolumeMonitor::watchesUntilTheListenerHadEnough()
{
    const FakeSysfs machine;
    machine.showMounts({});
    int times = 0;
    watchVolumes({QStringLiteral("unix:path=/nonexistent/bus"), machine.root()},
        [&times](const QList<Volume>&) { return ++times > 1; }, {});
    QCOMPARE(times, 1);
}

// It lives longer than the window that watched it, and then ends by itself.
void TestVolumeMonitor::doesNotWaitForAMediumThatHangs()
{
    const FakeUDisks machine;
    SKIP_WITHOUT(machine);
    machine.plugStick(m_folder.path(), {m_folder.path()});
    QSemaphore answer;
    hang = &answer;
    {
        const VolumeMonitor monitor{{machine.address(), QStringLiteral("/nonexistent")}};
        QTRY_COMPARE_WITH_TIMEOUT(hanging.load(), 1, Patience);
    }
    QCOMPARE(LooseThread::atLarge(), 1);
    hang = nullptr;
    answer.release();
    QTRY_COMPARE_WITH_TIMEOUT(LooseThread::atLarge(), 0, Patience);
}

SATCHEL_TEST(TestVolumeMonitor)
#include "TestVolumeMonitor.moc"
