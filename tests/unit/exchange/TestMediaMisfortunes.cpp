#include <core/base/LooseThread.h>
#include <tests/support/MediumCalls.h>
#include <tests/support/MessageForge.h>
#include <tests/support/TestRegistry.h>
#include <tests/support/TestWorld.h>
#include <tests/support/Lacking.h>

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonObject>
#include <QTest>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <functional>
#include <future>
#include <random>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace satchel;
using namespace satchel::test;

namespace {

// A small medium of memory, mounted at the world's folder "stick"; whatever is under it is this machine's own disk.
class Stick final {
public:
    Stick(const TestWorld& world, const char* options)
        : m_path{world.path(QStringLiteral("stick"))}
    {
        QDir{}.mkpath(m_path);
        m_mounted = ::mount("none", encoded().constData(), "tmpfs", 0, options) == 0;
    }

    Stick(const Stick&) = delete;
    Stick& operator=(const Stick&) = delete;

    ~Stick()
    {
        if (m_mounted) {
            pull();
        }
    }

    [[nodiscard]] bool isMounted() const { return m_mounted; }
    [[nodiscard]] const QString& path() const { return m_path; }

    // As the system does it when the device is gone: open files stay open, the name leads elsewhere.
    void pull() const { ::umount2(encoded().constData(), MNT_DETACH); }

    void fill() const
    {
        QFile filler{m_path + QStringLiteral("/filler")};
        if (filler.open(QIODevice::WriteOnly | QIODevice::Append | QIODevice::Unbuffered)) {
            while (filler.write(QByteArray(4096, 'x')) == 4096) { }
        }
    }

private:
    [[nodiscard]] QByteArray encoded() const { return QFile::encodeName(m_path); }

    QString m_path;
    bool m_mounted = false;
};

enum class Misfortune { Pulled, Filled };

// A medium from which nothing is read back before it is told to answer, so that a stop comes before the end of that.
class HangingMedium final {
public:
    // `whenRemoving` is what a file meets that is to be removed.
    explicit HangingMedium(std::function<void(const HangingMedium&)> whenRemoving)
        : m_calls{[this, whenRemoving = std::move(whenRemoving)](MediumCall call) {
            if (call == MediumCall::ReadBack) {
                hang();
            } else if (call == MediumCall::Remove) {
                whenRemoving(*this);
            }
        }}
    {
    }

    void hang() const { m_answered.wait(); }

    // Whether every call that was left came to its end then.
    [[nodiscard]] bool answer()
    {
        m_answer.set_value();
        return QTest::qWaitFor([] { return LooseThread::atLarge() == 0; }, 60'000);
    }

private:
    std::promise<void> m_answer;
    std::shared_future<void> m_answered = m_answer.get_future().share();
    MediumCalls m_calls;
};

// An export to the world's folder "stick" by the site, of one device's requests.
ExportReport stoppedWhileReadingBack(const TestWorld& world)
{
    world.putDevice(QStringLiteral("SN-1"));
    world.site.gather({world.path(QStringLiteral("spool"))});
    std::stop_source stop;
    auto session = world.site.write();
    ExportOrder order;
    order.folder = world.path(QStringLiteral("stick"));
    const Conduct conduct{[&stop](const Progress& progress) {
                              if (progress.stage == QStringLiteral("reading back")) {
                                  stop.request_stop();
                              }
                          },
        stop.get_token()};
    return exportBundles(session, order, conduct);
}

} // namespace

Q_DECLARE_METATYPE(Misfortune)

// What befalls media while they are worked on: each ends with its code, and the ledger is as right as before.
class TestMediaMisfortunes : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void exportMeetsIt_data();
    void exportMeetsIt();
    void pulledBeforeTheExportIsSeen();
    void pulledWhileImporting();
    void suspendedInTheMiddle();
    void stoppedWhileItHangsAfterRenaming();
    void stoppedAndNotRemovable();
    void stoppedAndRemovingHangs();
    void noRoomForOneItem();
};

void TestMediaMisfortunes::exportMeetsIt_data()
{
    QTest::addColumn<Misfortune>("what");
    QTest::addColumn<QString>("stage");
    QTest::addColumn<ErrorCode>("code");

    const auto packing = QStringLiteral("packing");
    const auto flushing = QStringLiteral("flushing");
    const auto readingBack = QStringLiteral("reading back");
    QTest::newRow("pulled while packing") << Misfortune::Pulled << packing << ErrorCode::MediumGone;
    QTest::newRow("pulled while flushing") << Misfortune::Pulled << flushing << ErrorCode::MediumGone;
    QTest::newRow("pulled while reading back") << Misfortune::Pulled << readingBack << ErrorCode::MediumGone;
    QTest::newRow("filled while packing") << Misfortune::Filled << packing << ErrorCode::MediumFull;
}

void TestMediaMisfortunes::exportMeetsIt()
{
    QFETCH(Misfortune, what);
    QFETCH(QString, stage);
    QFETCH(ErrorCode, code);
    const TestWorld world;
    for (int i = 0; i < 4; ++i) {
        world.putDevice(QStringLiteral("SN-%1").arg(i));
    }
    world.site.gather({world.path(QStringLiteral("spool"))});
    const Stick stick{world, "size=3m"};
    if (!stick.isMounted()) {
        LACKING_MOUNT("mounting needs root");
    }
    bool happened = false;
    ExportReport report;
    {
        auto session = world.site.write();
        ExportOrder order;
        order.folder = stick.path();
        const Conduct conduct{[&](const Progress& progress) {
            if (progress.stage == stage && !std::exchange(happened, true)) {
                what == Misfortune::Pulled ? stick.pull() : stick.fill();
            }
        }};
        report = exportBundles(session, order, conduct);
    }
    QVERIFY(happened);
    QVERIFY(report.failure);
    QCOMPARE(errorCodeName(report.failure->code), errorCodeName(code));
    QCOMPARE(report.outcome(), Outcome::Medium);
    QVERIFY(report.bundles.isEmpty());
    QCOMPARE(world.site.count(ItemState::Pending), 8);
    QVERIFY(world.site.read().ledger().log().verify()->intact);
    stick.pull();
    QVERIFY2(world.list(QStringLiteral("stick")).isEmpty(), "it was written to this machine's own disk");

    // And now with another one, into the folder: the number is burnt, nothing else.
    const auto again = world.site.exportTo(stick.path());
    QCOMPARE(again.items, 8);
    QCOMPARE(again.fresh, 8);
    QCOMPARE(again.bundles.front().sequence, 2);
    QCOMPARE(world.backend.import({stick.path()}).bundles.front().added, 8);
}

void TestMediaMisfortunes::pulledBeforeTheExportIsSeen()
{
    const TestWorld world;
    world.putDevice(QStringLiteral("SN-1"));
    world.site.gather({world.path(QStringLiteral("spool"))});
    const Stick stick{world, "size=3m"};
    if (!stick.isMounted()) {
        LACKING_MOUNT("mounting needs root");
    }
    auto session = world.site.write();
    ExportOrder order;
    order.folder = stick.path() + QStringLiteral("/for-the-office");
    order.mountPoint = stick.path();
    QCOMPARE(exportBundles(session, order, {}).outcome(), Outcome::Done);
    stick.pull();
    const auto report = exportBundles(session, order, {});
    QVERIFY(report.failure);
    QCOMPARE(report.failure->code, ErrorCode::MediumGone);
    QVERIFY(world.list(QStringLiteral("stick")).isEmpty());
    QCOMPARE(session.ledger().bundles().lastOutgoing().value()->sequence, 1); // no number was taken
}

void TestMediaMisfortunes::pulledWhileImporting()
{
    const TestWorld world;
    world.putDevice(QStringLiteral("SN-1"));
    world.site.gather({world.path(QStringLiteral("spool"))});
    const Stick stick{world, "size=3m"};
    if (!stick.isMounted()) {
        LACKING_MOUNT("mounting needs root");
    }
    for (int i = 0; i < 2; ++i) {
        (void)world.site.exportTo(stick.path());
    }
    ImportReport report;
    {
        auto session = world.backend.write();
        const Conduct conduct{[&](const Progress& progress) {
            if (progress.stage == QStringLiteral("checking")) {
                stick.pull();
            }
        }};
        report = importBundles(session, {{stick.path()}, false}, conduct);
    }
    // The first was open and is taken in; the second cannot be found any more, which is no fault of its own.
    QCOMPARE(report.bundles.size(), 2);
    QCOMPARE(report.bundles[0].verdict, QStringLiteral("imported"));
    QVERIFY(report.bundles[1].failure);
    QCOMPARE(errorCodeName(report.bundles[1].failure->code), QStringLiteral("medium-gone"));
    QCOMPARE(report.outcome(), Outcome::Medium);
    QCOMPARE(world.backend.items().size(), 2);
}

// The process stands still in the middle of a write, and goes on ten hours later by the clock on the wall.
void TestMediaMisfortunes::suspendedInTheMiddle()
{
    TestWorld world;
    world.putDevice(QStringLiteral("SN-1"));
    world.site.gather({world.path(QStringLiteral("spool"))});
    const auto deadline = world.site.items().front().deadline;
    const auto child = ::fork();
    QVERIFY(child >= 0);
    if (child == 0) {
        const MediumCalls calls{[&world](MediumCall call) {
            if (call == MediumCall::Write) {
                ::raise(SIGSTOP);
                world.advance(qint64{10} * 3600);
            }
        }};
        ::_exit(world.site.exportTo(world.path(QStringLiteral("stick"))).failure ? 1 : 0);
    }
    int status = 0;
    int timesSuspended = 0;
    qint64 packedMeanwhile = 0;
    while (::waitpid(child, &status, WUNTRACED) == child && WIFSTOPPED(status)) {
        ++timesSuspended;
        packedMeanwhile += world.site.count(ItemState::Packed);
        ::kill(child, SIGCONT);
    }
    QVERIFY(timesSuspended > 0);
    QCOMPARE(packedMeanwhile, 0);
    QVERIFY(WIFEXITED(status));
    QCOMPARE(WEXITSTATUS(status), 0);
    QCOMPARE(world.site.count(ItemState::Packed), 2);
    QCOMPARE(world.site.items().front().deadline, deadline);
    QCOMPARE(world.backend.import({world.path(QStringLiteral("stick"))}).bundles.front().added, 2);
}

// The program may be gone before the medium lets it tidy up. What stands there is no bundle of ours then, and the next
// export removes it, but nothing else that has such a name.
void TestMediaMisfortunes::stoppedWhileItHangsAfterRenaming()
{
    const TestWorld world;
    world.putDevice(QStringLiteral("SN-1"));
    world.site.gather({world.path(QStringLiteral("spool"))});
    const auto stick = world.path(QStringLiteral("stick"));
    const auto child = ::fork();
    QVERIFY(child >= 0);
    if (child == 0) {
        std::stop_source stop;
        const MediumCalls calls{[&stop](MediumCall call) {
            if (call == MediumCall::FlushAll) {
                stop.request_stop();
                ::sleep(600);
            }
        }};
        auto session = world.site.write();
        ExportOrder order;
        order.folder = stick;
        const auto failure = exportBundles(session, order, {{}, stop.get_token()}).failure;
        const bool isTold = failure && failure->code == ErrorCode::Cancelled
            && failure->message.contains(QStringLiteral("may stand there"));
        ::_exit(isTold ? 0 : 1);
    }
    int status = 0;
    QVERIFY(::waitpid(child, &status, 0) == child && WIFEXITED(status));
    QCOMPARE(WEXITSTATUS(status), 0);
    const auto left = world.list(QStringLiteral("stick"));
    QCOMPARE(left.size(), 1);
    QVERIFY2(left.front().endsWith(QStringLiteral("-000001.satchel")), qPrintable(left.front()));
    // The same once more where its name was taken, and what only seems to be it.
    const auto renumbered = [&left](const char* end) {
        return QStringLiteral("stick/")
            + QString{left.front()}.replace(QStringLiteral("000001."), QLatin1StringView{end});
    };
    world.put(renumbered("000001-2."), TestWorld::read(world.path(QStringLiteral("stick/") + left.front())));
    world.put(renumbered("000001-3."), "somebody else's");

    const auto next = world.site.exportTo(stick);

    QCOMPARE(next.bundles.front().sequence, 2);
    const QStringList kept{
        QFileInfo{renumbered("000001-3.")}.fileName(), QFileInfo{next.bundles.front().path}.fileName()};
    QCOMPARE(world.list(QStringLiteral("stick")), kept);
    // One that is proved has such a name, too, and stays.
    (void)world.site.exportTo(stick);
    QCOMPARE(world.list(QStringLiteral("stick")).size(), 3);
}

void TestMediaMisfortunes::stoppedAndNotRemovable()
{
    const TestWorld world;
    HangingMedium medium{[](const HangingMedium&) { MediumCalls::failThisCall(EIO); }};
    const auto report = stoppedWhileReadingBack(world);
    QVERIFY(medium.answer());
    QVERIFY(report.failure);
    QCOMPARE(report.failure->code, ErrorCode::Cancelled);
    QVERIFY2(report.failure->message.contains(QStringLiteral("cannot be removed either")),
        qPrintable(report.failure->message));
    QCOMPARE(world.list(QStringLiteral("stick")).size(), 1);
}

// Nobody waits for the medium then; the file goes once it answers.
void TestMediaMisfortunes::stoppedAndRemovingHangs()
{
    const TestWorld world;
    HangingMedium medium{&HangingMedium::hang};
    const auto report = stoppedWhileReadingBack(world);
    const auto left = world.list(QStringLiteral("stick"));
    const int atLarge = LooseThread::atLarge();
    QVERIFY(medium.answer());
    QVERIFY(report.failure);
    QCOMPARE(report.failure->code, ErrorCode::Cancelled);
    QVERIFY2(report.failure->message.contains(QStringLiteral("as soon as the medium answers")),
        qPrintable(report.failure->message));
    QCOMPARE(left.size(), 1);
    QVERIFY(atLarge > 0);
    QVERIFY(world.list(QStringLiteral("stick")).isEmpty());
    QCOMPARE(world.site.count(ItemState::Pending), 2);
}

// It is not the fault of whoever asked: the medium has room for a bundle, but not for one with this item.
void TestMediaMisfortunes::noRoomForOneItem()
{
    const TestWorld world;
    const MessageForge forge;
    world.site.trust(AnchorUse::Manufacturer, forge.manufacturer.certificate);
    world.site.trust(AnchorUse::Domain, forge.domainCa.certificate);
    QByteArray bytes(200'000, Qt::Uninitialized); // in base64, too, they cannot be compressed below that
    std::mt19937 random{20261127};
    std::generate(bytes.begin(), bytes.end(), [&random] { return static_cast<char>(random()); });
    const auto big = forge.pledgeRequest({{QStringLiteral("padding"), QString::fromLatin1(bytes.toBase64())}});
    world.site.gather({world.put(QStringLiteral("spool/1.vcj"), big)});
    QCOMPARE(world.site.count(ItemState::Pending), 1);
    const Stick stick{world, "size=1200k"}; // of which a MiB stays free
    if (!stick.isMounted()) {
        LACKING_MOUNT("mounting needs root");
    }
    const auto report = world.site.exportTo(stick.path());
    QVERIFY(report.failure);
    QCOMPARE(errorCodeName(report.failure->code), errorCodeName(ErrorCode::MediumFull));
    QVERIFY2(report.failure->message.contains(QStringLiteral("the next item does not fit")),
        qPrintable(report.failure->message));
    QVERIFY(world.list(QStringLiteral("stick")).isEmpty());
    QCOMPARE(world.site.count(ItemState::Pending), 1);
}

SATCHEL_TEST(TestMediaMisfortunes)
#include "TestMediaMisfortunes.moc"
