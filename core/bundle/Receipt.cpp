#include "Receipt.h"

#include <core/base/JsonWriter.h>
#include <core/base/Time.h>
#include <core/bundle/Limits.h>
#include <core/bundle/TypedJson.h>
#include <core/crypto/Signature.h>

#include <QSet>

#include <algorithm>

namespace satchel {

namespace {

constexpr QLatin1StringView ReceiptType{"satchel-receipt"};

QString verdictOf(const QList<RefusedItem>& refused)
{
    return refused.isEmpty() ? QStringLiteral("imported") : QStringLiteral("imported-in-part");
}

QByteArray toJson(const ReceiptFacts& facts)
{
    JsonWriter writer;
    writer.beginObject();
    writer.member(u"type", QString{ReceiptType});
    writer.member(u"version", 1);
    writer.member(u"bundle", facts.bundle.toString());
    writer.member(u"label", facts.labelDigest.toString());
    writer.key(u"receiver").beginObject();
    writer.member(u"station", facts.receiver.toString());
    writer.member(u"ledger", facts.receiverLedger.toString());
    writer.endObject();
    writer.member(u"at", toUtcText(facts.at));
    writer.member(u"verdict", verdictOf(facts.refused));
    writer.member(u"items", facts.items);
    writer.key(u"refused").beginArray();
    const auto named = facts.refused.first(std::min<qsizetype>(facts.refused.size(), limits::RefusedPerReceipt));
    for (const auto& refused : named) {
        writer.beginObject();
        writer.member(u"item", refused.item.toString());
        writer.member(u"code", errorCodeName(refused.code));
        writer.endObject();
    }
    writer.endArray();
    writer.endObject();
    return writer.text();
}

void readReceiver(JsonObjectReader& outer, ReceiptFacts& facts)
{
    constexpr QLatin1StringView Name{"receiver"};
    JsonObjectReader reader{outer.value(Name), QStringLiteral("receiver")};
    facts.receiver = reader.parsed(QLatin1StringView{"station"}, &StationId::parse);
    facts.receiverLedger = reader.parsed(QLatin1StringView{"ledger"}, &LedgerId::parse);
    takeOutcome(outer, Name, reader.finish());
}

Result<ErrorCode> parseCode(QStringView text)
{
    const auto code = errorCodeFromName(text);
    return code ? Result<ErrorCode>{*code} : fail(ErrorCode::Malformed, QStringLiteral("is no error code"));
}

void readRefused(JsonObjectReader& outer, ReceiptFacts& facts)
{
    constexpr QLatin1StringView Name{"refused"};
    QSet<ItemId> seen;
    for (const auto& value : outer.array(Name, facts.items)) {
        JsonObjectReader reader{value, QStringLiteral("refused item %1").arg(facts.refused.size() + 1)};
        RefusedItem refused;
        refused.item = reader.parsed(QLatin1StringView{"item"}, &ItemId::parse);
        refused.code = reader.parsed(QLatin1StringView{"code"}, &parseCode);
        takeOutcome(outer, Name, reader.finish());
        if (seen.contains(refused.item)) {
            outer.refuse(ErrorCode::Malformed, Name, QStringLiteral("names an item twice"));
        }
        seen.insert(refused.item);
        facts.refused.append(refused);
    }
}

Result<ReceiptFacts> parseFacts(const QByteArray& json)
{
    constexpr QLatin1StringView VerdictField{"verdict"};
    auto reader = readTypedJson(json, ReceiptType, QStringLiteral("receipt"));
    if (!reader) {
        return fail(std::move(reader).error());
    }
    ReceiptFacts facts;
    facts.bundle = reader->parsed(QLatin1StringView{"bundle"}, &Ulid::parse);
    facts.labelDigest = reader->parsed(QLatin1StringView{"label"}, &Sha256Digest::parse);
    readReceiver(*reader, facts);
    facts.at = reader->parsed(QLatin1StringView{"at"}, &parseUtcText);
    facts.verdict = reader->string(VerdictField);
    facts.items = reader->integer(QLatin1StringView{"items"}, 0, LargestJsonInteger);
    readRefused(*reader, facts);
    if (facts.verdict != verdictOf(facts.refused)) {
        reader->refuse(ErrorCode::Malformed, VerdictField, QStringLiteral("does not go with what was refused"));
    }
    SATCHEL_TRY(reader->finish());
    return facts;
}

Result<void> checkSize(const QByteArray& file)
{
    return file.size() <= limits::Receipt
        ? Result<void>{}
        : fail(ErrorCode::TooLarge,
              QStringLiteral("a receipt of %1 bytes; %2 are the limit").arg(file.size()).arg(limits::Receipt));
}

} // namespace

Result<QByteArray> Receipt::create(const ReceiptFacts& facts, const IssuerIdentity& signer, const QDateTime& now)
{
    auto file = signAttached(toJson(facts), signer.key, signer.certificate, now);
    if (file) {
        SATCHEL_TRY(checkSize(*file));
    }
    return file;
}

Result<StationId> Receipt::claimedReceiver(const QByteArray& file)
{
    SATCHEL_TRY(checkSize(file));
    const auto look = peekAttached(file);
    if (!look) {
        return fail(look.error());
    }
    const auto facts = parseFacts(look->content);
    return facts ? Result<StationId>{facts->receiver} : fail(facts.error());
}

Result<ReceiptFacts> Receipt::parse(const QByteArray& file, const QList<Certificate>& allowed)
{
    SATCHEL_TRY(checkSize(file));
    const auto signature = verifyAttached(file, allowed);
    return signature ? parseFacts(signature->content) : fail(signature.error());
}

} // namespace satchel
