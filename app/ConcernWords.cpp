#include "ConcernWords.h"

#include <QCoreApplication>
#include <QLocale>

#include <cstdlib>

namespace satchel {

namespace {

struct ConcernTexts {
    Q_DECLARE_TR_FUNCTIONS(ConcernWords)
};

using Matter = Concern::Kind;

constexpr qint64 Hour = 3600;
constexpr qint64 Day = 24 * Hour;

QString spanText(qint64 seconds)
{
    const qint64 length = std::abs(seconds);
    if (length >= 2 * Day) {
        return ConcernTexts::tr("%n day(s)", nullptr, static_cast<int>(length / Day));
    }
    return length >= 2 * Hour ? ConcernTexts::tr("%n hour(s)", nullptr, static_cast<int>(length / Hour))
                              : ConcernTexts::tr("%n minute(s)", nullptr, static_cast<int>(length / 60));
}

QString deviceText(const Concern& concern)
{
    return concern.device.isEmpty() ? ConcernTexts::tr("a device without a serial number") : concern.device;
}

// What is to be done about an item that must arrive in time.
QString itemAdvice(ItemState state)
{
    switch (state) {
    case ItemState::Held:
        return ConcernTexts::tr("It is held here: decide about it under Requests.");
    case ItemState::Pending:
        return ConcernTexts::tr("It waits here: take it out now.");
    case ItemState::Packed:
        return ConcernTexts::tr(
            "It is on a medium, and nobody has said that it arrived: bring the medium over, or take it "
            "out again.");
    case ItemState::Received:
        return ConcernTexts::tr("The other side has it: fetch its answer, and bring that in.");
    case ItemState::Ready:
        return ConcernTexts::tr("It waits here: hand it over to the local system.");
    default:
        return ConcernTexts::tr("It was handed over, and its answer has not come: ask there.");
    }
}

ConcernWords ofItem(const Concern& concern, const QString& when, bool isOver)
{
    if (concern.kind == Matter::VoucherEnds) {
        return {isOver ? ConcernTexts::tr("The voucher of %1 ended %2").arg(deviceText(concern), when)
                       : ConcernTexts::tr("The voucher of %1 ends %2").arg(deviceText(concern), when),
            isOver ? ConcernTexts::tr("The device will not take it any more: it must ask again.")
                   : itemAdvice(concern.state)};
    }
    if (concern.kind == Matter::ConfirmationDue) {
        return {isOver ? ConcernTexts::tr("The confirmation of %1 was due %2").arg(deviceText(concern), when)
                       : ConcernTexts::tr("The confirmation of %1 is due %2").arg(deviceText(concern), when),
            itemAdvice(concern.state)};
    }
    return {isOver ? ConcernTexts::tr("%1 has given up %2").arg(deviceText(concern), when)
                   : ConcernTexts::tr("%1 gives up %2").arg(deviceText(concern), when),
        isOver ? ConcernTexts::tr("Start the device anew, so that it asks again.") : itemAdvice(concern.state)};
}

ConcernWords ofStation(const Concern& concern, const QString& when, bool isOver)
{
    if (concern.kind == Matter::OwnCertificateEnds) {
        return {isOver ? ConcernTexts::tr("This station's certificate ended %1").arg(when)
                       : ConcernTexts::tr("This station's certificate ends %1").arg(when),
            ConcernTexts::tr("Have it renewed, and give this station's new card to the others before that.")};
    }
    return {isOver ? ConcernTexts::tr("The certificate of station %1 ended %2").arg(concern.peerName, when)
                   : ConcernTexts::tr("The certificate of station %1 ends %2").arg(concern.peerName, when),
        ConcernTexts::tr("Ask them for their new card, and add it under Stations.")};
}

ConcernWords ofDevice(const Concern& concern, const QString& when, bool isOver)
{
    return {isOver ? ConcernTexts::tr("The certificate of device %1 ended %2").arg(deviceText(concern), when)
                   : ConcernTexts::tr("The certificate of device %1 ends %2").arg(deviceText(concern), when),
        concern.isRenewing ? ConcernTexts::tr("A request to renew it is under way.")
                           : ConcernTexts::tr("Nothing renews it yet: see that the device asks for a new one.")};
}

ConcernWords ofReceipt(const Concern& concern, const QString& when)
{
    return {ConcernTexts::tr(
                "%n bundle(s) for %1 without a receipt, the oldest made %2", nullptr, static_cast<int>(concern.count))
                .arg(concern.peerName, when),
        ConcernTexts::tr(
            "Nothing is lost: what they hold goes out again with the next one. Take it out again, or ask what "
            "became of the medium.")};
}

ConcernWords ofClock(const Concern& concern)
{
    if (concern.kind == Matter::OwnClock) {
        return {ConcernTexts::tr("This computer's clock is wrong: it is %1 behind what was written here before")
                    .arg(spanText(concern.offset)),
            ConcernTexts::tr(
                "Set the clock: deadlines and certificates are judged by it. Bundles are not lost by it.")};
    }
    return {concern.offset > 0 ? ConcernTexts::tr("The clock of %1 is wrong: at least %2 ahead of this one")
                                     .arg(concern.peerName, spanText(concern.offset))
                               : ConcernTexts::tr("The clock of %1 is wrong: at least %2 behind this one")
                                     .arg(concern.peerName, spanText(concern.offset)),
        ConcernTexts::tr(
            "Look which of the two is right, and tell them. Bundle %1 shows it; bundles are not lost by it.")
            .arg(concern.sequence)};
}

QString countText(const FurtherConcerns& further)
{
    const auto count = static_cast<int>(further.count);
    switch (further.kind) {
    case Matter::ConfirmationDue:
        return ConcernTexts::tr("%n more confirmation(s) are due soon, or were", nullptr, count);
    case Matter::VoucherEnds:
        return ConcernTexts::tr("%n more voucher(s) end soon, or have ended", nullptr, count);
    case Matter::DeviceCertificateEnds:
        return ConcernTexts::tr("%n more certificate(s) of devices end soon, or have ended", nullptr, count);
    default:
        return ConcernTexts::tr("%n more device(s) give up soon, or have given up", nullptr, count);
    }
}

} // namespace

QString furtherText(const FurtherConcerns& further)
{
    return further.isAtLeast ? ConcernTexts::tr("At least %1").arg(countText(further)) : countText(further);
}

QString groupText(Concern::Kind kind)
{
    switch (kind) {
    case Matter::ConfirmationDue:
        return ConcernTexts::tr("Confirmations that are due");
    case Matter::VoucherEnds:
        return ConcernTexts::tr("Vouchers that end");
    case Matter::DeviceCertificateEnds:
        return ConcernTexts::tr("Certificates that end");
    default:
        return ConcernTexts::tr("Devices that give up");
    }
}

QString whenText(const QDateTime& time, const QDateTime& now)
{
    const auto local = time.toLocalTime();
    const auto days = static_cast<int>(now.toLocalTime().date().daysTo(local.date()));
    const QString clock = QLocale{}.toString(local.time(), QLocale::ShortFormat);
    const QString date = QLocale{}.toString(local.date(), QLocale::ShortFormat);
    switch (days) {
    case -1:
        return ConcernTexts::tr("yesterday, %1").arg(clock);
    case 0:
        return ConcernTexts::tr("today, %1").arg(clock);
    case 1:
        return ConcernTexts::tr("tomorrow, %1").arg(clock);
    default:
        return days > 0 ? ConcernTexts::tr("in %n day(s) (%1)", nullptr, days).arg(date)
                        : ConcernTexts::tr("%n day(s) ago (%1)", nullptr, -days).arg(date);
    }
}

ConcernWords wordsOf(const Concern& concern, const QDateTime& now)
{
    const QString when = whenText(concern.at, now);
    const bool isOver = concern.at <= now;
    switch (concern.kind) {
    case Matter::RequestLapses:
    case Matter::ConfirmationDue:
    case Matter::VoucherEnds:
        return ofItem(concern, when, isOver);
    case Matter::OwnCertificateEnds:
    case Matter::PeerCertificateEnds:
        return ofStation(concern, when, isOver);
    case Matter::DeviceCertificateEnds:
        return ofDevice(concern, when, isOver);
    case Matter::NoReceipt:
        return ofReceipt(concern, when);
    case Matter::OwnClock:
    case Matter::PeerClock:
        return ofClock(concern);
    }
    Q_UNREACHABLE();
}

} // namespace satchel
