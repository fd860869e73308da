#pragma once

#include <QWidget>

#include <app/StationView.h>
#include <app/VerbThread.h>
#include <app/models/ItemTable.h>
#include <app/widgets/ItemStory.h>

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QTableView;

namespace satchel {

// Every item of the station in a table that filters and sorts at once, and the story of the one that is chosen.
class ItemsPage final : public QWidget {
    Q_OBJECT

public:
    explicit ItemsPage(const StationView& station, QWidget* parent = nullptr);

    void refresh();
    void showState(std::optional<ItemState> state);
    void showDevice(const QString& serial); // in any state
    // Only these, until somebody wants all again. `whose`: what they have in common, for people.
    void showOnly(const QString& whose, const QList<ItemId>& items);
    [[nodiscard]] const ItemTable& table() const { return *m_table; }
    [[nodiscard]] const ItemStory& story() const { return *m_story; }
    void choose(int row);

Q_SIGNALS:
    void refreshed();
    void shown(); // the story of the item that was chosen
    void takeOutWanted(const QStringList& items); // ids

private:
    void follow();
    void tellStory();
    [[nodiscard]] QList<ItemId> shownItems() const; // in the order in which they are shown
    void followSelection();
    [[nodiscard]] QStringList selectedItems() const; // ids
    void showAll();

    StationView m_station;
    ItemTable* m_table;
    QLineEdit* m_text;
    QComboBox* m_state;
    QTableView* m_view;
    QLabel* m_count;
    QPushButton* m_all; // while only some are shown
    QPushButton* m_takeOut;
    ItemStory* m_story;
    VerbThread m_reading; // these last: they end before what they report to
    VerbThread m_showing;
};

} // namespace satchel
