#pragma once

#include <core/objects/AssessmentBuilder.h>
#include <core/objects/encoding/SignedData.h>

#include <QByteArray>
#include <QList>

#include <optional>

namespace satchel {

// By whom a full CMC message is signed, which may be nobody (RFC 5272 sections 3.2 and 4.2).
class CmcSignature final {
public:
    enum class Kind {
        None, // no SignerInfo, or one that says "no signature" (RFC 5272 appendix C)
        OwnKey, // the key that a certificate is asked for, which shows possession and not who asks (RFC 2797
                // section 4.2)
        SelfMade, // a certificate that the device made itself, which shows no more
        Certificate,
        Unknown, // somebody whose certificate is not inside
        Several, // which the standard allows, and nobody here judges
    };

    CmcSignature() = default;
    // `keysAskedFor`: SubjectPublicKeyInfos.
    CmcSignature(const SignedData& cms, const QList<QByteArray>& keysAskedFor);

    [[nodiscard]] Kind kind() const { return m_kind; }
    [[nodiscard]] bool provesWhoAsked() const;
    // nullopt if its certificate is not inside.
    [[nodiscard]] const std::optional<Certificate>& signer() const { return m_signer; }
    [[nodiscard]] bool isByRegistrationAuthority() const; // id-kp-cmcRA
    // SubjectPublicKeyInfo; empty if it is not known.
    [[nodiscard]] QByteArray key() const;

    // The signature only, not who that is. `signer`: where it is known otherwise. False if the message is refused.
    [[nodiscard]] bool check(AssessmentBuilder& builder, const SignedData& cms, const Certificate& signer) const;
    void checkOwnKey(AssessmentBuilder& builder, const SignedData& cms) const;

private:
    Kind m_kind = Kind::None;
    std::optional<Certificate> m_signer;
    QByteArray m_ownKey;
};

} // namespace satchel
