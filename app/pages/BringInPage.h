#pragma once

#include "ErrandPage.h"

#include <app/models/ArrivalTable.h>
#include <app/widgets/FoundBundles.h>

#include <core/exchange/Import.h>
#include <core/exchange/Survey.h>

#include <memory>

class QTableView;

namespace satchel {

// Every bundle and receipt that lies on the media, shown before anything is done, verified and taken in, and what each
// device got of it.
class BringInPage final : public ErrandPage {
    Q_OBJECT

public:
    explicit BringInPage(const StationView& station, QWidget* parent = nullptr);

    [[nodiscard]] const FoundBundles& bundles() const { return *m_bundles; }
    [[nodiscard]] const ArrivalTable& arrivals() const { return *m_arrivals; }

Q_SIGNALS:
    void looked(); // the list of bundles is of what is chosen now
    void arrivalsShown();
    void deviceChosen(const QString& serial); // to see its story

protected:
    void begin() override;

private:
    [[nodiscard]] QTableView* makeView();
    void look(); // at what is chosen
    void tell(const ImportReport& report);
    void readArrivals(const ImportReport& report);
    void showArrivals(std::vector<Arrival> rows);

    QLabel* m_found;
    FoundBundles* m_bundles;
    ArrivalTable* m_arrivals;
    QTableView* m_view;
    QStringList m_lookedAt;
    QTimer m_lookSoon; // not at each letter of a folder: the first is all of this machine
    VerbThread m_looking; // these last: they end before what they report to
    VerbThread m_reading;
};

} // namespace satchel
