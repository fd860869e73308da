#pragma once

#include "SizeResult.h"

#include <QList>
#include <QString>

#include <optional>

namespace satchel::bench {

// One figure that is to be reached, and what was measured.
struct Figure {
    QString what;
    QString against;
    std::optional<double> value; // nothing if it was not measured in this run
    double atMost = 0;
    QString unit = {}; // empty for a ratio
    QString where = {}; // "figures-10000"
    std::optional<double> cpu = {}; // the same ratio by CPU time, which a busy machine disturbs less; not judged
    // Of a growth: divided by that of the contender that runs beside it, whose cost a message is the machine's alone:
    // what makes the machine slower for some minutes makes both so. Not judged either.
    std::optional<double> beside = {};

    [[nodiscard]] bool isReached() const { return value && *value <= atMost; }
    [[nodiscard]] QString verdict() const; // "yes", "no", "not measured"
};

// All figures of one run. What is stated for 10,000 devices is taken from the run's workload of that shape which comes
// nearest, and `where` says which that was.
[[nodiscard]] QList<Figure> figuresOf(const QList<SizeResult>& results);

} // namespace satchel::bench
