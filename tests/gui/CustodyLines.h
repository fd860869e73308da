#pragma once

#include <tests/support/TestWorld.h>

namespace satchel::test {

// What the station's custody log holds, or of that what was done under this name; ends the test if it is not intact.
inline QList<LogEntry> custodyOf(const TestStation& station, const QString& action = {})
{
    QList<LogEntry> entries;
    const auto session = station.read();
    const auto& log = session.ledger().log();
    const auto read = log.forEach({}, [&](const LogEntry& entry) -> Result<void> {
        if (action.isEmpty() || entry.action == action) {
            entries += entry;
        }
        return {};
    });
    const auto verification = log.verify();
    if (!read || !verification || !verification->intact) {
        qFatal("the custody log of %s is not intact", qPrintable(station.home()));
    }
    return entries;
}

} // namespace satchel::test
