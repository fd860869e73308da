#include "PartPromises.h"

#include "FuzzTarget.h"

#include <core/bundle/Limits.h>

namespace satchel::fuzz {

namespace {

void requireWithinLimits(const PartContent& content)
{
    const auto& matters = content.matters;
    require(static_cast<qint64>(content.items.size()) <= limits::ItemsPerPart, "at most 4,096 items");
    require(matters.receipts.size() <= limits::ReceiptsPerBundle, "at most 256 receipts");
    require(matters.voidSequences.size() <= limits::VoidsPerBundle, "at most 4,096 void numbers");
    require(!matters.heard || matters.heard->extras.size() <= limits::HeardExtras, "at most 1,024 numbers heard");
    for (const auto& item : content.items) {
        require(item.bytes.size() <= limits::Item && item.context.size() <= limits::Context, "no item above its limit");
        require(item.localName.toUtf8().size() <= limits::LocalName, "no name above its limit");
        require(!item.localName.contains(u'/'), "a local name is no path");
        require(item.path.isEmpty() || isCarriablePath(item.path), "a path is one");
    }
}

bool areSame(const PartItem& a, const PartItem& b)
{
    return a.id() == b.id() && a.kindText == b.kindText && a.protocolText == b.protocolText
        && a.extension == b.extension && a.origin == b.origin && a.gatheredAt == b.gatheredAt
        && a.requester == b.requester && a.inReplyTo == b.inReplyTo && a.context == b.context
        && a.localName == b.localName && a.path == b.path && a.bytes == b.bytes;
}

} // namespace

void requirePartPromises(const PartContent& content, const BundleAddress& address)
{
    requireWithinLimits(content);
    const auto archive = partArchive(content, address);
    require(archive.has_value(), "what was read can be written");
    const auto again = parsePartArchive(*archive, address, content.number);
    require(again.has_value(), "what is written can be read");
    require(again->items.size() == content.items.size(), "writing loses no item");
    for (std::size_t i = 0; i < content.items.size(); ++i) {
        require(areSame(content.items[i], again->items[i]), "writing changes no item");
    }
    require(again->matters.receipts == content.matters.receipts, "writing changes no receipt");
    const auto rewritten = partArchive(*again, address);
    require(rewritten && *rewritten == *archive, "there is one way to write a part");
}

} // namespace satchel::fuzz
