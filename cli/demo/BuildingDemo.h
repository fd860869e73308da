#pragma once

#include "CommandResult.h"
#include "DemoPledge.h"
#include "DemoPki.h"
#include "DemoStage.h"

#include <core/base/JsonWriter.h>
#include <core/base/Outcome.h>
#include <core/base/Time.h>

#include <QList>
#include <QString>

#include <optional>
#include <vector>

namespace satchel {

struct BuildingDemoReport {
    qint64 pledges = 0;
    qint64 requests = 0;
    qint64 answers = 0; // accepted by the devices
    QList<CommandResult> steps;
    QString directory;
    bool directoryStays = false;
    std::optional<Error> failure;

    [[nodiscard]] Outcome outcome() const;
    void writeJson(JsonWriter& writer) const;
};

// A building whose basement has no network: new devices, their registrar, a station beside it, a stick, and an office
// with another station, a certification authority and a manufacturer's MASA. Walks there and back, a lost stick
// included, by running the program's own commands and nothing else; only devices and certificates are made here.
class BuildingDemo final {
public:
    // `folder` exists and is empty.
    BuildingDemo(QString folder, qint64 pledges, DemoStage& stage, const Clock& clock);

    [[nodiscard]] BuildingDemoReport play();

private:
    struct Station {
        QString home; // and name of its card and of its part in the story
        QString name;
        QString role;
        QString fingerprint;
    };

    void makeWorld();
    void setUp(Station& station);
    void introduce(const Station& to, const Station& who);
    void trust(const Station& station, const QString& use, const QString& file);
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

    CommandResult at(const Station& station, QStringList arguments, int exitCode = 0);
    [[nodiscard]] QString path(const QString& name) const { return m_folder + QLatin1Char('/') + name; }
    [[nodiscard]] qint64 requests() const { return 2 * m_count; }
    [[nodiscard]] QString bundlePath(const CommandResult& exported) const;

    QString m_folder;
    qint64 m_count;
    DemoStage& m_stage;
    Clock m_clock;
    Station m_site;
    Station m_office;
    std::vector<DemoPledge> m_pledges;
    QStringList m_requestFiles;
    QString m_lostBundle;
    QString m_bundle; // that arrives
    qint64 m_accepted = 0;
};

} // namespace satchel
