#pragma once

#include <core/crypto/Certificate.h>

#include <QDateTime>

namespace satchel {

// Is `leaf` issued by `issuer` and good at `at`, told without OpenSSL's full certificate object, whose making costs
// more than the signature? `issuer` must have passed a full check of a chain, as the issuer of another leaf, for that
// instant.
//
// True only for the commonest form: version 3, an elliptic curve key on both sides, ECDSA with SHA-2, extensions that
// are known, single and well formed, no authority, not self-issued. False says nothing: the full check must answer.
[[nodiscard]] bool isPlainLeafOf(const Certificate& issuer, const Certificate& leaf, const QDateTime& at);

} // namespace satchel
