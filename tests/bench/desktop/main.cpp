#include "DesktopFigures.h"
#include "WindowRun.h"

#include <app/Language.h>
#include <app/look/Look.h>
#include <core/base/Allocator.h>
#include <core/base/File.h>
#include <core/base/StrictJson.h>
#include <tests/bench/ChildProcess.h>
#include <tests/bench/Demand.h>
#include <tests/bench/PageUpdate.h>
#include <tests/bench/Stand.h>
#include <tests/bench/Workload.h>

#include <QApplication>
#include <QCommandLineParser>
#include <QDir>
#include <QLocale>
#include <QSettings>

#include <algorithm>
#include <cstdio>

using namespace satchel;
using namespace satchel::bench;

namespace {

constexpr int Starts = 5;
constexpr qint64 SlowRate = 2'000'000; // bytes per second: a poor USB 2 stick
constexpr double KibOfAMib = 1024;
constexpr qint64 LargestOutput = 1 << 20;

// What the figures of the app may be at most.
constexpr double MostStart = 1000; // ms
constexpr double MostLook = 100;
constexpr double MostStall = 50;
constexpr double MostCancel = 200;
constexpr double MostMemory = 200; // MiB

double numberOf(const JsonValue& said, QStringView name)
{
    const auto* const member = said.find(name);
    const auto* const whole = member ? member->integer() : nullptr;
    const auto* const real = member ? member->real() : nullptr;
    demand(whole || real, QStringLiteral("the window did not tell of %1").arg(name));
    return real ? *real : static_cast<double>(*whole);
}

struct Child {
    JsonValue said;
    Sample sample;

    [[nodiscard]] double number(QStringView name) const { return numberOf(said, name); }
};

// The process that a child is: `window start HOME BEGUN`, and so on.
int runWindow(int argc, char** argv, const QStringList& words)
{
    keepFreedMemory();
    const QApplication application{argc, argv};
    const Language language; // what main() of the app makes before it makes the window
    const Look look{{}, PortalScheme::sessionBus()};
    WindowRun run{words.value(1), words.value(2).toLongLong()};
    const QString what = words.value(0);
    if (what == u"start") {
        run.start();
    } else if (what == u"look") {
        run.lookThrough();
    } else if (what == u"cancel") {
        run.cancel(words.value(3), words.value(4).toLongLong());
    } else {
        run.errand(what, words.value(3));
    }
    std::printf("%s\n", run.text().constData());
    std::fflush(stdout);
    return 0;
}

class Bench final {
public:
    Bench(QString folder, QString program)
        : m_folder{std::move(folder)}
        , m_program{std::move(program)}
    {
    }

    // A child with a window on that station.
    [[nodiscard]] Child window(const QString& what, const QString& station, const QStringList& further = {}) const
    {
        std::fprintf(stderr, "%s, %s\n", qPrintable(what), qPrintable(station));
        const QString output = m_folder + QStringLiteral("/said.json");
        const auto ended = ChildProcess::run(QStringList{m_program, QStringLiteral("window"), what,
                                                 m_folder + QLatin1Char('/') + station, QString::number(monotonicNow())}
                + further,
            output);
        demand(ended.exitCode == 0, QStringLiteral("the window ended with %1").arg(ended.exitCode));
        return {demanded(parseJson(demanded(readFile(output, LargestOutput)).trimmed(), JsonDialect::Lenient)),
            ended.sample};
    }

    void measureStarts(DesktopFigures& figures) const
    {
        QList<double> page;
        QList<double> rows;
        QList<double> all;
        double memory = 0;
        for (int i = 0; i < Starts; ++i) {
            const auto child = window(QStringLiteral("start"), QStringLiteral("site"));
            page += child.number(u"firstPage");
            rows += child.number(u"firstRows");
            all += child.number(u"allRows");
            memory = std::max(memory, static_cast<double>(child.sample.peakKib) / KibOfAMib);
        }
        const QString remark = QStringLiteral("the longest of %1 starts").arg(Starts);
        const auto most = [](const QList<double>& values) { return *std::max_element(values.begin(), values.end()); };
        figures.add({QStringLiteral("from the start of the process until the window shows its first page"),
            QStringLiteral("ms"), MostStart, most(page), remark});
        figures.add(
            {QStringLiteral("until the first rows are in the table"), QStringLiteral("ms"), 0, most(rows), remark});
        figures.add({QStringLiteral("until all rows are in the table and painted"), QStringLiteral("ms"), 0, most(all),
            remark});
        figures.add({QStringLiteral("memory of the window with all rows"), QStringLiteral("MiB"), MostMemory, memory,
            QStringLiteral("peak of the process")});
    }

    void measureLook(DesktopFigures& figures) const
    {
        const auto child = window(QStringLiteral("look"), QStringLiteral("site"));
        const auto* const steps = child.said.find(u"steps");
        demand(steps && steps->array(), QStringLiteral("the window did not tell of its steps"));
        for (const auto& [begin, what] : {std::pair{u"sort items", "sort, the slowest column"},
                 std::pair{u"filter items", "filter, the slowest of text, state and kind"},
                 std::pair{u"choose", "choose 30,000 scattered items, then scroll, sort, filter, the slowest"},
                 std::pair{u"group by device", "group by device"},
                 std::pair{u"sort devices", "sort devices, the slowest column"},
                 std::pair{u"filter devices", "filter devices, the slowest"}}) {
            double longest = 0;
            QString slowest;
            for (const auto& step : *steps->array()) {
                const QString name = *step.find(u"what")->string();
                const double taken = numberOf(step, u"ms");
                if (name.startsWith(QStringView{begin}) && taken > longest) {
                    longest = taken;
                    slowest = name;
                }
            }
            figures.add({QLatin1StringView{what}, QStringLiteral("ms"), MostLook, longest, slowest});
        }
        figures.add({QStringLiteral("memory after all of that"), QStringLiteral("MiB"), MostMemory,
            static_cast<double>(child.sample.peakKib) / KibOfAMib, QStringLiteral("peak of the process")});
    }

    void measureErrand(DesktopFigures& figures, const QString& page, const QString& station, const QString& what,
        const QString& stick) const
    {
        const auto child = window(page, station, {m_folder + QLatin1Char('/') + stick});
        figures.add({QStringLiteral("longest stall of the event loop during %1").arg(what), QStringLiteral("ms"),
            MostStall, child.number(u"longestStall"),
            QStringLiteral("%1 s, \"%2\"")
                .arg(child.number(u"seconds"), 0, 'f', 1)
                .arg(*child.said.find(u"headline")->string())});
        figures.add({QStringLiteral("memory during %1").arg(what), QStringLiteral("MiB"), MostMemory,
            static_cast<double>(child.sample.peakKib) / KibOfAMib, QStringLiteral("peak of the process")});
    }

    void measureCancel(DesktopFigures& figures) const
    {
        const QString slow = m_folder + QStringLiteral("/slow");
        demanded(makeFolder(slow));
        const auto child = window(QStringLiteral("cancel"), QStringLiteral("site"), {slow, QString::number(SlowRate)});
        figures.add({QStringLiteral("from the click on Stop until the verb has ended and its card is shown"),
            QStringLiteral("ms"), MostCancel, child.number(u"longest"),
            QStringLiteral("writing at 2 MB/s, the longest of five")});
    }

private:
    QString m_folder;
    QString m_program;
};

// Into the page that tells of all figures.
void writePage(const DesktopFigures& figures, const WorkloadPlan& plan)
{
    const auto page = QStringLiteral("docs/performance.md");
    const auto block = QStringLiteral("%1 items.\n\n%2")
                           .arg(QLocale{QLocale::English}.toString(plan.messages()), figures.markdown());
    const auto text = demanded(readFile(page, LargestOutput));
    demanded(writeFileAtomically(page, demanded(withBlock(text, QStringLiteral("desktop"), block))));
}

int runBench(const QCommandLineParser& parser)
{
    const QString programs = QCoreApplication::applicationDirPath();
    const QString builds = QDir::cleanPath(programs + QStringLiteral("/.."));
    const QString program = QCoreApplication::applicationFilePath();
    const WorkloadPlan plan{WorkloadShape::Figures, parser.value(QStringLiteral("items")).toInt() / 2};
    demand(plan.devices > 0, QStringLiteral("--items takes a number from 2"));
    const Workload workload{plan, builds + QStringLiteral("/workload-") + plan.name()};
    if (!workload.isMade()) {
        std::fprintf(stderr, "making the workload %s\n", qPrintable(plan.name()));
        const auto made = ChildProcess::run(
            {program, QStringLiteral("make-workload"), workload.folder(), QString::number(plan.devices)},
            QStringLiteral("/dev/null"));
        demand(made.exitCode == 0, QStringLiteral("the workload could not be made"));
    }
    const QString folder = builds + QStringLiteral("/bench-desktop");
    if (!parser.isSet(QStringLiteral("measure-only"))) {
        QDir{folder}.removeRecursively();
        std::fprintf(stderr, "gathering %lld items\n", static_cast<long long>(plan.messages()));
        Stand{folder, programs + QStringLiteral("/satchel"), workload, 0}.gather();
    }
    if (parser.isSet(QStringLiteral("prepare-only"))) {
        return 0;
    }
    DesktopFigures figures;
    const Bench bench{folder, program};
    bench.measureStarts(figures);
    bench.measureLook(figures);
    bench.measureErrand(figures, QStringLiteral("takeOut"), QStringLiteral("site"),
        QStringLiteral("an export of all of them"), QStringLiteral("stick"));
    bench.measureErrand(figures, QStringLiteral("bringIn"), QStringLiteral("backend"),
        QStringLiteral("an import of all of them"), QStringLiteral("stick"));
    bench.measureCancel(figures);
    JsonWriter writer;
    writer.beginObject().member(u"items", plan.messages());
    figures.writeJson(writer);
    writer.endObject();
    std::printf("%s", figures.markdown().toUtf8().constData());
    if (const auto file = parser.value(QStringLiteral("json")); !file.isEmpty()) {
        demanded(writeFileAtomically(file, writer.text()));
    }
    if (parser.isSet(QStringLiteral("docs"))) {
        writePage(figures, plan);
    }
    return 0;
}

} // namespace

// The desktop app with a hundred thousand items: how long until it is there, until it has sorted, whether it ever
// leaves a person without an answer. A figure, never a test: machines differ.
int main(int argc, char** argv)
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QStringList words;
    for (int i = 1; i < argc; ++i) {
        words += QString::fromLocal8Bit(argv[i]);
    }
    QCoreApplication::setOrganizationName(QStringLiteral("satchel"));
    QCoreApplication::setApplicationName(QStringLiteral("satchel-desktop-bench")); // settings of its own
    if (words.value(0) == u"window") {
        return runWindow(argc, argv, words.mid(1));
    }
    const QCoreApplication application{argc, argv};
    if (words.value(0) == u"make-workload") {
        Workload{{WorkloadShape::Figures, words.value(2).toInt()}, words.value(1)}.make();
        return 0;
    }
    QCommandLineParser parser;
    parser.addHelpOption();
    parser.addOption({QStringLiteral("items"), QStringLiteral("How many, two of a device; without it 100,000."),
        QStringLiteral("N"), QStringLiteral("100000")});
    parser.addOption(
        {QStringLiteral("json"), QStringLiteral("Write what was measured to this file."), QStringLiteral("FILE")});
    parser.addOption({QStringLiteral("docs"), QStringLiteral("Write it into docs/performance.md.")});
    parser.addOption({QStringLiteral("prepare-only"), QStringLiteral("Make the devices and gather their requests.")});
    parser.addOption({QStringLiteral("measure-only"), QStringLiteral("Measure what was prepared.")});
    parser.process(application);
    return runBench(parser);
}
