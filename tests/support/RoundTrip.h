#pragma once

#include <tests/support/TestWorld.h>

#include <QTest>

namespace satchel::test {

// A request of SN-1 from the site to that backend, and its answer back with the receipt.
inline void roundTrip(const TestWorld& world, const TestStation& backend)
{
    const auto device = world.putDevice(QStringLiteral("SN-1"));
    world.site.gather({world.path(QStringLiteral("spool"))});
    {
        auto session = world.site.write();
        ExportOrder order;
        order.folder = world.path(QStringLiteral("out"));
        order.to = backend.read().station().settings().name; // with two backends somebody must say for which
        QVERIFY(!exportBundles(session, order, {}).failure);
    }
    backend.import({world.path(QStringLiteral("out"))});
    backend.gather({world.put(QStringLiteral("answer"), world.pki.voucher(device.serial, device.nonce))});
    backend.exportTo(world.path(QStringLiteral("back")));
    world.site.import({world.path(QStringLiteral("back"))});
}

} // namespace satchel::test
