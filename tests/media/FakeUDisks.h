#pragma once

#include <tests/support/Lacking.h>

#include <QDBusConnection>
#include <QProcess>
#include <QString>
#include <QStringList>
#include <QTemporaryDir>
#include <QVariantMap>

namespace satchel::test {

// A bus of the test's own with a storage daemon on it (udisks2.py), both ended with this. Whatever a test plugs in
// exists on the bus only.
class FakeUDisks final {
public:
    enum class Daemon { Yes, No };

    explicit FakeUDisks(Daemon daemon = Daemon::Yes);
    FakeUDisks(const FakeUDisks&) = delete;
    FakeUDisks& operator=(const FakeUDisks&) = delete;
    ~FakeUDisks();

    // Why a test cannot have one on this machine; empty if all is well.
    [[nodiscard]] const QString& missing() const { return m_missing; }
    [[nodiscard]] const QString& address() const { return m_address; }

    // A USB stick; `wishes` are properties of Drive that differ from an ordinary one's.
    void addDrive(const QString& name, const QVariantMap& wishes = {}) const;
    // A file system on it (or on no drive) which mounting shows at `folder`; `wishes` are properties of Block.
    void addVolume(const QString& name, const QString& drive, const QString& folder, const QStringList& mounted = {},
        const QVariantMap& wishes = {}) const;
    // Both, the usual way: drive "stick" with volume "sdb1".
    void plugStick(const QString& folder, const QStringList& mounted = {}) const;
    void pull(const QString& drive) const;
    // The next call of this method ("Mount", "Unmount", "Eject", "PowerOff") fails so.
    void failNext(
        const QString& method, const QString& error, const QString& text = QStringLiteral("as ordered")) const;
    // The next call of it takes so long.
    void delayNext(const QString& method, int milliseconds) const;
    void setBlock(const QString& volume, const QString& property, const QVariant& value) const;
    // "Unmount sdb1" and so on, since the last time.
    [[nodiscard]] QStringList takeCalls() const;

private:
    void startBus();
    void startDaemon();
    QVariantList order(const QString& method, const QVariantList& arguments) const;

    QTemporaryDir m_folder;
    QString m_missing;
    QString m_address;
    QProcess m_bus;
    QProcess m_daemon;
    QString m_name; // of our own connection
};

} // namespace satchel::test

#define SKIP_WITHOUT(machine)                                                                                          \
    do {                                                                                                               \
        if (!(machine).missing().isEmpty()) {                                                                          \
            LACKING_TOOL(qPrintable((machine).missing()));                                                             \
        }                                                                                                              \
    } while (false)
