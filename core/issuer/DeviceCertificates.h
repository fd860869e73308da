#pragma once

#include "IssuerFolder.h"

#include <core/base/Result.h>
#include <core/crypto/Certificate.h>

#include <QByteArray>
#include <QDateTime>
#include <QString>

namespace satchel {

// What somebody wants certified, and what is known of who asks.
struct CertificateWish {
    QByteArray publicKeyInfo;
    QByteArray subjectDer; // Name; empty if none is asked for
    QString subjectSerialNumber; // X520 serialNumber in it, empty if there is none
    QString provenDevice; // serial by the requester's IDevID; empty if nobody proved one
};

// The certification authority proper: one profile, LDevID (IEEE 802.1AR) for devices.
class DeviceCertificates final {
public:
    // The folder must outlive it.
    explicit DeviceCertificates(const IssuerFolder& folder)
        : m_folder{folder}
    {
    }

    // SerialMismatch if the subject names another device than the one that proved itself, Malformed if neither subject
    // nor device is known. The certificate is on record in `certificates/<serial number>.pem` when this returns.
    [[nodiscard]] Result<Certificate> issue(const CertificateWish& wish, const QDateTime& now) const;
    // Above an issued certificate, nearest first.
    [[nodiscard]] QList<Certificate> chain() const;

private:
    const IssuerFolder& m_folder;
};

} // namespace satchel
