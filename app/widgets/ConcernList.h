#pragma once

#include <QWidget>

#include <core/exchange/Concern.h>

class QVBoxLayout;

namespace satchel {

// The deadlines of a station and what seems to go wrong, the most urgent first, each with what to do. Each leads to
// what it is about. Of many the first are shown until somebody wants all.
class ConcernList final : public QWidget {
    Q_OBJECT

public:
    explicit ConcernList(QWidget* parent = nullptr);

    void show(const QList<Concern>& concerns, const QDateTime& now);

Q_SIGNALS:
    void chosen(const satchel::Concern& concern);

private:
    [[nodiscard]] bool hasRowsOf(const QList<Concern>& concerns, const QDateTime& now) const;
    void showRows();
    void addConcern(const Concern& concern, int place);
    void addRest(int count);
    void addRow(QWidget* row);

    QVBoxLayout* m_column;
    QList<QWidget*> m_rows;
    QList<Concern> m_concerns;
    QDateTime m_now;
    bool m_isWhole = false;
};

} // namespace satchel
