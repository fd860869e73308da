#include "UDisksError.h"

#include <algorithm>
#include <array>

namespace satchel {

namespace {

const QString Prefix = QStringLiteral("org.freedesktop.UDisks2.Error.");

// The object went while it was spoken of, or the device under it did.
bool saysGone(const QString& name, const QString& text)
{
    constexpr std::array Names{QLatin1StringView{"org.freedesktop.DBus.Error.UnknownObject"},
        QLatin1StringView{"org.freedesktop.DBus.Error.UnknownMethod"},
        QLatin1StringView{"org.freedesktop.DBus.Error.UnknownInterface"}};
    return std::find(Names.begin(), Names.end(), name) != Names.end() || text.contains(QStringLiteral("No such device"))
        || text.contains(QStringLiteral("No medium found"));
}

// What was wanted, for a person.
QString wish(const QString& method)
{
    return method == u"Mount"  ? QStringLiteral("mounted")
        : method == u"Unmount" ? QStringLiteral("unmounted")
        : method == u"Eject"   ? QStringLiteral("ejected")
                               : QStringLiteral("powered off");
}

// Every file system of the drive is unmounted, and so flushed, before the drive itself is spoken to.
QString whatIsSafe(const QString& method)
{
    return method == u"Mount"  ? QStringLiteral("nothing was changed on it")
        : method == u"Unmount" ? QStringLiteral("do not pull it yet")
                               : QStringLiteral("it is unmounted, so nothing is left to be written");
}

} // namespace

bool isAlreadySo(const QString& errorName)
{
    return errorName == Prefix + QStringLiteral("AlreadyMounted") || errorName == Prefix + QStringLiteral("NotMounted")
        || errorName == Prefix + QStringLiteral("AlreadyUnmounting");
}

Error describeUDisksError(
    const QString& name, const QString& text, const QString& method, const QString& title, const QString& mountPoint)
{
    const auto is = [&](QLatin1StringView error) { return name == Prefix + error; };
    if (saysGone(name, text)) {
        return {ErrorCode::MediumGone,
            QStringLiteral("%1 is not there any more: it was pulled before it could be %2").arg(title, wish(method)),
            mountPoint};
    }
    if (is(QLatin1StringView{"DeviceBusy"})) {
        return {ErrorCode::Unreadable,
            QStringLiteral("%1 cannot be %2: another program still uses it. %3; close what is open on it and try again")
                .arg(title, wish(method), whatIsSafe(method)),
            mountPoint};
    }
    if (is(QLatin1StringView{"NotAuthorizedDismissed"}) || is(QLatin1StringView{"Cancelled"})) {
        return {ErrorCode::Cancelled,
            QStringLiteral("%1 was not %2: somebody said no. %3").arg(title, wish(method), whatIsSafe(method)),
            mountPoint};
    }
    if (name.startsWith(Prefix + QStringLiteral("NotAuthorized"))) {
        return {ErrorCode::Unreadable,
            QStringLiteral(
                "%1 cannot be %2 by you: the system's policy does not allow it here. %3; ask who looks after "
                "this machine")
                .arg(title, wish(method), whatIsSafe(method)),
            mountPoint};
    }
    const auto reason = text.simplified();
    return {ErrorCode::Unreadable,
        QStringLiteral("%1 cannot be %2 (%3). %4")
            .arg(title, wish(method), reason.isEmpty() ? name : reason, whatIsSafe(method)),
        mountPoint};
}

} // namespace satchel
