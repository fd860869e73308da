#pragma once

#include "Workload.h"
#include "WorkloadPki.h"

#include <core/objects/voucher/VoucherMaker.h>

#include <QByteArray>

#include <atomic>

namespace satchel::bench {

struct MadeFiles {
    qint64 files = 0;
    qint64 bytes = 0;
};

// Makes the files of one workload, on all cores.
class WorkloadMaker final {
public:
    WorkloadMaker(const WorkloadPlan& plan, const Workload& place);

    MadeFiles make();

private:
    void writeAnchors() const;
    void makeFolders() const;
    void makeDevices();
    void makeDevice(int number);
    void makeAnswers(int number, const WorkloadDevice& device, const VoucherRequestFacts& asked);
    void write(const QString& folder, int number, const QString& name, const QByteArray& bytes);

    WorkloadPlan m_plan;
    Workload m_place;
    WorkloadPki m_pki;
    QDateTime m_now;
    std::atomic<int> m_next = 0;
    std::atomic<qint64> m_files = 0;
    std::atomic<qint64> m_bytes = 0;
};

} // namespace satchel::bench
