#pragma once

#include <QWidget>

#include <app/StationView.h>
#include <app/VerbThread.h>
#include <app/widgets/OutcomeCard.h>
#include <app/widgets/ProgressPane.h>

#include <core/exchange/Verify.h>

class QPushButton;
class QTreeWidget;

namespace satchel {

// Whether bundles and receipts are good, check by check, without taking anything in.
class VerifyPage final : public QWidget {
    Q_OBJECT

public:
    explicit VerifyPage(const StationView& station, QWidget* parent = nullptr);

    void verify(const QStringList& files);
    [[nodiscard]] const OutcomeCard& card() const { return *m_card; }
    [[nodiscard]] const QTreeWidget& checks() const { return *m_checks; }

Q_SIGNALS:
    void verified();

private:
    void chooseFiles();
    void tell(const VerifyReport& report);

    StationView m_station;
    QPushButton* m_choose;
    ProgressPane* m_progress;
    OutcomeCard* m_card;
    QTreeWidget* m_checks;
    VerbThread m_thread; // last: it ends before what it reports to
};

} // namespace satchel
