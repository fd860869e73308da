#include "CertificatePem.h"

namespace satchel {

QByteArray certificatePem(const Certificate& certificate)
{
    constexpr qsizetype LineLength = 64;
    const auto base64 = certificate.der().toBase64();
    QByteArray text{"-----BEGIN CERTIFICATE-----\n"};
    for (qsizetype i = 0; i < base64.size(); i += LineLength) {
        text += base64.mid(i, LineLength) + '\n';
    }
    return text + "-----END CERTIFICATE-----\n";
}

QByteArray certificatesPem(const QList<Certificate>& certificates)
{
    QByteArray text;
    for (const auto& certificate : certificates) {
        text += certificatePem(certificate);
    }
    return text;
}

} // namespace satchel
