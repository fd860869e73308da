#include "BundleWriter.h"

#include <core/base/BatchSize.h>
#include <core/base/FaultPoint.h>
#include <core/base/OrderedPipeline.h>
#include <core/bundle/BundleEntries.h>
#include <core/bundle/Limits.h>
#include <core/bundle/UstarArchive.h>
#include <core/crypto/Digest.h>
#include <core/crypto/Envelope.h>
#include <core/crypto/Signature.h>

#include <algorithm>
#include <iterator>
#include <utility>

namespace satchel {

namespace {

qint64 entrySize(qint64 contentSize)
{
    return ustar::BlockSize + contentSize + ustar::paddingSize(contentSize);
}

// The container on its way into the file, digested as it goes.
class ContainerOutput final {
public:
    explicit ContainerOutput(MediumFile& file)
        : m_file{&file}
    {
    }

    // In one piece: each is a call that may have to be waited for.
    Result<void> putEntry(const QByteArray& name, const QByteArray& content)
    {
        return put(ustar::header(name, content.size()) + content + ustar::padding(content.size()));
    }

    Result<void> put(QByteArray bytes)
    {
        m_digest.add(bytes);
        m_size += bytes.size();
        return m_file->write(std::move(bytes));
    }

    [[nodiscard]] qint64 size() const { return m_size; }
    [[nodiscard]] Sha256Digest digest() { return Sha256Digest::fromBytes(m_digest.finish()); }

private:
    MediumFile* m_file;
    Sha256 m_digest;
    qint64 m_size = 0;
};

// The most that what is not yet written may take, judged before anything is compressed or encrypted.
class Bounds final {
public:
    explicit Bounds(const BundlePlan& plan)
        : m_most{plan.mostBytes > 0 ? std::min(plan.mostBytes, limits::Bundle) : limits::Bundle}
    {
        // A recipient's entry holds its issuer and something as long as its key, a signature its certificate, something
        // as long as the key and the issuer twice: none of them is longer than the certificate.
        m_envelope = Overhead;
        for (const auto& recipient : plan.recipients) {
            m_envelope += Overhead + recipient.der().size();
        }
        m_closing = entrySize(LabelWithoutParts) + entrySize(2 * Overhead + 4 * plan.signer.certificate.der().size())
            + ustar::end().size();
    }

    [[nodiscard]] qint64 mostBytes() const { return m_most; }

    // Of a part in the file, its line in the label included.
    [[nodiscard]] qint64 ofPart(qint64 archiveSize) const
    {
        return entrySize(compressedBound(archiveSize) + m_envelope) + PerLabelLine;
    }

    [[nodiscard]] qint64 ofClosing(qint64 parts) const { return m_closing + parts * PerLabelLine; }

private:
    static constexpr qint64 Overhead = 512; // object identifiers, lengths, nonce, tag, digests
    static constexpr qint64 PerLabelLine = 200;
    static constexpr qint64 LabelWithoutParts = 1024;

    qint64 m_most;
    qint64 m_envelope;
    qint64 m_closing;
};

struct Job {
    PartContent content;
    qint64 reserved = 0; // bytes of the file
};

struct PackedPart {
    std::vector<qint64> numbers; // of its items
    QByteArray envelope;
    Sha256Digest sha256;
    qint64 plainSize = 0;
    qint64 reserved = 0;
};

Result<PackedPart> packPart(Job job, const BundlePlan& plan, const std::stop_token& stop)
{
    if (stop.stop_requested()) {
        return fail(ErrorCode::Cancelled, QStringLiteral("stopped on request"));
    }
    PackedPart part;
    const auto archive = partArchive(job.content, plan.address);
    if (!archive) {
        return fail(archive.error());
    }
    const auto frame = compressPart(*archive);
    if (!frame) {
        return fail(frame.error());
    }
    auto envelope = encrypt(*frame, plan.recipients);
    if (!envelope) {
        return fail(std::move(envelope).error());
    }
    std::transform(job.content.items.begin(), job.content.items.end(), std::back_inserter(part.numbers),
        [](const PartItem& item) { return item.number; });
    part.envelope = *std::move(envelope);
    part.sha256 = sha256(part.envelope);
    part.plainSize = archive->size();
    part.reserved = job.reserved;
    return part;
}

class WritingRun final {
public:
    WritingRun(const BundlePlan& plan, ItemSource& source, MediumFile& file, const ItemsWritten& written,
        const Conduct& conduct)
        : m_plan{plan}
        , m_source{source}
        , m_written{written}
        , m_conduct{conduct}
        , m_output{file}
        , m_bounds{plan}
    {
    }

    Result<WrittenBundle> run()
    {
        SATCHEL_TRY(m_output.putEntry(entries::Mimetype, entries::MimetypeContent));
        SATCHEL_TRY(writeParts());
        return close();
    }

private:
    // What a part takes is known only when it is packed; until then its bound is reserved. So whenever no further part
    // fits, those under way are waited for and the room they left is looked at again.
    Result<void> writeParts()
    {
        OrderedPipeline<Job, Result<PackedPart>> pipeline{
            [this](Job job) { return packPart(std::move(job), m_plan, m_conduct.stop); }, m_plan.threads,
            [](const Job& job) { return 2 * job.reserved; }};
        do {
            m_begunInRound = false;
            SATCHEL_TRY(pipeline.run([this] { return nextPart(); },
                [this](Result<PackedPart> part) { return takePart(std::move(part)); }, m_conduct.stop));
        } while (m_begunInRound && !m_ended);
        if (m_parts.isEmpty()) {
            return fail(ErrorCode::Usage,
                QStringLiteral("not even one item fits into %1 bytes; allow larger bundles").arg(m_bounds.mostBytes()));
        }
        return {};
    }

    // nullopt: nothing left, or nothing that surely fits now.
    Result<std::optional<Job>> nextPart()
    {
        Job job;
        job.content.number = m_begun + 1;
        job.content.matters = m_begun == 0 ? mattersThatFit() : PartMatters{};
        qint64 archiveSize = archiveBound(job.content.matters);
        // With a large item beside them the part might outgrow its limit.
        const bool mattersAlone = archiveSize > limits::TargetPart / 4;
        constexpr int Most{limits::ItemsPerPart};
        auto items = m_source.take(std::clamp(room(), qint64{1}, limits::TargetPart), itemsPerBatch(Most));
        if (!items) {
            return fail(std::move(items).error());
        }
        m_exhausted = items->empty();
        SATCHEL_TRY(choose(mattersAlone ? 0 : items->size(), *items, job, archiveSize));
        giveBack(*std::move(items));
        job.reserved = m_bounds.ofPart(archiveSize);
        const bool worthAPart = !job.content.items.empty() || (m_begun == 0 && (m_exhausted || mattersAlone));
        if (!worthAPart || job.reserved > room() || m_begun == limits::Parts) {
            m_ended = m_exhausted || m_begun == limits::Parts;
            giveBack(std::move(job.content.items));
            return std::nullopt;
        }
        ++m_begun;
        m_begunInRound = true;
        m_reserved += job.reserved;
        return job;
    }

    [[nodiscard]] PartMatters mattersThatFit() const
    {
        auto matters = m_plan.matters;
        matters.voidSequences.resize(std::min<qsizetype>(matters.voidSequences.size(), limits::VoidsPerBundle));
        return matters;
    }

    // Moves the first items, as many as belong into this part, out of `items`.
    Result<void> choose(std::size_t most, std::vector<PartItem>& items, Job& job, qint64& archiveSize) const
    {
        std::size_t chosen = 0;
        while (chosen < most) {
            SATCHEL_TRY(checkCarriable(items[chosen]));
            const qint64 grown = archiveSize + archiveGrowthBound(items[chosen]);
            if ((chosen > 0 && grown > limits::TargetPart) || m_bounds.ofPart(grown) > room()) {
                break;
            }
            archiveSize = grown;
            ++chosen;
        }
        const auto firstLeft = items.begin() + static_cast<std::ptrdiff_t>(chosen);
        std::vector<PartItem> left{std::make_move_iterator(firstLeft), std::make_move_iterator(items.end())};
        items.erase(firstLeft, items.end());
        job.content.items = std::exchange(items, std::move(left));
        return {};
    }

    void giveBack(std::vector<PartItem> items) const
    {
        if (!items.empty()) {
            m_source.putBack(std::move(items));
        }
    }

    // Bytes that the parts yet to come may take.
    [[nodiscard]] qint64 room() const
    {
        return m_bounds.mostBytes() - m_output.size() - m_reserved - m_bounds.ofClosing(m_parts.size());
    }

    Result<void> takePart(Result<PackedPart> packed)
    {
        if (!packed) {
            return fail(std::move(packed).error());
        }
        const auto name = partEntryName(m_parts.size() + 1);
        if (packed->envelope.size() > limits::Part || entrySize(packed->envelope.size()) > packed->reserved) {
            return fail(ErrorCode::Internal, QStringLiteral("%1 is larger than it can be").arg(name));
        }
        SATCHEL_TRY(m_output.putEntry(name.toLatin1(), packed->envelope));
        faultPoint("bundle.after-a-part");
        m_parts.append(PartEntry{name, packed->envelope.size(), packed->sha256, packed->plainSize});
        m_reserved -= packed->reserved;
        if (!packed->numbers.empty()) {
            SATCHEL_TRY(m_written(packed->numbers));
        }
        m_items += std::ssize(packed->numbers);
        m_conduct.tell({QStringLiteral("packing"), m_items, 0, QStringLiteral("items")});
        return {};
    }

    Result<WrittenBundle> close()
    {
        if (m_conduct.stopRequested()) {
            return fail(ErrorCode::Cancelled, QStringLiteral("stopped on request"));
        }
        WrittenBundle bundle;
        bundle.label = label();
        const auto json = bundle.label.toJson();
        const auto signature = signDetached(json, m_plan.signer.key, m_plan.signer.certificate, m_plan.created);
        if (!signature) {
            return fail(signature.error());
        }
        SATCHEL_TRY(m_output.putEntry(entries::Label, json));
        SATCHEL_TRY(m_output.putEntry(entries::LabelSignature, *signature));
        SATCHEL_TRY(m_output.put(ustar::end()));
        bundle.labelDigest = sha256(json);
        bundle.fileDigest = m_output.digest();
        bundle.items = m_items;
        bundle.bytes = m_output.size();
        return bundle;
    }

    [[nodiscard]] Label label() const
    {
        Label label;
        label.address = m_plan.address;
        label.shipment = m_plan.shipment;
        label.shipmentIndex = m_plan.shipmentIndex;
        label.shipmentLast = m_exhausted;
        label.created = m_plan.created;
        label.notAfter = m_plan.notAfter;
        label.parts = m_parts;
        label.producer = QStringLiteral("satchel " SATCHEL_VERSION);
        return label;
    }

    const BundlePlan& m_plan;
    ItemSource& m_source;
    const ItemsWritten& m_written;
    const Conduct& m_conduct;
    ContainerOutput m_output;
    Bounds m_bounds;

    QList<PartEntry> m_parts; // in the file
    qint64 m_begun = 0; // parts in the file or on their way
    qint64 m_reserved = 0; // for those on their way
    qint64 m_items = 0; // in the file
    bool m_exhausted = false;
    bool m_ended = false;
    bool m_begunInRound = false;
};

} // namespace

Result<WrittenBundle> writeBundle(
    const BundlePlan& plan, ItemSource& source, MediumFile& file, const ItemsWritten& written, const Conduct& conduct)
{
    return WritingRun{plan, source, file, written, conduct}.run();
}

} // namespace satchel
