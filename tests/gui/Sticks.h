#pragma once

#include <core/media/Volume.h>
#include <tests/media/FakeUDisks.h>
#include <tests/unit/media/MountedFolder.h>

#include <QFile>

namespace satchel::test {

// Only what is plugged into this machine of the test's own.
inline MediaAccess mediaOf(const FakeUDisks& machine)
{
    return {machine.address(), QStringLiteral("/nonexistent")};
}

// As the system does it when the device is gone: open files stay open, the name leads elsewhere.
inline void pull(const MountedFolder& stick)
{
    ::umount2(QFile::encodeName(stick.path()).constData(), MNT_DETACH);
}

// To its last byte, by a file that can be removed.
inline void fill(const QString& folder)
{
    QFile filler{folder + QStringLiteral("/filler")};
    if (filler.open(QIODevice::WriteOnly | QIODevice::Unbuffered)) {
        while (filler.write(QByteArray(4096, 'x')) == 4096) { }
    }
}

} // namespace satchel::test
