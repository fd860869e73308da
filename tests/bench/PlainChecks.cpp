#include "PlainChecks.h"

#include "Demand.h"

#include <core/crypto/OpenSslBytes.h>

#include <openssl/err.h>
#include <openssl/pem.h>

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace satchel::bench {

namespace {

StoreHandle storeOf(const QString& pem)
{
    StoreHandle store{X509_STORE_new()};
    demand(store && X509_STORE_load_file(store.get(), pem.toUtf8().constData()) == 1
            && X509_STORE_set_purpose(store.get(), X509_PURPOSE_ANY) == 1,
        QStringLiteral("OpenSSL cannot load the anchors of %1").arg(pem));
    return store;
}

X509Handle certificateOf(const QJsonValue& base64)
{
    const auto der = QByteArray::fromBase64(base64.toString().toLatin1());
    const auto* cursor = openSslBytes(der);
    X509Handle certificate{d2i_X509(nullptr, &cursor, static_cast<long>(der.size()))};
    demand(certificate != nullptr, QStringLiteral("OpenSSL cannot read a certificate"));
    return certificate;
}

X509StackHandle certificatesOf(const QString& pem)
{
    const BioHandle file{BIO_new_file(pem.toUtf8().constData(), "r")};
    X509StackHandle stack{sk_X509_new_null()};
    while (X509* const certificate = PEM_read_bio_X509(file.get(), nullptr, nullptr, nullptr)) {
        sk_X509_push(stack.get(), certificate);
    }
    ERR_clear_error(); // that the file ends is no error
    demand(sk_X509_num(stack.get()) > 0, QStringLiteral("OpenSSL cannot load the certificates of %1").arg(pem));
    return stack;
}

} // namespace

PlainChecks::PlainChecks(const Workload& workload)
    : m_manufacturers{storeOf(workload.anchors(QStringLiteral("manufacturer")))}
    , m_deviceAuthorities{certificatesOf(workload.deviceAuthorities())}
{
}

void PlainChecks::verify(const PlainMessage& message) const
{
    switch (message.kind) {
    case PlainMessage::Kind::VoucherRequest:
        verifyVoucherRequest(message.der);
        break;
    case PlainMessage::Kind::CertificationRequest:
        verifyPkcs10(message.der);
        if (!message.sidecar.isEmpty()) {
            verifyRequester(message.sidecar);
        }
        break;
    case PlainMessage::Kind::Cmp:
        verifyCmp(message.der);
        break;
    }
}

void PlainChecks::verifyVoucherRequest(const QByteArray& der) const
{
    const auto* cursor = openSslBytes(der);
    const CmsHandle cms{d2i_CMS_ContentInfo(nullptr, &cursor, static_cast<long>(der.size()))};
    const auto content = writingBio();
    demand(cms && CMS_verify(cms.get(), nullptr, m_manufacturers.get(), nullptr, content.get(), CMS_BINARY) == 1,
        QStringLiteral("OpenSSL refuses a voucher request"));
}

void PlainChecks::verifyPkcs10(const QByteArray& der)
{
    const auto* cursor = openSslBytes(der);
    const X509ReqHandle request{d2i_X509_REQ(nullptr, &cursor, static_cast<long>(der.size()))};
    demand(request && X509_REQ_verify(request.get(), X509_REQ_get0_pubkey(request.get())) == 1,
        QStringLiteral("OpenSSL refuses a PKCS #10 request"));
}

void PlainChecks::verifyRequester(const QByteArray& sidecar) const
{
    const auto requester = QJsonDocument::fromJson(sidecar).object().value(u"requester").toObject();
    const auto chain = requester.value(u"idevid").toArray();
    demand(!chain.isEmpty(), QStringLiteral("a sidecar has no IDevID"));
    const auto leaf = certificateOf(chain.first());
    const X509StackHandle others{sk_X509_new_null()};
    for (qsizetype i = 1; i < chain.size(); ++i) {
        sk_X509_push(others.get(), certificateOf(chain.at(i)).release());
    }
    const StoreContextHandle context{X509_STORE_CTX_new()};
    demand(X509_STORE_CTX_init(context.get(), m_manufacturers.get(), leaf.get(), others.get()) == 1
            && X509_verify_cert(context.get()) == 1,
        QStringLiteral("OpenSSL refuses a requester's chain"));
}

// The protection and its chain. OpenSSL takes the certificates above the sender's from a message only within a
// transaction, so that these are given to it. The proof of possession inside cannot be reached with OpenSSL's public
// functions.
void PlainChecks::verifyCmp(const QByteArray& der) const
{
    const auto* cursor = openSslBytes(der);
    const CmpMessageHandle message{d2i_OSSL_CMP_MSG(nullptr, &cursor, static_cast<long>(der.size()))};
    const CmpContextHandle context{OSSL_CMP_CTX_new(nullptr, nullptr)};
    demand(message && context && X509_STORE_up_ref(m_manufacturers.get()) == 1
            && OSSL_CMP_CTX_set0_trustedStore(context.get(), m_manufacturers.get()) == 1
            && OSSL_CMP_CTX_set1_untrusted(context.get(), m_deviceAuthorities.get()) == 1
            && OSSL_CMP_CTX_set_log_verbosity(context.get(), OSSL_CMP_LOG_EMERG) == 1
            && OSSL_CMP_validate_msg(context.get(), message.get()) == 1,
        QStringLiteral("OpenSSL refuses a CMP message"));
}

} // namespace satchel::bench
