#pragma once

#include <core/objects/encoding/DerFields.h>

#include <QString>
#include <QStringList>

#include <cstdint>

namespace satchel {

// What somebody decided: PKIStatusInfo (RFC 9810 section 5.2.3), with the reasons of a rejection in words.
struct CmpStatusInfo {
    enum class Status { Accepted, GrantedWithChanges, Rejected, Waiting, Other };

    Status status = Status::Other;
    std::int64_t number = 0; // as it came
    QStringList texts; // statusString
    QStringList failures; // failInfo, one sentence for each bit
    QStringList remarks = {}; // on what only informs and cannot be read

    [[nodiscard]] static CmpStatusInfo read(DerFields fields);
    [[nodiscard]] QString name() const; // "rejection"
    [[nodiscard]] QString reasons() const; // failures and texts in one line; empty if nobody gave any
};

} // namespace satchel
