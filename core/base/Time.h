#pragma once

#include <core/base/Result.h>

#include <QDateTime>
#include <QString>
#include <QStringView>

#include <functional>

namespace satchel {

inline constexpr qint64 SecondsPerDay = 86'400;

// Tells "now" in UTC. Handed in wherever time matters, so that tests and old messages can be judged at a fixed time.
using Clock = std::function<QDateTime()>;

[[nodiscard]] Clock systemClock();
[[nodiscard]] Clock fixedClock(const QDateTime& instant);

// "2026-11-22T09:00:00Z" (RFC 3339 section 5.6, UTC, whole seconds): the one form in everything that we write.
[[nodiscard]] QString toUtcText(const QDateTime& instant);

// Takes that form and no other.
[[nodiscard]] Result<QDateTime> parseUtcText(QStringView text);

} // namespace satchel
