#pragma once

#include <core/exchange/report/Concern.h>

#include <QString>

namespace satchel {

// What a person is told of a deadline, or of what seems to go wrong, and what to do about it.
struct ConcernWords {
    QString headline;
    QString advice;
};
[[nodiscard]] ConcernWords wordsOf(const Concern& concern, const QDateTime& now);

// Of those that are not told one by one: how many there are, and what all of the kind are called.
[[nodiscard]] QString furtherText(const FurtherConcerns& further);
[[nodiscard]] QString groupText(Concern::Kind kind);

// "today, 14:05", "tomorrow, 09:00", "in 3 days (29.11.26)", "5 days ago (21.11.26)": by the calendar on the wall.
[[nodiscard]] QString whenText(const QDateTime& time, const QDateTime& now);

} // namespace satchel
