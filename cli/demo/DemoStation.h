#pragma once

#include "DemoStage.h"

#include <QString>
#include <QStringList>

namespace satchel {

// A station of a demonstration, used by the program's own commands.
class DemoStation final {
public:
    // `home` names its directory, its card and its alias at other stations; `name` is for people.
    DemoStation(DemoStage& stage, QString home, QString name, QString role);

    [[nodiscard]] const QString& home() const { return m_home; }
    [[nodiscard]] const QString& name() const { return m_name; }
    [[nodiscard]] const QString& fingerprint() const { return m_fingerprint; }

    // A command with `--home` besides.
    CommandResult run(const QStringList& arguments, int exitCode = 0) const;

    // Makes it, and its card.
    void setUp();
    // Adds the other's card, its fingerprint compared.
    void meet(const DemoStation& other) const;
    // Is told by whose certificates to judge: those that DemoPki left.
    void trustAnchors() const;
    void checkLog() const;

private:
    DemoStage& m_stage;
    QString m_home;
    QString m_name;
    QString m_role;
    QString m_fingerprint;
};

} // namespace satchel
