#pragma once

#include "Competitors.h"
#include "SizeResult.h"
#include "Stand.h"
#include "Workload.h"

#include <QString>
#include <QStringList>

#include <functional>

namespace satchel::bench {

// Measures everybody with one workload, in rounds: each round has a new pair of stations, finds what it reads in the
// page cache, and who goes first of two that are compared changes from round to round.
class SizeRun final {
public:
    struct Order {
        QString satchel; // the built program
        QString bench; // this program, for the plain loop
        QString folder; // for what is made and removed
        QStringList only; // verbs; empty: all
        int threads = 0; // policy.threads of the stations
    };

    SizeRun(const Order& order, const Workload& workload);

    void runRounds(int rounds);
    [[nodiscard]] const SizeResult& result() const { return m_result; }

private:
    void runRound(int round);
    void readSpool() const;
    void runWayBack(Stand& stand);
    void compare(int round, const std::function<void()>& ours, const std::function<void()>& theirs);
    void add(const QString& contender, const Sample& sample, qint64 messages = 0, const QString& remark = {});
    void add(const Competitor& competitor);
    void addPlain(const QString& contender, const QStringList& options);
    [[nodiscard]] Measurement& measurementOf(const QString& contender);
    [[nodiscard]] bool wants(const QString& verb) const;

    Order m_order;
    Workload m_workload;
    SizeResult m_result;
    int m_done = 0; // rounds
};

} // namespace satchel::bench
