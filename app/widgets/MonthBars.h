#pragma once

#include <QWidget>

#include <core/exchange/report/Overview.h>

namespace satchel {

// What came and went day by day: two bars for each, told apart by their filling, today's with a mark. Whoever moves the
// mouse over a day, or the arrow keys, is told its numbers.
class MonthBars final : public QWidget {
    Q_OBJECT

public:
    explicit MonthBars(QWidget* parent = nullptr);

    void show(const QList<DayReport>& days);
    void choose(int day); // of those shown; told by dayChosen()
    [[nodiscard]] int chosen() const { return m_chosen; }
    [[nodiscard]] QString dayText(int day) const;
    [[nodiscard]] int dayAt(const QPoint& point) const; // -1: none

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    void dayChosen(const QString& text);

protected:
    bool event(QEvent* event) override; // tool tips
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;

private:
    [[nodiscard]] QRect plot() const; // where the bars stand
    [[nodiscard]] QRect columnOf(int day) const;
    void paintLegend(QPainter& painter) const;
    void paintDay(QPainter& painter, int day) const;
    void paintLabels(QPainter& painter) const;
    void describe();

    QList<DayReport> m_days;
    qint64 m_most = 1;
    int m_chosen = -1;
};

} // namespace satchel
