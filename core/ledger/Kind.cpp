#include "Kind.h"

#include <algorithm>
#include <array>

namespace satchel {

namespace {

// Who sends items of a kind: docs/bundle-format.md, "Direction".
enum class Senders { Site, Backend, Both };

struct KindEntry {
    Kind kind;
    QLatin1StringView name;
    Senders senders;
};

constexpr std::array Kinds{
    KindEntry{Kind::VoucherRequest, QLatin1StringView{"voucher-request"}, Senders::Site},
    KindEntry{Kind::Voucher, QLatin1StringView{"voucher"}, Senders::Backend},
    KindEntry{Kind::CertificationRequest, QLatin1StringView{"certification-request"}, Senders::Site},
    KindEntry{Kind::CertificationResponse, QLatin1StringView{"certification-response"}, Senders::Backend},
    KindEntry{Kind::Rejection, QLatin1StringView{"rejection"}, Senders::Backend},
    KindEntry{Kind::Waiting, QLatin1StringView{"waiting"}, Senders::Backend},
    KindEntry{Kind::Confirmation, QLatin1StringView{"confirmation"}, Senders::Site},
    KindEntry{Kind::ConfirmationResponse, QLatin1StringView{"confirmation-response"}, Senders::Backend},
    KindEntry{Kind::VoucherStatus, QLatin1StringView{"voucher-status"}, Senders::Site},
    KindEntry{Kind::EnrollStatus, QLatin1StringView{"enroll-status"}, Senders::Site},
    KindEntry{Kind::AuditLogRequest, QLatin1StringView{"audit-log-request"}, Senders::Site},
    KindEntry{Kind::AuditLog, QLatin1StringView{"audit-log"}, Senders::Backend},
    KindEntry{Kind::CaCertificatesRequest, QLatin1StringView{"ca-certificates-request"}, Senders::Site},
    KindEntry{Kind::CaCertificates, QLatin1StringView{"ca-certificates"}, Senders::Backend},
    KindEntry{Kind::AttributesRequest, QLatin1StringView{"attributes-request"}, Senders::Site},
    KindEntry{Kind::Attributes, QLatin1StringView{"attributes"}, Senders::Backend},
    KindEntry{Kind::Crl, QLatin1StringView{"crl"}, Senders::Backend},
    KindEntry{Kind::Attachment, QLatin1StringView{"attachment"}, Senders::Backend},
    KindEntry{Kind::Card, QLatin1StringView{"card"}, Senders::Both},
    KindEntry{Kind::Checkpoint, QLatin1StringView{"checkpoint"}, Senders::Both},
};

struct ProtocolEntry {
    Protocol protocol;
    QLatin1StringView name;
};

constexpr std::array Protocols{
    ProtocolEntry{Protocol::Brski, QLatin1StringView{"brski"}},
    ProtocolEntry{Protocol::Est, QLatin1StringView{"est"}},
    ProtocolEntry{Protocol::Cmp, QLatin1StringView{"cmp"}},
    ProtocolEntry{Protocol::Scep, QLatin1StringView{"scep"}},
    ProtocolEntry{Protocol::Cmc, QLatin1StringView{"cmc"}},
    ProtocolEntry{Protocol::X509, QLatin1StringView{"x509"}},
    ProtocolEntry{Protocol::Satchel, QLatin1StringView{"satchel"}},
};

struct AnswerPair {
    Kind answer;
    Kind request;
};

constexpr std::array AnswerPairs{
    AnswerPair{Kind::Voucher, Kind::VoucherRequest},
    AnswerPair{Kind::CertificationResponse, Kind::CertificationRequest},
    AnswerPair{Kind::ConfirmationResponse, Kind::Confirmation},
    AnswerPair{Kind::AuditLog, Kind::AuditLogRequest},
    AnswerPair{Kind::CaCertificates, Kind::CaCertificatesRequest},
    AnswerPair{Kind::Attributes, Kind::AttributesRequest},
};

const KindEntry& entryOf(Kind kind)
{
    const auto* const found
        = std::find_if(Kinds.begin(), Kinds.end(), [kind](const KindEntry& entry) { return entry.kind == kind; });
    Q_ASSERT(found != Kinds.end());
    return *found;
}

} // namespace

QString kindName(Kind kind)
{
    return QString{entryOf(kind).name};
}

std::optional<Kind> kindFromName(QStringView name)
{
    const auto* const found
        = std::find_if(Kinds.begin(), Kinds.end(), [name](const KindEntry& entry) { return name == entry.name; });
    return found == Kinds.end() ? std::nullopt : std::optional{found->kind};
}

QString protocolName(Protocol protocol)
{
    const auto* const found = std::find_if(Protocols.begin(), Protocols.end(),
        [protocol](const ProtocolEntry& entry) { return entry.protocol == protocol; });
    Q_ASSERT(found != Protocols.end());
    return QString{found->name};
}

std::optional<Protocol> protocolFromName(QStringView name)
{
    const auto* const found = std::find_if(
        Protocols.begin(), Protocols.end(), [name](const ProtocolEntry& entry) { return name == entry.name; });
    return found == Protocols.end() ? std::nullopt : std::optional{found->protocol};
}

bool mayBeSentBy(StationRole sender, Kind kind)
{
    const auto senders = entryOf(kind).senders;
    return senders == Senders::Both || (senders == Senders::Site) == (sender == StationRole::Site);
}

bool isRequest(Kind kind)
{
    return kind != Kind::Confirmation && answers(Kind::Rejection, kind);
}

bool isFinalAnswer(Kind kind)
{
    return kind == Kind::Rejection
        || std::any_of(
            AnswerPairs.begin(), AnswerPairs.end(), [kind](const AnswerPair& pair) { return pair.answer == kind; });
}

bool isForStation(Kind kind)
{
    return kind == Kind::CaCertificates || kind == Kind::Attributes || kind == Kind::Crl;
}

bool isListed(Kind kind)
{
    return kind != Kind::Card && kind != Kind::Checkpoint;
}

bool answers(Kind answer, Kind request)
{
    return std::any_of(AnswerPairs.begin(), AnswerPairs.end(), [&](const AnswerPair& pair) {
        return pair.request == request && (pair.answer == answer || answer == Kind::Rejection);
    });
}

} // namespace satchel
