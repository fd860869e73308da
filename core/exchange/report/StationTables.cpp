#include "StationTables.h"

#include "LogRows.h"
#include "Overview.h"
#include "TableRows.h"

#include <core/base/Time.h>
#include <core/exchange/station/Peering.h>

#include <algorithm>
#include <utility>

namespace satchel {

namespace {

QStringList itemFieldNames()
{
    return fieldNames("id,kind,protocol,device,origin,state,reason,reasonText,gatheredAt,deadline,bundle,inReplyTo,"
                      "localName,size,path");
}

QStringList itemFields(const Item& item)
{
    return {item.id.toString(), kindName(item.kind), protocolName(item.protocol), item.device, item.origin.toString(),
        itemStateName(item.state), item.reason ? errorCodeName(item.reason->code) : QString{},
        item.reason ? item.reason->text : QString{}, toUtcText(item.gatheredAt),
        item.deadline ? toUtcText(*item.deadline) : QString{}, idText(item.bundle), idText(item.inReplyTo),
        item.localName, QString::number(item.size), item.path};
}

SavedRow rowOf(const Item& item)
{
    return {[&item] { return itemFields(item); },
        [&item](JsonWriter& writer) {
            writer.beginObject();
            writeItemMembers(writer, item);
            writer.endObject();
        }};
}

SavedRow rowOf(const LogEntry& entry)
{
    return {[&entry] { return logFields(entry); }, [&entry](JsonWriter& writer) { writeLogEntry(writer, entry); }};
}

QStringList peerFields(const Peer& peer)
{
    return {peer.alias, peer.name(), stationRoleName(peer.role()), peer.id().toString(),
        QString::number(peer.card.facts().issue), truthText(peer.revoked), toUtcText(peer.addedAt)};
}

SavedRow rowOfPeer(const Peer& peer)
{
    return {[&peer] { return peerFields(peer); }, [&peer](JsonWriter& writer) { writePeer(writer, peer); }};
}

QStringList bundleFieldNames()
{
    return fieldNames("way,standing,id,peer,peerName,sequence,at,items,refused,bytes,medium,receipt,takenIn,came,"
                      "created,new,duplicates,receiptGiven");
}

QString timeOrNone(const QDateTime& time)
{
    return time.isValid() ? toUtcText(time) : QString{};
}

// Members that a bundle of the other way has stay empty.
QStringList bundleFields(const BundleFacts& bundle)
{
    QStringList fields{bundle.way == BundleWay::Out ? QStringLiteral("out") : QStringLiteral("in"),
        bundleStandingName(bundle.standing), idText(bundle.id), bundle.peer.toString(), bundle.peerName,
        QString::number(bundle.sequence), timeOrNone(bundle.at), QString::number(bundle.items),
        QString::number(bundle.refused), bundle.bytes > 0 ? QString::number(bundle.bytes) : QString{}, bundle.place};
    if (bundle.receipt) {
        fields << bundle.receipt->verdict << toUtcText(bundle.receipt->takenIn) << timeOrNone(bundle.receipt->came);
    } else {
        fields << QString{} << QString{} << QString{};
    }
    if (bundle.way == BundleWay::In) {
        fields << timeOrNone(bundle.created) << QString::number(bundle.added) << QString::number(bundle.duplicates)
               << truthText(bundle.receiptGiven);
    } else {
        fields << QString{} << QString{} << QString{} << QString{};
    }
    return fields;
}

SavedRow rowOfBundle(const BundleFacts& bundle)
{
    return {[&bundle] { return bundleFields(bundle); },
        [&bundle](JsonWriter& writer) {
            writer.beginObject();
            bundle.writeJson(writer);
            writer.endObject();
        }};
}

} // namespace

SavedTable itemsTable(const Session& session, const QList<ItemId>& items)
{
    const auto walk = [&session, items](const SavedTable::Visit& visit) -> Result<void> {
        for (const auto& id : items) {
            const auto item = session.ledger().items().get(id);
            if (!item) {
                return fail(item.error());
            }
            SATCHEL_TRY(visit(rowOf(*item)));
        }
        return {};
    };
    return {QStringLiteral("items"), itemFieldNames(), items.size(), walk};
}

Result<void> forEachEntry(const Session& session, const std::vector<qint64>& entries,
    const std::function<Result<void>(const LogEntry&)>& visit)
{
    return session.ledger().log().forEach({}, [&](const LogEntry& entry) -> Result<void> {
        const bool isMeant = std::binary_search(entries.begin(), entries.end(), entry.seq);
        return isMeant ? visit(entry) : Result<void>{};
    });
}

SavedTable logTable(const Session& session, const std::vector<qint64>& entries)
{
    const auto walk = [&session, entries](const SavedTable::Visit& visit) {
        return forEachEntry(session, entries, [&visit](const LogEntry& entry) { return visit(rowOf(entry)); });
    };
    const auto writeVerdict = [&session](JsonWriter& writer) -> Result<void> {
        const auto verification = session.ledger().log().verify();
        if (!verification) {
            return fail(verification.error());
        }
        writeVerification(writer, *verification);
        return {};
    };
    return {QStringLiteral("entries"), logFieldNames(), static_cast<qint64>(entries.size()), walk, writeVerdict};
}

SavedTable peersTable(const Session& session)
{
    return tableOf(QStringLiteral("peers"), fieldNames("alias,name,role,fingerprint,issue,revoked,addedAt"),
        session.station().peers().all(), &rowOfPeer);
}

SavedTable bundlesTable(std::vector<BundleFacts> bundles)
{
    return tableOf(QStringLiteral("bundles"), bundleFieldNames(), std::move(bundles), &rowOfBundle);
}

} // namespace satchel
