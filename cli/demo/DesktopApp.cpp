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
    return isThere() && QProcess::startDetached(m_program, {QStringLiteral("--home"), home});
}

} // namespace satchel
