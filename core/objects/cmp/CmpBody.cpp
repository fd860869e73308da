#include "CmpBody.h"

#include <algorithm>

namespace satchel {

namespace {

constexpr std::size_t MostRequests = 32; // or answers, or messages, in one message (MostNestedCmpMessages)
constexpr qsizetype MostExtraCertificates = 64;

std::optional<Certificate> readCertificate(DerFields& fields)
{
    auto certificate = Certificate::fromDer(fields.take(der::Sequence).whole.toByteArray());
    if (!certificate) {
        fields.refuse(QStringLiteral("an issued certificate cannot be read: %1").arg(certificate.error().message));
        return std::nullopt;
    }
    return *std::move(certificate);
}

// CertResponse
CmpDecision readResponse(DerFields fields)
{
    CmpDecision decision;
    decision.requestId = fields.take(der::Integer).content.toByteArray(); // -1 where there is none
    decision.info = CmpStatusInfo::read(fields.enter(der::Sequence));
    if (auto pair = fields.enterIf(der::Sequence)) {
        if (auto certificate = pair->enterIf(der::contextConstructed(0))) {
            decision.certificate = readCertificate(*certificate);
            certificate->end();
        } else {
            decision.isEncrypted = true;
            pair->take(der::contextConstructed(1));
        }
    }
    fields.takeIf(der::OctetString); // rspInfo
    fields.end();
    return decision;
}

// CertRepMessage
void readResponses(CmpBody& body, DerFields fields)
{
    if (auto certificates = fields.enterIf(der::contextConstructed(1))) {
        int unreadable = 0; // only help to build chains
        body.caCertificates = readCmpCertificates(certificates->enter(der::Sequence), unreadable);
    }
    DerFields responses = fields.enter(der::Sequence);
    while (!responses.atEnd() && body.decisions.size() < MostRequests) {
        body.decisions.push_back(readResponse(responses.enter(der::Sequence)));
    }
    responses.end();
    fields.end();
}

void readRequests(CmpBody& body, DerFields fields)
{
    while (!fields.atEnd() && body.requests.size() < MostRequests) {
        body.requests.push_back(CrmfRequest::read(fields.enter(der::Sequence)));
    }
    fields.end();
    if (body.requests.empty()) {
        fields.refuse(QStringLiteral("it asks for nothing"));
    }
}

void readPkcs10(CmpBody& body, DerFields& fields)
{
    auto request = Pkcs10Request::parse(fields.take(der::Sequence).whole.toByteArray());
    if (request) {
        body.pkcs10 = *std::move(request);
    } else {
        fields.refuse(request.error().message);
    }
}

// RevRepContent
void readRevocations(CmpBody& body, DerFields fields)
{
    DerFields statuses = fields.enter(der::Sequence);
    while (!statuses.atEnd() && body.decisions.size() < MostRequests) {
        body.decisions.push_back({CmpStatusInfo::read(statuses.enter(der::Sequence)), {}, {}, false});
    }
    statuses.end();
    fields.takeIf(der::contextConstructed(0)); // revCerts
    fields.takeIf(der::contextConstructed(1)); // crls
    fields.end();
}

// The certificate is named by a template (RFC 4211 section 5): serialNumber [1], issuer [3].
CmpRevocation readRevocation(DerFields details)
{
    CmpRevocation revocation;
    DerFields names = details.enter(der::Sequence);
    while (!names.atEnd()) {
        const DerElement field = names.take();
        if (field.tag == der::contextPrimitive(1)) {
            revocation.serialNumber = field.content.toByteArray();
        } else if (field.tag == der::contextConstructed(3)) {
            revocation.issuer = DistinguishedName{names.inside(field).takeName()};
        }
    }
    details.takeIf(der::Sequence); // crlEntryDetails
    details.end();
    return revocation;
}

void readRevocationRequest(CmpBody& body, DerFields fields)
{
    while (!fields.atEnd() && body.revocations.size() < MostRequests) {
        body.revocations.push_back(readRevocation(fields.enter(der::Sequence)));
    }
    fields.end();
}

// ErrorMsgContent
void readError(CmpBody& body, DerFields fields)
{
    CmpStatusInfo info = CmpStatusInfo::read(fields.enter(der::Sequence));
    if (const auto code = fields.takeIf(der::Integer)) {
        const auto number = DerReader{code->whole}.expectSmallInteger();
        info.texts.append(number ? QStringLiteral("error code %1").arg(*number) : QStringLiteral("a huge error code"));
    }
    if (auto details = fields.enterIf(der::Sequence)) {
        info.texts += readCmpFreeText(*details, QStringLiteral("the errorDetails"), info.remarks);
    }
    fields.end();
    body.decisions.push_back({std::move(info), {}, {}, false});
}

void readConfirmations(CmpBody& body, DerFields fields)
{
    while (!fields.atEnd() && body.statuses.size() < MostRequests) {
        body.statuses.push_back(CmpCertStatus::read(fields.enter(der::Sequence)));
    }
    fields.end();
}

void readNested(CmpBody& body, DerFields fields)
{
    while (!fields.atEnd() && body.nested.size() < MostRequests) {
        body.nested.push_back(fields.take(der::Sequence).whole.toByteArray());
    }
    fields.end();
    if (body.nested.empty()) {
        fields.refuse(QStringLiteral("it holds no message"));
    }
}

} // namespace

CmpBody CmpBody::read(DerFields& fields, const DerElement& element)
{
    CmpBody body;
    const auto type = cmpBodyType(element.tag & 0x1FU);
    if (!type || (element.tag & 0xE0U) != 0xA0U) {
        fields.refuse(QStringLiteral("a body of an unknown kind"));
        return body;
    }
    body.type = *type;
    DerFields content = fields.inside(element);
    switch (*type) {
    case CmpBodyType::Ir:
    case CmpBodyType::Cr:
    case CmpBodyType::Kur:
        readRequests(body, content.enter(der::Sequence));
        break;
    case CmpBodyType::Ip:
    case CmpBodyType::Cp:
    case CmpBodyType::Kup:
        readResponses(body, content.enter(der::Sequence));
        break;
    case CmpBodyType::P10cr:
        readPkcs10(body, content);
        break;
    case CmpBodyType::Rp:
        readRevocations(body, content.enter(der::Sequence));
        break;
    case CmpBodyType::Rr:
        readRevocationRequest(body, content.enter(der::Sequence));
        break;
    case CmpBodyType::Error:
        readError(body, content.enter(der::Sequence));
        break;
    case CmpBodyType::CertConf:
        readConfirmations(body, content.enter(der::Sequence));
        break;
    case CmpBodyType::Pkiconf:
        if (!content.take(der::Null).content.isEmpty()) {
            content.refuse(QStringLiteral("a NULL that says something"));
        }
        break;
    case CmpBodyType::Genm:
    case CmpBodyType::Genp:
        body.infos = readCmpInfos(content.enter(der::Sequence));
        break;
    case CmpBodyType::Nested:
        readNested(body, content.enter(der::Sequence));
        break;
    default:
        content.take(); // carried without a look inside
    }
    content.end();
    return body;
}

QList<QByteArray> CmpBody::keysAskedFor() const
{
    QList<QByteArray> keys;
    for (const CrmfRequest& request : requests) {
        if (!request.publicKeyInfo().isEmpty()) {
            keys.append(request.publicKeyInfo());
        }
    }
    if (pkcs10) {
        keys.append(pkcs10->publicKeyInfo());
    }
    return keys;
}

DistinguishedName CmpBody::subjectAskedFor() const
{
    if (pkcs10) {
        return pkcs10->subject();
    }
    return requests.empty() ? DistinguishedName{} : requests.front().subject();
}

QList<Certificate> CmpBody::issued() const
{
    QList<Certificate> certificates;
    for (const CmpDecision& decision : decisions) {
        if (decision.certificate) {
            certificates.append(*decision.certificate);
        }
    }
    return certificates;
}

bool CmpBody::isWaiting() const
{
    return std::ranges::any_of(
        decisions, [](const CmpDecision& decision) { return decision.info.status == CmpStatusInfo::Status::Waiting; });
}

bool CmpBody::isRejected() const
{
    return !decisions.empty() && std::ranges::all_of(decisions, [](const CmpDecision& decision) {
        return decision.info.status == CmpStatusInfo::Status::Rejected;
    });
}

QStringList CmpBody::remarks() const
{
    QStringList all;
    for (const CmpDecision& decision : decisions) {
        all += decision.info.remarks;
    }
    for (const CmpCertStatus& status : statuses) {
        all += status.info ? status.info->remarks : QStringList{};
    }
    all.removeDuplicates();
    return all;
}

QList<Certificate> readCmpCertificates(DerFields fields, int& unreadable)
{
    QList<Certificate> certificates;
    for (qsizetype count = 1; !fields.atEnd(); ++count) {
        if (count > MostExtraCertificates) {
            fields.refuse(QStringLiteral("more than %1 certificates").arg(MostExtraCertificates));
            break;
        }
        auto certificate = Certificate::fromDer(fields.take().whole.toByteArray());
        if (certificate) {
            certificates.append(*std::move(certificate));
        } else {
            ++unreadable;
        }
    }
    return certificates;
}

} // namespace satchel
