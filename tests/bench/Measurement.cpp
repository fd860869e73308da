#include "Measurement.h"

#include <algorithm>
#include <cmath>

namespace satchel::bench {

namespace {

template <typename Value> QList<double> valuesOf(const QList<Sample>& samples, Value value)
{
    QList<double> values;
    for (const auto& sample : samples) {
        values.append(value(sample));
    }
    return values;
}

template <typename Value>
std::optional<double> medianOfRatios(const Measurement& ours, const Measurement& reference, Value value)
{
    QList<double> ratios;
    for (qsizetype i = 0; i < std::min(ours.samples.size(), reference.samples.size()); ++i) {
        const double theirs = reference.perMessage(value(reference.samples.at(i)));
        if (theirs > 0) {
            ratios.append(ours.perMessage(value(ours.samples.at(i))) / theirs);
        }
    }
    return ratios.isEmpty() ? std::nullopt : std::optional{median(ratios)};
}

} // namespace

double Measurement::wall() const
{
    return median(valuesOf(samples, [](const Sample& sample) { return sample.wall; }));
}

double Measurement::cpu() const
{
    return median(valuesOf(samples, [](const Sample& sample) { return sample.cpu(); }));
}

double Measurement::leastWall() const
{
    return percentile(valuesOf(samples, [](const Sample& sample) { return sample.wall; }), 0);
}

qint64 Measurement::peakKib() const
{
    qint64 most = 0;
    for (const auto& sample : samples) {
        most = std::max(most, sample.peakKib);
    }
    return most;
}

qint64 Measurement::bytes() const
{
    return samples.isEmpty() ? 0 : samples.last().bytes;
}

qint64 Measurement::readBytes() const
{
    qint64 most = 0;
    for (const auto& sample : samples) {
        most = std::max(most, sample.readBytes);
    }
    return most;
}

double Measurement::perMessage(double seconds) const
{
    return messages > 0 ? seconds / static_cast<double>(messages) : 0;
}

double median(QList<double> values)
{
    if (values.isEmpty()) {
        return 0;
    }
    std::sort(values.begin(), values.end());
    const auto middle = values.size() / 2;
    return values.size() % 2 == 1 ? values.at(middle) : (values.at(middle - 1) + values.at(middle)) / 2;
}

double percentile(QList<double> values, double share)
{
    if (values.isEmpty()) {
        return 0;
    }
    std::sort(values.begin(), values.end());
    const auto rank = static_cast<qsizetype>(std::ceil(share * static_cast<double>(values.size())));
    return values.at(std::clamp<qsizetype>(rank - 1, 0, values.size() - 1));
}

std::optional<double> pairedRatio(const Measurement& ours, const Measurement& reference)
{
    return medianOfRatios(ours, reference, [](const Sample& sample) { return sample.wall; });
}

std::optional<double> pairedCpuRatio(const Measurement& ours, const Measurement& reference)
{
    return medianOfRatios(ours, reference, [](const Sample& sample) { return sample.cpu(); });
}

} // namespace satchel::bench
