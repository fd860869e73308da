#include "Patience.h"

#include <app/VerbThread.h>

#include <tests/support/TestRegistry.h>

#include <QCoreApplication>
#include <QSemaphore>
#include <QSignalSpy>
#include <QTest>

#include <atomic>
#include <memory>

using namespace satchel;
using namespace satchel::test;

class TestVerbThread : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void tellsProgressAndTheReport();
    void ofSeveralTheNewestComesNext();
    void aStopReachesTheVerb();
    void aVerbThatHangsIsLeftToItself();
};

void TestVerbThread::tellsProgressAndTheReport()
{
    VerbThread thread;
    QSignalSpy progressed{&thread, &VerbThread::progressed};
    int report = 0;
    thread.run<int>(
        [](const Conduct& conduct) {
            conduct.tell({QStringLiteral("packing"), 1, 2, QStringLiteral("items")});
            return 7;
        },
        [&report](const int& made) { report = made; });
    QVERIFY(thread.isRunning());
    QTRY_COMPARE_WITH_TIMEOUT(report, 7, LongEnough);
    QVERIFY(!thread.isRunning());
    QVERIFY(!progressed.isEmpty());
}

void TestVerbThread::ofSeveralTheNewestComesNext()
{
    VerbThread thread;
    QSemaphore goOn;
    QList<int> reports;
    const auto take = [&reports](const int& report) { reports += report; };
    thread.runNext<int>(
        [&goOn](const Conduct&) {
            goOn.acquire();
            return 1;
        },
        take);
    for (const int next : {2, 3}) {
        thread.runNext<int>([next](const Conduct&) { return next; }, take);
    }
    goOn.release();
    QTRY_COMPARE_WITH_TIMEOUT(reports.size(), 2, LongEnough);
    QCOMPARE(reports, (QList<int>{1, 3}));
    QVERIFY(!thread.isRunning());
}

void TestVerbThread::aStopReachesTheVerb()
{
    VerbThread thread;
    bool isStopped = false;
    thread.run<bool>(
        [](const Conduct& conduct) {
            while (!conduct.stopRequested()) {
                QTest::qSleep(1);
            }
            return true;
        },
        [&isStopped](const bool& stopped) { isStopped = stopped; });
    thread.cancel();
    QTRY_VERIFY_WITH_TIMEOUT(isStopped, LongEnough);
}

// On a medium that does not answer, say: no window waits for it for ever.
void TestVerbThread::aVerbThatHangsIsLeftToItself()
{
    const auto hang = std::make_shared<QSemaphore>();
    const auto owned = std::make_shared<std::atomic<bool>>(false);
    bool isDone = false;
    {
        VerbThread thread;
        thread.run<bool>(
            [hang, owned](const Conduct& conduct) {
                hang->acquire();
                conduct.tell({QStringLiteral("packing"), 1, 2, QStringLiteral("items")}); // nobody listens any more
                *owned = conduct.stopRequested();
                return true;
            },
            [&isDone](const bool&) { isDone = true; });
    }
    QCOMPARE(LooseThread::atLarge(), 1);
    QVERIFY(!owned->load());
    hang->release();
    QTRY_COMPARE_WITH_TIMEOUT(LooseThread::atLarge(), 0, LongEnough);
    QVERIFY2(owned->load(), "it was not told to stop");
    QVERIFY2(!isDone, "what it reports to is gone");
}

SATCHEL_TEST(TestVerbThread)
#include "TestVerbThread.moc"
