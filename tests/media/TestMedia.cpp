#include "FakeUDisks.h"
#include "LoopDevice.h"

#include <tests/e2e/Program.h>
#include <tests/support/TestRegistry.h>
#include <tests/support/TestWorld.h>
#include <tests/support/Lacking.h>

#include <QDir>
#include <QElapsedTimer>
#include <QTest>

#include <csignal>

using namespace satchel;
using namespace satchel::test;

namespace {

constexpr int Patience = 60'000; // milliseconds
const QString Shim = QStringLiteral(SATCHEL_FAULT_SHIM);
const QString Described = QStringLiteral(R"([serial "SERIAL-stick", label "DEPOT", "Acme Stick 3000"])");

bool isTrue(const JsonValue& json, const QString& path)
{
    const auto value = at(json, path);
    return value.boolean() && *value.boolean();
}

Program programOn(const FakeUDisks& machine)
{
    Program program;
    program.set(QStringLiteral("DBUS_SYSTEM_BUS_ADDRESS"), machine.address());
    return program;
}

// Waits for the next line of a program that goes on running.
JsonValue nextObject(QProcess& process, QByteArray& pending)
{
    const QDeadlineTimer deadline{Patience};
    while (!pending.contains('\n') && !deadline.hasExpired() && process.state() != QProcess::NotRunning) {
        process.waitForReadyRead(100);
        pending += process.readAllStandardOutput();
    }
    const auto line = pending.left(pending.indexOf('\n'));
    pending.remove(0, line.size() + 1);
    return parseJson(line, JsonDialect::Lenient).value_or(JsonValue{});
}

JsonValue logOf(const TestStation& station)
{
    return Program{}
        .run({QStringLiteral("--home"), station.home(), QStringLiteral("--json"), QStringLiteral("log")})
        .json();
}

// Each write, flush and rename on the medium takes so long.
Program slowProgram(const QString& stick, int milliseconds)
{
    Program program;
    program.set(QStringLiteral("LD_PRELOAD"), Shim);
    program.set(QStringLiteral("ASAN_OPTIONS"), QStringLiteral("verify_asan_link_order=0"));
    program.set(QStringLiteral("SATCHEL_SHIM_ROOT"), stick);
    program.set(QStringLiteral("SATCHEL_SHIM_SLOW"), QString::number(milliseconds));
    return program;
}

} // namespace

// `media` and `media eject` as users run them, and `export` onto media that only a real program can meet.
class TestMedia : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void listsWhatIsPluggedIn();
    void listsNothingAndSaysSo();
    void watchTellsEachChange();
    void ejectIsRecorded();
    void failedEjectIsToldAndRecorded();
    void remarkOfTheEjectionIsTold();
    void ejectNamesWhatItDoesNotFind();
    void exportAndEjectNameTheSameMedium();
    void slowMediumIsWaitedFor();
    void slowMediumIsLeftOnRequest();

private:
    QTemporaryDir m_folder;
};

void TestMedia::listsWhatIsPluggedIn()
{
    const FakeUDisks machine;
    SKIP_WITHOUT(machine);
    machine.plugStick(m_folder.path(), {m_folder.path()});
    machine.addVolume(QStringLiteral("sdb2"), QStringLiteral("stick"), {}, {},
        {{QStringLiteral("IdUUID"), QStringLiteral("1-2")},
            {QStringLiteral("IdLabel"), QStringLiteral("\u001b[31mred")}, {QStringLiteral("ReadOnly"), true}});
    const auto program = programOn(machine);
    const auto report = program.run(words("--json media"));
    QCOMPARE(report.exitCode, 0);
    const auto json = report.json();
    QCOMPARE(sizeAt(json, QStringLiteral("volumes")), 2);
    QCOMPARE(keysAt(json, QStringLiteral("volumes.0")),
        QStringLiteral("device fileSystem free id label model mountPoint readOnly removable serial size vendor"));
    QCOMPARE(textAt(json, QStringLiteral("volumes.0.id")), QStringLiteral("SERIAL-stick:5A3F-11D2"));
    QCOMPARE(textAt(json, QStringLiteral("volumes.0.mountPoint")), m_folder.path());
    QCOMPARE(numberAt(json, QStringLiteral("volumes.0.size")), qint64{8'000'000'000});
    QVERIFY(numberAt(json, QStringLiteral("volumes.0.free")) > 0);
    QVERIFY(at(json, QStringLiteral("volumes.1.free")).isNull());
    QVERIFY(at(json, QStringLiteral("volumes.1.mountPoint")).isNull());

    const auto table = program.run(words("media"));
    QCOMPARE(table.exitCode, 0);
    for (const auto* part : {"SERIAL-stick:5A3F-11D2", "DEPOT", "Acme Stick 3000", "7.5 GiB", "/dev/sdb2, not mounted",
             "READ-ONLY", "\\x1b[31mred"}) {
        QVERIFY2(table.out.contains(part), table.out.constData());
    }
}

void TestMedia::listsNothingAndSaysSo()
{
    const FakeUDisks machine;
    SKIP_WITHOUT(machine);
    const auto run = programOn(machine).run(words("media"));
    QCOMPARE(run.exitCode, 0);
    QVERIFY2(run.out.contains("No removable media"), run.out.constData());
}

void TestMedia::watchTellsEachChange()
{
    const FakeUDisks machine;
    SKIP_WITHOUT(machine);
    auto environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("DBUS_SYSTEM_BUS_ADDRESS"), machine.address());
    QProcess watching;
    watching.setProcessEnvironment(environment);
    watching.start(Program::file(), words("--json media --watch"));
    QByteArray pending;
    QCOMPARE(sizeAt(nextObject(watching, pending), QStringLiteral("volumes")), 0);
    machine.addDrive(QStringLiteral("stick"));
    machine.addVolume(QStringLiteral("sdb1"), QStringLiteral("stick"), {});
    QCOMPARE(textAt(nextObject(watching, pending), QStringLiteral("volumes.0.label")), QStringLiteral("DEPOT"));
    machine.pull(QStringLiteral("stick"));
    QCOMPARE(sizeAt(nextObject(watching, pending), QStringLiteral("volumes")), 0);
    QCOMPARE(watching.state(), QProcess::Running);
    ::kill(static_cast<pid_t>(watching.processId()), SIGINT);
    QVERIFY(watching.waitForFinished(Patience));
    QCOMPARE(watching.exitStatus(), QProcess::NormalExit);
    QCOMPARE(watching.exitCode(), 130);
}

void TestMedia::ejectIsRecorded()
{
    const FakeUDisks machine;
    SKIP_WITHOUT(machine);
    machine.plugStick(m_folder.path(), {m_folder.path()});
    const TestWorld world;
    const auto run = programOn(machine).run({QStringLiteral("--home"), world.site.home(), QStringLiteral("--json"),
        QStringLiteral("media"), QStringLiteral("eject"), QStringLiteral("DEPOT")});
    QCOMPARE(run.exitCode, 0);
    QCOMPARE(keysAt(run.json(), {}), QStringLiteral("ejected recorded volumes warnings"));
    QCOMPARE(textAt(run.json(), QStringLiteral("ejected")), QStringLiteral("powered-off"));
    QVERIFY(isTrue(run.json(), QStringLiteral("recorded")));
    QCOMPARE(machine.takeCalls(), (QStringList{QStringLiteral("Unmount sdb1"), QStringLiteral("PowerOff stick")}));
    const auto log = logOf(world.site);
    const auto last = QStringLiteral("entries.%1.").arg(sizeAt(log, QStringLiteral("entries")) - 1);
    QCOMPARE(textAt(log, last + QStringLiteral("action")), QStringLiteral("eject"));
    QCOMPARE(textAt(log, last + QStringLiteral("medium")), m_folder.path() + QLatin1Char(' ') + Described);
    QCOMPARE(textAt(log, last + QStringLiteral("verdict")), QStringLiteral("ready to be pulled: powered-off"));
}

void TestMedia::failedEjectIsToldAndRecorded()
{
    const FakeUDisks machine;
    SKIP_WITHOUT(machine);
    machine.plugStick(m_folder.path(), {m_folder.path()});
    machine.failNext(QStringLiteral("Unmount"), QStringLiteral("org.freedesktop.UDisks2.Error.DeviceBusy"));
    const TestWorld world;
    const auto run = programOn(machine).run({QStringLiteral("--home"), world.site.home(), QStringLiteral("media"),
        QStringLiteral("eject"), QStringLiteral("SERIAL")});
    QCOMPARE(run.exitCode, 1);
    QVERIFY2(run.err.contains("do not pull it yet"), run.err.constData());
    QVERIFY(run.out.isEmpty());
    const auto log = logOf(world.site);
    const auto last = QStringLiteral("entries.%1.verdict").arg(sizeAt(log, QStringLiteral("entries")) - 1);
    QVERIFY(textAt(log, last).startsWith(QStringLiteral("not ready to be pulled: unreadable: ")));
}

// It may be pulled, but the port keeps its power.
void TestMedia::remarkOfTheEjectionIsTold()
{
    const FakeUDisks machine;
    SKIP_WITHOUT(machine);
    machine.plugStick(m_folder.path(), {m_folder.path()});
    const auto failed = QStringLiteral("org.freedesktop.UDisks2.Error.Failed");
    machine.failNext(QStringLiteral("PowerOff"), failed, QStringLiteral("no such port"));
    machine.failNext(QStringLiteral("Eject"), failed, QStringLiteral("no such port"));
    const TestWorld world;
    const auto run = programOn(machine).run({QStringLiteral("--home"), world.site.home(), QStringLiteral("--json"),
        QStringLiteral("media"), QStringLiteral("eject"), QStringLiteral("SERIAL")});
    QCOMPARE(run.exitCode, 0);
    QCOMPARE(textAt(run.json(), QStringLiteral("ejected")), QStringLiteral("unmounted"));
    QCOMPARE(sizeAt(run.json(), QStringLiteral("warnings")), 1);
    const auto remark = textAt(run.json(), QStringLiteral("warnings.0"));
    QVERIFY2(remark.contains(QStringLiteral("nothing is left to be written")), qPrintable(remark));
}

void TestMedia::ejectNamesWhatItDoesNotFind()
{
    const FakeUDisks machine;
    SKIP_WITHOUT(machine);
    const auto run = programOn(machine).run(words("--json media eject nothing-such"));
    QCOMPARE(run.exitCode, 1);
    QCOMPARE(textAt(run.json(), QStringLiteral("error.code")), QStringLiteral("not-found"));
    QCOMPARE(programOn(machine).run(words("media eject")).exitCode, 2);
}

// A real file system on a real device, which the daemon says is a stick.
void TestMedia::exportAndEjectNameTheSameMedium()
{
    const FakeUDisks machine;
    SKIP_WITHOUT(machine);
    const TestWorld world;
    LoopDevice loop{16 * 1024 * 1024}; // unmounted before the world goes
    if (!loop.missing().isEmpty()) {
        LACKING_MOUNT(qPrintable(loop.missing()));
    }
    const auto stick = QFileInfo{world.path(QStringLiteral("."))}.canonicalFilePath() + QStringLiteral("/stick");
    QVERIFY(QDir{}.mkdir(stick));
    if (!loop.mountAt(stick)) {
        LACKING_MOUNT("this machine does not mount loop devices");
    }
    machine.plugStick(stick, {stick});
    world.putDevice(QStringLiteral("SN-1"));
    world.site.gather({world.path(QStringLiteral("spool"))});
    const auto program = programOn(machine);
    const auto run = program.run({QStringLiteral("--home"), world.site.home(), QStringLiteral("--json"),
        QStringLiteral("export"), QStringLiteral("--out"), stick});
    QCOMPARE(run.exitCode, 0);
    const auto path = textAt(run.json(), QStringLiteral("bundles.0.path"));
    QVERIFY(isTrue(run.json(), QStringLiteral("bundles.0.readBack.cacheBypassed")));
    QCOMPARE(
        program
            .run({QStringLiteral("--home"), world.site.home(), QStringLiteral("media"), QStringLiteral("eject"), stick})
            .exitCode,
        0);
    const auto log = logOf(world.site);
    const auto count = sizeAt(log, QStringLiteral("entries"));
    const auto mediumOf = [&](qsizetype entry) { return textAt(log, QStringLiteral("entries.%1.medium").arg(entry)); };
    QCOMPARE(mediumOf(count - 2), path + QLatin1Char(' ') + Described);
    QCOMPARE(mediumOf(count - 1), stick + QLatin1Char(' ') + Described);
}

void TestMedia::slowMediumIsWaitedFor()
{
    if (Shim.isEmpty()) {
        QSKIP("the program is not built for faults");
    }
    const TestWorld world;
    world.putDevice(QStringLiteral("SN-1"));
    world.site.gather({world.path(QStringLiteral("spool"))});
    const auto stick = world.path(QStringLiteral("stick"));
    QElapsedTimer clock;
    clock.start();
    const auto run = slowProgram(stick, 300)
                         .run({QStringLiteral("--home"), world.site.home(), QStringLiteral("--json"),
                             QStringLiteral("export"), QStringLiteral("--out"), stick});
    QCOMPARE(run.exitCode, 0);
    QVERIFY2(clock.elapsed() >= 1200, "the shim slowed nothing down"); // written, flushed, renamed, flushed
    QVERIFY(isTrue(run.json(), QStringLiteral("bundles.0.readBack.verified")));
    QCOMPARE(world.backend.import({stick}).bundles.front().added, 2);
}

void TestMedia::slowMediumIsLeftOnRequest()
{
    if (Shim.isEmpty()) {
        QSKIP("the program is not built for faults");
    }
    const TestWorld world;
    for (int i = 0; i < 8; ++i) {
        world.putDevice(QStringLiteral("SN-%1").arg(i));
    }
    world.site.gather({world.path(QStringLiteral("spool"))});
    const auto stick = world.path(QStringLiteral("stick"));
    QVERIFY(QDir{}.mkpath(stick));
    auto environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("LD_PRELOAD"), Shim);
    environment.insert(QStringLiteral("ASAN_OPTIONS"), QStringLiteral("verify_asan_link_order=0"));
    environment.insert(QStringLiteral("SATCHEL_SHIM_ROOT"), stick);
    environment.insert(QStringLiteral("SATCHEL_SHIM_SLOW"), QStringLiteral("1000"));
    QProcess exporting;
    exporting.setProcessEnvironment(environment);
    exporting.start(Program::file(),
        {QStringLiteral("--home"), world.site.home(), QStringLiteral("export"), QStringLiteral("--out"), stick});
    const auto isBegun
        = [&] { return !QDir{stick}.entryList({QStringLiteral("*.part")}, QDir::Files | QDir::Hidden).isEmpty(); };
    QTRY_VERIFY_WITH_TIMEOUT(isBegun() || exporting.state() == QProcess::NotRunning, Patience);
    QVERIFY(isBegun());
    ::kill(static_cast<pid_t>(exporting.processId()), SIGINT);
    QVERIFY(exporting.waitForFinished(Patience));
    QCOMPARE(exporting.exitCode(), 130);
    QVERIFY(QDir{stick}.entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot).isEmpty());
    QCOMPARE(world.site.count(ItemState::Pending), 16);
    QCOMPARE(world.site.exportTo(stick).fresh, 16);
}

SATCHEL_TEST(TestMedia)
#include "TestMedia.moc"
