#include <core/base/OrderedPipeline.h>

#include <tests/support/TestRegistry.h>

#include <QDeadlineTimer>
#include <QTest>

#include <atomic>

using satchel::ErrorCode;
using satchel::Result;

namespace {

using Pipeline = satchel::OrderedPipeline<int, int>;

// Hands out 0, 1, 2 ... below `end`, and knows how far it came.
struct Counter {
    int end = 0;
    int given = 0;

    Result<std::optional<int>> operator()() { return given < end ? std::optional{given++} : std::optional<int>{}; }
};

// A gate that `work` waits at until the test opens it.
class Gate final {
public:
    void pass()
    {
        std::unique_lock lock{m_mutex};
        m_opened.wait(lock, [this] { return m_open; });
    }

    void open()
    {
        const std::lock_guard lock{m_mutex};
        m_open = true;
        m_opened.notify_all();
    }

private:
    std::mutex m_mutex;
    std::condition_variable m_opened;
    bool m_open = false;
};

} // namespace

class TestOrderedPipeline : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void keepsTheOrder_data();
    void keepsTheOrder();
    void takesNothingFromNothing();
    void boundsWhatIsInFlight_data();
    void boundsWhatIsInFlight();
    void boundsWhatItWeighs_data();
    void boundsWhatItWeighs();
    void callsNextAndTakeOnTheCallersThread();
    void worksInParallel();
    void endsWhenNextFails();
    void endsWhenTakeFails();
    void endsWhenStopped();
    void dropsWhatHasNotBegun();
    void runsAgainAfterAFailure();
    void takesTypesThatOnlyMove();
};

void TestOrderedPipeline::keepsTheOrder_data()
{
    QTest::addColumn<unsigned>("threads");
    QTest::addColumn<int>("count");

    QTest::newRow("no thread is one") << 0U << 50;
    QTest::newRow("one thread") << 1U << 50;
    QTest::newRow("four threads") << 4U << 2'000;
    QTest::newRow("more threads than inputs") << 8U << 3;
}

void TestOrderedPipeline::keepsTheOrder()
{
    QFETCH(unsigned, threads);
    QFETCH(int, count);

    Pipeline pipeline{[](int input) {
                          // Later inputs are often done before earlier ones.
                          for (int i = 0; i < (input * 7919) % 13; ++i) {
                              std::this_thread::yield();
                          }
                          return input * 2;
                      },
        threads};
    std::vector<int> taken;
    Counter next{count};
    const auto ran = pipeline.run(std::ref(next), [&](int output) -> Result<void> {
        taken.push_back(output);
        return {};
    });
    QVERIFY(ran.has_value());
    QCOMPARE(taken.size(), static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i) {
        QCOMPARE(taken[static_cast<std::size_t>(i)], 2 * i);
    }
}

void TestOrderedPipeline::takesNothingFromNothing()
{
    Pipeline pipeline{[](int input) { return input; }, 2};
    bool took = false;
    Counter next{0};
    const auto ran = pipeline.run(std::ref(next), [&](int) -> Result<void> {
        took = true;
        return {};
    });
    QVERIFY(ran.has_value());
    QVERIFY(!took);
}

void TestOrderedPipeline::boundsWhatIsInFlight_data()
{
    QTest::addColumn<unsigned>("ahead");
    QTest::addColumn<int>("bound");

    QTest::newRow("two for each thread") << 2U << 6;
    QTest::newRow("eight for each thread") << 8U << 24;
    QTest::newRow("none is one") << 0U << 3;
}

void TestOrderedPipeline::boundsWhatIsInFlight()
{
    QFETCH(unsigned, ahead);
    QFETCH(int, bound);

    Pipeline pipeline{[](int input) { return input; }, 3, {}, ahead};
    Counter next{500};
    int taken = 0;
    int most = 0;
    const auto ran = pipeline.run(
        [&] {
            most = std::max(most, next.given - taken);
            return next();
        },
        [&](int) -> Result<void> {
            ++taken;
            return {};
        });
    QVERIFY(ran.has_value());
    QCOMPARE(taken, 500);
    QCOMPARE(most, bound - 1); // so many are out when the last that may is asked for
}

void TestOrderedPipeline::boundsWhatItWeighs_data()
{
    QTest::addColumn<std::int64_t>("weight");
    QTest::addColumn<int>("bound");

    QTest::newRow("light ones are bounded by their number") << Pipeline::Budget / 1000 << 128;
    QTest::newRow("four fill the budget") << Pipeline::Budget / 4 << 4;
    QTest::newRow("one alone outweighs it") << 10 * Pipeline::Budget << 1;
}

void TestOrderedPipeline::boundsWhatItWeighs()
{
    QFETCH(std::int64_t, weight);
    QFETCH(int, bound);

    Pipeline pipeline{[](int input) { return input; }, 16, [weight](int) { return weight; }, 8};
    Counter next{500};
    int taken = 0;
    int most = 0;
    const auto ran = pipeline.run(
        [&] {
            auto given = next();
            most = std::max(most, next.given - taken);
            return given;
        },
        [&](int) -> Result<void> {
            ++taken;
            return {};
        });
    QVERIFY(ran.has_value());
    QCOMPARE(taken, 500);
    QCOMPARE(most, bound);
}

void TestOrderedPipeline::callsNextAndTakeOnTheCallersThread()
{
    const auto caller = std::this_thread::get_id();
    std::atomic<bool> workedElsewhere{true};
    bool calledHere = true;
    Pipeline pipeline{[&](int input) {
                          workedElsewhere = workedElsewhere && std::this_thread::get_id() != caller;
                          return input;
                      },
        2};
    Counter next{20};
    const auto ran = pipeline.run(
        [&] {
            calledHere = calledHere && std::this_thread::get_id() == caller;
            return next();
        },
        [&](int) -> Result<void> {
            calledHere = calledHere && std::this_thread::get_id() == caller;
            return {};
        });
    QVERIFY(ran.has_value());
    QVERIFY(calledHere);
    QVERIFY(workedElsewhere);
}

void TestOrderedPipeline::worksInParallel()
{
    // Input 0 is done only once input 1 is: with one thread this would never end.
    Gate gate;
    Pipeline pipeline{[&](int input) {
                          if (input == 0) {
                              gate.pass();
                          } else {
                              gate.open();
                          }
                          return input;
                      },
        2};
    Counter next{2};
    std::vector<int> taken;
    const auto ran = pipeline.run(std::ref(next), [&](int output) -> Result<void> {
        taken.push_back(output);
        return {};
    });
    QVERIFY(ran.has_value());
    QCOMPARE(taken, (std::vector<int>{0, 1}));
}

void TestOrderedPipeline::endsWhenNextFails()
{
    Pipeline pipeline{[](int input) { return input; }, 2};
    Counter next{10};
    const auto ran = pipeline.run(
        [&]() -> Result<std::optional<int>> {
            if (next.given == 5) {
                return satchel::fail(ErrorCode::Unreadable, QStringLiteral("the fifth"));
            }
            return next();
        },
        [](int) -> Result<void> { return {}; });
    QVERIFY(!ran.has_value());
    QCOMPARE(ran.error().code, ErrorCode::Unreadable);
    QCOMPARE(ran.error().message, QStringLiteral("the fifth"));
}

void TestOrderedPipeline::endsWhenTakeFails()
{
    Pipeline pipeline{[](int input) { return input; }, 2};
    Counter next{100};
    int taken = 0;
    const auto ran = pipeline.run(std::ref(next), [&](int output) -> Result<void> {
        ++taken;
        if (output == 3) {
            return satchel::fail(ErrorCode::MediumFull, QStringLiteral("the fourth"));
        }
        return {};
    });
    QVERIFY(!ran.has_value());
    QCOMPARE(ran.error().code, ErrorCode::MediumFull);
    QCOMPARE(taken, 4);
    QVERIFY(next.given <= 8);
}

void TestOrderedPipeline::endsWhenStopped()
{
    std::stop_source stop;
    Pipeline pipeline{[](int input) { return input; }, 2};
    Counter next{1'000'000};
    int taken = 0;
    const auto ran = pipeline.run(
        std::ref(next),
        [&](int) -> Result<void> {
            if (++taken == 10) {
                stop.request_stop();
            }
            return {};
        },
        stop.get_token());
    QVERIFY(!ran.has_value());
    QCOMPARE(ran.error().code, ErrorCode::Cancelled);
    QCOMPARE(taken, 10);
}

void TestOrderedPipeline::dropsWhatHasNotBegun()
{
    // Both threads are kept busy until the third input is gone: it goes only if the failed run drops it.
    using Token = std::shared_ptr<int>;
    const QDeadlineTimer patience{20'000};
    std::weak_ptr<int> third;
    std::atomic<bool> thirdGiven{false};
    std::atomic<int> begun{0};
    const auto work = [&](const Token&) {
        ++begun;
        while (!patience.hasExpired() && !(thirdGiven && third.expired())) {
            std::this_thread::yield();
        }
        return 0;
    };
    satchel::OrderedPipeline<Token, int> pipeline{work, 2};
    int given = 0;
    const auto ran = pipeline.run(
        [&]() -> Result<std::optional<Token>> {
            while (given >= 2 && begun < 2) {
                std::this_thread::yield();
            }
            if (given == 3) {
                thirdGiven = true;
                return satchel::fail(ErrorCode::Internal, QStringLiteral("enough"));
            }
            auto token = std::make_shared<int>(given++);
            third = token;
            return std::optional{std::move(token)};
        },
        [](int) -> Result<void> { return {}; });
    QVERIFY(!ran.has_value());
    QVERIFY(third.expired());
    QCOMPARE(begun.load(), 2);
    QVERIFY(!patience.hasExpired());
}

void TestOrderedPipeline::runsAgainAfterAFailure()
{
    Pipeline pipeline{[](int input) { return input; }, 2};
    Counter first{100};
    const auto failed = pipeline.run(std::ref(first),
        [](int) -> Result<void> { return satchel::fail(ErrorCode::Internal, QStringLiteral("at once")); });
    QVERIFY(!failed.has_value());

    std::vector<int> taken;
    Counter second{3};
    const auto ran = pipeline.run(std::ref(second), [&](int output) -> Result<void> {
        taken.push_back(output);
        return {};
    });
    QVERIFY(ran.has_value());
    QCOMPARE(taken, (std::vector<int>{0, 1, 2}));
}

void TestOrderedPipeline::takesTypesThatOnlyMove()
{
    using Box = std::unique_ptr<int>;
    satchel::OrderedPipeline<Box, Box> pipeline{[](Box box) {
                                                    ++*box;
                                                    return box;
                                                },
        2};
    Counter next{3};
    int sum = 0;
    const auto ran = pipeline.run(
        [&]() -> Result<std::optional<Box>> {
            auto number = next();
            return *number ? std::optional{std::make_unique<int>(**number)} : std::optional<Box>{};
        },
        [&](Box box) -> Result<void> {
            sum += *box;
            return {};
        });
    QVERIFY(ran.has_value());
    QCOMPARE(sum, 6);
}

SATCHEL_TEST(TestOrderedPipeline)
#include "TestOrderedPipeline.moc"
