#include "Program.h"

#include <cli/demo/CommandRunner.h>
#include <cli/demo/DemoStage.h>
#include <cli/demo/SameFiles.h>
#include <core/base/File.h>

#include <tests/support/TestRegistry.h>

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

using namespace satchel;
using namespace satchel::test;

class TestDemo : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theBuildingIsPlayedToItsEnd();
    void itTellsAStoryAndLeavesNothing();
    void aFolderThatIsNotEmptyIsRefused();
    void theNumberOfDevicesIsChecked();

    void valuesAreFoundByTheirPath_data();
    void valuesAreFoundByTheirPath();
    void commandsAreShownAsTheyAreTyped();
    void anExpectationThatIsMetChangesNothing();
    void anExpectationThatIsNotMetEndsEverything_data();
    void anExpectationThatIsNotMetEndsEverything();
    void aProgramThatPrintsNoJsonIsAFailure();
    void aProgramThatIsNotThereIsAFailure();
    void aStopEndsARunningCommand();
    void filesAreComparedByTheirBytes_data();
    void filesAreComparedByTheirBytes();
};

namespace {

// A program that answers as it is told, standing in for the real one.
QString standIn(const QTemporaryDir& folder, const QByteArray& script)
{
    const QString path = folder.filePath(QStringLiteral("stand-in"));
    if (!writeFileAtomically(path, "#!/bin/sh\n" + script + '\n', 0700)) {
        qFatal("cannot write the stand-in");
    }
    return path;
}

CommandRunner runnerOf(const QTemporaryDir& folder, const QByteArray& script, std::stop_token stop = {})
{
    return CommandRunner{standIn(folder, script), folder.path(), std::move(stop)};
}

Console& silentConsole()
{
    static Console console;
    console.setManner({.json = true});
    return console;
}

void put(const QTemporaryDir& folder, const QString& name, const QByteArray& bytes)
{
    const QFileInfo file{folder.filePath(name)};
    if (!makeFolder(file.path()) || !writeFileAtomically(file.filePath(), bytes)) {
        qFatal("cannot write %s", qPrintable(name));
    }
}

} // namespace

void TestDemo::theBuildingIsPlayedToItsEnd()
{
    const QTemporaryDir folder;
    const QString stage = folder.filePath(QStringLiteral("demo"));

    const auto run = Program{}.run({QStringLiteral("demo"), QStringLiteral("building"), QStringLiteral("--pledges"),
        QStringLiteral("3"), QStringLiteral("--dir"), stage, QStringLiteral("--json")});

    const auto summary = run.json();
    QCOMPARE(textAt(summary, QStringLiteral("error.message")), QString{});
    QCOMPARE(run.exitCode, 0);
    QCOMPARE(numberAt(summary, QStringLiteral("pledges")), 3);
    QCOMPARE(numberAt(summary, QStringLiteral("requests")), 6);
    QCOMPARE(numberAt(summary, QStringLiteral("answers")), 6);
    QCOMPARE(textAt(summary, QStringLiteral("directory")), stage);
    const auto steps = sizeAt(summary, QStringLiteral("steps"));
    QVERIFY(steps > 30);
    QStringList commands;
    for (qsizetype i = 0; i < steps; ++i) {
        const QString step = QStringLiteral("steps.%1.").arg(i);
        QCOMPARE(numberAt(summary, step + QStringLiteral("exitCode")), 0);
        QVERIFY(numberAt(summary, step + QStringLiteral("ms")) >= 0);
        commands.append(textAt(summary, step + QStringLiteral("command")).split(u' ').at(1));
    }
    for (const char* verb : {"init", "card", "peer", "trust", "gather", "status", "export", "inspect", "verify",
             "import", "deliver", "issue", "receipt", "log"}) {
        QVERIFY2(commands.contains(QLatin1StringView{verb}), verb);
    }
    // What the summary says is there to be looked at: the answers, each with its sidecar.
    const QDir answers{stage + QStringLiteral("/registrar/answers")};
    QCOMPARE(answers.entryList({QStringLiteral("*.vcj")}, QDir::Files).size(), 3);
    QCOMPARE(answers.entryList({QStringLiteral("*.p7c"), QStringLiteral("*.pki")}, QDir::Files).size(), 3);
}

void TestDemo::itTellsAStoryAndLeavesNothing()
{
    const QTemporaryDir temporary;
    Program program;
    program.set(QStringLiteral("TMPDIR"), temporary.path());

    const auto run = program.run(
        {QStringLiteral("demo"), QStringLiteral("building"), QStringLiteral("--pledges"), QStringLiteral("1")});

    QCOMPARE(run.err, QByteArray{});
    QCOMPARE(run.exitCode, 0);
    QVERIFY(run.out.contains("  $ satchel gather registrar/requests --from registrar --home basement\n"));
    QVERIFY(run.out.contains("ok: 2 requests taken in"));
    QVERIFY(run.out.contains("ok: ACME-0001: voucher for"));
    QVERIFY(!run.out.contains("--json\n")); // a person types none
    QVERIFY(run.out.contains(QFile::encodeName(temporary.path())));
    QVERIFY(QDir{temporary.path()}.isEmpty(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot));
}

void TestDemo::aFolderThatIsNotEmptyIsRefused()
{
    const QTemporaryDir folder;
    put(folder, QStringLiteral("letter.txt"), "dear");

    const auto run = Program{}.run({QStringLiteral("demo"), QStringLiteral("building"), QStringLiteral("--dir"),
        folder.path(), QStringLiteral("--json")});

    QCOMPARE(run.exitCode, 2);
    QCOMPARE(textAt(run.json(), QStringLiteral("error.code")), QStringLiteral("usage"));
    QCOMPARE(QDir{folder.path()}.entryList(QDir::AllEntries | QDir::NoDotAndDotDot).size(), 1);
}

void TestDemo::theNumberOfDevicesIsChecked()
{
    const auto run = Program{}.run(
        {QStringLiteral("demo"), QStringLiteral("building"), QStringLiteral("--pledges"), QStringLiteral("0")});

    QCOMPARE(run.exitCode, 2);
}

void TestDemo::valuesAreFoundByTheirPath_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("text");

    QTest::newRow("number") << QStringLiteral("gathered") << QStringLiteral("16");
    QTest::newRow("text in an object in a list")
        << QStringLiteral("bundles[1].verdict") << QStringLiteral("already-imported");
    QTest::newRow("truth deep inside") << QStringLiteral("bundles[0].readBack.verified") << QStringLiteral("true");
    QTest::newRow("element of a list") << QStringLiteral("bundles[0].missing[0]") << QStringLiteral("7");
    QTest::newRow("length of a list") << QStringLiteral("bundles#") << QStringLiteral("2");
    QTest::newRow("length of an empty list") << QStringLiteral("refused#") << QStringLiteral("0");
    QTest::newRow("no such member") << QStringLiteral("held") << QStringLiteral("nothing");
    QTest::newRow("beyond the end") << QStringLiteral("bundles[2].verdict") << QStringLiteral("nothing");
    QTest::newRow("length of what is no list") << QStringLiteral("gathered#") << QStringLiteral("nothing");
}

void TestDemo::valuesAreFoundByTheirPath()
{
    QFETCH(QString, path);
    QFETCH(QString, text);
    const CommandResult result{.json = parseJson(R"({"gathered":16,"refused":[],"bundles":[
        {"readBack":{"verified":true},"missing":[7]},{"verdict":"already-imported"}]})")
                                   .value()};

    QCOMPARE(result.text(path), text);
}

void TestDemo::commandsAreShownAsTheyAreTyped()
{
    QCOMPARE(CommandRunner::typed({QStringLiteral("init"), QStringLiteral("--name"), QStringLiteral("Depot 4"),
                 QStringLiteral("--home"), QStringLiteral("/tmp/a_b.c")}),
        QStringLiteral("satchel init --name \"Depot 4\" --home /tmp/a_b.c"));
}

void TestDemo::anExpectationThatIsMetChangesNothing()
{
    const QTemporaryDir folder;
    DemoStage stage{silentConsole(), runnerOf(folder, R"(echo '{"gathered":3,"told":"'"$*"'"}')")};

    const auto& result = stage.run({QStringLiteral("gather"), QStringLiteral("here")});
    stage.expect(u"gathered", 3);
    stage.expectThat(true, QStringLiteral("all is well"));

    QVERIFY(stage.isGood());
    QCOMPARE(result.text(u"told"), QStringLiteral("gather here --json"));
    QCOMPARE(stage.steps().size(), 1);
    QCOMPARE(stage.steps().first().command, QStringLiteral("satchel gather here"));
}

void TestDemo::anExpectationThatIsNotMetEndsEverything_data()
{
    QTest::addColumn<QByteArray>("script");
    QTest::addColumn<bool>("looksElsewhere");
    QTest::addColumn<QString>("named");

    QTest::newRow("another count") << QByteArray{R"(echo '{"gathered":2}')"} << false
                                   << QStringLiteral("gathered is 2, and 3 was due");
    QTest::newRow("no count") << QByteArray{"echo '{}'"} << false << QStringLiteral("gathered is nothing");
    QTest::newRow("another exit code")
        << QByteArray{R"(echo '{"gathered":3,"error":{"message":"the disk is full"}}'; exit 5)"} << false
        << QStringLiteral("the disk is full");
    QTest::newRow("something besides") << QByteArray{R"(echo '{"gathered":3}')"} << true
                                       << QStringLiteral("the stick is dry");
}

void TestDemo::anExpectationThatIsNotMetEndsEverything()
{
    QFETCH(QByteArray, script);
    QFETCH(bool, looksElsewhere);
    QFETCH(QString, named);
    const QTemporaryDir folder;
    DemoStage stage{silentConsole(), runnerOf(folder, script)};

    stage.run({QStringLiteral("gather")});
    stage.expect(u"gathered", 3);
    stage.expectThat(!looksElsewhere, QStringLiteral("the stick is dry"));
    stage.run({QStringLiteral("export")});

    QVERIFY(!stage.isGood());
    QVERIFY2(stage.failure()->message.contains(named), qPrintable(stage.failure()->message));
    QCOMPARE(outcomeOf(*stage.failure()), Outcome::Failed);
    QCOMPARE(stage.steps().size(), 1); // nothing was run after it
}

void TestDemo::aProgramThatPrintsNoJsonIsAFailure()
{
    const QTemporaryDir folder;

    const auto result = runnerOf(folder, "echo hello; echo 'no such option' >&2; exit 2").run({});

    QVERIFY(!result.has_value());
    QVERIFY(result.error().message.contains(QStringLiteral("no such option")));
}

void TestDemo::aProgramThatIsNotThereIsAFailure()
{
    const QTemporaryDir folder;
    const CommandRunner runner{folder.filePath(QStringLiteral("nothing")), folder.path(), {}};

    QVERIFY(!runner.run({QStringLiteral("status")}).has_value());
}

void TestDemo::aStopEndsARunningCommand()
{
    const QTemporaryDir folder;
    std::stop_source stop;
    stop.request_stop();

    const auto result = runnerOf(folder, "exec sleep 600", stop.get_token()).run({});

    QVERIFY(!result.has_value());
    QCOMPARE(result.error().code, ErrorCode::Cancelled);
}

void TestDemo::filesAreComparedByTheirBytes_data()
{
    QTest::addColumn<QString>("delivered");
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<bool>("areSame");

    QTest::newRow("under another name") << QStringLiteral("out/b2") << QByteArray{"two"} << true;
    QTest::newRow("altered") << QStringLiteral("out/b2") << QByteArray{"tvo"} << false;
    QTest::newRow("the other one twice") << QStringLiteral("out/b2") << QByteArray{"one"} << false;
    QTest::newRow("not there") << QStringLiteral("elsewhere") << QByteArray{"two"} << false;
    QTest::newRow("only a sidecar") << QStringLiteral("out/b2.meta") << QByteArray{"two"} << false;
}

void TestDemo::filesAreComparedByTheirBytes()
{
    QFETCH(QString, delivered);
    QFETCH(QByteArray, bytes);
    QFETCH(bool, areSame);
    const QTemporaryDir folder;
    put(folder, QStringLiteral("in/a"), "one");
    put(folder, QStringLiteral("in/b"), "two");
    put(folder, QStringLiteral("out/a1"), "one");
    put(folder, QStringLiteral("out/a1.meta"), "{}");
    put(folder, delivered, bytes);

    const auto same
        = haveSameContents({folder.filePath(QStringLiteral("in/a")), folder.filePath(QStringLiteral("in/b"))},
            {folder.filePath(QStringLiteral("out"))});

    QCOMPARE(same.has_value(), areSame);
}

SATCHEL_TEST(TestDemo)
#include "TestDemo.moc"
