#include "CmpResponder.h"

#include "CmpContext.h"
#include "CmpHeader.h"

#include <core/crypto/OpenSslBytes.h>
#include <core/crypto/OpenSslError.h>
#include <core/objects/encoding/DerFields.h>
#include <core/objects/encoding/DistinguishedName.h>

#include <openssl/crmf.h>
#include <openssl/err.h>

namespace satchel {

namespace {

using ServerHandle = OpenSslHandle<OSSL_CMP_SRV_CTX, &OSSL_CMP_SRV_CTX_free>;
using StatusInfoHandle = OpenSslHandle<OSSL_CMP_PKISI, &OSSL_CMP_PKISI_free>;

// OpenSSL's callbacks hand these about as pointers to pointers.
using X509Stack = STACK_OF(X509);

constexpr QByteArrayView PasswordBasedMac = "1.2.840.113533.7.66.13"; // RFC 4210 section 5.1.3.1
constexpr QByteArrayView PbMac1 = "1.2.840.113549.1.5.14"; // RFC 8018 section 7.1

Result<CmpHeader> readHeader(const QByteArray& request)
{
    DerFields message{request, QStringLiteral("the CMP message")};
    auto fields = message.enter(der::Sequence);
    auto header = CmpHeader::read(fields.enter(der::Sequence));
    if (auto read = message.result(); !read) {
        return fail(read.error());
    }
    return header;
}

bool isMacProtected(const CmpHeader& header)
{
    DerFields algorithm{header.protectionAlgorithm, QStringLiteral("the protection algorithm")};
    const QByteArray oid = algorithm.enter(der::Sequence).takeOid();
    return oid == PasswordBasedMac || oid == PbMac1;
}

bool isCertRep(int bodyType)
{
    return bodyType == static_cast<int>(CmpBodyType::Ip) || bodyType == static_cast<int>(CmpBodyType::Cp)
        || bodyType == static_cast<int>(CmpBodyType::Kup);
}

// The template's key is [6] IMPLICIT SubjectPublicKeyInfo (RFC 4211 section 5); OpenSSL 3.0 has no accessor for it.
QByteArray publicKeyInfoIn(OSSL_CRMF_CERTTEMPLATE* wanted)
{
    const QByteArray der = derOf<&i2d_OSSL_CRMF_CERTTEMPLATE>(wanted);
    DerFields fields{der, QStringLiteral("the certificate template")};
    auto members = fields.enter(der::Sequence);
    while (!members.atEnd()) {
        const auto member = members.take();
        if (member.tag == der::contextConstructed(6)) {
            QByteArray info = member.whole.toByteArray();
            info[0] = static_cast<char>(der::Sequence);
            return info;
        }
    }
    return {};
}

// One request on its way through OpenSSL, which hands it back and forth as a void pointer.
class Exchange final {
public:
    Exchange(const CmpHeader& header, const CmpResponder::Decide& decide)
        : m_header{header}
        , m_decide{decide}
    {
    }

    // Null stands for "the caller finds the reason in error()".
    StatusInfoHandle grant(OSSL_CMP_SRV_CTX* server, const OSSL_CMP_MSG* request, OSSL_CRMF_CERTTEMPLATE* wanted,
        const X509_REQ* pkcs10, X509** certificate, X509Stack** chain);

    [[nodiscard]] bool wasAsked() const { return m_asked; }
    [[nodiscard]] const std::optional<Error>& error() const { return m_error; }

private:
    [[nodiscard]] CmpWish wishOf(OSSL_CMP_SRV_CTX* server, const OSSL_CMP_MSG* request, OSSL_CRMF_CERTTEMPLATE* wanted,
        const X509_REQ* pkcs10) const;
    [[nodiscard]] std::optional<Certificate> findSigner(OSSL_CMP_SRV_CTX* server) const;

    const CmpHeader& m_header;
    const CmpResponder::Decide& m_decide;
    bool m_asked = false;
    std::optional<Error> m_error;
};

// The protection has been verified with a certificate of this name out of those that came along.
std::optional<Certificate> Exchange::findSigner(OSSL_CMP_SRV_CTX* server) const
{
    const X509Stack* const along = OSSL_CMP_CTX_get0_untrusted(OSSL_CMP_SRV_CTX_get0_cmp_ctx(server));
    for (int i = 0; i < sk_X509_num(along); ++i) {
        auto certificate = Certificate::fromDer(derOf<&i2d_X509>(sk_X509_value(along, i)));
        const bool named = certificate && certificate->subjectDer() == m_header.sender.der();
        const QByteArray identifier = named ? certificate->subjectKeyIdentifier() : QByteArray{};
        if (named && (m_header.senderKeyId.isEmpty() || identifier.isEmpty() || identifier == m_header.senderKeyId)) {
            return *std::move(certificate);
        }
    }
    return std::nullopt;
}

CmpWish Exchange::wishOf(
    OSSL_CMP_SRV_CTX* server, const OSSL_CMP_MSG* request, OSSL_CRMF_CERTTEMPLATE* wanted, const X509_REQ* pkcs10) const
{
    CmpWish wish;
    const X509_NAME* const subject
        = wanted ? OSSL_CRMF_CERTTEMPLATE_get0_subject(wanted) : X509_REQ_get_subject_name(pkcs10);
    if (subject && X509_NAME_entry_count(subject) > 0) {
        wish.subjectDer = derOf<&i2d_X509_NAME>(subject);
        wish.subjectSerialNumber = DistinguishedName{wish.subjectDer}.serialNumber();
    }
    // OpenSSL lacks a const here, and changes nothing.
    wish.publicKeyInfo = wanted ? publicKeyInfoIn(wanted)
                                : derOf<&i2d_X509_PUBKEY>(X509_REQ_get_X509_PUBKEY(const_cast<X509_REQ*>(pkcs10)));
    if (!isMacProtected(m_header)) {
        wish.signer = findSigner(server);
    }
    wish.acceptsImplicitConfirm = m_header.generalInfo.implicitConfirm;
    wish.isKeyUpdate = OSSL_CMP_MSG_get_bodytype(request) == OSSL_CMP_KUR;
    return wish;
}

StatusInfoHandle Exchange::grant(OSSL_CMP_SRV_CTX* server, const OSSL_CMP_MSG* request, OSSL_CRMF_CERTTEMPLATE* wanted,
    const X509_REQ* pkcs10, X509** certificate, X509Stack** chain)
{
    m_asked = true;
    const auto wish = wishOf(server, request, wanted, pkcs10);
    if (wish.publicKeyInfo.isEmpty()) {
        m_error = Error{ErrorCode::Malformed, QStringLiteral("the CMP request holds no public key to certify")};
        return {};
    }
    if (!wish.signer && !isMacProtected(m_header)) {
        m_error = Error{ErrorCode::UntrustedIssuer,
            QStringLiteral("the certificate that signed the CMP request did not come along, so that nothing tells "
                           "which device asks")};
        return {};
    }
    auto granted = m_decide(wish);
    if (!granted) {
        m_error = std::move(granted).error();
        return {};
    }
    *certificate = X509_dup(granted->certificate.x509());
    *chain = sk_X509_new_null();
    for (const auto& above : granted->chain) {
        sk_X509_push(*chain, X509_dup(above.x509()));
    }
    return StatusInfoHandle{OSSL_CMP_STATUSINFO_new(OSSL_CMP_PKISTATUS_accepted, 0, nullptr)};
}

OSSL_CMP_PKISI* processCertRequest(OSSL_CMP_SRV_CTX* server, const OSSL_CMP_MSG* request, int,
    const OSSL_CRMF_MSG* message, const X509_REQ* pkcs10, X509** certificate, X509Stack** chain, X509Stack**)
{
    auto* const exchange = static_cast<Exchange*>(OSSL_CMP_SRV_CTX_get0_custom_ctx(server));
    OSSL_CRMF_CERTTEMPLATE* const wanted = message ? OSSL_CRMF_MSG_get0_tmpl(message) : nullptr;
    return exchange->grant(server, request, wanted, pkcs10, certificate, chain).release();
}

// With a secret alone the answer to a MAC is a MAC; with a key alone, a signature.
bool setProtection(OSSL_CMP_CTX* context, const CmpAuthority& authority, const CmpHeader& header)
{
    if (isMacProtected(header)) {
        const auto secret = authority.secrets.find(header.senderKeyId);
        if (secret == authority.secrets.end()) {
            return false;
        }
        const auto& value = secret->second.reveal();
        X509_NAME* const name = X509_get_subject_name(authority.ra.certificate.x509());
        return OSSL_CMP_CTX_set1_referenceValue(
                   context, openSslBytes(header.senderKeyId), static_cast<int>(header.senderKeyId.size()))
            == 1
            && OSSL_CMP_CTX_set1_secretValue(context, openSslBytes(value), static_cast<int>(value.size())) == 1
            && OSSL_CMP_CTX_set1_subjectName(context, name) == 1;
    }
    const auto chain = lentStack(authority.raChain);
    return OSSL_CMP_CTX_set1_cert(context, authority.ra.certificate.x509()) == 1
        && OSSL_CMP_CTX_set1_pkey(context, authority.ra.key.handle()) == 1
        && OSSL_CMP_CTX_set1_extraCertsOut(context, chain.get()) == 1;
}

// OpenSSL answers what it does not like with an error message or a rejection of its own, which stays here: nobody is
// told no before a person has seen why.
Error refusalOf(const Exchange& exchange, bool isCertificateResponse)
{
    if (exchange.error()) {
        ERR_clear_error();
        return *exchange.error();
    }
    if (isCertificateResponse) {
        return takeOpenSslError(QStringLiteral("the CMP request does not prove that its key is the device's own"),
            ErrorCode::BadProofOfPossession);
    }
    const int reason = ERR_GET_REASON(ERR_peek_error());
    const bool unknownSender = reason == CMP_R_SRVCERT_DOES_NOT_VALIDATE_MSG || reason == CMP_R_NO_SUITABLE_SENDER_CERT
        || reason == CMP_R_POTENTIALLY_INVALID_CERTIFICATE;
    if (unknownSender) {
        return takeOpenSslError(
            QStringLiteral("no anchor of this issuer vouches for the signer of the CMP request, or its signature is "
                           "not of the certificate it names"),
            ErrorCode::UntrustedIssuer);
    }
    return takeOpenSslError(
        QStringLiteral("the CMP request's protection cannot be found good"), ErrorCode::BadSignature);
}

// What runs when a device confirms: it is content, or says why not, and both are to be acknowledged.
int takeConfirmation(OSSL_CMP_SRV_CTX*, const OSSL_CMP_MSG*, int, const ASN1_OCTET_STRING*, const OSSL_CMP_PKISI*)
{
    return 1;
}

} // namespace

Result<QByteArray> CmpResponder::answer(const QByteArray& request, const QDateTime& at, const Decide& decide) const
{
    ERR_clear_error();
    const auto header = readHeader(request);
    if (!header) {
        return fail(header.error());
    }
    const auto message = decodedCmpMessage(request);
    if (!message) {
        return fail(
            takeOpenSslError(QStringLiteral("OpenSSL, by which this issuer answers, cannot read the CMP request"),
                ErrorCode::Malformed));
    }
    if (isMacProtected(*header) && m_authority.secrets.count(header->senderKeyId) == 0) {
        return fail(ErrorCode::UntrustedIssuer,
            QStringLiteral("the CMP request is protected by a secret whose reference this issuer does not have: add it "
                           "to cmp-secrets"));
    }
    Exchange exchange{*header, decide};
    const ServerHandle server{OSSL_CMP_SRV_CTX_new(nullptr, nullptr)};
    OSSL_CMP_CTX* const context = server ? OSSL_CMP_SRV_CTX_get0_cmp_ctx(server.get()) : nullptr;
    const bool ready = context && keepQuiet(context)
        && OSSL_CMP_SRV_CTX_init(
               server.get(), &exchange, &processCertRequest, nullptr, nullptr, nullptr, nullptr, nullptr)
            == 1
        && OSSL_CMP_SRV_CTX_set_grant_implicit_confirm(server.get(), 1) == 1
        && trustAnchors(context, m_authority.deviceAnchors, at) && setProtection(context, m_authority, *header);
    if (!ready) {
        return fail(takeOpenSslError(QStringLiteral("the CMP responder cannot be set up"), ErrorCode::Internal));
    }
    const CmpMessageHandle answer{OSSL_CMP_SRV_process_request(server.get(), message.get())};
    const bool isCertificateResponse = answer && isCertRep(OSSL_CMP_MSG_get_bodytype(answer.get()));
    if (!isCertificateResponse || !exchange.wasAsked() || exchange.error()) {
        return fail(refusalOf(exchange, isCertificateResponse));
    }
    return derOf<&i2d_OSSL_CMP_MSG>(answer.get());
}

// OpenSSL acknowledges only what it has answered itself, so the request is answered once more, which goes nowhere.
Result<QByteArray> CmpResponder::acknowledge(
    const QByteArray& request, const QByteArray& confirmation, const QDateTime& at) const
{
    ERR_clear_error();
    const auto header = readHeader(confirmation);
    const auto asked = decodedCmpMessage(request);
    const auto confirms = decodedCmpMessage(confirmation);
    if (!header || !asked || !confirms) {
        return fail(header ? takeOpenSslError(QStringLiteral("OpenSSL cannot read the messages"), ErrorCode::Malformed)
                           : header.error());
    }
    const Decide grantAnything = [this](const CmpWish&) { return CmpGrant{m_authority.ra.certificate, {}}; };
    Exchange exchange{*header, grantAnything};
    const ServerHandle server{OSSL_CMP_SRV_CTX_new(nullptr, nullptr)};
    OSSL_CMP_CTX* const context = server ? OSSL_CMP_SRV_CTX_get0_cmp_ctx(server.get()) : nullptr;
    const bool ready = context && keepQuiet(context)
        && OSSL_CMP_SRV_CTX_init(
               server.get(), &exchange, &processCertRequest, nullptr, nullptr, nullptr, &takeConfirmation, nullptr)
            == 1
        && trustAnchors(context, m_authority.deviceAnchors, at) && setProtection(context, m_authority, *header);
    if (!ready) {
        return fail(takeOpenSslError(QStringLiteral("the CMP responder cannot be set up"), ErrorCode::Internal));
    }
    const CmpMessageHandle unsent{OSSL_CMP_SRV_process_request(server.get(), asked.get())};
    // The device has the nonce of the answer that it got.
    const auto* const nonce = OSSL_CMP_HDR_get0_recipNonce(OSSL_CMP_MSG_get0_header(confirms.get()));
    const bool resumed = unsent && nonce && OSSL_CMP_CTX_set1_senderNonce(context, nonce) == 1;
    const CmpMessageHandle answer{resumed ? OSSL_CMP_SRV_process_request(server.get(), confirms.get()) : nullptr};
    if (!answer || OSSL_CMP_MSG_get_bodytype(answer.get()) != static_cast<int>(CmpBodyType::Pkiconf)) {
        return fail(refusalOf(exchange, false));
    }
    return derOf<&i2d_OSSL_CMP_MSG>(answer.get());
}

} // namespace satchel
