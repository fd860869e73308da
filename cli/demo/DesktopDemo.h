#pragma once

#include "DatedStation.h"
#include "DemoReport.h"
#include "DesktopWorld.h"

#include <core/base/Time.h>

#include <QString>

#include <memory>

namespace satchel {

// A month in a basement and its office, played in some seconds and left as it is today: sixty devices whose items are
// in every state there is, sticks that were lost, a bundle without receipt, a station whose certificate ends soon, and
// a stick that lies ready with bundles for both. For the desktop app to be looked at and tried.
class DesktopDemo final {
public:
    static constexpr int Devices = 60;

    // `folder` exists and is empty.
    DesktopDemo(QString folder, DemoStage& stage, const Clock& clock);

    [[nodiscard]] DemoReport play();

    // The directories of both stations, and the stick that lies ready.
    [[nodiscard]] QString siteHome() const { return m_site.homeFolder(); }
    [[nodiscard]] QString officeHome() const { return m_office.homeFolder(); }
    [[nodiscard]] static QString stick() { return QStringLiteral("stick"); }

private:
    using Group = DesktopWorld::Devices;

    void meet();
    void carryOftenAndWell();
    void confirmCertificates();
    void sendToNowhere();
    void refuse();
    void leaveUnanswered();
    void loseAStick();
    void answerInTime();
    void askOnceMore();
    void takeReceiptsHome();
    void endToday();
    void lookAround();

    // Moves the clock and says so.
    void at(double daysAgo, const QString& what);
    void after(double hours) { *m_now = m_now->addSecs(static_cast<qint64>(hours * 3600)); }
    Group ask(const QString& name, int count, DemoPledge::Protocol protocol = DemoPledge::Protocol::Est,
        DesktopWorld::Maker maker = DesktopWorld::Maker::Known);
    void gatherRequests(const QString& name, qint64 due);
    void carryOut(const QString& name);
    void answer(const QString& name, qint64 due);
    void issueFor(const QString& name, qint64 due);
    void carryHome(const QString& name);
    void require(const Result<void>& done);

    QString m_folder;
    DemoStage& m_stage;
    QDateTime m_start; // now, and when the demonstration ends
    std::shared_ptr<QDateTime> m_now;
    DesktopWorld m_world;
    DatedStation m_site;
    DatedStation m_office;
    DatedStation m_depot;
};

} // namespace satchel
