#pragma once

#include "PlainLoop.h"
#include "WorkloadPlan.h"

#include <QList>
#include <QString>
#include <QStringList>

namespace satchel::bench {

// What the command line asks for. A wrong one ends the program with 2 and says why.
struct BenchOptions {
    QList<WorkloadPlan> plans;
    int rounds = 0; // 0: by size
    QStringList only;
    int threads = 0; // policy.threads of the stations
    QString earlier; // what `json` held after a run before; empty: none
    QString json; // files; empty: not written
    QString svg;
    bool profiles = false;
    bool writesDocs = false; // docs/performance.md with its data and picture, below the current folder

    [[nodiscard]] static BenchOptions parse(const QStringList& arguments);
    [[nodiscard]] int roundsOf(const WorkloadPlan& plan) const;
};

// Of the commands that the benchmark runs itself as processes of their own: `plain-loop` and `make-workload`.
struct PlainLoopOptions {
    WorkloadPlan plan;
    QString folder;
    PlainLoop::Requesters requesters = PlainLoop::Requesters::Checked;

    [[nodiscard]] static PlainLoopOptions parse(const QStringList& arguments);
};

} // namespace satchel::bench
