#include "RawParts.h"

#include <core/crypto/DerReader.h>
#include <core/crypto/DerWriter.h>
#include <core/objects/cmp/CmpBody.h>
#include <core/objects/encoding/DerFields.h>
#include <core/objects/encoding/MultipartBody.h>
#include <core/objects/encoding/Wrapping.h>
#include <tests/reference/PlainChecks.h>

namespace satchel::vectors {

QByteArray unwrapped(const QByteArray& bytes)
{
    if (bytes.startsWith('\x30')) {
        return bytes;
    }
    if (looksLikePem(bytes)) {
        const auto blocks = unwrapPem(bytes);
        return blocks && !blocks->isEmpty() ? blocks->first().content : QByteArray{};
    }
    return unwrapBase64(bytes).value_or(QByteArray{});
}

CmpParts partsOfCmp(const QByteArray& der)
{
    CmpParts parts;
    DerFields outer{der, QStringLiteral("the CMP message")};
    DerFields fields = outer.enter(der::Sequence);
    fields.take(der::Sequence);
    const DerElement body = fields.take();
    if (body.isContext(4)) {
        parts.requests.pkcs10.append(body.content.toByteArray());
    } else if (body.isContext(0) || body.isContext(2) || body.isContext(7)) {
        parts.requests.crmf = body.content.toByteArray();
    }
    fields.takeIf(der::contextConstructed(0));
    int unreadable = 0;
    if (auto wrapped = fields.enterIf(der::contextConstructed(1))) {
        parts.certificates = readCmpCertificates(wrapped->enter(der::Sequence), unreadable);
    }
    return parts;
}

RawRequests requestsInCmc(const QByteArray& pkiData)
{
    RawRequests found;
    QByteArray crmf;
    DerFields outer{pkiData, QStringLiteral("the PKIData")};
    DerFields fields = outer.enter(der::Sequence);
    fields.take(der::Sequence);
    DerFields requests = fields.enter(der::Sequence);
    while (!requests.atEnd() && outer.result()) {
        const DerElement request = requests.take();
        if (request.isContext(0)) {
            DerFields tagged = requests.inside(request);
            tagged.takeSmallInteger();
            found.pkcs10.append(tagged.take(der::Sequence).whole.toByteArray());
        } else if (request.isContext(1)) {
            crmf += derElement(der::Sequence, request.content);
        }
    }
    found.crmf = crmf.isEmpty() ? QByteArray{} : derElement(der::Sequence, crmf);
    return found;
}

QList<Certificate> certificatesBesideKey(const QByteArray& multipart)
{
    QList<Certificate> certificates;
    const auto body = MultipartBody::parse(multipart);
    for (const auto& part : body ? body->parts() : QList<MultipartBody::Part>{}) {
        for (const auto& der : plain::certificatesInside(unwrapped(part.content.toByteArray()))) {
            if (auto certificate = Certificate::fromDer(der)) {
                certificates.append(*std::move(certificate));
            }
        }
    }
    return certificates;
}

QList<QByteArray> dersOf(const QList<Certificate>& certificates)
{
    QList<QByteArray> ders;
    for (const auto& certificate : certificates) {
        ders.append(certificate.der());
    }
    return ders;
}

} // namespace satchel::vectors
