#pragma once

#include <core/base/Result.h>
#include <core/station/Card.h>

#include <QByteArray>

namespace satchel {

// A card as text, for a mail or the clipboard: its file in RFC 7468 form (section 9, label "CMS"), which openssl reads
// too.
[[nodiscard]] QByteArray cardText(const Card& card);

// The card file in what somebody has got: that text, whatever stands before and after it; its base64 alone, as
// `satchel --json card` prints it; or the file itself. What is none of these comes back as it is, for Card::parse() to
// say what is wrong with it. Malformed if there is a beginning and no end, or no base64 between them.
[[nodiscard]] Result<QByteArray> cardBytes(const QByteArray& given);

} // namespace satchel
