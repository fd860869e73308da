#pragma once

#include <QWidget>

#include <core/exchange/report/Concerns.h>

class QVBoxLayout;

namespace satchel {

// The deadlines of a station and what seems to go wrong, the most urgent first, each with what to do. Each leads to
// what it is about. Of many the first are shown until somebody wants all that are told one by one; of how many more
// there are is told in any case, and that leads to them.
class ConcernList final : public QWidget {
    Q_OBJECT

public:
    explicit ConcernList(QWidget* parent = nullptr);

    void show(const Concerns& concerns, const QDateTime& now);

Q_SIGNALS:
    void chosen(const satchel::Concern& concern);
    void allChosen(satchel::Concern::Kind kind);

private:
    [[nodiscard]] bool hasRowsOf(const Concerns& concerns, const QDateTime& now) const;
    void showRows();
    void addConcern(const Concern& concern, int place);
    void addRest(int count);
    void addFurther(const FurtherConcerns& further);
    void addRow(QWidget* row);

    QVBoxLayout* m_column;
    QList<QWidget*> m_rows;
    Concerns m_concerns;
    QDateTime m_now;
    bool m_isWhole = false;
};

} // namespace satchel
