#pragma once

// What both the writer and the readers of certificates know of their fields.
namespace satchel {

inline constexpr const char* MasaUrlOid = "1.3.6.1.5.5.7.1.32"; // id-pe-masa-url, RFC 8995 section 2.3.2
inline constexpr long X509Version3 = 2; // RFC 5280 section 4.1.2.1

} // namespace satchel
