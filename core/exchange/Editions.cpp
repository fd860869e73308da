#include "Editions.h"

#include <algorithm>

namespace satchel {

QString editionLine(const EnrolmentObject& object, const QByteArray& context)
{
    return object.series().isEmpty() ? QString{} : object.series() + QLatin1Char('@') + editionLabel(context);
}

QString editionLabel(const QByteArray& context)
{
    return QString::fromUtf8(context.first(qMax<qsizetype>(0, context.lastIndexOf('/'))));
}

Result<qint64> supersedeOlderEditions(Ledger& ledger, Kind kind, const QString& line, const StationId& peer)
{
    auto editions = ledger.items().editions(kind, line);
    if (!editions) {
        return fail(std::move(editions).error());
    }
    editions->removeIf([&peer](const Item& item) {
        return item.peer != peer || !item.inReplyTo.isNull() || item.state == ItemState::Held
            || item.state == ItemState::Rejected;
    });
    if (editions->isEmpty()) {
        return 0;
    }
    // The ledger gives the one that came last first. At a site an older edition may come after a newer one, and the
    // backend's clock tells; at the backend nothing is asked of a clock that may be set back.
    const auto newest = ledger.role() == StationRole::Backend
        ? editions->first()
        : *std::ranges::max_element(*editions, {}, &Item::gatheredAt);
    qint64 count = 0;
    for (const auto& item : *editions) {
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
