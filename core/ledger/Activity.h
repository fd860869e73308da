#pragma once

#include <core/base/Result.h>

#include <QDateTime>

namespace satchel {

class Database;

// How much came and went, by the clock of this station.
class Activity final {
public:
    explicit Activity(Database& database)
        : m_database{&database}
    {
    }

    struct Counts {
        qint64 gathered = 0; // items taken from the local system
        qint64 broughtIn = 0; // items that came in bundles and were new
        qint64 delivered = 0; // items handed to the local system
    };
    // From `from` on and before `to`. Counts the entries of indexes between the two, and no more.
    [[nodiscard]] Result<Counts> between(const QDateTime& from, const QDateTime& to) const;

private:
    Database* m_database;
};

} // namespace satchel
