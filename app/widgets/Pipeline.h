#pragma once

#include <QMap>
#include <QWidget>

#include <core/ledger/ItemState.h>

#include <span>

namespace satchel {

class TextButton;

// The way of items from left to right, with how many are at each step. A step leads to its items.
class Pipeline final : public QWidget {
    Q_OBJECT

public:
    explicit Pipeline(QWidget* parent = nullptr);

    void show(StationRole role, const QMap<ItemState, qint64>& counts);
    [[nodiscard]] TextButton* step(ItemState state) const { return m_steps.value(state); } // nullptr: none of that

Q_SIGNALS:
    void chosen(satchel::ItemState state);

private:
    void build(std::span<const ItemState> steps);
    void addStep(ItemState state, bool hasNext);

    QMap<ItemState, TextButton*> m_steps;
};

} // namespace satchel
