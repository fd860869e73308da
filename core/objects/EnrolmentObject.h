#pragma once

#include <core/base/Result.h>
#include <core/base/StrictJson.h>
#include <core/ledger/Kind.h>
#include <core/objects/Assessment.h>

#include <QByteArray>
#include <QList>
#include <QString>
#include <QStringList>

#include <memory>

namespace satchel {

class EnrolmentObject;
using EnrolmentObjectPtr = std::shared_ptr<const EnrolmentObject>;

// A request or an answer of an enrolment protocol, recognised by its content and parsed; nothing is verified yet.
// Immutable, safe to share between threads. One class per form below this one: CmsVoucher, Pkcs10Request,
// CertificateAnswer, CmpMessage, Rejection.
class EnrolmentObject {
public:
    virtual ~EnrolmentObject() = default;

    // Takes a file's bytes as they came; PEM and base64 are unwrapped for looking inside, what travels is what came.
    // Empty, NotRecognised, TrailingData (a sound object with bytes after it), Malformed (clearly one of ours, but
    // broken).
    [[nodiscard]] static Result<EnrolmentObjectPtr> recognise(const QByteArray& bytes);

    [[nodiscard]] virtual Kind kind() const = 0;
    [[nodiscard]] virtual Protocol protocol() const = 0;
    [[nodiscard]] virtual QString extension() const
        = 0; // docs/objects.md: "vcj", "p10", "p7c", "cer", "pki", "rejected.json"
    // The device's serial as far as the object itself tells; empty otherwise.
    [[nodiscard]] virtual QString device() const = 0;
    // Does it prove by itself who asked? If not, its requester record does, or nothing.
    [[nodiscard]] virtual bool isSelfContained() const = 0;
    // Requests: the key under which answers will look for it ("voucher:<serial>:<nonce>", "key:<spki sha256>",
    // "cmp:<transaction id>"). Empty where nothing pairs by content.
    [[nodiscard]] virtual QString correlation() const = 0;
    // Answers: every correlation of a request that it could answer. Empty for requests.
    [[nodiscard]] virtual QStringList lookups() const { return {}; }
    // The item id of the request that the object itself names (a Rejection does); empty otherwise.
    [[nodiscard]] virtual QString namedRequest() const { return {}; }
    // A nonced voucher request lapses some days after it was made (RFC 8995 section 5.2); nothing else has a deadline.
    [[nodiscard]] virtual bool lapses() const { return false; }
    // Requests: a newer one of the same device and protocol makes older ones with another value of this worthless
    // (nonce of a voucher request, key of a PKCS #10, transaction of a CMP ir). Empty: supersedes nothing.
    [[nodiscard]] virtual QString supersedingMark() const { return {}; }
    // Requests made again with other bytes for the very same purpose (a PKCS #10 with a new tls-unique, RFC 7030
    // section 3.5): two with the same non-empty value and the same device are one request.
    [[nodiscard]] virtual QString sameRequestMark() const { return {}; }
    // Whole objects inside that each go their own way once the outer one has been checked (the answers in a CMP batch).
    // Empty for what travels as it is.
    [[nodiscard]] virtual QList<QByteArray> enclosed() const { return {}; }

    // Checks all that can be checked with what the object and the context hold.
    [[nodiscard]] virtual Assessment assess(const CheckContext& context) const = 0;
    // Does this answer answer that request? The failure's code says what differs: KeyMismatch, NonceMismatch,
    // SerialMismatch, NoMatchingRequest (another transaction, another kind).
    [[nodiscard]] virtual Result<void> matches(const EnrolmentObject& request) const;

    // For people and --json: what it says, decoded.
    [[nodiscard]] virtual JsonValue describe() const = 0;

protected:
    EnrolmentObject() = default;
    EnrolmentObject(const EnrolmentObject&) = default;
    EnrolmentObject& operator=(const EnrolmentObject&) = default;
};

} // namespace satchel
