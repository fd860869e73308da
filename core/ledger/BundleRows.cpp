#include "BundleRows.h"

#include "RowReader.h"

#include <array>
#include <optional>
#include <utility>

namespace satchel {

namespace {

struct NamedOutgoingState {
    OutgoingBundle::State state;
    QLatin1StringView name;
};

constexpr std::array StateNames{
    NamedOutgoingState{OutgoingBundle::State::Writing, QLatin1StringView{"writing"}},
    NamedOutgoingState{OutgoingBundle::State::Packed, QLatin1StringView{"packed"}},
    NamedOutgoingState{OutgoingBundle::State::Received, QLatin1StringView{"received"}},
    NamedOutgoingState{OutgoingBundle::State::Void, QLatin1StringView{"void"}},
};

std::optional<OutgoingBundle::State> stateFromName(QStringView name)
{
    for (const auto& entry : StateNames) {
        if (name == entry.name) {
            return entry.state;
        }
    }
    return std::nullopt;
}

} // namespace

OutgoingBundle readOutgoing(RowReader& row)
{
    OutgoingBundle bundle;
    bundle.id = row.id<Ulid>();
    bundle.peer = row.id<StationId>();
    bundle.sequence = row.number();
    bundle.shipment = row.id<Ulid>();
    bundle.shipmentIndex = row.number();
    bundle.path = row.text();
    bundle.state = row.named(&stateFromName);
    bundle.labelDigest = row.id<Sha256Digest>();
    bundle.fileDigest = row.id<Sha256Digest>();
    bundle.items = row.number();
    bundle.bytes = row.number();
    bundle.at = row.time();
    return bundle;
}

IncomingBundle readIncoming(RowReader& row)
{
    IncomingBundle bundle;
    bundle.id = row.id<Ulid>();
    bundle.from = row.id<StationId>();
    bundle.ledger = row.id<LedgerId>();
    bundle.sequence = row.number();
    bundle.labelDigest = row.id<Sha256Digest>();
    bundle.verdict = row.text();
    bundle.items = row.number();
    bundle.added = row.number();
    bundle.duplicates = row.number();
    bundle.refused = row.number();
    bundle.at = row.time();
    bundle.created = row.time();
    bundle.bytes = row.number();
    bundle.firstItem = row.number();
    bundle.lastItem = row.number();
    return bundle;
}

Result<QList<RefusedItem>> readRefused(Result<Rows> rows)
{
    QList<RefusedItem> refused;
    SATCHEL_TRY(forEachRow(std::move(rows), [&refused](const Rows& each) -> Result<void> {
        RowReader row{each};
        const auto item = row.id<ItemId>();
        refused += RefusedItem{item, row.named(&errorCodeFromName)};
        return row.finish();
    }));
    return refused;
}

} // namespace satchel
