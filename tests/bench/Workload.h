#pragma once

#include "WorkloadPlan.h"

#include <QString>
#include <QStringList>

namespace satchel::bench {

// A spool folder as a registrar leaves it, with the anchors that stations need for it, in a folder of its own that
// outlives the run: making a hundred thousand devices takes longer than measuring them.
//
//     spool/voucher-requests/000/SN-0000000.vcj
//     spool/certification-requests/000/SN-0000000.p10 and .p10.meta
//     spool/cmp/000/SN-0000000.pki
//     answers/vouchers/000/SN-0000000.vch         as MASA and CA leave them
//     answers/certificates/000/SN-0000000.p7
//     anchors/manufacturer.pem, domain.pem, masa.pem
//     device-authorities.pem, the sub-CAs
class Workload final {
public:
    Workload(const WorkloadPlan& plan, const QString& folder);

    // Made whole before, by this version of the maker?
    [[nodiscard]] bool isMade() const;
    // Removes what is there and makes it anew, on all cores.
    void make() const;

    [[nodiscard]] const WorkloadPlan& plan() const { return m_plan; }
    [[nodiscard]] const QString& folder() const { return m_folder; }
    [[nodiscard]] QString answers() const { return m_folder + QStringLiteral("/answers"); }
    [[nodiscard]] QString spool() const { return m_folder + QStringLiteral("/spool"); }
    [[nodiscard]] QString anchors(const QString& use) const;
    [[nodiscard]] QString deviceAuthorities() const { return m_folder + QStringLiteral("/device-authorities.pem"); }
    [[nodiscard]] QStringList filesOf(const QString& kindFolder, qint64 most) const; // whole paths

    // Of all files, sidecars included; counted when the workload was made.
    [[nodiscard]] qint64 files() const;
    [[nodiscard]] qint64 bytes() const;

    static QString voucherRequests() { return QStringLiteral("voucher-requests"); }
    static QString certificationRequests() { return QStringLiteral("certification-requests"); }
    static QString cmp() { return QStringLiteral("cmp"); }

private:
    [[nodiscard]] QString stamp() const;

    WorkloadPlan m_plan;
    QString m_folder;
};

} // namespace satchel::bench
