#pragma once

#include <core/crypto/Certificate.h>

#include <QByteArray>
#include <QList>

namespace satchel {

// RFC 7468 text: what other tools read and a person can put into a mail.
[[nodiscard]] QByteArray certificatePem(const Certificate& certificate);
[[nodiscard]] QByteArray certificatesPem(const QList<Certificate>& certificates);

} // namespace satchel
