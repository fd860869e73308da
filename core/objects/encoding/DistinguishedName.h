#pragma once

#include <core/crypto/DerReader.h>
#include <core/crypto/OpenSslHandle.h>

#include <QByteArray>
#include <QByteArrayView>
#include <QString>
#include <QStringList>

namespace satchel {

// The one choice of a GeneralName that is a Name (RFC 5280 section 4.2.1.6).
inline constexpr std::uint8_t DirectoryName = der::contextConstructed(4);

// A Name (RFC 5280 section 4.1.2.4) in a request or a header. One that cannot be read has no text and no attributes.
class DistinguishedName final {
public:
    DistinguishedName() = default;
    explicit DistinguishedName(QByteArrayView der);

    [[nodiscard]] const QByteArray& der() const { return m_der; }
    [[nodiscard]] bool isEmpty() const; // the NULL-DN, or not to be read
    [[nodiscard]] bool isReadable() const; // no name at all is
    // As RFC 5280 section 7.1 compares: string types and letter case may differ.
    [[nodiscard]] bool isSameAs(const QByteArray& otherDer) const;
    [[nodiscard]] QString text() const; // RFC 2253 form
    [[nodiscard]] QString serialNumber() const; // X520 serialNumber, 2.5.4.5; the last of several
    [[nodiscard]] QStringList serialNumbers() const; // all of them, in their order
    [[nodiscard]] QString commonName() const;

private:
    [[nodiscard]] X509NameHandle decoded() const;

    QByteArray m_der;
};

} // namespace satchel
