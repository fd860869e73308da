#pragma once

#include <QList>
#include <QString>
#include <QStringList>

namespace satchel::bench {

// Rows of cells below a heading. Columns of numbers stand to the right.
class Grid final {
public:
    // `numbers`: which columns have numbers.
    Grid(QStringList heading, QList<qsizetype> numbers);

    void add(const QStringList& row); // as many cells as the heading

    [[nodiscard]] QString text() const; // columns filled up with blanks
    [[nodiscard]] QString markdown() const;

private:
    QList<QStringList> m_rows; // the heading first
    QList<qsizetype> m_numbers;
};

} // namespace satchel::bench
