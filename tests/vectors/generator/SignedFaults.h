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

} // namespace satchel::vectors
