#pragma once

#include <QLabel>
#include <QPushButton>
#include <QWidget>

#include <core/exchange/Overview.h>

#include <array>

namespace satchel {

// What stands where, in one sentence and as a pipeline from left to right, and the two errands as large buttons.
class OverviewPage final : public QWidget {
    Q_OBJECT

public:
    explicit OverviewPage(QWidget* parent = nullptr);

    void show(const StatusReport& status, const QDateTime& now);
    void show(const Error& error); // the station cannot be looked at
    [[nodiscard]] QString sentence() const { return m_sentence->text(); }

Q_SIGNALS:
    void takeOut();
    void bringIn();
    void stateChosen(satchel::ItemState state); // of the pipeline

private:
    static constexpr std::array Pipeline{ItemState::Held, ItemState::Pending, ItemState::Packed, ItemState::Received,
        ItemState::Ready, ItemState::Delivered, ItemState::Answered, ItemState::Confirmed};

    QLabel* m_name;
    QLabel* m_sentence;
    std::array<QPushButton*, Pipeline.size()> m_stations;
    QLabel* m_deadlines;
};

} // namespace satchel
