#pragma once

#include <core/base/Result.h>

#include <QString>

namespace satchel {

// What a person is told of an error that UDisks2 or the bus gives: `name` is D-Bus' name of it, `text` the daemon's own
// words, `method` the method that was called, `title` what the medium is called, `mountPoint` where it is mounted or
// empty.
[[nodiscard]] Error describeUDisksError(
    const QString& name, const QString& text, const QString& method, const QString& title, const QString& mountPoint);

// The state that was asked for was there already.
[[nodiscard]] bool isAlreadySo(const QString& errorName);

} // namespace satchel
