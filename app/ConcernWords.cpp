#include "ConcernWords.h"

#include <QCoreApplication>
#include <QLocale>

#include <cstdlib>

namespace satchel {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(ConcernWords)
};

using Matter = Concern::Kind;

constexpr qint64 Hour = 3600;
constexpr qint64 Day = 24 * Hour;

QString spanText(qint64 seconds)
{
    const qint64 length = std::abs(seconds);
    if (length >= 2 * Day) {
        return Words::tr("%n day(s)", nullptr, static_cast<int>(length / Day));
    }
    return length >= 2 * Hour ? Words::tr("%n hour(s)", nullptr, static_cast<int>(length / Hour))
                              : Words::tr("%n minute(s)", nullptr, static_cast<int>(length / 60));
}

QString deviceText(const Concern& concern)
{
    return concern.device.isEmpty() ? Words::tr("a device without a serial number") : concern.device;
}

// What is to be done about an item that must arrive in time.
QString itemAdvice(ItemState state)
{
    switch (state) {
    case ItemState::Held:
        return Words::tr("It is held here: decide about it under Requests.");
    case ItemState::Pending:
        return Words::tr("It waits here: take it out now.");
    case ItemState::Packed:
        return Words::tr("It is on a medium, and nobody has said that it arrived: bring the medium over, or take it "
                         "out again.");
    case ItemState::Received:
        return Words::tr("The other side has it: fetch its answer, and bring that in.");
    case ItemState::Ready:
        return Words::tr("It waits here: hand it over to the local system.");
    default:
        return Words::tr("It was handed over, and its answer has not come: ask there.");
    }
}

ConcernWords ofItem(const Concern& concern, const QString& when, bool isOver)
{
    if (concern.kind == Matter::VoucherEnds) {
        return {isOver ? Words::tr("The voucher of %1 ended %2").arg(deviceText(concern), when)
                       : Words::tr("The voucher of %1 ends %2").arg(deviceText(concern), when),
            isOver ? Words::tr("The device will not take it any more: it must ask again.") : itemAdvice(concern.state)};
    }
    if (concern.kind == Matter::ConfirmationDue) {
        return {isOver ? Words::tr("The confirmation of %1 was due %2").arg(deviceText(concern), when)
                       : Words::tr("The confirmation of %1 is due %2").arg(deviceText(concern), when),
            itemAdvice(concern.state)};
    }
    return {isOver ? Words::tr("%1 has given up %2").arg(deviceText(concern), when)
                   : Words::tr("%1 gives up %2").arg(deviceText(concern), when),
        isOver ? Words::tr("Start the device anew, so that it asks again.") : itemAdvice(concern.state)};
}

ConcernWords ofStation(const Concern& concern, const QString& when, bool isOver)
{
    if (concern.kind == Matter::OwnCertificateEnds) {
        return {isOver ? Words::tr("This station's certificate ended %1").arg(when)
                       : Words::tr("This station's certificate ends %1").arg(when),
            Words::tr("Have it renewed, and give this station's new card to the others before that.")};
    }
    return {isOver ? Words::tr("The certificate of station %1 ended %2").arg(concern.peerName, when)
                   : Words::tr("The certificate of station %1 ends %2").arg(concern.peerName, when),
        Words::tr("Ask them for their new card, and add it under Stations.")};
}

ConcernWords ofDevice(const Concern& concern, const QString& when, bool isOver)
{
    return {isOver ? Words::tr("The certificate of device %1 ended %2").arg(deviceText(concern), when)
                   : Words::tr("The certificate of device %1 ends %2").arg(deviceText(concern), when),
        concern.isRenewing ? Words::tr("A request to renew it is under way.")
                           : Words::tr("Nothing renews it yet: see that the device asks for a new one.")};
}

ConcernWords ofReceipt(const Concern& concern, const QString& when)
{
    return {
        Words::tr("%n bundle(s) for %1 without a receipt, the oldest made %2", nullptr, static_cast<int>(concern.count))
            .arg(concern.peerName, when),
        Words::tr("Nothing is lost: what they hold goes out again with the next one. Take it out again, or ask what "
                  "became of the medium.")};
}

ConcernWords ofClock(const Concern& concern)
{
    if (concern.kind == Matter::OwnClock) {
        return {Words::tr("This computer's clock is wrong: it is %1 behind what was written here before")
                    .arg(spanText(concern.offset)),
            Words::tr("Set the clock: deadlines and certificates are judged by it. Bundles are not lost by it.")};
    }
    return {concern.offset > 0 ? Words::tr("The clock of %1 is wrong: at least %2 ahead of this one")
                                     .arg(concern.peerName, spanText(concern.offset))
                               : Words::tr("The clock of %1 is wrong: at least %2 behind this one")
                                     .arg(concern.peerName, spanText(concern.offset)),
        Words::tr("Look which of the two is right, and tell them. Bundle %1 shows it; bundles are not lost by it.")
            .arg(concern.sequence)};
}

QString countText(const FurtherConcerns& further)
{
    const auto count = static_cast<int>(further.count);
    switch (further.kind) {
    case Matter::ConfirmationDue:
        return Words::tr("%n more confirmation(s) are due soon, or were", nullptr, count);
    case Matter::VoucherEnds:
        return Words::tr("%n more voucher(s) end soon, or have ended", nullptr, count);
    case Matter::DeviceCertificateEnds:
        return Words::tr("%n more certificate(s) of devices end soon, or have ended", nullptr, count);
    default:
        return Words::tr("%n more device(s) give up soon, or have given up", nullptr, count);
    }
}

} // namespace

QString furtherText(const FurtherConcerns& further)
{
    return further.isAtLeast ? Words::tr("At least %1").arg(countText(further)) : countText(further);
}

QString groupText(Concern::Kind kind)
{
    switch (kind) {
    case Matter::ConfirmationDue:
        return Words::tr("Confirmations that are due");
    case Matter::VoucherEnds:
        return Words::tr("Vouchers that end");
    case Matter::DeviceCertificateEnds:
        return Words::tr("Certificates that end");
    default:
        return Words::tr("Devices that give up");
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
        return Words::tr("yesterday, %1").arg(clock);
    case 0:
        return Words::tr("today, %1").arg(clock);
    case 1:
        return Words::tr("tomorrow, %1").arg(clock);
    default:
        return days > 0 ? Words::tr("in %n day(s) (%1)", nullptr, days).arg(date)
                        : Words::tr("%n day(s) ago (%1)", nullptr, -days).arg(date);
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
