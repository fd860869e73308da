#include "Editions.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace satchel {

QString editionLine(const EnrolmentObject& object, const QByteArray& context)
{
    return object.series().isEmpty() ? QString{} : object.series() + QLatin1Char('@') + editionLabel(context);
}

QString editionLabel(const QByteArray& context)
{
    return QString::fromUtf8(context.first(qMax<qsizetype>(0, context.lastIndexOf('/'))));
}

namespace {

struct Edition {
    Item item;
    QByteArray order; // by its content; empty if that does not tell
};

// Those that count, the one that came last first: what is held or rejected makes nothing worthless.
Result<std::vector<Edition>> editionsThatCount(
    const Ledger& ledger, Kind kind, const QString& line, const StationId& peer)
{
    auto items = ledger.items().editions(kind, line);
    if (!items) {
        return fail(std::move(items).error());
    }
    items->removeIf([&peer](const Item& item) {
        return item.peer != peer || !item.inReplyTo.isNull() || item.state == ItemState::Held
            || item.state == ItemState::Rejected || item.state == ItemState::Superseded;
    });
    if (items->size() == 1) {
        return std::vector<Edition>{{items->first(), {}}}; // nothing to compare it with
    }
    std::vector<Edition> editions;
    for (const auto& item : std::as_const(*items)) {
        const auto bytes = ledger.items().bytes(item.id);
        const auto object = bytes ? EnrolmentObject::recognise(*bytes, kind) : fail(bytes.error());
        if (!object) {
            return fail(object.error());
        }
        editions.push_back({item, (*object)->editionOrder()});
    }
    return editions;
}

// Where the content does not tell: at a site an older edition may come after a newer one, and the backend's clock
// tells; at the backend nothing is asked of a clock that may be set back.
Item newestOf(const std::vector<Edition>& editions, StationRole here)
{
    const auto isOlder = [here](const Edition& one, const Edition& other) {
        if (one.order != other.order) {
            return one.order < other.order;
        }
        return here == StationRole::Site && one.item.gatheredAt < other.item.gatheredAt;
    };
    return std::ranges::max_element(editions, isOlder)->item; // of equal ones the first
}

} // namespace

Result<qint64> supersedeOlderEditions(Ledger& ledger, Kind kind, const QString& line, const StationId& peer)
{
    const auto editions = editionsThatCount(ledger, kind, line, peer);
    if (!editions) {
        return fail(editions.error());
    }
    if (editions->empty()) {
        return 0;
    }
    const auto newest = newestOf(*editions, ledger.role());
    qint64 count = 0;
    for (const auto& [item, order] : *editions) {
        if (item.id != newest.id && mayBecome(item.standing(ledger.role()), item.state, ItemState::Superseded)) {
            SATCHEL_TRY(ledger.items().setState(item.id, ItemState::Superseded,
                Reason{
                    ErrorCode::Superseded, QStringLiteral("there is a newer edition: %1").arg(newest.id.toString())}));
            ++count;
        }
    }
    return count;
}

} // namespace satchel
