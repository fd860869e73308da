#pragma once

#include <core/crypto/Certificate.h>
#include <core/objects/EnrolmentObject.h>

#include <QByteArray>
#include <QList>
#include <QString>

namespace satchel {

// EST's answer to serverkeygen (RFC 7030 section 4.4.2): a private key that the CA made for the device, and its
// certificate, in one multipart body. Only a key that is encrypted for the device is carried: a clear one would lie in
// the ledgers of both stations and in every folder on the way. No byte of the key is ever shown.
class ServerKeyAnswer final : public EnrolmentObject {
public:
    // A multipart body, with HTTP header lines before it or without. NotRecognised if its key is not encrypted;
    // Malformed, TrailingData or TooLarge if it is anything else.
    [[nodiscard]] static Result<EnrolmentObjectPtr> parse(const QByteArray& text);

    [[nodiscard]] Kind kind() const override { return Kind::CertificationResponse; }
    [[nodiscard]] Protocol protocol() const override { return Protocol::Est; }
    [[nodiscard]] QString extension() const override { return QStringLiteral("serverkeygen"); }
    [[nodiscard]] QString device() const override;
    [[nodiscard]] bool isSelfContained() const override { return true; }
    [[nodiscard]] QString correlation() const override { return {}; }
    [[nodiscard]] bool holdsKey() const override { return true; }
    // The issued certificates' chains. Whether the key is theirs, only the device can see.
    [[nodiscard]] Assessment assess(const CheckContext& context) const override;
    // Answers a PKCS #10 with another key than the certificate's (RFC 7030 section 4.4: the request's key is not the
    // one that is certified), if neither names another device.
    [[nodiscard]] Result<void> matches(const EnrolmentObject& request) const override;
    [[nodiscard]] JsonValue describe() const override;

private:
    // How the key is encrypted, as far as anybody may look.
    struct SealedKey {
        QString form; // "EnvelopedData"
        int recipients = 0;
        QString algorithm; // of the content
        qint64 size = 0; // of what is encrypted
    };

    ServerKeyAnswer() = default;
    [[nodiscard]] static Result<SealedKey> readKey(const QByteArray& cms);
    [[nodiscard]] Result<void> readPart(const QString& mediaType, QByteArrayView content);
    [[nodiscard]] QList<Certificate> issued() const;

    QList<SealedKey> m_keys; // one, once parsed
    QList<Certificate> m_certificates; // at least one, once parsed
    QStringList m_deviations;
};

} // namespace satchel
