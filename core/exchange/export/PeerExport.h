#pragma once

#include "Export.h"
#include "ExportPlaces.h"

#include <core/ledger/ItemStore.h>

#include <memory>

namespace satchel {

// One export to one peer: bundle after bundle, and place after place, until nothing is due. Everything handed in must
// outlive this.
class PeerExport final {
public:
    PeerExport(Session& session, const ExportOrder& order, ExportPlaces& places, const Peer& peer, DueFilter filter,
        const Conduct& conduct, ExportReport& report);
    PeerExport(const PeerExport&) = delete;
    PeerExport& operator=(const PeerExport&) = delete;
    ~PeerExport();

    [[nodiscard]] Result<void> run();
    // What is due and in no bundle of this export yet.
    [[nodiscard]] Result<ItemStore::DueTotal> left() const;

private:
    class Run;

    std::unique_ptr<Run> m_run;
};

} // namespace satchel
