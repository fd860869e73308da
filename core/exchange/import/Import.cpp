#include "Import.h"

#include "Admission.h"
#include "Contents.h"
#include "ImportInputs.h"
#include "ReceiptIntake.h"

#include <core/base/Allocator.h>
#include <core/base/BatchSize.h>
#include <core/base/FaultPoint.h>
#include <core/base/JsonText.h>
#include <core/bundle/Limits.h>
#include <core/exchange/pair/Editions.h>
#include <core/exchange/pair/Pairing.h>
#include <core/exchange/pair/Transactions.h>
#include <core/exchange/session/LogSentences.h>

#include <QFileInfo>

#include <memory>
#include <set>
#include <utility>

namespace satchel {

namespace {

constexpr int ItemsPerStaging = 1000;

// What is wrong with this station, not with the bundle: to call the bundle refused would be a lie, and the next one
// would fare no better.
bool isOwnTrouble(const Error& error)
{
    return error.code == ErrorCode::NoSpaceForLedger || error.code == ErrorCode::DatabaseUnavailable
        || error.code == ErrorCode::StationInUse || error.code == ErrorCode::KeyUnavailable
        || error.code == ErrorCode::WrongPassphrase || error.code == ErrorCode::Internal;
}

std::optional<qint64> sizeOf(const QString& path)
{
    const QFileInfo file{path};
    return file.isFile() ? std::optional{file.size()} : std::nullopt;
}

// Import of one bundle: admitted, read, staged, committed in one transaction.
class BundleImport final {
public:
    BundleImport(Session& session, bool dryRun, const Conduct& conduct, ImportReport& report)
        : m_session{session}
        , m_dryRun{dryRun}
        , m_conduct{conduct}
        , m_report{report}
    {
    }

    // The error is one that must end the whole verb; everything else is in the report.
    Result<void> run(const FoundBundle& bundle)
    {
        m_result.path = bundle.path;
        m_result.size = sizeOf(bundle.path);
        m_folder = bundle.folder();
        auto done = importOne();
        if (!done) {
            auto error = bundle.medium ? bundle.medium->explain(std::move(done).error()) : std::move(done).error();
            const bool endsAll = error.code == ErrorCode::Cancelled || isOwnTrouble(error);
            auto forgotten = m_dryRun ? Result<void>{} : forget(endsAll ? std::nullopt : std::optional{error});
            if (endsAll) {
                return fail(std::move(error)); // this is what began it, whatever came of tidying up
            }
            SATCHEL_TRY(forgotten);
            m_result.verdict = QStringLiteral("refused");
            m_result.refused = {};
            m_result.added = 0;
            m_result.duplicates = 0;
            m_result.held = 0;
            m_result.failure = std::move(error);
        }
        m_report.bundles.append(std::move(m_result));
        return {};
    }

private:
    Result<void> importOne()
    {
        QList<Check> checks;
        Claims claims;
        const AdmissionContext context{&m_session.station(), &m_session.ledger(), nullptr, m_session.station().now()};
        auto admission = admit(m_result.path, context, checks, claims);
        noteClaims(claims);
        if (!admission) {
            return fail(std::move(admission).error());
        }
        if (!admission->addressedToUs) {
            return fail(
                Error{ErrorCode::NotAddressedToUs, QStringLiteral("this station made it itself"), m_result.path});
        }
        m_result.warnings += admission->warnings;
        m_result.missingSequences = admission->missingSequences;
        m_result.clockOffset = m_session.station().now().secsTo(admission->bundle.signingTime());
        if (admission->already) {
            return noteAlready(*admission->already);
        }
        SATCHEL_TRY(readContents(
            m_session, *admission,
            [this](const PartMatters& matters) {
                m_matters = matters;
                return Result<void>{};
            },
            [this](JudgedItem judged) { return takeItem(std::move(judged)); }, m_conduct));
        SATCHEL_TRY(noteMissing(admission->bundle.label().address));
        m_result.verdict = m_refused.isEmpty() ? QStringLiteral("imported") : QStringLiteral("imported-in-part");
        return m_dryRun ? Result<void>{} : commitAll(*admission);
    }

    void noteClaims(const Claims& claims)
    {
        if (claims.label) {
            m_result.id = claims.label->address.bundle.toString();
            m_result.from = claims.label->address.from.toString();
            m_result.sequence = claims.label->address.sequence;
            m_result.created = claims.label->created;
        }
        m_result.fromName = claims.fromName;
        m_bundle = claims.label ? claims.label->address.bundle : Ulid{};
    }

    // Again, now that the bundle has said which numbers were never used.
    Result<void> noteMissing(const BundleAddress& address)
    {
        auto missing = m_session.ledger().bundles().missingBefore(
            address.from, address.ledger, address.sequence, m_matters.voidSequences);
        if (!missing) {
            return fail(std::move(missing).error());
        }
        m_result.missingSequences = *std::move(missing);
        return {};
    }

    Result<void> noteAlready(const IncomingBundle& earlier)
    {
        m_result.verdict = QStringLiteral("already-imported");
        m_result.remark = QStringLiteral("imported on %1: %2, %3 of %4 items new")
                              .arg(toUtcText(earlier.at), earlier.verdict)
                              .arg(earlier.added)
                              .arg(earlier.items);
        return {};
    }

    Result<void> takeItem(JudgedItem judged)
    {
        m_conduct.tell({QStringLiteral("checking"), ++m_items, 0, QStringLiteral("items")});
        if (judged.refusal) {
            refuse(judged.id, *judged.refusal);
            return {};
        }
        const auto& item = judged.candidate->content.item;
        m_result.held += item.state == ItemState::Held ? 1 : 0;
        if (isForStation(item.kind) && item.inReplyTo.isNull()) {
            m_editionLines.insert({item.kind, item.correlation});
        }
        if (m_dryRun) {
            return countDry(item.id);
        }
        SATCHEL_TRY(stagingTransaction());
        SATCHEL_TRY(m_session.ledger().bundles().stage(m_bundle, judged.candidate->content));
        SATCHEL_TRY(rememberDeviceFacts(m_session.ledger(), judged.candidate->content.item, judged.candidate->devices));
        return ++m_stagedNow >= itemsPerBatch(ItemsPerStaging) ? endStaging() : Result<void>{};
    }

    Result<void> countDry(const ItemId& id)
    {
        const auto known = m_session.ledger().items().find(id);
        if (!known) {
            return fail(known.error());
        }
        ++(*known ? m_result.duplicates : m_result.added);
        return {};
    }

    void refuse(const ItemId& id, const Error& error)
    {
        JsonWriter row;
        row.beginObject().member(u"item", id.isNull() ? QString{} : id.toString());
        row.member(u"code", errorCodeName(error.code)).member(u"reason", error.message).endObject();
        m_result.refused.append(row);
        if (m_refused.size() < limits::RefusedPerReceipt) {
            m_refused.append({id, error.code});
        }
    }

    Result<void> stagingTransaction()
    {
        if (m_staging) {
            return {};
        }
        auto transaction = m_session.ledger().begin();
        if (!transaction) {
            return fail(std::move(transaction).error());
        }
        m_staging = std::make_unique<Transaction>(*std::move(transaction));
        return {};
    }

    Result<void> endStaging()
    {
        m_stagedNow = 0;
        const auto staging = std::exchange(m_staging, nullptr);
        faultPoint("import.before-staging");
        SATCHEL_TRY(staging ? staging->commit() : Result<void>{});
        faultPoint("import.after-staging");
        giveBackFreedMemory();
        return {};
    }

    // The one moment at which anything of the bundle becomes visible.
    Result<void> commitAll(const Admission& admission)
    {
        SATCHEL_TRY(endStaging());
        auto& ledger = m_session.ledger();
        auto transaction = ledger.begin();
        if (!transaction) {
            return fail(std::move(transaction).error());
        }
        const auto totals = ledger.bundles().commitStaged(
            m_bundle, [&ledger](const Item& answer) { return settleTransaction(ledger, answer.inReplyTo, answer); });
        if (!totals) {
            return fail(totals.error());
        }
        m_result.added = totals->added;
        m_result.duplicates = totals->duplicates;
        for (const auto& [kind, line] : m_editionLines) {
            SATCHEL_TRY(supersedeOlderEditions(ledger, kind, line, admission.sender->id()));
        }
        const auto& address = admission.bundle.label().address;
        SATCHEL_TRY(ledger.bundles().addIncoming(
            {address.bundle, address.from, address.ledger, address.sequence, admission.bundle.labelDigest(),
                m_result.verdict, m_items, m_result.added, m_result.duplicates, m_result.refused.size(),
                m_session.station().now(), admission.bundle.label().created, admission.bundle.fileSize(),
                totals->firstItem, totals->lastItem},
            m_refused));
        auto receipts = applyMatters(*admission.sender, address.ledger);
        if (!receipts) {
            return fail(std::move(receipts).error());
        }
        SATCHEL_TRY(ledger.bundles().passWhatIsNotDue());
        SATCHEL_TRY(enter(ledger.log(), logged::Imported,
            {QString::number(address.sequence), admission.sender->alias, m_result.verdict,
                QString::number(m_result.added), QString::number(m_result.duplicates),
                QString::number(m_result.refused.size())},
            address.bundle.toString(), m_session.custodyName(m_folder, m_result.path)));
        faultPoint("import.before-commit");
        SATCHEL_TRY(transaction->commit());
        faultPoint("import.after-commit");
        m_report.receipts.append(*std::move(receipts));
        return {};
    }

    Result<QList<ImportedReceipt>> applyMatters(const Peer& sender, const LedgerId& senderLedger)
    {
        auto& bundles = m_session.ledger().bundles();
        SATCHEL_TRY(bundles.addVoidSequences(sender.id(), senderLedger, m_matters.voidSequences));
        QList<ImportedReceipt> receipts;
        for (const auto& file : m_matters.receipts) {
            auto receipt = takeReceipt(m_session, file, sender.id(), senderLedger);
            if (!receipt) {
                return fail(std::move(receipt).error());
            }
            receipt->path = m_result.path;
            receipts.append(*std::move(receipt));
        }
        // After the receipts: they say more of the same bundles.
        SATCHEL_TRY(bundles.applyHeard(sender.id(), senderLedger, m_matters.heard.value_or(Heard{})));
        return receipts;
    }

    // Nothing of a refused bundle stays but one line in the custody log, and not even that of one that nobody refused.
    Result<void> forget(const std::optional<Error>& why)
    {
        m_staging.reset();
        auto& ledger = m_session.ledger();
        auto transaction = ledger.begin();
        if (!transaction) {
            return fail(std::move(transaction).error());
        }
        SATCHEL_TRY(ledger.bundles().dropStaged());
        if (why) {
            SATCHEL_TRY(enter(ledger.log(), logged::Refused, {errorCodeName(why->code), why->message}, m_result.id,
                m_session.custodyName(m_folder, m_result.path)));
        }
        faultPoint("import.before-forgetting");
        SATCHEL_TRY(transaction->commit());
        faultPoint("import.after-forgetting");
        return {};
    }

    Session& m_session;
    bool m_dryRun;
    const Conduct& m_conduct;
    ImportReport& m_report;
    ImportedBundle m_result;
    QString m_folder; // that the bundle lies in
    Ulid m_bundle;
    PartMatters m_matters;
    QList<RefusedItem> m_refused; // those that a receipt names
    std::set<std::pair<Kind, QString>> m_editionLines; // of what came for the whole station
    qint64 m_items = 0;
    std::unique_ptr<Transaction> m_staging;
    int m_stagedNow = 0;
};

Conduct ofBundle(const Conduct& conduct, qint64 number, qint64 of)
{
    if (!conduct.report) {
        return conduct;
    }
    return {[&conduct, number, of](Progress progress) {
                progress.bundle = number;
                progress.bundles = of;
                conduct.tell(progress);
            },
        conduct.stop};
}

ImportedBundle refusedFile(const QString& path, Error error)
{
    ImportedBundle refused;
    refused.path = path;
    refused.size = sizeOf(path);
    refused.verdict = QStringLiteral("refused");
    refused.failure = std::move(error);
    return refused;
}

// A medium that was pulled leaves its folder behind: one that is not mounted any more is as good as not there, and the
// others are read all the same.
QStringList pathsThatAreThere(const ImportOrder& order, ImportReport& report)
{
    auto paths = order.paths;
    for (const auto& mountPoint : order.mountPoints) {
        if (auto mounted = requireMounted(mountPoint, mountPoint); !mounted) {
            report.bundles.append(refusedFile(mountPoint, std::move(mounted).error()));
            paths.removeAll(mountPoint);
        }
    }
    return paths;
}

Result<ImportInputs> findInputs(const ImportOrder& order, const Conduct& conduct, ImportReport& report)
{
    auto inputs = ImportInputs::find(pathsThatAreThere(order, report), conduct);
    if (inputs) {
        report.otherFiles = inputs->otherFiles;
        for (const auto& error : inputs->unfit) {
            report.bundles.append(refusedFile(error.file, error));
        }
    }
    return inputs;
}

Result<void> importAll(Session& session, const ImportOrder& order, const Conduct& conduct, ImportReport& report)
{
    const auto inputs = findInputs(order, conduct, report);
    if (!inputs) {
        return fail(inputs.error());
    }
    for (const auto& bundle : inputs->bundles) {
        (void)session.custodyName(bundle.folder(), bundle.path); // while the medium is there: it may be pulled
    }
    qint64 number = 0;
    for (const auto& bundle : inputs->bundles) {
        const auto counting = ofBundle(conduct, ++number, std::ssize(inputs->bundles));
        SATCHEL_TRY(BundleImport(session, order.dryRun, counting, report).run(bundle));
    }
    for (const auto& path : inputs->receipts) {
        auto receipt = takeReceiptFile(session, path, order.dryRun);
        if (!receipt) {
            return fail(std::move(receipt).error());
        }
        report.receipts.append(*std::move(receipt));
    }
    return {};
}

} // namespace

ImportReport importBundles(Session& session, const ImportOrder& order, const Conduct& conduct)
{
    ImportReport report;
    report.dryRun = order.dryRun;
    auto done = importAll(session, order, conduct, report);
    if (!done) {
        report.failure = std::move(done).error();
    }
    return report;
}

namespace {

bool isOfTheMedium(const std::optional<Error>& failure)
{
    return failure && outcomeOf(*failure) == Outcome::Medium;
}

} // namespace

Outcome ImportReport::outcome() const
{
    if (failure) {
        return outcomeOf(*failure);
    }
    qint64 good = 0;
    qint64 refused = 0;
    bool inPart = false;
    for (const auto& bundle : bundles) {
        ++(bundle.failure ? refused : good);
        inPart = inPart || !bundle.refused.isEmpty();
        if (isOfTheMedium(bundle.failure)) {
            return Outcome::Medium;
        }
    }
    for (const auto& receipt : receipts) {
        ++(receipt.failure ? refused : good);
        if (isOfTheMedium(receipt.failure)) {
            return Outcome::Medium;
        }
    }
    const auto outcome = outcomeOf(good, refused);
    return outcome == Outcome::Done && inPart ? Outcome::DoneInPart : outcome;
}

void writeImported(JsonWriter& writer, const ImportedBundle& bundle)
{
    writer.beginObject().member(u"path", bundle.path);
    writer.optionalMember(u"id", bundle.id);
    writer.optionalMember(u"from", bundle.from);
    if (bundle.sequence > 0) {
        writer.member(u"sequence", bundle.sequence);
    }
    if (bundle.created) {
        writer.member(u"created", toUtcText(*bundle.created));
    }
    if (bundle.size) {
        writer.member(u"size", *bundle.size);
    }
    writer.member(u"verdict", bundle.verdict);
    writer.member(u"new", bundle.added).member(u"duplicates", bundle.duplicates).member(u"held", bundle.held);
    writer.key(u"refused");
    if (bundle.failure) {
        // The bundle as a whole: no item is named.
        writer.beginArray().beginObject().member(u"item", QString{});
        writer.member(u"code", errorCodeName(bundle.failure->code)).member(u"reason", bundle.failure->message);
        writer.endObject().endArray();
    } else {
        bundle.refused.writeTo(writer);
    }
    writer.key(u"missingSequences").beginArray();
    for (const auto sequence : bundle.missingSequences) {
        writer.value(std::int64_t{sequence});
    }
    writer.endArray();
    if (bundle.clockOffset) {
        writer.member(u"clockOffset", *bundle.clockOffset);
    }
    writer.optionalMember(u"remark", bundle.remark);
    writeWarnings(writer, u"warnings", bundle.warnings);
    writer.endObject();
}

Error ImportReport::firstRefusal() const
{
    for (const auto& bundle : bundles) {
        if (bundle.failure) {
            return *bundle.failure;
        }
    }
    for (const auto& receipt : receipts) {
        if (receipt.failure) {
            return *receipt.failure;
        }
    }
    return {};
}

void ImportReport::writeJson(JsonWriter& writer) const
{
    writer.key(u"bundles").beginArray();
    for (const auto& bundle : bundles) {
        writeImported(writer, bundle);
    }
    writer.endArray();
    writer.key(u"receipts").beginArray();
    for (const auto& receipt : receipts) {
        writer.beginObject().member(u"path", receipt.path).member(u"bundle", receipt.bundle);
        writer.member(u"verdict", receipt.verdict);
        if (receipt.failure) {
            writeError(writer, *receipt.failure);
        }
        writer.endObject();
    }
    writer.endArray();
    writer.member(u"otherFiles", otherFiles);
    if (dryRun) {
        writer.member(u"dryRun", true);
    }
    if (failure) {
        writeError(writer, *failure);
    } else if (outcome() == Outcome::Refused || outcome() == Outcome::Medium) {
        writeError(writer, firstRefusal());
    }
}

} // namespace satchel
