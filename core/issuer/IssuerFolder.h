#pragma once

#include "IssuerSettings.h"

#include <core/base/Result.h>
#include <core/base/Secret.h>
#include <core/base/Time.h>
#include <core/crypto/PrivateKey.h>
#include <core/objects/voucher/VoucherMaker.h>
#include <core/station/TrustStore.h>

#include <QByteArray>
#include <QDateTime>
#include <QList>
#include <QString>

#include <map>

namespace satchel {

// By how much certificates are dated back: devices' clocks are wrong more often than not, and mostly slow.
inline constexpr qint64 BackdatedSeconds = SecondsPerDay;

// The folder in which a small issuer keeps its keys, certificates, anchors and settings (docs/issuer.md). Mode 0700;
// keys 0600.
class IssuerFolder final {
public:
    // Makes the identities if the folder holds none of them; with some of them missing it is refused (NotFound),
    // because half an issuer is a mistake that a new key would hide. `passphrase` opens keys that are encrypted.
    [[nodiscard]] static Result<IssuerFolder> open(
        const QString& path, const QDateTime& now, const Secret& passphrase = {});

    [[nodiscard]] const QString& path() const { return m_path; }
    // Its keys were made just now.
    [[nodiscard]] bool wasMade() const { return m_wasMade; }
    [[nodiscard]] const IssuerSettings& settings() const { return m_settings; }

    [[nodiscard]] const IssuerIdentity& certificateAuthority() const { return m_ca; } // ca.pem, ca.key
    // What devices need besides their own certificate: the rest of ca.pem, if the CA is not at the top.
    [[nodiscard]] const QList<Certificate>& authorityChain() const { return m_caChain; }
    [[nodiscard]] const IssuerIdentity& registrationAuthority() const { return m_ra; } // ra.pem, ra.key
    [[nodiscard]] const VoucherSigner& masa() const { return m_masa; } // masa.pem, masa.key, masa-ca.pem
    // manufacturer.pem (may be missing: then no device is known), and the domain's: ca.pem and, if it is there,
    // domain.pem.
    [[nodiscard]] const TrustStore& trust() const { return m_trust; }
    // cmp-secrets: a line `reference=secret` for each device that has no certificate yet.
    [[nodiscard]] std::map<QByteArray, Secret> cmpSecrets() const;

private:
    IssuerFolder(QString path, IssuerSettings settings, IssuerIdentity ca, IssuerIdentity ra, VoucherSigner masa);

    [[nodiscard]] Result<void> readAnchors();
    [[nodiscard]] Result<void> readSecrets();

    QString m_path;
    bool m_wasMade = false;
    IssuerSettings m_settings;
    IssuerIdentity m_ca;
    QList<Certificate> m_caChain;
    IssuerIdentity m_ra;
    VoucherSigner m_masa;
    TrustStore m_trust;
    std::map<QByteArray, Secret> m_secrets;
};

} // namespace satchel
