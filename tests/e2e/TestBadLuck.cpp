#include "Program.h"

#include <tests/support/TestRegistry.h>
#include <tests/support/TestWorld.h>
#include <tests/support/Lacking.h>

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QProcess>
#include <QTest>

#include <algorithm>
#include <csignal>
#include <sys/mount.h>

using namespace satchel;
using namespace satchel::test;

namespace {

bool hasOpen(qint64 process, const QString& file)
{
    const QDir descriptors{QStringLiteral("/proc/%1/fd").arg(process)};
    const auto names = descriptors.entryList(QDir::System | QDir::Files | QDir::NoDotAndDotDot);
    return std::ranges::any_of(
        names, [&](const QString& name) { return QFile::symLinkTarget(descriptors.filePath(name)) == file; });
}

} // namespace

// What goes wrong around the program, and what it says and leaves then.
class TestBadLuck : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void fullDiskDuringExport();
    void twoProcessesOnOneStation();
    void interruptedGatherLeavesTheStateAsBefore_data();
    void interruptedGatherLeavesTheStateAsBefore();
    void killedExportLosesNothing();
    void bundleOfOneSiteIsUselessToAnother();
    void everyBadFileIsNamed();

private:
    [[nodiscard]] ProgramRun run(const TestStation& station, const QStringList& arguments) const;

    Program m_program;
};

ProgramRun TestBadLuck::run(const TestStation& station, const QStringList& arguments) const
{
    return m_program.run(QStringList{QStringLiteral("--home"), station.home(), QStringLiteral("--json")} + arguments);
}

void TestBadLuck::fullDiskDuringExport()
{
    const TestWorld world;
    for (int i = 0; i < 8; ++i) {
        world.putDevice(QStringLiteral("SN-%1").arg(i));
    }
    world.site.gather({world.path(QStringLiteral("spool"))});
    const auto stick = world.path(QStringLiteral("stick"));
    QVERIFY(QDir{}.mkpath(stick));
    if (::mount("tmpfs", QFile::encodeName(stick).constData(), "tmpfs", 0, "size=1m") != 0) {
        LACKING_MOUNT("mounting a small file system needs root");
    }
    QFile filler{stick + QStringLiteral("/filler")};
    QVERIFY(filler.open(QIODevice::WriteOnly));
    filler.write(QByteArray(1000 * 1024, 'x'));
    filler.close();
    const auto full = run(world.site, {QStringLiteral("export"), QStringLiteral("--out"), stick});
    const auto left = QDir{stick}.entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot);
    ::umount(QFile::encodeName(stick).constData());

    QCOMPARE(full.exitCode, 5);
    QCOMPARE(textAt(full.json(), QStringLiteral("error.code")), QStringLiteral("medium-full"));
    QCOMPARE(left, QStringList{QStringLiteral("filler")});
    QCOMPARE(world.site.count(ItemState::Pending), 16);
    const auto good
        = run(world.site, {QStringLiteral("export"), QStringLiteral("--out"), world.path(QStringLiteral("other"))});
    QCOMPARE(good.exitCode, 0);
    QCOMPARE(numberAt(good.json(), QStringLiteral("items")), 16);
}

void TestBadLuck::twoProcessesOnOneStation()
{
    const TestWorld world;
    const auto session = world.site.write(); // this process holds the station
    const auto second = run(world.site,
        {QStringLiteral("--wait"), QStringLiteral("0"), QStringLiteral("gather"), world.path(QStringLiteral("."))});
    QCOMPARE(second.exitCode, 6);
    QCOMPARE(textAt(second.json(), QStringLiteral("error.code")), QStringLiteral("station-in-use"));
    QVERIFY(textAt(second.json(), QStringLiteral("error.message"))
            .contains(QString::number(QCoreApplication::applicationPid())));
    // Readers never wait.
    QCOMPARE(run(world.site, {QStringLiteral("status")}).exitCode, 0);
}

void TestBadLuck::interruptedGatherLeavesTheStateAsBefore_data()
{
    QTest::addColumn<int>("signal");
    QTest::newRow("SIGINT") << SIGINT;
    QTest::newRow("SIGTERM") << SIGTERM;
}

void TestBadLuck::interruptedGatherLeavesTheStateAsBefore()
{
    QFETCH(int, signal);
    const TestWorld world;
    world.putDevice(QStringLiteral("SN-1"));
    // Held up by us, so that the signal surely comes while it waits for the station: it has the lock's file open then.
    auto holder = std::make_unique<Session>(world.site.write());
    QProcess gather;
    gather.start(m_program.file(),
        {QStringLiteral("--home"), world.site.home(), QStringLiteral("--wait"), QStringLiteral("60"),
            QStringLiteral("gather"), world.path(QStringLiteral("spool"))});
    QVERIFY(gather.waitForStarted());
    QTRY_VERIFY_WITH_TIMEOUT(hasOpen(gather.processId(), StationPaths{world.site.home()}.lock()), 30'000);
    QCOMPARE(gather.state(), QProcess::Running);
    ::kill(static_cast<pid_t>(gather.processId()), signal);
    QVERIFY(gather.waitForFinished(20'000));
    QCOMPARE(gather.exitStatus(), QProcess::NormalExit);
    QCOMPARE(gather.exitCode(), 130);
    holder.reset();
    QVERIFY(world.site.items().isEmpty());
}

void TestBadLuck::killedExportLosesNothing()
{
    const TestWorld world;
    for (int i = 0; i < 20; ++i) {
        world.putDevice(QStringLiteral("SN-%1").arg(i));
    }
    world.site.gather({world.path(QStringLiteral("spool"))});
    // Killed at moments spread over its whole run, whatever it does then.
    for (int delay = 0; delay < 400; delay += 40) {
        QProcess exporting;
        exporting.start(m_program.file(),
            {QStringLiteral("--home"), world.site.home(), QStringLiteral("export"), QStringLiteral("--out"),
                world.path(QStringLiteral("stick"))});
        QVERIFY(exporting.waitForStarted());
        exporting.waitForFinished(delay);
        exporting.kill();
        exporting.waitForFinished();
    }
    const auto last
        = run(world.site, {QStringLiteral("export"), QStringLiteral("--out"), world.path(QStringLiteral("stick"))});
    QCOMPARE(last.exitCode, 0);
    QCOMPARE(numberAt(last.json(), QStringLiteral("items")), 40);
    QVERIFY(world.list(QStringLiteral("stick")).filter(QStringLiteral(".part")).isEmpty());
    const auto imported = run(world.backend, {QStringLiteral("import"), world.path(QStringLiteral("stick"))});
    QCOMPARE(imported.exitCode, 0);
    QCOMPARE(world.backend.items().size(), 40);
    QVERIFY(world.site.read().ledger().log().verify()->intact);
}

void TestBadLuck::bundleOfOneSiteIsUselessToAnother()
{
    const TestWorld world;
    world.putDevice(QStringLiteral("SN-1"));
    world.site.gather({world.path(QStringLiteral("spool"))});
    const auto bundle = world.site.exportTo(world.path(QStringLiteral("stick"))).bundles.front().path;
    const auto otherSite = world.station(QStringLiteral("other-site"), StationRole::Site);
    const auto otherBackend = world.station(QStringLiteral("other-backend"), StationRole::Backend);
    otherSite.know(world.backend);
    otherBackend.know(world.site);
    const auto atSite = run(otherSite, {QStringLiteral("import"), bundle});
    QCOMPARE(atSite.exitCode, 4);
    QCOMPARE(textAt(atSite.json(), QStringLiteral("error.code")), QStringLiteral("unknown-sender"));
    const auto atBackend = run(otherBackend, {QStringLiteral("import"), bundle});
    QCOMPARE(atBackend.exitCode, 4);
    QCOMPARE(textAt(atBackend.json(), QStringLiteral("error.code")), QStringLiteral("not-addressed-to-us"));
    QVERIFY(otherSite.items().isEmpty() && otherBackend.items().isEmpty());
}

void TestBadLuck::everyBadFileIsNamed()
{
    const TestWorld world;
    const auto device = world.putDevice(QStringLiteral("SN-1"));
    world.put(QStringLiteral("spool/empty"), {});
    world.put(QStringLiteral("spool/huge"), QByteArray(5 * 1024 * 1024, '\x30'));
    world.put(QStringLiteral("spool/picture.png"), "\x89PNG\r\n\x1a\n");
    world.put(QStringLiteral("spool/cut.vcj"), device.voucherRequest.chopped(100));
    world.put(QStringLiteral("spool/long.vcj"), device.voucherRequest + "more");
    const auto gathered = run(world.site, {QStringLiteral("gather"), world.path(QStringLiteral("spool"))});
    QCOMPARE(gathered.exitCode, 3);
    QCOMPARE(numberAt(gathered.json(), QStringLiteral("gathered")), 2);
    QMap<QString, QString> codes;
    for (int i = 0; i < 5; ++i) {
        const auto row = QStringLiteral("refused.%1.").arg(i);
        codes.insert(QFileInfo{textAt(gathered.json(), row + QStringLiteral("path"))}.fileName(),
            textAt(gathered.json(), row + QStringLiteral("code")));
    }
    QCOMPARE(codes.value(QStringLiteral("empty")), QStringLiteral("empty"));
    QCOMPARE(codes.value(QStringLiteral("huge")), QStringLiteral("too-large"));
    QCOMPARE(codes.value(QStringLiteral("picture.png")), QStringLiteral("not-recognised"));
    QCOMPARE(codes.value(QStringLiteral("cut.vcj")), QStringLiteral("malformed"));
    QCOMPARE(codes.value(QStringLiteral("long.vcj")), QStringLiteral("trailing-data"));
}

SATCHEL_TEST(TestBadLuck)
#include "TestBadLuck.moc"
