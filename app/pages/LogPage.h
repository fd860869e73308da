#pragma once

#include <QWidget>

#include <app/StationView.h>
#include <app/VerbThread.h>
#include <app/models/LogTable.h>

#include <functional>

class QLabel;
class QLineEdit;
class QTableView;

namespace satchel {

class SaveBar;

// Who did what with which bundle on which medium, and whether that record is as it was written.
class LogPage final : public QWidget {
    Q_OBJECT

public:
    explicit LogPage(const StationView& station, QWidget* parent = nullptr);

    void keepState() const; // of its columns, for the next window
    void refresh();
    [[nodiscard]] LogTable& table() { return *m_table; }
    [[nodiscard]] QString verdict() const;

Q_SIGNALS:
    void refreshed();

private:
    [[nodiscard]] SaveBar* makeSaveBar();
    void keepingPlace(const std::function<void()>& change);

    StationView m_station;
    LogTable* m_table;
    QLineEdit* m_text;
    QLabel* m_verdict;
    QTableView* m_view;
    VerbThread m_reading{this}; // last: it ends before what it reports to
};

} // namespace satchel
