#include "CmcControls.h"

#include <core/base/HexId.h>
#include <core/base/Time.h>
#include <core/objects/encoding/DerTime.h>

#include <array>
#include <optional>
#include <utility>

namespace satchel {

namespace {

constexpr QByteArrayView ControlArc = "1.3.6.1.5.5.7.7."; // id-cmc
constexpr std::int64_t LargestBodyPartId = 0xFFFFFFFF;
constexpr qsizetype MostControls = 64;
constexpr qsizetype LongestInteger = 128;
constexpr qsizetype LongestOctets = 1024;
constexpr qsizetype LongestStatusText = 1024;

constexpr int StatusInfo = 1;
constexpr int Identification = 2;
constexpr int TransactionId = 5;
constexpr int SenderNonce = 6;
constexpr int RecipientNonce = 7;
constexpr int RevokeRequest = 17;
constexpr int QueryPending = 21;
constexpr int ConfirmCertAcceptance = 24;
constexpr int StatusInfoV2 = 25;
constexpr int BatchRequests = 28;
constexpr int BatchResponses = 29;

// RFC 5272 sections 6 and 7, RFC 6402
constexpr std::array<std::pair<int, const char16_t*>, 32> ControlNames{{
    {StatusInfo, u"statusInfo"},
    {Identification, u"identification"},
    {3, u"identityProof"},
    {4, u"dataReturn"},
    {TransactionId, u"transactionId"},
    {SenderNonce, u"senderNonce"},
    {RecipientNonce, u"recipientNonce"},
    {8, u"addExtensions"},
    {9, u"encryptedPOP"},
    {10, u"decryptedPOP"},
    {11, u"lraPOPWitness"},
    {15, u"getCert"},
    {16, u"getCRL"},
    {RevokeRequest, u"revokeRequest"},
    {18, u"regInfo"},
    {19, u"responseInfo"},
    {QueryPending, u"queryPending"},
    {22, u"popLinkRandom"},
    {23, u"popLinkWitness"},
    {ConfirmCertAcceptance, u"confirmCertAcceptance"},
    {StatusInfoV2, u"statusInfoV2"},
    {26, u"trustedAnchors"},
    {27, u"authData"},
    {BatchRequests, u"batchRequests"},
    {BatchResponses, u"batchResponses"},
    {30, u"publishCert"},
    {31, u"modCertTemplate"},
    {32, u"controlProcessed"},
    {33, u"popLinkWitnessV2"},
    {34, u"identityProofV2"},
    {35, u"raIdentityWitness"},
    {37, u"responseBody"},
}};

// RFC 5272 section 6.1.4
constexpr std::array CmcFailInfos{
    u"badAlg (0): an algorithm is unknown or not supported",
    u"badMessageCheck (1): the integrity check failed",
    u"badRequest (2): the transaction is not permitted or supported",
    u"badTime (3): the message time is too far from the authority's",
    u"badCertId (4): no certificate matches what was given",
    u"unsupportedExt (5): an extension that was asked for is not supported",
    u"mustArchiveKeys (6): the private key must be archived",
    u"badIdentity (7): the identification or its proof is wrong",
    u"popRequired (8): a proof of possession is required first",
    u"popFailed (9): the proof of possession failed",
    u"noKeyReuse (10): this key may not be used again",
    u"internalCAError (11): the authority is in trouble",
    u"tryLater (12): try again later",
    u"authDataFail (13): the authenticated data is not good",
};

// 0 if it is none of id-cmc.
int controlNumber(const QByteArray& oid)
{
    return oid.startsWith(ControlArc) ? oid.sliced(ControlArc.size()).toInt() : 0;
}

QString controlName(const QByteArray& oid)
{
    const int number = controlNumber(oid);
    for (const auto& [known, name] : ControlNames) {
        if (known == number) {
            return QString::fromUtf16(name);
        }
    }
    return QString::fromLatin1(oid);
}

QByteArray takeOctets(DerFields& fields)
{
    const QByteArrayView octets = fields.take(der::OctetString).content;
    if (octets.size() > LongestOctets) {
        fields.refuse(QStringLiteral("an octet string longer than %1 bytes").arg(LongestOctets));
        return {};
    }
    return octets.toByteArray();
}

// In its shortest form, so that one number is one key.
QByteArray takeInteger(DerFields& fields)
{
    const QByteArrayView octets = fields.take(der::Integer).content;
    const auto byte = [octets](qsizetype i) { return static_cast<std::uint8_t>(octets[i]); };
    const bool isPadded = octets.size() > 1
        && ((byte(0) == 0x00 && (byte(1) & 0x80U) == 0) || (byte(0) == 0xFF && (byte(1) & 0x80U) != 0));
    if (octets.isEmpty() || octets.size() > LongestInteger || isPadded) {
        fields.refuse(QStringLiteral("an integer that is empty, longer than %1 bytes or not in its shortest form")
                .arg(LongestInteger));
        return {};
    }
    return octets.toByteArray();
}

QString takeText(DerFields& fields)
{
    const QByteArrayView text = fields.take(der::Utf8String).content;
    return QString::fromUtf8(text.first(qMin(text.size(), LongestStatusText)));
}

QDateTime takeGeneralizedTime(DerFields& fields)
{
    return readGeneralizedTime(fields.take(der::GeneralizedTime).content).value_or(QDateTime{});
}

std::optional<CmcStatus::Status> cmcStatusOf(std::int64_t number)
{
    using enum CmcStatus::Status;
    for (const auto status : {Success, Failed, Pending, NoSupport, ConfirmRequired, PopRequired, Partial}) {
        if (static_cast<std::int64_t>(status) == number) {
            return status;
        }
    }
    return std::nullopt;
}

void readOtherInfo(CmcStatus& status, DerFields& fields)
{
    if (fields.nextIs(der::Integer)) {
        const auto number = fields.takeSmallInteger();
        status.failInfo = std::cmp_less(number, CmcFailInfos.size())
            ? QString::fromUtf16(CmcFailInfos[static_cast<std::size_t>(number)])
            : QStringLiteral("%1, which the standard does not know").arg(number);
    } else if (auto pending = fields.enterIf(der::Sequence)) {
        status.pendToken = takeOctets(*pending);
        status.pendTime = takeGeneralizedTime(*pending);
        pending->end();
    } else if (auto extended = fields.enterIf(der::contextConstructed(1))) {
        status.failInfo = QString::fromLatin1(extended->takeOid());
    }
}

// CMCStatusInfo and CMCStatusInfoV2: they differ in how they name the body parts, which nobody here needs.
CmcStatus readStatus(DerFields fields)
{
    CmcStatus status;
    const auto number = fields.takeSmallInteger();
    const auto known = cmcStatusOf(number);
    if (!known) {
        fields.refuse(QStringLiteral("the cMCStatus %1 is unknown").arg(number));
    }
    status.status = known.value_or(CmcStatus::Status::Failed);
    fields.take(der::Sequence); // bodyList
    if (fields.nextIs(der::Utf8String)) {
        status.text = takeText(fields);
    }
    if (!fields.atEnd()) {
        readOtherInfo(status, fields);
    }
    fields.end();
    return status;
}

// Which of two would count?
void requireFirst(DerFields& fields, bool isThere, const QString& name)
{
    if (isThere) {
        fields.refuse(name + QStringLiteral(" is there twice"));
    }
}

void readValue(CmcControls& controls, int number, DerFields values)
{
    switch (number) {
    case StatusInfo:
    case StatusInfoV2:
        controls.statuses.append(readStatus(values.enter(der::Sequence)));
        break;
    case Identification:
        controls.identification = takeText(values);
        break;
    case TransactionId:
        requireFirst(values, !controls.transactionId.isEmpty(), QStringLiteral("the transactionId"));
        controls.transactionId = takeInteger(values);
        break;
    case SenderNonce:
        requireFirst(values, !controls.senderNonce.isEmpty(), QStringLiteral("the senderNonce"));
        controls.senderNonce = takeOctets(values);
        break;
    case RecipientNonce:
        requireFirst(values, !controls.recipientNonce.isEmpty(), QStringLiteral("the recipientNonce"));
        controls.recipientNonce = takeOctets(values);
        break;
    case QueryPending:
        controls.asksAgain = true;
        controls.pendToken = takeOctets(values);
        break;
    default:
        controls.revokes = controls.revokes || number == RevokeRequest;
        controls.isBatch = controls.isBatch || number == BatchRequests || number == BatchResponses;
        controls.confirms = controls.confirms || number == ConfirmCertAcceptance;
        return; // of any number of values
    }
    values.end();
}

} // namespace

QString cmcStatusName(CmcStatus::Status status)
{
    switch (status) {
    case CmcStatus::Status::Success:
        return QStringLiteral("success");
    case CmcStatus::Status::Failed:
        return QStringLiteral("failed");
    case CmcStatus::Status::Pending:
        return QStringLiteral("pending");
    case CmcStatus::Status::NoSupport:
        return QStringLiteral("noSupport");
    case CmcStatus::Status::ConfirmRequired:
        return QStringLiteral("confirmRequired");
    case CmcStatus::Status::PopRequired:
        return QStringLiteral("popRequired");
    case CmcStatus::Status::Partial:
        return QStringLiteral("partial");
    }
    return {};
}

void takeBodyPartId(DerFields& fields)
{
    if (fields.takeSmallInteger() > LargestBodyPartId) {
        fields.refuse(QStringLiteral("a bodyPartID beyond 32 bits"));
    }
}

CmcControls CmcControls::read(DerFields fields)
{
    CmcControls controls;
    while (!fields.atEnd()) {
        DerFields control = fields.enter(der::Sequence);
        takeBodyPartId(control);
        const QByteArray oid = control.takeOid();
        controls.names.append(controlName(oid));
        readValue(controls, controlNumber(oid), control.enter(der::Set));
        control.end();
        if (controls.names.size() > MostControls) {
            fields.refuse(QStringLiteral("more than %1 controls").arg(MostControls));
        }
    }
    return controls;
}

JsonArray CmcControls::describeStatuses() const
{
    JsonArray described;
    for (const CmcStatus& status : statuses) {
        JsonMembers members{{QStringLiteral("status"), JsonValue{cmcStatusName(status.status)}}};
        const auto add = [&members](const char16_t* name, const QString& text) {
            if (!text.isEmpty()) {
                members.emplace_back(QString::fromUtf16(name), JsonValue{text});
            }
        };
        add(u"text", status.text);
        add(u"failInfo", status.failInfo);
        add(u"pendToken", hexText(status.pendToken));
        add(u"pendTime", status.pendTime.isValid() ? toUtcText(status.pendTime) : QString{});
        described.push_back(JsonValue{std::move(members)});
    }
    return described;
}

} // namespace satchel
