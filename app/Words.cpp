#include "Words.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>
#include <array>

namespace satchel {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(Words)
};

struct NamedText {
    QLatin1StringView name; // in core
    const char* text;
};

constexpr std::array CheckNames{
    NamedText{QLatin1StringView{"container"}, QT_TRANSLATE_NOOP("Words", "container")},
    NamedText{QLatin1StringView{"label"}, QT_TRANSLATE_NOOP("Words", "label")},
    NamedText{QLatin1StringView{"signature"}, QT_TRANSLATE_NOOP("Words", "signature")},
    NamedText{QLatin1StringView{"sender"}, QT_TRANSLATE_NOOP("Words", "sender")},
    NamedText{QLatin1StringView{"addressee"}, QT_TRANSLATE_NOOP("Words", "addressee")},
    NamedText{QLatin1StringView{"ledger"}, QT_TRANSLATE_NOOP("Words", "records of this station")},
    NamedText{QLatin1StringView{"digests"}, QT_TRANSLATE_NOOP("Words", "digests")},
    NamedText{QLatin1StringView{"contents"}, QT_TRANSLATE_NOOP("Words", "contents")},
    NamedText{QLatin1StringView{"objects"}, QT_TRANSLATE_NOOP("Words", "objects")},
};

constexpr std::array Verdicts{
    NamedText{QLatin1StringView{"good"}, QT_TRANSLATE_NOOP("Words", "good")},
    NamedText{QLatin1StringView{"good-in-part"}, QT_TRANSLATE_NOOP("Words", "good in part")},
    NamedText{QLatin1StringView{"incomplete"}, QT_TRANSLATE_NOOP("Words", "not checked to its end")},
    NamedText{QLatin1StringView{"refused"}, QT_TRANSLATE_NOOP("Words", "refused")},
};

template <std::size_t Count> QString textOf(const std::array<NamedText, Count>& texts, const QString& name)
{
    const auto found
        = std::find_if(texts.begin(), texts.end(), [&name](const NamedText& one) { return name == one.name; });
    return found == texts.end() ? name : Words::tr(found->text);
}

} // namespace

QString stateText(ItemState state)
{
    switch (state) {
    case ItemState::Held:
        return Words::tr("held");
    case ItemState::Pending:
        return Words::tr("waiting to be carried");
    case ItemState::Packed:
        return Words::tr("on a medium");
    case ItemState::Received:
        return Words::tr("received there");
    case ItemState::Ready:
        return Words::tr("ready to hand over");
    case ItemState::Delivered:
        return Words::tr("handed over");
    case ItemState::Answered:
        return Words::tr("answered");
    case ItemState::Rejected:
        return Words::tr("rejected");
    case ItemState::Confirmed:
        return Words::tr("confirmed");
    case ItemState::Superseded:
        return Words::tr("superseded");
    case ItemState::Lapsed:
        return Words::tr("lapsed");
    }
    Q_UNREACHABLE();
}

QString kindText(Kind kind)
{
    switch (kind) {
    case Kind::VoucherRequest:
        return Words::tr("Voucher request");
    case Kind::Voucher:
        return Words::tr("Voucher");
    case Kind::CertificationRequest:
        return Words::tr("Certification request");
    case Kind::CertificationResponse:
        return Words::tr("Certificate");
    case Kind::Rejection:
        return Words::tr("Rejection");
    case Kind::Waiting:
        return Words::tr("Waiting");
    case Kind::Confirmation:
        return Words::tr("Confirmation");
    case Kind::ConfirmationResponse:
        return Words::tr("Answer to a confirmation");
    case Kind::VoucherStatus:
        return Words::tr("Report on a voucher");
    case Kind::EnrollStatus:
        return Words::tr("Report on an enrolment");
    case Kind::AuditLogRequest:
        return Words::tr("Audit log request");
    case Kind::AuditLog:
        return Words::tr("Audit log");
    case Kind::CaCertificatesRequest:
        return Words::tr("Request for CA certificates");
    case Kind::CaCertificates:
        return Words::tr("CA certificates");
    case Kind::AttributesRequest:
        return Words::tr("Request for CSR attributes");
    case Kind::Attributes:
        return Words::tr("CSR attributes");
    case Kind::Crl:
        return Words::tr("Revocation list");
    case Kind::Attachment:
        return Words::tr("Attachment");
    case Kind::Card:
        return Words::tr("Card");
    case Kind::Checkpoint:
        return Words::tr("Checkpoint");
    }
    Q_UNREACHABLE();
}

QString checkText(CheckResult result)
{
    switch (result) {
    case CheckResult::Pass:
        return Words::tr("good");
    case CheckResult::Fail:
        return Words::tr("bad");
    case CheckResult::Warn:
        return Words::tr("with a remark");
    case CheckResult::Skipped:
        return Words::tr("not possible here");
    }
    Q_UNREACHABLE();
}

QString roleText(StationRole role)
{
    return role == StationRole::Site ? Words::tr("site") : Words::tr("backend");
}

QString checkNameText(const QString& name)
{
    return textOf(CheckNames, name);
}

QString verdictText(const QString& verdict)
{
    return textOf(Verdicts, verdict);
}

QString markedGood(const QString& text)
{
    return QStringLiteral("✔ ") + text;
}

QString markedBad(const QString& text)
{
    return QStringLiteral("✘ ") + text;
}

QString markedWarning(const QString& text)
{
    return QStringLiteral("! ") + text;
}

QString timeText(const QDateTime& time)
{
    return QLocale{}.toString(time.toLocalTime(), QLocale::ShortFormat);
}

} // namespace satchel
