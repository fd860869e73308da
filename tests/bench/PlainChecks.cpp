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

QList<QByteArray> chainOf(const QByteArray& sidecar)
{
    const auto requester = QJsonDocument::fromJson(sidecar).object().value(u"requester").toObject();
    QList<QByteArray> chain;
    for (const auto& certificate : requester.value(u"idevid").toArray()) {
        chain.append(QByteArray::fromBase64(certificate.toString().toLatin1()));
    }
    return chain;
}

} // namespace

PlainChecks::PlainChecks(const Workload& workload)
    : m_manufacturers{demanded(plain::Anchors::fromPemFile(workload.anchors(QStringLiteral("manufacturer"))))}
    , m_deviceAuthorities{certificatesOf(workload.deviceAuthorities())}
{
}

void PlainChecks::verify(const PlainMessage& message) const
{
    switch (message.kind) {
    case PlainMessage::Kind::VoucherRequest:
        demanded(plain::verifyCms(message.der, m_manufacturers));
        break;
    case PlainMessage::Kind::CertificationRequest:
        demanded(plain::verifyPkcs10(message.der));
        if (!message.sidecar.isEmpty()) {
            demanded(plain::verifyChain(chainOf(message.sidecar), m_manufacturers));
        }
        break;
    case PlainMessage::Kind::Cmp:
        demanded(plain::verifyCmp(message.der, m_manufacturers, m_deviceAuthorities.get()));
        break;
    }
}

} // namespace satchel::bench
