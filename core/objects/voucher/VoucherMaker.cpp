#include "VoucherMaker.h"

#include <core/base/JsonWriter.h>
#include <core/base/Time.h>
#include <core/crypto/OpenSslBytes.h>
#include <core/crypto/OpenSslError.h>
#include <core/objects/encoding/CertificateStack.h>

namespace satchel {

namespace {

QString base64(const QByteArray& bytes)
{
    return QString::fromLatin1(bytes.toBase64());
}

const EVP_MD* digestFor(EVP_PKEY* key)
{
    return EVP_PKEY_get_bits(key) == 384 ? EVP_sha384() : EVP_sha256();
}

Error cannotSign()
{
    return takeOpenSslError(QStringLiteral("the voucher cannot be signed"), ErrorCode::Internal);
}

// PARTIAL, because the signer's digest is chosen by its key and not by OpenSSL's default.
Result<QByteArray> signCms(const QByteArray& json, const VoucherSigner& signer)
{
    constexpr unsigned Flags = CMS_BINARY | CMS_NOSMIMECAP;
    EVP_PKEY* const key = signer.identity.key.handle();
    const auto chain = lentStack(signer.chain);
    const CmsHandle cms{CMS_sign(nullptr, nullptr, chain.get(), nullptr, Flags | CMS_PARTIAL)};
    if (!cms || !CMS_add1_signer(cms.get(), signer.identity.certificate.x509(), key, digestFor(key), Flags)) {
        return fail(cannotSign());
    }
    const auto content = readingBio(json);
    if (CMS_final(cms.get(), content.get(), nullptr, Flags) != 1) {
        return fail(cannotSign());
    }
    return derOf<&i2d_CMS_ContentInfo>(cms.get());
}

Result<QByteArray> signJson(const QByteArray& json, const VoucherSigner& signer, VoucherForm form)
{
    const IssuerIdentity& identity = signer.identity;
    if (!identity.key.matches(identity.certificate)) {
        return fail(ErrorCode::KeyMismatch,
            QStringLiteral("the signer's key and certificate do not belong together: %1")
                .arg(identity.certificate.subject()));
    }
    switch (form) {
    case VoucherForm::Cms:
        return signCms(json, signer);
    case VoucherForm::Jws:
        return makeJws(json, identity.key, QList<Certificate>{identity.certificate} + signer.chain);
    case VoucherForm::Cose:
        return makeCose(json, identity.key, QList<Certificate>{identity.certificate} + signer.chain);
    }
    Q_UNREACHABLE();
}

} // namespace

Result<QByteArray> makeVoucher(const VoucherFacts& facts, const VoucherSigner& masa, VoucherForm form)
{
    JsonWriter json;
    json.beginObject().key(u"ietf-voucher:voucher").beginObject();
    json.member(u"created-on", toUtcText(facts.createdOn));
    if (facts.expiresOn) {
        json.member(u"expires-on", toUtcText(*facts.expiresOn));
    }
    json.member(u"assertion", facts.assertion);
    json.member(u"serial-number", facts.serialNumber);
    json.optionalMember(u"nonce", facts.nonce);
    json.member(u"pinned-domain-cert", base64(facts.pinnedDomainCertificate.der()));
    json.endObject().endObject();
    return signJson(json.text(), masa, form);
}

Result<QByteArray> makeVoucherRequest(const VoucherRequestFacts& facts, const VoucherSigner& signer, VoucherForm form)
{
    JsonWriter json;
    json.beginObject().key(u"ietf-voucher-request:voucher").beginObject();
    json.member(u"created-on", toUtcText(facts.createdOn));
    json.optionalMember(u"assertion", facts.assertion);
    json.member(u"serial-number", facts.serialNumber);
    json.optionalMember(u"nonce", facts.nonce);
    if (facts.proximityRegistrarCertificate) {
        json.member(u"proximity-registrar-cert", base64(facts.proximityRegistrarCertificate->der()));
    }
    json.optionalMember(u"prior-signed-voucher-request", base64(facts.priorSignedVoucherRequest));
    json.endObject().endObject();
    return signJson(json.text(), signer, form);
}

Result<QByteArray> makeCertsOnlyCms(const QList<Certificate>& certificates)
{
    // Detached and never finished: no signer, no content.
    const auto stack = lentStack(certificates);
    const CmsHandle cms{CMS_sign(nullptr, nullptr, stack.get(), nullptr, CMS_PARTIAL | CMS_DETACHED | CMS_BINARY)};
    const QByteArray der = cms ? derOf<&i2d_CMS_ContentInfo>(cms.get()) : QByteArray{};
    if (der.isEmpty()) {
        return fail(takeOpenSslError(QStringLiteral("the certificates cannot be put into a CMS"), ErrorCode::Internal));
    }
    return der;
}

} // namespace satchel
