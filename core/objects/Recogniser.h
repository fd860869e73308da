#pragma once

#include <core/objects/EnrolmentObject.h>

namespace satchel {

// The one place where bytes become an object of one form or another. A new form is a new class and one more branch
// here.

// DER of exactly one object, without wrapping; also for objects inside others.
[[nodiscard]] Result<EnrolmentObjectPtr> recogniseDer(const QByteArray& bytes);

} // namespace satchel
