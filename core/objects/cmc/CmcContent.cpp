#include "CmcContent.h"

namespace satchel {

namespace {

constexpr std::size_t MostCmcRequests = 10; // each may cost a verification with a giant key
constexpr qsizetype MostMessages = 32;

// TaggedCertificationRequest: bodyPartID, PKCS #10.
Result<void> readPkcs10(CmcContent& content, DerFields fields)
{
    takeBodyPartId(fields);
    const QByteArray der = fields.take(der::Sequence).whole.toByteArray();
    fields.end();
    SATCHEL_TRY(fields.result());
    auto request = Pkcs10Request::parse(der);
    if (!request) {
        return fail(std::move(request).error());
    }
    content.pkcs10.append(*std::move(request));
    return {};
}

// TaggedRequest, implicitly tagged.
Result<void> readRequests(CmcContent& content, DerFields fields)
{
    for (std::size_t count = 1; !fields.atEnd(); ++count) {
        const DerElement request = fields.take();
        switch (request.tag) {
        case der::contextConstructed(0):
            SATCHEL_TRY(readPkcs10(content, fields.inside(request)));
            break;
        case der::contextConstructed(1):
            content.crmf.push_back(CrmfRequest::read(fields.inside(request)));
            break;
        case der::contextConstructed(2):
            ++content.otherRequests;
            break;
        default:
            fields.refuse(QStringLiteral("a request of an unknown kind"));
        }
        if (count > MostCmcRequests) {
            fields.refuse(QStringLiteral("more than %1 requests").arg(MostCmcRequests));
        }
    }
    return {};
}

// cmsSequence: TaggedContentInfo, bodyPartID and ContentInfo.
void readMessages(CmcContent& content, DerFields fields)
{
    while (!fields.atEnd()) {
        DerFields tagged = fields.enter(der::Sequence);
        takeBodyPartId(tagged);
        content.messages.append(tagged.take(der::Sequence).whole.toByteArray());
        tagged.end();
        if (content.messages.size() > MostMessages) {
            fields.refuse(QStringLiteral("more than %1 messages inside").arg(MostMessages));
        }
    }
}

Result<CmcContent> readContent(const QByteArray& der, bool isRequest)
{
    const QString place = isRequest ? QStringLiteral("the PKIData") : QStringLiteral("the PKIResponse");
    if (const auto isDer = checkDer(der); !isDer) {
        return fail(Error{ErrorCode::Malformed, isDer.error().message}.withContext(place));
    }
    CmcContent content;
    DerFields outer{der, place};
    DerFields fields = outer.enter(der::Sequence);
    content.controls = CmcControls::read(fields.enter(der::Sequence));
    if (isRequest) {
        SATCHEL_TRY(readRequests(content, fields.enter(der::Sequence)));
    }
    readMessages(content, fields.enter(der::Sequence));
    fields.take(der::Sequence); // otherMsgSequence
    fields.end();
    outer.end();
    SATCHEL_TRY(outer.result());
    return content;
}

} // namespace

Result<CmcContent> CmcContent::readRequest(const QByteArray& pkiData)
{
    return readContent(pkiData, true);
}

Result<CmcContent> CmcContent::readResponse(const QByteArray& pkiResponse)
{
    return readContent(pkiResponse, false);
}

QList<QByteArray> CmcContent::keysAskedFor() const
{
    QList<QByteArray> keys;
    for (const auto& request : pkcs10) {
        keys.append(request->publicKeyInfo());
    }
    for (const CrmfRequest& request : crmf) {
        if (!request.publicKeyInfo().isEmpty()) {
            keys.append(request.publicKeyInfo());
        }
    }
    return keys;
}

DistinguishedName CmcContent::subjectAskedFor() const
{
    if (!pkcs10.isEmpty()) {
        return pkcs10.first()->subject();
    }
    return crmf.empty() ? DistinguishedName{} : crmf.front().subject();
}

JsonArray CmcContent::describeRequests() const
{
    JsonArray requests;
    for (const auto& request : pkcs10) {
        requests.push_back(request->describe());
    }
    for (const CrmfRequest& request : crmf) {
        requests.push_back(request.describe());
    }
    return requests;
}

} // namespace satchel
