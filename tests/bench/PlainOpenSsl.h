#pragma once

#include <core/bundle/Limits.h>
#include <core/crypto/PrivateKey.h>

#include <QByteArray>
#include <QList>
#include <QString>

namespace satchel::bench {

// What the same work costs in a plain loop around OpenSSL, with no ledger, no format and no checks of our own: what the
// verbs are measured against. Each ends the program if OpenSSL refuses, so that nobody measures failures.
class PlainOpenSsl final {
public:
    explicit PlainOpenSsl(const Certificate& manufacturer);

    // Reads each file, decodes it by its extension (.vcj, .p10, .pki), verifies signature and chain.
    void verifyFiles(const QStringList& files) const;

    // Seals the files' bytes for the recipient, one MiB an envelope (AES-256-GCM, ephemeral ECDH), signs once, writes
    // and flushes one file. Returns the envelopes.
    [[nodiscard]] static QList<QByteArray> sealFiles(
        const QStringList& files, const Certificate& recipient, const IssuerIdentity& signer, const QString& target);

    // Opens the envelopes.
    static void open(const QList<QByteArray>& envelopes, const IssuerIdentity& recipient);

private:
    void verifyVoucherRequest(const QByteArray& der) const;
    void verifyCmp(const QByteArray& der) const;

    Certificate m_manufacturer;
};

} // namespace satchel::bench
