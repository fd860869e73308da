#include "Table.h"

#include <core/base/Printable.h>

#include <algorithm>

namespace satchel {

Table::Table(QStringList heads)
    : m_rows({std::move(heads)})
{
}

void Table::add(const QStringList& cells)
{
    m_rows += cells;
}

void Table::print(Console& console) const
{
    QList<qsizetype> widths;
    for (const auto& row : m_rows) {
        widths.resize(std::max(widths.size(), row.size()));
        for (qsizetype i = 0; i < row.size(); ++i) {
            widths[i] = std::max(widths[i], printable(row[i]).size());
        }
    }
    for (const auto& row : m_rows) {
        QString line;
        for (qsizetype i = 0; i < row.size(); ++i) {
            line += i + 1 < row.size() ? padded(row[i], widths[i]) + QStringLiteral("  ") : row[i];
        }
        while (line.endsWith(u' ')) {
            line.chop(1);
        }
        console.line(line);
    }
}

void printFacts(Console& console, const QList<QPair<QString, QString>>& facts)
{
    qsizetype width = 0;
    for (const auto& [name, value] : facts) {
        width = std::max(width, value.isEmpty() ? 0 : name.size());
    }
    for (const auto& [name, value] : facts) {
        if (!value.isEmpty()) {
            console.line(padded(name, width) + QStringLiteral("  ") + value);
        }
    }
}

QString padded(const QString& text, qsizetype width)
{
    return printable(text).leftJustified(width);
}

} // namespace satchel
