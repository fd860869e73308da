#pragma once

#include "DeviceKey.h"

#include <core/crypto/Certificate.h>
#include <core/objects/AssessmentBuilder.h>
#include <core/objects/EnrolmentObject.h>

#include <QByteArray>
#include <QList>
#include <QString>

namespace satchel {

// EST's answer to serverkeygen (RFC 7030 section 4.4.2): a private key that the CA made for the device, and its
// certificate, in one multipart body. No byte of the key is ever shown, encrypted or not; one in the clear is carried
// with a warning, for it lies so in the ledgers of both stations and in the folders at both ends.
class ServerKeyAnswer final : public EnrolmentObject {
public:
    // A multipart body, with HTTP header lines before it or without. NotRecognised if its key is in another form than
    // PKCS #8 in the clear or CMS that is encrypted for somebody; Malformed, TrailingData or TooLarge if it is anything
    // else.
    [[nodiscard]] static Result<EnrolmentObjectPtr> parse(const QByteArray& text);

    [[nodiscard]] Kind kind() const override { return Kind::CertificationResponse; }
    [[nodiscard]] Protocol protocol() const override { return Protocol::Est; }
    [[nodiscard]] QString extension() const override { return QStringLiteral("serverkeygen"); }
    [[nodiscard]] QString device() const override;
    [[nodiscard]] bool isSelfContained() const override { return true; }
    [[nodiscard]] QString correlation() const override { return {}; }
    [[nodiscard]] bool holdsKey() const override { return true; }
    // The issued certificates' chains, and whether a key in the clear is theirs; of a sealed one only the device can
    // see that.
    [[nodiscard]] Assessment assess(const CheckContext& context) const override;
    // Answers a PKCS #10 with another key than the certificate's (RFC 7030 section 4.4: the request's key is not the
    // one that is certified), if neither names another device.
    [[nodiscard]] Result<void> matches(const EnrolmentObject& request) const override;
    [[nodiscard]] JsonValue describe() const override;

private:
    ServerKeyAnswer() = default;
    [[nodiscard]] Result<void> readPart(const QString& mediaType, QByteArrayView content);
    [[nodiscard]] Result<void> readContent(const QByteArray& bytes);
    void addKey(DeviceKey key);
    [[nodiscard]] QList<Certificate> issued() const;
    void checkKey(AssessmentBuilder& builder) const;

    QList<DeviceKey> m_keys; // one, once parsed
    QList<Certificate> m_certificates; // at least one, once parsed
    QStringList m_deviations;
};

} // namespace satchel
