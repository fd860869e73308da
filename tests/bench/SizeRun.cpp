#include "SizeRun.h"

#include "Demand.h"

#include <core/base/File.h>
#include <core/base/StrictJson.h>

#include <QDir>

#include <cstdio>

#include <unistd.h>

namespace satchel::bench {

namespace {

constexpr int LooksOfARound = 5; // they take milliseconds, so one says little
constexpr qint64 MostDevicesInMemory = 200'000;
constexpr qint64 SmallOutput = 1 << 16;

double numberOf(const JsonValue& json, QStringView name)
{
    const auto* const member = json.find(name);
    demand(member != nullptr, QStringLiteral("the plain loop did not tell its times"));
    return member->real() ? *member->real() : static_cast<double>(*member->integer());
}

} // namespace

SizeRun::SizeRun(const Order& order, const Workload& workload)
    : m_order{order}
    , m_workload{workload}
    , m_result{workload.plan(), workload.files(), workload.bytes()}
{
}

void SizeRun::runRounds(int rounds)
{
    for (const int past = m_done + rounds; m_done < past; ++m_done) {
        std::fprintf(stderr, "%s: round %d\n", qPrintable(m_workload.plan().name()), m_done + 1);
        ::sync(); // so that nobody's fsync pays for what was written before
        runRound(m_done);
    }
}

// Nobody else is to pay for the disk: the plain loop has its messages in memory before its clock starts.
void SizeRun::readSpool() const
{
    const auto read = ChildProcess::runShell(
        QStringLiteral("find %1 -type f -exec cat {} +").arg(quoted(m_workload.spool())), QStringLiteral("/dev/null"));
    demand(read.exitCode == 0, QStringLiteral("%1 cannot be read").arg(m_workload.spool()));
}

void SizeRun::runRound(int round)
{
    const Competitors competitors{m_order.folder + QStringLiteral("/competitors"), m_workload};
    Stand stand{QStringLiteral("%1/stand-%2-%3").arg(m_order.folder, m_workload.plan().name()).arg(round),
        m_order.satchel, m_workload, m_order.threads};
    // What later verbs build upon runs in any case.
    const auto verb = [&](const char* name, Sample (Stand::*measure)(), bool isNeeded) {
        return [this, &stand, name, measure, isNeeded] {
            if (wants(QLatin1StringView{name})) {
                add(contender::satchel(QLatin1StringView{name}), (stand.*measure)());
            } else if (isNeeded) {
                static_cast<void>((stand.*measure)());
            }
        };
    };
    const bool isImported
        = wants(QStringLiteral("import")) || wants(QStringLiteral("deliver")) || wants(QStringLiteral("answers"));
    const bool isExported = isImported || wants(QStringLiteral("export")) || wants(QStringLiteral("verify"))
        || wants(QStringLiteral("inspect"));
    const auto among = [this](const char* name, std::function<void()> theirs) {
        return wants(QLatin1StringView{name}) ? theirs : [] { };
    };
    readSpool();
    compare(round, verb("gather", &Stand::gather, true), among("gather", [&] {
        addPlain(contender::plainBesideGather(), {});
        addPlain(contender::signaturesAlone(), {QStringLiteral("--no-sidecars")});
        add(competitors.shellLoop());
    }));
    for (int i = 0; i < LooksOfARound; ++i) {
        verb("status", &Stand::status, false)();
        verb("list", &Stand::listPending, false)();
    }
    if (wants(QStringLiteral("export"))) {
        readSpool();
    }
    compare(round, verb("export", &Stand::exportAll, isExported), among("export", [&] {
        add(competitors.age());
        add(competitors.cms());
        add(competitors.nncp());
    }));
    verb("inspect", &Stand::inspect, false)();
    verb("verify", &Stand::verify, false)();
    compare(round, verb("import", &Stand::import, isImported),
        among("import", [&] { addPlain(contender::plainBesideImport(), {}); }));
    verb("list all", &Stand::listAll, false)();
    verb("log", &Stand::log, false)();
    verb("bundles", &Stand::bundles, false)();
    verb("doctor", &Stand::doctor, false)();
    verb("deliver", &Stand::deliver, false)();
    if (isImported) {
        verb("receipt", &Stand::receipt, false)();
    }
    if (wants(QStringLiteral("answers")) && m_workload.plan().answers() > 0) {
        runWayBack(stand);
    }
    QDir{m_order.folder + QStringLiteral("/competitors")}.removeRecursively();
}

void SizeRun::runWayBack(Stand& stand)
{
    const auto answers = m_workload.plan().answers();
    const auto name
        = [](const char* verb) { return contender::satchel(QLatin1StringView{verb}) + QStringLiteral(", answers"); };
    add(name("gather"), stand.gatherAnswers(), answers);
    add(name("export"), stand.exportAnswers(), answers);
    add(name("import"), stand.importAnswers(), answers);
    add(name("deliver"), stand.deliverAnswers(), answers);
    add(contender::satchel(QStringLiteral("list --expiring")), stand.listExpiring(), m_workload.plan().devices);
}

bool SizeRun::wants(const QString& verb) const
{
    return m_order.only.isEmpty() || m_order.only.contains(verb);
}

void SizeRun::compare(int round, const std::function<void()>& ours, const std::function<void()>& theirs)
{
    const bool areWeFirst = round % 2 == 1;
    areWeFirst ? ours() : theirs();
    areWeFirst ? theirs() : ours();
}

Measurement& SizeRun::measurementOf(const QString& contender)
{
    for (auto& measurement : m_result.measurements) {
        if (measurement.contender == contender) {
            return measurement;
        }
    }
    m_result.measurements.append({contender, m_workload.plan().messages()});
    return m_result.measurements.last();
}

void SizeRun::add(const QString& contender, const Sample& sample, qint64 messages, const QString& remark)
{
    auto& measurement = measurementOf(contender);
    measurement.messages = messages > 0 ? messages : measurement.messages;
    measurement.remark = remark;
    measurement.samples.append(sample);
    std::fprintf(stderr, "  %-36s %9.3f s\n", qPrintable(contender), sample.wall);
}

void SizeRun::add(const Competitor& competitor)
{
    if (competitor.skipped.isEmpty()) {
        add(competitor.name, competitor.run(), competitor.messages, competitor.remark);
        return;
    }
    measurementOf(competitor.name).skipped = competitor.skipped;
    std::fprintf(stderr, "  %-36s skipped: %s\n", qPrintable(competitor.name), qPrintable(competitor.skipped));
}

// Its peak of memory is that of the whole process, which holds the messages.
void SizeRun::addPlain(const QString& contender, const QStringList& options)
{
    const auto output = m_order.folder + QStringLiteral("/plain-loop.json");
    const QStringList command{m_order.bench, QStringLiteral("plain-loop"), m_workload.folder(),
        QStringLiteral("--shape"), shapeName(m_workload.plan().shape), QStringLiteral("--devices"),
        QString::number(std::min<qint64>(m_workload.plan().devices, MostDevicesInMemory))};
    const auto result = ChildProcess::run(command + options, output);
    demand(result.exitCode == 0, QStringLiteral("the plain loop failed"));
    const auto times = demanded(parseJson(demanded(readFile(output, SmallOutput)).trimmed(), JsonDialect::Lenient));
    auto sample = result.sample;
    sample.wall = numberOf(times, u"wall");
    sample.user = numberOf(times, u"user");
    sample.system = numberOf(times, u"system");
    const auto messages = static_cast<qint64>(numberOf(times, u"messages"));
    const bool isWhole = messages == m_workload.plan().messages();
    add(contender, sample, messages,
        isWhole ? QStringLiteral("messages in memory") : QStringLiteral("messages in memory, a part of them"));
}

} // namespace satchel::bench
