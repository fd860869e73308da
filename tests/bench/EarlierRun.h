#pragma once

#include "Report.h"
#include "SizeResult.h"

#include <core/base/Result.h>

#include <QByteArray>
#include <QList>

namespace satchel::bench {

// What a run before this one has measured, out of the JSON that it wrote, for a report of both. Malformed if it is
// none, Usage if it is of another machine or of other libraries: its times would say nothing.
[[nodiscard]] Result<QList<SizeResult>> earlierResults(const QByteArray& json, const Machine& here);

// By size: what this run has measured, and of the earlier one the sizes of which this has measured nothing.
[[nodiscard]] QList<SizeResult> withEarlier(QList<SizeResult> results, const QList<SizeResult>& earlier);

} // namespace satchel::bench
