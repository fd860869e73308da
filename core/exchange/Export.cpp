#include "Export.h"

#include "BurntParts.h"
#include "DueItems.h"
#include "ReadBackAside.h"
#include "ReceiptFiles.h"

#include <core/base/JsonText.h>
#include <core/base/FaultPoint.h>
#include <core/base/File.h>
#include <core/bundle/BundleWriter.h>
#include <core/bundle/Limits.h>
#include <core/media/FileSystem.h>
#include <core/media/MediumFile.h>
#include <core/media/MediumPresence.h>

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <algorithm>
#include <unistd.h>

namespace satchel {

namespace {

// Left free on the medium: folders grow, and FAT rounds each file up to a cluster.
constexpr qint64 MediumReserve = 1024 * 1024;
// A bundle of nothing but its label is about 4 KiB; below this there is no sense in beginning one.
constexpr qint64 SmallestBundle = 64 * 1024;

Result<void> removePublished(const QString& path)
{
    if (::unlink(QFile::encodeName(path).constData()) != 0) {
        return fail(takeErrno(QStringLiteral("the file that could not be proved cannot be removed either"), path));
    }
    return syncFolder(QFileInfo{path}.path());
}

// One export to one peer: bundle after bundle until nothing is due.
class PeerExport final {
public:
    PeerExport(Session& session, const ExportOrder& order, const MediumPresence& medium, const Peer& peer,
        const Conduct& conduct, ExportReport& report)
        : m_session{session}
        , m_order{order}
        , m_medium{medium}
        , m_peer{peer}
        , m_conduct{conduct}
        , m_report{report}
        , m_source{session.ledger().items(), DueFilter{peer.id(), order.devices, order.kind, order.onlyNew}}
        , m_shipment{Ulid::generate(session.station().now())}
    {
    }

    Result<void> run()
    {
        removeBurntParts(m_session, m_peer.id(), m_order.folder);
        for (qint64 index = 1;; ++index) {
            const auto done = m_source.atEnd();
            if (!done) {
                return fail(done.error());
            }
            if (*done) {
                return {};
            }
            SATCHEL_TRY(writeOne(index));
        }
    }

private:
    struct Begun {
        OutgoingBundle record;
        BundleAddress address;
        QString name;
    };

    Result<void> writeOne(qint64 index)
    {
        const auto room = roomForBundle();
        if (!room) {
            return fail(room.error());
        }
        auto begun = begin(index);
        if (!begun) {
            return fail(std::move(begun).error());
        }
        auto written = writeAndProve(*begun, *room);
        if (!written) {
            auto error = m_medium.explain(std::move(written).error());
            SATCHEL_TRY(burn(*begun, error));
            return fail(std::move(error));
        }
        return {};
    }

    // What one bundle may take of the medium.
    Result<qint64> roomForBundle() const
    {
        const auto medium = fileSystemOf(m_order.folder);
        if (!medium) {
            return fail(medium.error());
        }
        if (medium->readOnly) {
            return fail(
                Error{ErrorCode::MediumReadOnly, QStringLiteral("the medium cannot be written to"), m_order.folder});
        }
        const qint64 limit = m_order.mostBytes > 0 ? std::min(m_order.mostBytes, limits::Bundle) : limits::Bundle;
        const qint64 free = medium->freeBytes - MediumReserve;
        if (free < SmallestBundle) {
            return fail(Error{ErrorCode::MediumFull,
                QStringLiteral("the medium has only %1 bytes free; what is not written stays due")
                    .arg(medium->freeBytes),
                m_order.folder});
        }
        return std::min(limit, free);
    }

    Result<Begun> begin(qint64 index)
    {
        auto& ledger = m_session.ledger();
        auto transaction = ledger.begin();
        if (!transaction) {
            return fail(std::move(transaction).error());
        }
        const auto id = Ulid::generate(m_session.station().now());
        // The name holds the sequence, and the sequence is known only once it is taken: a provisional path first.
        auto record
            = ledger.bundles().beginOutgoing(m_peer.id(), id, m_shipment, index, m_order.folder + QLatin1Char('/'));
        if (!record) {
            return fail(std::move(record).error());
        }
        Begun begun{*record, {id, m_session.station().id(), ledger.id(), m_peer.id(), record->sequence}, {}};
        begun.name = bundleFileName(begun.address);
        begun.record.path = m_order.folder + QLatin1Char('/') + partNameOf(begun.name);
        SATCHEL_TRY(ledger.bundles().setOutgoingPath(id, begun.record.path));
        faultPoint("export.before-taking-a-number");
        SATCHEL_TRY(transaction->commit());
        faultPoint("export.after-taking-a-number");
        return begun;
    }

    Result<BundlePlan> planFor(const Begun& begun, qint64 room)
    {
        auto signer = m_session.station().signingIdentity();
        if (!signer) {
            return fail(std::move(signer).error());
        }
        auto matters = gatherMatters();
        if (!matters) {
            return fail(std::move(matters).error());
        }
        return BundlePlan{begun.address, m_shipment, begun.record.shipmentIndex, m_session.station().now(),
            m_order.notAfter, *std::move(matters), m_peer.card.facts().decryption, *std::move(signer), room,
            m_session.threads()};
    }

    Result<PartMatters> gatherMatters()
    {
        const auto& bundles = m_session.ledger().bundles();
        const auto due = bundles.receiptsDue(m_peer.id(), static_cast<int>(limits::ReceiptsPerBundle));
        if (!due) {
            return fail(due.error());
        }
        auto receipts = signReceipts(m_session, *due);
        if (!receipts) {
            return fail(std::move(receipts).error());
        }
        receipts->resize(carriableReceipts(*receipts)); // what does not fit stays due
        auto heard = bundles.heardOf(m_peer.id());
        if (!heard) {
            return fail(std::move(heard).error());
        }
        auto burnt = bundles.voidSequences(m_peer.id());
        if (!burnt) {
            return fail(std::move(burnt).error());
        }
        m_receipted.clear();
        for (const auto& bundle : due->first(receipts->size())) {
            m_receipted.append(bundle.id);
        }
        PartMatters matters{*std::move(receipts), std::nullopt, *std::move(burnt)};
        if (!heard->ledger.isNull()) {
            matters.heard = *std::move(heard);
        }
        return matters;
    }

    Result<void> writeAndProve(const Begun& begun, qint64 room)
    {
        const auto plan = planFor(begun, room);
        if (!plan) {
            return fail(plan.error());
        }
        auto file = MediumFile::create(m_order.folder, begun.name);
        if (!file) {
            return fail(std::move(file).error());
        }
        auto& ledger = m_session.ledger();
        auto transaction = ledger.begin();
        if (!transaction) {
            return fail(std::move(transaction).error());
        }
        qint64 again = 0;
        const auto written = writeBundle(
            *plan, m_source, *file,
            [&](std::span<const qint64> numbers) {
                again += m_source.countAgain(numbers);
                return ledger.bundles().addToOutgoing(begun.record.id, numbers);
            },
            m_conduct);
        if (!written) {
            return fail(written.error());
        }
        // Before the file has its name: a crash from here on may leave a good bundle on the medium, and the answers to
        // what it carries must find that it went to this peer.
        faultPoint("export.before-recording-items");
        SATCHEL_TRY(transaction->commit());
        m_conduct.tell({QStringLiteral("flushing"), 0, 0, QStringLiteral("bytes")});
        faultPoint("export.before-publishing");
        const auto path = file->publish();
        if (!path) {
            return fail(path.error());
        }
        faultPoint("export.after-publishing");
        auto recorded = proveAndRecord(begun, *written, *path, again);
        if (!recorded) {
            auto error = std::move(recorded).error();
            if (auto removed = removePublished(*path); !removed) {
                error.message += QStringLiteral("; ") + removed.error().message;
            }
            return fail(std::move(error));
        }
        return {};
    }

    // Items are packed while the medium is read back, and that is committed once the file is proved.
    Result<void> proveAndRecord(const Begun& begun, const WrittenBundle& written, const QString& path, qint64 again)
    {
        ReadBackAside reading{path, m_conduct};
        auto transaction = m_session.ledger().begin();
        if (!transaction) {
            return fail(std::move(transaction).error());
        }
        SATCHEL_TRY(m_session.ledger().bundles().packItems(begun.record.id));
        const auto proof = reading.await(written.bytes);
        if (!proof) {
            return fail(proof.error());
        }
        if (proof->sha256 != written.fileDigest) {
            return fail(Error{ErrorCode::ReadBackMismatch,
                QStringLiteral("what the medium gives back is not what was written: do not use this medium again"),
                path});
        }
        SATCHEL_TRY(m_medium.require());
        faultPoint("export.after-reading-back");
        const auto record = recordOf(begun, written, path);
        SATCHEL_TRY(finishRecord(record));
        faultPoint("export.before-recording");
        SATCHEL_TRY(transaction->commit());
        faultPoint("export.after-recording");
        m_report.items += written.items;
        m_report.again += again;
        m_report.fresh += written.items - again;
        m_report.bundles.append({path, record.id, record.sequence, m_peer.id(), m_peer.alias, record.items,
            record.bytes, record.fileDigest, true, proof->cacheBypassed});
        return {};
    }

    static OutgoingBundle recordOf(const Begun& begun, const WrittenBundle& written, const QString& path)
    {
        auto record = begun.record;
        record.path = path;
        record.state = OutgoingBundle::State::Packed;
        record.labelDigest = written.labelDigest;
        record.fileDigest = written.fileDigest;
        record.items = written.items;
        record.bytes = written.bytes;
        return record;
    }

    Result<void> finishRecord(const OutgoingBundle& record)
    {
        auto& ledger = m_session.ledger();
        SATCHEL_TRY(ledger.bundles().finishOutgoing(record));
        SATCHEL_TRY(ledger.bundles().noteReceiptsCarried(record.id, m_receipted));
        SATCHEL_TRY(ledger.log().append(QStringLiteral("export"), record.id.toString(),
            m_session.custodyName(m_order.folder, record.path),
            QStringLiteral("number %1 to %2: %3 items, %4 bytes, sha256 %5, read back")
                .arg(record.sequence)
                .arg(m_peer.alias)
                .arg(record.items)
                .arg(record.bytes)
                .arg(record.fileDigest.toString())));
        return {};
    }

    // The number is not used again, and nothing else is recorded.
    Result<void> burn(const Begun& begun, const Error& why)
    {
        auto& ledger = m_session.ledger();
        auto transaction = ledger.begin();
        if (!transaction) {
            return fail(std::move(transaction).error());
        }
        SATCHEL_TRY(ledger.bundles().voidOutgoing(begun.record.id));
        SATCHEL_TRY(ledger.log().append(QStringLiteral("void"), begun.record.id.toString(),
            m_session.custodyName(m_order.folder, m_order.folder),
            QStringLiteral("number %1 is not used again: %2").arg(begun.record.sequence).arg(errorCodeName(why.code))));
        faultPoint("export.before-giving-up-a-number");
        SATCHEL_TRY(transaction->commit());
        faultPoint("export.after-giving-up-a-number");
        return {};
    }

    Session& m_session;
    const ExportOrder& m_order;
    const MediumPresence& m_medium;
    const Peer& m_peer;
    const Conduct& m_conduct;
    ExportReport& m_report;
    DueItems m_source;
    Ulid m_shipment;
    QList<Ulid> m_receipted;
};

bool isUsable(const Peer& peer, StationRole here)
{
    return !peer.revoked && peer.role() == counterpartOf(here);
}

// Those that something is bound to, and then every other site for which anything is due that is for all of them.
Result<QList<StationId>> peersThatWait(const Session& session, const QList<StationId>& bound)
{
    auto waiting = bound;
    const auto any = session.ledger().items().hasDueForEverybody({});
    if (!any || !*any) {
        return any ? Result<QList<StationId>>{waiting} : fail(any.error()); // nearly always; looked for once
    }
    for (const auto& peer : session.station().peers().all()) {
        if (bound.contains(peer.id()) || !isUsable(peer, StationRole::Backend)) {
            continue;
        }
        const auto due = session.ledger().items().hasDueForEverybody(peer.id());
        if (!due) {
            return fail(due.error());
        }
        if (*due) {
            waiting.append(peer.id());
        }
    }
    return waiting;
}

Result<QList<Peer>> everyPeerWithDueItems(Session& session, ExportReport& report)
{
    QList<Peer> chosen;
    const auto& peers = session.station().peers();
    if (session.role() == StationRole::Site) {
        std::copy_if(peers.all().begin(), peers.all().end(), std::back_inserter(chosen),
            [](const Peer& peer) { return isUsable(peer, StationRole::Site); });
        if (chosen.size() > 1) {
            return fail(ErrorCode::Usage,
                QStringLiteral("this site has %1 backends: say with --to for whom the bundle is").arg(chosen.size()));
        }
        if (chosen.isEmpty()) {
            return fail(ErrorCode::UnknownPeer,
                QStringLiteral("no backend is known here: add its card with \"peer add\" first"));
        }
        return chosen;
    }
    const auto bound = session.ledger().items().peersWithDueItems();
    if (!bound) {
        return fail(bound.error());
    }
    const auto waiting = peersThatWait(session, *bound);
    if (!waiting) {
        return fail(waiting.error());
    }
    for (const auto& id : *waiting) {
        const auto peer = peers.byId(id);
        if (peer && isUsable(*peer, StationRole::Backend)) {
            chosen.append(*peer);
        } else {
            report.warnings.append(QStringLiteral("answers wait for station %1, which is %2")
                    .arg(id.toString().left(8), peer ? QStringLiteral("revoked") : QStringLiteral("no peer any more")));
        }
    }
    return chosen;
}

Result<QList<Peer>> choosePeers(Session& session, const ExportOrder& order, ExportReport& report)
{
    if (order.to.isEmpty()) {
        return everyPeerWithDueItems(session, report);
    }
    const auto peer = session.station().peers().find(order.to);
    if (!peer) {
        return fail(peer.error());
    }
    if (peer->revoked) {
        return fail(
            ErrorCode::RevokedSender, QStringLiteral("%1 was revoked: no bundle is made for it").arg(peer->alias));
    }
    if (!isUsable(*peer, session.role())) {
        return fail(ErrorCode::WrongRole,
            QStringLiteral("%1 is a %2 too: nothing goes there").arg(peer->alias, stationRoleName(peer->role())));
    }
    return QList<Peer>{*peer};
}

Result<void> countOnly(Session& session, const ExportOrder& order, const QList<Peer>& peers, ExportReport& report)
{
    for (const auto& peer : peers) {
        DueFilter filter{peer.id(), order.devices, order.kind, order.onlyNew};
        const auto total = session.ledger().items().countDue(filter);
        filter.onlyNew = true;
        const auto fresh = session.ledger().items().countDue(filter);
        if (!total || !fresh) {
            return fail(total ? fresh.error() : total.error());
        }
        report.items += total->items;
        report.fresh += fresh->items;
        report.again += total->items - fresh->items;
        if (total->items > 0) {
            report.bundles.append({{}, {}, 0, peer.id(), peer.alias, total->items, total->bytes, {}, false, false});
        }
    }
    return {};
}

Result<void> exportInto(Session& session, const ExportOrder& order, const Conduct& conduct, ExportReport& report)
{
    const auto peers = choosePeers(session, order, report);
    if (!peers) {
        return fail(peers.error());
    }
    if (order.dryRun) {
        return countOnly(session, order, *peers, report);
    }
    if (!order.mountPoint.isEmpty()) {
        SATCHEL_TRY(requireMounted(order.mountPoint, order.folder));
    }
    SATCHEL_TRY(makeFolder(order.folder));
    const auto medium = MediumPresence::at(order.folder);
    if (!medium) {
        return fail(medium.error());
    }
    (void)session.custodyName(order.folder, order.folder); // while it is there: it may be pulled
    for (const auto& peer : *peers) {
        if (auto done = PeerExport(session, order, *medium, peer, conduct, report).run(); !done) {
            return fail(medium->explain(std::move(done).error()));
        }
    }
    return {};
}

} // namespace

ExportReport exportBundles(Session& session, const ExportOrder& order, const Conduct& conduct)
{
    ExportReport report;
    report.dryRun = order.dryRun;
    auto absolute = order;
    absolute.folder = order.folder.isEmpty() ? QString{} : QDir::cleanPath(QFileInfo{order.folder}.absoluteFilePath());
    auto done = exportInto(session, absolute, conduct, report);
    if (!done) {
        report.failure = std::move(done).error();
    }
    return report;
}

Outcome ExportReport::outcome() const
{
    return failure ? outcomeOf(*failure) : Outcome::Done;
}

void ExportReport::writeJson(JsonWriter& writer) const
{
    writer.member(u"items", items).member(u"new", fresh).member(u"again", again);
    if (dryRun) {
        writer.member(u"dryRun", true);
    }
    writer.key(u"bundles").beginArray();
    for (const auto& bundle : bundles) {
        writer.beginObject();
        writer.optionalMember(u"path", bundle.path);
        writer.optionalMember(u"id", bundle.id.toString());
        writer.member(u"sequence", bundle.sequence).member(u"to", bundle.to.toString());
        writer.member(u"items", bundle.items).member(u"bytes", bundle.bytes);
        writer.optionalMember(u"sha256", bundle.sha256.toString());
        writer.key(u"readBack").beginObject();
        writer.member(u"verified", bundle.readBackVerified).member(u"cacheBypassed", bundle.cacheBypassed).endObject();
        writer.endObject();
    }
    writer.endArray();
    writeTexts(writer, u"warnings", warnings);
    if (failure) {
        writeError(writer, *failure);
    }
}

} // namespace satchel
