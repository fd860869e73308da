#include "Gather.h"

#include "Candidate.h"
#include "SourceWalk.h"

#include <core/base/BatchSize.h>
#include <core/base/FaultPoint.h>
#include <core/base/File.h>
#include <core/base/OrderedPipeline.h>
#include <core/crypto/DerReader.h>
#include <core/exchange/pair/CmpTransaction.h>
#include <core/exchange/pair/Editions.h>
#include <core/exchange/pair/Pairing.h>
#include <core/exchange/session/LogSentences.h>

#include <QFile>
#include <QFileInfo>
#include <QSet>

#include <memory>
#include <numeric>
#include <vector>

#include <unistd.h>

namespace satchel {

namespace {

constexpr int ItemsPerCommit = 2000;
constexpr qint64 BytesPerCommit = 16 * 1024 * 1024;
// What goes to a worker thread at once: handing one small file over costs as much as checking it.
constexpr int FilesAtOnce = 16;
constexpr qint64 BytesAtOnce = 256 * 1024;
constexpr unsigned BatchesAhead = 8; // for each thread; a commit takes as long as checking that many

constexpr const char* SidecarEnding = ".meta";

QString sidecarPathOf(const QString& path)
{
    return path + QLatin1StringView{SidecarEnding};
}

struct SourceFile {
    QString path; // "-" for standard input
    std::optional<QByteArray> content; // of standard input
    std::optional<FileLook> look; // before it was read
    qint64 sidecarSize = 0;

    [[nodiscard]] qint64 size() const { return (look ? look->size : 0) + sidecarSize; }
};

struct Examined {
    QString path;
    std::optional<FileLook> look;
    bool hasSidecar = false;
    std::vector<Candidate> candidates; // one, but for a batch
    std::optional<Error> refusal;
};

Result<std::optional<Sidecar>> readSidecar(const QString& path)
{
    const auto sidecarPath = sidecarPathOf(path);
    const auto bytes = readFileIfThere(sidecarPath, Sidecar::LargestFile);
    if (!bytes) {
        return fail(Error{bytes.error()}.withContext(QStringLiteral("its sidecar")));
    }
    if (!*bytes) {
        return std::nullopt;
    }
    auto sidecar = Sidecar::parse(**bytes);
    if (!sidecar) {
        return fail(std::move(sidecar).error().withContext(QStringLiteral("its sidecar")).withFile(sidecarPath));
    }
    return *std::move(sidecar);
}

// A file whose outer DER length is not reached yet is still being written by somebody, or was cut.
Result<void> requireWhole(const QByteArray& bytes)
{
    if (bytes.isEmpty()) {
        return fail(ErrorCode::Empty, QStringLiteral("the file is empty"));
    }
    const auto total = derTotalLength(bytes);
    if (bytes.startsWith('\x30') && total && *total > bytes.size()) {
        return fail(ErrorCode::Malformed,
            QStringLiteral("the file ends after %1 of %2 bytes: it was cut, or is still being written")
                .arg(bytes.size())
                .arg(*total));
    }
    return {};
}

Result<void> requireUnchanged(const std::optional<FileLook>& now, const Examined& examined)
{
    return now && now == examined.look
        ? Result<void>{}
        : fail(ErrorCode::Unreadable,
              QStringLiteral("the file changed while it was read; it is left for the next time"));
}

Result<QByteArray> contentOf(const SourceFile& source, Examined& examined, qint64 largest)
{
    if (source.content) {
        if (source.content->size() > largest) {
            return fail(ErrorCode::TooLarge, QStringLiteral("more than %1 bytes came on standard input").arg(largest));
        }
        return *source.content;
    }
    auto seen = readAndLook(source.path, largest);
    if (seen && seen->look != examined.look) {
        // Since it was listed, which may be a while ago: once more.
        examined.look = FileLook::at(source.path);
        seen = readAndLook(source.path, largest);
    }
    if (!seen) {
        return fail(std::move(seen).error());
    }
    SATCHEL_TRY(requireUnchanged(seen->look, examined));
    return std::move(seen->bytes);
}

Result<std::vector<Candidate>> examineFile(
    const SourceFile& source, Examined& examined, const Judge& judge, qint64 largest)
{
    const auto bytes = contentOf(source, examined, largest);
    if (!bytes) {
        return fail(bytes.error());
    }
    SATCHEL_TRY(requireWhole(*bytes));
    std::optional<Sidecar> sidecar;
    if (!source.content) {
        auto read = readSidecar(source.path);
        if (!read) {
            return fail(std::move(read).error());
        }
        sidecar = *std::move(read);
        examined.hasSidecar = sidecar.has_value();
        // Both may have been put anew in between: nobody's key may be vouched for by another's record.
        SATCHEL_TRY(requireUnchanged(FileLook::at(source.path), examined));
    }
    return candidatesFromFile(*bytes, sidecar, QFileInfo{source.path}.fileName(), judge);
}

// "-" stands for standard input, which is not on the disk.
QStringList pathsOnDisk(const GatherOrder& order)
{
    auto paths = order.paths;
    if (order.standardInput) {
        paths.removeAll(QStringLiteral("-"));
    }
    return paths;
}

// One run of gather: a pipeline of workers that examine files, and this object, on the calling thread, that stores
// them.
class GatherRun final {
public:
    GatherRun(Session& session, const GatherOrder& order, const Conduct& conduct)
        : m_session{session}
        , m_order{order}
        , m_conduct{conduct}
        , m_walk{pathsOnDisk(order), SidecarEnding,
              [this](const SourceWalk::Skipped& skipped) { noteSkipped(skipped); }}
        , m_judge{session.station().id(), session.role(), session.station().trust(),
              session.station().settings().policy.voucherRequestDays, session.station().now()}
    {
    }

    GatherReport run()
    {
        const auto largest = m_session.station().settings().policy.itemBytes;
        OrderedPipeline<std::vector<SourceFile>, std::vector<Examined>> pipeline{
            [this, largest](const std::vector<SourceFile>& sources) {
                std::vector<Examined> all;
                for (const auto& source : sources) {
                    all.push_back(examine(source, largest));
                }
                return all;
            },
            m_session.threads(), &weightOf, BatchesAhead};
        auto done = pipeline.run([this] { return nextSources(); },
            [this](std::vector<Examined> all) { return takeAll(std::move(all)); }, m_conduct.stop);
        if (done) {
            done = commit();
        }
        if (!done) {
            m_batch = {}; // undone: the report names only what was committed before
            m_report.failure = std::move(done).error();
        }
        return std::move(m_report);
    }

private:
    // Measured: what is made of a file is some times as large, however small the file is.
    static std::int64_t weightOf(const std::vector<SourceFile>& sources)
    {
        constexpr std::int64_t OfEach = 8 * 1024;
        return std::accumulate(sources.begin(), sources.end(), std::int64_t{0},
            [](std::int64_t sum, const SourceFile& source) { return sum + OfEach + 4 * source.size(); });
    }

    // On a worker thread.
    [[nodiscard]] Examined examine(const SourceFile& source, qint64 largest) const
    {
        Examined examined{source.path, source.look, false, {}, {}};
        auto candidates = examineFile(source, examined, m_judge, largest);
        if (candidates) {
            examined.candidates = *std::move(candidates);
        } else {
            examined.refusal = std::move(candidates).error();
        }
        return examined;
    }

    Result<std::optional<std::vector<SourceFile>>> nextSources()
    {
        std::vector<SourceFile> sources;
        for (qint64 bytes = 0; std::ssize(sources) < itemsPerBatch(FilesAtOnce) && bytes < BytesAtOnce;) {
            auto source = nextSource();
            if (!source) {
                break;
            }
            bytes += source->size();
            sources.push_back(*std::move(source));
        }
        return sources.empty() ? std::nullopt : std::optional{std::move(sources)};
    }

    std::optional<SourceFile> nextSource()
    {
        if (m_order.standardInput && !m_standardInputTaken) {
            m_standardInputTaken = true;
            return SourceFile{QStringLiteral("-"), m_order.standardInput, std::nullopt, 0};
        }
        const auto file = m_walk.next();
        if (!file) {
            return std::nullopt;
        }
        const auto sidecar = FileLook::at(sidecarPathOf(file->path));
        return SourceFile{file->path, std::nullopt, file->look, sidecar ? sidecar->size : 0};
    }

    void noteSkipped(const SourceWalk::Skipped& skipped)
    {
        if (skipped.isFailure) {
            refuse(skipped.path, {skipped.code, skipped.reason});
        } else {
            m_report.warnings.append(warning({}, QStringLiteral("%1: %2").arg(skipped.path, skipped.reason)));
        }
    }

    void refuse(const QString& path, const Error& error)
    {
        JsonWriter row;
        row.beginObject();
        row.member(u"path", path).member(u"code", errorCodeName(error.code)).member(u"reason", error.message);
        row.endObject();
        m_report.refused.append(row);
    }

    static QByteArray warning(const QString& item, const QString& text)
    {
        JsonWriter row;
        row.beginObject().member(u"item", item).member(u"text", text).endObject();
        return row.text();
    }

    // Of an item, and told only if it is committed.
    void warn(const QString& item, const QString& text) { m_batch.warnings.append(warning(item, text)); }

    Result<void> takeAll(std::vector<Examined> all)
    {
        for (auto& examined : all) {
            if (m_conduct.stop.stop_requested()) {
                return fail(ErrorCode::Cancelled, QStringLiteral("stopped on request"));
            }
            SATCHEL_TRY(take(std::move(examined)));
        }
        return {};
    }

    Result<void> take(Examined examined)
    {
        m_conduct.tell({QStringLiteral("checking"), ++m_seen, 0, QStringLiteral("items")});
        if (examined.refusal) {
            refuse(examined.path, *examined.refusal);
            return {};
        }
        SATCHEL_TRY(beginBatch());
        for (auto& candidate : examined.candidates) {
            SATCHEL_TRY(store(candidate));
            ++m_batch.items;
        }
        if (m_order.remove && examined.look) {
            m_batch.sources.append(std::move(examined));
        }
        if (m_batch.items >= itemsPerBatch(ItemsPerCommit) || m_batch.bytes >= BytesPerCommit) {
            return commit();
        }
        return {};
    }

    Result<void> beginBatch()
    {
        if (!m_batch.transaction) {
            auto transaction = m_session.ledger().begin();
            if (!transaction) {
                return fail(std::move(transaction).error());
            }
            m_batch.transaction = std::make_unique<Transaction>(*std::move(transaction));
        }
        return {};
    }

    Result<void> store(Candidate& candidate)
    {
        m_batch.bytes += candidate.content.bytes.size();
        SATCHEL_TRY(chooseReading(candidate));
        auto& item = candidate.content.item;
        SATCHEL_TRY(completeConfirmation(m_session.ledger(), candidate, m_judge.now));
        std::optional<Item> request;
        // What only says "wait" ends no request and stays here.
        const bool isAnswer = mayBeSentBy(StationRole::Backend, item.kind) && item.kind != Kind::Waiting;
        if (m_judge.role == StationRole::Backend && isAnswer) {
            auto paired = pairGathered(m_session.ledger(), candidate);
            if (!paired) {
                return fail(std::move(paired).error());
            }
            applyPairing(item, *paired);
            request = paired->request;
        } else if (m_judge.role == StationRole::Site && isRequest(item.kind)) {
            const auto same = findSameRequest(m_session.ledger(), candidate);
            if (!same) {
                return fail(same.error());
            }
            if (*same) {
                ++m_batch.counts.duplicates;
                return {};
            }
        }
        const auto added = m_session.ledger().items().add(candidate.content);
        if (!added) {
            return fail(added.error());
        }
        SATCHEL_TRY(rememberDeviceFacts(m_session.ledger(), item, candidate.devices));
        return *added ? noteTaken(candidate, request) : lookAgain(candidate, request);
    }

    // Certificates of CAs answer a request if there is one; without any they are for all.
    Result<void> chooseReading(Candidate& candidate) const
    {
        if (!candidate.asAnswer) {
            return {};
        }
        const auto asked = isAskedFor(m_session.ledger(), *candidate.asAnswer);
        if (!asked) {
            return fail(asked.error());
        }
        if (*asked) {
            candidate = Candidate{*candidate.asAnswer};
        }
        return {};
    }

    static void applyPairing(Item& item, const Pairing& pairing)
    {
        if (pairing.obstacle) {
            item.state = ItemState::Held;
            item.reason = pairing.obstacle; // graver than whatever else it may be held for
        }
        if (pairing.request) {
            item.inReplyTo = pairing.request->id;
            item.peer = pairing.request->origin;
            item.device = pairing.request->device.isEmpty() ? item.device : pairing.request->device;
        }
        item.warnings += pairing.warnings;
    }

    Result<void> noteTaken(const Candidate& candidate, const std::optional<Item>& request)
    {
        const auto& item = candidate.content.item;
        if (isListed(item.kind)) {
            ++m_batch.counts.gathered;
        }
        m_batch.newItems.append(item.id);
        for (const auto& warning : item.warnings) {
            warn(item.id.toString(), warning);
        }
        if (item.state == ItemState::Held) {
            ++m_batch.counts.held;
            warn(item.id.toString(),
                QStringLiteral("held: %1: %2").arg(errorCodeName(item.reason->code), item.reason->text));
        }
        m_batch.counts.paired += request ? 1 : 0;
        return settle(candidate, request);
    }

    // An item that was held before and would not be held now (an anchor was added, its request came in) goes on. One
    // that is held for something else besides learns which request it answers, so that a person can release it.
    Result<void> lookAgain(const Candidate& candidate, const std::optional<Item>& request)
    {
        ++m_batch.counts.duplicates;
        const auto& item = candidate.content.item;
        const auto known = m_session.ledger().items().get(item.id);
        if (!known) {
            return fail(known.error());
        }
        if (known->state == ItemState::Superseded && !candidate.object->series().isEmpty()) {
            warn(item.id.toString(),
                QStringLiteral("it is there already and superseded by a newer edition: %1").arg(known->reason->text));
        }
        if (known->state != ItemState::Held) {
            return {};
        }
        auto& items = m_session.ledger().items();
        const bool isHeldStill = item.state == ItemState::Held;
        if (request && (!isHeldStill || known->inReplyTo.isNull())) {
            SATCHEL_TRY(items.bindAnswer(item.id, request->id, request->origin));
            ++m_batch.counts.paired;
        }
        if (isHeldStill) {
            // Only what the ledger has learned since: without its file's name it may look as if nobody had asked.
            const bool isNews = request && item.reason->text != known->reason->text;
            return isNews ? items.setHoldReason(item.id, *item.reason) : Result<void>{};
        }
        SATCHEL_TRY(items.setState(item.id, item.state));
        return settle(candidate, request);
    }

    // What an item that goes its way means for others.
    Result<void> settle(const Candidate& candidate, const std::optional<Item>& request)
    {
        const auto& item = candidate.content.item;
        if (item.state == ItemState::Held) {
            return {};
        }
        if (request) {
            return settleRequest(m_session.ledger(), request->id, item);
        }
        if (!candidate.object->series().isEmpty()) {
            const auto superseded = supersedeOlderEditions(m_session.ledger(), item.kind, item.correlation, item.peer);
            if (!superseded) {
                return fail(superseded.error());
            }
            m_batch.counts.superseded += *superseded;
            return *superseded > 0 ? tellIfOutdated(item.id) : Result<void>{};
        }
        if (m_judge.role == StationRole::Site) {
            const auto superseded = supersedeOlder(m_session.ledger(), candidate);
            if (!superseded) {
                return fail(superseded.error());
            }
            m_batch.counts.superseded += *superseded;
        }
        return {};
    }

    // An edition may be older than one that came before it.
    Result<void> tellIfOutdated(const ItemId& id)
    {
        const auto item = m_session.ledger().items().get(id);
        if (!item) {
            return fail(item.error());
        }
        if (item->state == ItemState::Superseded) {
            warn(id.toString(), QStringLiteral("superseded: %1").arg(item->reason->text));
        }
        return {};
    }

    Result<void> record(const auto& counts)
    {
        QStringList about{
            QString::number(counts.gathered), QString::number(counts.duplicates), QString::number(counts.held)};
        if (!m_order.from.isEmpty()) {
            about.insert(1, m_order.from);
        }
        return enter(m_session.ledger().log(), m_order.from.isEmpty() ? logged::Gathered : logged::GatheredFrom, about);
    }

    // Only what is committed counts; sources go only afterwards.
    Result<void> commit()
    {
        auto batch = std::exchange(m_batch, {});
        if (batch.transaction) {
            SATCHEL_TRY(record(batch.counts));
            faultPoint("gather.before-commit");
            SATCHEL_TRY(batch.transaction->commit());
            faultPoint("gather.after-commit");
        }
        m_report.gathered += batch.counts.gathered;
        m_report.duplicates += batch.counts.duplicates;
        m_report.paired += batch.counts.paired;
        m_report.superseded += batch.counts.superseded;
        m_report.held += batch.counts.held;
        for (const auto& id : batch.newItems) {
            m_report.items.append(JsonWriter{}.value(id.toString()));
        }
        for (const auto& warning : batch.warnings) {
            m_report.warnings.append(warning);
        }
        removeSources(batch.sources);
        return {};
    }

    void removeSources(const QList<Examined>& sources)
    {
        QSet<QString> folders;
        for (const auto& source : sources) {
            if (FileLook::at(source.path) != source.look) {
                continue; // somebody put another file in its place: that one was not taken
            }
            const bool removed = ::unlink(QFile::encodeName(source.path).constData()) == 0;
            if (removed && source.hasSidecar) {
                ::unlink(QFile::encodeName(sidecarPathOf(source.path)).constData());
            }
            if (!removed) {
                m_report.warnings.append(
                    warning({}, QStringLiteral("%1 was taken but cannot be removed").arg(source.path)));
            }
            folders.insert(QFileInfo{source.path}.path());
            faultPoint("gather.after-removing-a-source");
        }
        for (const auto& folder : folders) {
            (void)syncFolder(folder); // a source that comes back is a duplicate, no harm
        }
    }

    struct Counts {
        qint64 gathered = 0;
        qint64 duplicates = 0;
        qint64 paired = 0;
        qint64 superseded = 0;
        qint64 held = 0;
    };

    struct Batch {
        std::unique_ptr<Transaction> transaction;
        int items = 0;
        qint64 bytes = 0;
        Counts counts;
        QList<ItemId> newItems;
        QList<QByteArray> warnings;
        QList<Examined> sources;
    };

    Session& m_session;
    const GatherOrder& m_order;
    const Conduct& m_conduct;
    SourceWalk m_walk;
    Judge m_judge;
    bool m_standardInputTaken = false;
    qint64 m_seen = 0;
    Batch m_batch;
    GatherReport m_report;
};

} // namespace

GatherReport gather(Session& session, const GatherOrder& order, const Conduct& conduct)
{
    return GatherRun{session, order, conduct}.run();
}

Outcome GatherReport::outcome() const
{
    return failure ? outcomeOf(*failure) : outcomeOf(gathered + duplicates, refused.size());
}

void GatherReport::writeJson(JsonWriter& writer) const
{
    writer.member(u"gathered", gathered).member(u"duplicates", duplicates).member(u"paired", paired);
    writer.member(u"superseded", superseded).member(u"held", held);
    writer.key(u"refused");
    refused.writeTo(writer);
    writer.key(u"warnings");
    warnings.writeTo(writer);
    writer.key(u"items");
    items.writeTo(writer);
    if (failure) {
        writeError(writer, *failure);
    }
}

} // namespace satchel
