#pragma once

#include <core/base/Result.h>

#include <QByteArray>
#include <QList>

#include <optional>

namespace satchel {

// One block of RFC 7468 text.
struct PemBlock {
    QByteArray label; // "CERTIFICATE REQUEST"
    QByteArray content;
};

// The wrappings in which people and EST bodies bring DER. Only for looking inside: what travels is what came.

[[nodiscard]] bool looksLikePem(const QByteArray& text);
// All blocks of the text, explanations before and between them passed over. Malformed if a block is cut off or is not
// base64, TrailingData if more than blanks follow the last.
[[nodiscard]] Result<QList<PemBlock>> unwrapPem(const QByteArray& text);

// What the text is base64 of (blanks and line ends passed over); nullopt if it is no base64.
[[nodiscard]] std::optional<QByteArray> unwrapBase64(const QByteArray& text);

} // namespace satchel
