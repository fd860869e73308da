#pragma once

#include <core/exchange/report/SavedTable.h>

#include <QString>
#include <QStringList>

#include <memory>
#include <utility>

// What tables that are saved have in common. For their makers only.
namespace satchel {

inline QStringList fieldNames(const char* commaSeparated)
{
    return QString::fromLatin1(commaSeparated).split(QLatin1Char(','));
}

// "" for an id that is none.
template <typename Id> QString idText(const Id& id)
{
    return id.isNull() ? QString{} : id.toString();
}

inline QString truthText(bool is)
{
    return is ? QStringLiteral("true") : QStringLiteral("false");
}

// One that has all its rows, each told by `rowOf`; it needs no session.
template <typename Rows, typename Row>
SavedTable tableOf(const QString& name, const QStringList& fields, Rows rows, SavedRow (*rowOf)(const Row&))
{
    const auto count = static_cast<qint64>(rows.size());
    const auto walk = [kept = std::make_shared<const Rows>(std::move(rows)), rowOf](
                          const SavedTable::Visit& visit) -> Result<void> {
        for (const auto& each : *kept) {
            SATCHEL_TRY(visit(rowOf(each)));
        }
        return {};
    };
    return {name, fields, count, walk};
}

} // namespace satchel
