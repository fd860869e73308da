#include "BenchOptions.h"

#include <QCommandLineParser>

#include <cstdio>
#include <cstdlib>

namespace satchel::bench {

namespace {

constexpr int Many = 1'000'000;
constexpr int DevicesOfTheFigures = 10'000;
constexpr int RoundsOfSmallSizes = 4;

const QStringList Verbs{QStringLiteral("gather"), QStringLiteral("status"), QStringLiteral("list"),
    QStringLiteral("export"), QStringLiteral("inspect"), QStringLiteral("verify"), QStringLiteral("import"),
    QStringLiteral("list all"), QStringLiteral("log"), QStringLiteral("bundles"), QStringLiteral("doctor"),
    QStringLiteral("deliver"), QStringLiteral("receipt"), QStringLiteral("answers")};

[[noreturn]] void refuse(const QString& why)
{
    std::fprintf(stderr, "satchel-bench: %s\n", qPrintable(why));
    std::exit(2);
}

int devicesOf(const QString& text)
{
    bool isNumber = false;
    const int devices = text.toInt(&isNumber);
    if (!isNumber || devices < 1) {
        refuse(QStringLiteral("--devices takes numbers from 1, not \"%1\"").arg(text));
    }
    return devices;
}

WorkloadShape readShape(const QString& name)
{
    const auto shape = shapeOf(name);
    if (!shape) {
        refuse(QStringLiteral("--shape is figures or mixed, not \"%1\"").arg(name));
    }
    return *shape;
}

// A number of devices, or a shape, a colon and a number.
WorkloadPlan planOf(const QString& size, const QString& shape)
{
    const auto colon = size.indexOf(QLatin1Char(':'));
    if (colon >= 0) {
        return {readShape(size.first(colon)), devicesOf(size.sliced(colon + 1))};
    }
    return {shape.isEmpty() ? WorkloadShape::Figures : readShape(shape), devicesOf(size)};
}

// Without a word, what the figures are stated for, and the mixed workload at every size.
QList<WorkloadPlan> plansOf(const QString& shape, const QString& devices, bool hasMany)
{
    QList<WorkloadPlan> plans;
    if (shape.isEmpty() && devices.isEmpty()) {
        plans = {{WorkloadShape::Figures, DevicesOfTheFigures}, {WorkloadShape::Mixed, 1'000},
            {WorkloadShape::Mixed, 10'000}, {WorkloadShape::Mixed, 100'000}};
    } else {
        const auto sizes = devices.isEmpty() ? QStringLiteral("1000,10000,100000") : devices;
        for (const auto& size : sizes.split(QLatin1Char(','))) {
            plans.append(planOf(size, shape));
        }
    }
    if (hasMany) {
        plans.append({shape.isEmpty() ? WorkloadShape::Figures : readShape(shape), Many});
    }
    return plans;
}

QStringList verbsOf(const QString& list)
{
    QStringList verbs;
    for (const auto& verb : list.split(QLatin1Char(','), Qt::SkipEmptyParts)) {
        if (!Verbs.contains(verb)) {
            refuse(QStringLiteral("--only takes %1, not \"%2\"").arg(Verbs.join(QLatin1Char(',')), verb));
        }
        verbs.append(verb);
    }
    return verbs;
}

QCommandLineOption taking(const char* name, const char* what, const char* value)
{
    return {QLatin1StringView{name}, QLatin1StringView{what}, QLatin1StringView{value}};
}

QCommandLineOption shapeOption()
{
    return taking("shape",
        "figures: voucher request and PKCS #10, P-256. mixed: a CMP ir besides, one device in ten RSA.", "SHAPE");
}

} // namespace

BenchOptions BenchOptions::parse(const QStringList& arguments)
{
    QCommandLineParser parser;
    parser.addHelpOption();
    parser.addOption(taking("devices",
        "How many devices ask; several with commas between them, each with a shape before it if need be: mixed:1000.",
        "N"));
    parser.addOption(shapeOption());
    parser.addOption(taking("repeat", "Rounds at each size; without it 4, above 10,000 devices 1.", "K"));
    parser.addOption(taking("only", "Only these verbs and their contenders: gather,export,...", "VERBS"));
    parser.addOption(taking("threads", "policy.threads of the stations, which decides of memory; without it 0.", "N"));
    parser.addOption({QStringLiteral("million"), QStringLiteral("A million devices besides; takes hours and 60 GB.")});
    parser.addOption(taking("with",
        "Sizes that are not measured now as an earlier run on this machine has measured them, by its --json.", "FILE"));
    parser.addOption(taking("json", "Write everything that was measured to this file.", "FILE"));
    parser.addOption(taking("svg", "Draw what a message costs at each size into this file.", "FILE"));
    parser.addOption({QStringLiteral("profile"), QStringLiteral("Tell where the time goes, by perf.")});
    parser.addOption({QStringLiteral("docs"), QStringLiteral("Write it all into docs/performance.md; profiles too.")});
    parser.process(arguments);

    BenchOptions options;
    options.plans = plansOf(parser.value(QStringLiteral("shape")), parser.value(QStringLiteral("devices")),
        parser.isSet(QStringLiteral("million")));
    options.rounds = parser.value(QStringLiteral("repeat")).toInt();
    if (parser.isSet(QStringLiteral("repeat")) && options.rounds < 1) {
        refuse(QStringLiteral("--repeat takes a number from 1"));
    }
    options.only = verbsOf(parser.value(QStringLiteral("only")));
    options.threads = parser.value(QStringLiteral("threads")).toInt();
    options.earlier = parser.value(QStringLiteral("with"));
    options.json = parser.value(QStringLiteral("json"));
    options.svg = parser.value(QStringLiteral("svg"));
    options.writesDocs = parser.isSet(QStringLiteral("docs"));
    // What is added to an earlier run leaves that one's profile as it is.
    options.profiles = (options.writesDocs && options.earlier.isEmpty()) || parser.isSet(QStringLiteral("profile"));
    return options;
}

int BenchOptions::roundsOf(const WorkloadPlan& plan) const
{
    if (rounds > 0) {
        return rounds;
    }
    return plan.devices <= DevicesOfTheFigures ? RoundsOfSmallSizes : 1;
}

PlainLoopOptions PlainLoopOptions::parse(const QStringList& arguments)
{
    QCommandLineParser parser;
    parser.addPositionalArgument(QStringLiteral("DIR"), QStringLiteral("A workload's folder."));
    parser.addOption(taking("devices", "Of how many devices.", "N"));
    parser.addOption(shapeOption());
    parser.addOption({QStringLiteral("no-sidecars"), QStringLiteral("Leave out the requesters' chains.")});
    parser.process(arguments);
    if (parser.positionalArguments().size() != 1) {
        refuse(QStringLiteral("one folder is needed"));
    }
    PlainLoopOptions options;
    options.plan
        = {readShape(parser.value(QStringLiteral("shape"))), devicesOf(parser.value(QStringLiteral("devices")))};
    options.folder = parser.positionalArguments().first();
    if (parser.isSet(QStringLiteral("no-sidecars"))) {
        options.requesters = PlainLoop::Requesters::Ignored;
    }
    return options;
}

} // namespace satchel::bench
