#pragma once

#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>
#include <QWidget>

#include <app/StationView.h>
#include <app/VerbThread.h>
#include <app/widgets/OutcomeCard.h>
#include <app/widgets/ProgressPane.h>

namespace satchel {

// What taking out and bringing in have in common: a place, a button, progress that can be stopped, and one card at the
// end. Which verb runs and what its report means is the errand's.
class ErrandPage : public QWidget {
    Q_OBJECT

public:
    ErrandPage(const StationView& station, const QString& title, const QString& begin, QWidget* parent);

    void setFolder(const QString& folder);
    [[nodiscard]] QString folder() const { return m_folder->text(); }
    [[nodiscard]] bool isRunning() const { return m_thread.isRunning(); }
    [[nodiscard]] const OutcomeCard& card() const { return *m_card; }

Q_SIGNALS:
    void done(); // whatever came of it: the ledger may have changed

protected:
    virtual void begin() = 0; // the folder is set, and nothing runs
    [[nodiscard]] const StationView& station() const { return m_station; }
    [[nodiscard]] VerbThread& thread() { return m_thread; }
    void show(OutcomeCard::Tone tone, const QString& headline, const QString& details);
    [[nodiscard]] QVBoxLayout& upper() { return *m_upper; } // between the title and the place

private:
    void chooseFolder();
    void followFolder();

    StationView m_station;
    QVBoxLayout* m_upper;
    QLineEdit* m_folder;
    QPushButton* m_choose;
    QPushButton* m_begin;
    ProgressPane* m_progress;
    OutcomeCard* m_card;
    VerbThread m_thread; // last: it ends before what it reports to
};

} // namespace satchel
