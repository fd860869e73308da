#pragma once

#include <QList>
#include <QString>
#include <QStringList>

namespace satchel::bench {

// Rows of cells below a heading; the first column is text, all others are numbers and stand to the right.
class Grid final {
public:
    explicit Grid(QStringList heading);

    void add(const QStringList& row); // as many cells as the heading

    [[nodiscard]] QString text() const; // columns filled up with blanks
    [[nodiscard]] QString markdown() const;

private:
    QList<QStringList> m_rows; // the heading first
};

} // namespace satchel::bench
