#pragma once

#include <core/base/Result.h>
#include <core/base/Time.h>

#include <QByteArray>
#include <QDateTime>
#include <QString>

#include <functional>
#include <optional>

namespace satchel {

class Database;

// One line of the record of who did what with which bundle on which medium.
struct LogEntry {
    qint64 seq = 0; // from 1
    QDateTime at; // by this machine's clock
    qint64 monotonic = 0; // milliseconds since this machine started (CLOCK_BOOTTIME): shows a clock that was set
    QString user; // who the operating system says it was
    QString operatorName; // who they said they were (setOperator(), SATCHEL_OPERATOR), may be empty
    QString host;
    QString action; // "gather", "export", "import", "refuse", "deliver", "release", "reject", "peer-add", ...
    QString bundle; // ULID, or empty
    QString medium; // path, followed by what a removable medium says of itself (pathOnMedium); or empty
    QString verdict; // one line in words
    QByteArray hash; // 32 bytes: SHA-256 over the previous hash and every field above, each with its length
};

// Whom an entry names.
struct LogAuthor {
    QString user;
    QString operatorName; // may be empty
    QString host;
};

// Hash-chained, append-only; each entry is written in the transaction of what it tells.
class CustodyLog final {
public:
    CustodyLog(Database& database, Clock clock);

    // Who works here, for the entries from now on. Empty: whom SATCHEL_OPERATOR names.
    void setOperator(const QString& name) { m_operator = name; }

    // Needs an open Transaction. Everything but action, bundle, medium and verdict is filled in here.
    [[nodiscard]] Result<void> append(
        const QString& action, const QString& bundle, const QString& medium, const QString& verdict);

    // Whom an entry would name that was written now.
    [[nodiscard]] LogAuthor author() const;

    [[nodiscard]] Result<void> forEach(
        const std::optional<QDateTime>& since, const std::function<Result<void>(const LogEntry&)>& visit) const;

    struct Verification {
        bool intact = true;
        std::optional<qint64> firstBad = {};
    };
    // Recomputes the whole chain.
    [[nodiscard]] Result<Verification> verify() const;

private:
    Database* m_database;
    Clock m_clock;
    QString m_operator;
};

} // namespace satchel
