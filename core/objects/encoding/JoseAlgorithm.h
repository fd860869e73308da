#pragma once

#include <core/base/Result.h>
#include <core/crypto/Certificate.h>
#include <core/crypto/PrivateKey.h>

#include <QByteArray>
#include <QByteArrayView>
#include <QString>
#include <QStringView>

#include <cstdint>
#include <optional>

namespace satchel {

// How a JWS (RFC 7518 section 3.1, RFC 8037) or a COSE_Sign1 (RFC 9053 section 2, RFC 8812) is signed. Both bind the
// digest, and here the curve as well, in one name.
class JoseAlgorithm final {
public:
    // UnsupportedVersion for what is none of ES256, ES384, ES512, EdDSA, PS256, PS384, PS512, RS256, RS384, RS512: MACs
    // and "none" among them.
    [[nodiscard]] static Result<JoseAlgorithm> fromName(QStringView name);
    [[nodiscard]] static Result<JoseAlgorithm> fromCoseNumber(std::int64_t number);
    // The one in which such a key signs: ES256, ES384 or ES512 by its curve, else UnsupportedVersion.
    [[nodiscard]] static Result<JoseAlgorithm> forKey(const PrivateKey& key);

    [[nodiscard]] QString name() const; // "ES256"
    [[nodiscard]] std::int64_t coseNumber() const;

    // Errors as of SignatureAlgorithm::verify. An ECDSA signature is r and s side by side, of the curve's length each.
    [[nodiscard]] Result<void> verify(const Certificate& signer, QByteArrayView bytes, QByteArrayView signature) const;
    // By a key of its curve. KeyUnavailable if the key cannot.
    [[nodiscard]] Result<QByteArray> sign(const PrivateKey& key, QByteArrayView bytes) const;

private:
    struct Entry;

    explicit JoseAlgorithm(const Entry& entry)
        : m_entry{&entry}
    {
    }

    static const Entry Entries[];
    const Entry* m_entry;
};

} // namespace satchel
