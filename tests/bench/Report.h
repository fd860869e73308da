#pragma once

#include "Figures.h"
#include "SizeResult.h"

#include <QByteArray>
#include <QList>
#include <QString>

namespace satchel::bench {

// Where a run took place, as far as it bears on its figures.
struct Machine {
    QString processor;
    int cores = 0;
    QString fileSystem;
    QString openSsl;
    QString compiler;

    [[nodiscard]] static Machine thisOne(const QString& folder);
    [[nodiscard]] QString line() const;

    friend bool operator==(const Machine&, const Machine&) = default;
};

// One run in the forms in which it is read.
class Report final {
public:
    Report(Machine machine, QList<SizeResult> results);

    [[nodiscard]] QString text() const; // for a terminal
    [[nodiscard]] QString markdown() const;
    [[nodiscard]] QByteArray json() const;
    [[nodiscard]] QByteArray plot() const; // SVG: what a message costs at each size, of the shape with the most sizes

private:
    Machine m_machine;
    QList<SizeResult> m_results;
    QList<Figure> m_figures;
};

} // namespace satchel::bench
