#pragma once

#include <core/base/Result.h>
#include <core/base/StrictJson.h>
#include <core/crypto/Certificate.h>

#include <QByteArray>
#include <QDateTime>
#include <QString>
#include <QStringList>

#include <optional>

namespace satchel {

// What the JSON of a voucher or a voucher request says (RFC 8366 section 5.3, RFC 8995 section 3.2), or the CBOR that
// was turned into such JSON. Read leniently, because the samples in the field break many a rule: what was let pass is
// told in `deviations`.
struct VoucherContent {
    // A certificate in a leaf: there or not, readable or not.
    struct CertificateLeaf {
        bool isThere = false;
        std::optional<Certificate> certificate;
    };

    // A key by its SubjectPublicKeyInfo, by the SHA-256 of it, or not at all.
    struct KeyLeaf {
        QByteArray info;
        QByteArray sha256;

        [[nodiscard]] bool isThere() const { return !info.isEmpty() || !sha256.isEmpty(); }
        [[nodiscard]] bool names(const Certificate& certificate) const;
    };

    bool isRequest = false;
    QString serialNumber; // empty if absent
    QString nonce; // as written, empty if absent
    QString assertion;
    QString createdOn; // as written
    std::optional<QDateTime> createdAt;
    QString expiresOn; // as written, empty if absent
    std::optional<QDateTime> expiresAt; // nullopt if absent or unreadable
    CertificateLeaf pinnedDomainCertificate;
    // What a pledge saw by itself, or what the registrar's agent told it (BRSKI-PRM).
    CertificateLeaf proximityRegistrarCertificate;
    // Constrained devices name bare keys instead (RFC 8366bis section 7.3).
    KeyLeaf pinnedDomainKey;
    KeyLeaf proximityRegistrarKey;
    // Of the IDevID's issuer: authority key identifier (RFC 8366 section 5.3), decoded; empty if absent or unreadable.
    QByteArray idevidIssuer;
    bool hasPriorRequest = false;
    QByteArray priorRequest; // decoded from base64, or the text as it stands if that is a compact JWS; else empty
    QStringList deviations; // each one sentence

    // Does it have one of the top-level names of a voucher or a voucher request?
    [[nodiscard]] static bool isVoucher(const JsonValue& json);
    // Malformed if a leaf that matters is of the wrong type, or both names are there.
    [[nodiscard]] static Result<VoucherContent> read(const JsonValue& json);

    // Is this IDevID of the issuer that idevid-issuer names? nullopt if either does not tell.
    [[nodiscard]] std::optional<bool> isOfIssuer(const Certificate& idevid) const;
    // One spelling for the nonces that mean the same octets: base64 and base64url, padded or not.
    [[nodiscard]] QString comparableNonce() const;
};

} // namespace satchel
