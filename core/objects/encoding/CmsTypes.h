#pragma once

#include <QByteArrayView>

namespace satchel {

// Content types of CMS (RFC 5652 sections 4 and 6), as DerFields and SignedData tell them.
inline constexpr QByteArrayView DataOid = "1.2.840.113549.1.7.1";
inline constexpr QByteArrayView EnvelopedDataOid = "1.2.840.113549.1.7.3";

} // namespace satchel
