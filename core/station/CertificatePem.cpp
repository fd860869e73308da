#include "CertificatePem.h"

namespace satchel {

QByteArray certificatePem(const Certificate& certificate)
{
    constexpr qsizetype PemLineLength = 64;
    const auto base64 = certificate.der().toBase64();
    QByteArray text{"-----BEGIN CERTIFICATE-----\n"};
    for (qsizetype i = 0; i < base64.size(); i += PemLineLength) {
        text += base64.mid(i, PemLineLength) + '\n';
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
