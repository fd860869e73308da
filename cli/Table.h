#pragma once

#include "Console.h"

#include <QList>
#include <QString>
#include <QStringList>

namespace satchel {

// A short list for people, in columns as wide as their content. Long lists have fixed widths and are streamed.
class Table final {
public:
    explicit Table(QStringList heads);

    void add(const QStringList& cells);
    [[nodiscard]] bool isEmpty() const { return m_rows.size() == 1; }
    void print(Console& console) const;

private:
    QList<QStringList> m_rows; // the heads first
};

// "name      value", one a line; facts without a value are left out.
void printFacts(Console& console, const QList<QPair<QString, QString>>& facts);

// Made printable, and at least `width` columns wide.
[[nodiscard]] QString padded(const QString& text, qsizetype width);

} // namespace satchel
