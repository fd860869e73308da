#pragma once

#include <core/base/Result.h>

#include <QByteArray>
#include <QString>
#include <QStringList>

#include <optional>

namespace satchel {

class SignedData;

enum class ScepMessageType { CertRep = 3, RenewalReq = 17, PkcsReq = 19, CertPoll = 20, GetCert = 21, GetCrl = 22 };
enum class ScepStatus { Success = 0, Failure = 2, Pending = 3 };

[[nodiscard]] QString scepMessageName(ScepMessageType type); // "PKCSReq"
[[nodiscard]] QString scepStatusName(ScepStatus status); // "SUCCESS"

// The transaction attributes of a SCEP message (RFC 8894 section 3.2.1), all of them signed.
struct ScepAttributes {
    ScepMessageType type = ScepMessageType::PkcsReq;
    std::optional<ScepStatus> status; // of a CertRep, always there
    QString transactionId; // printable ASCII; empty if absent
    QByteArray senderNonce; // empty if absent
    QByteArray recipientNonce;
    QString failInfo; // "badRequest (2): the transaction is not permitted or supported"; empty if absent
    QString failInfoText;
    QStringList deviations; // each one sentence

    // Has it the attribute that makes a SignedData a SCEP message?
    [[nodiscard]] static bool areIn(const SignedData& cms);
    // Malformed if one has more or less than one value or a value of another type, or says what the standard does not
    // know; NotRecognised for types of messages that are unknown.
    [[nodiscard]] static Result<ScepAttributes> read(const SignedData& cms);
};

} // namespace satchel
