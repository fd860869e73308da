#pragma once

#include <core/base/Result.h>
#include <core/base/Time.h>
#include <core/ledger/Database.h>

#include <QDateTime>
#include <QString>
#include <QStringView>

#include <optional>
#include <utility>

namespace satchel {

// Reads the columns of one row in their order, as the types they stand for. What cannot be read gives an empty value
// and is told by finish(), so that a reader's code is a plain list of columns.
class RowReader final {
public:
    explicit RowReader(const Rows& rows, int firstColumn = 0)
        : m_rows{&rows}
        , m_column{firstColumn}
    {
    }

    [[nodiscard]] QString text() { return m_rows->text(m_column++); }
    [[nodiscard]] qint64 number() { return m_rows->number(m_column++); }
    [[nodiscard]] bool truth() { return m_rows->truth(m_column++); }
    [[nodiscard]] QByteArray bytes() { return m_rows->bytes(m_column++); }

    // An id of any type that has parse(); null where the column is empty.
    template <typename Id> [[nodiscard]] Id id() { return idOf<Id>(text()); }

    // What a column held in the row before: most hold the same again, which is not parsed again.
    template <typename Value> struct Last {
        QString written;
        Value value;
    };
    template <typename Id> [[nodiscard]] Id id(Last<Id>& last)
    {
        return againOr(last, [this](const QString& written) { return idOf<Id>(written); });
    }

    // A value that goes by its name: a state, a kind, a code.
    template <typename Value> [[nodiscard]] Value named(std::optional<Value> (*fromName)(QStringView))
    {
        const auto written = text();
        const auto found = fromName(written);
        return found ? *found : refuse<Value>(written);
    }

    // An invalid time where the column is empty.
    [[nodiscard]] QDateTime time() { return timeOf(text()); }
    [[nodiscard]] QDateTime time(Last<QDateTime>& last)
    {
        return againOr(last, [this](const QString& written) { return timeOf(written); });
    }

    [[nodiscard]] Result<void> finish() const
    {
        if (!m_unreadable.isNull()) {
            return fail(ErrorCode::DatabaseUnavailable,
                QStringLiteral("the ledger holds a value that it cannot hold (\"%1\")").arg(m_unreadable));
        }
        return {};
    }

private:
    template <typename Value, typename Parse> [[nodiscard]] Value againOr(Last<Value>& last, Parse parse)
    {
        auto written = text();
        if (written != last.written) {
            last.value = parse(written);
            last.written = std::move(written);
        }
        return last.value;
    }

    [[nodiscard]] QDateTime timeOf(const QString& written)
    {
        if (written.isEmpty()) {
            return {};
        }
        const auto parsed = parseUtcText(written);
        return parsed ? *parsed : refuse<QDateTime>(written);
    }

    template <typename Id> [[nodiscard]] Id idOf(const QString& written)
    {
        if (written.isEmpty()) {
            return Id{};
        }
        const auto parsed = Id::parse(written);
        return parsed ? *parsed : refuse<Id>(written);
    }

    template <typename Value> [[nodiscard]] Value refuse(const QString& written)
    {
        if (m_unreadable.isNull()) {
            m_unreadable = written.isNull() ? QStringLiteral("") : written;
        }
        return Value{};
    }

    const Rows* m_rows;
    int m_column;
    QString m_unreadable; // null while all is well
};

} // namespace satchel
