#pragma once

#include "SizeRun.h"

#include <QString>

namespace satchel::bench {

// Where the time of gather, export and import goes: the functions and libraries that perf finds at work, sampled by the
// CPU clock, which every machine has.
class Profile final {
public:
    explicit Profile(SizeRun::Order order);

    // Text for people; says so where perf is not installed or may not be used here.
    [[nodiscard]] QString text(const Workload& workload) const;

private:
    [[nodiscard]] QStringList report(const QString& recording, const QString& options) const;
    [[nodiscard]] QString libraries(const QString& recording) const;
    [[nodiscard]] QString functions(const QString& recording) const;

    SizeRun::Order m_order;
};

} // namespace satchel::bench
