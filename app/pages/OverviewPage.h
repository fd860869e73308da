#pragma once

#include <QLabel>
#include <QWidget>

#include <core/exchange/report/Overview.h>

namespace satchel {

class ConcernList;
class MonthBars;
class Pipeline;

// What stands where, in one sentence and as a pipeline from left to right, the two errands as large buttons, what must
// not be forgotten, and what the last month was like.
class OverviewPage final : public QWidget {
    Q_OBJECT

public:
    explicit OverviewPage(QWidget* parent = nullptr);

    void show(const StatusReport& status, const QList<DayReport>& days, const QDateTime& now);
    void show(const Error& error); // the station cannot be looked at
    [[nodiscard]] QString sentence() const { return m_sentence->text(); }

Q_SIGNALS:
    void takeOut();
    void bringIn();
    void stateChosen(satchel::ItemState state); // of the pipeline
    void concernChosen(const satchel::Concern& concern);
    void allConcernsChosen(satchel::Concern::Kind kind);

private:
    void layOut();

    QLabel* m_name;
    QLabel* m_sentence;
    Pipeline* m_pipeline;
    ConcernList* m_concerns;
    MonthBars* m_bars;
    QLabel* m_day; // what the bars tell of the day that was chosen
};

} // namespace satchel
