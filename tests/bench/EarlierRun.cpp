#include "EarlierRun.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <tuple>

namespace satchel::bench {

namespace {

Machine machineOf(const QJsonObject& json)
{
    return {json[u"processor"].toString(), json[u"cores"].toInt(), json[u"fileSystem"].toString(),
        json[u"openSsl"].toString(), json[u"compiler"].toString()};
}

Sample sampleOf(const QJsonObject& json)
{
    return {json[u"wall"].toDouble(), json[u"user"].toDouble(), json[u"system"].toDouble(),
        json[u"peakKib"].toInteger(), json[u"bytes"].toInteger(), json[u"readBytes"].toInteger()};
}

Measurement measurementOf(const QJsonObject& json)
{
    Measurement one{json[u"contender"].toString(), json[u"messages"].toInteger(), {}, json[u"remark"].toString(),
        json[u"skipped"].toString()};
    const auto samples = json[u"samples"].toArray();
    for (const auto& sample : samples) {
        one.samples += sampleOf(sample.toObject());
    }
    return one;
}

SizeResult resultOf(const QJsonObject& json, WorkloadShape shape)
{
    SizeResult result{{shape, json[u"devices"].toInt()}, json[u"files"].toInteger(), json[u"bytes"].toInteger(), {},
        json[u"runsAgo"].toInt() + 1};
    const auto contenders = json[u"contenders"].toArray();
    for (const auto& one : contenders) {
        result.measurements += measurementOf(one.toObject());
    }
    return result;
}

} // namespace

Result<QList<SizeResult>> earlierResults(const QByteArray& json, const Machine& here)
{
    const auto run = QJsonDocument::fromJson(json).object();
    const auto workloads = run[u"workloads"].toArray();
    if (workloads.isEmpty()) {
        return fail(ErrorCode::Malformed, QStringLiteral("this is not what a run has written with --json"));
    }
    const auto there = machineOf(run[u"machine"].toObject());
    if (there != here) {
        return fail(ErrorCode::Usage,
            QStringLiteral("that run was on another machine (%1; here %2): measure anew")
                .arg(there.line(), here.line()));
    }
    QList<SizeResult> results;
    for (const auto& workload : workloads) {
        const auto size = workload.toObject();
        const auto shape = shapeOf(size[u"shape"].toString());
        if (!shape) {
            return fail(ErrorCode::Malformed, QStringLiteral("a workload of an unknown shape"));
        }
        results += resultOf(size, *shape);
    }
    return results;
}

QList<SizeResult> withEarlier(QList<SizeResult> results, const QList<SizeResult>& earlier)
{
    for (const auto& before : earlier) {
        const auto isThis = [&before](const SizeResult& now) { return now.plan.name() == before.plan.name(); };
        if (std::none_of(results.begin(), results.end(), isThis)) {
            results += before;
        }
    }
    std::stable_sort(results.begin(), results.end(), [](const SizeResult& a, const SizeResult& b) {
        return std::tuple{a.plan.devices, a.plan.shape} < std::tuple{b.plan.devices, b.plan.shape};
    });
    return results;
}

} // namespace satchel::bench
