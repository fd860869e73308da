#include "DesktopApp.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QProcess>
#include <QStandardPaths>

#include <algorithm>
#include <array>

namespace satchel {

namespace {

const QString Name = QStringLiteral("satchel-desktop");

} // namespace

DesktopApp::DesktopApp()
    : m_program{QStandardPaths::findExecutable(Name, {QCoreApplication::applicationDirPath()})}
{
    if (m_program.isEmpty()) {
        m_program = QStandardPaths::findExecutable(Name);
    }
}

bool DesktopApp::hasDisplay()
{
    constexpr std::array Variables{"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"};
    return std::any_of(
        Variables.begin(), Variables.end(), [](const char* name) { return !qEnvironmentVariableIsEmpty(name); });
}

QString DesktopApp::commandFor(const QString& home) const
{
    return QStringLiteral("%1 --home \"%2\"").arg(isThere() ? m_program : Name, home);
}

bool DesktopApp::open(const QString& home) const
{
    QProcess window;
    window.setProgram(m_program);
    window.setArguments({QStringLiteral("--home"), home});
    // It outlives whoever reads what is said here, and what is written to a pipe that nobody reads would end it.
    window.setStandardOutputFile(QProcess::nullDevice());
    window.setStandardErrorFile(QProcess::nullDevice());
    return isThere() && window.startDetached();
}

} // namespace satchel
