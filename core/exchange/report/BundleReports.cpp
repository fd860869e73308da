#include "BundleReports.h"

#include <QHash>

#include <array>

namespace satchel {

namespace {

constexpr int PageSize = 256;
constexpr qsizetype StrangersDigits = 8; // of the fingerprint of a station that is no peer any more

struct NamedStanding {
    BundleStanding standing;
    QLatin1StringView name;
};

constexpr std::array StandingNames{
    NamedStanding{BundleStanding::BeingWritten, QLatin1StringView{"being-written"}},
    NamedStanding{BundleStanding::Unused, QLatin1StringView{"unused"}},
    NamedStanding{BundleStanding::WithoutReceipt, QLatin1StringView{"without-receipt"}},
    NamedStanding{BundleStanding::Received, QLatin1StringView{"received"}},
    NamedStanding{BundleStanding::Imported, QLatin1StringView{"imported"}},
    NamedStanding{BundleStanding::ImportedInPart, QLatin1StringView{"imported-in-part"}},
    NamedStanding{BundleStanding::Missing, QLatin1StringView{"missing"}},
};

BundleStanding standingOf(OutgoingBundle::State state)
{
    switch (state) {
    case OutgoingBundle::State::Writing:
        return BundleStanding::BeingWritten;
    case OutgoingBundle::State::Void:
        return BundleStanding::Unused;
    case OutgoingBundle::State::Packed:
        return BundleStanding::WithoutReceipt;
    case OutgoingBundle::State::Received:
        return BundleStanding::Received;
    }
    Q_UNREACHABLE();
}

QString nameOf(const Session& session, const StationId& station)
{
    const auto peer = session.station().peers().byId(station);
    return peer ? peer->alias : station.toString().left(StrangersDigits);
}

BundleFacts factsOf(const Session& session, const ListedOutgoing& listed)
{
    BundleFacts facts;
    facts.way = BundleWay::Out;
    facts.standing = standingOf(listed.bundle.state);
    facts.id = listed.bundle.id;
    facts.peer = listed.bundle.peer;
    facts.peerName = nameOf(session, facts.peer);
    facts.sequence = listed.bundle.sequence;
    facts.at = listed.bundle.at;
    facts.items = listed.bundle.items;
    facts.bytes = listed.bundle.bytes;
    facts.place = listed.place;
    facts.receipt = listed.receipt;
    facts.refused = listed.receipt ? listed.receipt->refused : 0;
    return facts;
}

BundleFacts factsOf(const Session& session, const ListedIncoming& listed)
{
    const auto& bundle = listed.bundle;
    BundleFacts facts;
    facts.way = BundleWay::In;
    facts.standing = bundle.refused > 0 ? BundleStanding::ImportedInPart : BundleStanding::Imported;
    facts.id = bundle.id;
    facts.peer = bundle.from;
    facts.peerName = nameOf(session, facts.peer);
    facts.sequence = bundle.sequence;
    facts.at = bundle.at;
    facts.created = bundle.created;
    facts.items = bundle.items;
    facts.added = bundle.added;
    facts.duplicates = bundle.duplicates;
    facts.refused = bundle.refused;
    facts.bytes = bundle.bytes;
    facts.place = listed.place;
    facts.receiptGiven = listed.receiptKnown;
    return facts;
}

BundleFacts missingBundle(const BundleGap& gap, qint64 sequence)
{
    BundleFacts facts;
    facts.way = BundleWay::In;
    facts.standing = BundleStanding::Missing;
    facts.peer = gap.peer;
    facts.peerName = gap.peerName;
    facts.sequence = sequence;
    return facts;
}

// `page(before, most)` gives the next bundles of one way.
template <typename Page>
Result<void> forEachPaged(
    const Session& session, const Page& page, const std::function<Result<void>(const BundleFacts&)>& visit)
{
    for (qint64 before = 0;;) {
        const auto listed = page(before, PageSize);
        if (!listed) {
            return fail(listed.error());
        }
        for (const auto& entry : *listed) {
            SATCHEL_TRY(visit(factsOf(session, entry)));
        }
        if (listed->size() < PageSize) {
            return {};
        }
        before = listed->last().number;
    }
}

CarriedItem carried(const Item& item)
{
    return {item.id, CarriedItem::Standing{item.device, item.kind, item.state}, {}};
}

using CarriedVisitor = std::function<Result<void>(const CarriedItem&)>;

Result<void> forEachSent(const Session& session, const BundleFacts& bundle, const CarriedVisitor& visit)
{
    if (bundle.standing == BundleStanding::BeingWritten || bundle.standing == BundleStanding::Unused) {
        return {}; // what was meant for it is in the ledger, but was carried by nothing
    }
    const auto& list = session.ledger().bundleList();
    OutgoingBundle sent;
    sent.id = bundle.id;
    const auto refused = list.refusedThere(sent);
    if (!refused) {
        return fail(refused.error());
    }
    QHash<QString, ErrorCode> codes;
    for (const auto& each : *refused) {
        codes.insert(each.item.toString(), each.code);
    }
    return list.forEachItem(sent, [&](const Item& item) {
        auto entry = carried(item);
        const auto code = codes.constFind(item.id.toString());
        entry.refused = code == codes.constEnd() ? std::nullopt : std::optional{*code};
        return visit(entry);
    });
}

Result<void> forEachTakenIn(const Session& session, const BundleFacts& bundle, const CarriedVisitor& visit)
{
    const auto& bundles = session.ledger().bundles();
    const auto refused = bundles.refusedOf(bundle.peer, bundle.id);
    const auto taken = bundles.findIncoming(bundle.peer, bundle.id);
    if (!refused || !taken) {
        return fail(!refused ? refused.error() : taken.error());
    }
    for (const auto& each : *refused) {
        SATCHEL_TRY(visit(CarriedItem{each.item, std::nullopt, each.code}));
    }
    return *taken ? session.ledger().bundleList().forEachItem(
                        **taken, [&visit](const Item& item) { return visit(carried(item)); })
                  : Result<void>{};
}

template <typename Listed>
Result<BundleFacts> factsIfThere(const Session& session, const Result<std::optional<Listed>>& found)
{
    if (!found || !*found) {
        return found ? fail(ErrorCode::NotFound, QStringLiteral("the ledger knows no such bundle"))
                     : fail(found.error());
    }
    return factsOf(session, **found);
}

Result<BundleFacts> findBundle(const Session& session, BundleWay way, const StationId& peer, const Ulid& id)
{
    const auto& list = session.ledger().bundleList();
    return way == BundleWay::Out ? factsIfThere(session, list.findOutgoing(id))
                                 : factsIfThere(session, list.findIncoming(peer, id));
}

void writeTime(JsonWriter& writer, QStringView name, const QDateTime& time)
{
    writer.key(name);
    time.isValid() ? writer.value(toUtcText(time)) : writer.null();
}

void writeReceipt(JsonWriter& writer, const std::optional<AppliedReceipt>& receipt)
{
    writer.key(u"receipt");
    if (!receipt) {
        writer.null();
        return;
    }
    writer.beginObject().member(u"verdict", receipt->verdict).member(u"items", receipt->items);
    writer.member(u"refused", receipt->refused).member(u"takenIn", toUtcText(receipt->takenIn));
    writeTime(writer, u"came", receipt->came);
    writer.endObject();
}

} // namespace

bool BundleFacts::isToBeCarried() const
{
    return standing == BundleStanding::WithoutReceipt || standing == BundleStanding::Received;
}

QString bundleStandingName(BundleStanding standing)
{
    for (const auto& entry : StandingNames) {
        if (entry.standing == standing) {
            return QString{entry.name};
        }
    }
    Q_UNREACHABLE();
}

Result<QList<BundleGap>> bundleGaps(const Session& session)
{
    const auto& bundles = session.ledger().bundles();
    QList<BundleGap> gaps;
    for (const auto& peer : session.station().peers().all()) {
        const auto heard = bundles.heardOf(peer.id());
        if (!heard) {
            return fail(heard.error());
        }
        if (heard->extras.isEmpty()) {
            continue; // all up to the newest came
        }
        auto missing = bundles.missingBefore(peer.id(), heard->ledger, heard->extras.last());
        if (!missing) {
            return fail(std::move(missing).error());
        }
        if (!missing->isEmpty()) {
            gaps.append(BundleGap{peer.id(), peer.alias, *std::move(missing)});
        }
    }
    return gaps;
}

Result<void> forEachBundle(const Session& session, const std::function<Result<void>(const BundleFacts&)>& visit)
{
    const auto& list = session.ledger().bundleList();
    SATCHEL_TRY(forEachPaged(session, [&list](qint64 before, int most) { return list.outgoing(before, most); }, visit));
    SATCHEL_TRY(forEachPaged(session, [&list](qint64 before, int most) { return list.incoming(before, most); }, visit));
    const auto gaps = bundleGaps(session);
    if (!gaps) {
        return fail(gaps.error());
    }
    for (const auto& gap : *gaps) {
        for (const auto sequence : gap.missing) {
            SATCHEL_TRY(visit(missingBundle(gap, sequence)));
        }
    }
    return {};
}

Result<BundleFacts> findBundle(const Session& session, QStringView idPrefix)
{
    const auto& list = session.ledger().bundleList();
    const auto senders = list.senders();
    const auto name = senders ? list.resolve(idPrefix, *senders) : fail(senders.error());
    if (!name) {
        return fail(name.error());
    }
    return findBundle(session, name->isOutgoing ? BundleWay::Out : BundleWay::In, name->peer, name->bundle);
}

Result<void> forEachCarried(
    const Session& session, const BundleFacts& bundle, const std::function<Result<void>(const CarriedItem&)>& visit)
{
    return bundle.way == BundleWay::Out ? forEachSent(session, bundle, visit) : forEachTakenIn(session, bundle, visit);
}

Result<BundleReport> showBundle(const Session& session, BundleWay way, const StationId& peer, const Ulid& id)
{
    auto bundle = findBundle(session, way, peer, id);
    if (!bundle) {
        return fail(std::move(bundle).error());
    }
    BundleReport report{*std::move(bundle), {}};
    SATCHEL_TRY(forEachCarried(session, report.bundle, [&report](const CarriedItem& item) -> Result<void> {
        report.items.append(item);
        return {};
    }));
    return report;
}

void BundleFacts::writeJson(JsonWriter& writer) const
{
    writer.member(u"way", way == BundleWay::Out ? QStringLiteral("out") : QStringLiteral("in"));
    writer.member(u"standing", bundleStandingName(standing)).key(u"id");
    id.isNull() ? writer.null() : writer.value(id.toString());
    writer.member(u"peer", peer.toString()).member(u"peerName", peerName).member(u"sequence", sequence);
    writeTime(writer, u"at", at);
    writer.member(u"items", items).member(u"refused", refused).key(u"bytes");
    bytes > 0 ? writer.value(std::int64_t{bytes}) : writer.null();
    writer.member(u"medium", place);
    if (way == BundleWay::Out) {
        writeReceipt(writer, receipt);
        return;
    }
    writeTime(writer, u"created", created);
    writer.member(u"new", added).member(u"duplicates", duplicates).member(u"receiptGiven", receiptGiven);
}

void CarriedItem::writeJson(JsonWriter& writer) const
{
    writer.beginObject().key(u"item");
    id.isNull() ? writer.null() : writer.value(id.toString());
    writer.key(u"device");
    item ? writer.value(item->device) : writer.null();
    writer.key(u"kind");
    item ? writer.value(kindName(item->kind)) : writer.null();
    writer.key(u"state");
    item ? writer.value(itemStateName(item->state)) : writer.null();
    writer.key(u"refused");
    refused ? writer.value(errorCodeName(*refused)) : writer.null();
    writer.endObject();
}

} // namespace satchel
