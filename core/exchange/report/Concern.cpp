#include "Concern.h"

#include <core/base/Time.h>

#include <algorithm>
#include <array>
#include <cstdlib>

namespace satchel {

namespace {

constexpr qint64 Hour = 3600; // seconds

struct NamedKind {
    Concern::Kind kind;
    QLatin1StringView name;
};

constexpr std::array KindNames{
    NamedKind{Concern::Kind::OwnClock, QLatin1StringView{"own-clock"}},
    NamedKind{Concern::Kind::RequestLapses, QLatin1StringView{"request-lapses"}},
    NamedKind{Concern::Kind::ConfirmationDue, QLatin1StringView{"confirmation-due"}},
    NamedKind{Concern::Kind::VoucherEnds, QLatin1StringView{"voucher-ends"}},
    NamedKind{Concern::Kind::OwnCertificateEnds, QLatin1StringView{"own-certificate-ends"}},
    NamedKind{Concern::Kind::PeerCertificateEnds, QLatin1StringView{"peer-certificate-ends"}},
    NamedKind{Concern::Kind::NoReceipt, QLatin1StringView{"no-receipt"}},
    NamedKind{Concern::Kind::PeerClock, QLatin1StringView{"peer-clock"}},
    NamedKind{Concern::Kind::DeviceCertificateEnds, QLatin1StringView{"device-certificate-ends"}},
};

QString spanText(qint64 seconds)
{
    const auto of = [](qint64 amount, const char* unit) {
        return QStringLiteral("%1 %2%3").arg(amount).arg(
            QLatin1StringView{unit}, QLatin1StringView{amount == 1 ? "" : "s"});
    };
    const qint64 length = std::abs(seconds);
    return length >= 2 * SecondsPerDay ? of(length / SecondsPerDay, "day")
        : length >= 2 * Hour           ? of(length / Hour, "hour")
                                       : of(length / 60, "minute");
}

QString itemText(const Concern& concern)
{
    switch (concern.state) {
    case ItemState::Held:
        return QStringLiteral("it is held: release or reject it");
    case ItemState::Pending:
        return QStringLiteral("export it");
    case ItemState::Packed:
        return QStringLiteral("bring the medium to the other side, or export again");
    case ItemState::Received:
        return QStringLiteral("the other side has it: fetch the answer");
    case ItemState::Ready:
        return QStringLiteral("deliver it");
    default:
        return QStringLiteral("it was handed over: its answer must come");
    }
}

QString certificateText(const Concern& concern, const QString& whose)
{
    return QStringLiteral("the certificate %1 of %2 ends at %3").arg(concern.subject, whose, toUtcText(concern.at));
}

QString deviceText(const Concern& concern)
{
    return certificateText(concern, QStringLiteral("device ") + concern.device)
        + (concern.isRenewing ? QStringLiteral(": its renewal is under way")
                              : QStringLiteral(": it must ask for a new one"));
}

} // namespace

QString concernKindName(Concern::Kind kind)
{
    const auto* const found = std::find_if(
        KindNames.begin(), KindNames.end(), [kind](const NamedKind& entry) { return entry.kind == kind; });
    return QString{found->name};
}

QString urgencyName(Concern::Urgency urgency)
{
    return urgency == Concern::Urgency::Now ? QStringLiteral("now")
        : urgency == Concern::Urgency::Soon ? QStringLiteral("soon")
                                            : QStringLiteral("later");
}

QString Concern::text() const
{
    switch (kind) {
    case Kind::OwnClock:
        return QStringLiteral("this computer's clock is %1 behind what it wrote itself at %2: set it")
            .arg(spanText(offset), toUtcText(at));
    case Kind::RequestLapses:
        return QStringLiteral("device %1 gives up at %2: %3").arg(device, toUtcText(at), itemText(*this));
    case Kind::ConfirmationDue:
        return QStringLiteral("the confirmation of device %1 is due at %2: %3")
            .arg(device, toUtcText(at), itemText(*this));
    case Kind::VoucherEnds:
        return QStringLiteral("the voucher of device %1 ends at %2: %3").arg(device, toUtcText(at), itemText(*this));
    case Kind::OwnCertificateEnds:
        return certificateText(*this, QStringLiteral("this station"))
            + QStringLiteral(": have it renewed, and give the new card to the other stations");
    case Kind::PeerCertificateEnds:
        return certificateText(*this, peerName) + QStringLiteral(": ask for its new card");
    case Kind::NoReceipt:
        return QStringLiteral(
            "%1 bundle%2 for %3 without a receipt, the oldest of %4: export again, or ask what became "
            "of the medium")
            .arg(count)
            .arg(count == 1 ? QString{} : QStringLiteral("s"), peerName, toUtcText(at));
    case Kind::PeerClock:
        return QStringLiteral("the clock of %1 was at least %2 %3 when it wrote bundle %4 or its receipt: tell them")
            .arg(peerName, spanText(offset), offset > 0 ? QStringLiteral("ahead") : QStringLiteral("behind"),
                QString::number(sequence));
    case Kind::DeviceCertificateEnds:
        return deviceText(*this);
    }
    return {};
}

QString FurtherConcerns::text() const
{
    const auto of = [this](const char* one, const char* many) {
        return QStringLiteral("and %1%2 more %3")
            .arg(isAtLeast ? QStringLiteral("at least ") : QString{})
            .arg(count)
            .arg(QLatin1StringView{count == 1 ? one : many});
    };
    switch (kind) {
    case Concern::Kind::RequestLapses:
        return of("device that gives up", "devices that give up");
    case Concern::Kind::ConfirmationDue:
        return of("confirmation that is due", "confirmations that are due");
    case Concern::Kind::VoucherEnds:
        return of("voucher that ends", "vouchers that end");
    default:
        return of("certificate of a device that ends", "certificates of devices that end");
    }
}

void FurtherConcerns::writeJson(JsonWriter& writer) const
{
    writer.beginObject().member(u"kind", concernKindName(kind)).member(u"count", count);
    if (isAtLeast) {
        writer.member(u"atLeast", true);
    }
    writer.member(u"text", text()).endObject();
}

void Concern::writeJson(JsonWriter& writer) const
{
    writer.beginObject().member(u"kind", concernKindName(kind)).member(u"urgency", urgencyName(urgency));
    writer.member(u"at", toUtcText(at)).member(u"text", text());
    writer.optionalMember(u"item", item.toString());
    writer.optionalMember(u"device", device);
    writer.optionalMember(u"bundle", bundle.toString());
    writer.optionalMember(u"station", peer.toString());
    if (offset != 0) {
        writer.member(u"clockOffset", offset);
    }
    writer.endObject();
}

} // namespace satchel
