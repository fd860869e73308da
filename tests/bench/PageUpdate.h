#pragma once

#include <core/base/Result.h>

#include <QByteArray>
#include <QString>

namespace satchel::bench {

// `page` with what stands between `<!-- NAME begin -->` and `<!-- NAME end -->` exchanged. NotFound if it does not have
// the two in this order, each on a line of its own.
[[nodiscard]] Result<QByteArray> withBlock(const QByteArray& page, const QString& name, const QString& block);

} // namespace satchel::bench
