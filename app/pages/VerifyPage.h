#pragma once

#include <app/StationView.h>
#include <app/VerbThread.h>
#include <app/widgets/OutcomeCard.h>
#include <app/widgets/ProgressPane.h>
#include <core/exchange/verify/Verify.h>

#include <QWidget>

class QPushButton;
class QTreeWidget;

namespace satchel {

class SaveBar;

// Whether bundles and receipts are good, check by check, without taking anything in.
class VerifyPage final : public QWidget {
    Q_OBJECT

public:
    explicit VerifyPage(const StationView& station, QWidget* parent = nullptr);

    void verify(const QStringList& files); // after those that are being verified, if any are
    [[nodiscard]] bool isRunning() const { return m_thread.isRunning(); }
    [[nodiscard]] const OutcomeCard& card() const { return *m_card; }
    [[nodiscard]] const QTreeWidget& checks() const { return *m_checks; }

Q_SIGNALS:
    void verified();

private:
    void chooseFiles();
    void begin(const QStringList& files);
    void add(const VerifyReport& report);
    void tell();

    StationView m_station;
    QPushButton* m_choose;
    ProgressPane* m_progress;
    OutcomeCard* m_card;
    QTreeWidget* m_checks;
    SaveBar* m_save;
    QStringList m_next;
    VerifyReport m_told; // of all that is shown
    VerbThread m_thread{this}; // last: it ends before what it reports to
};

} // namespace satchel
