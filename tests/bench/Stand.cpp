#include "Stand.h"

#include "Demand.h"

#include <core/base/File.h>
#include <core/base/StrictJson.h>

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <utility>

namespace satchel::bench {

namespace {

constexpr qint64 SmallOutput = 1 << 20;
constexpr qint64 ReadAtATime = 1 << 16;

const QString Site = QStringLiteral("site");
const QString Backend = QStringLiteral("backend");

} // namespace

NumbersInJson numbersInJson(const QString& file, const QString& name)
{
    QFile source{file};
    demand(source.open(QIODevice::ReadOnly), QStringLiteral("%1 cannot be read").arg(file));
    const QByteArray mark = '"' + name.toUtf8() + "\":";
    constexpr qsizetype MostDigits = 20;
    const qsizetype most = mark.size() + MostDigits; // of a mark and its number, which two readings may share
    NumbersInJson found;
    QByteArray window;
    while (!source.atEnd()) {
        window += source.read(ReadAtATime);
        const auto end = source.atEnd() ? window.size() : std::max<qsizetype>(0, window.size() - most);
        qsizetype from = 0;
        for (auto at = window.indexOf(mark); at >= 0 && at < end; at = window.indexOf(mark, from)) {
            from = at + mark.size();
            auto past = from;
            while (past < window.size() && window.at(past) >= '0' && window.at(past) <= '9') {
                ++past;
            }
            found.count += past > from ? 1 : 0;
            found.sum += window.mid(from, past - from).toLongLong();
        }
        window = window.sliced(std::max(from, end));
    }
    return found;
}

Stand::Stand(const QString& folder, const QString& program, const Workload& workload, int threads)
    : m_folder{folder}
    , m_program{program}
    , m_workload{workload}
{
    demanded(makeFolder(folder));
    makeStation(Site, threads);
    makeStation(Backend, threads);
    makeKnown(Site, Backend);
    makeKnown(Backend, Site);
}

void Stand::makeStation(const QString& name, int threads)
{
    run(name, {QStringLiteral("init"), QStringLiteral("--role"), name, QStringLiteral("--name"), name});
    const auto settings = path(name) + QStringLiteral("/settings.toml");
    auto text = demanded(readFile(settings, SmallOutput));
    demand(text.contains("\nthreads = 0\n"), QStringLiteral("%1 does not say how many threads").arg(settings));
    text.replace("\nthreads = 0\n", "\nthreads = " + QByteArray::number(threads) + "\n");
    demanded(writeFileAtomically(settings, text));
    QFile::copy(output(), path(name + QStringLiteral(".json")));
    run(name, {QStringLiteral("card"), QStringLiteral("-o"), path(name + QStringLiteral(".card"))});
    for (const auto& use : {QStringLiteral("manufacturer"), QStringLiteral("domain"), QStringLiteral("masa")}) {
        run(name,
            {QStringLiteral("trust"), QStringLiteral("add"), QStringLiteral("--for"), use, m_workload.anchors(use)});
    }
}

QString Stand::fingerprintOf(const QString& name) const
{
    const auto json = demanded(parseJson(
        demanded(readFile(path(name + QStringLiteral(".json")), SmallOutput)).trimmed(), JsonDialect::Lenient));
    const auto* const station = json.find(u"station");
    const auto* const fingerprint = station ? station->find(u"fingerprint") : nullptr;
    demand(fingerprint && fingerprint->string(), QStringLiteral("init did not tell the fingerprint"));
    return *fingerprint->string();
}

void Stand::makeKnown(const QString& name, const QString& other)
{
    run(name,
        {QStringLiteral("peer"), QStringLiteral("add"), path(other + QStringLiteral(".card")),
            QStringLiteral("--fingerprint"), fingerprintOf(other)});
}

Sample Stand::run(const QString& station, const QStringList& arguments)
{
    const QStringList program{
        m_program, QStringLiteral("--home"), path(station), QStringLiteral("--no-input"), QStringLiteral("--json")};
    const auto result = ChildProcess::run(m_wrapper + program + arguments, output());
    demand(result.exitCode == 0,
        QStringLiteral("`satchel %1` ended with %2; its output is in %3")
            .arg(arguments.join(QLatin1Char(' ')))
            .arg(result.exitCode)
            .arg(output()));
    return result.sample;
}

void Stand::demandNumber(const QString& name, qint64 number) const
{
    const auto found = numbersInJson(output(), name);
    demand(found.count > 0 && found.sum == number,
        QStringLiteral("\"%1\" is %2 where %3 is due; see %4").arg(name).arg(found.sum).arg(number).arg(output()));
}

Sample Stand::gather()
{
    const auto sample = run(Site, {QStringLiteral("gather"), m_workload.spool()});
    demandNumber(QStringLiteral("gathered"), m_workload.plan().messages());
    demandNumber(QStringLiteral("held"), 0);
    return sample;
}

Sample Stand::status()
{
    const auto sample = run(Site, {QStringLiteral("status")});
    demandNumber(QStringLiteral("pending"), m_workload.plan().messages());
    return sample;
}

Sample Stand::listPending()
{
    return run(Site,
        {QStringLiteral("list"), QStringLiteral("--state"), QStringLiteral("pending"), QStringLiteral("--limit"),
            QStringLiteral("100")});
}

Sample Stand::exportAll()
{
    auto sample = run(Site, {QStringLiteral("export"), QStringLiteral("--out"), path(QStringLiteral("stick"))});
    demandNumber(QStringLiteral("new"), m_workload.plan().messages());
    sample.bytes = numbersInJson(output(), QStringLiteral("bytes")).sum;
    return sample;
}

QStringList Stand::carried() const
{
    QStringList bundles;
    for (const auto& bundle : QDir{path(QStringLiteral("stick"))}.entryInfoList(QDir::Files)) {
        bundles.append(bundle.filePath());
    }
    return bundles;
}

Sample Stand::inspect()
{
    Sample largest;
    for (const auto& bundle : carried()) { // it takes one
        const auto sample = run(Backend, {QStringLiteral("inspect"), bundle});
        largest = sample.wall > largest.wall ? sample : largest;
    }
    demand(largest.wall > 0, QStringLiteral("no bundle lies on the medium"));
    return largest;
}

Sample Stand::verify()
{
    const auto sample = run(Backend, QStringList{QStringLiteral("verify")} + carried());
    demand(!demanded(readFile(output(), SmallOutput)).contains("\"skipped\""),
        QStringLiteral("verify could not check everything; see %1").arg(output()));
    return sample;
}

Sample Stand::import()
{
    const auto sample = run(Backend, {QStringLiteral("import"), path(QStringLiteral("stick"))});
    demandNumber(QStringLiteral("new"), m_workload.plan().messages());
    const auto wrapper = std::exchange(m_wrapper, {});
    run(Backend, {QStringLiteral("status")}); // that none of them is held
    demandNumber(QStringLiteral("ready"), m_workload.plan().messages());
    m_wrapper = wrapper;
    return sample;
}

Sample Stand::listAll()
{
    return run(Site, {QStringLiteral("list")});
}

Sample Stand::log()
{
    return run(Site, {QStringLiteral("log"), QStringLiteral("--verify")});
}

Sample Stand::bundles()
{
    return run(Site, {QStringLiteral("bundles")});
}

Sample Stand::doctor()
{
    return run(Site, {QStringLiteral("doctor")});
}

Sample Stand::deliver()
{
    const auto sample
        = run(Backend, {QStringLiteral("deliver"), QStringLiteral("--out"), path(QStringLiteral("delivered"))});
    demandNumber(QStringLiteral("delivered"), m_workload.plan().messages());
    return sample;
}

Sample Stand::gatherAnswers()
{
    const auto sample = run(Backend, {QStringLiteral("gather"), m_workload.answers()});
    demandNumber(QStringLiteral("paired"), m_workload.plan().answers());
    demandNumber(QStringLiteral("held"), 0);
    return sample;
}

Sample Stand::exportAnswers()
{
    auto sample = run(Backend, {QStringLiteral("export"), QStringLiteral("--out"), path(QStringLiteral("back"))});
    demandNumber(QStringLiteral("new"), m_workload.plan().answers());
    sample.bytes = numbersInJson(output(), QStringLiteral("bytes")).sum;
    return sample;
}

Sample Stand::importAnswers()
{
    const auto sample = run(Site, {QStringLiteral("import"), path(QStringLiteral("back"))});
    demandNumber(QStringLiteral("new"), m_workload.plan().answers());
    return sample;
}

Sample Stand::deliverAnswers()
{
    const auto sample
        = run(Site, {QStringLiteral("deliver"), QStringLiteral("--out"), path(QStringLiteral("handed-back"))});
    demandNumber(QStringLiteral("delivered"), m_workload.plan().answers()); // none is held
    return sample;
}

Sample Stand::listExpiring()
{
    constexpr int Days = 36'500; // settings and options take no more
    const auto sample = run(Site, {QStringLiteral("list"), QStringLiteral("--expiring"), QString::number(Days)});
    constexpr qint64 LeastOfOne = 100; // bytes of JSON
    demand(QFileInfo{output()}.size() > LeastOfOne * m_workload.plan().devices,
        QStringLiteral("not all certificates are told; see %1").arg(output()));
    return sample;
}

Sample Stand::receipt()
{
    const auto folder = path(QStringLiteral("receipts"));
    demanded(makeFolder(folder));
    const auto sample = run(Backend, {QStringLiteral("receipt"), QStringLiteral("-o"), folder});
    demand(!QDir{folder}.isEmpty(), QStringLiteral("no receipt was written; see %1").arg(output()));
    return sample;
}

} // namespace satchel::bench
