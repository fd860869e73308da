#include "Words.h"

#include "NamedText.h"

#include <QCoreApplication>
#include <QLocale>

#include <array>

namespace satchel {

namespace {

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(Words)
};

// Of bundles, and of the objects in them.
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
    NamedText{QLatin1StringView{"body"}, QT_TRANSLATE_NOOP("Words", "body of the message")},
    NamedText{QLatin1StringView{"chain"}, QT_TRANSLATE_NOOP("Words", "chain of certificates")},
    NamedText{QLatin1StringView{"confirmation"}, QT_TRANSLATE_NOOP("Words", "confirmation")},
    NamedText{QLatin1StringView{"content"}, QT_TRANSLATE_NOOP("Words", "content")},
    NamedText{QLatin1StringView{"direction"}, QT_TRANSLATE_NOOP("Words", "direction")},
    NamedText{QLatin1StringView{"domains"}, QT_TRANSLATE_NOOP("Words", "domains")},
    NamedText{QLatin1StringView{"encryption"}, QT_TRANSLATE_NOOP("Words", "encryption")},
    NamedText{QLatin1StringView{"expires-on"}, QT_TRANSLATE_NOOP("Words", "how long it is good")},
    NamedText{QLatin1StringView{"form"}, QT_TRANSLATE_NOOP("Words", "form")},
    NamedText{QLatin1StringView{"further-signature"}, QT_TRANSLATE_NOOP("Words", "further signature")},
    NamedText{QLatin1StringView{"header"}, QT_TRANSLATE_NOOP("Words", "header of the message")},
    NamedText{QLatin1StringView{"idevid-issuer"}, QT_TRANSLATE_NOOP("Words", "manufacturer of the device")},
    NamedText{QLatin1StringView{"issued"}, QT_TRANSLATE_NOOP("Words", "issued certificate")},
    NamedText{QLatin1StringView{"key"}, QT_TRANSLATE_NOOP("Words", "key")},
    NamedText{QLatin1StringView{"nonce"}, QT_TRANSLATE_NOOP("Words", "nonce")},
    NamedText{QLatin1StringView{"nonces"}, QT_TRANSLATE_NOOP("Words", "nonces")},
    NamedText{QLatin1StringView{"pinned-domain-cert"}, QT_TRANSLATE_NOOP("Words", "whom the device shall belong to")},
    NamedText{QLatin1StringView{"prior-request"}, QT_TRANSLATE_NOOP("Words", "what the device itself asked")},
    NamedText{QLatin1StringView{"proof-of-possession"}, QT_TRANSLATE_NOOP("Words", "proof that the key is there")},
    NamedText{QLatin1StringView{"protection"}, QT_TRANSLATE_NOOP("Words", "protection of the message")},
    NamedText{QLatin1StringView{"proximity"}, QT_TRANSLATE_NOOP("Words", "which registrar the device saw")},
    NamedText{QLatin1StringView{"registrar"}, QT_TRANSLATE_NOOP("Words", "registrar")},
    NamedText{QLatin1StringView{"requester"}, QT_TRANSLATE_NOOP("Words", "who asks")},
    NamedText{QLatin1StringView{"serial"}, QT_TRANSLATE_NOOP("Words", "serial number")},
    NamedText{QLatin1StringView{"status"}, QT_TRANSLATE_NOOP("Words", "status")},
    NamedText{QLatin1StringView{"time"}, QT_TRANSLATE_NOOP("Words", "time")},
    NamedText{QLatin1StringView{"transaction"}, QT_TRANSLATE_NOOP("Words", "transaction")},
    NamedText{QLatin1StringView{"truncation"}, QT_TRANSLATE_NOOP("Words", "completeness")},
    NamedText{QLatin1StringView{"version"}, QT_TRANSLATE_NOOP("Words", "version")},
};

// Before the names of the checks of an object inside another.
constexpr std::array InnerObjects{
    NamedText{QLatin1StringView{"inside"}, QT_TRANSLATE_NOOP("Words", "message inside, %1")},
    NamedText{QLatin1StringView{"nested"}, QT_TRANSLATE_NOOP("Words", "message inside, %1")},
    NamedText{QLatin1StringView{"prior-request"}, QT_TRANSLATE_NOOP("Words", "request of the device, %1")},
};

constexpr std::array Verdicts{
    NamedText{QLatin1StringView{"good"}, QT_TRANSLATE_NOOP("Words", "good")},
    NamedText{QLatin1StringView{"good-in-part"}, QT_TRANSLATE_NOOP("Words", "good in part")},
    NamedText{QLatin1StringView{"incomplete"}, QT_TRANSLATE_NOOP("Words", "not checked to its end")},
    NamedText{QLatin1StringView{"refused"}, QT_TRANSLATE_NOOP("Words", "refused")},
};

template <std::size_t Count> QString textOf(const std::array<NamedText, Count>& texts, const QString& name)
{
    const char* const text = textNamed(texts, name);
    return text == nullptr ? name : Texts::tr(text);
}

} // namespace

QString stateText(ItemState state)
{
    switch (state) {
    case ItemState::Held:
        return Texts::tr("held");
    case ItemState::Pending:
        return Texts::tr("waiting to be carried");
    case ItemState::Packed:
        return Texts::tr("on a medium");
    case ItemState::Received:
        return Texts::tr("received there");
    case ItemState::Ready:
        return Texts::tr("ready to hand over");
    case ItemState::Delivered:
        return Texts::tr("handed over");
    case ItemState::Answered:
        return Texts::tr("answered");
    case ItemState::Rejected:
        return Texts::tr("rejected");
    case ItemState::Confirmed:
        return Texts::tr("confirmed");
    case ItemState::Superseded:
        return Texts::tr("superseded");
    case ItemState::Lapsed:
        return Texts::tr("lapsed");
    }
    Q_UNREACHABLE();
}

QString kindText(Kind kind)
{
    switch (kind) {
    case Kind::VoucherRequest:
        return Texts::tr("Voucher request");
    case Kind::Voucher:
        return Texts::tr("Voucher");
    case Kind::CertificationRequest:
        return Texts::tr("Certification request");
    case Kind::CertificationResponse:
        return Texts::tr("Certificate");
    case Kind::Rejection:
        return Texts::tr("Rejection");
    case Kind::Waiting:
        return Texts::tr("Waiting");
    case Kind::Confirmation:
        return Texts::tr("Confirmation");
    case Kind::ConfirmationResponse:
        return Texts::tr("Answer to a confirmation");
    case Kind::VoucherStatus:
        return Texts::tr("Report on a voucher");
    case Kind::EnrollStatus:
        return Texts::tr("Report on an enrolment");
    case Kind::AuditLogRequest:
        return Texts::tr("Audit log request");
    case Kind::AuditLog:
        return Texts::tr("Audit log");
    case Kind::CaCertificatesRequest:
        return Texts::tr("Request for CA certificates");
    case Kind::CaCertificates:
        return Texts::tr("CA certificates");
    case Kind::AttributesRequest:
        return Texts::tr("Request for CSR attributes");
    case Kind::Attributes:
        return Texts::tr("CSR attributes");
    case Kind::Crl:
        return Texts::tr("Revocation list");
    case Kind::Attachment:
        return Texts::tr("Attachment");
    case Kind::Card:
        return Texts::tr("Card");
    case Kind::Checkpoint:
        return Texts::tr("Checkpoint");
    }
    Q_UNREACHABLE();
}

QString checkText(CheckResult result)
{
    switch (result) {
    case CheckResult::Pass:
        return Texts::tr("good");
    case CheckResult::Fail:
        return Texts::tr("bad");
    case CheckResult::Warn:
        return Texts::tr("with a remark");
    case CheckResult::Skipped:
        return Texts::tr("not possible here");
    }
    Q_UNREACHABLE();
}

QString roleText(StationRole role)
{
    return role == StationRole::Site ? Texts::tr("site") : Texts::tr("backend");
}

QString checkNameText(const QString& name)
{
    const auto blank = name.indexOf(u' ');
    const char* const inner = blank < 0 ? nullptr : textNamed(InnerObjects, QStringView{name}.first(blank));
    return inner == nullptr ? textOf(CheckNames, name) : Texts::tr(inner).arg(checkNameText(name.mid(blank + 1)));
}

bool hasCheckName(const QString& name)
{
    return textNamed(CheckNames, name) != nullptr;
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
