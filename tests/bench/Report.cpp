#include "Report.h"

#include "Grid.h"
#include "SvgPlot.h"

#include <core/base/JsonWriter.h>

#include <QFile>
#include <QLocale>
#include <QStorageInfo>

#include <openssl/crypto.h>

#include <algorithm>
#include <thread>

namespace satchel::bench {

namespace {

constexpr double KibOfAMib = 1024;
constexpr double BytesOfAMegabyte = 1e6;
constexpr double MicrosecondsOfASecond = 1e6;

QString number(double value, int decimals)
{
    return QLocale{QLocale::English}.toString(value, 'f', decimals);
}

QString number(qint64 value)
{
    return QLocale{QLocale::English}.toString(value);
}

QString megabytes(qint64 bytes, int decimals)
{
    return number(static_cast<double>(bytes) / BytesOfAMegabyte, decimals);
}

QString describe(WorkloadShape shape)
{
    return shape == WorkloadShape::Mixed ? QStringLiteral("mixed") : QStringLiteral("P-256 only");
}

QString titleOf(const SizeResult& result)
{
    return QStringLiteral("%1 devices, %2, %3 messages, %4 files, %5 MB%6")
        .arg(number(qint64{result.plan.devices}), describe(result.plan.shape), number(result.plan.messages()),
            number(result.files), megabytes(result.bytes, 1),
            result.runsAgo > 0 ? QStringLiteral(", in an earlier run") : QString{});
}

// These do not work through messages, so a message's share of them says nothing.
bool isByTheMessage(const Measurement& one)
{
    const auto isOf = [&one](const char* verb) { return one.contender == contender::satchel(QLatin1StringView{verb}); };
    return !isOf("status") && !isOf("list") && !isOf("log");
}

Grid gridOf(const SizeResult& result)
{
    Grid grid{
        {QStringLiteral("contender"), QStringLiteral("messages"), QStringLiteral("wall s"), QStringLiteral("least s"),
            QStringLiteral("CPU s"), QStringLiteral("µs a message"), QStringLiteral("peak MiB"),
            QStringLiteral("MB written"), QStringLiteral("MB read"), QStringLiteral("remark")},
        {1, 2, 3, 4, 5, 6, 7, 8}};
    for (const auto& one : result.measurements) {
        if (one.samples.isEmpty()) {
            const auto none = QStringLiteral("-");
            grid.add({one.contender, none, none, none, none, none, none, none, none,
                QStringLiteral("skipped: %1").arg(one.skipped)});
            continue;
        }
        grid.add({one.contender, number(one.messages), number(one.wall(), 3), number(one.leastWall(), 3),
            number(one.cpu(), 3),
            isByTheMessage(one) ? number(one.perMessage(one.wall()) * MicrosecondsOfASecond, 1) : QString{},
            number(static_cast<double>(one.peakKib()) / KibOfAMib, 1),
            one.bytes() > 0 ? megabytes(one.bytes(), 2) : QString{},
            one.readBytes() > 0 ? megabytes(one.readBytes(), 0) : QString{}, one.remark});
    }
    return grid;
}

QString shown(double value, const QString& unit)
{
    return unit.isEmpty() ? number(value, 2) : number(value, 1) + QLatin1Char(' ') + unit;
}

Grid gridOf(const QList<Figure>& figures)
{
    Grid grid{{QStringLiteral("figure"), QStringLiteral("against"), QStringLiteral("at most"),
                  QStringLiteral("measured"), QStringLiteral("reached"), QStringLiteral("by CPU time"),
                  QStringLiteral("by what ran beside it"), QStringLiteral("with")},
        {2, 3, 5, 6}};
    for (const auto& figure : figures) {
        grid.add({figure.what, figure.against, shown(figure.atMost, figure.unit),
            figure.value ? shown(*figure.value, figure.unit) : QStringLiteral("-"), figure.verdict(),
            figure.cpu ? shown(*figure.cpu, {}) : QString{}, figure.beside ? shown(*figure.beside, {}) : QString{},
            figure.where});
    }
    return grid;
}

void write(JsonWriter& writer, const Machine& machine)
{
    writer.key(u"machine").beginObject();
    writer.member(u"processor", QStringView{machine.processor}).member(u"cores", machine.cores);
    writer.member(u"fileSystem", QStringView{machine.fileSystem}).member(u"openSsl", QStringView{machine.openSsl});
    writer.member(u"compiler", QStringView{machine.compiler}).endObject();
}

void write(JsonWriter& writer, const Measurement& one)
{
    writer.beginObject().member(u"contender", QStringView{one.contender}).member(u"messages", one.messages);
    writer.optionalMember(u"remark", one.remark).optionalMember(u"skipped", one.skipped);
    writer.key(u"samples").beginArray();
    for (const auto& sample : one.samples) {
        writer.beginObject().member(u"wall", sample.wall).member(u"user", sample.user);
        writer.member(u"system", sample.system).member(u"peakKib", sample.peakKib).member(u"bytes", sample.bytes);
        writer.member(u"readBytes", sample.readBytes);
        writer.endObject();
    }
    writer.endArray().endObject();
}

void write(JsonWriter& writer, const SizeResult& result)
{
    writer.beginObject().member(u"shape", QStringView{shapeName(result.plan.shape)});
    writer.member(u"devices", result.plan.devices).member(u"messages", result.plan.messages());
    writer.member(u"files", result.files).member(u"bytes", result.bytes);
    if (result.runsAgo > 0) {
        writer.member(u"runsAgo", result.runsAgo);
    }
    writer.key(u"contenders").beginArray();
    for (const auto& one : result.measurements) {
        write(writer, one);
    }
    writer.endArray().endObject();
}

void write(JsonWriter& writer, const Figure& figure)
{
    writer.beginObject().member(u"what", QStringView{figure.what}).optionalMember(u"against", figure.against);
    writer.member(u"atMost", figure.atMost).optionalMember(u"unit", figure.unit);
    writer.key(u"measured");
    figure.value ? writer.value(*figure.value) : writer.null();
    if (figure.cpu) {
        writer.member(u"byCpuTime", *figure.cpu);
    }
    if (figure.beside) {
        writer.member(u"byWhatRanBesideIt", *figure.beside);
    }
    writer.member(u"reached", figure.isReached()).optionalMember(u"with", figure.where).endObject();
}

// Of the shape that was measured at the most sizes.
QList<SizeResult> plotted(const QList<SizeResult>& results)
{
    QList<SizeResult> best;
    for (const auto shape : {WorkloadShape::Figures, WorkloadShape::Mixed}) {
        QList<SizeResult> some;
        for (const auto& result : results) {
            if (result.plan.shape == shape) {
                some.append(result);
            }
        }
        best = some.size() > best.size() ? some : best;
    }
    std::sort(best.begin(), best.end(), [](const auto& a, const auto& b) { return a.plan.devices < b.plan.devices; });
    return best;
}

PlotSeries seriesOf(const QString& contender, const QList<SizeResult>& results)
{
    PlotSeries series{contender, {}, contender.startsWith(contender::satchel({}))};
    for (const auto& result : results) {
        const auto* const one = result.find(contender);
        if (one && one->wall() > 0) {
            series.points.append(
                {static_cast<double>(result.plan.devices), one->perMessage(one->wall()) * MicrosecondsOfASecond});
        }
    }
    return series;
}

QString processorName()
{
    QFile file{QStringLiteral("/proc/cpuinfo")};
    if (file.open(QIODevice::ReadOnly)) {
        for (const auto& line : file.readAll().split('\n')) {
            if (line.startsWith("model name")) {
                return QString::fromUtf8(line.mid(line.indexOf(':') + 1).trimmed());
            }
        }
    }
    return QStringLiteral("unknown processor");
}

} // namespace

Machine Machine::thisOne(const QString& folder)
{
    return {processorName(), static_cast<int>(std::thread::hardware_concurrency()),
        QString::fromLatin1(QStorageInfo{folder}.fileSystemType()),
        QString::fromLatin1(OpenSSL_version(OPENSSL_VERSION)), QStringLiteral("GCC " __VERSION__)};
}

QString Machine::line() const
{
    return QStringLiteral("%1, %2 cores, %3, %4, %5").arg(processor).arg(cores).arg(fileSystem, openSsl, compiler);
}

Report::Report(Machine machine, QList<SizeResult> results)
    : m_machine{std::move(machine)}
    , m_results{std::move(results)}
    , m_figures{figuresOf(m_results)}
{
}

QString Report::text() const
{
    QString text = m_machine.line() + QLatin1Char('\n');
    for (const auto& result : m_results) {
        text += QLatin1Char('\n') + titleOf(result) + QStringLiteral("\n\n") + gridOf(result).text();
    }
    return text + QLatin1Char('\n') + gridOf(m_figures).text();
}

QString Report::markdown() const
{
    QString text = m_machine.line() + QStringLiteral(".\n\n") + gridOf(m_figures).markdown();
    for (const auto& result : m_results) {
        text += QStringLiteral("\n**%1**\n\n").arg(titleOf(result)) + gridOf(result).markdown();
    }
    return text;
}

QByteArray Report::json() const
{
    JsonWriter writer;
    writer.beginObject().member(u"version", 1);
    write(writer, m_machine);
    writer.key(u"workloads").beginArray();
    for (const auto& result : m_results) {
        write(writer, result);
    }
    writer.endArray().key(u"figures").beginArray();
    for (const auto& figure : m_figures) {
        write(writer, figure);
    }
    writer.endArray().endObject();
    return writer.text() + '\n';
}

QByteArray Report::plot() const
{
    const auto results = plotted(m_results);
    SvgPlot plot{QStringLiteral("What a message costs, by the number of devices (%1, %2 cores)")
                     .arg(results.isEmpty() ? QString{} : describe(results.first().plan.shape))
                     .arg(m_machine.cores),
        QStringLiteral("devices"), QStringLiteral("µs a message, wall time")};
    for (const auto& one : results.isEmpty() ? QList<Measurement>{} : results.last().measurements) {
        if (isByTheMessage(one) && !one.samples.isEmpty()) {
            plot.add(seriesOf(one.contender, results));
        }
    }
    return plot.svg();
}

} // namespace satchel::bench
