#include "TrustAnchors.h"

#include "ChainMemory.h"
#include "NameText.h"
#include "OpenSslBytes.h"
#include "OpenSslError.h"

#include <core/base/Time.h>

#include <algorithm>

namespace satchel {

namespace {

// 112 bits: RSA from 2048, no MD5, no SHA-1. OpenSSL does not judge the anchor's own signature by it.
constexpr int SecurityLevel = 2;

QString subjectText(const X509* certificate)
{
    const QString subject = nameText(X509_get_subject_name(certificate));
    return subject.isEmpty() ? QStringLiteral("a certificate without a name") : subject;
}

QString timeText(const ASN1_TIME* time)
{
    std::tm fields{};
    if (ASN1_TIME_to_tm(time, &fields) != 1) {
        return QStringLiteral("an unreadable time");
    }
    return toUtcText(QDateTime{QDate{fields.tm_year + 1900, fields.tm_mon + 1, fields.tm_mday},
        QTime{fields.tm_hour, fields.tm_min, fields.tm_sec}, Qt::UTC});
}

ErrorCode codeOf(int openSslError)
{
    switch (openSslError) {
    case X509_V_ERR_CERT_SIGNATURE_FAILURE:
    case X509_V_ERR_UNABLE_TO_DECRYPT_CERT_SIGNATURE:
    case X509_V_ERR_UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY:
    case X509_V_ERR_SIGNATURE_ALGORITHM_MISMATCH:
        return ErrorCode::BadSignature;
    case X509_V_ERR_EE_KEY_TOO_SMALL:
    case X509_V_ERR_CA_KEY_TOO_SMALL:
    case X509_V_ERR_CA_MD_TOO_WEAK:
        return ErrorCode::WeakAlgorithm;
    default:
        return ErrorCode::UntrustedIssuer;
    }
}

// Follows one chain being checked. Time is put aside at first, so that a chain that fails by time only says so and one
// that fails otherwise too says the graver thing.
struct Judgement {
    time_t at;
    std::optional<Error> byTime = {};

    static int judge(int good, X509_STORE_CTX* context)
    {
        if (good == 1) {
            return 1;
        }
        auto* const self = static_cast<Judgement*>(X509_STORE_CTX_get_app_data(context));
        const int error = X509_STORE_CTX_get_error(context);
        const X509* const certificate = X509_STORE_CTX_get_current_cert(context);
        if (error == X509_V_ERR_CERT_HAS_EXPIRED) {
            // OpenSSL counts the last second as over; RFC 5280 section 4.1.2.5 does not.
            if (ASN1_TIME_cmp_time_t(X509_get0_notAfter(certificate), self->at) == 0) {
                return 1;
            }
            self->putAside(ErrorCode::Expired,
                QStringLiteral("%1 expired at %2")
                    .arg(subjectText(certificate), timeText(X509_get0_notAfter(certificate))));
            return 1;
        }
        if (error == X509_V_ERR_CERT_NOT_YET_VALID) {
            self->putAside(ErrorCode::NotYetValid,
                QStringLiteral("%1 is not valid before %2")
                    .arg(subjectText(certificate), timeText(X509_get0_notBefore(certificate))));
            return 1;
        }
        return error == X509_V_ERR_INVALID_CA && isVersion1Anchor(context) ? 1 : 0;
    }

    void putAside(ErrorCode code, QString message)
    {
        if (!byTime) {
            byTime = Error{code, std::move(message)};
        }
    }

    // A version 1 certificate cannot say that it is an authority: as an anchor somebody has said it for it.
    static bool isVersion1Anchor(X509_STORE_CTX* context)
    {
        const int last = sk_X509_num(X509_STORE_CTX_get0_chain(context)) - 1;
        const X509* const certificate = X509_STORE_CTX_get_current_cert(context);
        return X509_STORE_CTX_get_error_depth(context) == last && X509_get_version(certificate) == 0;
    }
};

X509StackViewHandle stackOf(const QList<Certificate>& certificates)
{
    X509StackViewHandle stack{sk_X509_new_null()};
    for (const Certificate& certificate : certificates) {
        if (X509* const full = certificate.x509()) {
            sk_X509_push(stack.get(), full);
        }
    }
    return stack;
}

void setPolicy(X509_STORE_CTX* context, Judgement* judgement)
{
    X509_VERIFY_PARAM* const policy = X509_STORE_CTX_get0_param(context);
    X509_VERIFY_PARAM_set_flags(policy, X509_V_FLAG_PARTIAL_CHAIN);
    X509_VERIFY_PARAM_set_purpose(policy, X509_PURPOSE_ANY);
    X509_VERIFY_PARAM_set_auth_level(policy, SecurityLevel);
    X509_VERIFY_PARAM_set_time(policy, judgement->at);
    X509_STORE_CTX_set_app_data(context, judgement);
    X509_STORE_CTX_set_verify_cb(context, &Judgement::judge);
}

Error whyNotTrusted(X509_STORE_CTX* context)
{
    const int reason = X509_STORE_CTX_get_error(context);
    const X509* const certificate = X509_STORE_CTX_get_current_cert(context);
    const QString who = certificate ? subjectText(certificate) : QStringLiteral("the chain");
    return Error{
        codeOf(reason), QStringLiteral("%1: %2").arg(who, QString::fromLatin1(X509_verify_cert_error_string(reason)))};
}

// The chain that OpenSSL built, in our own objects; empty if one of them is none of ours.
QList<Certificate> chainOf(X509_STORE_CTX* context, const Certificate& leaf, const QList<Certificate>& known)
{
    const STACK_OF(X509)* const built = X509_STORE_CTX_get0_chain(context);
    QList<Certificate> chain{leaf};
    for (int i = 1; i < sk_X509_num(built); ++i) {
        const X509* const wanted = sk_X509_value(built, i);
        const auto found
            = std::find_if(known.begin(), known.end(), [&](const Certificate& each) { return each.x509() == wanted; });
        if (found == known.end()) {
            return {};
        }
        chain.append(*found);
    }
    return chain;
}

} // namespace

struct TrustAnchors::Data {
    QList<Certificate> certificates;
    StoreHandle store{X509_STORE_new()};
    std::unique_ptr<ChainMemory> memory;
};

TrustAnchors::TrustAnchors(QList<Certificate> anchors, std::shared_ptr<LeafMemory> leaves)
{
    auto data = std::make_shared<Data>();
    data->certificates = std::move(anchors);
    for (const Certificate& anchor : data->certificates) {
        if (X509* const full = anchor.x509()) {
            X509_STORE_add_cert(data->store.get(), full);
        }
    }
    data->memory = std::make_unique<ChainMemory>(data->certificates, std::move(leaves));
    m_data = std::move(data);
}

const QList<Certificate>& TrustAnchors::certificates() const
{
    return m_data->certificates;
}

bool TrustAnchors::isEmpty() const
{
    return m_data->certificates.isEmpty();
}

bool TrustAnchors::contains(const Certificate& certificate) const
{
    return m_data->certificates.contains(certificate);
}

Result<void> TrustAnchors::verify(
    const Certificate& leaf, const QList<Certificate>& intermediates, const QDateTime& at) const
{
    Q_ASSERT(at.isValid());
    if (m_data->memory->vouchesFor(leaf, intermediates, at)) {
        return {};
    }
    return verifyInFull(leaf, intermediates, at);
}

Result<void> TrustAnchors::verifyInFull(
    const Certificate& leaf, const QList<Certificate>& intermediates, const QDateTime& at) const
{
    if (leaf.publicKey() == nullptr) {
        return fail(
            ErrorCode::WeakAlgorithm, QStringLiteral("%1 has a key of a kind that cannot be used").arg(leaf.subject()));
    }
    const OpenSslErrorScope scope;
    const X509StackViewHandle untrusted = stackOf(intermediates);
    const StoreContextHandle context{X509_STORE_CTX_new()};
    if (X509_STORE_CTX_init(context.get(), m_data->store.get(), leaf.x509(), untrusted.get()) != 1) {
        return fail(takeOpenSslError(QStringLiteral("cannot check a chain of certificates"), ErrorCode::Internal));
    }
    Judgement judgement{at.toSecsSinceEpoch()};
    setPolicy(context.get(), &judgement);
    if (X509_verify_cert(context.get()) != 1) {
        return fail(whyNotTrusted(context.get()));
    }
    if (judgement.byTime) {
        return fail(*std::move(judgement.byTime));
    }
    const auto chain = chainOf(context.get(), leaf, intermediates + m_data->certificates);
    if (chain.size() > 1) {
        m_data->memory->remember(chain, intermediates, at);
    }
    return {};
}

QList<Certificate> TrustAnchors::findByName(const QByteArray& subjectDer, const QByteArray& keyIdentifier) const
{
    const OpenSslErrorScope scope;
    const unsigned char* cursor = openSslBytes(subjectDer);
    const X509NameHandle name{d2i_X509_NAME(nullptr, &cursor, static_cast<long>(subjectDer.size()))};
    QList<Certificate> found;
    for (const Certificate& anchor : m_data->certificates) {
        // X509_NAME_cmp compares as RFC 5280 section 7.1 says: the string type and letter case may differ.
        const bool sameName
            = name && anchor.x509() && X509_NAME_cmp(X509_get_subject_name(anchor.x509()), name.get()) == 0;
        const bool sameKey = !keyIdentifier.isEmpty() && anchor.subjectKeyIdentifier() == keyIdentifier;
        if (sameName || sameKey) {
            found.append(anchor);
        }
    }
    return found;
}

} // namespace satchel
