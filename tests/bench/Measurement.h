#pragma once

#include <QList>
#include <QString>

#include <optional>

namespace satchel::bench {

// What one run of one contender took.
struct Sample {
    double wall = 0; // seconds
    double user = 0;
    double system = 0;
    qint64 peakKib = 0; // of the largest process, not of a pipeline's sum
    qint64 bytes = 0; // of what was written, 0 where that is not the point
    qint64 readBytes = 0; // from the disk, because no memory held them

    [[nodiscard]] double cpu() const { return user + system; }
};

// All runs of one contender at one size, in the order of the rounds.
struct Measurement {
    QString contender; // "satchel gather", "tar | zstd | age"
    qint64 messages = 0; // that one run has worked on
    QList<Sample> samples = {};
    QString remark = {}; // "200 messages, scaled"
    QString skipped = {}; // why there are no samples

    [[nodiscard]] double wall() const; // medians
    [[nodiscard]] double cpu() const;
    [[nodiscard]] double leastWall() const;
    [[nodiscard]] qint64 peakKib() const; // the most of all
    [[nodiscard]] qint64 bytes() const;
    [[nodiscard]] qint64 readBytes() const; // the most of all
    [[nodiscard]] double perMessage(double seconds) const;
};

// 0 of nothing. Of an even number, the mean of the two in the middle.
[[nodiscard]] double median(QList<double> values);
// Nearest rank: the least of the values that at least `share` of all are not above. 0 of nothing.
[[nodiscard]] double percentile(QList<double> values, double share);

// The median of the ratios of wall times (or of CPU times), each of one round and by the message: what disturbs the
// machine for longer than a round disturbs both. Nothing if either has not run.
[[nodiscard]] std::optional<double> pairedRatio(const Measurement& ours, const Measurement& reference);
[[nodiscard]] std::optional<double> pairedCpuRatio(const Measurement& ours, const Measurement& reference);

} // namespace satchel::bench
