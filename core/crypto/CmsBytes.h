#pragma once

#include <QByteArrayView>

#include <array>
#include <cstddef>

// The DER of what never varies in the CMS objects that we write and accept: object identifiers and algorithm
// identifiers with their exact parameters. Where standards allow parameters to be NULL or absent, one form is ours
// (docs/bundle-format.md, "Cryptography").
namespace satchel::cms {

template <std::size_t Size> struct Bytes {
    std::array<char, Size> octets;

    // NOLINTNEXTLINE(google-explicit-constructor): these stand wherever a view is asked for.
    constexpr operator QByteArrayView() const { return {octets.data(), static_cast<qsizetype>(Size)}; }
};

consteval int hexDigit(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : c - 'a' + 10;
}

template <std::size_t Length> consteval Bytes<(Length - 1) / 2> hex(const char (&digits)[Length])
{
    Bytes<(Length - 1) / 2> bytes{};
    for (std::size_t i = 0; i < bytes.octets.size(); ++i) {
        bytes.octets[i] = static_cast<char>(hexDigit(digits[2 * i]) * 16 + hexDigit(digits[2 * i + 1]));
    }
    return bytes;
}

// RFC 5652, RFC 5035, RFC 5083
inline constexpr auto Data = hex("06092a864886f70d010701");
inline constexpr auto SignedData = hex("06092a864886f70d010702");
inline constexpr auto AuthEnvelopedData = hex("060b2a864886f70d0109100117");
inline constexpr auto ContentType = hex("06092a864886f70d010903");
inline constexpr auto MessageDigest = hex("06092a864886f70d010904");
inline constexpr auto SigningTime = hex("06092a864886f70d010905");
inline constexpr auto SigningCertificateV2 = hex("060b2a864886f70d010910022f");
inline constexpr auto Version0 = hex("020100");
inline constexpr auto Version1 = hex("020101");
inline constexpr auto Version3 = hex("020103");

// Algorithm identifiers of digests (RFC 5754: parameters absent) and signatures (RFC 5758; RFC 4056, salt 32)
inline constexpr auto Sha256 = hex("300b0609608648016503040201");
inline constexpr auto Sha384 = hex("300b0609608648016503040202");
inline constexpr auto EcdsaSha256 = hex("300a06082a8648ce3d040302");
inline constexpr auto EcdsaSha384 = hex("300a06082a8648ce3d040303");
inline constexpr auto RsaPssSha256 = hex("304106092a864886f70d01010a3034"
                                         "a00f300d06096086480165030402010500"
                                         "a11c301a06092a864886f70d010108300d06096086480165030402010500"
                                         "a203020120");

// Algorithm identifiers of public keys (RFC 5480, RFC 3279)
inline constexpr auto KeyP256 = hex("301306072a8648ce3d020106082a8648ce3d030107");
inline constexpr auto KeyP384 = hex("301006072a8648ce3d020106052b81040022");
inline constexpr auto KeyRsa = hex("300d06092a864886f70d0101010500");
inline constexpr auto KeyEphemeral = hex("300906072a8648ce3d0201");

// Key management (RFC 5753 section 7.1.4 with id-aes256-wrap inside; RFC 4055 section 4.1) and content encryption
inline constexpr auto EcdhSha256Wrap256 = hex("301506062b8104010b01300b060960864801650304012d");
inline constexpr auto EcdhSha384Wrap256 = hex("301506062b8104010b02300b060960864801650304012d");
inline constexpr auto RsaOaepSha256 = hex("303806092a864886f70d010107302b"
                                          "a00d300b0609608648016503040201"
                                          "a11a301806092a864886f70d010108300b0609608648016503040201");
inline constexpr auto Aes256Gcm = hex("060960864801650304012e");
inline constexpr auto TagLength16 = hex("020110");

} // namespace satchel::cms
