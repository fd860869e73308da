#include "FakeUDisks.h"

#include <QDBusConnectionInterface>
#include <QDBusMessage>
#include <QDBusVariant>
#include <QDeadlineTimer>
#include <QFile>
#include <QFileInfo>
#include <QStandardPaths>
#include <QThread>
#include <QUuid>

namespace satchel::test {

namespace {

constexpr int PatienceMilliseconds = 60'000;
const QString Service = QStringLiteral("org.freedesktop.UDisks2");
const QString Python = QStringLiteral("/usr/bin/python3"); // the system's: another one has none of Debian's modules

bool hasMock()
{
    QProcess look;
    look.start(Python, {QStringLiteral("-c"), QStringLiteral("import dbusmock")});
    return look.waitForFinished(PatienceMilliseconds) && look.exitCode() == 0;
}

void end(QProcess& process)
{
    if (process.state() != QProcess::NotRunning) {
        process.terminate();
        if (!process.waitForFinished(5'000)) {
            process.kill();
            process.waitForFinished();
        }
    }
}

} // namespace

FakeUDisks::FakeUDisks(Daemon daemon)
    : m_name{QStringLiteral("test-") + QUuid::createUuid().toString(QUuid::Id128)}
{
    if (QStandardPaths::findExecutable(QStringLiteral("dbus-daemon")).isEmpty()) {
        m_missing = QStringLiteral("there is no dbus-daemon here (package dbus)");
    } else if (!hasMock()) {
        m_missing = QStringLiteral("the system's Python has no dbusmock (package python3-dbusmock)");
    } else {
        startBus();
        if (daemon == Daemon::Yes) {
            startDaemon();
        }
    }
}

FakeUDisks::~FakeUDisks()
{
    QDBusConnection::disconnectFromBus(m_name);
    end(m_daemon);
    end(m_bus);
}

void FakeUDisks::startBus()
{
    QFile configuration{m_folder.filePath(QStringLiteral("bus.conf"))};
    if (!configuration.open(QIODevice::WriteOnly)) {
        qFatal("cannot write the bus' configuration");
    }
    configuration.write(QStringLiteral("<busconfig><type>system</type><listen>unix:path=%1</listen>"
                                       "<policy context=\"default\"><allow send_destination=\"*\"/>"
                                       "<allow eavesdrop=\"false\"/><allow own=\"*\"/></policy></busconfig>\n")
            .arg(m_folder.filePath(QStringLiteral("bus")))
            .toUtf8());
    configuration.close();
    m_bus.start(QStringLiteral("dbus-daemon"),
        {QStringLiteral("--config-file=") + configuration.fileName(), QStringLiteral("--nofork"),
            QStringLiteral("--nopidfile"), QStringLiteral("--print-address")});
    QByteArray line;
    const QDeadlineTimer deadline{PatienceMilliseconds};
    while (!line.contains('\n') && !deadline.hasExpired() && m_bus.state() != QProcess::NotRunning) {
        m_bus.waitForReadyRead(100);
        line += m_bus.readAllStandardOutput();
    }
    m_address = QString::fromUtf8(line).trimmed().section(QLatin1Char(','), 0, 0);
    if (!QDBusConnection::connectToBus(m_address, m_name).isConnected()) {
        qFatal("no bus: %s", m_bus.readAllStandardError().constData());
    }
}

void FakeUDisks::startDaemon()
{
    auto environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("DBUS_SYSTEM_BUS_ADDRESS"), m_address);
    environment.insert(QStringLiteral("PYTHONDONTWRITEBYTECODE"), QStringLiteral("1"));
    m_daemon.setProcessEnvironment(environment);
    m_daemon.setStandardOutputFile(QProcess::nullDevice()); // every call is logged there
    m_daemon.start(Python,
        {QStringLiteral("-m"), QStringLiteral("dbusmock"), QStringLiteral("--system"), QStringLiteral("--template"),
            QStringLiteral(SATCHEL_SOURCE_DIR "/tests/media/udisks2.py")});
    // It has the name before it has the template, whose methods make it what it is.
    const QDeadlineTimer deadline{PatienceMilliseconds};
    while (!deadline.hasExpired() && m_daemon.state() != QProcess::NotRunning) {
        const auto ping = QDBusMessage::createMethodCall(Service, QStringLiteral("/org/freedesktop/UDisks2"),
            QStringLiteral("org.freedesktop.DBus.Mock"), QStringLiteral("TakeCalls"));
        if (QDBusConnection{m_name}.call(ping).type() == QDBusMessage::ReplyMessage) {
            return;
        }
        QThread::msleep(50);
    }
    qFatal("no storage daemon: %s", m_daemon.readAllStandardError().constData());
}

QVariantList FakeUDisks::order(const QString& method, const QVariantList& arguments) const
{
    auto call = QDBusMessage::createMethodCall(
        Service, QStringLiteral("/org/freedesktop/UDisks2"), QStringLiteral("org.freedesktop.DBus.Mock"), method);
    call.setArguments(arguments);
    const auto answer = QDBusConnection{m_name}.call(call, QDBus::Block, PatienceMilliseconds);
    if (answer.type() != QDBusMessage::ReplyMessage) {
        qFatal("%s: %s", qPrintable(method), qPrintable(answer.errorMessage()));
    }
    return answer.arguments();
}

void FakeUDisks::addDrive(const QString& name, const QVariantMap& wishes) const
{
    (void)order(QStringLiteral("AddDrive"), {name, wishes});
}

void FakeUDisks::addVolume(const QString& name, const QString& drive, const QString& folder, const QStringList& mounted,
    const QVariantMap& wishes) const
{
    (void)order(QStringLiteral("AddVolume"), {name, drive, folder, mounted, wishes});
}

void FakeUDisks::plugStick(const QString& folder, const QStringList& mounted) const
{
    addDrive(QStringLiteral("stick"));
    addVolume(QStringLiteral("sdb1"), QStringLiteral("stick"), folder, mounted);
}

void FakeUDisks::pull(const QString& drive) const
{
    (void)order(QStringLiteral("Pull"), {drive});
}

void FakeUDisks::failNext(const QString& method, const QString& error, const QString& text) const
{
    (void)order(QStringLiteral("FailNext"), {method, error, text});
}

void FakeUDisks::delayNext(const QString& method, int milliseconds) const
{
    (void)order(QStringLiteral("DelayNext"), {method, milliseconds});
}

void FakeUDisks::setBlock(const QString& volume, const QString& property, const QVariant& value) const
{
    (void)order(QStringLiteral("SetBlock"), {volume, property, QVariant::fromValue(QDBusVariant{value})});
}

QStringList FakeUDisks::takeCalls() const
{
    return order(QStringLiteral("TakeCalls"), {}).value(0).toStringList();
}

} // namespace satchel::test
