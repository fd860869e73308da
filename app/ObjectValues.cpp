#include "ObjectValues.h"

#include "ErrorSentences.h"
#include "NamedText.h"
#include "Words.h"

#include <core/base/JsonText.h>
#include <core/base/Time.h>

#include <QCoreApplication>
#include <QRegularExpression>

#include <array>

namespace satchel {

namespace {

struct ValueTexts {
    Q_DECLARE_TR_FUNCTIONS(ObjectValues)
};

constexpr std::array Assertions{
    NamedText{QLatin1StringView{"verified"}, QT_TRANSLATE_NOOP("ObjectValues", "the MASA has verified the owner")},
    NamedText{QLatin1StringView{"logged"},
        QT_TRANSLATE_NOOP("ObjectValues", "the MASA has logged it, and did not verify the owner")},
    NamedText{QLatin1StringView{"proximity"},
        QT_TRANSLATE_NOOP("ObjectValues", "the device and the registrar were beside each other")},
    NamedText{QLatin1StringView{"agent-proximity"},
        QT_TRANSLATE_NOOP("ObjectValues", "the device and an agent of the registrar were beside each other")},
};

// Of CMP and of CMC.
constexpr std::array Statuses{
    NamedText{QLatin1StringView{"accepted"}, QT_TRANSLATE_NOOP("ObjectValues", "granted")},
    NamedText{QLatin1StringView{"grantedWithMods"}, QT_TRANSLATE_NOOP("ObjectValues", "granted with changes")},
    NamedText{QLatin1StringView{"rejection"}, QT_TRANSLATE_NOOP("ObjectValues", "rejected")},
    NamedText{QLatin1StringView{"waiting"}, QT_TRANSLATE_NOOP("ObjectValues", "waiting")},
    NamedText{QLatin1StringView{"revocationWarning"}, QT_TRANSLATE_NOOP("ObjectValues", "a revocation is near")},
    NamedText{QLatin1StringView{"revocationNotification"}, QT_TRANSLATE_NOOP("ObjectValues", "revoked")},
    NamedText{
        QLatin1StringView{"keyUpdateWarning"}, QT_TRANSLATE_NOOP("ObjectValues", "the key is to be renewed soon")},
    NamedText{QLatin1StringView{"success"}, QT_TRANSLATE_NOOP("ObjectValues", "granted")},
    NamedText{QLatin1StringView{"failed"}, QT_TRANSLATE_NOOP("ObjectValues", "failed")},
    NamedText{QLatin1StringView{"pending"}, QT_TRANSLATE_NOOP("ObjectValues", "waiting")},
    NamedText{QLatin1StringView{"noSupport"}, QT_TRANSLATE_NOOP("ObjectValues", "not supported")},
    NamedText{QLatin1StringView{"confirmRequired"}, QT_TRANSLATE_NOOP("ObjectValues", "a confirmation is wanted")},
    NamedText{
        QLatin1StringView{"popRequired"}, QT_TRANSLATE_NOOP("ObjectValues", "a proof that the key is there is wanted")},
    NamedText{QLatin1StringView{"partial"}, QT_TRANSLATE_NOOP("ObjectValues", "done in part")},
};

// Whole values that stand for themselves, whatever member they are of.
constexpr std::array Phrases{
    NamedText{QLatin1StringView{"none"}, QT_TRANSLATE_NOOP("ObjectValues", "none")},
    NamedText{QLatin1StringView{"seen by a registration authority"},
        QT_TRANSLATE_NOOP("ObjectValues", "seen by a registration authority")},
    NamedText{QLatin1StringView{"signature"}, QT_TRANSLATE_NOOP("ObjectValues", "by a signature")},
    NamedText{
        QLatin1StringView{"later, to the authority"}, QT_TRANSLATE_NOOP("ObjectValues", "later, to the authority")},
    NamedText{QLatin1StringView{"the authority"}, QT_TRANSLATE_NOOP("ObjectValues", "the authority")},
    NamedText{QLatin1StringView{"MAC"}, QT_TRANSLATE_NOOP("ObjectValues", "by a shared secret (MAC)")},
    NamedText{QLatin1StringView{"signature of an unknown kind"},
        QT_TRANSLATE_NOOP("ObjectValues", "a signature of an unknown kind")},
    NamedText{QLatin1StringView{"not shown"}, QT_TRANSLATE_NOOP("ObjectValues", "not shown")},
    NamedText{QLatin1StringView{"a shared key"}, QT_TRANSLATE_NOOP("ObjectValues", "a shared key")},
    NamedText{QLatin1StringView{"a password"}, QT_TRANSLATE_NOOP("ObjectValues", "a password")},
    NamedText{QLatin1StringView{"something else"}, QT_TRANSLATE_NOOP("ObjectValues", "something else")},
    NamedText{QLatin1StringView{"PKCS #10 request"}, QT_TRANSLATE_NOOP("ObjectValues", "request by PKCS #10")},
    NamedText{QLatin1StringView{"voucher status"}, QT_TRANSLATE_NOOP("ObjectValues", "report on a voucher")},
    NamedText{QLatin1StringView{"enrolment status"}, QT_TRANSLATE_NOOP("ObjectValues", "report on an enrolment")},
    NamedText{QLatin1StringView{"rejection"}, QT_TRANSLATE_NOOP("ObjectValues", "rejection")},
    NamedText{QLatin1StringView{"audit log"}, QT_TRANSLATE_NOOP("ObjectValues", "audit log")},
    NamedText{
        QLatin1StringView{"request for the audit log"}, QT_TRANSLATE_NOOP("ObjectValues", "request for the audit log")},
    NamedText{QLatin1StringView{"serverkeygen answer"},
        QT_TRANSLATE_NOOP("ObjectValues", "certificate with its key (serverkeygen)")},
    NamedText{QLatin1StringView{"X.509 certificate"}, QT_TRANSLATE_NOOP("ObjectValues", "certificate (X.509)")},
    NamedText{QLatin1StringView{"certs-only CMS"}, QT_TRANSLATE_NOOP("ObjectValues", "certificates (CMS)")},
    NamedText{QLatin1StringView{"CRMF request"}, QT_TRANSLATE_NOOP("ObjectValues", "request by CRMF")},
    NamedText{QLatin1StringView{"CMC full request"}, QT_TRANSLATE_NOOP("ObjectValues", "request by CMC")},
    NamedText{QLatin1StringView{"CMC full response"}, QT_TRANSLATE_NOOP("ObjectValues", "answer by CMC")},
    NamedText{QLatin1StringView{"CSR attributes"}, QT_TRANSLATE_NOOP("ObjectValues", "CSR attributes")},
    NamedText{QLatin1StringView{"CA certificates, certs-only CMS"},
        QT_TRANSLATE_NOOP("ObjectValues", "CA certificates (CMS)")},
    NamedText{QLatin1StringView{"CA certificates, bare"}, QT_TRANSLATE_NOOP("ObjectValues", "CA certificates (X.509)")},
    NamedText{QLatin1StringView{"certificate revocation list"}, QT_TRANSLATE_NOOP("ObjectValues", "revocation list")},
    NamedText{QLatin1StringView{"PKCS #8, not encrypted"}, QT_TRANSLATE_NOOP("ObjectValues", "PKCS #8, not encrypted")},
    NamedText{QLatin1StringView{"EnvelopedData"}, QT_TRANSLATE_NOOP("ObjectValues", "EnvelopedData (CMS)")},
    NamedText{QLatin1StringView{"AuthEnvelopedData"}, QT_TRANSLATE_NOOP("ObjectValues", "AuthEnvelopedData (CMS)")},
    NamedText{
        QLatin1StringView{"EC on a curve of its own"}, QT_TRANSLATE_NOOP("ObjectValues", "elliptic curve of its own")},
};

constexpr std::array CmpBodies{
    NamedText{QLatin1StringView{"ir"}, QT_TRANSLATE_NOOP("ObjectValues", "request for a first certificate")},
    NamedText{
        QLatin1StringView{"ip"}, QT_TRANSLATE_NOOP("ObjectValues", "answer to a request for a first certificate")},
    NamedText{QLatin1StringView{"cr"}, QT_TRANSLATE_NOOP("ObjectValues", "request for a certificate")},
    NamedText{QLatin1StringView{"cp"}, QT_TRANSLATE_NOOP("ObjectValues", "answer to a request for a certificate")},
    NamedText{QLatin1StringView{"p10cr"}, QT_TRANSLATE_NOOP("ObjectValues", "request for a certificate by PKCS #10")},
    NamedText{
        QLatin1StringView{"popdecc"}, QT_TRANSLATE_NOOP("ObjectValues", "challenge for a proof that the key is there")},
    NamedText{QLatin1StringView{"popdecr"}, QT_TRANSLATE_NOOP("ObjectValues", "answer to a challenge")},
    NamedText{QLatin1StringView{"kur"}, QT_TRANSLATE_NOOP("ObjectValues", "request for a renewed certificate")},
    NamedText{
        QLatin1StringView{"kup"}, QT_TRANSLATE_NOOP("ObjectValues", "answer to a request for a renewed certificate")},
    NamedText{QLatin1StringView{"krr"}, QT_TRANSLATE_NOOP("ObjectValues", "request for a lost key")},
    NamedText{QLatin1StringView{"krp"}, QT_TRANSLATE_NOOP("ObjectValues", "answer to a request for a lost key")},
    NamedText{QLatin1StringView{"rr"}, QT_TRANSLATE_NOOP("ObjectValues", "request to revoke")},
    NamedText{QLatin1StringView{"rp"}, QT_TRANSLATE_NOOP("ObjectValues", "answer to a request to revoke")},
    NamedText{QLatin1StringView{"ccr"}, QT_TRANSLATE_NOOP("ObjectValues", "request for a cross-certificate")},
    NamedText{
        QLatin1StringView{"ccp"}, QT_TRANSLATE_NOOP("ObjectValues", "answer to a request for a cross-certificate")},
    NamedText{QLatin1StringView{"ckuann"}, QT_TRANSLATE_NOOP("ObjectValues", "announcement of a new CA key")},
    NamedText{QLatin1StringView{"cann"}, QT_TRANSLATE_NOOP("ObjectValues", "announcement of a certificate")},
    NamedText{QLatin1StringView{"rann"}, QT_TRANSLATE_NOOP("ObjectValues", "announcement of a revocation")},
    NamedText{QLatin1StringView{"crlann"}, QT_TRANSLATE_NOOP("ObjectValues", "announcement of a revocation list")},
    NamedText{QLatin1StringView{"pkiconf"}, QT_TRANSLATE_NOOP("ObjectValues", "confirmation of a message")},
    NamedText{QLatin1StringView{"nested"}, QT_TRANSLATE_NOOP("ObjectValues", "message inside a message")},
    NamedText{QLatin1StringView{"genm"}, QT_TRANSLATE_NOOP("ObjectValues", "general question")},
    NamedText{QLatin1StringView{"genp"}, QT_TRANSLATE_NOOP("ObjectValues", "answer to a general question")},
    NamedText{QLatin1StringView{"error"}, QT_TRANSLATE_NOOP("ObjectValues", "error")},
    NamedText{QLatin1StringView{"certConf"}, QT_TRANSLATE_NOOP("ObjectValues", "confirmation of a certificate")},
    NamedText{QLatin1StringView{"pollReq"}, QT_TRANSLATE_NOOP("ObjectValues", "question whether the answer is there")},
    NamedText{QLatin1StringView{"pollRep"}, QT_TRANSLATE_NOOP("ObjectValues", "answer that it takes longer")},
};

constexpr std::array ScepMessages{
    NamedText{QLatin1StringView{"CertRep"}, QT_TRANSLATE_NOOP("ObjectValues", "answer")},
    NamedText{QLatin1StringView{"RenewalReq"}, QT_TRANSLATE_NOOP("ObjectValues", "request for a renewed certificate")},
    NamedText{QLatin1StringView{"PKCSReq"}, QT_TRANSLATE_NOOP("ObjectValues", "request for a certificate")},
    NamedText{QLatin1StringView{"CertPoll"}, QT_TRANSLATE_NOOP("ObjectValues", "question whether the answer is there")},
    NamedText{
        QLatin1StringView{"GetCert"}, QT_TRANSLATE_NOOP("ObjectValues", "request for a certificate that is there")},
    NamedText{QLatin1StringView{"GetCRL"}, QT_TRANSLATE_NOOP("ObjectValues", "request for a revocation list")},
    NamedText{QLatin1StringView{"SUCCESS"}, QT_TRANSLATE_NOOP("ObjectValues", "granted")},
    NamedText{QLatin1StringView{"FAILURE"}, QT_TRANSLATE_NOOP("ObjectValues", "rejected")},
    NamedText{QLatin1StringView{"PENDING"}, QT_TRANSLATE_NOOP("ObjectValues", "waiting")},
};

// Of CMP (PKIFailureInfo), CMC and SCEP.
constexpr std::array Failures{
    NamedText{
        QLatin1StringView{"badAlg"}, QT_TRANSLATE_NOOP("ObjectValues", "an algorithm is unknown or not accepted")},
    NamedText{QLatin1StringView{"badMessageCheck"},
        QT_TRANSLATE_NOOP("ObjectValues", "the protection of the message is wrong")},
    NamedText{QLatin1StringView{"badRequest"},
        QT_TRANSLATE_NOOP("ObjectValues", "such a request is not allowed or not supported")},
    NamedText{QLatin1StringView{"badTime"},
        QT_TRANSLATE_NOOP("ObjectValues", "the time in the message is too far from the authority's clock")},
    NamedText{QLatin1StringView{"badCertId"}, QT_TRANSLATE_NOOP("ObjectValues", "there is no such certificate")},
    NamedText{QLatin1StringView{"badDataFormat"}, QT_TRANSLATE_NOOP("ObjectValues", "the message cannot be read")},
    NamedText{
        QLatin1StringView{"wrongAuthority"}, QT_TRANSLATE_NOOP("ObjectValues", "the request names another authority")},
    NamedText{
        QLatin1StringView{"incorrectData"}, QT_TRANSLATE_NOOP("ObjectValues", "the data of the requester are wrong")},
    NamedText{QLatin1StringView{"missingTimeStamp"},
        QT_TRANSLATE_NOOP("ObjectValues", "the time is missing from the message")},
    NamedText{QLatin1StringView{"badPOP"}, QT_TRANSLATE_NOOP("ObjectValues", "the proof that the key is there failed")},
    NamedText{QLatin1StringView{"certRevoked"},
        QT_TRANSLATE_NOOP("ObjectValues", "the certificate has been revoked already")},
    NamedText{QLatin1StringView{"certConfirmed"},
        QT_TRANSLATE_NOOP("ObjectValues", "the certificate has been confirmed already")},
    NamedText{QLatin1StringView{"wrongIntegrity"},
        QT_TRANSLATE_NOOP("ObjectValues", "the message is protected in the wrong way")},
    NamedText{QLatin1StringView{"badRecipientNonce"},
        QT_TRANSLATE_NOOP("ObjectValues", "the nonce that the message repeats is missing or wrong")},
    NamedText{QLatin1StringView{"timeNotAvailable"}, QT_TRANSLATE_NOOP("ObjectValues", "the authority has no time")},
    NamedText{
        QLatin1StringView{"unacceptedPolicy"}, QT_TRANSLATE_NOOP("ObjectValues", "the policy asked for is unknown")},
    NamedText{QLatin1StringView{"unacceptedExtension"},
        QT_TRANSLATE_NOOP("ObjectValues", "an extension asked for is not accepted")},
    NamedText{QLatin1StringView{"addInfoNotAvailable"},
        QT_TRANSLATE_NOOP("ObjectValues", "the further information asked for is not there")},
    NamedText{QLatin1StringView{"badSenderNonce"},
        QT_TRANSLATE_NOOP("ObjectValues", "the nonce of the message is missing or too short or long")},
    NamedText{QLatin1StringView{"badCertTemplate"},
        QT_TRANSLATE_NOOP("ObjectValues", "no such certificate is given, or something is missing from the request")},
    NamedText{QLatin1StringView{"signerNotTrusted"},
        QT_TRANSLATE_NOOP("ObjectValues", "who signed the message is unknown or not trusted")},
    NamedText{
        QLatin1StringView{"transactionIdInUse"}, QT_TRANSLATE_NOOP("ObjectValues", "the transaction is known already")},
    NamedText{QLatin1StringView{"unsupportedVersion"},
        QT_TRANSLATE_NOOP("ObjectValues", "this version of CMP is not spoken")},
    NamedText{QLatin1StringView{"notAuthorized"}, QT_TRANSLATE_NOOP("ObjectValues", "the sender may not ask for this")},
    NamedText{QLatin1StringView{"systemUnavail"}, QT_TRANSLATE_NOOP("ObjectValues", "the authority was not available")},
    NamedText{QLatin1StringView{"systemFailure"}, QT_TRANSLATE_NOOP("ObjectValues", "the authority failed")},
    NamedText{QLatin1StringView{"duplicateCertReq"},
        QT_TRANSLATE_NOOP("ObjectValues", "such a certificate has been given already")},
    NamedText{QLatin1StringView{"unsupportedExt"},
        QT_TRANSLATE_NOOP("ObjectValues", "an extension asked for is not supported")},
    NamedText{
        QLatin1StringView{"mustArchiveKeys"}, QT_TRANSLATE_NOOP("ObjectValues", "the private key must be archived")},
    NamedText{QLatin1StringView{"badIdentity"},
        QT_TRANSLATE_NOOP("ObjectValues", "the identification or its proof is wrong")},
    NamedText{QLatin1StringView{"popRequired"},
        QT_TRANSLATE_NOOP("ObjectValues", "a proof that the key is there is wanted first")},
    NamedText{
        QLatin1StringView{"popFailed"}, QT_TRANSLATE_NOOP("ObjectValues", "the proof that the key is there failed")},
    NamedText{QLatin1StringView{"noKeyReuse"}, QT_TRANSLATE_NOOP("ObjectValues", "this key may not be used again")},
    NamedText{QLatin1StringView{"internalCAError"}, QT_TRANSLATE_NOOP("ObjectValues", "the authority is in trouble")},
    NamedText{QLatin1StringView{"tryLater"}, QT_TRANSLATE_NOOP("ObjectValues", "it is to be asked for again later")},
    NamedText{
        QLatin1StringView{"authDataFail"}, QT_TRANSLATE_NOOP("ObjectValues", "the authenticated data are not good")},
};

template <typename Table> std::optional<QString> wordOf(const Table& table, const QString& name)
{
    const char* const text = textNamed(table, name);
    return text == nullptr ? std::nullopt : std::optional{ValueTexts::tr(text)};
}

// "the words (the standard's name)" of CMP, "name (number): words" of CMC and SCEP.
std::optional<QString> failureText(const QString& value)
{
    static const QRegularExpression byName{QStringLiteral("^(\\w+) \\(\\d+\\): |\\((\\w+)\\)$")};
    const auto match = byName.match(value);
    const QString name = match.captured(1) + match.captured(2);
    const auto words = wordOf(Failures, name);
    return words ? std::optional{ValueTexts::tr("%1 (%2)").arg(*words, name)} : std::nullopt;
}

// A message of a protocol: "CMP ir", "SCEP CertRep SUCCESS".
std::optional<QString> messageText(const QString& value)
{
    const QStringList parts = value.split(u' ');
    const bool isCmp = parts.size() == 2 && parts.first() == u"CMP";
    const bool isScep = (parts.size() == 2 || parts.size() == 3) && parts.first() == u"SCEP";
    const auto message = isCmp ? wordOf(CmpBodies, parts[1]) : isScep ? wordOf(ScepMessages, parts[1]) : std::nullopt;
    if (!message) {
        return std::nullopt;
    }
    const auto status = parts.size() == 3 ? wordOf(ScepMessages, parts[2]) : std::nullopt;
    const QString told = status ? ValueTexts::tr("%1: %2").arg(*message, *status) : *message;
    return ValueTexts::tr("%1 (%2)").arg(told, value);
}

std::optional<QString> voucherText(const QString& value)
{
    struct Ending {
        QLatin1StringView recorded;
        const char* shown;
    };
    static constexpr std::array Endings{
        Ending{QLatin1StringView{" voucher"}, QT_TRANSLATE_NOOP("ObjectValues", "voucher (%1)")},
        Ending{QLatin1StringView{" voucher request of a device"},
            QT_TRANSLATE_NOOP("ObjectValues", "voucher request of a device (%1)")},
        Ending{QLatin1StringView{" voucher request of a registrar"},
            QT_TRANSLATE_NOOP("ObjectValues", "voucher request of a registrar (%1)")},
    };
    for (const auto& ending : Endings) {
        if (value.endsWith(ending.recorded)) {
            return ValueTexts::tr(ending.shown).arg(value.chopped(ending.recorded.size()));
        }
    }
    return std::nullopt;
}

std::optional<QString> formText(const QString& value)
{
    if (const auto voucher = voucherText(value)) {
        return voucher;
    }
    const auto message = messageText(value);
    return message ? message : wordOf(Phrases, value);
}

std::optional<QString> keyTypeText(const QString& value)
{
    if (const auto phrase = wordOf(Phrases, value)) {
        return phrase;
    }
    const auto rest = [&value](QLatin1StringView kind) { return value.mid(kind.size()); };
    if (constexpr QLatin1StringView Curve{"EC "}; value.startsWith(Curve)) {
        return ValueTexts::tr("elliptic curve %1").arg(rest(Curve));
    }
    if (constexpr QLatin1StringView Rsa{"RSA "}; value.startsWith(Rsa)) {
        return ValueTexts::tr("RSA, %1 bits").arg(rest(Rsa));
    }
    return std::nullopt;
}

// "key 0a1b…", "certificate 0a1b… of CN=…".
std::optional<QString> recipientText(const QString& value)
{
    static const QRegularExpression named{QStringLiteral("^(?:key (\\S+)|certificate (\\S+) of (.+))$")};
    const auto match = named.match(value);
    if (!match.hasMatch()) {
        return wordOf(Phrases, value);
    }
    const QString key = match.captured(1);
    return key.isEmpty() ? ValueTexts::tr("certificate %1 of %2").arg(match.captured(2), match.captured(3))
                         : ValueTexts::tr("key %1").arg(key);
}

std::optional<QString> codeText(const QString& value)
{
    const auto code = errorCodeFromName(value);
    return code ? std::optional{ValueTexts::tr("%1 (%2)").arg(whatHappened(*code), value)} : std::nullopt;
}

using Teller = std::optional<QString> (*)(const QString& value);

// Only these have values of a closed set: in all others somebody may have written a word that looks like one.
Teller tellerOf(const QString& member)
{
    struct Member {
        QLatin1StringView name;
        Teller teller;
    };
    static constexpr Teller OfPhrases = [](const QString& value) { return wordOf(Phrases, value); };
    static constexpr std::array Members{
        Member{QLatin1StringView{"assertion"}, [](const QString& value) { return wordOf(Assertions, value); }},
        Member{QLatin1StringView{"status"}, [](const QString& value) { return wordOf(Statuses, value); }},
        Member{QLatin1StringView{"code"}, codeText},
        Member{QLatin1StringView{"failInfo"}, failureText},
        Member{QLatin1StringView{"failures"}, failureText},
        Member{QLatin1StringView{"form"}, formText},
        Member{QLatin1StringView{"keyMadeBy"}, OfPhrases},
        Member{QLatin1StringView{"keyType"}, keyTypeText},
        Member{QLatin1StringView{"proofOfPossession"}, OfPhrases},
        Member{QLatin1StringView{"protection"}, OfPhrases},
        Member{QLatin1StringView{"sealedAs"}, OfPhrases},
        Member{QLatin1StringView{"sealedFor"}, recipientText},
        Member{QLatin1StringView{"values"}, OfPhrases},
    };
    const auto found
        = std::find_if(Members.begin(), Members.end(), [&member](const Member& one) { return member == one.name; });
    return found == Members.end() ? nullptr : found->teller;
}

} // namespace

QString valueText(const QString& member, const JsonValue& scalar)
{
    if (const auto* const is = scalar.boolean()) {
        return *is ? ValueTexts::tr("yes") : ValueTexts::tr("no");
    }
    if (scalar.isNull()) {
        return ValueTexts::tr("not told");
    }
    const QString value = scalarText(scalar);
    if (const auto time = parseUtcText(value)) {
        return timeText(*time);
    }
    const auto tell = tellerOf(member);
    return tell == nullptr ? value : tell(value).value_or(value);
}

} // namespace satchel
