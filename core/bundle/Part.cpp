#include "Part.h"

#include <core/base/Time.h>
#include <core/bundle/Limits.h>
#include <core/bundle/RequesterRecord.h>
#include <core/bundle/TypedJson.h>
#include <core/bundle/UstarArchive.h>

#include <algorithm>

namespace satchel {

namespace {

constexpr QLatin1StringView PartType{"satchel-part"};
constexpr qsizetype LongestName = 32; // of a kind or protocol
constexpr qsizetype LongestExtension = 16;

bool isLowerAlphanumeric(QChar c)
{
    return (c >= u'a' && c <= u'z') || (c >= u'0' && c <= u'9');
}

bool isExtension(QStringView text)
{
    return !text.isEmpty() && text.size() <= LongestExtension
        && std::all_of(text.begin(), text.end(), isLowerAlphanumeric);
}

bool isKindName(QStringView text)
{
    return !text.isEmpty() && text.size() <= LongestName
        && std::all_of(text.begin(), text.end(), [](QChar c) { return isLowerAlphanumeric(c) || c == u'-'; });
}

QByteArray itemEntryName(qint64 number, const QString& extension)
{
    return "items/" + QByteArray::number(number).rightJustified(6, '0') + '.' + extension.toLatin1();
}

qint64 paddedSize(qint64 size)
{
    return size + ustar::paddingSize(size);
}

void appendEntry(QByteArray& archive, const QByteArray& name, const QByteArray& content)
{
    archive += ustar::header(name, content.size());
    archive += content;
    archive.append(ustar::paddingSize(content.size()), '\0');
}

qint64 sizeOf(const PartContent& content, qint64 jsonSize)
{
    qint64 size = ustar::BlockSize + paddedSize(jsonSize) + ustar::end().size();
    for (const auto& item : content.items) {
        size += ustar::BlockSize + paddedSize(item.bytes.size());
    }
    return size;
}

// --- Writing ---

// File names may hold what a strict JSON text must not; people will recognise the rest.
QString carriedName(const QString& localName)
{
    QString name;
    for (const QChar c : localName) {
        const bool carried = c.unicode() >= 0x20 && c.unicode() != 0x7F && c != u'/';
        name.append(carried ? c : QChar{u'_'});
    }
    constexpr qsizetype BytesOfCharacter = 3; // in UTF-8, for each UTF-16 unit at most
    while (name.size() * BytesOfCharacter > limits::LocalName && name.toUtf8().size() > limits::LocalName) {
        name.chop(name.size() / 8 + 1);
    }
    return name;
}

void writeItem(JsonWriter& writer, const PartItem& item)
{
    writer.beginObject();
    writer.member(u"kind", item.kind ? kindName(*item.kind) : item.kindText);
    writer.member(u"protocol", item.protocol ? protocolName(*item.protocol) : item.protocolText);
    writer.member(u"origin", item.origin.toString());
    writer.member(u"gathered", toUtcText(item.gatheredAt));
    if (!item.requester.isEmpty()) {
        writer.key(u"requester").raw(item.requester);
    }
    writer.optionalMember(u"inReplyTo", item.inReplyTo);
    writer.optionalMember(u"context", QString::fromLatin1(item.context.toBase64()));
    writer.optionalMember(u"localName", carriedName(item.localName));
    if (isCarriablePath(item.path)) {
        writer.member(u"path", item.path);
    }
    writer.endObject();
}

Result<void> writeItems(JsonWriter& writer, const std::vector<PartItem>& items)
{
    writer.key(u"items").beginArray();
    for (const auto& item : items) {
        SATCHEL_TRY(checkCarriable(item));
        // Whoever reads the part parses it. Here it is our own ledger's, written by RequesterRecord::toJson().
        const bool isObject = item.requester.startsWith('{') && item.requester.endsWith('}');
        if (!item.requester.isEmpty() && !isObject) {
            return fail(ErrorCode::Malformed, QStringLiteral("the requester record of an item is no JSON object"));
        }
        writeItem(writer, item);
    }
    writer.endArray();
    return {};
}

void writeIntegers(JsonWriter& writer, QStringView name, const QList<qint64>& numbers)
{
    writer.key(name).beginArray();
    for (const qint64 number : numbers) {
        writer.value(std::int64_t{number});
    }
    writer.endArray();
}

void writeReceipts(JsonWriter& writer, const QList<QByteArray>& receipts)
{
    writer.key(u"receipts").beginArray();
    for (const auto& receipt : receipts) {
        writer.value(QString::fromLatin1(receipt.toBase64()));
    }
    writer.endArray();
}

void writeMatters(JsonWriter& writer, const PartMatters& matters)
{
    if (!matters.receipts.isEmpty()) {
        writeReceipts(writer, matters.receipts);
    }
    if (matters.heard) {
        writer.key(u"heard").beginObject();
        writer.member(u"ledger", matters.heard->ledger.toString());
        writer.member(u"contiguous", matters.heard->contiguous);
        writeIntegers(writer, u"extras", matters.heard->extras);
        writer.endObject();
    }
    if (!matters.voidSequences.isEmpty()) {
        writeIntegers(writer, u"void", matters.voidSequences);
    }
}

qint64 totalSize(const QList<QByteArray>& texts)
{
    qint64 total = 0;
    for (const auto& text : texts) {
        total += text.size();
    }
    return total;
}

Result<void> checkMatters(const PartMatters& matters)
{
    const bool fits = carriableReceipts(matters.receipts) == matters.receipts.size()
        && matters.voidSequences.size() <= limits::VoidsPerBundle
        && (!matters.heard || matters.heard->extras.size() <= limits::HeardExtras);
    return fits ? Result<void>{}
                : fail(ErrorCode::TooLarge, QStringLiteral("more receipts or numbers than one bundle carries"));
}

Result<QByteArray> partJson(const PartContent& content, const BundleAddress& address)
{
    JsonWriter writer;
    writer.beginObject();
    writer.member(u"type", QString{PartType});
    writer.member(u"version", 1);
    writeAddress(writer, address);
    writer.member(u"part", content.number);
    SATCHEL_TRY(writeItems(writer, content.items));
    writeMatters(writer, content.matters);
    writer.endObject();
    return writer.text();
}

// --- Reading ---

tl::unexpected<Error> refuseArchive(const QString& reason)
{
    return fail(ErrorCode::BadContainer, reason);
}

// Walks the entries of an archive in memory.
class ArchiveCursor final {
public:
    struct Entry {
        QByteArray name;
        QByteArray content;
    };

    explicit ArchiveCursor(const QByteArray& archive)
        : m_rest{archive}
    {
    }

    // nullopt at the end, after which nothing follows.
    Result<std::optional<Entry>> next()
    {
        const auto block = take(ustar::BlockSize);
        if (!block) {
            return refuseArchive(QStringLiteral("the archive ends without its two zero blocks"));
        }
        auto entry = ustar::parseHeader(*block);
        if (!entry) {
            return fail(std::move(entry).error());
        }
        if (!*entry) {
            return m_rest == QByteArrayView{QByteArray(ustar::BlockSize, '\0')}
                ? Result<std::optional<Entry>>{std::nullopt}
                : refuseArchive(QStringLiteral("the archive does not end with two zero blocks"));
        }
        return content(**entry);
    }

private:
    Result<std::optional<Entry>> content(const ustar::Entry& entry)
    {
        const auto content = take(entry.size);
        const auto padding = ustar::padding(entry.size);
        const auto filling = take(padding.size());
        if (!content || !filling || *filling != padding) {
            return refuseArchive(
                QStringLiteral("entry %1 is cut short or not filled with zeros").arg(QString::fromLatin1(entry.name)));
        }
        return Entry{entry.name, content->toByteArray()};
    }

    std::optional<QByteArrayView> take(qint64 size)
    {
        if (size > m_rest.size()) {
            return std::nullopt;
        }
        const auto taken = m_rest.first(size);
        m_rest = m_rest.sliced(size);
        return taken;
    }

    QByteArrayView m_rest;
};

void readKind(JsonObjectReader& reader, PartItem& item)
{
    constexpr QLatin1StringView KindField{"kind"};
    constexpr QLatin1StringView ProtocolField{"protocol"};
    item.kindText = reader.string(KindField);
    item.protocolText = reader.string(ProtocolField);
    if (!isKindName(item.kindText)) {
        reader.refuse(ErrorCode::Malformed, KindField, QStringLiteral("is no name of a kind"));
    }
    if (!isKindName(item.protocolText)) {
        reader.refuse(ErrorCode::Malformed, ProtocolField, QStringLiteral("is no name of a protocol"));
    }
    item.kind = kindFromName(item.kindText);
    item.protocol = protocolFromName(item.protocolText);
}

void readRequester(JsonObjectReader& reader, PartItem& item)
{
    constexpr QLatin1StringView Name{"requester"};
    if (!reader.has(Name)) {
        return;
    }
    const auto record = RequesterRecord::fromJson(reader.value(Name), QStringLiteral("requester"));
    if (!record) {
        reader.refuse(record.error().code, Name, record.error().message);
        return;
    }
    item.requester = record->toJson();
}

void readInReplyTo(JsonObjectReader& reader, PartItem& item)
{
    constexpr QLatin1StringView Name{"inReplyTo"};
    if (reader.has(Name)) {
        item.inReplyTo = reader.parsed(Name, &ItemId::parse).toString();
    }
}

void readContext(JsonObjectReader& reader, PartItem& item)
{
    constexpr QLatin1StringView Name{"context"};
    if (!reader.has(Name)) {
        return;
    }
    item.context = reader.parsed(Name, &parseBase64);
    if (item.context.isEmpty() || item.context.size() > limits::Context) {
        reader.refuse(ErrorCode::Malformed, Name, QStringLiteral("does not hold 1 to %1 bytes").arg(limits::Context));
    }
}

void readLocalName(JsonObjectReader& reader, PartItem& item)
{
    constexpr QLatin1StringView Name{"localName"};
    if (!reader.has(Name)) {
        return;
    }
    item.localName = reader.string(Name);
    const auto size = item.localName.toUtf8().size();
    if (size < 1 || size > limits::LocalName || item.localName.contains(u'/')) {
        reader.refuse(ErrorCode::Malformed, Name, QStringLiteral("is no file name"));
    }
}

void readPath(JsonObjectReader& reader, PartItem& item)
{
    constexpr QLatin1StringView Name{"path"};
    if (!reader.has(Name)) {
        return;
    }
    item.path = reader.string(Name);
    if (!isCarriablePath(item.path)) {
        reader.refuse(ErrorCode::Malformed, Name, QStringLiteral("is no path of at most %1 bytes").arg(limits::Path));
    }
}

Result<PartItem> readItem(const JsonValue& value, qsizetype number)
{
    JsonObjectReader reader{value, QStringLiteral("item %1").arg(number)};
    PartItem item;
    readKind(reader, item);
    item.origin = reader.parsed(QLatin1StringView{"origin"}, &StationId::parse);
    item.gatheredAt = reader.parsed(QLatin1StringView{"gathered"}, &parseUtcText);
    readRequester(reader, item);
    readInReplyTo(reader, item);
    readContext(reader, item);
    readLocalName(reader, item);
    readPath(reader, item);
    SATCHEL_TRY(reader.finish());
    return item;
}

void readItems(JsonObjectReader& reader, PartContent& content)
{
    constexpr QLatin1StringView Name{"items"};
    const auto values = reader.array(Name, limits::ItemsPerPart);
    for (const auto& value : values) {
        auto item = readItem(value, static_cast<qsizetype>(content.items.size()) + 1);
        if (!item) {
            reader.refuse(item.error().code, Name, item.error().message);
            return;
        }
        content.items.push_back(*std::move(item));
    }
    if (values.empty() && content.number > 1) {
        reader.refuse(ErrorCode::Malformed, Name, QStringLiteral("is empty"));
    }
}

// Integers from `least` to `most`, each above the one before.
QList<qint64> readAscending(
    JsonObjectReader& reader, QLatin1StringView name, qint64 mostElements, qint64 least, qint64 most)
{
    QList<qint64> numbers;
    for (const auto& value : reader.array(name, mostElements)) {
        const auto* const number = value.integer();
        if (!number || *number < least || *number > most) {
            reader.refuse(ErrorCode::Malformed, name, QStringLiteral("is not an ascending list of integers in range"));
            return {};
        }
        numbers.append(*number);
        least = *number + 1;
    }
    return numbers;
}

void readReceipts(JsonObjectReader& reader, PartMatters& matters)
{
    constexpr QLatin1StringView Name{"receipts"};
    for (const auto& value : reader.array(Name, limits::ReceiptsPerBundle)) {
        const auto receipt = value.string() ? parseBase64(*value.string())
                                            : fail(ErrorCode::Malformed, QStringLiteral("is not a list of texts"));
        if (!receipt || receipt->isEmpty()) {
            reader.refuse(ErrorCode::Malformed, Name, QStringLiteral("is not a list of base64 texts"));
            return;
        }
        matters.receipts.append(*receipt);
    }
    if (totalSize(matters.receipts) > limits::ReceiptBytesPerBundle) {
        reader.refuse(
            ErrorCode::TooLarge, Name, QStringLiteral("holds more than %1 bytes").arg(limits::ReceiptBytesPerBundle));
    }
}

void readHeard(JsonObjectReader& outer, PartMatters& matters)
{
    constexpr QLatin1StringView Name{"heard"};
    JsonObjectReader reader{outer.value(Name), QStringLiteral("heard")};
    Heard heard;
    heard.ledger = reader.parsed(QLatin1StringView{"ledger"}, &LedgerId::parse);
    heard.contiguous = reader.integer(QLatin1StringView{"contiguous"}, 0, LargestJsonInteger);
    heard.extras = readAscending(
        reader, QLatin1StringView{"extras"}, limits::HeardExtras, heard.contiguous + 1, LargestJsonInteger);
    takeOutcome(outer, Name, reader.finish());
    matters.heard = heard;
}

void readMatters(JsonObjectReader& reader, PartMatters& matters, const BundleAddress& address)
{
    if (reader.has(QLatin1StringView{"receipts"})) {
        readReceipts(reader, matters);
    }
    if (reader.has(QLatin1StringView{"heard"})) {
        readHeard(reader, matters);
    }
    if (reader.has(QLatin1StringView{"void"})) {
        matters.voidSequences
            = readAscending(reader, QLatin1StringView{"void"}, limits::VoidsPerBundle, 1, address.sequence - 1);
    }
}

void comparePlace(JsonObjectReader& reader, const BundleAddress& address, qint64 number)
{
    constexpr QLatin1StringView Name{"part"};
    if (readAddress(reader) != address || reader.integer(Name, 1, limits::Parts) != number) {
        reader.refuse(
            ErrorCode::BadContainer, Name, QStringLiteral("or what stands with it belongs to another place or bundle"));
    }
}

Result<PartContent> readPartJson(const QByteArray& json, const BundleAddress& address, qint64 number)
{
    auto reader = readTypedJson(json, PartType, QStringLiteral("part.json"));
    if (!reader) {
        return fail(std::move(reader).error());
    }
    PartContent content;
    content.number = number;
    comparePlace(*reader, address, number);
    readItems(*reader, content);
    if (number == 1) { // in any other part they are unknown fields
        readMatters(*reader, content.matters, address);
    }
    SATCHEL_TRY(reader->finish());
    return content;
}

// "p10" if the entry is the item of that number.
std::optional<QString> extensionOf(const QByteArray& entryName, qint64 number)
{
    const auto dot = entryName.indexOf('.');
    const auto extension = QString::fromLatin1(entryName.mid(dot + 1));
    return dot > 0 && isExtension(extension) && itemEntryName(number, extension) == entryName ? std::optional{extension}
                                                                                              : std::nullopt;
}

Result<void> takeItemEntry(PartItem& item, const ArchiveCursor::Entry& entry, qint64 number)
{
    const auto extension = extensionOf(entry.name, number);
    if (!extension) {
        return refuseArchive(
            QStringLiteral("entry %1 stands where item %2 should").arg(QString::fromLatin1(entry.name)).arg(number));
    }
    if (entry.content.size() > limits::Item) {
        return fail(ErrorCode::TooLarge, QStringLiteral("item %1 is above the limit of an item").arg(number));
    }
    item.extension = *extension;
    item.bytes = entry.content;
    return {};
}

Result<void> readItemEntries(ArchiveCursor& cursor, std::vector<PartItem>& items)
{
    qint64 number = 0;
    while (true) {
        const auto entry = cursor.next();
        if (!entry) {
            return fail(entry.error());
        }
        if (!*entry || number == static_cast<qint64>(items.size())) {
            const bool complete = !*entry && number == static_cast<qint64>(items.size());
            return complete
                ? Result<void>{}
                : refuseArchive(QStringLiteral("part.json lists %1 items, the archive holds others").arg(items.size()));
        }
        SATCHEL_TRY(takeItemEntry(items[static_cast<std::size_t>(number)], **entry, number + 1));
        ++number;
    }
}

} // namespace

ItemId PartItem::id() const
{
    return kind && protocol ? itemIdOf(*kind, *protocol, origin, context, bytes) : ItemId{};
}

bool isCarriablePath(const QString& path)
{
    const auto isPrintable = [](QChar c) { return c.unicode() >= 0x20 && c.unicode() != 0x7F; };
    return path.startsWith(u'/') && path.toUtf8().size() <= limits::Path && std::ranges::all_of(path, isPrintable);
}

Result<void> checkCarriable(const PartItem& item)
{
    if (item.bytes.size() > limits::Item) {
        return fail(Error{ErrorCode::TooLarge,
            QStringLiteral("the item has %1 bytes; %2 are the limit").arg(item.bytes.size()).arg(limits::Item),
            item.localName, item.id().toString()});
    }
    if (item.context.size() > limits::Context) {
        return fail(
            Error{ErrorCode::TooLarge, QStringLiteral("the device's serial number is longer than a bundle can carry"),
                item.localName, item.id().toString()});
    }
    if (!isExtension(item.extension)) {
        return fail(
            Error{ErrorCode::Malformed, QStringLiteral("\"%1\" is no extension of an item's name").arg(item.extension),
                item.localName, item.id().toString()});
    }
    return {};
}

qsizetype carriableReceipts(const QList<QByteArray>& receipts)
{
    qsizetype count = 0;
    qint64 bytes = 0;
    for (const auto& receipt : receipts) {
        bytes += receipt.size();
        if (count == limits::ReceiptsPerBundle || bytes > limits::ReceiptBytesPerBundle) {
            break;
        }
        ++count;
    }
    return count;
}

Result<QByteArray> partArchive(const PartContent& content, const BundleAddress& address)
{
    SATCHEL_TRY(checkMatters(content.matters));
    const auto json = partJson(content, address);
    if (!json) {
        return fail(json.error());
    }
    QByteArray archive;
    archive.reserve(sizeOf(content, json->size()));
    appendEntry(archive, "part.json", *json);
    qint64 number = 0;
    for (const auto& item : content.items) {
        appendEntry(archive, itemEntryName(++number, item.extension), item.bytes);
    }
    archive += ustar::end();
    return archive;
}

qint64 archiveBound(const PartMatters& matters)
{
    constexpr qint64 FixedFields = 1024;
    constexpr qint64 BytesOfNumber = 17; // 16 digits and a comma
    const qint64 receipts = 2 * totalSize(matters.receipts) + 8 * matters.receipts.size();
    const qint64 numbers = matters.voidSequences.size() + (matters.heard ? matters.heard->extras.size() : 0);
    return ustar::BlockSize + paddedSize(FixedFields + receipts + numbers * BytesOfNumber) + ustar::end().size();
}

qint64 archiveGrowthBound(const PartItem& item)
{
    constexpr qint64 FixedFields = 512;
    constexpr qint64 BytesOfCharacter = 3; // in UTF-8, or escaped
    const qint64 fields = FixedFields + item.requester.size() + 2 * item.context.size()
        + BytesOfCharacter * (qMin<qint64>(item.localName.size(), limits::LocalName) + item.path.size());
    return ustar::BlockSize + paddedSize(item.bytes.size()) + fields;
}

Result<PartContent> parsePartArchive(const QByteArray& archive, const BundleAddress& address, qint64 number)
{
    ArchiveCursor cursor{archive};
    const auto first = cursor.next();
    if (!first) {
        return fail(first.error());
    }
    if (!*first || (*first)->name != "part.json") {
        return refuseArchive(QStringLiteral("the archive does not begin with part.json"));
    }
    auto content = readPartJson((*first)->content, address, number);
    if (content) {
        SATCHEL_TRY(readItemEntries(cursor, content->items));
    }
    return content;
}

} // namespace satchel
