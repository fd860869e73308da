#pragma once

#include "DemoReport.h"
#include "DemoStation.h"
#include "TrainCar.h"

#include <core/base/Time.h>

#include <QString>

#include <functional>
#include <vector>

namespace satchel {

// A train whose cars have no network: a station in each, one office, and a technician who reaches some of the cars at
// each stop. Requests and renewals are prepared under way and carried at the stops. One stick is left behind, one car
// is not reached, and one comes back with an old copy of its ledger. Like BuildingDemo it runs the program's own
// commands; only devices and certificates are made here.
class TrainDemo final {
public:
    // `folder` exists and is empty.
    TrainDemo(QString folder, qint64 cars, DemoStage& stage, const Clock& clock);

    [[nodiscard]] DemoReport play();

private:
    using Work = std::function<void(TrainCar&)>;
    using Choice = std::function<bool(const TrainCar&)>;

    void makeWorld();
    void meet();
    void firstStop();
    void secondStop();
    void thirdStop();
    void fourthStop();
    void fifthStop();
    void lookBack();

    // For each of the cars; only what happens in car `told` is printed.
    void inCars(const Choice& which, qint64 told, const Work& work);
    void serveInOffice(int stop);
    void importInOffice(const QString& stick);
    void answerInOffice(qint64 fresh);
    void sendFromOffice(int stop, qint64 fresh);
    void compareBytes();
    void letDevicesLook();

    [[nodiscard]] QString path(const QString& name) const { return m_folder + QLatin1Char('/') + name; }
    [[nodiscard]] qint64 sumOf(qint64 (TrainCar::*count)() const) const;

    QString m_folder;
    DemoStage& m_stage;
    Clock m_clock;
    DemoStation m_office;
    std::vector<TrainCar> m_cars;
    qint64 m_accepted = 0; // answers, by the devices
    qint64 m_renewed = 0;
};

} // namespace satchel
