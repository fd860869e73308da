#pragma once

#include <core/base/Result.h>
#include <core/base/StrictJson.h>
#include <core/crypto/Certificate.h>

#include <QByteArray>
#include <QList>

namespace satchel {

class DerFields;

// A CMS EnvelopedData (RFC 5652 section 6) that stays sealed: seen is only that it is one, and for whom. The content
// of SCEP messages.
class SealedContent final {
public:
    // Malformed unless `contentInfo` is one EnvelopedData and nothing besides. May be BER down to the list of
    // recipients, as several SCEP clients write it.
    [[nodiscard]] static Result<SealedContent> look(const QByteArray& contentInfo);

    // Is it known for whom it is sealed, and are certificates the only way to open it?
    [[nodiscard]] bool isForCertificates() const { return m_isForCertificates; }
    [[nodiscard]] bool isFor(const Certificate& certificate) const;
    // For each recipient its issuer and serial number or its key identifier; what else opens it by its kind.
    [[nodiscard]] JsonArray describeRecipients() const;

private:
    struct Recipient {
        QByteArray issuer = {}; // Name, DER
        QByteArray serialNumber = {}; // INTEGER, DER
        QByteArray keyIdentifier = {};
        QString kind = {}; // "password", ...; empty for those that a certificate names
    };

    SealedContent() = default;
    void readRecipients(QByteArrayView set);
    void readRecipient(DerFields& fields);
    void readNamed(DerFields& fields, std::uint8_t keyIdentifierTag);
    void readAgreements(DerFields fields);

    QList<Recipient> m_recipients;
    bool m_isForCertificates = false;
};

} // namespace satchel
