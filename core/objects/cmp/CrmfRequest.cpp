#include "CrmfRequest.h"

#include <core/crypto/DerWriter.h>
#include <core/crypto/Digest.h>
#include <core/crypto/PublicKeyInfo.h>
#include <core/objects/TrustChecks.h>
#include <core/objects/encoding/SignatureAlgorithm.h>

namespace satchel {

namespace {

constexpr unsigned TemplateSubject = 5;
constexpr unsigned TemplatePublicKey = 6;
constexpr QByteArrayView OldCertificateOid = "1.3.6.1.5.5.7.5.1.5"; // id-regCtrl-oldCertID

// CRMF tags implicitly: the same value under the tag that it has when it stands alone.
QByteArray asSequence(const DerElement& element)
{
    QByteArray whole = element.whole.toByteArray();
    if (!whole.isEmpty()) {
        whole[0] = static_cast<char>(der::Sequence);
    }
    return whole;
}

} // namespace

CrmfRequest CrmfRequest::read(DerFields fields)
{
    CrmfRequest request;
    const DerElement certRequest = fields.take(der::Sequence);
    request.m_certRequest = certRequest.whole.toByteArray();
    DerFields inner = fields.inside(certRequest);
    inner.take(der::Integer); // certReqId
    request.readTemplate(inner.enter(der::Sequence));
    if (const auto controls = inner.takeIf(der::Sequence)) {
        request.readControls(*controls);
    }
    inner.end();
    if (!fields.atEnd() && !fields.nextIs(der::Sequence)) {
        request.readProof(fields);
    }
    fields.takeIf(der::Sequence); // regInfo
    fields.end();
    return request;
}

void CrmfRequest::readTemplate(DerFields fields)
{
    while (!fields.atEnd()) {
        const DerElement field = fields.take();
        if (field.tag == der::contextConstructed(TemplateSubject)) {
            m_subject = DistinguishedName{fields.inside(field).takeName()};
        } else if (field.tag == der::contextConstructed(TemplatePublicKey)) {
            m_publicKeyInfo = asSequence(field);
        }
    }
}

// They only inform: one that cannot be read is passed over, as the unknown ones are.
void CrmfRequest::readControls(const DerElement& controls)
{
    DerFields fields{controls.content, QStringLiteral("the controls")};
    while (!fields.atEnd()) {
        DerFields control = fields.enter(der::Sequence);
        if (control.takeOid() != OldCertificateOid) {
            continue;
        }
        DerFields identifier = control.enter(der::Sequence);
        DerFields issuer = identifier.enter(DirectoryName);
        const QByteArray name = issuer.takeName().toByteArray();
        const QByteArray serial = identifier.take(der::Integer).whole.toByteArray();
        if (identifier.result()) {
            m_oldCertificate = derElement(der::Sequence, name + serial);
        }
    }
}

void CrmfRequest::readProof(DerFields& fields)
{
    const DerElement proof = fields.take();
    switch (proof.tag) {
    case der::contextPrimitive(0):
        m_proof = Proof::SeenByAuthority;
        return;
    case der::contextConstructed(1): {
        m_proof = Proof::Signature;
        DerFields signature = fields.inside(proof);
        if (const auto input = signature.takeIf(der::contextConstructed(0))) {
            DerFields inputFields = signature.inside(*input);
            inputFields.take(); // the sender's name or a MAC
            m_proofInputKey = inputFields.take(der::Sequence).whole.toByteArray();
            m_proofInput = asSequence(*input);
        }
        m_proofAlgorithm = signature.take(der::Sequence).whole.toByteArray();
        m_proofSignature = signature.takeBitString().toByteArray();
        signature.end();
        return;
    }
    case der::contextConstructed(2):
    case der::contextConstructed(3):
        m_proof = Proof::Later;
        return;
    default:
        fields.refuse(QStringLiteral("a proof of possession of an unknown kind"));
    }
}

void CrmfRequest::checkProofOfPossession(AssessmentBuilder& builder, bool byAuthority) const
{
    const QString check = QStringLiteral("proof-of-possession");
    if (m_publicKeyInfo.isEmpty() && m_proofInputKey.isEmpty()) {
        builder.skip(check, QStringLiteral("the authority is asked to make the key"));
        return;
    }
    switch (m_proof) {
    case Proof::None:
        builder.warn(check, QStringLiteral("nothing shows that the requester holds the key"));
        return;
    case Proof::SeenByAuthority:
        if (byAuthority) {
            builder.pass(check, QStringLiteral("a registration authority says that it has seen it"));
        } else {
            builder.warn(check,
                QStringLiteral("the message says that a registration authority has seen the proof, but none protects "
                               "the message"));
        }
        return;
    case Proof::Later:
        builder.skip(check, QStringLiteral("unchecked: the key cannot sign and is proved later, to the authority"));
        return;
    case Proof::Signature:
        checkSignedProof(builder, check);
        return;
    }
}

// RFC 4211 section 4.1: where the request names no subject, the signed input has to say who asks.
void CrmfRequest::checkSignedProof(AssessmentBuilder& builder, const QString& check) const
{
    const auto verified = verifyProof();
    if (verified && m_proofInput.isEmpty() && m_subject.isEmpty()) {
        builder.warn(check,
            QStringLiteral("the proof that the requester holds the key is good, but names nobody: anyone could have "
                           "copied it from another's request"));
        return;
    }
    recordSignature(builder, check, verified, ErrorCode::BadProofOfPossession,
        QStringLiteral("the key for \"%1\"").arg(m_subject.text()));
}

// RFC 4211 section 4.1: signed is the request, or the extra input if there is one.
Result<void> CrmfRequest::verifyProof() const
{
    const auto algorithm = SignatureAlgorithm::parse(m_proofAlgorithm);
    if (!algorithm) {
        return fail(algorithm.error());
    }
    if (m_proofInput.isEmpty()) {
        return algorithm->verify(decodePublicKey(m_publicKeyInfo).get(), m_certRequest, m_proofSignature);
    }
    if (!m_publicKeyInfo.isEmpty() && m_publicKeyInfo != m_proofInputKey) {
        return fail(ErrorCode::BadProofOfPossession, QStringLiteral("the proof is for another key"));
    }
    return algorithm->verify(decodePublicKey(m_proofInputKey).get(), m_proofInput, m_proofSignature);
}

QString CrmfRequest::proofName() const
{
    switch (m_proof) {
    case Proof::None:
        return QStringLiteral("none");
    case Proof::SeenByAuthority:
        return QStringLiteral("seen by a registration authority");
    case Proof::Signature:
        return QStringLiteral("signature");
    case Proof::Later:
        return QStringLiteral("later, to the authority");
    }
    Q_UNREACHABLE();
}

JsonValue CrmfRequest::describe() const
{
    JsonMembers members{
        {QStringLiteral("form"), JsonValue{QStringLiteral("CRMF request")}},
        {QStringLiteral("subject"), JsonValue{m_subject.text()}},
        {QStringLiteral("serialNumber"), JsonValue{m_subject.serialNumber()}},
    };
    if (publicKeyInfo().isEmpty()) {
        members.emplace_back(QStringLiteral("keyMadeBy"), JsonValue{QStringLiteral("the authority")});
    } else {
        members.emplace_back(QStringLiteral("key"), JsonValue{sha256(publicKeyInfo()).toString()});
        members.emplace_back(QStringLiteral("keyType"), JsonValue{publicKeyName(publicKeyInfo())});
        members.emplace_back(QStringLiteral("proofOfPossession"), JsonValue{proofName()});
    }
    if (!m_oldCertificate.isEmpty()) {
        DerFields outer{m_oldCertificate, QStringLiteral("oldCertID")};
        DerFields names = outer.enter(der::Sequence);
        const DistinguishedName issuer{names.takeName()};
        const QByteArray serial = names.take(der::Integer).content.toByteArray();
        members.emplace_back(QStringLiteral("renews"),
            JsonValue{JsonMembers{{QStringLiteral("issuer"), JsonValue{issuer.text()}},
                {QStringLiteral("serialNumber"), JsonValue{QString::fromLatin1(serial.toHex())}}}});
    }
    return JsonValue{std::move(members)};
}

} // namespace satchel
