#pragma once

#include <app/look/Colours.h>

#include <core/ledger/ItemState.h>
#include <core/objects/Assessment.h>

#include <QIcon>
#include <QString>

class QPainter;
class QRectF;

namespace satchel {

// The drawings in resources/icons/24: lines on a grid of 24, of one width, without a colour of their own.
enum class Icon {
    // Pages
    FirstStart,
    Overview,
    TakeOut,
    BringIn,
    Verify,
    Requests,
    Bundles,
    Stations,
    Log,
    Settings,
    // States of the pipeline
    Held,
    Pending,
    Packed,
    Received,
    Ready,
    Delivered,
    Answered,
    Rejected,
    Confirmed,
    Superseded,
    Lapsed,
    // Verdicts
    Pass,
    Fail,
    Warn,
    Skipped,
    // Media
    Medium,
    MediumLocked,
    Eject,
    Folder,
    // Acts
    Open,
    Add,
    Remove,
    Stop,
    Save,
    Print,
    Copy,
    Search,
    Key,
    Count // no icon
};

// In the colours of the palette at the time of painting, sharp at every size and resolution.
[[nodiscard]] QIcon icon(Icon which, Meaning meaning = Meaning::Plain);
[[nodiscard]] Icon stateSign(ItemState state);
[[nodiscard]] QIcon stateIcon(ItemState state);
[[nodiscard]] QIcon checkIcon(CheckResult result);

[[nodiscard]] QString iconPath(Icon which); // in the resources
// Draws it in one colour, in the middle of the rectangle, as large as fits.
void drawIcon(QPainter& painter, Icon which, const QRectF& where, const QColor& colour);

} // namespace satchel
