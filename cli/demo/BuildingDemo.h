#pragma once

#include "DemoPledge.h"
#include "DemoPki.h"
#include "DemoReport.h"
#include "DemoStation.h"

#include <core/base/Time.h>

#include <QString>
#include <QStringList>

#include <vector>

namespace satchel {

// A building whose basement has no network: new devices, their registrar, a station beside it, a stick, and an office
// with another station, a certification authority and a manufacturer's MASA. Walks there and back, a lost stick
// included, by running the program's own commands and nothing else; only devices and certificates are made here.
class BuildingDemo final {
public:
    // `folder` exists and is empty.
    BuildingDemo(QString folder, qint64 pledges, DemoStage& stage, const Clock& clock);

    [[nodiscard]] DemoReport play();

private:
    void makeWorld();
    void takeRequestsIn();
    void loseAStick();
    void carryOut();
    void takeBundleIn();
    void findTheStickAgain();
    void handToAuthorities();
    void answerRequests();
    void carryBack();
    void handToRegistrar();
    void tellTheOffice();
    void letDevicesLook();
    void lookBack();

    [[nodiscard]] QString path(const QString& name) const { return m_folder + QLatin1Char('/') + name; }
    [[nodiscard]] qint64 requests() const { return 2 * m_count; }
    [[nodiscard]] QString bundlePath(const CommandResult& exported) const;

    QString m_folder;
    qint64 m_count;
    DemoStage& m_stage;
    Clock m_clock;
    DemoStation m_site;
    DemoStation m_office;
    std::vector<DemoPledge> m_pledges;
    QStringList m_requestFiles;
    QString m_lostBundle;
    QString m_bundle; // that arrives
    qint64 m_accepted = 0;
};

} // namespace satchel
