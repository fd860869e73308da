#include "SvgPlot.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace satchel::bench {

namespace {

constexpr double Width = 900;
constexpr double Left = 70;
constexpr double Right = 610;
constexpr double Top = 50;
constexpr double Bottom = 430;
constexpr double LegendLeft = 630;
constexpr double LegendLine = 22;
constexpr double SampleLength = 26;

// Told apart by most people with a colour-blindness too (Okabe and Ito), and by the dashes.
constexpr std::array<const char*, 8> Colours{
    "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000", "#7f7f7f"};

QString at(double value)
{
    return QString::number(value, 'f', 1);
}

QString text(double x, double y, const QString& anchor, const QString& words)
{
    return QStringLiteral("<text x=\"%1\" y=\"%2\" text-anchor=\"%3\">%4</text>\n")
        .arg(at(x), at(y), anchor, words.toHtmlEscaped());
}

QString stroke(double fromX, double fromY, double toX, double toY, const QString& style)
{
    return QStringLiteral("<line x1=\"%1\" y1=\"%2\" x2=\"%3\" y2=\"%4\" %5/>\n")
        .arg(at(fromX), at(fromY), at(toX), at(toY), style);
}

// Colours are counted among lines of one kind: the dashes tell the kinds apart.
QString styleOf(const QList<PlotSeries>& all, qsizetype index)
{
    const auto& series = all.at(index);
    const auto before = std::count_if(
        all.begin(), all.begin() + index, [&](const PlotSeries& other) { return other.isOurs == series.isOurs; });
    const auto colour = QLatin1StringView{Colours.at(static_cast<std::size_t>(before) % Colours.size())};
    return QStringLiteral("stroke=\"%1\" stroke-width=\"2\" fill=\"none\"%2")
        .arg(colour, series.isOurs ? QString{} : QStringLiteral(" stroke-dasharray=\"6 4\""));
}

// 10,000 rather than 1e+04; parts of one are short anyway.
QString labelOf(double power)
{
    QString digits = QString::number(power, 'f', power < 1 ? static_cast<int>(-std::floor(std::log10(power))) : 0);
    for (auto at = digits.size() - 3; power >= 1 && at > 0; at -= 3) {
        digits.insert(at, QLatin1Char(','));
    }
    return digits;
}

} // namespace

SvgPlot::SvgPlot(QString title, QString horizontal, QString vertical)
    : m_title{std::move(title)}
    , m_horizontal{std::move(horizontal)}
    , m_vertical{std::move(vertical)}
{
}

void SvgPlot::add(const PlotSeries& series)
{
    m_series.append(series);
}

double SvgPlot::Axis::share(double value) const
{
    return (std::log10(value) - std::log10(least)) / (std::log10(most) - std::log10(least));
}

SvgPlot::Axis SvgPlot::axisOf(double (*coordinate)(const QPointF&)) const
{
    QList<double> values;
    for (const auto& series : m_series) {
        for (const auto& point : series.points) {
            values.append(coordinate(point));
        }
    }
    if (values.isEmpty()) {
        return {};
    }
    const auto [least, most] = std::minmax_element(values.cbegin(), values.cend());
    Axis axis{std::pow(10, std::floor(std::log10(*least))), std::pow(10, std::ceil(std::log10(*most)))};
    if (axis.least == axis.most) {
        axis.most *= 10;
    }
    return axis;
}

QPointF SvgPlot::place(const QPointF& point, const Axis& horizontal, const Axis& vertical)
{
    return {Left + horizontal.share(point.x()) * (Right - Left), Bottom - vertical.share(point.y()) * (Bottom - Top)};
}

QString SvgPlot::grid(const Axis& horizontal, const Axis& vertical) const
{
    const auto faint = QStringLiteral("stroke=\"#d0d0d0\" stroke-width=\"1\"");
    constexpr double Nudge = 1.001; // so that rounding does not take the last line away
    QString drawn;
    for (double power = horizontal.least; power <= horizontal.most * Nudge; power *= 10) {
        const auto x = place({power, vertical.least}, horizontal, vertical).x();
        drawn += stroke(x, Top, x, Bottom, faint);
        drawn += text(x, Bottom + LegendLine, QStringLiteral("middle"), labelOf(power));
    }
    for (double power = vertical.least; power <= vertical.most * Nudge; power *= 10) {
        const auto y = place({horizontal.least, power}, horizontal, vertical).y();
        drawn += stroke(Left, y, Right, y, faint);
        drawn += text(Left - 8, y + 4, QStringLiteral("end"), labelOf(power));
    }
    drawn += text((Left + Right) / 2, Bottom + 2 * LegendLine, QStringLiteral("middle"), m_horizontal);
    return drawn + text(Left, Top - 8, QStringLiteral("start"), m_vertical);
}

QString SvgPlot::line(qsizetype index, const Axis& horizontal, const Axis& vertical) const
{
    const auto& series = m_series.at(index);
    QString places;
    QString dots;
    for (const auto& point : series.points) {
        const auto here = place(point, horizontal, vertical);
        places += QStringLiteral("%1,%2 ").arg(at(here.x()), at(here.y()));
        dots += QStringLiteral("<circle cx=\"%1\" cy=\"%2\" r=\"3\" %3/>\n")
                    .arg(at(here.x()), at(here.y()), styleOf(m_series, index));
    }
    return QStringLiteral("<polyline points=\"%1\" %2/>\n").arg(places.trimmed(), styleOf(m_series, index)) + dots;
}

QString SvgPlot::legend(qsizetype index) const
{
    const double y = Top + static_cast<double>(index) * LegendLine;
    return stroke(LegendLeft, y, LegendLeft + SampleLength, y, styleOf(m_series, index))
        + text(LegendLeft + SampleLength + 8, y + 4, QStringLiteral("start"), m_series.at(index).name);
}

QByteArray SvgPlot::svg() const
{
    const double height = std::max(Bottom + 3 * LegendLine, Top + static_cast<double>(m_series.size()) * LegendLine);
    const auto horizontal = axisOf([](const QPointF& point) { return point.x(); });
    const auto vertical = axisOf([](const QPointF& point) { return point.y(); });
    QString drawn = QStringLiteral("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %1 %2\" font-size=\"13\" "
                                   "font-family=\"sans-serif\">\n<title>%3</title>\n"
                                   "<rect width=\"%1\" height=\"%2\" fill=\"#ffffff\"/>\n")
                        .arg(at(Width), at(height), m_title.toHtmlEscaped());
    drawn += text(Left, Top - LegendLine - 8, QStringLiteral("start"), m_title);
    drawn += grid(horizontal, vertical);
    for (qsizetype i = 0; i < m_series.size(); ++i) {
        drawn += line(i, horizontal, vertical) + legend(i);
    }
    return (drawn + QStringLiteral("</svg>\n")).toUtf8();
}

} // namespace satchel::bench
