#pragma once

#include <core/base/JsonWriter.h>
#include <core/base/Result.h>
#include <core/base/StrictJson.h>

#include <QByteArray>
#include <QByteArrayView>

#include <functional>
#include <memory>
#include <vector>

namespace satchel {

// A list of a report that may grow to millions of rows: JSON texts, kept in memory while they are few and in an unnamed
// temporary file beyond. Rows come back in order. Copies may be read on several threads, one after another; a visitor
// must not read the list that it visits.
class RowList final {
public:
    void append(const QByteArray& json);
    void append(const JsonWriter& row) { append(row.text()); }

    [[nodiscard]] qint64 size() const { return m_size; }
    [[nodiscard]] bool isEmpty() const { return m_size == 0; }

    void forEach(const std::function<void(QByteArrayView json)>& visit) const;
    // As an array of the report.
    void writeTo(JsonWriter& writer) const;
    // For tests and short lists: all rows, parsed.
    [[nodiscard]] std::vector<JsonValue> values() const;

private:
    void spill();

    qint64 m_size = 0;
    qint64 m_spilled = 0; // bytes
    bool m_maySpill = true;
    QByteArray m_memory; // rows, each ended by a line feed (which JSON text never holds)
    struct Overflow;
    std::shared_ptr<Overflow> m_overflow; // of all copies
};

} // namespace satchel
