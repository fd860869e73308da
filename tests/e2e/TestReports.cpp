#include "Program.h"

#include <tests/support/LedgerQuery.h>
#include <tests/support/TestRegistry.h>
#include <tests/support/TestWorld.h>

#include <QDir>
#include <QFileInfo>
#include <QRegularExpression>
#include <QTest>

#include <memory>

using namespace satchel;
using namespace satchel::test;

// What each verb of the loop prints with --json (the keys are a promise: docs/cli.md), its exit code, and a glance at
// what people see.
class TestReports : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();

    void gather();
    void gatherFromStdin();
    void gatherShowsProgressOnATerminalOnly();
    void statusListShow();
    void showRawIsNotForTerminals();
    void listFilters();
    void exportInspectVerify();
    void exportOfNamedItemsToTwoPlaces();
    void exportOptions();
    void importAndDeliver();
    void releaseAndReject();
    void statusOfDays();
    void bundles();
    void receipts();
    void log();
    void logTellsOfTampering();
    void doctor();
    void whatHasNoNameLeavesNoGap();
    void stationRestored();

private:
    [[nodiscard]] QString path(const QString& name) const { return m_world->path(name); }
    [[nodiscard]] ProgramRun run(const TestStation& station, const QStringList& arguments) const;
    [[nodiscard]] JsonValue json(const TestStation& station, const QStringList& arguments, int exitCode = 0) const;
    // One device's requests are on the stick; returns the bundle.
    [[nodiscard]] QString exportOne() const;

    std::unique_ptr<TestWorld> m_world;
    Program m_program;
};

void TestReports::init()
{
    m_world = std::make_unique<TestWorld>();
    m_program.lookForLeaks();
}

ProgramRun TestReports::run(const TestStation& station, const QStringList& arguments) const
{
    return m_program.run(QStringList{QStringLiteral("--home"), station.home()} + arguments);
}

JsonValue TestReports::json(const TestStation& station, const QStringList& arguments, int exitCode) const
{
    const auto result = run(station, QStringList{QStringLiteral("--json")} + arguments);
    if (result.exitCode != exitCode) {
        qWarning("exit code %d: %s %s", result.exitCode, result.out.constData(), result.err.constData());
        return {};
    }
    return result.json();
}

QString TestReports::exportOne() const
{
    m_world->putDevice(QStringLiteral("SN-1"));
    (void)json(m_world->site, {QStringLiteral("gather"), path(QStringLiteral("spool"))});
    const auto report
        = json(m_world->site, {QStringLiteral("export"), QStringLiteral("--out"), path(QStringLiteral("stick"))});
    return textAt(report, QStringLiteral("bundles.0.path"));
}

void TestReports::gather()
{
    m_world->putDevice(QStringLiteral("SN-1"));
    const auto note = m_world->put(QStringLiteral("spool/note.txt"), "buy milk");
    const QStringList arguments{
        QStringLiteral("gather"), path(QStringLiteral("spool")), QStringLiteral("--from"), QStringLiteral("registrar")};

    const auto first = json(m_world->site, arguments, 3);
    QCOMPARE(keysAt(first, {}), QStringLiteral("duplicates gathered held items paired refused superseded warnings"));
    QCOMPARE(numberAt(first, QStringLiteral("gathered")), 2);
    QCOMPARE(numberAt(first, QStringLiteral("duplicates")), 0);
    QCOMPARE(sizeAt(first, QStringLiteral("items")), 2);
    QCOMPARE(keysAt(first, QStringLiteral("refused.0")), QStringLiteral("code path reason"));
    QCOMPARE(textAt(first, QStringLiteral("refused.0.path")), note);

    const auto again = run(m_world->site, arguments);
    QCOMPARE(again.exitCode, 3);
    QVERIFY(again.out.startsWith("Gathered 0 items; 2 here already; 1 refused."));
    QVERIFY(again.err.contains("refused: " + note.toUtf8()));
    QVERIFY(again.err.contains("[not-recognised]"));

    QDir{}.mkpath(path(QStringLiteral("nothing")));
    const auto nothing = run(m_world->site, {QStringLiteral("gather"), path(QStringLiteral("nothing"))});
    QCOMPARE(nothing.exitCode, 0);
    QCOMPARE(nothing.out, QByteArray{"Nothing to gather.\n"});
}

void TestReports::gatherFromStdin()
{
    const auto device = m_world->makeDevice(QStringLiteral("SN-1"));

    const auto taken = m_program.run(
        QStringList{QStringLiteral("--home"), m_world->site.home()} + words("--json gather -"), device.voucherRequest);
    QCOMPARE(taken.exitCode, 0);
    QCOMPARE(numberAt(taken.json(), QStringLiteral("gathered")), 1);

    const auto empty
        = m_program.run(QStringList{QStringLiteral("--home"), m_world->site.home()} + words("--json gather -"));
    QCOMPARE(empty.exitCode, 4);
    QCOMPARE(textAt(empty.json(), QStringLiteral("refused.0.code")), QStringLiteral("empty"));
}

void TestReports::gatherShowsProgressOnATerminalOnly()
{
    m_world->putDevice(QStringLiteral("SN-1"));
    const QStringList arguments{
        QStringLiteral("--home"), m_world->site.home(), QStringLiteral("gather"), path(QStringLiteral("spool"))};

    const auto terminal = m_program.runOnTerminal(arguments);
    QCOMPARE(terminal.exitCode, 0);
    const auto cleared = terminal.out.indexOf("\r\x1b[K");
    QVERIFY(cleared > 0);
    QVERIFY(terminal.out.first(cleared).contains(" items"));
    QVERIFY(terminal.out.indexOf("Gathered 2 items") > cleared);

    const auto pipe = m_program.run(arguments);
    QVERIFY(!pipe.err.contains('\r'));
    const auto quiet = m_program.runOnTerminal(QStringList{QStringLiteral("--quiet")} + arguments);
    QCOMPARE(quiet.out, QByteArray{});
}

void TestReports::statusListShow()
{
    m_world->putDevice(QStringLiteral("SN-1"));
    (void)json(m_world->site, {QStringLiteral("gather"), path(QStringLiteral("spool"))});

    const auto status = json(m_world->site, words("status"));
    QCOMPARE(keysAt(status, {}),
        QStringLiteral("concerns counts deadlines furtherConcerns lapsing lastExport lastImport station"));
    QCOMPARE(keysAt(status, QStringLiteral("counts")),
        QStringLiteral("answered confirmed delivered held lapsed packed pending ready received rejected superseded"));
    QCOMPARE(numberAt(status, QStringLiteral("counts.pending")), 2);
    QCOMPARE(keysAt(status, QStringLiteral("deadlines.0")), QStringLiteral("at device item"));
    QVERIFY(run(m_world->site, words("status")).out.contains("pending  2"));

    const auto list = json(m_world->site, words("list"));
    QCOMPARE(sizeAt(list, QStringLiteral("items")), 2);
    for (const auto& key :
        words("id kind protocol device origin state reason gatheredAt deadline bundle inReplyTo requester")) {
        QVERIFY2(at(list, QStringLiteral("items.0")).find(key), qPrintable(key));
    }
    const auto id = textAt(list, QStringLiteral("items.0.id"));
    const auto table = run(m_world->site, words("list")).out;
    QCOMPARE(table.count('\n'), 3);
    QVERIFY(table.contains(id.first(12).toUtf8()) && table.contains("SN-1") && table.contains("voucher-request"));

    const auto show = json(m_world->site, {QStringLiteral("show"), id.first(10)});
    QCOMPARE(textAt(show, QStringLiteral("items.0.id")), id);
    QVERIFY(!keysAt(show, QStringLiteral("items.0.object")).isEmpty());
    QCOMPARE(keysAt(show, QStringLiteral("items.0.checks.0")), QStringLiteral("detail name result"));
    QVERIFY(sizeAt(show, QStringLiteral("items.0.history")) > 0);
    const auto text = run(m_world->site, {QStringLiteral("show"), id}).out;
    QVERIFY(text.contains(id.toUtf8()) && text.contains("Checks:") && text.contains("Story:"));
    const auto decoded = run(m_world->site, {QStringLiteral("show"), id, QStringLiteral("--text")}).out;
    QVERIFY(decoded.contains("SN-1") && !decoded.contains("Checks:"));

    const auto missing = json(m_world->site, words("show 00000000000000000000"), 1);
    QCOMPARE(textAt(missing, QStringLiteral("error.code")), QStringLiteral("not-found"));
}

void TestReports::showRawIsNotForTerminals()
{
    m_world->putDevice(QStringLiteral("SN-1"));
    const auto report = json(m_world->site, {QStringLiteral("gather"), path(QStringLiteral("spool"))});

    const auto terminal = m_program.runOnTerminal({QStringLiteral("--home"), m_world->site.home(),
        QStringLiteral("show"), textAt(report, QStringLiteral("items.0")), QStringLiteral("--raw")});

    QCOMPARE(terminal.exitCode, 2);
    QVERIFY(terminal.out.contains(">FILE"));
}

void TestReports::listFilters()
{
    m_world->putDevice(QStringLiteral("SN-1"));
    m_world->putDevice(QStringLiteral("SN-2"));
    (void)json(m_world->site, {QStringLiteral("gather"), path(QStringLiteral("spool"))});
    const auto count = [this](const char* options) {
        return sizeAt(json(m_world->site, words("list") + words(options)), QStringLiteral("items"));
    };

    QCOMPARE(count(""), 4);
    QCOMPARE(count("--limit 3"), 3);
    QCOMPARE(count("--kind voucher-request"), 2);
    QCOMPARE(count("--device SN-2"), 2);
    QCOMPARE(count("--state held"), 0);
    QCOMPARE(count("--state pending --device SN-1 --kind certification-request"), 1);
    QCOMPARE(count("--peer backend"), 0);
    const auto unknown = json(m_world->site, words("list --peer nobody"), 1);
    QCOMPARE(textAt(unknown, QStringLiteral("error.code")), QStringLiteral("unknown-peer"));
    QCOMPARE(run(m_world->site, words("list --state held")).out, QByteArray{"No items.\n"});
}

void TestReports::exportOfNamedItemsToTwoPlaces()
{
    m_world->putDevice(QStringLiteral("SN-1"));
    (void)json(m_world->site, {QStringLiteral("gather"), path(QStringLiteral("spool"))});
    const auto item = m_world->site.items().front().id.toString().left(16);
    const auto noFolder = m_world->put(QStringLiteral("a-file"), "x") + QStringLiteral("/below");
    const QStringList places{QStringLiteral("--out"), noFolder, QStringLiteral("--out"), path(QStringLiteral("stick"))};

    const auto report = json(m_world->site, words("export --item") + QStringList{item} + places);
    QCOMPARE(numberAt(report, QStringLiteral("items")), 1);
    QCOMPARE(numberAt(report, QStringLiteral("notDue")), 0);
    QVERIFY(textAt(report, QStringLiteral("bundles.0.path")).startsWith(path(QStringLiteral("stick"))));
    QCOMPARE(sizeAt(report, QStringLiteral("warnings")), 1); // the first place failed

    const auto unknown = json(m_world->site, words("export --not-in 7ZZ") + places, 1);
    QCOMPARE(textAt(unknown, QStringLiteral("error.code")), QStringLiteral("not-found"));
    const auto bundle = textAt(report, QStringLiteral("bundles.0.id")).first(20).toLower();
    const auto rest = json(m_world->site, words("export --not-in") + QStringList{bundle} + places);
    QCOMPARE(numberAt(rest, QStringLiteral("items")), 1);
    QCOMPARE(numberAt(rest, QStringLiteral("new")), 1);
}

void TestReports::exportInspectVerify()
{
    m_world->putDevice(QStringLiteral("SN-1"));
    (void)json(m_world->site, {QStringLiteral("gather"), path(QStringLiteral("spool"))});
    const QStringList out{QStringLiteral("--out"), path(QStringLiteral("a/stick"))};

    const auto dry = json(m_world->site, words("export --dry-run") + out);
    QCOMPARE(numberAt(dry, QStringLiteral("items")), 2);
    QVERIFY(QDir{path(QStringLiteral("a/stick"))}.isEmpty());

    const auto report = json(m_world->site, words("export") + out);
    QVERIFY(keysAt(report, {}).startsWith(QStringLiteral("again bundles items new")));
    QCOMPARE(numberAt(report, QStringLiteral("new")), 2);
    QCOMPARE(
        keysAt(report, QStringLiteral("bundles.0")), QStringLiteral("bytes id items path readBack sequence sha256 to"));
    QCOMPARE(keysAt(report, QStringLiteral("bundles.0.readBack")), QStringLiteral("cacheBypassed verified"));
    const auto bundle = textAt(report, QStringLiteral("bundles.0.path"));
    QVERIFY(QFileInfo::exists(bundle));

    const auto again = run(m_world->site, words("export") + out);
    QCOMPARE(again.exitCode, 0);
    QVERIFY(again.out.contains("Packed 2 items (0 new, 2 once more) in 1 bundle."));
    const auto nothing = run(m_world->site, words("export --new") + out);
    QCOMPARE(nothing.exitCode, 0);
    QVERIFY(nothing.out.contains("Nothing is due"));

    const auto inspected = m_program
                               .run({QStringLiteral("--home"), path(QStringLiteral("none")), QStringLiteral("--json"),
                                   QStringLiteral("inspect"), bundle})
                               .json();
    QVERIFY(keysAt(inspected, {}).startsWith(QStringLiteral("file label labelSha256 sha256")));
    QCOMPARE(textAt(inspected, QStringLiteral("label.type")), QStringLiteral("satchel-label"));
    QCOMPARE(textAt(inspected, QStringLiteral("sha256")), textAt(report, QStringLiteral("bundles.0.sha256")));

    const auto verified = json(m_world->backend, {QStringLiteral("verify"), bundle});
    QCOMPARE(textAt(verified, QStringLiteral("files.0.verdict")), QStringLiteral("good"));
    QCOMPARE(keysAt(verified, QStringLiteral("files.0")),
        QStringLiteral("checks failures file fromName label labelProved mayOpen verdict"));
    QCOMPARE(keysAt(verified, QStringLiteral("files.0.checks.0")), QStringLiteral("detail name result"));
    QVERIFY(textAt(verified, QStringLiteral("files.0.checks.1.detail"))
            .endsWith(QStringLiteral("sha256 ") + textAt(inspected, QStringLiteral("labelSha256"))));

    const auto card = m_world->put(QStringLiteral("site.card"), m_world->site.card().file());
    const QStringList byCard{QStringLiteral("--home"), path(QStringLiteral("none")), QStringLiteral("--json"),
        QStringLiteral("verify"), bundle, QStringLiteral("--card"), card};
    const auto anywhere = m_program.run(byCard);
    QCOMPARE(anywhere.exitCode, 0);
    QCOMPARE(textAt(anywhere.json(), QStringLiteral("files.0.verdict")), QStringLiteral("incomplete"));
    const auto without = m_program.run(byCard.first(5));
    QCOMPARE(without.exitCode, 1);
    QCOMPARE(textAt(without.json(), QStringLiteral("error.code")), QStringLiteral("not-a-station"));
}

void TestReports::exportOptions()
{
    m_world->putDevice(QStringLiteral("SN-1"));
    m_world->putDevice(QStringLiteral("SN-2"));
    (void)json(m_world->site, {QStringLiteral("gather"), path(QStringLiteral("spool"))});
    const auto exported = [this](const char* options) {
        return json(m_world->site,
            QStringList{QStringLiteral("export"), QStringLiteral("--dry-run"), QStringLiteral("--out"),
                path(QStringLiteral("stick"))}
                + words(options));
    };

    QCOMPARE(numberAt(exported("--device SN-1"), QStringLiteral("items")), 2);
    QCOMPARE(numberAt(exported("--device SN-1 --device SN-2"), QStringLiteral("items")), 4);
    QCOMPARE(numberAt(exported("--kind voucher-request --to backend"), QStringLiteral("items")), 2);

    const auto dated = json(m_world->site,
        QStringList{QStringLiteral("export"), QStringLiteral("--out"), path(QStringLiteral("stick"))}
            + words("--max-size 1G --not-after 2999-01-02T04:04:05+01:00"));
    const auto bundle = textAt(dated, QStringLiteral("bundles.0.path"));
    const auto label = json(m_world->site, {QStringLiteral("inspect"), bundle});
    QCOMPARE(textAt(label, QStringLiteral("label.notAfter")), QStringLiteral("2999-01-02T03:04:05Z"));
    const auto stranger = json(m_world->site,
        {QStringLiteral("export"), QStringLiteral("--out"), path(QStringLiteral("stick")), QStringLiteral("--to"),
            QStringLiteral("nobody")},
        1);
    QCOMPARE(textAt(stranger, QStringLiteral("error.code")), QStringLiteral("unknown-peer"));
}

void TestReports::importAndDeliver()
{
    const auto bundle = exportOne();
    m_world->put(QStringLiteral("stick/holiday.jpg"), "not ours");
    const QStringList import{QStringLiteral("import"), path(QStringLiteral("stick"))};

    const auto dry = json(m_world->backend, QStringList{QStringLiteral("--json")} + import + words("--dry-run"));
    QCOMPARE(numberAt(dry, QStringLiteral("bundles.0.new")), 2);
    QCOMPARE(sizeAt(json(m_world->backend, words("list")), QStringLiteral("items")), 0);

    const auto report = json(m_world->backend, import);
    for (const auto& key : words("bundles receipts otherFiles")) {
        QVERIFY2(report.find(key), qPrintable(key));
    }
    for (const auto& key :
        words("path id from sequence created size verdict new duplicates refused missingSequences clockOffset")) {
        QVERIFY2(at(report, QStringLiteral("bundles.0")).find(key), qPrintable(key));
    }
    QCOMPARE(textAt(report, QStringLiteral("bundles.0.verdict")), QStringLiteral("imported"));
    QCOMPARE(numberAt(report, QStringLiteral("otherFiles")), 1);

    const auto again = run(m_world->backend, import);
    QCOMPARE(again.exitCode, 0);
    QVERIFY(again.out.contains(bundle.toUtf8() + ": already-imported"));
    const auto named = json(m_world->backend, {QStringLiteral("import"), path(QStringLiteral("stick/holiday.jpg"))}, 4);
    QCOMPARE(textAt(named, QStringLiteral("bundles.0.verdict")), QStringLiteral("refused"));
    const auto alien = run(m_world->site, import);
    QCOMPARE(alien.exitCode, 4);
    QVERIFY(alien.err.contains("["));

    const QStringList deliver{
        QStringLiteral("deliver"), QStringLiteral("--out"), path(QStringLiteral("masa")), QStringLiteral("--for")};
    const auto toMasa = json(m_world->backend, deliver + words("masa"));
    QCOMPARE(numberAt(toMasa, QStringLiteral("delivered")), 1);
    QCOMPARE(keysAt(toMasa, QStringLiteral("files.0")), QStringLiteral("item kind path"));
    QVERIFY(QFileInfo::exists(textAt(toMasa, QStringLiteral("files.0.path"))));
    const auto nothing = run(m_world->backend, deliver + words("masa"));
    QCOMPARE(nothing.exitCode, 0);
    QVERIFY(nothing.out.contains("Nothing is ready."));
    QVERIFY(QFile::remove(textAt(toMasa, QStringLiteral("files.0.path"))));
    QCOMPARE(numberAt(json(m_world->backend, deliver + words("masa --again")), QStringLiteral("delivered")), 1);
}

void TestReports::releaseAndReject()
{
    const auto first = m_world->makeDevice(QStringLiteral("SN-1"));
    m_world->put(
        QStringLiteral("spool/1.p10"), first.certificationRequest); // nobody tells who asks: held at the backend
    m_world->put(QStringLiteral("spool/2.p10"), m_world->makeDevice(QStringLiteral("SN-2")).certificationRequest);
    (void)json(m_world->site, {QStringLiteral("gather"), path(QStringLiteral("spool"))});
    (void)m_world->carry(m_world->site, m_world->backend, QStringLiteral("stick"));
    const auto held = json(m_world->backend, words("list --state held"));
    QCOMPARE(sizeAt(held, QStringLiteral("items")), 2);
    QCOMPARE(textAt(held, QStringLiteral("items.0.reason.code")), QStringLiteral("requester-unknown"));

    const auto released = json(m_world->backend,
        {QStringLiteral("release"), textAt(held, QStringLiteral("items.0.id")).first(12),
            QStringLiteral("ffffffffffff"), QStringLiteral("--reason"), QStringLiteral("seen it")},
        3);
    QCOMPARE(keysAt(released, {}), QStringLiteral("refused released"));
    QCOMPARE(textAt(released, QStringLiteral("released.0")), textAt(held, QStringLiteral("items.0.id")));
    QCOMPARE(keysAt(released, QStringLiteral("refused.0")), QStringLiteral("code item reason"));

    const auto rejected = json(m_world->backend,
        {QStringLiteral("reject"), textAt(held, QStringLiteral("items.1.id")), QStringLiteral("--reason"),
            QStringLiteral("not-in-inventory"), QStringLiteral("--text"), QStringLiteral("never ordered")});
    QCOMPARE(keysAt(rejected, {}), QStringLiteral("refused rejected"));
    QCOMPARE(textAt(rejected, QStringLiteral("rejected.0")), textAt(held, QStringLiteral("items.1.id")));
    const auto nothing = run(m_world->backend,
        {QStringLiteral("release"), QStringLiteral("--all"), QStringLiteral("--reason"), QStringLiteral("why not")});
    QCOMPARE(nothing.exitCode, 0);
    QCOMPARE(nothing.out, QByteArray{"Nothing is held.\n"});
}

void TestReports::statusOfDays()
{
    m_world->putDevice(QStringLiteral("SN-1"));
    (void)json(m_world->site, {QStringLiteral("gather"), path(QStringLiteral("spool"))});

    const auto status = json(m_world->site, words("status --days 2"));
    QCOMPARE(sizeAt(status, QStringLiteral("days")), 2);
    QCOMPARE(keysAt(status, QStringLiteral("days.1")), QStringLiteral("broughtIn day delivered gathered"));
    QCOMPARE(numberAt(status, QStringLiteral("days.1.gathered")), 2);
    QVERIFY(run(m_world->site, words("status --days 2")).out.contains("BROUGHT IN"));
    QCOMPARE(run(m_world->site, words("status --days 0")).exitCode, 2);
}

void TestReports::bundles()
{
    QCOMPARE(run(m_world->site, words("bundles")).out, QByteArray{"No bundles.\n"});
    (void)exportOne();
    m_world->putDevice(QStringLiteral("SN-2"));
    (void)json(m_world->site, {QStringLiteral("gather"), path(QStringLiteral("spool"))});
    const auto second
        = json(m_world->site, {QStringLiteral("export"), QStringLiteral("--out"), path(QStringLiteral("two"))});
    (void)json(m_world->backend, {QStringLiteral("import"), path(QStringLiteral("two"))});

    const auto made = json(m_world->site, words("bundles"));
    QCOMPARE(sizeAt(made, QStringLiteral("bundles")), 2);
    QCOMPARE(keysAt(made, QStringLiteral("bundles.0")),
        QStringLiteral("at bytes id items medium peer peerName receipt refused sequence standing way"));
    QCOMPARE(textAt(made, QStringLiteral("bundles.0.standing")), QStringLiteral("without-receipt"));
    QVERIFY(run(m_world->site, words("bundles")).out.contains("without-receipt"));

    const auto came = json(m_world->backend, words("bundles"));
    QCOMPARE(sizeAt(came, QStringLiteral("bundles")), 2);
    QCOMPARE(keysAt(came, QStringLiteral("bundles.0")),
        QStringLiteral("at bytes created duplicates id items medium new peer peerName receiptGiven refused sequence "
                       "standing way"));
    QCOMPARE(textAt(came, QStringLiteral("bundles.1.standing")), QStringLiteral("missing"));
    QCOMPARE(numberAt(came, QStringLiteral("bundles.1.sequence")), 1);

    const auto id = textAt(second, QStringLiteral("bundles.0.id"));
    const auto one = json(m_world->backend, {QStringLiteral("bundles"), id.left(22)});
    QCOMPARE(sizeAt(one, QStringLiteral("bundles.0.carried")), 4);
    QCOMPARE(keysAt(one, QStringLiteral("bundles.0.carried.0")), QStringLiteral("device item kind refused state"));
    const auto text = run(m_world->backend, {QStringLiteral("bundles"), id}).out;
    QVERIFY(text.contains("SN-2") && text.contains("voucher-request") && text.contains("imported"));
    const auto unknown = json(m_world->backend, words("bundles 01ZZZZZZ"), 1);
    QCOMPARE(textAt(unknown, QStringLiteral("error.code")), QStringLiteral("not-found"));
}

void TestReports::receipts()
{
    (void)exportOne();
    QCOMPARE(run(m_world->backend, words("receipt")).out, QByteArray{"No receipt is due.\n"});
    (void)json(m_world->backend, {QStringLiteral("import"), path(QStringLiteral("stick"))});
    QCOMPARE(numberAt(json(m_world->site, words("status")), QStringLiteral("counts.packed")), 2);

    const auto report
        = json(m_world->backend, {QStringLiteral("receipt"), QStringLiteral("-o"), path(QStringLiteral("out"))});
    QCOMPARE(keysAt(report, QStringLiteral("receipts.0")), QStringLiteral("bundle from path"));
    // What a run left that was killed goes with the next; another's file stays.
    const auto name = textAt(report, QStringLiteral("receipts.0.bundle")) + QStringLiteral(".receipt");
    m_world->put(QStringLiteral("out/.%1.1a2b.part").arg(name), "half of it");
    m_world->put(QStringLiteral("out/.another.receipt.1a2b.part"), "not ours");
    (void)json(m_world->backend, {QStringLiteral("receipt"), QStringLiteral("-o"), path(QStringLiteral("out"))});
    QCOMPARE(m_world->list(QStringLiteral("out")), (QStringList{QStringLiteral(".another.receipt.1a2b.part"), name}));

    const auto taken
        = json(m_world->site, {QStringLiteral("import"), textAt(report, QStringLiteral("receipts.0.path"))});
    QCOMPARE(textAt(taken, QStringLiteral("receipts.0.verdict")), QStringLiteral("applied"));
    QCOMPARE(numberAt(json(m_world->site, words("status")), QStringLiteral("counts.received")), 2);
    const auto unknown = json(m_world->backend, words("receipt 01ZZZZZZ"), 1);
    QCOMPARE(textAt(unknown, QStringLiteral("error.code")), QStringLiteral("not-found"));
}

void TestReports::log()
{
    (void)exportOne();

    const auto report = json(m_world->site, words("log"));
    QCOMPARE(keysAt(report, {}), QStringLiteral("entries firstBad intact"));
    QCOMPARE(keysAt(report, QStringLiteral("entries.0")),
        QStringLiteral("action at bundle hash host medium monotonic operator seq user verdict"));
    const auto entries = sizeAt(report, QStringLiteral("entries"));
    QVERIFY(entries >= 2);
    QCOMPARE(run(m_world->site, words("log --format json")).json().find(u"intact")->boolean() != nullptr, true);

    QCOMPARE(run(m_world->site, words("log")).out.count('\n'), entries);
    QCOMPARE(sizeAt(json(m_world->site, words("log --since 2999-01-01")), QStringLiteral("entries")), 0);
    const auto csv = run(m_world->site, words("log --format csv")).out;
    QCOMPARE(csv.count('\n'), entries + 1);
    QVERIFY(csv.startsWith("seq,at,monotonic,user,operator,host,action,bundle,medium,verdict,hash\n1,"));
    // RFC 5424: priority, version, time, host, program, process, message id, structured data, message.
    static const QRegularExpression form{QStringLiteral("^<110>1 [0-9-]{10}T[0-9:]{8}Z [!-~]+ satchel - [a-z-]+ "
                                                        "\\[satchel@32473( [a-z]+=\"([^\"\\\\\\]]|\\\\.)*\")+\\] .+$")};
    const auto lines = run(m_world->site, words("log --format syslog")).out.trimmed().split('\n');
    QCOMPARE(lines.size(), entries);
    for (const auto& line : lines) {
        QVERIFY2(form.match(QString::fromUtf8(line)).hasMatch(), line);
    }
    const auto intact = run(m_world->site, words("log --verify"));
    QCOMPARE(intact.exitCode, 0);
    QVERIFY(intact.err.contains("intact"));
}

void TestReports::logTellsOfTampering()
{
    (void)exportOne();
    changeLedger(
        m_world->site.ledgerFile(), {QStringLiteral("UPDATE custody_log SET verdict = 'nothing' WHERE seq = 2")});

    const auto report = json(m_world->site, words("log"), 1);
    QVERIFY(!*at(report, QStringLiteral("intact")).boolean());
    QCOMPARE(numberAt(report, QStringLiteral("firstBad")), 2);
    const auto text = run(m_world->site, words("log --verify"));
    QCOMPARE(text.exitCode, 1);
    QVERIFY(text.err.contains("NOT intact"));
    QCOMPARE(run(m_world->site, words("log")).exitCode, 0);
}

void TestReports::doctor()
{
    const auto report = json(m_world->site, words("doctor"));
    QVERIFY(sizeAt(report, QStringLiteral("findings")) > 3);
    QCOMPARE(keysAt(report, QStringLiteral("findings.0")), QStringLiteral("code hint level text"));

    const auto broken = m_program.run(
        {QStringLiteral("--home"), path(QStringLiteral("none")), QStringLiteral("--json"), QStringLiteral("doctor")});
    QCOMPARE(broken.exitCode, 1);
    QVERIFY(sizeAt(broken.json(), QStringLiteral("findings")) > 0);
}

void TestReports::whatHasNoNameLeavesNoGap()
{
    m_world->put(QStringLiteral("spool/note.p10"), "buy milk");
    QVERIFY(QFile::link(path(QStringLiteral("spool/note.p10")), path(QStringLiteral("spool/link"))));
    const auto gathered = run(m_world->site, {QStringLiteral("gather"), path(QStringLiteral("spool"))});
    QVERIFY(gathered.err.contains("warning: " + path(QStringLiteral("spool/link")).toUtf8() + ": this is a link"));

    const auto forged = m_world->put(QStringLiteral("stick/x.receipt"), "so it is");
    const auto imported = run(m_world->site, {QStringLiteral("import"), forged});
    QCOMPARE(imported.exitCode, 4);
    QCOMPARE(imported.out, forged.toUtf8() + ": receipt: refused\n");
}

void TestReports::stationRestored()
{
    const auto before = textAt(json(m_world->site, words("status")), QStringLiteral("station.ledger"));

    const auto report = json(m_world->site, words("station restored"));

    QCOMPARE(keysAt(report, {}), QStringLiteral("formerLedger station"));
    QCOMPARE(textAt(report, QStringLiteral("formerLedger")), before);
    const auto after = textAt(json(m_world->site, words("status")), QStringLiteral("station.ledger"));
    QVERIFY(after != before);
    QCOMPARE(textAt(report, QStringLiteral("station.ledger")), after);
    QVERIFY(run(m_world->site, words("station restored")).err.contains("Next: gather"));
}

SATCHEL_TEST(TestReports)
#include "TestReports.moc"
