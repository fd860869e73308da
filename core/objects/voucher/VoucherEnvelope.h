#pragma once

#include <core/base/Result.h>
#include <core/base/StrictJson.h>
#include <core/crypto/Certificate.h>
#include <core/crypto/PrivateKey.h>
#include <core/objects/encoding/SignedData.h>

#include <QByteArray>
#include <QList>
#include <QString>
#include <QStringList>

#include <cstddef>
#include <memory>
#include <optional>

namespace satchel {

// How a voucher is written and signed (RFC 8366bis section 3).
enum class VoucherForm { Cms, Jws, Cose };

// How many certificates may stand in the chain of one signature (x5c, x5chain, x5bag).
inline constexpr std::size_t MostChainCertificates = 16;

// The signed wrapping of a voucher or a voucher request: CMS, JWS or COSE (RFC 8366bis section 3). What is inside is
// VoucherContent's; who may sign what, Voucher's. Immutable.
class VoucherEnvelope {
public:
    virtual ~VoucherEnvelope() = default;

    [[nodiscard]] virtual VoucherForm form() const = 0;
    [[nodiscard]] virtual std::size_t signerCount() const = 0;
    // The certificate inside that the signature at `index` names as its maker's; nullopt if none is.
    [[nodiscard]] virtual std::optional<Certificate> signer(std::size_t index) const = 0;
    // Must the signer's certificate be inside? A constrained device leaves it out, because its reader knows it.
    [[nodiscard]] virtual bool mustHoldSigner() const { return true; }
    // The one of `others` that the one signature names as its maker's; nullopt if it names none of them.
    [[nodiscard]] virtual std::optional<Certificate> signerNamedAmong(const QList<Certificate>& others) const
    {
        Q_UNUSED(others)
        return std::nullopt;
    }
    // Why nobody can verify the signature, whoever's key is tried; empty if somebody can.
    [[nodiscard]] virtual QString whyUnverifiable() const { return {}; }
    [[nodiscard]] virtual QList<Certificate> certificates() const = 0;
    // Is the signature at `index` good by `signer`'s key? Errors as of SignatureAlgorithm::verify. Time and chain are
    // not judged.
    [[nodiscard]] virtual Result<void> verify(std::size_t index, const Certificate& signer) const = 0;
    [[nodiscard]] virtual QStringList deviations() const = 0; // what was let pass, each one sentence

protected:
    VoucherEnvelope() = default;
    VoucherEnvelope(const VoucherEnvelope&) = default;
    VoucherEnvelope& operator=(const VoucherEnvelope&) = default;
};

// An envelope and what it says, as the JSON that VoucherContent reads.
struct OpenedVoucher {
    std::shared_ptr<const VoucherEnvelope> envelope;
    JsonValue content;
};

// Is this the content type in which such JSON comes: id-ct-animaJSONVoucher or, in nearly all implementations, id-data?
[[nodiscard]] bool isVoucherContentType(const QByteArray& dottedOid);

// The three forms. Malformed if the form or the content cannot be read, DuplicateField for JSON with a name twice; that
// the content is a voucher is not asked.
[[nodiscard]] Result<OpenedVoucher> openCmsVoucher(SignedData cms);
// General and flattened JWS JSON serialization (RFC 7515 section 7.2).
[[nodiscard]] bool isJws(const JsonValue& json);
[[nodiscard]] Result<OpenedVoucher> openJwsVoucher(const JsonValue& json);
// Compact serialization (RFC 7515 section 7.1), as early drafts had it.
[[nodiscard]] bool looksLikeCompactJws(const QByteArray& text);
[[nodiscard]] Result<OpenedVoucher> openCompactJwsVoucher(const QByteArray& text);
// COSE_Sign1, with its tag or without (RFC 9052 section 4.2). TrailingData if bytes follow.
[[nodiscard]] bool looksLikeCoseSign1(const QByteArray& bytes);
[[nodiscard]] Result<OpenedVoucher> openCoseVoucher(const QByteArray& bytes);

[[nodiscard]] QString voucherFormName(VoucherForm form); // "CMS"
[[nodiscard]] QString voucherFormExtension(VoucherForm form); // of the file: "vcj", "vjj", "vch"

// JSON of a voucher as a general JWS with one signature, and the CBOR that says the same as a COSE_Sign1; by an ECDSA
// key, its certificate first in `chain`.
[[nodiscard]] Result<QByteArray> makeJws(
    const QByteArray& json, const PrivateKey& key, const QList<Certificate>& chain);
[[nodiscard]] Result<QByteArray> makeCose(
    const QByteArray& json, const PrivateKey& key, const QList<Certificate>& chain);

// Whichever of them it is, nullopt if it is none.
[[nodiscard]] std::optional<Result<OpenedVoucher>> openVoucher(const QByteArray& bytes);

} // namespace satchel
