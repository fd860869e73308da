#pragma once

#include <core/base/Result.h>
#include <core/base/StrictJson.h>
#include <core/crypto/Certificate.h>
#include <core/ledger/Kind.h>
#include <core/objects/Assessment.h>
#include <core/objects/TransactionStep.h>

#include <QByteArray>
#include <QList>
#include <QString>
#include <QStringList>

#include <memory>
#include <optional>

namespace satchel {

class EnrolmentObject;

// A certificate that a request renews: named, and at hand or not.
struct RenewedCertificate {
    QByteArray issuerAndSerial; // IssuerAndSerialNumber (RFC 5652 section 10.2.4), DER
    std::optional<Certificate> certificate;

    [[nodiscard]] static RenewedCertificate of(const Certificate& certificate)
    {
        return {certificate.issuerAndSerial(), certificate};
    }
};
using EnrolmentObjectPtr = std::shared_ptr<const EnrolmentObject>;

// A request or an answer of an enrolment protocol, recognised by its content and parsed; nothing is verified yet.
// Immutable, safe to share between threads. One class per form below this one: Voucher, Pkcs10Request,
// CertificateAnswer, CmpMessage, ScepMessage, CmcMessage, Rejection, and for what goes along with them CaCertificates,
// CsrAttributes, RevocationList, ServerKeyAnswer, BrskiStatus, AuditLogRequest, AuditLog.
class EnrolmentObject {
public:
    virtual ~EnrolmentObject() = default;

    // Takes a file's bytes as they came; PEM and base64 are unwrapped for looking inside, what travels is what came.
    // Empty, NotRecognised, TrailingData (a sound object with bytes after it), Malformed (clearly one of ours, but
    // broken). `told` is the kind by which a `.meta` file or a bundle calls it: where the bytes can be that too, they
    // are (ToldKind.h); otherwise they are what they are by themselves.
    [[nodiscard]] static Result<EnrolmentObjectPtr> recognise(const QByteArray& bytes, std::optional<Kind> told = {});

    [[nodiscard]] virtual Kind kind() const = 0;
    [[nodiscard]] virtual Protocol protocol() const = 0;
    [[nodiscard]] virtual QString extension() const
        = 0; // docs/objects.md: "vcj", "vjj", "vch", "p10", "p7c", "cer", "pki", "scep", "crq", "crp", "rejected.json"
    // The device's serial as far as the object itself tells; empty otherwise.
    [[nodiscard]] virtual QString device() const = 0;
    // Does it prove by itself who asked? If not, its requester record does, or nothing.
    [[nodiscard]] virtual bool isSelfContained() const = 0;
    // Requests: the key under which answers will look for it ("voucher:<serial>:<nonce>", "key:<spki sha256>",
    // "cmp:<transaction id>", "scep:..." and "cmc:..." likewise). Empty where nothing pairs by content.
    [[nodiscard]] virtual QString correlation() const = 0;
    // Answers: every correlation of a request that it could answer. Empty for requests.
    [[nodiscard]] virtual QStringList lookups() const { return {}; }
    // The item id of the request that the object itself names (a Rejection does); empty otherwise.
    [[nodiscard]] virtual QString namedRequest() const { return {}; }
    // What is for a whole station and for no device, and may be sent unasked: all editions of the same thing have the
    // same value, and a newer one takes the place of an older. Empty for everything else.
    [[nodiscard]] virtual QString series() const { return {}; }
    // Of two editions of one series, the one with the greater value is the newer. Empty where an object does not tell,
    // and the one that comes last is.
    [[nodiscard]] virtual QByteArray editionOrder() const { return {}; }
    // Is a private key inside, of which nobody on the way may see even the encrypted form?
    [[nodiscard]] virtual bool holdsKey() const { return false; }
    // A nonced voucher request lapses some days after it was made (RFC 8995 section 5.2); nothing else has a deadline.
    [[nodiscard]] virtual bool lapses() const { return false; }
    // Requests: a newer one of the same device and protocol makes older ones with another value of this worthless
    // (nonce of a voucher request, key of a PKCS #10, transaction of a CMP ir). Empty: supersedes nothing.
    [[nodiscard]] virtual QString supersedingMark() const { return {}; }
    // Requests made again with other bytes for the very same purpose (a PKCS #10 with a new tls-unique, RFC 7030
    // section 3.5): two with the same non-empty value and the same device are one request.
    [[nodiscard]] virtual QString sameRequestMark() const { return {}; }
    // Requests of protocols whose devices ask after them by further messages: which step of its transaction it is.
    [[nodiscard]] virtual std::optional<TransactionStep> transactionStep() const { return std::nullopt; }

    // Answers: the certificates of devices in it that can be read.
    [[nodiscard]] virtual QList<Certificate> issuedCertificates() const { return {}; }
    // Requests: the certificate that it is to replace. The context says who asked, where the object does not prove it.
    [[nodiscard]] virtual std::optional<RenewedCertificate> renews(const CheckContext& context) const;
    // Whole objects inside that each go their own way once the outer one has been checked (the answers in a CMP batch).
    // Empty for what travels as it is.
    [[nodiscard]] virtual QList<QByteArray> enclosed() const { return {}; }

    // Checks all that can be checked with what the object and the context hold.
    [[nodiscard]] virtual Assessment assess(const CheckContext& context) const = 0;
    // Does this answer answer that request? The failure's code says what differs: KeyMismatch, NonceMismatch,
    // SerialMismatch, NoMatchingRequest (another transaction, another kind).
    [[nodiscard]] virtual Result<void> matches(const EnrolmentObject& request) const;

    // Answers: what is odd about it beside the request that it matches, each in one sentence.
    [[nodiscard]] virtual QStringList warningsBeside(const EnrolmentObject&) const { return {}; }

    // For people and --json: what it says, decoded.
    [[nodiscard]] virtual JsonValue describe() const = 0;

protected:
    EnrolmentObject() = default;
    EnrolmentObject(const EnrolmentObject&) = default;
    EnrolmentObject& operator=(const EnrolmentObject&) = default;
};

} // namespace satchel
