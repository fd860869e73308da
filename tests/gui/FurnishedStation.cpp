#include "FurnishedStation.h"

#include <core/exchange/station/Peering.h>

namespace satchel::test {

// Earlier devices are further on: some have their answers, some are on their way, some wait, one must be decided.
FurnishedStation::FurnishedStation()
    : m_stranger{m_world.path(QStringLiteral("stranger")), StationRole::Site, QStringLiteral("Basement 7"),
          m_world.site.access().clock}
    , m_unreadable{m_world.path(QStringLiteral("unreadable")), StationRole::Site, QStringLiteral("Basement 8"),
          m_world.site.access().clock}
{
    const auto one = ask(QStringLiteral("PLC-2207-0011"));
    const auto other = ask(QStringLiteral("PLC-2207-0012"));
    (void)ask(QStringLiteral("GW-19-A4-77"));
    m_world.site.gather({m_world.path(QStringLiteral("spool"))});
    m_world.carry(m_world.site, m_world.backend, QStringLiteral("first"));
    answer(one);
    answer(other);
    m_world.carry(m_world.backend, m_world.site, QStringLiteral("back"));
    m_world.site.deliver(m_world.path(QStringLiteral("registrar")));

    (void)ask(QStringLiteral("PLC-2207-0013"));
    m_world.site.gather({m_world.path(QStringLiteral("spool"))});
    m_good = m_world.site.exportTo(m_world.path(QStringLiteral("second"))).bundles.first().path;
    auto bytes = TestWorld::read(m_good);
    bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 1);
    m_damaged = m_world.put(QStringLiteral("damaged/bundle.satchel"), bytes);

    (void)ask(QStringLiteral("PLC-2207-0014"));
    (void)ask(QStringLiteral("SENSOR-000482"));
    const TestPki stranger;
    m_world.put(QStringLiteral("spool/stranger.vcj"),
        stranger.voucherRequest(
            stranger.device(QStringLiteral("UNKNOWN-1")), QStringLiteral("UNKNOWN-1"), QStringLiteral("c3RyYW5nZXI=")));
    m_world.site.gather({m_world.path(QStringLiteral("spool"))});
    m_machine.plugStick();
    m_machine.showStickAt(m_world.path(QStringLiteral("second")));
    m_card = m_world.put(QStringLiteral("office.satchel-card"), m_world.backend.card().file());
    m_world.put(QStringLiteral("unreadable/settings.toml"), "role = [");
    makeLocked();
}

void FurnishedStation::makeLocked() const
{
    const auto access = [this] {
        StationAccess made{m_world.path(QStringLiteral("locked")), Secret{QByteArray{"correct horse"}}};
        made.clock = m_world.site.access().clock;
        return made;
    };
    const StationInit wishes{.role = StationRole::Site, .name = QStringLiteral("Vault 3")};
    if (!initStation(access(), wishes)) {
        qFatal("the locked station was not made");
    }
    auto session = Session::forWriting(access(), QStringLiteral("test"));
    if (!session || !addPeer(*session, m_world.backend.card(), QStringLiteral("office"))) {
        qFatal("the locked station knows nobody");
    }
}

StationView FurnishedStation::viewOf(const QString& home) const
{
    return StationView{
        home, m_world.site.access().clock, {QStringLiteral("unix:path=/nonexistent/bus"), m_machine.root()}};
}

TestDevice FurnishedStation::ask(const QString& serial) const
{
    return m_world.putDevice(serial);
}

void FurnishedStation::answer(const TestDevice& device) const
{
    m_world.backend.gather({m_world.put(
        QStringLiteral("masa/%1.vcj").arg(device.serial), m_world.pki.voucher(device.serial, device.nonce))});
}

} // namespace satchel::test
