#include "Activity.h"

#include "Database.h"

#include <core/base/Time.h>

namespace satchel {

Result<Activity::Counts> Activity::between(const QDateTime& from, const QDateTime& to) const
{
    const QVariantList times{toUtcText(from), toUtcText(to)};
    const auto gathered = m_database->queryNumber(
        QStringLiteral("SELECT COUNT(*) FROM items WHERE gathered_here = 1 AND gathered_at >= ? AND gathered_at < ?"),
        times);
    const auto broughtIn = m_database->queryNumber(
        QStringLiteral("SELECT COALESCE(SUM(added), 0) FROM incoming WHERE at >= ? AND at < ?"), times);
    const auto delivered = m_database->queryNumber(
        QStringLiteral("SELECT COUNT(*) FROM item_history WHERE state = 'delivered' AND at >= ? AND at < ?"), times);
    if (!gathered) {
        return fail(gathered.error());
    }
    if (!broughtIn || !delivered) {
        return fail(!broughtIn ? broughtIn.error() : delivered.error());
    }
    return Counts{*gathered, *broughtIn, *delivered};
}

} // namespace satchel
