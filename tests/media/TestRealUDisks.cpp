#include "FakeUDisks.h"
#include "LoopDevice.h"

#include <core/media/VolumeMonitor.h>
#include <core/media/Volumes.h>
#include <tests/support/Lacking.h>
#include <tests/support/TestRegistry.h>

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTest>

#include <algorithm>

using namespace satchel;
using namespace satchel::test;

namespace {

const QString Program = QStringLiteral("/usr/libexec/udisks2/udisksd");
constexpr int Patience = 60'000; // milliseconds
constexpr qint64 ImageBytes = 16 * 1024 * 1024;

// What udev would note of the device: without that the daemon takes it for raw bytes. Where udev runs, nothing is
// touched.
class UdevNote final {
public:
    explicit UdevNote(const QString& device)
    {
        QFile number{QStringLiteral("/sys/class/block/%1/dev").arg(QFileInfo{device}.fileName())};
        if (QFile::exists(QStringLiteral("/run/udev/control")) || !number.open(QIODevice::ReadOnly)) {
            return;
        }
        m_path = QStringLiteral("/run/udev/data/b") + QString::fromLatin1(number.readAll().trimmed());
        QDir{}.mkpath(QFileInfo{m_path}.path());
        QFile note{m_path};
        if (note.open(QIODevice::WriteOnly)) {
            note.write("E:ID_FS_USAGE=filesystem\nE:ID_FS_TYPE=ext4\nE:ID_FS_LABEL_ENC=DEPOT\n");
        }
    }

    UdevNote(const UdevNote&) = delete;
    UdevNote& operator=(const UdevNote&) = delete;

    ~UdevNote()
    {
        if (!m_path.isEmpty()) {
            QFile::remove(m_path);
            QDir{}.rmpath(QFileInfo{m_path}.path()); // only what is empty
        }
    }

private:
    QString m_path;
};

// The system's daemon, on a bus of the test's own.
class RealDaemon final {
public:
    explicit RealDaemon(const QString& bus)
    {
        auto environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("DBUS_SYSTEM_BUS_ADDRESS"), bus);
        m_process.setProcessEnvironment(environment);
        m_process.setStandardOutputFile(QProcess::nullDevice());
        m_process.setStandardErrorFile(QProcess::nullDevice());
        m_process.start(Program, {});
        m_process.waitForStarted(Patience);
    }

    RealDaemon(const RealDaemon&) = delete;
    RealDaemon& operator=(const RealDaemon&) = delete;

    ~RealDaemon()
    {
        m_process.terminate();
        if (!m_process.waitForFinished(Patience)) {
            m_process.kill();
            m_process.waitForFinished();
        }
    }

private:
    QProcess m_process;
};

std::optional<Volume> volumeOn(const Volumes& volumes, const QString& device)
{
    const auto all = volumes.list(WhichVolumes::All);
    const auto found = std::find_if(all.begin(), all.end(),
        [&device](const Volume& volume) { return volume.device == device && !volume.object.isEmpty(); });
    return found == all.end() ? std::nullopt : std::optional{*found};
}

} // namespace

// What no daemon of the tests' own can show: that the real one understands us, and we it.
class TestRealUDisks : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void mountsUnmountsAndRefuses();
};

void TestRealUDisks::mountsUnmountsAndRefuses()
{
    if (!QFile::exists(Program)) {
        LACKING_TOOL("there is no udisksd here (package udisks2)");
    }
    const FakeUDisks bus{FakeUDisks::Daemon::No};
    SKIP_WITHOUT(bus);
    const LoopDevice loop{ImageBytes};
    if (!loop.missing().isEmpty()) {
        LACKING_MOUNT(qPrintable(loop.missing()));
    }
    const UdevNote note{loop.device()};
    const RealDaemon daemon{bus.address()};
    std::optional<Volumes> volumes;
    QTRY_VERIFY_WITH_TIMEOUT(
        (volumes = Volumes::open({bus.address(), QStringLiteral("/nonexistent")}))->usesUDisks(), Patience);
    const auto volume = volumeOn(*volumes, loop.device());
    if (!volume) {
        QSKIP("udisksd does not take the loop device for a file system: it has no udev to tell it");
    }
    QCOMPARE(volume->size, ImageBytes);
    QCOMPARE(volume->fileSystem, QStringLiteral("ext4"));
    QVERIFY(!volume->isMounted() && !volume->removable);

    const auto where = volumes->mount(*volume);
    if (!where) {
        QSKIP(qPrintable(QStringLiteral("udisksd mounts nothing here: ") + where.error().message));
    }
    const auto mounted = volumeOn(*volumes, loop.device());
    QVERIFY(mounted);
    QCOMPARE(mounted->mountPoint(), *where);
    QVERIFY(mounted->free && *mounted->free > 0 && *mounted->free < ImageBytes);

    QFile open{*where + QStringLiteral("/open")};
    QVERIFY(open.open(QIODevice::WriteOnly));
    const auto refused = volumes->eject(*mounted);
    open.close();
    QVERIFY(!refused.has_value());
    QCOMPARE(refused.error().code, ErrorCode::Unreadable);
    QVERIFY2(refused.error().message.contains(QStringLiteral("another program still uses it")),
        qPrintable(refused.error().message));

    const auto ejection = volumes->eject(*mounted);
    QVERIFY2(ejection.has_value(), ejection ? "" : qPrintable(ejection.error().message));
    QCOMPARE(ejectionName(ejection->how), QStringLiteral("unmounted")); // it hangs on no drive
    QFile mounts{QStringLiteral("/proc/self/mounts")};
    QVERIFY(mounts.open(QIODevice::ReadOnly));
    QVERIFY(!mounts.readAll().contains(loop.device().toUtf8() + ' '));
}

SATCHEL_TEST(TestRealUDisks)
#include "TestRealUDisks.moc"
