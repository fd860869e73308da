#pragma once

#include "CmpGeneralInfo.h"

#include <core/objects/encoding/DerFields.h>
#include <core/objects/encoding/DistinguishedName.h>

#include <QByteArray>
#include <QDateTime>
#include <QString>

#include <cstdint>
#include <optional>

namespace satchel {

// Which of the bodies a PKIMessage has: the number of its tag (RFC 9810 section 5.1.2).
enum class CmpBodyType : std::uint8_t {
    Ir = 0,
    Ip = 1,
    Cr = 2,
    Cp = 3,
    P10cr = 4,
    Popdecc = 5,
    Popdecr = 6,
    Kur = 7,
    Kup = 8,
    Krr = 9,
    Krp = 10,
    Rr = 11,
    Rp = 12,
    Ccr = 13,
    Ccp = 14,
    Ckuann = 15,
    Cann = 16,
    Rann = 17,
    Crlann = 18,
    Pkiconf = 19,
    Nested = 20,
    Genm = 21,
    Genp = 22,
    Error = 23,
    CertConf = 24,
    PollReq = 25,
    PollRep = 26,
};

[[nodiscard]] std::optional<CmpBodyType> cmpBodyType(unsigned tagNumber);
[[nodiscard]] QString cmpBodyName(CmpBodyType type); // "ir"

// What the header of a PKIMessage says (RFC 9810 section 5.1.1), as far as carrying and checking need it.
struct CmpHeader {
    std::int64_t version = 0; // 2 or 3; other versions are refused
    DistinguishedName sender; // empty where it is named by something else than a directory name
    DistinguishedName recipient;
    QByteArray recipientName; // GeneralName, as it came
    QDateTime messageTime; // invalid if absent or not to be read
    QByteArray protectionAlgorithm; // AlgorithmIdentifier, empty if absent
    QByteArray senderKeyId;
    QByteArray transactionId;
    QByteArray senderNonce;
    QByteArray recipientNonce;
    QStringList freeText;
    CmpGeneralInfo generalInfo;
    QStringList remarks; // on what only informs and cannot be read

    [[nodiscard]] static CmpHeader read(DerFields fields);
};

} // namespace satchel
