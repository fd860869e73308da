#include "Verify.h"

#include <core/base/File.h>
#include <core/bundle/Limits.h>
#include <core/bundle/Receipt.h>
#include <core/exchange/import/Admission.h>
#include <core/exchange/import/Contents.h>
#include <core/exchange/import/ImportInputs.h>
#include <core/exchange/import/ReceiptIntake.h>

#include <QFileInfo>

#include <algorithm>
#include <array>

namespace satchel {

namespace {

constexpr std::array CheckNames{QLatin1StringView{"container"}, QLatin1StringView{"label"},
    QLatin1StringView{"signature"}, QLatin1StringView{"sender"}, QLatin1StringView{"addressee"},
    QLatin1StringView{"ledger"}, QLatin1StringView{"digests"}, QLatin1StringView{"contents"},
    QLatin1StringView{"objects"}};

bool hasCheck(const VerifiedFile& file, QLatin1StringView name)
{
    return std::any_of(
        file.checks.begin(), file.checks.end(), [name](const Check& check) { return check.name == name; });
}

// Every report names every check, so that nobody takes a missing line for a good one.
void finish(VerifiedFile& file)
{
    for (const auto name : CheckNames) {
        if (!hasCheck(file, name)) {
            file.checks.append({name, CheckResult::Skipped, QStringLiteral("not reached")});
        }
    }
    const auto has = [&file](CheckResult result) {
        return std::any_of(
            file.checks.begin(), file.checks.end(), [result](const Check& check) { return check.result == result; });
    };
    if (file.firstFailure) {
        file.verdict = file.isBadAsAWhole ? QStringLiteral("refused") : QStringLiteral("good-in-part");
    } else {
        file.verdict = has(CheckResult::Skipped) ? QStringLiteral("incomplete") : QStringLiteral("good");
    }
}

class BundleVerification final {
public:
    BundleVerification(Session* session, const std::optional<Card>& card, const Conduct& conduct)
        : m_session{session}
        , m_card{card}
        , m_conduct{conduct}
    {
    }

    // The error is only a stop; a bad bundle is a result.
    Result<VerifiedFile> run(const QString& path)
    {
        VerifiedFile file;
        file.file = path;
        Claims claims;
        const auto now = m_session ? m_session->station().now() : systemClock()();
        const AdmissionContext context{m_session ? &m_session->station() : nullptr,
            m_session ? &m_session->ledger() : nullptr, m_card ? &*m_card : nullptr, now};
        const auto admission = admit(path, context, file.checks, claims);
        if (!admission) {
            file.fail({admission.error().code, {}, {}, admission.error().message});
        } else {
            SATCHEL_TRY(checkContent(*admission, file));
        }
        file.label = claims.label;
        if (m_session && file.label) {
            file.fromName = nameOf(file.label->address.from);
            file.toName = nameOf(file.label->address.to);
            file.isForUs = file.label->address.to == m_session->station().id();
        }
        file.items = m_items;
        finish(file);
        return file;
    }

private:
    [[nodiscard]] QString nameOf(const StationId& id) const
    {
        const auto& station = m_session->station();
        if (id == station.id()) {
            return station.settings().name;
        }
        const auto peer = station.peers().byId(id);
        return peer ? peer->alias : QString{};
    }

    Result<void> checkContent(const Admission& admission, VerifiedFile& file)
    {
        const QString closed = whyClosed(admission);
        auto checked = closed.isEmpty() ? checkOpened(admission, file) : admission.bundle.checkParts(m_conduct);
        if (!checked && checked.error().code == ErrorCode::Cancelled) {
            return checked;
        }
        if (!checked) {
            const bool digest = checked.error().code == ErrorCode::BadDigest;
            if (!digest) {
                file.checks.append({QStringLiteral("digests"), CheckResult::Pass, {}});
            }
            file.checks.append({digest ? QStringLiteral("digests") : QStringLiteral("contents"), CheckResult::Fail,
                checked.error().message});
            file.fail({checked.error().code, {}, {}, checked.error().message});
            return {};
        }
        file.checks.append({QStringLiteral("digests"), CheckResult::Pass,
            QStringLiteral("%1 parts").arg(admission.bundle.label().parts.size())});
        if (closed.isEmpty()) {
            file.checks.append({QStringLiteral("contents"), CheckResult::Pass, {}});
            file.checks.append({QStringLiteral("objects"), m_badItems > 0 ? CheckResult::Fail : CheckResult::Pass,
                QStringLiteral("%1 items, %2 refused").arg(m_items).arg(m_badItems)});
        } else {
            file.checks.append({QStringLiteral("contents"), CheckResult::Skipped, closed});
            file.checks.append({QStringLiteral("objects"), CheckResult::Skipped, closed});
        }
        return {};
    }

    // Empty if the contents can be looked at. Locked keys are no fault of the bundle.
    [[nodiscard]] QString whyClosed(const Admission& admission) const
    {
        if (!admission.addressedToUs || !admission.sender) {
            return QStringLiteral("only its addressee can open it");
        }
        auto& station = m_session->station();
        const auto identities = station.decryptionIdentities();
        const bool isLocked
            = !identities && identities.error().code == ErrorCode::WrongPassphrase && !station.hasPassphrase();
        return isLocked ? identities.error().message : QString{};
    }

    Result<void> checkOpened(const Admission& admission, VerifiedFile& file)
    {
        return readContents(
            *m_session, admission, [](const PartMatters&) { return Result<void>{}; },
            [&](JudgedItem judged) -> Result<void> {
                m_conduct.tell({QStringLiteral("checking"), ++m_items, 0, QStringLiteral("items")});
                if (judged.refusal) {
                    ++m_badItems;
                    const auto name
                        = judged.id.isNull() ? QStringLiteral("item %1").arg(m_items) : judged.id.toString();
                    file.fail({judged.refusal->code, name, {}, judged.refusal->message});
                }
                return {};
            },
            m_conduct);
    }

    Session* m_session;
    const std::optional<Card>& m_card;
    const Conduct& m_conduct;
    qint64 m_items = 0;
    qint64 m_badItems = 0;
};

Result<ReceiptFacts> receiptFacts(Session* session, const std::optional<Card>& card, const QString& path)
{
    const auto bytes = readFile(path, limits::Receipt);
    if (!bytes) {
        return fail(bytes.error());
    }
    if (card) {
        auto facts = Receipt::parse(*bytes, card->facts().signing);
        if (facts && facts->receiver != card->station()) {
            return fail(ErrorCode::UnknownSender, QStringLiteral("it is not a receipt of the station on the card"));
        }
        return facts;
    }
    return verifyReceipt(session->station(), *bytes);
}

VerifiedFile verifyReceiptFile(Session* session, const std::optional<Card>& card, const QString& path)
{
    VerifiedFile file;
    file.file = path;
    const auto facts = receiptFacts(session, card, path);
    if (facts) {
        file.checks.append({QStringLiteral("signature"), CheckResult::Pass,
            QStringLiteral("a receipt for bundle %1").arg(facts->bundle.toString())});
        file.verdict = QStringLiteral("good");
    } else {
        file.checks.append({QStringLiteral("signature"), CheckResult::Fail, facts.error().message});
        file.fail({facts.error().code, {}, {}, facts.error().message});
        file.verdict = QStringLiteral("refused");
    }
    return file;
}

// What it is, and who may open it: whom it is for, and nobody else.
void writeLabel(JsonWriter& writer, const VerifiedFile& file)
{
    writer.key(u"label").raw(file.label->toJson());
    writer.member(u"labelProved", file.isProved());
    writer.optionalMember(u"fromName", file.fromName);
    writer.key(u"mayOpen").beginArray().beginObject();
    writer.member(u"station", file.label->address.to.toString());
    writer.optionalMember(u"name", file.toName);
    writer.member(u"self", file.isForUs).endObject().endArray();
}

} // namespace

std::span<const QLatin1StringView> bundleCheckNames()
{
    return CheckNames;
}

void VerifiedFile::fail(const Refusal& failure)
{
    JsonWriter row;
    row.beginObject().member(u"code", errorCodeName(failure.code)).member(u"item", failure.item);
    row.member(u"reason", failure.reason).endObject();
    failures.append(row);
    isBadAsAWhole = isBadAsAWhole || failure.item.isEmpty();
    if (!firstFailure) {
        firstFailure = failure;
    }
}

bool VerifiedFile::isProved() const
{
    return std::any_of(checks.begin(), checks.end(),
        [](const Check& check) { return check.name == u"signature" && check.result == CheckResult::Pass; });
}

void writeVerified(JsonWriter& writer, const VerifiedFile& file)
{
    writer.beginObject().member(u"file", file.file).member(u"verdict", file.verdict);
    writer.key(u"checks").beginArray();
    for (const auto& check : file.checks) {
        writer.beginObject().member(u"name", check.name).member(u"result", checkResultName(check.result));
        writer.member(u"detail", check.detail).endObject();
    }
    writer.endArray().key(u"failures");
    file.failures.writeTo(writer);
    if (file.label) {
        writeLabel(writer, file);
    }
    writer.endObject();
}

VerifyReport verifyFiles(
    Session* session, const std::optional<Card>& card, const QStringList& files, const Conduct& conduct)
{
    VerifyReport report;
    if (!session && !card) {
        report.failure = Error{ErrorCode::NotAStation,
            QStringLiteral("there is no station here to verify with, and no card of the sender")};
        return report;
    }
    for (const auto& path : files) {
        if (hasReceiptName(path)) {
            report.files.append(verifyReceiptFile(session, card, path));
            continue;
        }
        auto file = BundleVerification{session, card, conduct}.run(path);
        if (!file) {
            report.failure = std::move(file).error();
            return report;
        }
        report.files.append(*std::move(file));
    }
    return report;
}

Outcome VerifyReport::outcome() const
{
    if (failure) {
        return outcomeOf(*failure);
    }
    const auto count = [this](const QString& verdict) {
        return std::count_if(
            files.begin(), files.end(), [&](const VerifiedFile& file) { return file.verdict == verdict; });
    };
    const auto refused = count(QStringLiteral("refused"));
    const auto outcome = outcomeOf(files.size() - refused, refused);
    return outcome == Outcome::Done && count(QStringLiteral("good-in-part")) > 0 ? Outcome::DoneInPart : outcome;
}

void VerifyReport::writeJson(JsonWriter& writer) const
{
    writer.key(u"files").beginArray();
    for (const auto& file : files) {
        writeVerified(writer, file);
    }
    writer.endArray();
    if (failure) {
        writeError(writer, *failure);
    }
}

} // namespace satchel
