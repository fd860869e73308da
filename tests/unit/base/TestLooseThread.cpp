#include <core/base/LooseThread.h>

#include <QElapsedTimer>
#include <QSemaphore>
#include <QTest>

#include <memory>

using namespace satchel;
using namespace std::chrono_literals;

namespace {

constexpr auto LongEnough = 60s;
constexpr int LongEnoughMs = 60'000;

} // namespace

class TestLooseThread : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void doesTheWork();
    void isNotWaitedFor();
    void anUnstoppedCallGivesItsResult_data();
    void anUnstoppedCallGivesItsResult();
    void aStopGoesBeforeTheResult();
};

void TestLooseThread::doesTheWork()
{
    auto owned = std::make_shared<int>(0);
    const std::weak_ptr<int> seen = owned;
    int done = 0;
    LooseThread thread{[owned = std::move(owned), &done] { done = ++*owned; }};
    QVERIFY(thread.endsWithin(LongEnough));
    QCOMPARE(done, 1);
    QVERIFY2(seen.expired(), "it keeps what the work owned");
}

void TestLooseThread::isNotWaitedFor()
{
    const auto hang = std::make_shared<QSemaphore>();
    const auto began = std::make_shared<QSemaphore>();
    {
        LooseThread thread{[hang, began] {
            began->release();
            hang->acquire();
        }};
        began->acquire();
        QVERIFY(!thread.endsWithin(1ms));
        QCOMPARE(LooseThread::atLarge(), 0);
    }
    QCOMPARE(LooseThread::atLarge(), 1);
    hang->release();
    QTRY_COMPARE_WITH_TIMEOUT(LooseThread::atLarge(), 0, LongEnoughMs);
}

void TestLooseThread::anUnstoppedCallGivesItsResult_data()
{
    QTest::addColumn<bool>("stoppable");
    QTest::newRow("nobody can stop it") << false;
    QTest::newRow("somebody could") << true;
}

void TestLooseThread::anUnstoppedCallGivesItsResult()
{
    QFETCH(bool, stoppable);
    const std::stop_source source;
    const auto caller = std::this_thread::get_id();
    std::thread::id doer;
    const auto result = unlessStopped<int>(stoppable ? source.get_token() : std::stop_token{}, [&doer] {
        doer = std::this_thread::get_id();
        return 7;
    });
    QVERIFY(result.has_value());
    QCOMPARE(*result, 7);
    QCOMPARE(doer != caller, stoppable);
    QCOMPARE(LooseThread::atLarge(), 0);
}

void TestLooseThread::aStopGoesBeforeTheResult()
{
    const auto hang = std::make_shared<QSemaphore>();
    std::stop_source source;
    const auto result = unlessStopped<int>(source.get_token(), [hang, source]() mutable {
        source.request_stop();
        hang->acquire();
        return 7;
    });
    QVERIFY(!result.has_value());
    QCOMPARE(LooseThread::atLarge(), 1);
    hang->release();
    QTRY_COMPARE_WITH_TIMEOUT(LooseThread::atLarge(), 0, LongEnoughMs);
}

QTEST_GUILESS_MAIN(TestLooseThread)
#include "TestLooseThread.moc"
