#pragma once

#include "Export.h"

#include <core/station/Peers.h>

namespace satchel {

// Whom an order may name.
struct Addressees {
    friend bool operator==(const Addressees&, const Addressees&) = default;

    QStringList aliases;
    bool mustBeNamed = false; // an order that names nobody would fail: more than one could be meant
};
[[nodiscard]] Addressees addresseesOf(const Station& station);

// For whom an export is: the peer that the order names, or everybody for whom anything is due. UnknownPeer or Usage
// where a site has no backend or several and none is named; RevokedSender and WrongRole for one that nothing goes to.
// Stations that answers wait for and that are no peers any more go into the report's warnings.
[[nodiscard]] Result<QList<Peer>> choosePeers(Session& session, const ExportOrder& order, ExportReport& report);

} // namespace satchel
