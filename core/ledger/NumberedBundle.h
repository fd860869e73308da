#pragma once

#include <core/ledger/BundleRecords.h>

namespace satchel {

struct BundleRecords::Numbered {
    qint64 number = 0;
    OutgoingBundle record;
};

} // namespace satchel
