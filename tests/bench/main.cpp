#include "BenchOptions.h"
#include "Demand.h"
#include "EarlierRun.h"
#include "PageUpdate.h"
#include "PlainLoop.h"
#include "Profile.h"
#include "Report.h"
#include "SizeRun.h"

#include <core/base/File.h>
#include <core/base/JsonWriter.h>

#include <QCoreApplication>
#include <QDir>

#include <cstdio>
#include <vector>

using namespace satchel;
using namespace satchel::bench;

namespace {

constexpr qint64 MostBytesOfAFile = 1 << 20;
constexpr int MostDevicesOfAProfile = 10'000;

int runPlainLoop(const PlainLoopOptions& options)
{
    const Workload workload{options.plan, options.folder};
    const auto times = PlainLoop{workload, options.requesters, options.plan.devices}.run();
    JsonWriter writer;
    writer.beginObject().member(u"messages", times.messages).member(u"wall", times.wall);
    writer.member(u"user", times.user).member(u"system", times.system).endObject();
    std::printf("%s\n", writer.text().constData());
    return 0;
}

int makeWorkload(const PlainLoopOptions& options)
{
    Workload{options.plan, options.folder}.make();
    return 0;
}

// In a process of its own: what this one takes, every child begins with.
Workload preparedWorkload(const WorkloadPlan& plan, const QString& program, const QString& builds)
{
    const Workload workload{plan, builds + QStringLiteral("/workload-") + plan.name()};
    if (!workload.isMade()) {
        std::fprintf(stderr, "making the workload %s\n", qPrintable(plan.name()));
        const auto made
            = ChildProcess::run({program, QStringLiteral("make-workload"), workload.folder(), QStringLiteral("--shape"),
                                    shapeName(plan.shape), QStringLiteral("--devices"), QString::number(plan.devices)},
                QStringLiteral("/dev/null"));
        demand(made.exitCode == 0, QStringLiteral("the workload could not be made"));
    }
    return workload;
}

void writeFile(const QString& path, const QByteArray& bytes)
{
    if (!path.isEmpty()) {
        demanded(writeFileAtomically(path, bytes));
    }
}

// Below the folder in which `./dev` runs everything: the repository's.
void writeDocs(const Report& report, const QString& profile)
{
    const auto page = QStringLiteral("docs/performance.md");
    auto text = demanded(readFile(page, MostBytesOfAFile));
    text = demanded(withBlock(text, QStringLiteral("figures"), report.markdown()));
    if (!profile.isEmpty()) {
        text = demanded(withBlock(text, QStringLiteral("profile"), QStringLiteral("```\n%1```").arg(profile)));
    }
    writeFile(page, text);
    writeFile(QStringLiteral("docs/performance-data.json"), report.json());
    writeFile(QStringLiteral("docs/performance.svg"), report.plot());
}

// The largest of those for which a profile does not take longer than it is worth.
WorkloadPlan profiledPlan(const QList<WorkloadPlan>& plans)
{
    WorkloadPlan best = plans.first();
    for (const auto& plan : plans) {
        if (plan.devices <= MostDevicesOfAProfile
            && (plan.devices > best.devices || best.devices > MostDevicesOfAProfile)) {
            best = plan;
        }
    }
    return best;
}

// Half of the rounds of each size in one pass over the sizes and the others in a second: a machine that is at work for
// minutes is not what it was at the start, and the small sizes are what the large ones are compared with.
QList<SizeResult> measureAll(const BenchOptions& options, const SizeRun::Order& order, const QString& builds)
{
    std::vector<SizeRun> runs;
    for (const auto& plan : options.plans) {
        const int rounds = options.roundsOf(plan);
        runs.emplace_back(order, preparedWorkload(plan, order.bench, builds)).runRounds(rounds - rounds / 2);
    }
    QList<SizeResult> results;
    for (qsizetype i = 0; i < options.plans.size(); ++i) {
        auto& run = runs.at(static_cast<std::size_t>(i));
        run.runRounds(options.roundsOf(options.plans.at(i)) / 2);
        results.append(run.result());
    }
    return results;
}

int runBenchmark(const BenchOptions& options)
{
    const auto programs = QCoreApplication::applicationDirPath();
    const auto builds = QDir::cleanPath(programs + QStringLiteral("/.."));
    SizeRun::Order order;
    order.satchel = programs + QStringLiteral("/satchel");
    order.bench = QCoreApplication::applicationFilePath();
    order.folder = builds + QStringLiteral("/bench-run");
    order.only = options.only;
    order.threads = options.threads;
    const auto machine = Machine::thisOne(builds);
    const auto earlier = options.earlier.isEmpty()
        ? QList<SizeResult>{}
        : demanded(earlierResults(demanded(readFile(options.earlier, MostBytesOfAFile)), machine));
    QDir{order.folder}.removeRecursively(); // of a run that was ended
    demanded(makeFolder(order.folder));
    const auto results = withEarlier(measureAll(options, order, builds), earlier);
    const auto profile = options.profiles
        ? Profile{order}.text(preparedWorkload(profiledPlan(options.plans), order.bench, builds))
        : QString{};

    const Report report{machine, results};
    std::printf("%s\n%s", report.text().toUtf8().constData(), profile.toUtf8().constData());
    writeFile(options.json, report.json());
    writeFile(options.svg, report.plot());
    if (options.writesDocs) {
        writeDocs(report, profile);
    }
    QDir{order.folder}.removeRecursively(); // last: it takes minutes
    return 0;
}

} // namespace

// How long the verbs take, against other ways to do the same. A figure, never a test: machines differ.
int main(int argc, char** argv)
{
    const QCoreApplication application{argc, argv};
    const auto arguments = QCoreApplication::arguments();
    if (arguments.value(1) == u"plain-loop") {
        return runPlainLoop(PlainLoopOptions::parse(arguments.mid(1)));
    }
    if (arguments.value(1) == u"make-workload") {
        return makeWorkload(PlainLoopOptions::parse(arguments.mid(1)));
    }
    return runBenchmark(BenchOptions::parse(arguments));
}
