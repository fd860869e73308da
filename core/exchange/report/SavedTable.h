#pragma once

#include <core/base/JsonWriter.h>
#include <core/base/Progress.h>
#include <core/base/Result.h>

#include <QString>
#include <QStringList>

#include <functional>

namespace satchel {

// One row of a list, told in whichever form it is saved.
struct SavedRow {
    std::function<QStringList()> fields; // in the order of the table's
    std::function<void(JsonWriter& writer)> writeObject;
};

// A list of the station for other programs. Rows are read when they are written, one at a time: it may have a million.
struct SavedTable {
    using Visit = std::function<Result<void>(const SavedRow& row)>;

    QString name; // of its list in JSON: "items"
    QStringList fields; // their names
    qint64 rows = 0; // how many there will be, for the progress
    std::function<Result<void>(const Visit& visit)> forEach; // the visitor's failure ends the walk and is returned
    std::function<Result<void>(JsonWriter& writer)> writeFurther = {}; // members of the JSON object behind its list
};

// Csv is RFC 4180 with a byte order mark (CsvText.h); Json is the object that `--json` prints of the same list.
enum class TableForm { Csv, Json };

// Writes the whole of it to a file that appears, or is replaced, only once that is done. Returns the number of rows.
// Cancelled, or what the file system says.
[[nodiscard]] Result<qint64> saveTable(
    const SavedTable& table, TableForm form, const QString& path, const Conduct& conduct);

} // namespace satchel
