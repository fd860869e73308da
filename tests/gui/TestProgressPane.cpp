#include <app/widgets/ProgressPane.h>

#include <tests/support/TestRegistry.h>

#include <QLabel>
#include <QLocale>
#include <QTest>

using namespace satchel;

namespace {

constexpr qint64 Megabyte = 1'000'000;

const QString Packing = QStringLiteral("packing");
const QString Writing = QStringLiteral("writing");
const QString Flushing = QStringLiteral("flushing");
const QString ReadingBack = QStringLiteral("reading back");
const QString ItemsUnit = QStringLiteral("items");
const QString Bytes = QStringLiteral("bytes");

} // namespace

// What is said of how long it takes, by a clock that the test turns.
class TestProgressPane : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void nothingIsForeseenAtOnce();
    void packingForeseesItself();
    void writingForeseesTheReadingBack();
    void flushingSaysWhatItWaitsFor();
    void readingBackGoesByItsOwnPace();
    void manySecondsAreMinutes();
    void severalBundlesAreCounted();
    void theNextBundleIsForeseenByTheOneBefore();
    void ofSeveralUnitsEachHasItsPace();

private:
    void after(qint64 milliseconds, const Progress& progress)
    {
        m_now += milliseconds;
        m_pane->show(progress);
    }
    [[nodiscard]] QString told(const char* label) const
    {
        return m_pane->findChild<QLabel*>(QLatin1StringView{label})->text();
    }
    // The last thing that is said of the pace.
    [[nodiscard]] QString timeLeft() const { return told("rate").section(QStringLiteral(" · "), -1); }

    qint64 m_now = 0; // ms
    std::unique_ptr<ProgressPane> m_pane;
};

void TestProgressPane::init()
{
    QLocale::setDefault(QLocale::C);
    m_now = 5'000;
    m_pane = std::make_unique<ProgressPane>();
    m_pane->setClock([this] { return m_now; });
    m_pane->setStages({Packing, Writing, Flushing, ReadingBack});
    m_pane->begin();
}

void TestProgressPane::nothingIsForeseenAtOnce()
{
    after(60'000, {Packing, 10, 100, ItemsUnit}); // somebody looked for the passphrase
    QCOMPARE(told("rate"), QStringLiteral("10 of 100"));
    after(1'000, {Packing, 20, 100, ItemsUnit});
    QCOMPARE(told("rate"), QStringLiteral("20 of 100"));
}

// How quick the medium is nobody knows yet.
void TestProgressPane::packingForeseesItself()
{
    after(0, {Packing, 0, 100, ItemsUnit});
    after(2'000, {Packing, 20, 100, ItemsUnit});
    QCOMPARE(told("rate"), QStringLiteral("20 of 100 · 10 per second · about 9 second(s) left of this step"));
}

void TestProgressPane::writingForeseesTheReadingBack()
{
    after(0, {Packing, 100, 100, ItemsUnit});
    after(0, {Writing, 0, 10 * Megabyte, Bytes});
    after(2'000, {Writing, 2 * Megabyte, 10 * Megabyte, Bytes});
    // A megabyte a second: eight to write and ten to read.
    QCOMPARE(timeLeft(), QStringLiteral("about 19 second(s) left"));
    QVERIFY2(told("rate").contains(QStringLiteral("%1/s").arg(QLocale{}.formattedDataSize(Megabyte))),
        qPrintable(told("rate")));
}

void TestProgressPane::flushingSaysWhatItWaitsFor()
{
    after(0, {Writing, 0, 10 * Megabyte, Bytes});
    after(2'000, {Flushing, 0, 0, Bytes});
    QCOMPARE(
        told("rate"), QStringLiteral("Waiting for the medium to have all of it; how long that takes, only it knows"));
    m_pane->begin();
    after(0, {Writing, 0, 10 * Megabyte, Bytes});
    after(2'000, {Writing, 10 * Megabyte, 10 * Megabyte, Bytes});
    after(9'000, {Flushing, 0, 0, Bytes});
    QCOMPARE(timeLeft(), QStringLiteral("then about 3 second(s) to read it back"));
}

void TestProgressPane::readingBackGoesByItsOwnPace()
{
    after(0, {Writing, 0, 10 * Megabyte, Bytes});
    after(20'000, {Writing, 10 * Megabyte, 10 * Megabyte, Bytes});
    after(0, {ReadingBack, 0, 10 * Megabyte, Bytes});
    after(2'000, {ReadingBack, 5 * Megabyte, 10 * Megabyte, Bytes});
    QCOMPARE(timeLeft(), QStringLiteral("about 3 second(s) left"));
}

void TestProgressPane::manySecondsAreMinutes()
{
    after(0, {ReadingBack, 0, 100 * Megabyte, Bytes});
    after(2'000, {ReadingBack, Megabyte, 100 * Megabyte, Bytes});
    QCOMPARE(timeLeft(), QStringLiteral("about 4 minute(s) left"));
}

void TestProgressPane::severalBundlesAreCounted()
{
    after(0, {Packing, 0, 300, ItemsUnit, 1, 1});
    QCOMPARE(told("stage"), QStringLiteral("Packing"));
    after(0, {Packing, 0, 300, ItemsUnit, 1, 3});
    after(0, {Writing, 0, 10 * Megabyte, Bytes, 1, 3});
    QCOMPARE(told("stage"), QStringLiteral("Writing (bundle 1 of 3)"));
    after(2'000, {Writing, 2 * Megabyte, 10 * Megabyte, Bytes, 1, 3});
    QCOMPARE(timeLeft(), QStringLiteral("about 19 second(s) left of this bundle"));
    after(0, {Packing, 100, 300, ItemsUnit, 2, 3});
    QCOMPARE(told("stage"), QStringLiteral("Packing (bundle 2 of 3)"));
}

void TestProgressPane::theNextBundleIsForeseenByTheOneBefore()
{
    after(0, {Packing, 0, 300, ItemsUnit, 1, 2});
    after(10'000, {Packing, 100, 300, ItemsUnit, 1, 2});
    after(10'000, {ReadingBack, Megabyte, Megabyte, Bytes, 1, 2});
    // A hundred items took twenty seconds, all in all; two hundred are left, of which ten seconds went by.
    after(0, {Packing, 100, 300, ItemsUnit, 2, 2});
    after(10'000, {Packing, 150, 300, ItemsUnit, 2, 2});
    QCOMPARE(timeLeft(), QStringLiteral("about 31 second(s) left"));
    // Of the last one its bytes tell more.
    after(0, {Writing, 0, 2 * Megabyte, Bytes, 2, 2});
    after(2'000, {Writing, Megabyte, 2 * Megabyte, Bytes, 2, 2});
    QCOMPARE(timeLeft(), QStringLiteral("about 7 second(s) left"));
}

// While bundles are checked, their parts and their items are told of in turn.
void TestProgressPane::ofSeveralUnitsEachHasItsPace()
{
    m_pane->setStages({});
    m_pane->begin();
    const QString checking = QStringLiteral("checking");
    after(0, {checking, 1, 4, QStringLiteral("parts"), 1, 1});
    after(0, {checking, 1, 0, ItemsUnit, 1, 1});
    after(2'000, {checking, 2, 4, QStringLiteral("parts"), 1, 1});
    after(2'000, {checking, 41, 0, ItemsUnit, 1, 1});
    QCOMPARE(told("rate"), QStringLiteral("41 · 10 per second"));
}

SATCHEL_TEST(TestProgressPane)
#include "TestProgressPane.moc"
