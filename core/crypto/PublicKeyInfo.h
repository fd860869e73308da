#pragma once

#include "OpenSslHandle.h"

#include <QByteArrayView>
#include <QString>

namespace satchel {

// The key of a SubjectPublicKeyInfo (RFC 5280 section 4.1.2.7); null if OpenSSL cannot read it or bytes follow it.
//
// A point on P-256, P-384 or P-521 as nearly everybody writes it is handed to OpenSSL as a point, which then checks
// that it is on the curve: 16 microseconds instead of the 100 that its chain of decoders takes to find out what came
// in. Everything else goes through those decoders.
[[nodiscard]] PkeyHandle decodePublicKey(QByteArrayView publicKeyInfo);

// "EC P-256", "RSA 2048", "ED25519": the kind and size of such a key, for people. Empty if OpenSSL cannot read it.
[[nodiscard]] QString publicKeyName(QByteArrayView publicKeyInfo);

} // namespace satchel
