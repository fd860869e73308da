#pragma once

#include <core/base/Result.h>

#include <QByteArray>
#include <QList>
#include <QString>

namespace satchel {

// What devices find in the folder into which their registrar's station delivers.

// Every file but the `.meta` ones.
[[nodiscard]] Result<QList<QByteArray>> readAnswers(const QString& folder);

// The answer that fits the request; NoMatchingRequest if there is none, or more than one.
[[nodiscard]] Result<QByteArray> answerTo(const QByteArray& request, const QList<QByteArray>& answers);

} // namespace satchel
