#include "Grid.h"

#include <algorithm>

namespace satchel::bench {

namespace {

constexpr int Gap = 2;

QString filled(const QString& cell, qsizetype width, bool isNumber)
{
    return isNumber ? cell.rightJustified(width) : cell.leftJustified(width);
}

} // namespace

Grid::Grid(QStringList heading, QList<qsizetype> numbers)
    : m_rows{std::move(heading)}
    , m_numbers{std::move(numbers)}
{
}

void Grid::add(const QStringList& row)
{
    Q_ASSERT(row.size() == m_rows.first().size());
    m_rows.append(row);
}

QString Grid::text() const
{
    QString text;
    for (const auto& row : m_rows) {
        QString line;
        for (qsizetype column = 0; column < row.size(); ++column) {
            qsizetype width = 0;
            for (const auto& other : m_rows) {
                width = std::max(width, other.at(column).size());
            }
            line += QString(column == 0 ? 0 : Gap, QLatin1Char(' '));
            line += filled(row.at(column), width, m_numbers.contains(column));
        }
        while (line.endsWith(QLatin1Char(' '))) {
            line.chop(1);
        }
        text += line + QLatin1Char('\n');
    }
    return text;
}

QString Grid::markdown() const
{
    QString text;
    for (qsizetype i = 0; i < m_rows.size(); ++i) {
        QStringList cells;
        for (auto cell : m_rows.at(i)) {
            cells.append(cell.replace(QLatin1Char('|'), QStringLiteral("\\|")));
        }
        text += QStringLiteral("| %1 |\n").arg(cells.join(QStringLiteral(" | ")));
        if (i == 0) {
            for (qsizetype column = 0; column < cells.size(); ++column) {
                text += m_numbers.contains(column) ? QStringLiteral("| ---: ") : QStringLiteral("| --- ");
            }
            text += QStringLiteral("|\n");
        }
    }
    return text;
}

} // namespace satchel::bench
