#include "Words.h"

#include <QCoreApplication>
#include <QLocale>

namespace satchel {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(Words)
};

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

QString roleText(StationRole role)
{
    return role == StationRole::Site ? Words::tr("site") : Words::tr("backend");
}

QString timeText(const QDateTime& time)
{
    return QLocale{}.toString(time.toLocalTime(), QLocale::ShortFormat);
}

} // namespace satchel
