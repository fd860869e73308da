#include "MonthBars.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QLocale>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <array>

namespace satchel {

namespace {

constexpr int LeastColumn = 10; // pixels
constexpr int BarsInLines = 5; // height of the bars, in lines of text
constexpr int BarGap = 4;
constexpr int DaysPerLabel = 7;

qint64 cameIn(const DayReport& day)
{
    return day.counts.gathered + day.counts.broughtIn;
}

QString takenInWord()
{
    return MonthBars::tr("taken in");
}

QString handedOverWord()
{
    return MonthBars::tr("handed over");
}

// Full, and hatched with a frame: one sees the difference without the colours.
void paintBar(QPainter& painter, const QRect& bar, const QPalette& palette, bool isHatched)
{
    if (!isHatched) {
        painter.fillRect(bar, palette.highlight());
        return;
    }
    painter.fillRect(bar, QBrush{palette.color(QPalette::WindowText), Qt::BDiagPattern});
    painter.setPen(palette.color(QPalette::WindowText));
    painter.drawRect(bar.adjusted(0, 0, -1, -1));
}

} // namespace

MonthBars::MonthBars(QWidget* parent)
    : QWidget{parent}
{
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Items taken in and handed over, day by day"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void MonthBars::show(const QList<DayReport>& days)
{
    m_days = days;
    m_most = 1;
    for (const auto& day : m_days) {
        m_most = std::max({m_most, cameIn(day), day.counts.delivered});
    }
    m_chosen = std::min(m_chosen, static_cast<int>(m_days.size()) - 1);
    describe();
    updateGeometry();
    update();
}

void MonthBars::choose(int day)
{
    if (m_days.isEmpty()) {
        return;
    }
    m_chosen = std::clamp(day, 0, static_cast<int>(m_days.size()) - 1);
    describe();
    update();
    Q_EMIT dayChosen(dayText(m_chosen));
}

QString MonthBars::dayText(int day) const
{
    if (day < 0 || day >= m_days.size()) {
        return {};
    }
    const auto& report = m_days.at(day);
    const QString date = day == m_days.size() - 1 ? tr("Today") : QLocale{}.toString(report.day, QLocale::LongFormat);
    return tr("%1: %2, %3, %4")
        .arg(date, tr("%n item(s) gathered", nullptr, static_cast<int>(report.counts.gathered)),
            tr("%n item(s) brought in", nullptr, static_cast<int>(report.counts.broughtIn)),
            tr("%n item(s) handed over", nullptr, static_cast<int>(report.counts.delivered)));
}

void MonthBars::describe()
{
    qint64 in = 0;
    qint64 out = 0;
    for (const auto& day : m_days) {
        in += cameIn(day);
        out += day.counts.delivered;
    }
    const QString all = tr("In %n day(s): %1 taken in, %2 handed over.", nullptr, static_cast<int>(m_days.size()))
                            .arg(QLocale{}.toString(in), QLocale{}.toString(out));
    setAccessibleDescription(m_chosen < 0 ? all : dayText(m_chosen));
}

int MonthBars::dayAt(const QPoint& point) const
{
    for (int day = 0; day < m_days.size(); ++day) {
        const QRect column = columnOf(day);
        if (point.x() >= column.left() && point.x() <= column.right()) {
            return day;
        }
    }
    return -1;
}

QSize MonthBars::sizeHint() const
{
    return minimumSizeHint();
}

QSize MonthBars::minimumSizeHint() const
{
    const QFontMetrics letters{font()};
    const int legend = letters.horizontalAdvance(takenInWord() + handedOverWord()) + 2 * letters.height() + 6 * BarGap;
    const int bars = LeastColumn * static_cast<int>(m_days.size());
    return {std::max(legend, bars), (BarsInLines + 3) * letters.height() + 6 * BarGap};
}

// Between the legend above and the days below.
QRect MonthBars::plot() const
{
    const int line = QFontMetrics{font()}.height();
    return rect().adjusted(BarGap, line + 3 * BarGap, -BarGap, -2 * line - 2 * BarGap);
}

QRect MonthBars::columnOf(int day) const
{
    const QRect all = plot();
    const int days = std::max(1, static_cast<int>(m_days.size()));
    const int left = all.left() + all.width() * day / days;
    const int right = all.left() + all.width() * (day + 1) / days;
    return {left, all.top(), right - left, all.height()};
}

void MonthBars::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter{this};
    paintLegend(painter);
    const QRect all = plot();
    painter.setPen(palette().color(QPalette::WindowText));
    painter.drawLine(all.bottomLeft() + QPoint{0, 1}, all.bottomRight() + QPoint{0, 1});
    for (int day = 0; day < m_days.size(); ++day) {
        paintDay(painter, day);
    }
    paintLabels(painter);
}

void MonthBars::paintLegend(QPainter& painter) const
{
    const int line = painter.fontMetrics().height();
    int x = BarGap;
    for (const bool isHatched : {false, true}) {
        paintBar(painter, {x, BarGap, line, line}, palette(), isHatched);
        x += line + BarGap;
        const QString word = isHatched ? handedOverWord() : takenInWord();
        painter.setPen(palette().color(QPalette::WindowText));
        painter.drawText(QRect{x, BarGap, width() - x, line}, Qt::AlignLeft | Qt::AlignVCenter, word);
        x += painter.fontMetrics().horizontalAdvance(word) + 3 * BarGap;
    }
    painter.drawText(QRect{x, BarGap, width() - x - BarGap, line}, Qt::AlignRight | Qt::AlignVCenter,
        tr("up to %1").arg(QLocale{}.toString(m_most)));
}

void MonthBars::paintDay(QPainter& painter, int day) const
{
    const QRect column = columnOf(day);
    const auto& report = m_days.at(day);
    const int half = std::max(2, (column.width() - 2) / 2);
    const auto bar = [&](qint64 count, int left) {
        const auto share = static_cast<double>(count) / static_cast<double>(m_most);
        const int height = count == 0 ? 0 : std::max(3, static_cast<int>(share * column.height()));
        return QRect{left, column.bottom() - height + 1, half, height};
    };
    if (cameIn(report) > 0) {
        paintBar(painter, bar(cameIn(report), column.left() + 1), palette(), false);
    }
    if (report.counts.delivered > 0) {
        paintBar(painter, bar(report.counts.delivered, column.left() + 1 + half), palette(), true);
    }
    if (day == m_chosen && hasFocus()) {
        painter.setPen(QPen{palette().color(QPalette::WindowText), 1, Qt::DotLine});
        painter.drawRect(column.adjusted(0, -BarGap / 2, -1, BarGap / 2));
    }
}

// A day in seven is named, and today, which has a mark above its name as well.
void MonthBars::paintLabels(QPainter& painter) const
{
    painter.setPen(palette().color(QPalette::WindowText));
    const int line = painter.fontMetrics().height();
    const int last = static_cast<int>(m_days.size()) - 1;
    for (int day = last % DaysPerLabel; day <= last; day += DaysPerLabel) {
        const QRect column = columnOf(day);
        const bool isToday = day == last;
        const QString text = isToday ? tr("today") : QLocale{}.toString(m_days.at(day).day, QStringLiteral("d. MMM"));
        const QPoint middle{column.center().x(), column.bottom() + 2 + BarGap};
        QRect place{0, 0, painter.fontMetrics().horizontalAdvance(text) + 2, line};
        place.moveCenter({middle.x(), middle.y() + line + line / 2});
        place.moveRight(std::min(place.right(), rect().right() - BarGap));
        place.moveLeft(std::max(place.left(), rect().left() + BarGap));
        painter.drawText(place, Qt::AlignCenter, text);
        if (isToday) {
            painter.setBrush(palette().color(QPalette::WindowText));
            const std::array mark{middle, middle + QPoint{-line / 3, line / 2}, middle + QPoint{line / 3, line / 2}};
            painter.drawPolygon(mark.data(), static_cast<int>(mark.size()));
            painter.setBrush(Qt::NoBrush);
        }
    }
    if (hasFocus()) {
        painter.setPen(QPen{palette().color(QPalette::Highlight), 2});
        painter.drawRect(rect().adjusted(1, 1, -2, -2));
    }
}

bool MonthBars::event(QEvent* event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto* const help = static_cast<QHelpEvent*>(event);
        QToolTip::showText(help->globalPos(), dayText(dayAt(help->pos())).toHtmlEscaped(), this);
        return true;
    }
    return QWidget::event(event);
}

void MonthBars::keyPressEvent(QKeyEvent* event)
{
    const int last = static_cast<int>(m_days.size()) - 1;
    switch (event->key()) {
    case Qt::Key_Left:
        choose(m_chosen < 0 ? last : m_chosen - 1);
        return;
    case Qt::Key_Right:
        choose(m_chosen < 0 ? last : m_chosen + 1);
        return;
    case Qt::Key_Home:
        choose(0);
        return;
    case Qt::Key_End:
        choose(last);
        return;
    default:
        QWidget::keyPressEvent(event);
    }
}

void MonthBars::mousePressEvent(QMouseEvent* event)
{
    if (const int day = dayAt(event->position().toPoint()); day >= 0) {
        choose(day);
    }
    QWidget::mousePressEvent(event);
}

} // namespace satchel
