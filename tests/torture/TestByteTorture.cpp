#include <tests/support/TestRegistry.h>
#include <tests/torture/TortureRun.h>

#include <QSet>
#include <QTest>

#include <atomic>

using namespace satchel;
using namespace satchel::torture;

// That the torture alters what it says it alters, and that it fails where it must.
class TestByteTorture : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void altersEverything();
    void altersEveryBitOnce();
    void passesWhereAllIsRefused();
    void namesWhatIsAccepted();
    void failsWhenRefusedAsOurMistake();
    void failsWhenRefusedWithoutAWord();
    void failsWhenNothingIsGood();
    void samplesEvenly();
};

namespace {

class LambdaJudge final : public Judge {
public:
    explicit LambdaJudge(std::function<Result<void>(const QByteArray&)> judge)
        : m_judge{std::move(judge)}
    {
    }

    Result<void> judge(const QByteArray& bytes) override { return m_judge(bytes); }

private:
    std::function<Result<void>(const QByteArray&)> m_judge;
};

Victim victim(const QByteArray& whole, const std::function<Result<void>(const QByteArray&)>& judge)
{
    return {QStringLiteral("victim"), whole, [judge] { return std::make_unique<LambdaJudge>(judge); }};
}

tl::unexpected<Error> refused(ErrorCode code = ErrorCode::Malformed)
{
    return fail(code, QStringLiteral("it was altered"));
}

const QByteArray Whole = QByteArray(600, 'a') + QByteArray(600, '\0') + "end";

} // namespace

void TestByteTorture::altersEverything()
{
    const ByteFaults faults{Whole};
    QCOMPARE(faults.count(ByteFault::Flip), 8 * 1203);
    QCOMPARE(faults.count(ByteFault::Cut), 1203);
    QCOMPARE(faults.count(ByteFault::ZeroInserted), 1204);
    QCOMPARE(faults.count(ByteFault::Blanking), 3); // of three blocks
    QMap<ByteFault, qsizetype> seen;
    for (qsizetype i = 0; i < faults.count(); ++i) {
        const auto altered = faults.at(i);
        QVERIFY(altered.bytes != Whole);
        QCOMPARE(altered.index, seen[altered.fault]++);
    }
    for (const auto fault : AllByteFaults) {
        QCOMPARE(seen.value(fault), faults.count(fault));
    }
    QCOMPARE(ByteFaults{QByteArray(512, '\0')}.count(ByteFault::Blanking), 0);
}

void TestByteTorture::altersEveryBitOnce()
{
    const ByteFaults faults{"ab"};
    QSet<QByteArray> different;
    for (qsizetype i = 0; i < faults.count(ByteFault::Flip); ++i) {
        const auto bytes = faults.at(i).bytes;
        int bits = 0;
        for (qsizetype byte = 0; byte < 2; ++byte) {
            bits += qPopulationCount(static_cast<quint8>(bytes.at(byte) ^ faults.whole().at(byte)));
        }
        QCOMPARE(bits, 1);
        different.insert(bytes);
    }
    QCOMPARE(different.size(), 16);
    QCOMPARE(faults.at(16).bytes, QByteArray{});
    QCOMPARE(faults.at(17).bytes, QByteArray{"a"});
    QCOMPARE(faults.at(18).bytes, QByteArray{"b"}); // a removed
}

void TestByteTorture::passesWhereAllIsRefused()
{
    const auto tally = putToTorture(
        victim(Whole, [](const auto& bytes) { return bytes == Whole ? Result<void>{} : refused(); }), {0, 3});
    QVERIFY2(tally.isPassed(), qPrintable(tally.wrong.join(u'\n')));
    qint64 all = 0;
    for (const auto count : tally.tried) {
        all += count;
    }
    QCOMPARE(all, ByteFaults{Whole}.count());
    QCOMPARE(tally.codes.value(QStringLiteral("malformed")), all);
}

void TestByteTorture::namesWhatIsAccepted()
{
    // A reader that ignores the last bit of the first byte.
    const auto tally = putToTorture(
        victim("ab", [](const auto& bytes) { return bytes == "ab" || bytes == "`b" ? Result<void>{} : refused(); }),
        {0, 2});
    QVERIFY(!tally.isPassed());
    QCOMPARE(tally.wrongs, 1);
    QCOMPARE(tally.wrong, QStringList{QStringLiteral("bits, number 0: accepted")});
}

void TestByteTorture::failsWhenRefusedAsOurMistake()
{
    const auto tally = putToTorture(
        victim("ab", [](const auto& bytes) { return bytes == "ab" ? Result<void>{} : refused(ErrorCode::Internal); }),
        {0, 1});
    QVERIFY(!tally.isPassed());
    QCOMPARE(tally.wrongs, ByteFaults{"ab"}.count());
}

void TestByteTorture::failsWhenRefusedWithoutAWord()
{
    const auto tally = putToTorture(
        victim("ab",
            [](const auto& bytes) { return bytes == "ab" ? Result<void>{} : fail(ErrorCode::Malformed, QString{}); }),
        {0, 1});
    QVERIFY(!tally.isPassed());
}

void TestByteTorture::failsWhenNothingIsGood()
{
    const auto tally = putToTorture(victim("ab", [](const auto&) -> Result<void> { return refused(); }), {0, 1});
    QCOMPARE(tally.wrongs, 0);
    QVERIFY(!tally.isPassed());
}

void TestByteTorture::samplesEvenly()
{
    std::atomic<int> judged = 0;
    const auto tally = putToTorture(victim(Whole,
                                        [&judged](const auto& bytes) {
                                            ++judged;
                                            return bytes == Whole ? Result<void>{} : refused();
                                        }),
        {100, 2});
    QVERIFY(tally.isPassed());
    QVERIFY(judged >= 90 && judged <= 110);
    QVERIFY(tally.tried.value(ByteFault::Flip) > 50);
    QVERIFY(tally.tried.value(ByteFault::Cut) > 5);
}

SATCHEL_TEST(TestByteTorture)
#include "TestByteTorture.moc"
