#pragma once

#include "DemoPki.h"
#include "DemoRenewal.h"
#include "DemoStation.h"

#include <core/base/Time.h>

#include <QString>
#include <QStringList>

#include <optional>
#include <vector>

namespace satchel {

// A car of the train: its station, its registrar's folders, its two devices, and what is known of its items without
// asking the station. So every command's result can be compared with what is due.
class TrainCar final {
public:
    static constexpr std::size_t Renewing = 0; // speaks CMP
    static constexpr std::size_t Second = 1; // speaks EST

    // `folder` is that of the demonstration.
    TrainCar(QString folder, qint64 number, DemoStage& stage, const Clock& clock);

    [[nodiscard]] qint64 number() const { return m_number; }
    [[nodiscard]] DemoStation& station() { return m_station; }
    [[nodiscard]] const DemoStation& station() const { return m_station; }
    [[nodiscard]] const QStringList& requestFiles() const { return m_requestFiles; }
    [[nodiscard]] QString answerFolder() const { return path(registrar(QStringLiteral("answers"))); }
    [[nodiscard]] const QString& inward() const { return m_inward; } // the newest bundle from the office
    [[nodiscard]] bool isOnStick() const { return !m_outward.isEmpty(); }
    [[nodiscard]] qint64 arrived() const { return m_arrived; } // requests, in the office
    [[nodiscard]] qint64 answered() const { return m_answered; } // by the office
    [[nodiscard]] bool hasAllAnswers() const { return m_had == m_answered; }

    [[nodiscard]] Result<void> makeDevices(const DemoPki& pki);

    // Under way: a device asks, and its request is gathered.
    void prepare(std::size_t device);
    void prepareRenewal();

    // At a stop: what the office sent comes in and goes to the registrar, what is due goes out.
    void takeIn();
    void sendOff(const QString& stick);
    void leaveStickBehind();
    [[nodiscard]] qint64 letDeviceLook(std::size_t device); // how many answers it accepted

    // Its disk: an image of it, the image put back, and what comes of that.
    void takeImage() const;
    void putImageBack();
    void findOutAndRestore();

    // In the office: all that lay on the stick has come; all that came is answered, in this bundle.
    void noteArrived();
    void noteAnswered(const QString& bundle);

    [[nodiscard]] Result<QString> letRenewedDeviceLook() const;

private:
    void gather(const QStringList& files);
    void handOut(qint64 answers);

    [[nodiscard]] QString path(const QString& name) const { return m_folder + QLatin1Char('/') + name; }
    [[nodiscard]] QString registrar(const QString& folder) const;

    QString m_folder;
    qint64 m_number;
    DemoStage& m_stage;
    Clock m_clock;
    DemoStation m_station;
    std::vector<DemoPledge> m_devices;
    std::optional<DemoRenewal> m_renewal;
    QStringList m_requestFiles;
    QString m_outward; // the bundle that lies on the technician's stick
    QString m_inward;
    qint64 m_waiting = 0; // requests never packed
    qint64 m_unheard = 0; // packed, and no word yet that they came
    qint64 m_arrived = 0;
    qint64 m_answered = 0;
    qint64 m_had = 0; // answers that came in
};

} // namespace satchel
