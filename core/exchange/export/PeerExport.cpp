#include "PeerExport.h"

#include "BurntFiles.h"
#include "DueItems.h"
#include "ReadBackAside.h"
#include "ReceiptFiles.h"

#include <core/base/CallThread.h>
#include <core/base/FaultPoint.h>
#include <core/base/File.h>
#include <core/base/LooseThread.h>
#include <core/bundle/BundleWriter.h>
#include <core/bundle/Limits.h>
#include <core/exchange/session/LogSentences.h>
#include <core/media/FileSystem.h>
#include <core/media/MediumFile.h>

#include <QFile>
#include <QFileInfo>

#include <algorithm>
#include <memory>
#include <unistd.h>
#include <utility>

namespace satchel {

namespace {

// Left free on the medium: folders grow, and FAT rounds each file up to a cluster.
constexpr qint64 MediumReserve = 1024 * 1024;
// A bundle of nothing but its label is about 4 KiB; below this there is no sense in beginning one.
constexpr qint64 SmallestBundle = 64 * 1024;

Result<void> unlinkPublished(const QString& path)
{
    if (::unlink(QFile::encodeName(path).constData()) != 0) {
        return fail(takeErrno(QStringLiteral("the file that could not be proved cannot be removed either"), path));
    }
    return syncFolder(QFileInfo{path}.path());
}

// A medium that is at work lets nobody remove anything; nobody who said stop waits for that.
Result<void> removePublished(const QString& path, const std::stop_token& stop)
{
    if (!stop.stop_requested()) {
        return unlinkPublished(path);
    }
    const auto removed = std::make_shared<Result<void>>();
    LooseThread removal{[path, removed] { *removed = unlinkPublished(path); }};
    if (!removal.endsWithin(PatienceOnceStopped)) {
        return fail(Error{ErrorCode::Cancelled,
            QStringLiteral("the file is removed as soon as the medium answers, or by the next export to it"), path});
    }
    return *removed;
}

} // namespace

class PeerExport::Run final {
public:
    Run(Session& session, const ExportOrder& order, ExportPlaces& places, const Peer& peer, DueFilter filter,
        const Conduct& conduct, ExportReport& report)
        : m_session{session}
        , m_order{order}
        , m_places{places}
        , m_peer{peer}
        , m_conduct{conduct}
        , m_report{report}
        , m_source{session.ledger().items(), std::move(filter)}
        , m_shipment{Ulid::generate(session.station().now())}
    {
    }

    Result<void> run()
    {
        removeBurntFiles(m_session, m_peer.id(), m_places.folder(), m_conduct.stop);
        for (qint64 index = 1;;) {
            const auto done = m_source.atEnd();
            if (!done) {
                return fail(done.error());
            }
            if (*done) {
                return {};
            }
            auto mark = m_source.mark();
            auto written = writeOne(index);
            if (written) {
                ++index;
                continue;
            }
            m_source.returnTo(std::move(mark));
            SATCHEL_TRY(m_places.goOn(m_places.medium().explain(std::move(written).error())));
            removeBurntFiles(m_session, m_peer.id(), m_places.folder(), m_conduct.stop);
        }
    }

    // What is due and in no bundle of this export yet.
    [[nodiscard]] Result<ItemStore::DueTotal> left() const { return m_source.left(); }

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
            auto error = m_places.medium().explain(inWordsOfTheMedium(std::move(written).error(), *room));
            SATCHEL_TRY(burn(*begun, error));
            return fail(std::move(error));
        }
        return {};
    }

    [[nodiscard]] qint64 largestBundle() const
    {
        return m_order.mostBytes > 0 ? std::min(m_order.mostBytes, limits::Bundle) : limits::Bundle;
    }

    // That not one item fits is no mistake of whoever asked where it was the medium that had no more room.
    [[nodiscard]] Error inWordsOfTheMedium(Error error, qint64 room) const
    {
        if (error.code != ErrorCode::Usage || room == largestBundle()) {
            return error;
        }
        return {ErrorCode::MediumFull,
            QStringLiteral("the medium has room for only %1 bytes more, and the next item does not fit; what is not "
                           "written stays due")
                .arg(room),
            m_places.folder()};
    }

    [[nodiscard]] Result<FileSystemFacts> lookAtMedium() const
    {
        auto seen = unlessStopped<Result<FileSystemFacts>>(
            m_conduct.stop, [folder = m_places.folder()] { return fileSystemOf(folder); });
        return seen ? *std::move(seen)
                    : fail(Error{ErrorCode::Cancelled, QStringLiteral("stopped on request"), m_places.folder()});
    }

    // What one bundle may take of the medium.
    Result<qint64> roomForBundle() const
    {
        const auto medium = lookAtMedium();
        if (!medium) {
            return fail(medium.error());
        }
        if (medium->readOnly) {
            return fail(
                Error{ErrorCode::MediumReadOnly, QStringLiteral("the medium cannot be written to"), m_places.folder()});
        }
        const qint64 free = medium->freeBytes - MediumReserve;
        if (free < SmallestBundle) {
            return fail(Error{ErrorCode::MediumFull,
                QStringLiteral("the medium has only %1 bytes free; what is not written stays due")
                    .arg(medium->freeBytes),
                m_places.folder()});
        }
        return std::min(largestBundle(), free);
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
            = ledger.bundles().beginOutgoing(m_peer.id(), id, m_shipment, index, m_places.folder() + QLatin1Char('/'));
        if (!record) {
            return fail(std::move(record).error());
        }
        Begun begun{*record, {id, m_session.station().id(), ledger.id(), m_peer.id(), record->sequence}, {}};
        begun.name = bundleFileName(begun.address);
        begun.record.path = m_places.folder() + QLatin1Char('/') + partNameOf(begun.name);
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
        auto file = MediumFile::create(m_places.folder(), begun.name, m_conduct);
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
        faultPoint("export.before-publishing");
        const auto path = file->publish();
        if (!path) {
            return fail(path.error());
        }
        faultPoint("export.after-publishing");
        auto recorded = proveAndRecord(begun, *written, *path, again);
        if (!recorded) {
            auto error = std::move(recorded).error();
            if (auto removed = removePublished(*path, m_conduct.stop); !removed) {
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
        SATCHEL_TRY(m_places.medium().require());
        faultPoint("export.after-reading-back");
        const auto record = recordOf(begun, written, path);
        SATCHEL_TRY(finishRecord(record));
        faultPoint("export.before-recording");
        SATCHEL_TRY(transaction->commit());
        faultPoint("export.after-recording");
        m_places.count(written.items);
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
        return enter(ledger.log(), logged::Exported,
            {QString::number(record.sequence), m_peer.alias, QString::number(record.items),
                QString::number(record.bytes), record.fileDigest.toString()},
            record.id.toString(), m_session.custodyName(m_places.folder(), record.path));
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
        SATCHEL_TRY(
            enter(ledger.log(), logged::GivenUp, {QString::number(begun.record.sequence), errorCodeName(why.code)},
                begun.record.id.toString(), m_session.custodyName(m_places.folder(), m_places.folder())));
        faultPoint("export.before-giving-up-a-number");
        SATCHEL_TRY(transaction->commit());
        faultPoint("export.after-giving-up-a-number");
        return {};
    }

    Session& m_session;
    const ExportOrder& m_order;
    ExportPlaces& m_places;
    const Peer& m_peer;
    const Conduct& m_conduct;
    ExportReport& m_report;
    DueItems m_source;
    Ulid m_shipment;
    QList<Ulid> m_receipted;
};

PeerExport::PeerExport(Session& session, const ExportOrder& order, ExportPlaces& places, const Peer& peer,
    DueFilter filter, const Conduct& conduct, ExportReport& report)
    : m_run{std::make_unique<Run>(session, order, places, peer, std::move(filter), conduct, report)}
{
}

PeerExport::~PeerExport() = default;

Result<void> PeerExport::run()
{
    return m_run->run();
}

Result<ItemStore::DueTotal> PeerExport::left() const
{
    return m_run->left();
}

} // namespace satchel
