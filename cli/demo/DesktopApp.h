#pragma once

#include <QString>
#include <QStringList>

namespace satchel {

// The desktop app as a demonstration finds and opens it: the program beside this one, else the one in PATH.
class DesktopApp final {
public:
    DesktopApp();

    [[nodiscard]] bool isThere() const { return !m_program.isEmpty(); }
    // Is there a screen, or has somebody told Qt to do without one?
    [[nodiscard]] static bool hasDisplay();
    // As a person types it; by its name alone where it is not there.
    [[nodiscard]] QString commandFor(const QString& home) const;
    // A window on that station, in a process that goes on by itself.
    [[nodiscard]] bool open(const QString& home) const;

private:
    QString m_program;
};

} // namespace satchel
