#include "PledgeMaker.h"

#include <core/crypto/OpenSslBytes.h>
#include <core/crypto/OpenSslError.h>
#include <core/objects/cmp/CmpContext.h>
#include <core/objects/cmp/CmpHeader.h>

#include <openssl/err.h>

#include <utility>

namespace satchel {

namespace {

Error cannot(const QString& what, ErrorCode code = ErrorCode::Internal)
{
    return takeOpenSslError(what, code);
}

X509NameHandle subjectName(const QString& commonName, const QString& serialNumber)
{
    X509NameHandle name{X509_NAME_new()};
    const QByteArray common = commonName.toUtf8();
    const QByteArray serial = serialNumber.toUtf8();
    const bool made = name
        && X509_NAME_add_entry_by_NID(
               name.get(), NID_commonName, MBSTRING_UTF8, openSslBytes(common), static_cast<int>(common.size()), -1, 0)
            == 1
        && X509_NAME_add_entry_by_NID(name.get(), NID_serialNumber, MBSTRING_UTF8, openSslBytes(serial),
               static_cast<int>(serial.size()), -1, 0)
            == 1;
    return made ? std::move(name) : X509NameHandle{};
}

// What a device asks for under: a key update renews a certificate and its name with it.
X509NameHandle nameAskedFor(const CmpClient& client, int bodyType)
{
    return bodyType == OSSL_CMP_KUR
        ? X509NameHandle{X509_NAME_dup(X509_get_subject_name(client.identity.certificate.x509()))}
        : subjectName(client.commonName, client.serialNumber);
}

CmpContextHandle clientContext(const CmpClient& client, int bodyType)
{
    CmpContextHandle context{OSSL_CMP_CTX_new(nullptr, nullptr)};
    const auto name = nameAskedFor(client, bodyType);
    if (!context || !name || !keepQuiet(context.get())) {
        return {};
    }
    const auto chain = lentStack(client.chain);
    // Without another one named, OpenSSL takes this for the certificate that a key update renews (oldCertID).
    X509* const own = client.identity.certificate.x509();
    EVP_PKEY* const newKey = client.newKey.handle();
    // set0 takes over a reference, so that one is made for it.
    const bool keyed = EVP_PKEY_up_ref(newKey) == 1 && OSSL_CMP_CTX_set0_newPkey(context.get(), 1, newKey) == 1;
    const bool complete = keyed && OSSL_CMP_CTX_set1_cert(context.get(), own) == 1
        && OSSL_CMP_CTX_set1_pkey(context.get(), client.identity.key.handle()) == 1
        && OSSL_CMP_CTX_set1_extraCertsOut(context.get(), chain.get()) == 1
        && OSSL_CMP_CTX_set1_subjectName(context.get(), name.get()) == 1
        && OSSL_CMP_CTX_set1_recipient(context.get(), name.get()) == 1
        && OSSL_CMP_CTX_set_option(context.get(), OSSL_CMP_OPT_IMPLICIT_CONFIRM, client.confirms ? 0 : 1) == 1;
    return complete ? std::move(context) : CmpContextHandle{};
}

// OpenSSL makes a request only when it sends one, so it sends it here.
OSSL_CMP_MSG* catchRequest(OSSL_CMP_CTX* context, const OSSL_CMP_MSG* request)
{
    auto* const caught = static_cast<QByteArray*>(OSSL_CMP_CTX_get_transfer_cb_arg(context));
    *caught = derOf<&i2d_OSSL_CMP_MSG>(request);
    return nullptr;
}

struct StoredExchange {
    QByteArray request;
    QByteArray answer;
    bool isReplayed = false;
    QByteArray confirmation = {}; // that the client went on with
};

bool equal(const ASN1_OCTET_STRING* a, const ASN1_OCTET_STRING* b)
{
    return a && b && ASN1_OCTET_STRING_cmp(a, b) == 0;
}

// The client has just made a new request, which nobody sees: the transaction goes on from the stored one instead, once
// the answer is known to belong to it. Its nonce is compared by comparing all of the request that has it.
OSSL_CMP_MSG* replayAnswer(OSSL_CMP_CTX* context, const OSSL_CMP_MSG*)
{
    const auto* const stored = static_cast<const StoredExchange*>(OSSL_CMP_CTX_get_transfer_cb_arg(context));
    const auto request = decodedCmpMessage(stored->request);
    auto answer = decodedCmpMessage(stored->answer);
    if (!request || !answer) {
        return nullptr;
    }
    const auto* const asked = OSSL_CMP_MSG_get0_header(request.get());
    const auto* const told = OSSL_CMP_MSG_get0_header(answer.get());
    const auto* const nonce = OSSL_CMP_HDR_get0_recipNonce(told);
    const bool related = equal(OSSL_CMP_HDR_get0_transactionID(asked), OSSL_CMP_HDR_get0_transactionID(told)) && nonce
        && stored->request.contains(contentOf(nonce));
    const bool resumed = related && OSSL_CMP_CTX_set1_transactionID(context, OSSL_CMP_HDR_get0_transactionID(told)) == 1
        && OSSL_CMP_CTX_set1_senderNonce(context, nonce) == 1;
    return resumed ? answer.release() : nullptr;
}

// As replayAnswer() at first; the next message is what is wanted, and nobody answers it.
OSSL_CMP_MSG* replayAndCatch(OSSL_CMP_CTX* context, const OSSL_CMP_MSG* message)
{
    auto* const stored = static_cast<StoredExchange*>(OSSL_CMP_CTX_get_transfer_cb_arg(context));
    if (!std::exchange(stored->isReplayed, true)) {
        return replayAnswer(context, message);
    }
    if (OSSL_CMP_MSG_get_bodytype(message) == static_cast<int>(CmpBodyType::CertConf)) {
        stored->confirmation = derOf<&i2d_OSSL_CMP_MSG>(message);
    }
    return nullptr;
}

// What kind of request it was; Malformed if it is none of those made here.
Result<int> requestType(const QByteArray& request)
{
    const auto asked = decodedCmpMessage(request);
    const int bodyType = asked ? OSSL_CMP_MSG_get_bodytype(asked.get()) : -1;
    if (bodyType != OSSL_CMP_IR && bodyType != OSSL_CMP_KUR) {
        return fail(cannot(QStringLiteral("this is no CMP request that was made here"), ErrorCode::Malformed));
    }
    return bodyType;
}

// A client that gets its messages by `transfer` from `exchange`.
CmpContextHandle resumedContext(const CmpClient& client, int bodyType, const QList<Certificate>& anchors,
    const QDateTime& at, OSSL_CMP_transfer_cb_t transfer, StoredExchange& exchange)
{
    auto context = clientContext(client, bodyType);
    const bool isReady = context && trustAnchors(context.get(), anchors, at)
        && OSSL_CMP_CTX_set_transfer_cb(context.get(), transfer) == 1
        && OSSL_CMP_CTX_set_transfer_cb_arg(context.get(), &exchange) == 1;
    return isReady ? std::move(context) : CmpContextHandle{};
}

Result<QByteArray> makeCmpRequest(const CmpClient& client, int bodyType)
{
    const auto context = clientContext(client, bodyType);
    QByteArray request;
    if (!context || OSSL_CMP_CTX_set_transfer_cb(context.get(), &catchRequest) != 1
        || OSSL_CMP_CTX_set_transfer_cb_arg(context.get(), &request) != 1) {
        return fail(cannot(QStringLiteral("the CMP request cannot be made")));
    }
    {
        const OpenSslErrorScope noTransfer;
        OSSL_CMP_exec_certreq(context.get(), bodyType, nullptr);
    }
    if (request.isEmpty()) {
        return fail(cannot(QStringLiteral("the CMP request cannot be made")));
    }
    return request;
}

} // namespace

Result<QByteArray> makePkcs10(const PrivateKey& key, const QString& commonName, const QString& serialNumber)
{
    const auto name = subjectName(commonName, serialNumber);
    const X509ReqHandle request{X509_REQ_new()};
    const bool made = name && request && X509_REQ_set_version(request.get(), 0) == 1
        && X509_REQ_set_subject_name(request.get(), name.get()) == 1
        && X509_REQ_set_pubkey(request.get(), key.handle()) == 1
        && X509_REQ_sign(request.get(), key.handle(), EVP_sha256()) > 0;
    if (!made) {
        return fail(cannot(QStringLiteral("the PKCS #10 request cannot be made")));
    }
    return derOf<&i2d_X509_REQ>(request.get());
}

Result<QByteArray> makeCmpInitialRequest(const CmpClient& client)
{
    return makeCmpRequest(client, OSSL_CMP_IR);
}

Result<QByteArray> makeCmpKeyUpdate(const CmpClient& client)
{
    return makeCmpRequest(client, OSSL_CMP_KUR);
}

Result<Certificate> finishCmpEnrolment(const CmpClient& client, const QByteArray& request, const QByteArray& answer,
    const QList<Certificate>& anchors, const QDateTime& at)
{
    const auto bodyType = requestType(request);
    if (!bodyType) {
        return fail(bodyType.error());
    }
    StoredExchange exchange{request, answer};
    const auto context = resumedContext(client, *bodyType, anchors, at, &replayAnswer, exchange);
    if (!context) {
        return fail(cannot(QStringLiteral("the CMP client cannot be set up")));
    }
    X509* const certificate = OSSL_CMP_exec_certreq(context.get(), *bodyType, nullptr); // the context's
    if (!certificate) {
        return fail(cannot(QStringLiteral("the CMP client does not accept the answer"), ErrorCode::NoMatchingRequest));
    }
    return Certificate::fromDer(derOf<&i2d_X509>(certificate));
}

Result<QByteArray> makeCmpConfirmation(const CmpClient& client, const QByteArray& request, const QByteArray& answer,
    const QList<Certificate>& anchors, const QDateTime& at)
{
    const auto bodyType = requestType(request);
    if (!bodyType) {
        return fail(bodyType.error());
    }
    StoredExchange exchange{request, answer};
    const auto context = resumedContext(client, *bodyType, anchors, at, &replayAndCatch, exchange);
    if (!context) {
        return fail(cannot(QStringLiteral("the CMP client cannot be set up")));
    }
    OSSL_CMP_exec_certreq(context.get(), *bodyType, nullptr); // ends where nobody answers the confirmation
    if (exchange.confirmation.isEmpty()) {
        return fail(cannot(QStringLiteral("the CMP client does not accept the answer"), ErrorCode::NoMatchingRequest));
    }
    ERR_clear_error(); // that nobody answered it
    return exchange.confirmation;
}

} // namespace satchel
