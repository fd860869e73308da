#pragma once

#include <core/base/Result.h>
#include <core/crypto/PrivateKey.h>

#include <QByteArray>
#include <QDateTime>
#include <QList>

namespace satchel {

// Who puts nested messages around those of devices: a registration authority (id-kp-cmcRA).
struct RegistrationAuthority {
    IssuerIdentity identity;
    QList<Certificate> chain; // above its certificate, sent along
};

// Most messages that one nested message holds here, made or read.
inline constexpr int MostNestedCmpMessages = 32;

// A nested message (RFC 9810 section 5.1.3.5) around `messages`, which stay byte for byte what they are, signed by the
// RA. Around one it is the RA's consent and has that one's transactionID, nonces and recipient (RFC 9483 section
// 5.2.2.1); around several it is a batch and has a fresh transactionID and senderNonce of 16 octets (section 5.2.2.2).
// DER. Malformed if one of them is no CMP message, is a nested one itself, or there are none or more than 32;
// KeyUnavailable if the key does not sign.
[[nodiscard]] Result<QByteArray> nestCmpMessages(
    const QList<QByteArray>& messages, const RegistrationAuthority& by, const QDateTime& at);

} // namespace satchel
