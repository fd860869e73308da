#include "Icons.h"

#include "IconEngine.h"

#include <QFile>
#include <QHash>
#include <QPainter>
#include <QSvgRenderer>

#include <algorithm>
#include <array>
#include <memory>

namespace satchel {

namespace {

constexpr std::array Names{"first-start", "overview", "take-out", "bring-in", "verify", "requests", "bundles",
    "stations", "log", "settings", "held", "pending", "packed", "received", "ready", "delivered", "answered",
    "rejected", "confirmed", "superseded", "lapsed", "pass", "fail", "warn", "skipped", "medium", "medium-locked",
    "eject", "folder", "open", "add", "remove", "stop", "save", "print", "copy", "search", "key"};
static_assert(Names.size() == static_cast<std::size_t>(Icon::Count));

// One renderer for each icon and colour: parsing takes longer than drawing, and there are few colours.
QSvgRenderer& rendererOf(Icon which, const QColor& colour)
{
    static QHash<std::pair<int, QRgb>, std::shared_ptr<QSvgRenderer>> known;
    auto& renderer = known[{static_cast<int>(which), colour.rgb()}];
    if (!renderer) {
        QFile file{iconPath(which)};
        const bool isThere = file.open(QIODevice::ReadOnly);
        Q_ASSERT(isThere);
        auto drawing = isThere ? file.readAll() : QByteArray{};
        drawing.replace("currentColor", colour.name().toLatin1());
        renderer = std::make_shared<QSvgRenderer>(drawing);
    }
    return *renderer;
}

Meaning meaningOf(ItemState state)
{
    switch (state) {
    case ItemState::Held:
        return Meaning::Warning;
    case ItemState::Answered:
    case ItemState::Confirmed:
        return Meaning::Good;
    case ItemState::Rejected:
        return Meaning::Bad;
    case ItemState::Superseded:
    case ItemState::Lapsed:
        return Meaning::Muted;
    default:
        return Meaning::Plain;
    }
}

} // namespace

QIcon icon(Icon which, Meaning meaning)
{
    return QIcon{new IconEngine{which, meaning}};
}

Icon stateSign(ItemState state)
{
    switch (state) {
    case ItemState::Held:
        return Icon::Held;
    case ItemState::Pending:
        return Icon::Pending;
    case ItemState::Packed:
        return Icon::Packed;
    case ItemState::Received:
        return Icon::Received;
    case ItemState::Ready:
        return Icon::Ready;
    case ItemState::Delivered:
        return Icon::Delivered;
    case ItemState::Answered:
        return Icon::Answered;
    case ItemState::Rejected:
        return Icon::Rejected;
    case ItemState::Confirmed:
        return Icon::Confirmed;
    case ItemState::Superseded:
        return Icon::Superseded;
    case ItemState::Lapsed:
        return Icon::Lapsed;
    }
    Q_UNREACHABLE();
}

QIcon stateIcon(ItemState state)
{
    return icon(stateSign(state), meaningOf(state));
}

QIcon checkIcon(CheckResult result)
{
    switch (result) {
    case CheckResult::Pass:
        return icon(Icon::Pass, Meaning::Good);
    case CheckResult::Fail:
        return icon(Icon::Fail, Meaning::Bad);
    case CheckResult::Warn:
        return icon(Icon::Warn, Meaning::Warning);
    case CheckResult::Skipped:
        return icon(Icon::Skipped, Meaning::Muted);
    }
    Q_UNREACHABLE();
}

QString iconPath(Icon which)
{
    return QStringLiteral(":/icons/%1.svg").arg(QLatin1StringView{Names[static_cast<std::size_t>(which)]});
}

void drawIcon(QPainter& painter, Icon which, const QRectF& where, const QColor& colour)
{
    const double side = std::min(where.width(), where.height());
    const QRectF square{where.center().x() - side / 2, where.center().y() - side / 2, side, side};
    rendererOf(which, colour).render(&painter, square);
}

} // namespace satchel
