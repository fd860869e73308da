#include "Program.h"

#include <core/base/File.h>

#include <tests/support/TestRegistry.h>

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

using namespace satchel;
using namespace satchel::test;

// One journey of three cars, and what it leaves in its folder.
class TestTrainDemo : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void theJourneyEndsWell();
    void onlyTheOldLedgerIsRefused();
    void everyCarHasItsAnswersOnce();
    void theStickLeftBehindIsHarmless();
    void theMissIsMadeGoodWithTheNextStick();
    void theRestoreIsOnRecord();
    void theNumberOfCarsIsChecked();

private:
    [[nodiscard]] QString path(const QString& name) const { return m_folder.path() + QStringLiteral("/demo/") + name; }
    [[nodiscard]] QStringList names(const QString& folder, const QString& filter) const
    {
        return QDir{path(folder)}.entryList({filter}, QDir::Files);
    }
    [[nodiscard]] ProgramRun at(const QString& home, const QStringList& arguments) const
    {
        return Program{}.run(arguments + QStringList{QStringLiteral("--home"), path(home), QStringLiteral("--json")});
    }
    // The places of the commands that begin so.
    [[nodiscard]] QList<qsizetype> stepsOf(const QString& begin, const QString& end) const
    {
        QList<qsizetype> found;
        for (qsizetype i = 0; i < sizeAt(m_summary, QStringLiteral("steps")); ++i) {
            const auto command = textAt(m_summary, QStringLiteral("steps.%1.command").arg(i));
            if (command.startsWith(begin) && command.endsWith(end)) {
                found += i;
            }
        }
        return found;
    }

    QTemporaryDir m_folder;
    ProgramRun m_run;
    JsonValue m_summary;
};

void TestTrainDemo::initTestCase()
{
    m_run
        = Program{}.run({QStringLiteral("demo"), QStringLiteral("train"), QStringLiteral("--cars"), QStringLiteral("3"),
            QStringLiteral("--dir"), m_folder.filePath(QStringLiteral("demo")), QStringLiteral("--json")});
    m_summary = m_run.json();
}

void TestTrainDemo::theJourneyEndsWell()
{
    QCOMPARE(textAt(m_summary, QStringLiteral("error.message")), QString{});
    QCOMPARE(m_run.exitCode, 0);
    QCOMPARE(numberAt(m_summary, QStringLiteral("cars")), 3);
    QCOMPARE(numberAt(m_summary, QStringLiteral("requests")), 15); // two devices with two each, and a renewal
    QCOMPARE(numberAt(m_summary, QStringLiteral("answers")), 15);
    QCOMPARE(numberAt(m_summary, QStringLiteral("renewals")), 3);
}

void TestTrainDemo::onlyTheOldLedgerIsRefused()
{
    QList<qsizetype> refused;
    for (qsizetype i = 0; i < sizeAt(m_summary, QStringLiteral("steps")); ++i) {
        const auto exitCode = numberAt(m_summary, QStringLiteral("steps.%1.exitCode").arg(i));
        if (exitCode != 0) {
            QCOMPARE(exitCode, 4);
            refused += i;
        }
    }
    QCOMPARE(refused.size(), 1);
    QVERIFY(stepsOf(QStringLiteral("satchel import office-stick-2/"), QStringLiteral("--home car-1"))
            .contains(refused.first()));
    QCOMPARE(stepsOf(QStringLiteral("satchel station restored"), QStringLiteral("--home car-1")),
        QList<qsizetype>{refused.first() + 1});
}

void TestTrainDemo::everyCarHasItsAnswersOnce()
{
    for (const char* car : {"car-1", "car-2", "car-3"}) {
        const auto home = QString::fromLatin1(car);
        const auto answers = QStringLiteral("registrar/%1/answers").arg(home);
        QCOMPARE(names(answers, QStringLiteral("*.vcj")).size(), 2);
        QCOMPARE(names(answers, QStringLiteral("*.p7c")).size(), 1);
        QCOMPARE(names(answers, QStringLiteral("*.pki")).size(), 2); // ip and kup
        const auto status = at(home, {QStringLiteral("status")}).json();
        QCOMPARE(numberAt(status, QStringLiteral("counts.answered")), 5);
        QCOMPARE(numberAt(status, QStringLiteral("counts.delivered")), 5);
    }
    QCOMPARE(names(QStringLiteral("to-issuer"), QStringLiteral("*")).size(),
        15 + names(QStringLiteral("to-issuer"), QStringLiteral("*.meta")).size());
}

void TestTrainDemo::theStickLeftBehindIsHarmless()
{
    QCOMPARE(names(QStringLiteral("left-behind"), QStringLiteral("*.satchel")).size(), 1);

    const auto found = at(QStringLiteral("office"), {QStringLiteral("import"), path(QStringLiteral("left-behind"))});

    QCOMPARE(found.exitCode, 0);
    QCOMPARE(textAt(found.json(), QStringLiteral("bundles.0.verdict")), QStringLiteral("imported"));
    QCOMPARE(numberAt(found.json(), QStringLiteral("bundles.0.sequence")), 1);
    QCOMPARE(numberAt(found.json(), QStringLiteral("bundles.0.new")), 0);
    QCOMPARE(numberAt(found.json(), QStringLiteral("bundles.0.duplicates")), 2);
}

void TestTrainDemo::theMissIsMadeGoodWithTheNextStick()
{
    QString second;
    for (const auto& name : names(QStringLiteral("stick-2"), QStringLiteral("*-000002.satchel"))) {
        const auto bundle = path(QStringLiteral("stick-2/")) + name;
        const auto verified = at(QStringLiteral("office"), {QStringLiteral("verify"), bundle});
        second += verified.exitCode == 0 ? QStringLiteral("good ") : QStringLiteral("bad ");
    }
    QCOMPARE(second, QStringLiteral("good good ")); // of cars 1 and 3; car 2 was not reached
    const auto items
        = at(QStringLiteral("car-3"), {QStringLiteral("list"), QStringLiteral("--state"), QStringLiteral("answered")})
              .json();
    QCOMPARE(sizeAt(items, QStringLiteral("items")), 5);
    const auto carrier = textAt(items, QStringLiteral("items.0.bundle"));
    for (int i = 1; i < 4; ++i) { // those of the first stop went with those of the second
        QCOMPARE(textAt(items, QStringLiteral("items.%1.bundle").arg(i)), carrier);
    }
}

void TestTrainDemo::theRestoreIsOnRecord()
{
    const auto log = at(QStringLiteral("car-1"), {QStringLiteral("log"), QStringLiteral("--verify")}).json();
    QStringList actions;
    for (qsizetype i = 0; i < sizeAt(log, QStringLiteral("entries")); ++i) {
        actions += textAt(log, QStringLiteral("entries.%1.action").arg(i));
    }
    const auto restored = actions.indexOf(QStringLiteral("restored"));
    QVERIFY(restored > 0);
    QCOMPARE(actions.at(restored - 1), QStringLiteral("refuse"));
    QCOMPARE(actions.count(QStringLiteral("restored")), 1);
}

void TestTrainDemo::theNumberOfCarsIsChecked()
{
    for (const char* count : {"0", "65"}) {
        const auto run = Program{}.run(
            {QStringLiteral("demo"), QStringLiteral("train"), QStringLiteral("--cars"), QString::fromLatin1(count)});
        QCOMPARE(run.exitCode, 2);
    }
}

SATCHEL_TEST(TestTrainDemo)
#include "TestTrainDemo.moc"
