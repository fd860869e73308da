#pragma once

#include "PlainChecks.h"

#include <vector>

namespace satchel::bench {

// What a loop took, by its own clock: reading the files is not in it.
struct PlainLoopTimes {
    qint64 messages = 0;
    double wall = 0; // seconds
    double user = 0;
    double system = 0;
};

// The plain loop over a workload's messages: all in memory first, then the checks on all cores.
class PlainLoop final {
public:
    // With whom: the requester's chain of each sidecar is checked too, as gather does. Without: signatures alone.
    enum class Requesters { Checked, Ignored };

    PlainLoop(const Workload& workload, Requesters requesters, qint64 mostDevices);

    [[nodiscard]] PlainLoopTimes run() const;

private:
    void load(const QString& kindFolder, PlainMessage::Kind kind, Requesters requesters, qint64 most);

    Workload m_workload;
    std::vector<PlainMessage> m_messages;
};

} // namespace satchel::bench
