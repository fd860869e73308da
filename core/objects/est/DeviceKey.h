#pragma once

#include <core/base/Result.h>
#include <core/base/StrictJson.h>
#include <core/crypto/Certificate.h>

#include <QByteArray>
#include <QString>

#include <optional>

namespace satchel {

// A private key that a CA made for a device (RFC 7030 section 4.4.2), as far as anybody on the way may look: how it is
// encrypted, or whose it is. Nothing of the key itself is kept, and none of the messages has anything of it.
class DeviceKey final {
public:
    // CMS EnvelopedData (RFC 5652 section 6.1) or AuthEnvelopedData (RFC 5083), in DER or BER. Malformed if it is none,
    // is for nobody or for more than 64, or is empty.
    [[nodiscard]] static Result<DeviceKey> fromSealed(const QByteArray& cms);
    // PrivateKeyInfo (PKCS #8, RFC 5208 section 5) or OneAsymmetricKey (RFC 5958 section 2), in DER. Malformed,
    // TrailingData; NotRecognised for a key in any other form, one behind a password among them.
    [[nodiscard]] static Result<DeviceKey> fromClear(const QByteArray& der);

    [[nodiscard]] bool isSealed() const { return m_publicKeyInfo == std::nullopt; }
    // Of a sealed one: the cipher, dotted, and whether its key can be found by trying.
    [[nodiscard]] const QByteArray& cipher() const { return m_cipher; }
    [[nodiscard]] bool isBreakable() const;
    // Is it this certificate's? nullopt if nobody here can tell: it is sealed, or of a kind that OpenSSL cannot read.
    [[nodiscard]] std::optional<bool> isOf(const Certificate& certificate) const;
    [[nodiscard]] JsonValue describe() const;

private:
    DeviceKey() = default;

    QString m_form; // "EnvelopedData"
    int m_recipients = 0;
    QByteArray m_cipher;
    std::optional<QByteArray> m_publicKeyInfo; // of one in the clear; empty if OpenSSL cannot read it
};

} // namespace satchel
