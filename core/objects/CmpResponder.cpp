#include "CmpResponder.h"

#include "CmpContext.h"
#include "DerFields.h"
#include "DistinguishedName.h"

#include <core/crypto/OpenSslBytes.h>
#include <core/crypto/OpenSslError.h>

#include <openssl/crmf.h>
#include <openssl/err.h>

namespace satchel {

namespace {

using ServerHandle = OpenSslHandle<OSSL_CMP_SRV_CTX, &OSSL_CMP_SRV_CTX_free>;
using StatusInfoHandle = OpenSslHandle<OSSL_CMP_PKISI, &OSSL_CMP_PKISI_free>;

// OpenSSL's callbacks hand these about as pointers to pointers.
using X509Stack = STACK_OF(X509);

// The OIDs of the two password based MACs (RFC 4210 section 5.1.3.1, RFC 8018 PBMAC1).
constexpr const char* PasswordBasedMac = "1.2.840.113533.7.66.13";
constexpr const char* PbMac1 = "1.2.840.113549.1.5.14";
constexpr const char* ImplicitConfirm = "1.3.6.1.5.5.7.4.13";

// Tags of PKIBody (RFC 4210 section 5.1.2), which OpenSSL keeps to itself.
constexpr int InitialResponse = 1;
constexpr int CertificationResponse = 3;
constexpr int KeyUpdateResponse = 8;

// What decides how a request is to be checked, before OpenSSL is asked to.
struct Header {
    QByteArray sender; // Name, DER
    bool isMacProtected = false;
    QByteArray reference; // senderKID
    bool acceptsImplicitConfirm = false;
};

bool namesImplicitConfirm(DerFields generalInfo)
{
    auto entries = generalInfo.enter(der::Sequence);
    while (!entries.atEnd()) {
        auto entry = entries.enter(der::Sequence);
        if (entry.takeOid() == ImplicitConfirm) {
            return true;
        }
    }
    return false;
}

Result<Header> readHeader(const QByteArray& request)
{
    DerFields message{request, QStringLiteral("the CMP message")};
    auto fields = message.enter(der::Sequence).enter(der::Sequence);
    Header header;
    fields.takeSmallInteger(); // pvno
    const auto sender = fields.take();
    if (sender.tag == der::contextConstructed(4)) {
        header.sender = sender.content.toByteArray();
    }
    fields.take(); // recipient
    fields.takeIf(der::contextConstructed(0)); // messageTime
    if (auto algorithm = fields.enterIf(der::contextConstructed(1))) {
        const QByteArray oid = algorithm->enter(der::Sequence).takeOid();
        header.isMacProtected = oid == PasswordBasedMac || oid == PbMac1;
    }
    if (auto identifier = fields.enterIf(der::contextConstructed(2))) {
        header.reference = identifier->take(der::OctetString).content.toByteArray();
    }
    while (!fields.atEnd()) {
        const auto field = fields.take();
        if (field.tag == der::contextConstructed(8)) {
            header.acceptsImplicitConfirm = namesImplicitConfirm(fields.inside(field));
        }
    }
    if (auto read = message.result(); !read) {
        return fail(read.error());
    }
    return header;
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
    Exchange(const Header& header, const CmpResponder::Decide& decide)
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

    const Header& m_header;
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
        const bool named = certificate && certificate->subjectDer() == m_header.sender;
        const QByteArray identifier = named ? certificate->subjectKeyIdentifier() : QByteArray{};
        if (named && (m_header.reference.isEmpty() || identifier.isEmpty() || identifier == m_header.reference)) {
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
    if (!m_header.isMacProtected) {
        wish.signer = findSigner(server);
    }
    wish.acceptsImplicitConfirm = m_header.acceptsImplicitConfirm;
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
bool setProtection(OSSL_CMP_CTX* context, const CmpAuthority& authority, const Header& header)
{
    if (header.isMacProtected) {
        const auto secret = authority.secrets.find(header.reference);
        if (secret == authority.secrets.end()) {
            return false;
        }
        const auto& value = secret->second.reveal();
        X509_NAME* const name = X509_get_subject_name(authority.ra.certificate.x509());
        return OSSL_CMP_CTX_set1_referenceValue(
                   context, openSslBytes(header.reference), static_cast<int>(header.reference.size()))
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

} // namespace

Result<QByteArray> CmpResponder::answer(const QByteArray& request, const QDateTime& at, const Decide& decide) const
{
    ERR_clear_error();
    const auto header = readHeader(request);
    if (!header) {
        return fail(header.error());
    }
    const auto source = readingBio(request);
    const CmpMessageHandle message{d2i_OSSL_CMP_MSG_bio(source.get(), nullptr)};
    if (!message) {
        return fail(
            takeOpenSslError(QStringLiteral("OpenSSL, by which this issuer answers, cannot read the CMP request"),
                ErrorCode::Malformed));
    }
    if (header->isMacProtected && m_authority.secrets.count(header->reference) == 0) {
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
    const int body = answer ? OSSL_CMP_MSG_get_bodytype(answer.get()) : -1;
    const bool isCertificateResponse
        = body == InitialResponse || body == CertificationResponse || body == KeyUpdateResponse;
    if (!isCertificateResponse || !exchange.wasAsked() || exchange.error()) {
        return fail(refusalOf(exchange, isCertificateResponse));
    }
    return derOf<&i2d_OSSL_CMP_MSG>(answer.get());
}

} // namespace satchel
