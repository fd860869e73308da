#pragma once

#include <core/base/StrictJson.h>
#include <core/objects/AssessmentBuilder.h>
#include <core/objects/encoding/DerFields.h>
#include <core/objects/encoding/DistinguishedName.h>

#include <QByteArray>

namespace satchel {

// One certificate asked for in a CMP ir, cr or kur (CRMF, RFC 4211 section 3).
class CrmfRequest final {
public:
    [[nodiscard]] static CrmfRequest read(DerFields fields); // of a CertReqMsg

    [[nodiscard]] const DistinguishedName& subject() const { return m_subject; }
    // Empty if the device leaves it to the authority to make the key.
    [[nodiscard]] const QByteArray& publicKeyInfo() const
    {
        return m_publicKeyInfo.isEmpty() ? m_proofInputKey : m_publicKeyInfo;
    }

    // IssuerAndSerialNumber of the certificate that the control oldCertID names (RFC 4211 section 6.5), DER; empty if
    // none.
    [[nodiscard]] const QByteArray& oldCertificate() const { return m_oldCertificate; }

    // `byAuthority`: the message is protected by a registration authority, which may say that it has seen the proof.
    void checkProofOfPossession(AssessmentBuilder& builder, bool byAuthority) const;

    [[nodiscard]] JsonValue describe() const;

private:
    enum class Proof { None, SeenByAuthority, Signature, Later };

    CrmfRequest() = default;
    void readTemplate(DerFields fields);
    void readControls(const DerElement& controls);
    void readProof(DerFields& fields);
    void checkSignedProof(AssessmentBuilder& builder, const QString& check) const;
    [[nodiscard]] Result<void> verifyProof() const;
    [[nodiscard]] QString proofName() const;

    QByteArray m_certRequest;
    DistinguishedName m_subject;
    QByteArray m_publicKeyInfo;
    QByteArray m_oldCertificate;
    Proof m_proof = Proof::None;
    QByteArray m_proofInput; // POPOSigningKeyInput, empty if absent
    QByteArray m_proofInputKey; // the key that it names
    QByteArray m_proofAlgorithm;
    QByteArray m_proofSignature;
};

} // namespace satchel
