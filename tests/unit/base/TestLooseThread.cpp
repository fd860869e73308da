#include <core/base/CallThread.h>
#include <core/base/LooseThread.h>

#include <tests/support/TestRegistry.h>

#include <QElapsedTimer>
#include <QSemaphore>
#include <QTest>

#include <cerrno>
#include <cstdio>
#include <dlfcn.h>
#include <memory>
#include <pthread.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace satchel;
using namespace std::chrono_literals;

Q_DECLARE_METATYPE(satchel::LooseThread::Otherwise)

namespace {

constexpr auto LongEnough = 60s;
constexpr int LongEnoughMs = 60'000;

bool noThreadIsToBeHad = false;

} // namespace

// Goes before the one of the C library.
extern "C" int watchedThreadCreate(
    pthread_t* thread, const pthread_attr_t* how, void* (*work)(void*), void* of) __asm__("pthread_create");

extern "C" int watchedThreadCreate(pthread_t* thread, const pthread_attr_t* how, void* (*work)(void*), void* of)
{
    if (noThreadIsToBeHad) {
        return EAGAIN;
    }
    static auto* const real = reinterpret_cast<decltype(&watchedThreadCreate)>(::dlsym(RTLD_NEXT, "pthread_create"));
    return real(thread, how, work, of);
}

class TestLooseThread : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void doesTheWork();
    void isNotWaitedFor();
    void anUnstoppedCallGivesItsResult_data();
    void anUnstoppedCallGivesItsResult();
    void callsShareAThread();
    void aStopGoesBeforeTheResult();
    void whereThereIsNoThread_data();
    void whereThereIsNoThread();
    void callsAreMadeHereWhereThereIsNoThread();
    void theProcessEndsInSpiteOfOneThatHangs();
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

// Until one of them hangs: that one keeps it.
void TestLooseThread::callsShareAThread()
{
    std::stop_source source;
    const auto doer = [&source] {
        return unlessStopped<std::thread::id>(source.get_token(), [] { return std::this_thread::get_id(); });
    };
    const auto first = doer();
    QVERIFY(first.has_value());
    QCOMPARE(doer(), first);
    const auto hang = std::make_shared<QSemaphore>();
    std::stop_source other;
    const auto left = unlessStopped<std::thread::id>(other.get_token(), [hang, other]() mutable {
        other.request_stop();
        hang->acquire();
        return std::this_thread::get_id();
    });
    QVERIFY(!left.has_value());
    const auto next = doer();
    QVERIFY(next.has_value() && next != first);
    QCOMPARE(LooseThread::atLarge(), 1);
    hang->release();
    QTRY_COMPARE_WITH_TIMEOUT(LooseThread::atLarge(), 0, LongEnoughMs);
    QCOMPARE(doer(), next);
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

void TestLooseThread::whereThereIsNoThread_data()
{
    QTest::addColumn<LooseThread::Otherwise>("otherwise");
    QTest::addColumn<int>("done");
    QTest::newRow("the work is done here") << LooseThread::Otherwise::DoItHere << 1;
    QTest::newRow("what has no end is left") << LooseThread::Otherwise::LeaveIt << 0;
}

void TestLooseThread::whereThereIsNoThread()
{
    QFETCH(LooseThread::Otherwise, otherwise);
    auto owned = std::make_shared<int>(0);
    const std::weak_ptr<int> seen = owned;
    int done = 0;
    noThreadIsToBeHad = true;
    LooseThread thread{[owned = std::move(owned), &done] { done = ++*owned; }, otherwise};
    noThreadIsToBeHad = false;
    QTEST(done, "done");
    QVERIFY(thread.endsWithin(0ms));
    QVERIFY(seen.expired());
}

void TestLooseThread::callsAreMadeHereWhereThereIsNoThread()
{
    std::thread::id doer;
    CallThread calls;
    noThreadIsToBeHad = true;
    calls.begin([&doer] { doer = std::this_thread::get_id(); });
    noThreadIsToBeHad = false;
    QVERIFY(doer == std::this_thread::get_id());
}

// What it has printed comes out, and its exit code is the one that it was to have.
void TestLooseThread::theProcessEndsInSpiteOfOneThatHangs()
{
    int ends[2] = {};
    QCOMPARE(::pipe(ends), 0);
    const auto child = ::fork();
    QVERIFY(child >= 0);
    if (child == 0) {
        ::dup2(ends[1], STDOUT_FILENO);
        ::close(ends[1]);
        std::printf("said");
        {
            const LooseThread hanging{[] { std::this_thread::sleep_for(600s); }};
        }
        endProcessIfThreadsStayAtLarge(7);
        ::_exit(1);
    }
    ::close(ends[1]);
    char said[16] = {};
    const auto length = ::read(ends[0], said, sizeof said);
    ::close(ends[0]);
    int status = 0;
    QCOMPARE(::waitpid(child, &status, 0), child);
    QVERIFY(WIFEXITED(status));
    QCOMPARE(WEXITSTATUS(status), 7);
    QCOMPARE(QByteArray(said, length), QByteArray("said"));
}

SATCHEL_TEST(TestLooseThread)
#include "TestLooseThread.moc"
