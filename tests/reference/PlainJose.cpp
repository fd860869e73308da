#include "PlainJose.h"

#include <core/crypto/OpenSslBytes.h>
#include <core/crypto/OpenSslError.h>
#include <core/crypto/OpenSslHandle.h>

#include <openssl/rsa.h>

#include <QCborArray>
#include <QCborMap>
#include <QCborValue>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace satchel::plain {

namespace {

QByteArray fromBase64Url(const QString& text)
{
    return QByteArray::fromBase64(text.toUtf8(), QByteArray::Base64UrlEncoding);
}

JoseSignature jwsSignature(const QString& payload, const QJsonObject& object)
{
    const auto protectedText = object[QStringLiteral("protected")].toString();
    const auto header = QJsonDocument::fromJson(fromBase64Url(protectedText)).object();
    auto chain = header[QStringLiteral("x5c")].toArray();
    if (chain.isEmpty()) {
        chain = object[QStringLiteral("header")].toObject()[QStringLiteral("x5c")].toArray();
    }
    JoseSignature signature{header[QStringLiteral("alg")].toString(), (protectedText + u'.' + payload).toUtf8(),
        fromBase64Url(object[QStringLiteral("signature")].toString()), {}};
    for (const auto& text : chain) {
        signature.certificates.append(QByteArray::fromBase64(text.toString().toUtf8()));
    }
    return signature;
}

// RFC 9053 section 2, RFC 8230 section 2, RFC 8812 section 2.
QString nameOfCoseAlgorithm(qint64 number)
{
    static const QMap<qint64, QString> names{{-7, QStringLiteral("ES256")}, {-8, QStringLiteral("EdDSA")},
        {-35, QStringLiteral("ES384")}, {-36, QStringLiteral("ES512")}, {-37, QStringLiteral("PS256")},
        {-38, QStringLiteral("PS384")}, {-39, QStringLiteral("PS512")}, {-257, QStringLiteral("RS256")},
        {-258, QStringLiteral("RS384")}, {-259, QStringLiteral("RS512")}};
    return names.value(number);
}

// x5chain and x5bag: one certificate or a list (RFC 9360 section 2).
QList<QByteArray> coseCertificates(const QCborMap& headers)
{
    QList<QByteArray> certificates;
    for (const qint64 label : {33, 32}) {
        const auto value = headers.value(label);
        const auto all = value.isByteArray() ? QCborArray{value} : value.toArray();
        for (const auto& der : all) {
            certificates.append(der.toByteArray());
        }
    }
    return certificates;
}

// RFC 7518 section 3.4: r and s side by side.
QByteArray derOfPair(const QByteArray& pair)
{
    const auto half = pair.size() / 2;
    const EcdsaSignatureHandle signature{ECDSA_SIG_new()};
    ECDSA_SIG_set0(signature.get(), BN_bin2bn(openSslBytes(pair), static_cast<int>(half), nullptr),
        BN_bin2bn(openSslBytes(pair) + half, static_cast<int>(pair.size() - half), nullptr));
    return derOf<&i2d_ECDSA_SIG>(signature.get());
}

const EVP_MD* digestOf(const QString& algorithm)
{
    return EVP_get_digestbyname(qPrintable(QStringLiteral("SHA") + algorithm.right(3)));
}

} // namespace

QList<JoseSignature> readJws(const QByteArray& bytes)
{
    auto object = QJsonDocument::fromJson(bytes).object();
    if (const auto parts = bytes.trimmed().split('.'); object.isEmpty() && parts.size() == 3) {
        object = {{QStringLiteral("protected"), QString::fromLatin1(parts[0])},
            {QStringLiteral("payload"), QString::fromLatin1(parts[1])},
            {QStringLiteral("signature"), QString::fromLatin1(parts[2])}};
    }
    const auto payload = object[QStringLiteral("payload")].toString();
    auto list = object[QStringLiteral("signatures")].toArray();
    if (list.isEmpty() && object.contains(QStringLiteral("signature"))) {
        list.append(object);
    }
    QList<JoseSignature> signatures;
    for (const auto& each : list) {
        signatures.append(jwsSignature(payload, each.toObject()));
    }
    return signatures;
}

QList<JoseSignature> readCose(const QByteArray& bytes)
{
    const auto read = QCborValue::fromCbor(bytes);
    const auto parts = (read.isTag() ? read.taggedValue() : read).toArray();
    if (parts.size() != 4) {
        return {};
    }
    const auto protectedHeader = parts[0].toByteArray();
    const auto inside = QCborValue::fromCbor(protectedHeader).toMap();
    const auto outside = parts[1].toMap();
    const auto named = inside.contains(1) ? inside.value(1) : outside.value(1);
    // Sig_structure (RFC 9052 section 4.4).
    const QCborArray structure{QStringLiteral("Signature1"), inside.isEmpty() ? QByteArray{} : protectedHeader,
        QByteArray{}, parts[2].toByteArray()};
    return {
        {named.isString() ? named.toString() : nameOfCoseAlgorithm(named.toInteger()), structure.toCborValue().toCbor(),
            parts[3].toByteArray(), coseCertificates(outside) + coseCertificates(inside)}};
}

Result<void> verifyJose(const JoseSignature& signature, const QByteArray& certificate)
{
    const OpenSslErrorScope scope;
    const auto* cursor = openSslBytes(certificate);
    const X509Handle signer{d2i_X509(nullptr, &cursor, static_cast<long>(certificate.size()))};
    EVP_PKEY* const key = X509_get0_pubkey(signer.get());
    const bool isEdwards = signature.algorithm == u"EdDSA";
    const EVP_MD* const digest = isEdwards ? nullptr : digestOf(signature.algorithm);
    if (key == nullptr || (digest == nullptr && !isEdwards)) {
        return fail(takeOpenSslError(QStringLiteral("OpenSSL cannot verify a JWS or COSE"), ErrorCode::Malformed));
    }
    const auto value = signature.algorithm.startsWith(u"ES") ? derOfPair(signature.value) : signature.value;
    const DigestContextHandle context{EVP_MD_CTX_new()};
    EVP_PKEY_CTX* parameters = nullptr; // belongs to `context`
    const bool isGood = EVP_DigestVerifyInit(context.get(), &parameters, digest, nullptr, key) == 1
        && (!signature.algorithm.startsWith(u"PS")
            || (EVP_PKEY_CTX_set_rsa_padding(parameters, RSA_PKCS1_PSS_PADDING) == 1
                && EVP_PKEY_CTX_set_rsa_pss_saltlen(parameters, RSA_PSS_SALTLEN_DIGEST) == 1))
        && EVP_DigestVerify(context.get(), openSslBytes(value), static_cast<std::size_t>(value.size()),
               openSslBytes(signature.signedBytes), static_cast<std::size_t>(signature.signedBytes.size()))
            == 1;
    return isGood ? Result<void>{}
                  : fail(takeOpenSslError(QStringLiteral("OpenSSL refuses a JWS or COSE"), ErrorCode::BadSignature));
}

} // namespace satchel::plain
