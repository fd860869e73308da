#include "CmpStatusInfo.h"

#include "CmpGeneralInfo.h"

#include <array>

namespace satchel {

namespace {

// PKIStatus.
constexpr std::array StatusNames{u"accepted", u"grantedWithMods", u"rejection", u"waiting", u"revocationWarning",
    u"revocationNotification", u"keyUpdateWarning"};

// PKIFailureInfo, by bit: the standard's name, and what it means to whoever reads it.
struct Failure {
    const char16_t* name;
    const char16_t* words;
};

constexpr std::array Failures{
    Failure{u"badAlg", u"the authority does not know, or does not accept, an algorithm"},
    Failure{u"badMessageCheck", u"the protection of the message did not verify"},
    Failure{u"badRequest", u"the authority does not allow or support such a request"},
    Failure{u"badTime", u"the time in the message is too far from the authority's clock"},
    Failure{u"badCertId", u"the authority finds no such certificate"},
    Failure{u"badDataFormat", u"the authority cannot read the message"},
    Failure{u"wrongAuthority", u"the request names another authority"},
    Failure{u"incorrectData", u"the data of the requester are wrong"},
    Failure{u"missingTimeStamp", u"the time is missing from the message"},
    Failure{u"badPOP", u"the proof of possession of the key failed"},
    Failure{u"certRevoked", u"the certificate has been revoked already"},
    Failure{u"certConfirmed", u"the certificate has been confirmed already"},
    Failure{u"wrongIntegrity",
        u"the message is protected in the wrong way: by a password instead of a signature, or "
        u"the other way round"},
    Failure{u"badRecipientNonce", u"the nonce that the message repeats is missing or wrong"},
    Failure{u"timeNotAvailable", u"the authority has no time"},
    Failure{u"unacceptedPolicy", u"the authority does not know the policy asked for"},
    Failure{u"unacceptedExtension", u"the authority does not accept an extension asked for"},
    Failure{u"addInfoNotAvailable", u"the authority does not have the further information asked for"},
    Failure{u"badSenderNonce", u"the nonce of the message is missing or of the wrong length"},
    Failure{u"badCertTemplate",
        u"what is asked for is no certificate that the authority gives, or something is "
        u"missing from it"},
    Failure{u"signerNotTrusted", u"the authority does not know or trust who signed the message"},
    Failure{u"transactionIdInUse", u"the transaction is known to the authority already"},
    Failure{u"unsupportedVersion", u"the authority does not speak this version of CMP"},
    Failure{u"notAuthorized", u"the sender may not ask for this"},
    Failure{u"systemUnavail", u"the authority was not available"},
    Failure{u"systemFailure", u"the authority failed"},
    Failure{u"duplicateCertReq", u"the authority has given out such a certificate already"},
};

CmpStatusInfo::Status cmpStatusOf(std::int64_t number)
{
    using enum CmpStatusInfo::Status;
    constexpr std::array Known{Accepted, GrantedWithChanges, Rejected, Waiting};
    return number >= 0 && number < std::int64_t{Known.size()} ? Known[static_cast<std::size_t>(number)] : Other;
}

QString failureText(qsizetype bit)
{
    if (bit >= qsizetype{Failures.size()}) {
        return QStringLiteral("a reason that the standard does not know (bit %1)").arg(bit);
    }
    const Failure& failure = Failures[static_cast<std::size_t>(bit)];
    return QStringLiteral("%1 (%2)").arg(QString::fromUtf16(failure.words), QString::fromUtf16(failure.name));
}

// A BIT STRING with named bits, of which the standard knows 27.
QStringList readFailures(DerFields& fields)
{
    constexpr qsizetype MostOctets = 8;
    const QByteArrayView content = fields.take(der::BitString).content;
    if (content.isEmpty() || content.size() > 1 + MostOctets || content.front() < 0 || content.front() > 7) {
        fields.refuse(QStringLiteral("the reasons of a rejection cannot be read"));
        return {};
    }
    QStringList failures;
    for (qsizetype bit = 0; bit < 8 * (content.size() - 1); ++bit) {
        const auto octet = static_cast<unsigned char>(content[1 + bit / 8]);
        if ((octet & (0x80U >> (bit % 8))) != 0) {
            failures.append(failureText(bit));
        }
    }
    return failures;
}

} // namespace

CmpStatusInfo CmpStatusInfo::read(DerFields fields)
{
    CmpStatusInfo info;
    info.number = fields.takeSmallInteger();
    info.status = cmpStatusOf(info.number);
    if (auto texts = fields.enterIf(der::Sequence)) {
        info.texts = readCmpFreeText(*texts, QStringLiteral("the statusString"), info.remarks);
    }
    if (fields.nextIs(der::BitString)) {
        info.failures = readFailures(fields);
    }
    fields.end();
    return info;
}

QString CmpStatusInfo::name() const
{
    const bool isKnown = number >= 0 && number < std::int64_t{StatusNames.size()};
    return isKnown ? QString::fromUtf16(StatusNames[static_cast<std::size_t>(number)]) : QString::number(number);
}

QString CmpStatusInfo::reasons() const
{
    return (failures + texts).join(QStringLiteral("; "));
}

} // namespace satchel
