#pragma once

#include <core/base/StrictJson.h>

#include <QByteArray>
#include <QString>

namespace satchel {

class SignedData;

// What a thing that is not carried looks like, in words after "it looks like": so that whoever put it into the folder
// knows what became of it.
[[nodiscard]] QString foreignCmsName(const SignedData& cms);
[[nodiscard]] QString foreignJsonName(const JsonValue& json);
[[nodiscard]] QString foreignBytesName(const QByteArray& bytes);

} // namespace satchel
