#include <app/BundleWords.h>
#include <app/ErrorSentences.h>
#include <app/Wording.h>

#include <QTest>

#include <array>

using namespace satchel;

namespace {

constexpr std::array Errands{
    Errand::TakeOut, Errand::BringIn, Errand::Eject, Errand::Save, Errand::Print, Errand::Look, Errand::Change};

} // namespace

// What core says is a detail: above it stand what happened, what is safe and what to do.
class TestWording : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void nothingIsLeftUnsaid();
    void whoHoldsTheStationIsNamed();
    void ofEachErrand_data();
    void ofEachErrand();
    void aPathIsToldOnce();
    void aRefusalIsToldInWords();
};

void TestWording::nothingIsLeftUnsaid()
{
    int codes = 0;
    for (int number = 0; number <= static_cast<int>(ErrorCode::Internal); ++number) {
        const auto code = static_cast<ErrorCode>(number);
        for (const auto errand : Errands) {
            const auto wording = wordingOf(Error{code, QStringLiteral("in core's words")}, errand);
            QVERIFY(!wording.whatHappened.isEmpty() && !wording.whatIsSafe.isEmpty() && !wording.whatToDo.isEmpty());
            QVERIFY2(!wording.whatHappened.contains(u"in core's words"), qPrintable(wording.whatHappened));
            ++codes;
        }
    }
    QVERIFY(codes > 300);
}

// Another page of the window holds the station as another program does: who it is, only the error knows.
void TestWording::whoHoldsTheStationIsNamed()
{
    const Error error{ErrorCode::StationInUse, QStringLiteral("the station is in use by process 7 (export)")};
    for (const auto errand : Errands) {
        const auto told = wordingOf(error, errand).whole();
        QVERIFY2(told.startsWith(u"Something else works with this station: another page of this window, or another"),
            qPrintable(told));
        QVERIFY2(told.contains(u"process 7 (export)"), qPrintable(told));
    }
}

void TestWording::ofEachErrand_data()
{
    QTest::addColumn<ErrorCode>("code");
    QTest::addColumn<Errand>("errand");
    QTest::addColumn<QString>("happened");
    QTest::addColumn<QString>("safe");
    QTest::addColumn<QString>("advice");

    const auto row = [](const char* name, ErrorCode code, Errand errand, const char* happened, const char* safe,
                         const char* advice) {
        QTest::newRow(name) << code << errand << QString::fromUtf8(happened) << QString::fromUtf8(safe)
                            << QString::fromUtf8(advice);
    };
    row("eject: busy or not allowed", ErrorCode::Unreadable, Errand::Eject, "cannot be ejected", "Leave it in",
        "Close whatever else is open on it");
    row("eject: pulled", ErrorCode::MediumGone, Errand::Eject, "pulled before it was ejected", "due again",
        "whether its bundles are whole");
    row("eject: stopped", ErrorCode::Cancelled, Errand::Eject, "You have stopped it", "Leave it in", "Start again");
    row("print: stopped", ErrorCode::Cancelled, Errand::Print, "You have stopped it", "not the whole document",
        "Start again");
    row("print: no paper", ErrorCode::Unreadable, Errand::Print, "takes no more pages", "not the whole document",
        "See to the printer");
    row("save: stopped", ErrorCode::Cancelled, Errand::Save, "You have stopped it", "is as it was", "Start again");
    row("look: no database", ErrorCode::DatabaseUnavailable, Errand::Look, "cannot be opened", "only looked at",
        "show it to your operator");
}

void TestWording::ofEachErrand()
{
    QFETCH(ErrorCode, code);
    QFETCH(Errand, errand);
    QFETCH(QString, happened);
    QFETCH(QString, safe);
    QFETCH(QString, advice);
    const auto wording = wordingOf(Error{code, QStringLiteral("a detail")}, errand);
    QVERIFY2(wording.whatHappened.contains(happened), qPrintable(wording.whatHappened));
    QVERIFY2(wording.whatIsSafe.contains(safe), qPrintable(wording.whatIsSafe));
    QVERIFY2(wording.whatToDo.contains(advice), qPrintable(wording.whatToDo));
}

void TestWording::aPathIsToldOnce()
{
    const QString path = QStringLiteral("/media/stick/a.satchel");
    const Error named{ErrorCode::Empty, path + QStringLiteral(" is empty"), path};
    QCOMPARE(explained(named).count(path), 1);
    const Error unnamed{ErrorCode::Empty, QStringLiteral("it is empty"), path};
    QCOMPARE(explained(unnamed), QStringLiteral("The file is empty. (%1: it is empty)").arg(path));
}

void TestWording::aRefusalIsToldInWords()
{
    CarriedItem item;
    item.refused = ErrorCode::DomainMismatch;
    BundleFacts bundle;
    bundle.way = BundleWay::In;
    QCOMPARE(verdictText(bundle, item), QStringLiteral("refused here: The voucher is for another domain."));
    bundle.way = BundleWay::Out;
    QCOMPARE(verdictText(bundle, item), QStringLiteral("refused there: The voucher is for another domain."));
}

QTEST_GUILESS_MAIN(TestWording)
#include "TestWording.moc"
