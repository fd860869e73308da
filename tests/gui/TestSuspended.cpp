#include "CustodyLines.h"
#include "Driving.h"
#include "Sticks.h"

#include <app/widgets/FoundBundles.h>
#include <tests/support/MediumCalls.h>

#include <QApplication>
#include <QDeadlineTimer>
#include <QDir>
#include <QThread>

#include <array>
#include <atomic>
#include <csignal>
#include <cstdio>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

using namespace satchel;
using namespace satchel::test;

namespace {

constexpr int Devices = 4;
constexpr int Items = 2 * Devices;

// What the other process does: `bringIn` or not, in which folder, at which station, by which clock, stopped at which
// call.
struct Task {
    QString home;
    QDateTime now;
    bool bringsIn = false;
    QString folder;
    MediumCall stopAt = MediumCall::Write;

    [[nodiscard]] QStringList arguments() const
    {
        return {QStringLiteral("--window"), home, QString::number(now.toSecsSinceEpoch()),
            bringsIn ? QStringLiteral("in") : QStringLiteral("out"), folder, QString::number(static_cast<int>(stopAt))};
    }
    static Task from(const QStringList& arguments)
    {
        return {arguments[2], QDateTime::fromSecsSinceEpoch(arguments[3].toLongLong(), Qt::UTC), arguments[4] == u"in",
            arguments[5], static_cast<MediumCall>(arguments[6].toInt())};
    }
};

// A window of its own, in a process of its own, which stops itself in the middle as a lid that is closed does.
int runWindow(const Task& task)
{
    MainWindow window{StationView{task.home, [now = task.now] { return now; }}};
    window.show();
    ErrandPage& page = task.bringsIn ? static_cast<ErrandPage&>(window.bringIn()) : window.takeOut();
    page.setFolder(task.folder);
    if (task.bringsIn) { // only what the errand itself reads counts
        (void)QTest::qWaitFor([&] { return window.bringIn().bundles().topLevelItemCount() > 0; }, LongEnough);
    }
    std::atomic<bool> hasStopped = false;
    const MediumCalls calls{[&](MediumCall call) {
        if (call == task.stopAt && !hasStopped.exchange(true)) {
            ::raise(SIGSTOP);
        }
    }};
    QSignalSpy done{&page, &ErrandPage::done};
    page.findChild<QPushButton*>(QStringLiteral("begin"))->click();
    (void)done.wait(LongEnough);
    const auto told = QStringLiteral("%1\n%2").arg(static_cast<int>(page.card().tone())).arg(shownOn(page.card()));
    std::fputs(told.toUtf8().constData(), stdout);
    std::fflush(stdout);
    return 0;
}

class OtherWindow final {
public:
    explicit OtherWindow(const Task& task)
    {
        std::array<int, 2> ends{};
        if (::pipe(ends.data()) != 0) {
            qFatal("no pipe");
        }
        QList<QByteArray> words{"TestSuspended"};
        for (const auto& argument : task.arguments()) {
            words += argument.toUtf8();
        }
        std::vector<char*> pointers;
        for (auto& word : words) {
            pointers.push_back(word.data());
        }
        pointers.push_back(nullptr);
        m_process = ::fork();
        if (m_process == 0) {
            ::dup2(ends[1], STDOUT_FILENO);
            ::execv("/proc/self/exe", pointers.data());
            ::_exit(127);
        }
        ::close(ends[1]);
        m_output = ends[0];
    }

    OtherWindow(const OtherWindow&) = delete;
    OtherWindow& operator=(const OtherWindow&) = delete;

    ~OtherWindow()
    {
        if (!m_isOver) {
            ::kill(m_process, SIGKILL);
            ::waitpid(m_process, nullptr, 0);
        }
        ::close(m_output);
    }

    [[nodiscard]] bool isSuspended() const
    {
        const QDeadlineTimer deadline{LongEnough};
        int status = 0;
        while (::waitpid(m_process, &status, WUNTRACED | WNOHANG) == 0 && !deadline.hasExpired()) {
            QThread::msleep(20);
        }
        return WIFSTOPPED(status);
    }

    [[nodiscard]] pid_t process() const { return m_process; }
    void goOn() const { ::kill(m_process, SIGCONT); }

    // The number of its card's tone, and what stands on the card.
    [[nodiscard]] QString result()
    {
        QByteArray told;
        std::array<char, 4096> part{};
        for (auto size = ::read(m_output, part.data(), part.size()); size > 0;
            size = ::read(m_output, part.data(), part.size())) {
            told.append(part.data(), size);
        }
        ::waitpid(m_process, nullptr, 0);
        m_isOver = true;
        return QString::fromUtf8(told);
    }

private:
    pid_t m_process = -1;
    int m_output = -1;
    bool m_isOver = false;
};

bool isTone(const QString& result, OutcomeCard::Tone tone)
{
    return result.startsWith(QString::number(static_cast<int>(tone)) + QLatin1Char('\n'));
}

} // namespace

#define VERIFY_TOLD(result, part) QVERIFY2((result).contains(QString{part}), qPrintable(result))

// A lid that is closed in the middle of an errand: the process stands still between two calls, and when it goes on the
// stick is there or not. Meanwhile the station is held, and whoever wants it is told by whom.
class TestSuspended : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void whileTakingOut_data();
    void whileTakingOut();
    void whileBringingIn_data();
    void whileBringingIn();

private:
    // Another window is told who holds the station.
    void expectToBeTold(const TestStation& station, bool bringsIn, pid_t holder) const;

    std::unique_ptr<TestWorld> m_world;
};

void TestSuspended::init()
{
    m_world = std::make_unique<TestWorld>();
    for (int i = 0; i < Devices; ++i) {
        m_world->putDevice(QStringLiteral("SN-%1").arg(i));
    }
    m_world->site.gather({m_world->path(QStringLiteral("spool"))});
}

void TestSuspended::expectToBeTold(const TestStation& station, bool bringsIn, pid_t holder) const
{
    MainWindow window{viewOf(station)};
    window.show();
    ErrandPage& page = bringsIn ? static_cast<ErrandPage&>(window.bringIn()) : window.takeOut();
    run(window, page, m_world->path(QStringLiteral("meanwhile")));
    QCOMPARE(page.card().tone(), OutcomeCard::Tone::Bad);
    VERIFY_SAYS(page.card(), "Something else works with this station");
    VERIFY_TOLD(page.card().details(), QStringLiteral("process %1 (").arg(holder));
    VERIFY_SAYS(page.card(), "Nothing is lost");
}

void TestSuspended::whileTakingOut_data()
{
    QTest::addColumn<MediumCall>("when");
    QTest::addColumn<bool>("isGone");
    QTest::newRow("while packing, and the stick stays") << MediumCall::Write << false;
    QTest::newRow("while packing, and the stick is gone") << MediumCall::Write << true;
    QTest::newRow("while reading back, and the stick stays") << MediumCall::ReadBack << false;
    QTest::newRow("while reading back, and the stick is gone") << MediumCall::ReadBack << true;
}

void TestSuspended::whileTakingOut()
{
    QFETCH(MediumCall, when);
    QFETCH(bool, isGone);
    const MountedFolder stick{"size=4m"};
    SKIP_UNLESS_MOUNTED(stick);
    const auto& site = m_world->site;
    OtherWindow other{Task{site.home(), m_world->now(), false, stick.path(), when}};
    QVERIFY(other.isSuspended());
    QCOMPARE(site.count(ItemState::Pending), Items); // nothing is said before it is true
    QVERIFY(custodyOf(site, QStringLiteral("export")).isEmpty());
    expectToBeTold(site, false, other.process());
    if (isGone) {
        pull(stick);
    }
    other.goOn();
    const auto told = other.result();

    QVERIFY2(isTone(told, isGone ? OutcomeCard::Tone::Bad : OutcomeCard::Tone::Good), qPrintable(told));
    if (isGone) {
        VERIFY_TOLD(told, QStringLiteral("The medium was pulled, or stopped answering."));
        VERIFY_TOLD(told, QStringLiteral("is due again the next time"));
        QVERIFY(custodyOf(site, QStringLiteral("export")).isEmpty());
        QCOMPARE(site.count(ItemState::Pending), Items);
        QVERIFY(QDir{stick.path()}.isEmpty());
        QCOMPARE(site.exportTo(m_world->path(QStringLiteral("another"))).items, Items);
    } else {
        VERIFY_TOLD(told, QStringLiteral("8 item(s) in the folder, read back"));
        QCOMPARE(custodyOf(site, QStringLiteral("export")).size(), 1);
    }
    QCOMPARE(site.count(ItemState::Packed), Items);
    const auto taken = m_world->backend.import({isGone ? m_world->path(QStringLiteral("another")) : stick.path()});
    QCOMPARE(taken.outcome(), Outcome::Done);
    QCOMPARE(taken.bundles.front().added, Items);
    QCOMPARE(taken.bundles.front().missingSequences, QList<qint64>{});
}

void TestSuspended::whileBringingIn_data()
{
    QTest::addColumn<bool>("isGone");
    QTest::newRow("the stick stays") << false;
    QTest::newRow("the stick is gone") << true;
}

void TestSuspended::whileBringingIn()
{
    QFETCH(bool, isGone);
    const MountedFolder stick{"size=4m"};
    SKIP_UNLESS_MOUNTED(stick);
    QVERIFY(!m_world->site.exportTo(stick.path()).failure);
    const QDir content{stick.path()};
    for (const auto& name : content.entryList(QDir::Files)) {
        m_world->put(QStringLiteral("copies/") + name, TestWorld::read(content.filePath(name)));
    }
    const auto& backend = m_world->backend;
    OtherWindow other{Task{backend.home(), m_world->now(), true, stick.path(), MediumCall::Import}};
    QVERIFY(other.isSuspended());
    QVERIFY(backend.items().isEmpty());
    expectToBeTold(backend, true, other.process());
    if (isGone) {
        pull(stick);
    }
    other.goOn();
    const auto told = other.result();

    if (isGone) {
        VERIFY_TOLD(told, QStringLiteral("The medium was pulled, or stopped answering."));
        VERIFY_TOLD(told, QStringLiteral("is still on the medium"));
        QVERIFY(backend.items().isEmpty());
        QVERIFY(custodyOf(backend, QStringLiteral("import")).isEmpty());
    } else {
        QVERIFY2(isTone(told, OutcomeCard::Tone::Good), qPrintable(told));
        VERIFY_TOLD(told, QStringLiteral("8 new item(s), all verified"));
    }
    // Once more, from a copy: as if nothing had been.
    QCOMPARE(backend.import({m_world->path(QStringLiteral("copies"))}).outcome(), Outcome::Done);
    QCOMPARE(backend.items().size(), Items);
    QCOMPARE(backend.count(ItemState::Ready), Items);
    QVERIFY(!custodyOf(backend, QStringLiteral("import")).isEmpty());
}

int main(int argc, char* argv[])
{
    QApplication application{argc, argv};
    if (const auto arguments = QApplication::arguments(); arguments.value(1) == u"--window") {
        const int code = runWindow(Task::from(arguments));
        ::_exit(code);
    }
    TestSuspended test;
    return QTest::qExec(&test, argc, argv);
}

#include "TestSuspended.moc"
