#pragma once

#include "UDisksObjects.h"

#include <core/base/Progress.h>
#include <core/base/Result.h>

#include <QDBusConnection>
#include <QDBusMessage>
#include <QString>

#include <memory>
#include <optional>

namespace satchel {

// The storage daemon of desktops (UDisks2) on the system bus: a connection of its own, closed when this goes. Calls
// wait without an event loop, so that any thread may make them; one thread at a time.
//
// Errors: MediumGone if the volume is not there any more, Cancelled if `conduct` or a person says stop, else
// Unreadable. Each message says whether the medium may be pulled.
class UDisks final {
public:
    // nullopt where there is no such bus or no UDisks2 on it. Starts the daemon where the bus can.
    [[nodiscard]] static std::optional<UDisks> connect(const QString& busAddress);

    [[nodiscard]] Result<UDisksObjects> objects() const;

    // Where it is mounted now; where it was already is as good.
    [[nodiscard]] Result<QString> mount(const Volume& volume, const Conduct& conduct) const;
    // From everywhere; what is not mounted is as good.
    [[nodiscard]] Result<void> unmount(const Volume& volume, const Conduct& conduct) const;
    // The whole drive, whose volumes must be unmounted.
    [[nodiscard]] Result<void> eject(const Volume& volume, const Conduct& conduct) const;
    [[nodiscard]] Result<void> powerOff(const Volume& volume, const Conduct& conduct) const;

    // Calls the slot, which takes nothing, whenever anything is plugged, pulled or changed. Needs an event loop.
    bool tellChanges(QObject* receiver, const char* slot) const;

private:
    struct Connection;

    explicit UDisks(std::shared_ptr<const Connection> connection)
        : m_connection{std::move(connection)}
    {
    }

    // One call, to the method of this interface with an empty a{sv} of options.
    [[nodiscard]] Result<QDBusMessage> call(
        const QString& object, const QString& interface, const QString& method, const Conduct& conduct) const;

    [[nodiscard]] Result<void> speakToDrive(const Volume& volume, const QString& method, const Conduct& conduct) const;

    std::shared_ptr<const Connection> m_connection;
};

} // namespace satchel
