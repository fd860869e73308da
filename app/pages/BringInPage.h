#pragma once

#include "ErrandPage.h"

#include <app/models/ArrivalTable.h>
#include <app/widgets/FoundBundles.h>
#include <core/exchange/import/Import.h>
#include <core/exchange/verify/Survey.h>

#include <memory>

class QTableView;

namespace satchel {

class SaveBar;

// Every bundle and receipt that lies on the media, shown before anything is done, verified and taken in, and what each
// device got of it.
class BringInPage final : public ErrandPage {
    Q_OBJECT

public:
    explicit BringInPage(const StationView& station, QWidget* parent = nullptr);

    [[nodiscard]] const FoundBundles& bundles() const { return *m_bundles; }
    [[nodiscard]] const ArrivalTable& arrivals() const { return *m_arrivals; }
    void setMostArrivals(qsizetype rows) { m_mostArrivals = rows; } // that are shown
    // At what is chosen, if that is something else than before; comes by itself soon after a change.
    void look();
    void lookAnew(); // also at what was looked at or brought in: its content may be another by now

Q_SIGNALS:
    void looked(); // the list of bundles is of what is chosen now
    void arrivalsShown();
    void deviceChosen(const QString& serial); // to see its story

protected:
    void begin() override;

private:
    struct Arrivals;
    [[nodiscard]] static Result<Arrivals> arrivalsOf(
        const StationView& station, const ImportReport& report, qsizetype most);

    [[nodiscard]] QTableView* makeView();
    [[nodiscard]] SaveBar* makeFoundBar();
    [[nodiscard]] SaveBar* makeArrivalsBar();
    struct Choice {
        friend bool operator==(const Choice&, const Choice&) = default;

        QStringList places; // volumes or a folder, whether they can be looked at or not
        QStringList paths; // those that can
    };
    [[nodiscard]] Choice choice();
    void forget(); // what is shown
    void tellFound(const SurveyReport& report);
    void tell(const ImportReport& report);
    void readArrivals(const ImportReport& report);
    void showArrivals(Result<Arrivals>&& arrivals);
    void hideArrivals();

    QLabel* m_found;
    FoundBundles* m_bundles;
    SaveBar* m_saveFound;
    ArrivalTable* m_arrivals;
    QTableView* m_view;
    QLabel* m_remark; // about what is not in the list
    SaveBar* m_saveArrivals;
    SurveyReport m_survey; // what the list of bundles shows before they are brought in
    ImportReport m_report; // what it shows after that
    qsizetype m_allArrivals = 0;
    qsizetype m_mostArrivals = 200'000;
    Choice m_lookedAt;
    bool m_isBroughtIn = false; // that, so that a look would tell less
    QTimer m_lookSoon; // not at each letter of a folder: the first is all of this machine
    VerbThread m_looking{this}; // these last: they end before what they report to
    VerbThread m_reading{this};
};

} // namespace satchel
