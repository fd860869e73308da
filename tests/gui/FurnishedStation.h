#pragma once

#include <app/StationView.h>
#include <tests/support/FakeSysfs.h>
#include <tests/support/TestWorld.h>

#include <QString>

namespace satchel::test {

// A site in the middle of its work, for looking at each page with something on it: requests in every state, a backend
// that it knows, a custody log, a stick that is plugged in, a bundle that is good and one that is damaged. And other
// stations: that backend, and such as people meet at the beginning or when something is amiss.
class FurnishedStation final {
public:
    FurnishedStation();

    [[nodiscard]] StationView view() const { return viewOf(m_world.site.home()); }
    [[nodiscard]] StationView empty() const { return viewOf(m_world.path(QStringLiteral("nothing"))); } // no station
    [[nodiscard]] StationView backend() const { return viewOf(m_world.backend.home()); }
    [[nodiscard]] StationView stranger() const { return viewOf(m_stranger.home()); } // that knows nobody
    [[nodiscard]] StationView unreadable() const { return viewOf(m_unreadable.home()); } // cannot be opened
    [[nodiscard]] StationView locked() const
    {
        return viewOf(m_world.path(QStringLiteral("locked")));
    } // by a passphrase
    [[nodiscard]] QString card() const { return m_card; } // of the backend
    [[nodiscard]] QString goodBundle() const { return m_good; }
    [[nodiscard]] QString damagedBundle() const { return m_damaged; }
    [[nodiscard]] QString folder(const QString& name) const { return m_world.path(name); }

private:
    [[nodiscard]] StationView viewOf(const QString& home) const;
    void makeLocked() const;
    TestDevice ask(const QString& serial) const;
    void answer(const TestDevice& device) const;

    TestWorld m_world;
    TestStation m_stranger;
    TestStation m_unreadable;
    FakeSysfs m_machine;
    QString m_card;
    QString m_good;
    QString m_damaged;
};

} // namespace satchel::test
