#include "Program.h"

#include <core/base/File.h>
#include <core/station/Station.h>
#include <tests/support/EstForge.h>
#include <tests/support/MessageForge.h>
#include <tests/support/TestRegistry.h>
#include <tests/support/TestWorld.h>

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <memory>
#include <thread>

using namespace satchel;
using namespace satchel::test;

namespace {

const QStringList AllCommands{QStringLiteral("init"), QStringLiteral("card"), QStringLiteral("peer"),
    QStringLiteral("peer add"), QStringLiteral("peer list"), QStringLiteral("peer show"), QStringLiteral("peer remove"),
    QStringLiteral("peer revoke"), QStringLiteral("trust"), QStringLiteral("trust add"), QStringLiteral("trust list"),
    QStringLiteral("trust remove"), QStringLiteral("gather"), QStringLiteral("status"), QStringLiteral("list"),
    QStringLiteral("show"), QStringLiteral("bundles"), QStringLiteral("release"), QStringLiteral("reject"),
    QStringLiteral("export"), QStringLiteral("media"), QStringLiteral("media eject"), QStringLiteral("inspect"),
    QStringLiteral("verify"), QStringLiteral("import"), QStringLiteral("deliver"), QStringLiteral("receipt"),
    QStringLiteral("log"), QStringLiteral("issue"), QStringLiteral("doctor"), QStringLiteral("station"),
    QStringLiteral("station restored"), QStringLiteral("demo"), QStringLiteral("demo building"),
    QStringLiteral("demo train")};

} // namespace

// The rules of docs/cli.md that hold for every command, and init, card, peer and trust. What the verbs do is tested in
// core; here it is how the program is spoken to and how it answers.
class TestCommandLine : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();

    void helpShowsAnExample_data();
    void helpShowsAnExample();
    void helpListsEveryCommand();
    void versionIsPrinted();
    void withoutACommandHelpIsShown();
    void wrongUseIsTold_data();
    void wrongUseIsTold();
    void globalOptionsStandBeforeOrAfter();
    void aPathMayBeNamedLikeACommand();
    void homeIsFound();
    void withoutAStationTheCodeSaysSo();
    void theNextStepIsTold_data();
    void theNextStepIsTold();

    void initMakesAStation();
    void initRefusesASecondStation();
    void cardIsWritten();
    void cardIsNotWrittenToATerminal();
    void cardTravelsInAMail();

    void peerIsAddedByFingerprint();
    void peerAddTakesTheCardFromStdin();
    void peerAddRefusesAnotherFingerprint();
    void peerAddRefusesWhenNobodyCanBeAsked_data();
    void peerAddRefusesWhenNobodyCanBeAsked();
    void peerAddAsks_data();
    void peerAddAsks();
    void peerIsShownRevokedRemoved();
    void trustIsKept();

    void quietSaysNothing();
    void coloursAreForTerminals();
    void nothingOfAnObjectSteersATerminal();
    void aPrivateKeyIsNeverShown();
    void aFullStdoutIsAFailure();
    void passphraseOpensKeys();
    void passphraseIsAskedForWithoutEcho();
    void aStationInUseIsWaitedFor();
    void interruptEndsAQuestion_data();
    void interruptEndsAQuestion();
    void fixedTimeIsTold();

private:
    [[nodiscard]] QString path(const QString& name) const { return m_folder->filePath(name); }
    QString put(const QString& name, const QByteArray& bytes) const;
    // A second station with its card in a file; returns its fingerprint.
    QString makeOffice() const;
    void initSite() const;

    std::unique_ptr<QTemporaryDir> m_folder;
    Program m_program; // its station is a site
};

void TestCommandLine::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY(m_folder->isValid());
    m_program = Program{};
    m_program.lookForLeaks();
    m_program.set(QStringLiteral("SATCHEL_HOME"), path(QStringLiteral("site")));
}

QString TestCommandLine::put(const QString& name, const QByteArray& bytes) const
{
    const auto file = path(name);
    if (!makeFolder(QFileInfo{file}.path()) || !writeFileAtomically(file, bytes)) {
        qFatal("the test cannot write its files");
    }
    return file;
}

void TestCommandLine::initSite() const
{
    const auto made = m_program.run({QStringLiteral("init"), QStringLiteral("--role"), QStringLiteral("site"),
        QStringLiteral("--name"), QStringLiteral("Depot 4")});
    QVERIFY2(made.exitCode == 0, made.err);
}

QString TestCommandLine::makeOffice() const
{
    const auto made = m_program.run(
        {QStringLiteral("--home"), path(QStringLiteral("office")), QStringLiteral("--json"), QStringLiteral("init"),
            QStringLiteral("--role"), QStringLiteral("backend"), QStringLiteral("--name"), QStringLiteral("Office")});
    const auto card = m_program.run({QStringLiteral("--home"), path(QStringLiteral("office")), QStringLiteral("card"),
        QStringLiteral("-o"), path(QStringLiteral("office.card"))});
    return card.exitCode == 0 ? textAt(made.json(), QStringLiteral("station.fingerprint")) : QString{};
}

void TestCommandLine::helpShowsAnExample_data()
{
    QTest::addColumn<QStringList>("command");
    for (const auto& command : AllCommands) {
        QTest::newRow(qPrintable(command)) << command.split(QLatin1Char(' '));
    }
}

void TestCommandLine::helpShowsAnExample()
{
    QFETCH(QStringList, command);

    const auto run = m_program.run(command + QStringList{QStringLiteral("--help")});

    QCOMPARE(run.exitCode, 0);
    QCOMPARE(run.err, QByteArray{});
    QVERIFY(run.out.contains("Usage: satchel " + command.join(QLatin1Char(' ')).toUtf8()));
    QVERIFY(run.out.contains("Example:\n  satchel " + command.join(QLatin1Char(' ')).toUtf8()));
}

void TestCommandLine::helpListsEveryCommand()
{
    const auto run = m_program.run({QStringLiteral("--help")});

    QCOMPARE(run.exitCode, 0);
    for (const auto& command : AllCommands) {
        QVERIFY2(command.contains(QLatin1Char(' ')) || run.out.contains("\n  " + command.toUtf8() + ' '),
            qPrintable(command));
    }
}

void TestCommandLine::versionIsPrinted()
{
    const auto run = m_program.run({QStringLiteral("--version")});

    QCOMPARE(run.exitCode, 0);
    QVERIFY(run.out.startsWith("satchel 0."));
}

void TestCommandLine::withoutACommandHelpIsShown()
{
    const auto bare = m_program.run({});
    QCOMPARE(bare.exitCode, 2);
    QCOMPARE(bare.out, QByteArray{});
    QVERIFY(bare.err.contains("gather"));

    const auto peer = m_program.run({QStringLiteral("peer"), QStringLiteral("--json")});
    QCOMPARE(peer.exitCode, 2);
    QVERIFY(peer.err.contains("revoke"));
    QCOMPARE(textAt(peer.json(), QStringLiteral("error.code")), QStringLiteral("usage"));
}

void TestCommandLine::wrongUseIsTold_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QByteArray>("told");

    QTest::newRow("unknown command") << words("frobnicate") << QByteArray("frobnicate");
    QTest::newRow("unknown subcommand") << words("peer frobnicate") << QByteArray("frobnicate");
    QTest::newRow("unknown option") << words("status --frobnicate") << QByteArray("--frobnicate");
    QTest::newRow("superfluous argument") << words("status twice") << QByteArray("twice");
    QTest::newRow("missing argument") << words("gather") << QByteArray("PATH");
    QTest::newRow("missing option") << words("init --role site") << QByteArray("--name");
    QTest::newRow("quiet and verbose") << words("--quiet --verbose status") << QByteArray("--quiet");
    QTest::newRow("wait for no number") << words("--wait soon status") << QByteArray("--wait");
    QTest::newRow("wait below nothing") << words("--wait=-1 status") << QByteArray("--wait");
    QTest::newRow("role") << words("init --role guard --name x") << QByteArray("--role");
    QTest::newRow("key without certificate") << words("init --role site --name x --key k") << QByteArray("--cert");
    QTest::newRow("fingerprint") << words("peer add card --fingerprint 12zz") << QByteArray("--fingerprint");
    QTest::newRow("use of an anchor") << words("trust add --for all file") << QByteArray("--for");
    QTest::newRow("anchors for nothing") << words("trust add file") << QByteArray("--for");
    QTest::newRow("gather from") << words("gather x --from nowhere") << QByteArray("--from");
    QTest::newRow("state") << words("list --state lost") << QByteArray("--state");
    QTest::newRow("kind") << words("list --kind letter") << QByteArray("letter");
    QTest::newRow("limit of nothing") << words("list --limit 0") << QByteArray("--limit");
    QTest::newRow("raw and text") << words("show 12 --raw --text") << QByteArray("--raw");
    QTest::newRow("raw and json") << words("show 12 --raw") << QByteArray("--raw");
    QTest::newRow("release nothing") << words("release --reason why") << QByteArray("--all");
    QTest::newRow("release some and all") << words("release 12 --all --reason why") << QByteArray("--all");
    QTest::newRow("release without a reason") << words("release --all") << QByteArray("--reason");
    QTest::newRow("reject without a reason") << words("reject 12") << QByteArray("--reason");
    QTest::newRow("reject for another reason") << words("reject 12 --reason bored") << QByteArray("bored");
    QTest::newRow("export nowhere") << words("export") << QByteArray("--out");
    QTest::newRow("size") << words("export --out x --max-size much") << QByteArray("--max-size");
    QTest::newRow("no size") << words("export --out x --max-size 0") << QByteArray("--max-size");
    QTest::newRow("instant") << words("export --out x --not-after tomorrow") << QByteArray("--not-after");
    QTest::newRow("kind to export") << words("export --out x --kind letter") << QByteArray("letter");
    QTest::newRow("inspect stdin") << words("inspect -") << QByteArray("stdin");
    QTest::newRow("verify stdin") << words("verify -") << QByteArray("stdin");
    QTest::newRow("import stdin") << words("import -") << QByteArray("stdin");
    QTest::newRow("deliver for") << words("deliver --out x --for me") << QByteArray("--for");
    QTest::newRow("log since") << words("log --since yesterday") << QByteArray("--since");
    QTest::newRow("log format") << words("log --format xml") << QByteArray("--format");
    QTest::newRow("log as csv and json") << words("log --format csv") << QByteArray("--format");
}

void TestCommandLine::wrongUseIsTold()
{
    QFETCH(QStringList, arguments);
    QFETCH(QByteArray, told);

    const auto run = m_program.run(QStringList{QStringLiteral("--json")} + arguments);

    QCOMPARE(run.exitCode, 2);
    QVERIFY2(run.err.contains(told), run.err);
    QCOMPARE(textAt(run.json(), QStringLiteral("error.code")), QStringLiteral("usage"));
    QVERIFY(textAt(run.json(), QStringLiteral("error.message")).toUtf8().contains(told));
}

void TestCommandLine::globalOptionsStandBeforeOrAfter()
{
    initSite();
    const auto home = path(QStringLiteral("site"));
    m_program.unset(QStringLiteral("SATCHEL_HOME"));

    const auto before = m_program.run(
        {QStringLiteral("--home"), home, QStringLiteral("--json"), QStringLiteral("peer"), QStringLiteral("list")});
    const auto after = m_program.run(
        {QStringLiteral("peer"), QStringLiteral("list"), QStringLiteral("--home"), home, QStringLiteral("--json")});
    const auto between = m_program.run(
        {QStringLiteral("peer"), QStringLiteral("--home"), home, QStringLiteral("list"), QStringLiteral("--json")});

    QCOMPARE(before.exitCode, 0);
    QCOMPARE(sizeAt(before.json(), QStringLiteral("peers")), 0);
    QCOMPARE(after.out, before.out);
    QCOMPARE(between.out, before.out);
}

void TestCommandLine::aPathMayBeNamedLikeACommand()
{
    initSite();

    const auto run = m_program.run(words("--json gather status"));

    QCOMPARE(run.exitCode, 4); // a file that is not there: looked for all the same
    QCOMPARE(textAt(run.json(), QStringLiteral("refused.0.path")), QStringLiteral("status"));
}

void TestCommandLine::homeIsFound()
{
    initSite();
    QVERIFY(QDir{m_folder->path()}.mkpath(QStringLiteral("data")));
    QVERIFY(QFile::rename(path(QStringLiteral("site")), path(QStringLiteral("data/satchel"))));

    m_program.unset(QStringLiteral("SATCHEL_HOME"));
    m_program.set(QStringLiteral("XDG_DATA_HOME"), path(QStringLiteral("data")));
    QCOMPARE(m_program.run(words("status")).exitCode, 0);

    m_program.set(QStringLiteral("XDG_DATA_HOME"), QStringLiteral("data"));
    QCOMPARE(
        m_program
            .run(words("status --home %1").replaceInStrings(QStringLiteral("%1"), path(QStringLiteral("data/satchel"))))
            .exitCode,
        0);

    m_program.set(QStringLiteral("SATCHEL_HOME"), path(QStringLiteral("elsewhere")));
    QCOMPARE(m_program.run(words("status")).exitCode, 1);
}

void TestCommandLine::withoutAStationTheCodeSaysSo()
{
    const auto run = m_program.run(words("--json status"));

    QCOMPARE(run.exitCode, 1);
    QCOMPARE(textAt(run.json(), QStringLiteral("error.code")), QStringLiteral("not-a-station"));
    QVERIFY(run.err.contains("[not-a-station]"));
    QVERIFY(run.err.contains("satchel init"));
    QVERIFY(!QDir{path(QStringLiteral("site"))}.exists());
}

void TestCommandLine::theNextStepIsTold_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QByteArray>("step");

    QTest::newRow("no such peer") << words("peer show nobody") << QByteArray("`satchel peer list`");
    QTest::newRow("no such anchor") << words("trust remove 0123456789") << QByteArray("`satchel trust list`");
    QTest::newRow("no such medium") << words("media eject DEPOT4") << QByteArray("`satchel media`");
    QTest::newRow("several backends") << words("export --out out") << QByteArray("--to PEER");
    QTest::newRow("nothing to verify with") << words("--home elsewhere verify a.satchel") << QByteArray("--card");
    QTest::newRow("no station to look at") << words("--home elsewhere doctor") << QByteArray("--home");
    QTest::newRow("a bundle to gather") << words("gather a.satchel") << QByteArray("`satchel import`");
    QTest::newRow("a name that is taken")
        << words("peer add second.card --name Office --fingerprint %1") << QByteArray("--name ALIAS");
}

// core knows nothing of the command line: what to type next is told here.
void TestCommandLine::theNextStepIsTold()
{
    QFETCH(QStringList, arguments);
    QFETCH(QByteArray, step);
    initSite();
    const auto add = [this](const QString& card, const QString& fingerprint) {
        return m_program.run(
            {QStringLiteral("peer"), QStringLiteral("add"), path(card), QStringLiteral("--fingerprint"), fingerprint});
    };
    const auto first = makeOffice();
    QCOMPARE(add(QStringLiteral("office.card"), first).exitCode, 0);
    QVERIFY(QFile::rename(path(QStringLiteral("office.card")), path(QStringLiteral("first.card"))));
    QVERIFY(QDir{path(QStringLiteral("office"))}.removeRecursively());
    const auto second = makeOffice();
    QVERIFY(QFile::rename(path(QStringLiteral("office.card")), path(QStringLiteral("second.card"))));
    if (arguments.contains(QStringLiteral("export"))) {
        const auto both
            = m_program.run({QStringLiteral("peer"), QStringLiteral("add"), path(QStringLiteral("second.card")),
                QStringLiteral("--name"), QStringLiteral("other"), QStringLiteral("--fingerprint"), second});
        QCOMPARE(both.exitCode, 0);
    }
    put(QStringLiteral("a.satchel"), QByteArray("mimetype").leftJustified(257, '\0') + "ustar");
    for (auto& argument : arguments) {
        const bool isFile = argument == u"out" || argument == u"elsewhere" || argument.contains(u'.');
        argument = argument == u"%1" ? second : isFile ? path(argument) : argument;
    }

    const auto run = m_program.run(arguments);

    QVERIFY(run.exitCode != 0);
    QVERIFY2((run.err + run.out).contains(step), run.err + run.out);
    const auto error = m_program.run(arguments + words("--json")).json();
    const auto told = textAt(error, QStringLiteral("error.message"));
    QVERIFY2(!told.contains(u"--") && !told.contains(u"satchel "), qPrintable(told));
}

void TestCommandLine::initMakesAStation()
{
    const auto run = m_program.run({QStringLiteral("--json"), QStringLiteral("init"), QStringLiteral("--role"),
        QStringLiteral("site"), QStringLiteral("--name"), QStringLiteral("Depot 4")});

    QCOMPARE(run.exitCode, 0);
    QCOMPARE(run.err, QByteArray{});
    QCOMPARE(keysAt(run.json(), {}), QStringLiteral("station"));
    QCOMPARE(keysAt(run.json(), QStringLiteral("station")), QStringLiteral("fingerprint issue ledger name role"));
    QCOMPARE(textAt(run.json(), QStringLiteral("station.name")), QStringLiteral("Depot 4"));
    QCOMPARE(textAt(run.json(), QStringLiteral("station.role")), QStringLiteral("site"));
    QCOMPARE(numberAt(run.json(), QStringLiteral("station.issue")), 1);

    const auto status = m_program.run(words("--json status"));
    QCOMPARE(textAt(status.json(), QStringLiteral("station.fingerprint")),
        textAt(run.json(), QStringLiteral("station.fingerprint")));
}

void TestCommandLine::initRefusesASecondStation()
{
    initSite();

    const auto again = m_program.run(words("--json init --role site --name x"));

    QCOMPARE(again.exitCode, 2);
    QCOMPARE(textAt(again.json(), QStringLiteral("error.code")), QStringLiteral("usage"));
}

void TestCommandLine::cardIsWritten()
{
    initSite();
    const auto file = path(QStringLiteral("site.card"));

    const auto toFile = m_program.run({QStringLiteral("--json"), QStringLiteral("card"), QStringLiteral("-o"), file});
    QCOMPARE(toFile.exitCode, 0);
    QCOMPARE(keysAt(toFile.json(), QStringLiteral("station")), QStringLiteral("fingerprint issue ledger name role"));
    const auto written = Card::parse(readFile(file, 1 << 20).value_or(QByteArray{}));
    QVERIFY(written.has_value());
    QCOMPARE(written->station().toString(), textAt(toFile.json(), QStringLiteral("station.fingerprint")));

    const auto toStdout = m_program.run(words("card"));
    QCOMPARE(toStdout.exitCode, 0);
    QVERIFY(Card::parse(toStdout.out).has_value());

    const auto inJson = m_program.run(words("card --json"));
    const auto card = QByteArray::fromBase64(textAt(inJson.json(), QStringLiteral("card")).toLatin1());
    QVERIFY(Card::parse(card).has_value());

    const auto nowhere = m_program.run(words("card -o /nonexistent/x"));
    QCOMPARE(nowhere.exitCode, 1);
}

void TestCommandLine::cardIsNotWrittenToATerminal()
{
    initSite();

    const auto run = m_program.runOnTerminal(words("card"));

    QCOMPARE(run.exitCode, 2);
    QVERIFY(run.out.contains("-o FILE"));
}

void TestCommandLine::cardTravelsInAMail()
{
    initSite();
    const auto fingerprint = makeOffice();
    const auto office = QStringList{QStringLiteral("--home"), path(QStringLiteral("office"))};
    const auto text = m_program.runOnTerminal(office + words("card --text")); // text is for terminals too
    QCOMPARE(text.exitCode, 0);
    QVERIFY(text.out.startsWith("-----BEGIN CMS-----"));

    const auto run = m_program.run({QStringLiteral("peer"), QStringLiteral("add"), QStringLiteral("-"),
                                       QStringLiteral("--fingerprint"), fingerprint},
        "Good morning,\n\n" + text.out + "\nYours\n");

    QVERIFY2(run.exitCode == 0, run.err);
    QCOMPARE(sizeAt(m_program.run(words("--json peer list")).json(), QStringLiteral("peers")), 1);
}

void TestCommandLine::peerIsAddedByFingerprint()
{
    initSite();
    auto typed = makeOffice().toUpper();
    for (int i = 60; i > 0; i -= 4) {
        typed.insert(i, i % 8 == 0 ? QLatin1Char(' ') : QLatin1Char(':'));
    }

    const auto run = m_program.run(
        {QStringLiteral("--json"), QStringLiteral("peer"), QStringLiteral("add"), path(QStringLiteral("office.card")),
            QStringLiteral("--name"), QStringLiteral("hq"), QStringLiteral("--fingerprint"), typed});

    QVERIFY2(run.exitCode == 0, run.err);
    QCOMPARE(keysAt(run.json(), QStringLiteral("peers.0")),
        QStringLiteral("addedAt alias fingerprint issue name revoked role"));
    QCOMPARE(textAt(run.json(), QStringLiteral("peers.0.alias")), QStringLiteral("hq"));
    QCOMPARE(textAt(run.json(), QStringLiteral("peers.0.name")), QStringLiteral("Office"));
    const auto log = m_program.run(words("--json log"));
    QCOMPARE(
        textAt(log.json(), QStringLiteral("entries.%1.action").arg(sizeAt(log.json(), QStringLiteral("entries")) - 1)),
        QStringLiteral("peer-add"));
}

void TestCommandLine::peerAddTakesTheCardFromStdin()
{
    initSite();
    const auto fingerprint = makeOffice();
    const auto card = readFile(path(QStringLiteral("office.card")), 1 << 20).value_or(QByteArray{});

    const auto run = m_program.run({QStringLiteral("peer"), QStringLiteral("add"), QStringLiteral("-"),
                                       QStringLiteral("--fingerprint"), fingerprint},
        card);

    QCOMPARE(run.exitCode, 0);
    QCOMPARE(sizeAt(m_program.run(words("--json peer list")).json(), QStringLiteral("peers")), 1);
}

void TestCommandLine::peerAddRefusesAnotherFingerprint()
{
    initSite();
    QVERIFY(!makeOffice().isEmpty());

    const auto run = m_program.run({QStringLiteral("--json"), QStringLiteral("peer"), QStringLiteral("add"),
        path(QStringLiteral("office.card")), QStringLiteral("--fingerprint"), QString{64, QLatin1Char('a')}});

    QCOMPARE(run.exitCode, 4);
    QCOMPARE(textAt(run.json(), QStringLiteral("error.code")), QStringLiteral("fingerprint-mismatch"));
    QCOMPARE(sizeAt(m_program.run(words("--json peer list")).json(), QStringLiteral("peers")), 0);
}

void TestCommandLine::peerAddRefusesWhenNobodyCanBeAsked_data()
{
    QTest::addColumn<QStringList>("options");
    QTest::addColumn<bool>("onTerminal");

    QTest::newRow("no terminal") << QStringList{} << false;
    QTest::newRow("no terminal, --yes") << words("--yes") << false;
    QTest::newRow("terminal, --yes") << words("--yes") << true;
    QTest::newRow("terminal, --no-input") << words("--no-input") << true;
}

void TestCommandLine::peerAddRefusesWhenNobodyCanBeAsked()
{
    QFETCH(QStringList, options);
    QFETCH(bool, onTerminal);
    initSite();
    QVERIFY(!makeOffice().isEmpty());
    const auto arguments
        = options + QStringList{QStringLiteral("peer"), QStringLiteral("add"), path(QStringLiteral("office.card"))};

    const auto run = onTerminal ? m_program.runOnTerminal(arguments) : m_program.run(arguments, "y\n");

    QCOMPARE(run.exitCode, 2);
    QVERIFY((run.out + run.err).contains("--fingerprint"));
    QCOMPARE(sizeAt(m_program.run(words("--json peer list")).json(), QStringLiteral("peers")), 0);
}

void TestCommandLine::peerAddAsks_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<int>("exitCode");

    QTest::newRow("y") << QByteArray("y\n") << 0;
    QTest::newRow("yes, in capitals") << QByteArray("YES\n") << 0;
    QTest::newRow("n") << QByteArray("n\n") << 4;
    QTest::newRow("return") << QByteArray("\n") << 4;
    QTest::newRow("something else") << QByteArray("yeah\n") << 4;
    QTest::newRow("end of input") << QByteArray("\x04") << 4;
}

void TestCommandLine::peerAddAsks()
{
    QFETCH(QByteArray, answer);
    QFETCH(int, exitCode);
    initSite();
    const auto fingerprint = makeOffice();

    const auto run
        = m_program.runOnTerminal({QStringLiteral("peer"), QStringLiteral("add"), path(QStringLiteral("office.card"))},
            {{"Does the other station show the same? [y/N]", answer}});

    QCOMPARE(run.exitCode, exitCode);
    QVERIFY(run.out.contains(fingerprint.first(4).toUtf8() + ' ' + fingerprint.sliced(4, 4).toUtf8() + ' '));
    QCOMPARE(sizeAt(m_program.run(words("--json peer list")).json(), QStringLiteral("peers")), exitCode == 0 ? 1 : 0);
}

void TestCommandLine::peerIsShownRevokedRemoved()
{
    initSite();
    const auto fingerprint = makeOffice();
    QCOMPARE(m_program
                 .run({QStringLiteral("peer"), QStringLiteral("add"), path(QStringLiteral("office.card")),
                     QStringLiteral("--fingerprint"), fingerprint})
                 .exitCode,
        0);

    const auto list = m_program.run(words("peer list"));
    QVERIFY(list.out.contains("Office"));
    const auto show = m_program.run({QStringLiteral("peer"), QStringLiteral("show"), fingerprint.first(6)});
    QVERIFY(show.out.contains(fingerprint.first(4).toUtf8() + ' ' + fingerprint.sliced(4, 4).toUtf8() + ' '));
    const auto stranger = m_program.run(words("--json peer show nobody"));
    QCOMPARE(stranger.exitCode, 1);
    QCOMPARE(textAt(stranger.json(), QStringLiteral("error.code")), QStringLiteral("unknown-peer"));

    const auto revoked = m_program.run(words("--json peer revoke Office"));
    QCOMPARE(revoked.exitCode, 0);
    QVERIFY(*at(revoked.json(), QStringLiteral("peers.0.revoked")).boolean());
    QVERIFY(m_program.run(words("peer revoke Office")).out.contains("nothing to change"));

    QCOMPARE(m_program.run(words("peer remove Office")).exitCode, 0);
    QCOMPARE(sizeAt(m_program.run(words("--json peer list")).json(), QStringLiteral("peers")), 0);
    const auto log = m_program.run(words("log"));
    QVERIFY(log.out.contains("peer-revoke") && log.out.contains("peer-remove"));
    QCOMPARE(log.out.count("peer-revoke"), 1);
}

void TestCommandLine::trustIsKept()
{
    initSite();
    const TestPki pki;
    const auto good = put(QStringLiteral("ca.der"), pki.manufacturer.certificate.der());
    const auto bad = put(QStringLiteral("bad.pem"), "no certificate");

    const auto added = m_program.run({QStringLiteral("--json"), QStringLiteral("trust"), QStringLiteral("add"),
        QStringLiteral("--for"), QStringLiteral("manufacturer"), good, bad});
    QCOMPARE(added.exitCode, 3);
    QCOMPARE(keysAt(added.json(), QStringLiteral("anchors.0")), QStringLiteral("for notAfter sha256 subject"));
    QCOMPARE(textAt(added.json(), QStringLiteral("refused.0.path")), bad);
    QCOMPARE(textAt(added.json(), QStringLiteral("refused.0.code")), QStringLiteral("malformed"));
    const auto none = m_program.run({QStringLiteral("trust"), QStringLiteral("add"), QStringLiteral("--for"),
        QStringLiteral("masa"), bad, put(QStringLiteral("empty"), {})});
    QCOMPARE(none.exitCode, 4);
    QVERIFY(none.err.contains("[malformed]") && none.err.contains("[empty]"));

    const auto fromStdin = m_program.run(words("trust add --for domain -"), pki.domainCa.certificate.der());
    QCOMPARE(fromStdin.exitCode, 0);
    QCOMPARE(sizeAt(m_program.run(words("--json trust list")).json(), QStringLiteral("anchors")), 2);
    const auto domain = m_program.run(words("--json trust list --for domain"));
    QCOMPARE(sizeAt(domain.json(), QStringLiteral("anchors")), 1);

    const auto digest = textAt(domain.json(), QStringLiteral("anchors.0.sha256"));
    const auto removed
        = m_program.run({QStringLiteral("--json"), QStringLiteral("trust"), QStringLiteral("remove"), digest.first(8)});
    QCOMPARE(removed.exitCode, 0);
    QCOMPARE(textAt(removed.json(), QStringLiteral("anchors.0.sha256")), digest);
    QCOMPARE(sizeAt(m_program.run(words("--json trust list")).json(), QStringLiteral("anchors")), 1);
    const auto log = m_program.run(words("log"));
    QVERIFY(log.out.contains("trust-add") && log.out.contains("trust-remove"));
}

void TestCommandLine::quietSaysNothing()
{
    const auto init = m_program.run(words("--quiet init --role site --name x"));
    QCOMPARE(init.exitCode, 0);
    QCOMPARE(init.out + init.err, QByteArray{});

    const auto refused = m_program.run(
        {QStringLiteral("--quiet"), QStringLiteral("gather"), put(QStringLiteral("note.txt"), "buy milk")});
    QCOMPARE(refused.exitCode, 4);
    QCOMPARE(refused.out, QByteArray{});
    QVERIFY(refused.err.contains("[not-recognised]"));
}

void TestCommandLine::coloursAreForTerminals()
{
    const QByteArray red = "\x1b[31m";
    QVERIFY(m_program.runOnTerminal(words("status")).out.contains(red));
    QVERIFY(!m_program.run(words("status")).err.contains('\x1b'));

    m_program.set(QStringLiteral("NO_COLOR"), QStringLiteral("1"));
    QVERIFY(!m_program.runOnTerminal(words("status")).out.contains(red));
}

void TestCommandLine::nothingOfAnObjectSteersATerminal()
{
    initSite();
    const auto evil = QStringLiteral("evil\x1b]0;owned\x07\u202Ename");
    const TestPki pki;
    const auto device = pki.device(QStringLiteral("SN-1"));
    const auto request
        = put(QStringLiteral("spool/") + evil, pki.voucherRequest(device, evil, QStringLiteral("bm9uY2U=")));
    put(QStringLiteral("spool/broken") + evil, "\x1b[2J");

    QByteArray all;
    const auto gathered = m_program.run({QStringLiteral("gather"), path(QStringLiteral("spool"))});
    QCOMPARE(gathered.exitCode, 3);
    QVERIFY(gathered.err.contains("evil\\x1b]0;owned\\x07\\u{202e}name"));
    all += gathered.out + gathered.err;
    all += m_program.run({QStringLiteral("--json"), QStringLiteral("gather"), path(QStringLiteral("spool"))}).out;
    const auto list = m_program.run(words("--json list"));
    QCOMPARE(textAt(list.json(), QStringLiteral("items.0.device")), evil);
    all += list.out + m_program.run(words("list")).out;
    const auto id = textAt(list.json(), QStringLiteral("items.0.id"));
    for (const auto& option : {QStringLiteral("--text"), QStringLiteral("--json"), QStringLiteral("--quiet")}) {
        all += m_program.run({QStringLiteral("show"), id, option}).out;
    }
    all += m_program.run({QStringLiteral("show"), id}).out;
    all += m_program.run(words("status")).out;
    all += m_program.run({QStringLiteral("show"), evil}).err;
    for (const auto& format :
        {QStringLiteral("text"), QStringLiteral("json"), QStringLiteral("csv"), QStringLiteral("syslog")}) {
        all += m_program.run({QStringLiteral("log"), QStringLiteral("--format"), format}).out;
    }

    QVERIFY(all.contains("evil"));
    QVERIFY(!all.contains('\x1b'));
    QVERIFY(!all.contains('\x07'));
    QVERIFY(!all.contains("\u202E"));
    // What was asked for as it is comes as it is.
    QCOMPARE(m_program.run({QStringLiteral("show"), id, QStringLiteral("--raw")}).out,
        readFile(request, 1 << 20).value_or(QByteArray{}));
}

void TestCommandLine::aPrivateKeyIsNeverShown()
{
    initSite();
    const TestPki pki;
    const auto key = *PrivateKey::generate(KeyType::P256);
    const auto certificate = *Certificate::fromDer(pki.certificateFor(publicKeyInfoOf(key), QStringLiteral("SN-1")));
    const auto sealed = makeSealedKey(key, pki.device(QStringLiteral("SN-1")).certificate);
    const auto body = makeBody({.parts = serverKeyParts(sealed, {certificate})});
    const auto gathered
        = m_program.run({QStringLiteral("--json"), QStringLiteral("gather"), put(QStringLiteral("answer"), body)});
    const auto id = textAt(gathered.json(), QStringLiteral("items.0"));

    const auto raw = m_program.run({QStringLiteral("show"), id, QStringLiteral("--raw")});
    QCOMPARE(raw.exitCode, 2);
    QVERIFY(raw.out.isEmpty());
    QVERIFY(raw.err.contains("never shown"));
    QByteArray all = gathered.out + gathered.err + raw.err;
    for (const auto& option : {QStringLiteral("--text"), QStringLiteral("--json"), QStringLiteral("--verbose")}) {
        const auto shown = m_program.run({QStringLiteral("show"), id, option});
        QVERIFY(shown.out.contains("EnvelopedData") || option == QStringLiteral("--verbose"));
        all += shown.out + shown.err;
    }
    all += m_program.run(words("log")).out;
    // Any twelve bytes of it, as they may be written.
    for (qsizetype at = 0; at + 12 <= sealed.size(); at += 3) {
        const auto piece = sealed.mid(at, 12);
        QVERIFY(!all.contains(piece.toBase64()) && !all.contains(piece.toHex()) && !all.contains(piece));
    }
}

void TestCommandLine::aFullStdoutIsAFailure()
{
    initSite();

    const auto run = m_program.runInto(QStringLiteral("/dev/full"), words("--json status"));

    QCOMPARE(run.exitCode, 1);
    QVERIFY(run.err.contains("stdout"));
}

void TestCommandLine::passphraseOpensKeys()
{
    const auto file = put(QStringLiteral("secret"), "open sesame\nnot this\n");
    QCOMPARE(m_program
                 .run({QStringLiteral("--passphrase-file"), file, QStringLiteral("init"), QStringLiteral("--role"),
                     QStringLiteral("site"), QStringLiteral("--name"), QStringLiteral("x")})
                 .exitCode,
        0);

    const auto without = m_program.run(words("--json card"));
    QCOMPARE(without.exitCode, 1);
    QCOMPARE(textAt(without.json(), QStringLiteral("error.code")), QStringLiteral("wrong-passphrase"));
    QCOMPARE(m_program.run(words("--json --passphrase-file - card"), "wrong\n").exitCode, 1);
    QCOMPARE(m_program.run(words("--json --passphrase-file - card"), "open sesame\nrest").exitCode, 0);
    QCOMPARE(m_program.run(words("--json --passphrase-file - card"), "\n").exitCode, 2);
    QCOMPARE(m_program.run(words("--json --passphrase-file /nonexistent card")).exitCode, 1);
    m_program.set(QStringLiteral("SATCHEL_PASSPHRASE_FILE"), file);
    QCOMPARE(m_program.run(words("--json card")).exitCode, 0);
}

void TestCommandLine::passphraseIsAskedForWithoutEcho()
{
    const auto file = put(QStringLiteral("secret"), "open sesame");
    QCOMPARE(m_program
                 .run({QStringLiteral("--passphrase-file"), file, QStringLiteral("init"), QStringLiteral("--role"),
                     QStringLiteral("site"), QStringLiteral("--name"), QStringLiteral("Depot")})
                 .exitCode,
        0);

    const auto right = m_program.runOnTerminal(
        words("--json card"), {{"Passphrase of Depot:", "wrong\n"}, {"Passphrase of Depot:", "open sesame\n"}});
    QCOMPARE(right.exitCode, 0);
    QVERIFY(!right.out.contains("sesame"));
    QVERIFY(right.out.contains("\"station\""));

    const QList<TerminalStep> wrong{{"Passphrase", "one\n"}, {"Passphrase", "two\n"}, {"Passphrase", "three\n"}};
    const auto never = m_program.runOnTerminal(words("--json card"), wrong);
    QCOMPARE(never.exitCode, 1);
    QVERIFY(never.out.contains("wrong-passphrase"));

    const auto unasked = m_program.runOnTerminal(words("--json --no-input card"));
    QCOMPARE(unasked.exitCode, 1);
    QVERIFY(!unasked.out.contains("Passphrase of"));
}

void TestCommandLine::aStationInUseIsWaitedFor()
{
    initSite();
    const StationPaths paths{path(QStringLiteral("site"))};
    {
        const auto lock = StationLock::acquire(paths, QStringLiteral("the test"), std::chrono::milliseconds{0});
        QVERIFY(lock.has_value());

        const auto refused = m_program.run(words("--json --wait 0 card"));
        QCOMPARE(refused.exitCode, 6);
        QCOMPARE(textAt(refused.json(), QStringLiteral("error.code")), QStringLiteral("station-in-use"));
        QVERIFY(refused.err.contains(QByteArray::number(QCoreApplication::applicationPid())));
        QVERIFY(refused.err.contains("the test"));
        QCOMPARE(m_program.run(words("status")).exitCode, 0); // who only reads does not wait
    }
    QCOMPARE(m_program.run(words("--json --wait 0 card")).exitCode, 0);
}

void TestCommandLine::interruptEndsAQuestion_data()
{
    QTest::addColumn<int>("number");

    QTest::newRow("SIGINT") << SIGINT;
    QTest::newRow("SIGTERM") << SIGTERM;
    QTest::newRow("SIGHUP") << SIGHUP;
}

void TestCommandLine::interruptEndsAQuestion()
{
    QFETCH(int, number);
    initSite();
    QVERIFY(!makeOffice().isEmpty());

    const auto run = m_program.runOnTerminal(
        {QStringLiteral("peer"), QStringLiteral("add"), path(QStringLiteral("office.card"))}, {{"[y/N]", {}, number}});

    QCOMPARE(run.exitCode, 130);
    QVERIFY(run.out.contains("[cancelled]"));
    QCOMPARE(sizeAt(m_program.run(words("--json peer list")).json(), QStringLiteral("peers")), 0);
}

void TestCommandLine::fixedTimeIsTold()
{
    m_program.set(QStringLiteral("SATCHEL_FIXED_TIME"), QStringLiteral("2031-05-06T07:08:09Z"));
    const auto init = m_program.run(words("init --role site --name x"));
    QVERIFY(init.err.contains("2031-05-06T07:08:09Z"));
    QVERIFY(m_program.run(words("doctor")).out.contains("2031-05-06T07:08:09Z"));

    m_program.set(QStringLiteral("SATCHEL_FIXED_TIME"), QStringLiteral("yesterday"));
    QCOMPARE(m_program.run(words("status")).exitCode, 2);
}

SATCHEL_TEST(TestCommandLine)
#include "TestCommandLine.moc"
