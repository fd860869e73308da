#pragma once

#include <app/StationView.h>
#include <app/widgets/SaveBar.h>

#include <core/base/Ulid.h>

#include <QList>

#include <functional>

namespace satchel {

// Prints or saves the transport slip of the bundles that `bundles` names when somebody asks for it.
[[nodiscard]] SaveBar* slipBar(const StationView& station, std::function<QList<Ulid>()> bundles, QWidget* parent);

} // namespace satchel
