#pragma once

#include <QWidget>

#include <app/StationView.h>
#include <app/VerbThread.h>
#include <app/models/BundleTable.h>
#include <app/models/CarriedTable.h>

#include <functional>
#include <vector>

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QSplitter;
class QTableView;

namespace satchel {

class SaveBar;

// Every bundle that was made here or came here, with what is known of its arrival, those that never came, and what the
// chosen one carried.
class BundlesPage final : public QWidget {
    Q_OBJECT

public:
    explicit BundlesPage(const StationView& station, QWidget* parent = nullptr);

    void keepState() const; // of columns, halves and filters, for the next window
    void refresh();
    // Shows this one, whatever is filtered; when it was not read yet, as soon as it is.
    void showBundle(const Ulid& bundle);
    [[nodiscard]] BundleTable& table() { return *m_table; }
    [[nodiscard]] const CarriedTable& carried() const { return *m_carried; }
    void choose(int row);

Q_SIGNALS:
    void refreshed();
    void shown(); // what the chosen bundle carried
    void itemsChosen(const QString& whose, const QList<satchel::ItemId>& items); // to be looked at

private:
    struct Read;
    [[nodiscard]] static Result<Read> readAll(const StationView& station);

    void setUpTables();
    void restoreState();
    void layOut();
    void follow();
    void addSaving();
    [[nodiscard]] SaveBar* makeCarriedBar();
    void count();
    void tell(Result<Read>&& read);
    bool chooseWanted(); // whether it is there
    void keepingPlace(const std::function<void()>& change);
    void tellStory();
    void show(const Result<BundleReport>& report);
    void showNone();
    void leadToItems();

    StationView m_station;
    BundleTable* m_table;
    CarriedTable* m_carried;
    QLabel* m_gaps;
    QLineEdit* m_text;
    QComboBox* m_choice;
    QLabel* m_count;
    QTableView* m_view;
    QLabel* m_story;
    QTableView* m_items;
    QSplitter* m_halves;
    QPushButton* m_lead;
    SaveBar* m_saveCarried; // of the chosen one
    SaveBar* m_slip; // of the chosen one, if it was made here
    Ulid m_wanted; // null: none but the chosen one
    int m_asked = 0; // which answer is waited for
    bool m_isRestoring = false; // the choice is not a person's
    VerbThread m_reading{this}; // these last: they end before what they report to
    VerbThread m_showing{this};
};

} // namespace satchel
