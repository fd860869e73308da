#include <core/exchange/session/Eject.h>
#include <core/exchange/session/Mount.h>
#include <tests/support/FakeSysfs.h>
#include <tests/support/TestRegistry.h>
#include <tests/support/TestWorld.h>
#include <tests/support/Lacking.h>

#include <QFile>
#include <QTest>

#include <sys/mount.h>

using namespace satchel;
using namespace satchel::test;

namespace {

const QString Described = QStringLiteral(R"( [serial "4C530001", label "DEPOT 4", "Acme Stick 3000"])");

// A station's world with a stick in the machine, which is mounted where the world has its folder "stick".
class StickWorld final {
public:
    StickWorld()
    {
        QDir{}.mkpath(stick());
        machine.plugStick();
        machine.showStickAt(QFileInfo{stick()}.canonicalFilePath());
    }

    [[nodiscard]] QString stick() const { return world.path(QStringLiteral("stick")); }

    [[nodiscard]] StationAccess access(const TestStation& station) const
    {
        auto access = station.access();
        access.media = {QStringLiteral("unix:path=/nonexistent/bus"), machine.root()};
        access.patience = std::chrono::milliseconds{0};
        return access;
    }

    [[nodiscard]] Session write(const TestStation& station) const
    {
        auto session = Session::forWriting(access(station), QStringLiteral("test"));
        if (!session) {
            qFatal("%s", qPrintable(session.error().message));
        }
        return *std::move(session);
    }

    ExportReport exportTo(const QString& folder) const
    {
        auto session = write(world.site);
        ExportOrder order;
        order.folder = folder;
        return exportBundles(session, order, {});
    }

    ImportReport import(const QString& path) const
    {
        auto session = write(world.backend);
        return importBundles(session, {{path}, false}, {});
    }

    TestWorld world;
    FakeSysfs machine;
};

QList<LogEntry> logOf(const TestStation& station, const QString& action)
{
    QList<LogEntry> entries;
    const auto session = station.read();
    (void)session.ledger().log().forEach({}, [&](const LogEntry& entry) -> Result<void> {
        if (entry.action == action) {
            entries += entry;
        }
        return {};
    });
    if (!session.ledger().log().verify()->intact) {
        qFatal("the custody log is not intact");
    }
    return entries;
}

} // namespace

// What the custody log says of media, and how ejecting one is recorded.
class TestEject : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void exportNamesTheMedium();
    void exportToAFolderNamesTheFolder();
    void importNamesTheMedium();
    void refusalNamesTheMedium();
    void ejectionIsRecorded();
    void failedEjectionIsRecorded();
    void stationInUseIsWaitedFor();
    void withoutAStationNothingIsRecorded();
    void brokenStationDoesNotKeepTheStick();
    void unknownVolumeIsSaidSo();
    void failedMountIsRecorded();
    void whatIsMountedIsLeftSo();
};

void TestEject::exportNamesTheMedium()
{
    const StickWorld it;
    it.world.putDevice(QStringLiteral("SN-1"));
    it.world.site.gather({it.world.path(QStringLiteral("spool"))});
    const auto report = it.exportTo(it.stick());
    QVERIFY(!report.failure);
    const auto entries = logOf(it.world.site, QStringLiteral("export"));
    QCOMPARE(entries.size(), 1);
    QCOMPARE(entries.front().medium, report.bundles.front().path + Described);
}

void TestEject::exportToAFolderNamesTheFolder()
{
    const StickWorld it;
    it.world.putDevice(QStringLiteral("SN-1"));
    it.world.site.gather({it.world.path(QStringLiteral("spool"))});
    const auto report = it.exportTo(it.world.path(QStringLiteral("elsewhere")));
    QCOMPARE(logOf(it.world.site, QStringLiteral("export")).front().medium, report.bundles.front().path);
}

void TestEject::importNamesTheMedium()
{
    const StickWorld it;
    it.world.putDevice(QStringLiteral("SN-1"));
    it.world.site.gather({it.world.path(QStringLiteral("spool"))});
    const auto path = it.exportTo(it.stick()).bundles.front().path;
    QCOMPARE(it.import(it.stick()).outcome(), Outcome::Done);
    QCOMPARE(logOf(it.world.backend, QStringLiteral("import")).front().medium, path + Described);
}

void TestEject::refusalNamesTheMedium()
{
    const StickWorld it;
    const auto bad = it.world.put(QStringLiteral("stick/bad.satchel"), "no bundle");
    QCOMPARE(it.import(bad).outcome(), Outcome::Refused);
    QCOMPARE(logOf(it.world.backend, QStringLiteral("refuse")).front().medium, bad + Described);
}

void TestEject::ejectionIsRecorded()
{
    const StickWorld it;
    if (::mount("none", QFile::encodeName(it.stick()).constData(), "tmpfs", 0, "size=1m") != 0) {
        LACKING_MOUNT("mounting needs root");
    }
    const auto report = ejectVolume(it.access(it.world.site), QStringLiteral("4C53"), {});
    QCOMPARE(report.outcome(), Outcome::Done);
    QVERIFY(report.recorded && report.ejection && report.warnings.isEmpty());
    const auto entries = logOf(it.world.site, QStringLiteral("eject"));
    QCOMPARE(entries.size(), 1);
    QCOMPARE(entries.front().verdict, QStringLiteral("ready to be pulled: unmounted"));
    QVERIFY(entries.front().medium.endsWith(QStringLiteral("/stick") + Described));
    QVERIFY(::umount(QFile::encodeName(it.stick()).constData()) != 0); // it was
}

void TestEject::failedEjectionIsRecorded()
{
    const StickWorld it;
    if (::mount("none", QFile::encodeName(it.stick()).constData(), "tmpfs", 0, "size=1m") != 0) {
        LACKING_MOUNT("mounting needs root");
    }
    QFile open{it.stick() + QStringLiteral("/open")};
    QVERIFY(open.open(QIODevice::WriteOnly));
    const auto report = ejectVolume(it.access(it.world.site), QStringLiteral("DEPOT 4"), {});
    open.close();
    ::umount(QFile::encodeName(it.stick()).constData());
    QCOMPARE(report.outcome(), Outcome::Failed);
    QVERIFY(report.recorded && !report.ejection);
    QVERIFY(report.failure->message.contains(QStringLiteral("must not be pulled yet")));
    const auto verdict = logOf(it.world.site, QStringLiteral("eject")).front().verdict;
    QVERIFY2(verdict.startsWith(QStringLiteral("not ready to be pulled: unreadable: ")), qPrintable(verdict));
}

void TestEject::stationInUseIsWaitedFor()
{
    const StickWorld it;
    const auto session = it.world.site.write(); // it may be writing to the stick
    const auto report = ejectVolume(it.access(it.world.site), QStringLiteral("DEPOT 4"), {});
    QCOMPARE(report.outcome(), Outcome::InUse);
    QVERIFY(!report.ejection);
}

void TestEject::withoutAStationNothingIsRecorded()
{
    const FakeSysfs machine;
    machine.plugStick();
    machine.showMounts({});
    StationAccess access;
    access.home = machine.root() + QStringLiteral("/no-station");
    access.media = {QStringLiteral("unix:path=/nonexistent/bus"), machine.root()};
    const auto report = ejectVolume(std::move(access), QStringLiteral("/dev/sdb1"), {});
    QCOMPARE(report.outcome(), Outcome::Done);
    QVERIFY(report.ejection && !report.recorded && report.warnings.isEmpty());
}

void TestEject::brokenStationDoesNotKeepTheStick()
{
    const StickWorld it;
    it.machine.showMounts({});
    QFile ledger{StationPaths{it.world.site.home()}.ledger() + QStringLiteral("/ledger.sqlite")};
    QVERIFY(ledger.open(QIODevice::WriteOnly) && ledger.write(QByteArray(4096, 'x')) == 4096);
    ledger.close();
    const auto report = ejectVolume(it.access(it.world.site), QStringLiteral("/dev/sdb1"), {});
    QCOMPARE(report.outcome(), Outcome::Done);
    QVERIFY(report.ejection && !report.recorded);
    QCOMPARE(report.warnings.size(), 1);
    QVERIFY(report.warnings.front().text.contains(QStringLiteral("not in the custody log")));
}

void TestEject::failedMountIsRecorded()
{
    const StickWorld it;
    it.machine.showMounts({});
    auto session = it.write(it.world.site);
    const auto volumes = Volumes::open(it.access(it.world.site).media); // without UDisks2 nobody mounts
    const auto mounted = mountVolume(session, volumes, volumes.list().front(), {});
    QVERIFY(!mounted.has_value());
    const auto entries = logOf(it.world.site, QStringLiteral("mount"));
    QCOMPARE(entries.size(), 1);
    QVERIFY2(entries.front().verdict.startsWith(QStringLiteral("not mounted: ")), qPrintable(entries.front().verdict));
    QCOMPARE(entries.front().medium, QStringLiteral("/dev/sdb1") + Described);
}

void TestEject::whatIsMountedIsLeftSo()
{
    const StickWorld it;
    auto session = it.write(it.world.site);
    const auto volumes = Volumes::open(it.access(it.world.site).media);
    const auto mounted = mountVolume(session, volumes, volumes.list().front(), {});
    QVERIFY(mounted.has_value());
    QCOMPARE(*mounted, QFileInfo{it.stick()}.canonicalFilePath());
    QVERIFY(logOf(it.world.site, QStringLiteral("mount")).isEmpty());
}

void TestEject::unknownVolumeIsSaidSo()
{
    const StickWorld it;
    const auto report = ejectVolume(it.access(it.world.site), QStringLiteral("no such"), {});
    QCOMPARE(report.failure->code, ErrorCode::NotFound);
    QVERIFY(logOf(it.world.site, QStringLiteral("eject")).isEmpty());
}

SATCHEL_TEST(TestEject)
#include "TestEject.moc"
