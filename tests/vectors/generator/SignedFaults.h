#pragma once

#include "Maker.h"

#include <vector>

namespace satchel::vectors {

// A SignedData that differs from the template in one thing.
struct SignedFault {
    QByteArray name;
    ErrorCode code;
    Rule rule;
    QByteArray scenario;
    QByteArray word;
    std::function<QByteArray(const QByteArray& content)> make;
};

// By this P-256 signer; `other` is one more, for what names two. `isAttached`: with the content inside.
[[nodiscard]] std::vector<SignedFault> signedFaults(
    const IssuerIdentity& signer, const IssuerIdentity& other, bool isAttached);
// By an RSA signer: what is not RSASSA-PSS of exactly the one form.
[[nodiscard]] std::vector<SignedFault> rsaFaults(const IssuerIdentity& signer, bool isAttached);
// By a key that no card can show; sound in its form.
[[nodiscard]] QByteArray signedWithRsa1024(const QByteArray& content, bool isAttached);

} // namespace satchel::vectors
