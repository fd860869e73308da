#pragma once

#include <QList>
#include <QPointF>
#include <QString>

namespace satchel::bench {

// A line of points, each named by the legend; `isOurs` draws it whole instead of dashed.
struct PlotSeries {
    QString name;
    QList<QPointF> points; // both coordinates above 0
    bool isOurs = false;
};

// A picture of lines on two logarithmic axes, as SVG 1.1 that needs nothing from elsewhere. It has no background of its
// own but white, so that it can be read on any page.
class SvgPlot final {
public:
    SvgPlot(QString title, QString horizontal, QString vertical);

    void add(const PlotSeries& series);

    [[nodiscard]] QByteArray svg() const;

private:
    struct Axis {
        double least = 1; // powers of ten
        double most = 10;

        [[nodiscard]] double share(double value) const; // 0 at the least, 1 at the most
    };

    [[nodiscard]] Axis axisOf(double (*coordinate)(const QPointF&)) const;
    [[nodiscard]] static QPointF place(const QPointF& point, const Axis& horizontal, const Axis& vertical);
    [[nodiscard]] QString grid(const Axis& horizontal, const Axis& vertical) const;
    [[nodiscard]] QString line(qsizetype index, const Axis& horizontal, const Axis& vertical) const;
    [[nodiscard]] QString legend(qsizetype index) const;

    QString m_title;
    QString m_horizontal;
    QString m_vertical;
    QList<PlotSeries> m_series;
};

} // namespace satchel::bench
