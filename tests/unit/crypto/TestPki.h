#pragma once

#include "Verdict.h"

#include <core/crypto/Certificate.h>
#include <core/crypto/OpenSslBytes.h>
#include <core/crypto/OpenSslHandle.h>
#include <core/crypto/PrivateKey.h>
#include <tests/support/DerEdit.h>

#include <QDateTime>
#include <QProcess>
#include <QStandardPaths>

#include <functional>
#include <map>

// Keys and certificates for tests, sound ones and odd ones, and DER that is edited in place.
namespace satchel::test {

using Use = CertificateTemplate::Use;

inline QDateTime someTime()
{
    return QDateTime{QDate{2026, 11, 22}, QTime{9, 0}, Qt::UTC};
}

// Making keys is slow, above all RSA ones: one of each kind is enough for most.
inline const PrivateKey& sharedKey(KeyType type)
{
    static std::map<KeyType, PrivateKey> keys;
    if (const auto found = keys.find(type); found != keys.end()) {
        return found->second;
    }
    return keys.emplace(type, PrivateKey::generate(type).value()).first->second;
}

inline CertificateTemplate facts(Use use, const QString& name = QStringLiteral("Somebody"))
{
    return {.commonName = name, .notBefore = beginningOfTime(), .notAfter = endOfTime(), .use = use};
}

inline Certificate selfSigned(const PrivateKey& key, Use use, const QString& name = QStringLiteral("Somebody"))
{
    return issueSelfSigned(facts(use, name), key).value();
}

struct Oddity {
    QByteArray subject = "Odd";
    const PrivateKey* issuerKey = nullptr; // itself, unless given
    QByteArray issuer = {};
    const EVP_MD* digest = EVP_sha256();
    long version = 2;
    qint64 notBefore = 0;
    qint64 notAfter = 4'000'000'000;
    QList<std::pair<int, QByteArray>> extensions = {}; // as openssl.cnf writes them
};

inline void setName(X509_NAME* name, const QByteArray& commonName)
{
    X509_NAME_add_entry_by_NID(name, NID_commonName, MBSTRING_UTF8, openSslBytes(commonName), -1, -1, 0);
}

// What issueCertificate() would not make.
inline Certificate oddCertificate(EVP_PKEY* key, const Oddity& odd)
{
    const X509Handle x509{X509_new()};
    X509_set_version(x509.get(), odd.version);
    ASN1_INTEGER_set(X509_get_serialNumber(x509.get()), 77);
    ASN1_TIME_set(X509_getm_notBefore(x509.get()), odd.notBefore);
    ASN1_TIME_set(X509_getm_notAfter(x509.get()), odd.notAfter);
    setName(X509_get_subject_name(x509.get()), odd.subject);
    setName(X509_get_issuer_name(x509.get()), odd.issuer.isEmpty() ? odd.subject : odd.issuer);
    X509_set_pubkey(x509.get(), key);
    for (const auto& [nid, value] : odd.extensions) {
        const X509ExtensionHandle extension{X509V3_EXT_conf_nid(nullptr, nullptr, nid, value.constData())};
        X509_add_ext(x509.get(), extension.get(), -1);
    }
    X509_sign(x509.get(), odd.issuerKey ? odd.issuerKey->handle() : key, odd.digest);
    return Certificate::fromDer(derOf<&i2d_X509>(x509.get())).value();
}

// Runs the `openssl` program; what it wrote to its standard output, or a null array if it failed.
inline QByteArray runOpenSsl(const QStringList& arguments, const QByteArray& input = {})
{
    QProcess process;
    process.start(QStringLiteral("openssl"), arguments);
    process.write(input);
    process.closeWriteChannel();
    const bool good
        = process.waitForFinished(60'000) && process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0;
    const QByteArray output = process.readAllStandardOutput();
    return good ? (output.isNull() ? QByteArray{""} : output) : QByteArray{};
}

inline bool hasOpenSslProgram()
{
    return !QStandardPaths::findExecutable(QStringLiteral("openssl")).isEmpty();
}

} // namespace satchel::test
