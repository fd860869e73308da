#pragma once

#include <QWidget>

#include <app/StationView.h>
#include <app/VerbThread.h>
#include <app/models/DeviceTree.h>
#include <app/models/ItemTable.h>
#include <app/pages/ItemVerbs.h>
#include <app/widgets/DecisionBar.h>
#include <app/widgets/ItemStory.h>

#include <functional>

class QAbstractItemView;
class QComboBox;
class QHeaderView;
class QLabel;
class QLayout;
class QLineEdit;
class QPushButton;
class QSplitter;
class QStackedWidget;
class QTableView;
class QTreeView;

namespace satchel {

class SaveBar;

// Every item of the station, each by itself or by devices, filtered and sorted at once; the story of the one that is
// chosen and of its device; and what a person may decide of those that are chosen. What is chosen, and what is in
// sight, stays while the station is looked at again.
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
    [[nodiscard]] const DeviceTree& devices() const { return *m_devices; }
    [[nodiscard]] const ItemStory& story() const { return *m_story; }
    [[nodiscard]] DecisionBar& decisions() { return *m_decisions; }
    void choose(int row); // of the table
    // Items of which something is done at once: as many as core takes by their names, unless a test says fewer.
    void setMostSelected(qsizetype most);
    // Columns, order, halves, grouping and filters, as they are for the next start.
    void keepState() const;

Q_SIGNALS:
    void began(); // the first rows are there
    void refreshed(); // all are
    void shown(); // the story of the item that was chosen
    void changed(); // something was decided
    void takeOutWanted(const QStringList& items); // ids

private:
    void addFilters();
    void prepare(QAbstractItemView& view, QHeaderView& header, ItemModel& model);
    void addSaving();
    void addStorySaving(QLayout& bars);
    void tell(const Result<ItemTold>& told);
    void addLeads();
    void showAll();
    void restoreState();
    void readAll();
    void replace(const ItemList::Ptr& list);
    void follow();
    void group(bool byDevice);
    void tellStory();
    void tellChoices();
    void decide(const ItemDecision& decision);
    void count();

    [[nodiscard]] bool isByDevice() const;
    [[nodiscard]] QAbstractItemView& view() const;
    [[nodiscard]] ItemModel& model() const;
    [[nodiscard]] ItemChoice filter() const;
    // In the order of the list; nullopt where there are more than can be done anything with at once.
    [[nodiscard]] std::optional<QList<ItemId>> selectedItems() const;
    // Runs what sets the model anew, then chooses again and puts in sight what was before.
    void keepingPlace(QAbstractItemView& view, ItemModel& model, const std::function<void()>& change);

    StationView m_station;
    ItemList::Ptr m_list; // the newest; the model that is not shown has none
    ItemTable* m_table;
    DeviceTree* m_devices;
    QLineEdit* m_text;
    QComboBox* m_state;
    QComboBox* m_kind;
    QPushButton* m_byDevice;
    QTableView* m_items;
    QTreeView* m_tree;
    QStackedWidget* m_views;
    QSplitter* m_halves;
    QLabel* m_count;
    QPushButton* m_all; // while only some are shown
    QPushButton* m_takeOut;
    QLabel* m_tooMany; // while more are chosen than anything can be done with
    DecisionBar* m_decisions;
    ItemStory* m_story;
    SaveBar* m_saveStory; // of the chosen one's device
    SaveBar* m_saveShown; // of the chosen one
    std::optional<ItemTold> m_told; // what the story shows
    QList<ItemId> m_offered; // of which the bar offers decisions, or will
    std::optional<QList<ItemId>> m_only; // what is shown; nullopt: all
    qsizetype m_mostSelected = 0;
    bool m_isRead = false; // at least once
    bool m_isRestoring = false; // the choice is not a person's
    VerbThread m_reading{this}; // these last: they end before what they report to
    VerbThread m_showing{this};
    VerbThread m_choosing{this};
    VerbThread m_deciding{this, VerbThread::AtClosing::IsAwaited};
};

} // namespace satchel
