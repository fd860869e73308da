#pragma once

#include <core/crypto/DerReader.h>

#include <QByteArrayView>
#include <QDateTime>

#include <optional>

namespace satchel {

// nullopt unless the content octets are YYYYMMDDhhmmss, with or without a fraction, and Z. Fractions are passed over.
[[nodiscard]] std::optional<QDateTime> readGeneralizedTime(QByteArrayView content);

// UTCTime or GeneralizedTime as certificates and revocation lists have them (RFC 5280 section 4.1.2.5): to the second,
// in UTC. Invalid for anything else.
[[nodiscard]] QDateTime readCertificateTime(const DerElement& time);

} // namespace satchel
