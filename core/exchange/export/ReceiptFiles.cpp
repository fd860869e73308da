#include "ReceiptFiles.h"

#include <core/base/File.h>
#include <core/bundle/Limits.h>
#include <core/bundle/Receipt.h>

#include <QDir>
#include <QFileInfo>

namespace satchel {

namespace {

Result<ReceiptFacts> receiptFactsOf(const Session& session, const IncomingBundle& bundle)
{
    auto refused = session.ledger().bundles().refusedOf(bundle.from, bundle.id);
    if (!refused) {
        return fail(std::move(refused).error());
    }
    return ReceiptFacts{bundle.id, bundle.labelDigest, session.station().id(), session.ledger().id(), bundle.at,
        bundle.verdict, bundle.items, *std::move(refused)};
}

Result<QByteArray> signReceipt(Session& session, const IncomingBundle& bundle)
{
    const auto facts = receiptFactsOf(session, bundle);
    if (!facts) {
        return fail(facts.error());
    }
    const auto signer = session.station().signingIdentity();
    if (!signer) {
        return fail(signer.error());
    }
    return Receipt::create(*facts, *signer, session.station().now());
}

Result<QList<IncomingBundle>> chooseBundles(const Session& session, const QString& prefix)
{
    QList<IncomingBundle> chosen;
    for (const auto& peer : session.station().peers().all()) {
        const auto some = prefix.isEmpty()
            ? session.ledger().bundles().receiptsDue(peer.id(), static_cast<int>(limits::Parts))
            : session.ledger().bundles().allIncoming(peer.id());
        if (!some) {
            return fail(some.error());
        }
        std::copy_if(some->begin(), some->end(), std::back_inserter(chosen),
            [&](const IncomingBundle& bundle) { return bundle.id.toString().startsWith(prefix.toUpper()); });
    }
    if (!prefix.isEmpty() && chosen.isEmpty()) {
        return fail(ErrorCode::NotFound, QStringLiteral("no bundle %1 was imported here").arg(prefix));
    }
    if (!prefix.isEmpty() && chosen.size() > 1) {
        return fail(ErrorCode::Usage,
            QStringLiteral("%1 bundles begin with %2: give more of the id").arg(chosen.size()).arg(prefix));
    }
    return chosen;
}

// What a run that was killed left of this receipt, which nobody but this station writes. It does no harm if it stays.
void removeLeftovers(const QString& folder, const QString& name)
{
    QDir there{folder};
    for (const auto& leftover : there.entryList({QStringLiteral(".%1.*.part").arg(name)}, QDir::Files | QDir::Hidden)) {
        there.remove(leftover);
    }
}

Result<void> writeAll(Session& session, const QString& prefix, const QString& target, ReceiptReport& report)
{
    const auto bundles = chooseBundles(session, prefix);
    if (!bundles) {
        return fail(bundles.error());
    }
    const bool intoFolder = target.isEmpty() || prefix.isEmpty() || QFileInfo{target}.isDir();
    const auto folder = target.isEmpty() ? QStringLiteral(".") : target;
    if (intoFolder && !bundles->isEmpty()) {
        SATCHEL_TRY(makeFolder(folder));
    }
    for (const auto& bundle : *bundles) {
        const auto file = signReceipt(session, bundle);
        if (!file) {
            return fail(file.error());
        }
        const auto name = bundle.id.toString() + QStringLiteral(".receipt");
        if (intoFolder) {
            removeLeftovers(folder, name);
        }
        const auto path = intoFolder ? folder + QLatin1Char('/') + name : target;
        SATCHEL_TRY(writeFileAtomically(path, *file));
        report.receipts.append({bundle.id.toString(), bundle.from.toString(), path});
    }
    return {};
}

} // namespace

Result<QList<QByteArray>> signReceipts(Session& session, const QList<IncomingBundle>& bundles)
{
    QList<QByteArray> receipts;
    for (const auto& bundle : bundles) {
        auto receipt = signReceipt(session, bundle);
        if (!receipt) {
            return fail(std::move(receipt).error());
        }
        receipts.append(*std::move(receipt));
    }
    return receipts;
}

ReceiptReport writeReceipts(Session& session, const QString& bundle, const QString& target)
{
    ReceiptReport report;
    auto done = writeAll(session, bundle, target, report);
    if (!done) {
        report.failure = std::move(done).error();
    }
    return report;
}

Outcome ReceiptReport::outcome() const
{
    return failure ? outcomeOf(*failure) : Outcome::Done;
}

void ReceiptReport::writeJson(JsonWriter& writer) const
{
    writer.key(u"receipts").beginArray();
    for (const auto& receipt : receipts) {
        writer.beginObject().member(u"bundle", receipt.bundle).member(u"from", receipt.from);
        writer.member(u"path", receipt.path).endObject();
    }
    writer.endArray();
    if (failure) {
        writeError(writer, *failure);
    }
}

} // namespace satchel
