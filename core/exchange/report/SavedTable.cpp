#include "SavedTable.h"

#include <core/base/AtomicFile.h>
#include <core/base/CsvText.h>
#include <core/base/Printable.h>

#include <QByteArray>

namespace satchel {

namespace {

constexpr qsizetype WriteAt = 64 * 1024; // bytes
constexpr qint64 RowsPerTelling = 64; // rows

// The way of rows into the file: gathers small pieces, counts, tells and stops.
class TableSaving final {
public:
    TableSaving(const SavedTable& table, const AtomicFile& file, const Conduct& conduct)
        : m_table{table}
        , m_file{file}
        , m_conduct{conduct}
    {
    }

    Result<qint64> write(TableForm form)
    {
        SATCHEL_TRY(form == TableForm::Csv ? writeCsv() : writeJson());
        flush();
        SATCHEL_TRY(m_written);
        return m_rows;
    }

private:
    Result<void> writeCsv()
    {
        add(CsvByteOrderMark);
        addRecord(m_table.fields);
        return m_table.forEach([this](const SavedRow& row) {
            addRecord(row.fields());
            return next();
        });
    }

    Result<void> writeJson()
    {
        JsonWriter writer{[this](QByteArrayView text) { add(printableJson(text)); }};
        writer.beginObject().key(m_table.name).beginArray();
        SATCHEL_TRY(m_table.forEach([this, &writer](const SavedRow& row) {
            row.writeObject(writer);
            return next();
        }));
        writer.endArray();
        if (m_table.writeFurther) {
            SATCHEL_TRY(m_table.writeFurther(writer));
        }
        writer.endObject();
        add("\n");
        return {};
    }

    void addRecord(const QStringList& fields)
    {
        add(csvLine(fields).toUtf8());
        add(CsvLineEnd);
    }

    void add(QByteArrayView bytes)
    {
        m_pending.append(bytes);
        if (m_pending.size() >= WriteAt) {
            flush();
        }
    }

    // Writers of text take no error back: the first is kept until the row is done.
    void flush()
    {
        if (m_written) {
            m_written = m_file.write(m_pending);
        }
        m_pending.clear();
    }

    Result<void> next()
    {
        if (++m_rows % RowsPerTelling == 0) {
            m_conduct.tell({QStringLiteral("saving"), m_rows, m_table.rows, QStringLiteral("rows")});
        }
        if (m_conduct.stopRequested()) {
            return fail(ErrorCode::Cancelled, QStringLiteral("the list was not saved"));
        }
        return m_written;
    }

    const SavedTable& m_table;
    const AtomicFile& m_file;
    const Conduct& m_conduct;
    QByteArray m_pending;
    Result<void> m_written;
    qint64 m_rows = 0;
};

} // namespace

Result<qint64> saveTable(const SavedTable& table, TableForm form, const QString& path, const Conduct& conduct)
{
    auto file = AtomicFile::create(path);
    if (!file) {
        return fail(std::move(file).error());
    }
    auto rows = TableSaving{table, *file, conduct}.write(form);
    if (rows) {
        SATCHEL_TRY(file->commit());
    }
    return rows;
}

} // namespace satchel
