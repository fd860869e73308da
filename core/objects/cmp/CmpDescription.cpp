#include "CmpMessage.h"

#include <core/base/Time.h>
#include <core/objects/encoding/DerFields.h>
#include <core/objects/encoding/DerText.h>
#include <core/objects/encoding/SignatureAlgorithm.h>
#include <core/objects/est/CertificateAnswer.h>

namespace satchel {

namespace {

// Members of a JSON object, those that say nothing left out.
class Members final {
public:
    void add(const char16_t* name, const QString& text)
    {
        if (!text.isEmpty()) {
            put(name, JsonValue{text});
        }
    }

    void add(const char16_t* name, const QStringList& texts)
    {
        JsonArray array;
        for (const QString& text : texts) {
            array.emplace_back(text);
        }
        add(name, std::move(array));
    }

    void add(const char16_t* name, JsonArray array)
    {
        if (!array.empty()) {
            put(name, JsonValue{std::move(array)});
        }
    }

    void put(const char16_t* name, JsonValue value)
    {
        m_members.emplace_back(QString::fromUtf16(name), std::move(value));
    }

    [[nodiscard]] JsonValue take() { return JsonValue{std::move(m_members)}; }

private:
    JsonMembers m_members;
};

QString timeText(const QDateTime& time)
{
    return time.isValid() ? toUtcText(time) : QString{};
}

void describeHeader(Members& members, const CmpHeader& header)
{
    members.put(u"version", JsonValue{header.version});
    members.add(u"sender", header.sender.text());
    members.add(u"recipient", header.recipient.text());
    members.add(u"messageTime", timeText(header.messageTime));
    members.add(u"transactionId", hexText(header.transactionId));
    members.add(u"senderNonce", hexText(header.senderNonce));
    members.add(u"recipientNonce", hexText(header.recipientNonce));
    members.add(u"freeText", header.freeText);
    if (header.generalInfo.implicitConfirm) {
        members.put(u"implicitConfirm", JsonValue{true});
    }
    members.add(u"confirmWaitTime", timeText(header.generalInfo.confirmWaitTime.value_or(QDateTime{})));
    members.add(u"certProfiles", header.generalInfo.certProfiles);
}

void describeRequests(Members& members, const CmpBody& body)
{
    JsonArray requests;
    for (const CrmfRequest& request : body.requests) {
        requests.push_back(request.describe());
    }
    if (body.pkcs10) {
        requests.push_back(body.pkcs10->describe());
    }
    members.add(u"requests", std::move(requests));
}

void describeStatus(Members& members, const CmpStatusInfo& info)
{
    members.add(u"status", info.name());
    members.add(u"statusText", info.texts.join(QLatin1Char(' ')));
    members.add(u"failures", info.failures);
}

void describeDecisions(Members& members, const std::vector<CmpDecision>& decisions)
{
    if (decisions.size() == 1) {
        describeStatus(members, decisions.front().info);
        return;
    }
    JsonArray all;
    for (const CmpDecision& decision : decisions) {
        Members each;
        describeStatus(each, decision.info);
        all.push_back(each.take());
    }
    members.add(u"decisions", std::move(all));
}

void describeConfirmation(Members& members, const std::vector<CmpCertStatus>& statuses)
{
    JsonArray all;
    for (const CmpCertStatus& status : statuses) {
        Members each;
        each.add(u"certHash", hexText(status.hash));
        describeStatus(each, status.info.value_or(CmpStatusInfo{CmpStatusInfo::Status::Accepted, 0, {}, {}}));
        all.push_back(each.take());
    }
    members.add(u"confirms", std::move(all));
}

void describeRevocations(Members& members, const std::vector<CmpRevocation>& revocations)
{
    JsonArray all;
    for (const CmpRevocation& revocation : revocations) {
        Members each;
        each.add(u"issuer", revocation.issuer.text());
        each.add(u"serialNumber", hexText(revocation.serialNumber));
        all.push_back(each.take());
    }
    members.add(u"revokes", std::move(all));
}

// Certificates as such (RFC 9810 section 5.3.19.14 and 15), everything else as it is in DER.
JsonValue infoValue(const CmpInfo& info)
{
    constexpr qsizetype LongestShown = 4096;
    const bool isList = info.type == u"caCerts";
    if (isList || info.type == u"rootCaCert") {
        int unreadable = 0;
        DerFields fields{info.value, QStringLiteral("the certificates")};
        const auto certificates = readCmpCertificates(isList ? fields.enter(der::Sequence) : fields, unreadable);
        JsonArray all;
        for (const Certificate& certificate : certificates) {
            all.push_back(describeCertificate(certificate));
        }
        if (unreadable == 0 && fields.result()) {
            return JsonValue{std::move(all)};
        }
    }
    return info.value.size() <= LongestShown ? derText(info.value)
                                             : JsonValue{QStringLiteral("%1 bytes").arg(info.value.size())};
}

void describeInfos(Members& members, const std::vector<CmpInfo>& infos)
{
    JsonArray all;
    for (const CmpInfo& info : infos) {
        Members each;
        each.add(u"type", info.type);
        if (!info.value.isEmpty()) {
            each.put(u"value", infoValue(info));
        }
        all.push_back(each.take());
    }
    members.add(u"infos", std::move(all));
}

} // namespace

QString CmpMessage::protectionName() const
{
    switch (protection()) {
    case Protection::None:
        return QStringLiteral("none");
    case Protection::Mac:
        return QStringLiteral("MAC");
    case Protection::Signature: {
        const auto algorithm = SignatureAlgorithm::parse(m_header.protectionAlgorithm);
        return algorithm ? algorithm->name() : QStringLiteral("signature of an unknown kind");
    }
    }
    Q_UNREACHABLE();
}

JsonValue CmpMessage::describe() const
{
    Members members;
    members.put(u"form", JsonValue{QStringLiteral("CMP ") + cmpBodyName(m_body.type)});
    describeHeader(members, m_header);
    const auto signers = protection() == Protection::Signature ? signersInside() : QList<Certificate>{};
    members.add(u"protection", protectionName());
    if (!signers.isEmpty()) {
        members.put(u"signer", describeCertificate(signers.first()));
    }
    members.add(u"subject", m_body.subjectAskedFor().text());
    describeRequests(members, m_body);
    describeDecisions(members, m_body.decisions);
    describeConfirmation(members, m_body.statuses);
    describeRevocations(members, m_body.revocations);
    describeInfos(members, m_body.infos);
    JsonArray certificates;
    for (const Certificate& certificate : m_body.issued()) {
        certificates.push_back(describeCertificate(certificate));
    }
    members.add(u"issued", std::move(certificates));
    if (inner() != nullptr) {
        members.put(u"nested", inner()->describe());
    } else if (isBatch()) {
        JsonArray messages;
        for (const auto& message : m_nested) {
            messages.push_back(message->describe());
        }
        members.add(u"nested", std::move(messages));
    }
    return members.take();
}

} // namespace satchel
