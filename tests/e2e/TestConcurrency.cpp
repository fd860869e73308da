#include "Program.h"

#include <tests/support/TestRegistry.h>
#include <tests/support/TestWorld.h>

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTest>

#include <algorithm>
#include <memory>
#include <vector>

using namespace satchel;
using namespace satchel::test;

// Many processes at the same stations at the same time: readers never wait, writers take turns, and what comes out is
// what one after the other would have made.
class TestConcurrency : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void crowdLeavesWhatASerialRunLeaves();
    void impatientWritersNameTheHolder();
    void copiesImportedAtOnceEqualOne();
};

namespace {

constexpr int Devices = 10;
constexpr int Items = 2 * Devices;
constexpr int PatienceMilliseconds = 240'000; // for a machine under sanitizers that does much else

// Runs of the program that begin together.
class Crowd final {
public:
    explicit Crowd(QString folder)
        : m_folder{std::move(folder)}
    {
        QDir{}.mkpath(m_folder);
    }

    void start(const TestStation& station, const QStringList& arguments, int wait = 200)
    {
        auto process = std::make_unique<QProcess>();
        process->setStandardOutputFile(outputOf(m_processes.size()));
        process->start(Program::file(),
            QStringList{QStringLiteral("--home"), station.home(), QStringLiteral("--json"), QStringLiteral("--wait"),
                QString::number(wait)}
                + arguments);
        m_processes.push_back(std::move(process));
    }

    // In the order in which they were started.
    std::vector<ProgramRun> finish()
    {
        std::vector<ProgramRun> runs;
        for (std::size_t i = 0; i < m_processes.size(); ++i) {
            auto& process = *m_processes[i];
            const bool ended = process.state() == QProcess::NotRunning || process.waitForFinished(PatienceMilliseconds);
            const bool exited
                = ended && process.error() != QProcess::FailedToStart && process.exitStatus() == QProcess::NormalExit;
            runs.push_back(
                {exited ? process.exitCode() : -1, TestWorld::read(outputOf(i)), process.readAllStandardError()});
        }
        return runs;
    }

private:
    [[nodiscard]] QString outputOf(std::size_t number) const
    {
        return QStringLiteral("%1/%2.json").arg(m_folder).arg(number);
    }

    QString m_folder;
    std::vector<std::unique_ptr<QProcess>> m_processes;
};

qint64 sumOf(const std::vector<ProgramRun>& runs, const QString& key)
{
    qint64 sum = 0;
    for (const auto& run : runs) {
        sum += std::max(qint64{0}, numberAt(run.json(), key));
    }
    return sum;
}

// What a station holds, without what differs from run to run.
QStringList contentOf(const TestStation& station)
{
    QStringList content;
    for (const auto& item : station.items()) {
        content.append(QStringLiteral("%1 %2 %3").arg(kindName(item.kind), item.device, itemStateName(item.state)));
    }
    content.sort();
    return content;
}

bool isLogIntact(const TestStation& station)
{
    const auto session = station.read();
    const auto verified = session.ledger().log().verify();
    return verified && verified->intact;
}

QString textOf(const ProgramRun& run)
{
    return QStringLiteral("exit %1: %2 %3")
        .arg(run.exitCode)
        .arg(QString::fromUtf8(run.out.left(1000)), QString::fromUtf8(run.err.left(1000)));
}

} // namespace

#define VERIFY_ALL_DONE(runs)                                                                                          \
    for (const auto& run : (runs)) {                                                                                   \
        QVERIFY2(run.exitCode == 0, qPrintable(textOf(run)));                                                          \
        QVERIFY2(run.json().object(), qPrintable(textOf(run)));                                                        \
    }

void TestConcurrency::crowdLeavesWhatASerialRunLeaves()
{
    const TestWorld world;
    for (int i = 0; i < Devices; ++i) {
        world.putDevice(QStringLiteral("SN-%1").arg(i));
    }
    const auto spool = world.path(QStringLiteral("spool"));
    const auto stick = world.path(QStringLiteral("stick"));
    const auto handedOver = world.path(QStringLiteral("handed-over"));
    QVERIFY(QDir{}.mkpath(stick));

    Crowd gatherers{world.path(QStringLiteral("gathered"))};
    Crowd exporters{world.path(QStringLiteral("exported"))};
    Crowd importers{world.path(QStringLiteral("imported"))};
    Crowd deliverers{world.path(QStringLiteral("delivered"))};
    Crowd readers{world.path(QStringLiteral("read"))};
    for (int i = 0; i < 3; ++i) {
        gatherers.start(world.site, {QStringLiteral("gather"), spool});
        exporters.start(world.site, {QStringLiteral("export"), QStringLiteral("--out"), stick});
        importers.start(world.backend, {QStringLiteral("import"), stick});
        deliverers.start(world.backend, {QStringLiteral("deliver"), QStringLiteral("--out"), handedOver});
        for (const auto* const station : {&world.site, &world.backend}) {
            readers.start(*station, {QStringLiteral("status")}, 0);
            readers.start(*station, {QStringLiteral("list")}, 0);
            readers.start(*station, {QStringLiteral("log"), QStringLiteral("--verify")}, 0);
        }
    }
    const auto gathered = gatherers.finish();
    VERIFY_ALL_DONE(gathered);
    VERIFY_ALL_DONE(exporters.finish());
    VERIFY_ALL_DONE(importers.finish());
    const auto delivered = deliverers.finish();
    VERIFY_ALL_DONE(delivered);
    VERIFY_ALL_DONE(readers.finish());
    QCOMPARE(sumOf(gathered, QStringLiteral("gathered")), Items);
    QCOMPARE(sumOf(gathered, QStringLiteral("duplicates")), 2 * Items);

    // What the crowd was too early for.
    QCOMPARE(world.site.exportTo(stick).items, Items);
    const auto rest = world.backend.import({stick});
    QCOMPARE(rest.outcome(), Outcome::Done);
    const auto last = world.backend.deliver(handedOver).delivered;
    QCOMPARE(sumOf(delivered, QStringLiteral("delivered")) + last, Items);
    QCOMPARE(world.list(QStringLiteral("handed-over")).filter(QStringLiteral(".meta")).size() * 2,
        world.list(QStringLiteral("handed-over")).size());

    const auto oneSite = world.station(QStringLiteral("one-site"), StationRole::Site);
    const auto oneBackend = world.station(QStringLiteral("one-backend"), StationRole::Backend);
    oneSite.know(oneBackend);
    oneBackend.know(oneSite);
    QCOMPARE(oneSite.gather({spool}).gathered, Items);
    (void)world.carry(oneSite, oneBackend, QStringLiteral("one-stick"));
    QCOMPARE(oneBackend.deliver(world.path(QStringLiteral("one-handed-over"))).delivered, Items);
    QCOMPARE(contentOf(world.site), contentOf(oneSite));
    QCOMPARE(contentOf(world.backend), contentOf(oneBackend));
    QCOMPARE(world.list(QStringLiteral("handed-over")).size(), world.list(QStringLiteral("one-handed-over")).size());
    QVERIFY(isLogIntact(world.site) && isLogIntact(world.backend));
}

void TestConcurrency::impatientWritersNameTheHolder()
{
    const TestWorld world;
    for (int i = 0; i < Devices; ++i) {
        world.putDevice(QStringLiteral("SN-%1").arg(i));
    }
    Crowd crowd{world.path(QStringLiteral("said"))};
    for (int i = 0; i < 8; ++i) {
        crowd.start(world.site, {QStringLiteral("gather"), world.path(QStringLiteral("spool"))}, 0);
    }
    qint64 done = 0;
    for (const auto& run : crowd.finish()) {
        QVERIFY2(run.exitCode == 0 || run.exitCode == 6, qPrintable(textOf(run)));
        if (run.exitCode == 0) {
            ++done;
        } else {
            QCOMPARE(textAt(run.json(), QStringLiteral("error.code")), QStringLiteral("station-in-use"));
            QVERIFY(textAt(run.json(), QStringLiteral("error.message")).contains(QStringLiteral("process")));
        }
    }
    QVERIFY(done >= 1); // whoever comes first is let in
    QCOMPARE(world.site.items().size(), Items);
    QVERIFY(isLogIntact(world.site));
}

void TestConcurrency::copiesImportedAtOnceEqualOne()
{
    constexpr int Copies = 4;
    const TestWorld world;
    for (int i = 0; i < Devices; ++i) {
        world.putDevice(QStringLiteral("SN-%1").arg(i));
    }
    world.site.gather({world.path(QStringLiteral("spool"))});
    const auto bundle = world.site.exportTo(world.path(QStringLiteral("stick"))).bundles.front().path;
    Crowd crowd{world.path(QStringLiteral("said"))};
    for (int i = 0; i < Copies; ++i) {
        const auto copy = world.path(QStringLiteral("copy-%1.satchel").arg(i));
        QVERIFY(QFile::copy(bundle, copy));
        crowd.start(world.backend, {QStringLiteral("import"), copy});
    }
    const auto runs = crowd.finish();
    VERIFY_ALL_DONE(runs);
    QStringList verdicts;
    for (const auto& run : runs) {
        verdicts.append(textAt(run.json(), QStringLiteral("bundles.0.verdict")));
    }
    QCOMPARE(verdicts.count(QStringLiteral("imported")), 1);
    QCOMPARE(verdicts.count(QStringLiteral("already-imported")), Copies - 1);
    QCOMPARE(sumOf(runs, QStringLiteral("bundles.0.new")), Items);
    QCOMPARE(world.backend.items().size(), Items);
    QCOMPARE(world.backend.count(ItemState::Ready), Items);
    QVERIFY(isLogIntact(world.backend));
}

SATCHEL_TEST(TestConcurrency)
#include "TestConcurrency.moc"
