#include "ObjectWords.h"

#include "NamedText.h"

#include <QCoreApplication>

#include <array>

namespace satchel {

namespace {

struct ObjectWords {
    Q_DECLARE_TR_FUNCTIONS(ObjectWords)
};

// All that the describe() of core/objects may write: a check compares them.
constexpr std::array Members{
    NamedText{QLatin1StringView{"at"}, QT_TRANSLATE_NOOP("ObjectWords", "when")},
    NamedText{QLatin1StringView{"attributes"}, QT_TRANSLATE_NOOP("ObjectWords", "attributes")},
    NamedText{QLatin1StringView{"assertion"}, QT_TRANSLATE_NOOP("ObjectWords", "assertion")},
    NamedText{QLatin1StringView{"by"}, QT_TRANSLATE_NOOP("ObjectWords", "who asks")},
    NamedText{QLatin1StringView{"certHash"}, QT_TRANSLATE_NOOP("ObjectWords", "hash of the certificate")},
    NamedText{QLatin1StringView{"certProfiles"}, QT_TRANSLATE_NOOP("ObjectWords", "certificate profiles")},
    NamedText{QLatin1StringView{"certificates"}, QT_TRANSLATE_NOOP("ObjectWords", "certificates")},
    NamedText{QLatin1StringView{"cipher"}, QT_TRANSLATE_NOOP("ObjectWords", "encryption")},
    NamedText{QLatin1StringView{"code"}, QT_TRANSLATE_NOOP("ObjectWords", "code")},
    NamedText{
        QLatin1StringView{"confirmWaitTime"}, QT_TRANSLATE_NOOP("ObjectWords", "the confirmation is waited for until")},
    NamedText{QLatin1StringView{"confirms"}, QT_TRANSLATE_NOOP("ObjectWords", "confirms")},
    NamedText{QLatin1StringView{"controls"}, QT_TRANSLATE_NOOP("ObjectWords", "controls")},
    NamedText{QLatin1StringView{"createdOn"}, QT_TRANSLATE_NOOP("ObjectWords", "made on")},
    NamedText{QLatin1StringView{"date"}, QT_TRANSLATE_NOOP("ObjectWords", "when")},
    NamedText{QLatin1StringView{"decisions"}, QT_TRANSLATE_NOOP("ObjectWords", "decisions")},
    NamedText{QLatin1StringView{"delta"}, QT_TRANSLATE_NOOP("ObjectWords", "only what has changed")},
    NamedText{QLatin1StringView{"domainID"}, QT_TRANSLATE_NOOP("ObjectWords", "domain")},
    NamedText{QLatin1StringView{"eventCount"}, QT_TRANSLATE_NOOP("ObjectWords", "number of events")},
    NamedText{QLatin1StringView{"events"}, QT_TRANSLATE_NOOP("ObjectWords", "events")},
    NamedText{QLatin1StringView{"expiresOn"}, QT_TRANSLATE_NOOP("ObjectWords", "good until")},
    NamedText{QLatin1StringView{"failInfo"}, QT_TRANSLATE_NOOP("ObjectWords", "why not")},
    NamedText{QLatin1StringView{"failInfoText"}, QT_TRANSLATE_NOOP("ObjectWords", "in its words")},
    NamedText{QLatin1StringView{"failures"}, QT_TRANSLATE_NOOP("ObjectWords", "why not")},
    NamedText{QLatin1StringView{"form"}, QT_TRANSLATE_NOOP("ObjectWords", "format")},
    NamedText{QLatin1StringView{"freeText"}, QT_TRANSLATE_NOOP("ObjectWords", "remark")},
    NamedText{QLatin1StringView{"identification"}, QT_TRANSLATE_NOOP("ObjectWords", "identification")},
    NamedText{QLatin1StringView{"idevidIssuer"}, QT_TRANSLATE_NOOP("ObjectWords", "manufacturer of the device (key)")},
    NamedText{QLatin1StringView{"implicitConfirm"}, QT_TRANSLATE_NOOP("ObjectWords", "needs no confirmation")},
    NamedText{QLatin1StringView{"infos"}, QT_TRANSLATE_NOOP("ObjectWords", "questions and answers")},
    NamedText{QLatin1StringView{"inside"}, QT_TRANSLATE_NOOP("ObjectWords", "message inside")},
    NamedText{QLatin1StringView{"issued"}, QT_TRANSLATE_NOOP("ObjectWords", "issued certificates")},
    NamedText{QLatin1StringView{"issuer"}, QT_TRANSLATE_NOOP("ObjectWords", "issued by")},
    NamedText{QLatin1StringView{"key"}, QT_TRANSLATE_NOOP("ObjectWords", "key (SHA-256)")},
    NamedText{QLatin1StringView{"keyMadeBy"}, QT_TRANSLATE_NOOP("ObjectWords", "who makes the key")},
    NamedText{QLatin1StringView{"keyType"}, QT_TRANSLATE_NOOP("ObjectWords", "kind of key")},
    NamedText{QLatin1StringView{"masaUrl"}, QT_TRANSLATE_NOOP("ObjectWords", "its manufacturer's MASA")},
    NamedText{QLatin1StringView{"messageTime"}, QT_TRANSLATE_NOOP("ObjectWords", "sent at")},
    NamedText{QLatin1StringView{"name"}, QT_TRANSLATE_NOOP("ObjectWords", "name")},
    NamedText{QLatin1StringView{"nested"}, QT_TRANSLATE_NOOP("ObjectWords", "message inside")},
    NamedText{QLatin1StringView{"nextUpdate"}, QT_TRANSLATE_NOOP("ObjectWords", "next list due")},
    NamedText{QLatin1StringView{"nonce"}, QT_TRANSLATE_NOOP("ObjectWords", "nonce")},
    NamedText{QLatin1StringView{"notAfter"}, QT_TRANSLATE_NOOP("ObjectWords", "valid until")},
    NamedText{QLatin1StringView{"notBefore"}, QT_TRANSLATE_NOOP("ObjectWords", "valid from")},
    NamedText{QLatin1StringView{"number"}, QT_TRANSLATE_NOOP("ObjectWords", "number")},
    NamedText{QLatin1StringView{"pendTime"}, QT_TRANSLATE_NOOP("ObjectWords", "ask again at")},
    NamedText{QLatin1StringView{"pendToken"}, QT_TRANSLATE_NOOP("ObjectWords", "mark to ask again with")},
    NamedText{
        QLatin1StringView{"pinnedDomainCertificate"}, QT_TRANSLATE_NOOP("ObjectWords", "the device shall belong to")},
    NamedText{QLatin1StringView{"pinnedDomainKeySha256"},
        QT_TRANSLATE_NOOP("ObjectWords", "the device shall belong to (key, SHA-256)")},
    NamedText{QLatin1StringView{"priorRequest"}, QT_TRANSLATE_NOOP("ObjectWords", "what the device itself asked")},
    NamedText{QLatin1StringView{"privateKey"}, QT_TRANSLATE_NOOP("ObjectWords", "private key of the device")},
    NamedText{QLatin1StringView{"proofOfPossession"}, QT_TRANSLATE_NOOP("ObjectWords", "proof that the key is there")},
    NamedText{QLatin1StringView{"protection"}, QT_TRANSLATE_NOOP("ObjectWords", "protection")},
    NamedText{QLatin1StringView{"proximityRegistrarCertificate"},
        QT_TRANSLATE_NOOP("ObjectWords", "the device saw the registrar")},
    NamedText{QLatin1StringView{"proximityRegistrarKeySha256"},
        QT_TRANSLATE_NOOP("ObjectWords", "the device saw the registrar (key, SHA-256)")},
    NamedText{QLatin1StringView{"reason"}, QT_TRANSLATE_NOOP("ObjectWords", "reason")},
    NamedText{QLatin1StringView{"reasonContext"}, QT_TRANSLATE_NOOP("ObjectWords", "more about the reason")},
    NamedText{QLatin1StringView{"recipient"}, QT_TRANSLATE_NOOP("ObjectWords", "recipient")},
    NamedText{QLatin1StringView{"recipientNonce"}, QT_TRANSLATE_NOOP("ObjectWords", "nonce repeated")},
    NamedText{QLatin1StringView{"recipients"}, QT_TRANSLATE_NOOP("ObjectWords", "number of recipients")},
    NamedText{QLatin1StringView{"renews"}, QT_TRANSLATE_NOOP("ObjectWords", "renews")},
    NamedText{QLatin1StringView{"request"}, QT_TRANSLATE_NOOP("ObjectWords", "request")},
    NamedText{QLatin1StringView{"requests"}, QT_TRANSLATE_NOOP("ObjectWords", "asks for")},
    NamedText{QLatin1StringView{"revoked"}, QT_TRANSLATE_NOOP("ObjectWords", "number of revoked certificates")},
    NamedText{QLatin1StringView{"revokes"}, QT_TRANSLATE_NOOP("ObjectWords", "revokes")},
    NamedText{QLatin1StringView{"sealedAs"}, QT_TRANSLATE_NOOP("ObjectWords", "encrypted as")},
    NamedText{QLatin1StringView{"sealedFor"}, QT_TRANSLATE_NOOP("ObjectWords", "encrypted for")},
    NamedText{QLatin1StringView{"sender"}, QT_TRANSLATE_NOOP("ObjectWords", "sender")},
    NamedText{QLatin1StringView{"senderNonce"}, QT_TRANSLATE_NOOP("ObjectWords", "own nonce")},
    NamedText{QLatin1StringView{"serialNumber"}, QT_TRANSLATE_NOOP("ObjectWords", "serial number")},
    NamedText{QLatin1StringView{"sha256"}, QT_TRANSLATE_NOOP("ObjectWords", "fingerprint (SHA-256)")},
    NamedText{QLatin1StringView{"signatureAlgorithm"}, QT_TRANSLATE_NOOP("ObjectWords", "kind of signature")},
    NamedText{QLatin1StringView{"signer"}, QT_TRANSLATE_NOOP("ObjectWords", "signed by")},
    NamedText{QLatin1StringView{"status"}, QT_TRANSLATE_NOOP("ObjectWords", "status")},
    NamedText{QLatin1StringView{"statusText"}, QT_TRANSLATE_NOOP("ObjectWords", "in its words")},
    NamedText{QLatin1StringView{"statuses"}, QT_TRANSLATE_NOOP("ObjectWords", "results")},
    NamedText{QLatin1StringView{"subject"}, QT_TRANSLATE_NOOP("ObjectWords", "issued to")},
    NamedText{QLatin1StringView{"success"}, QT_TRANSLATE_NOOP("ObjectWords", "success")},
    NamedText{QLatin1StringView{"text"}, QT_TRANSLATE_NOOP("ObjectWords", "in words")},
    NamedText{QLatin1StringView{"thisUpdate"}, QT_TRANSLATE_NOOP("ObjectWords", "made on")},
    NamedText{QLatin1StringView{"transactionId"}, QT_TRANSLATE_NOOP("ObjectWords", "transaction")},
    NamedText{QLatin1StringView{"truncated"}, QT_TRANSLATE_NOOP("ObjectWords", "left out")},
    NamedText{QLatin1StringView{"truncation"}, QT_TRANSLATE_NOOP("ObjectWords", "what was left out")},
    NamedText{QLatin1StringView{"type"}, QT_TRANSLATE_NOOP("ObjectWords", "kind")},
    NamedText{QLatin1StringView{"value"}, QT_TRANSLATE_NOOP("ObjectWords", "value")},
    NamedText{QLatin1StringView{"values"}, QT_TRANSLATE_NOOP("ObjectWords", "values")},
    NamedText{QLatin1StringView{"version"}, QT_TRANSLATE_NOOP("ObjectWords", "version")},
};

} // namespace

QString memberText(const QString& name)
{
    const char* const text = textNamed(Members, name);
    return text == nullptr ? name : ObjectWords::tr(text);
}

} // namespace satchel
