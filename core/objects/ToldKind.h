#pragma once

#include <core/objects/EnrolmentObject.h>

namespace satchel {

// The same object as the kind that its surroundings tell: the resource that a `.meta` file names, or the part of a
// bundle that carries it. Where its bytes cannot be of that kind, they remain what they are by themselves.
//
// A voucher request may ask for the audit log; certificates of CAs may be what EST gives out as cacerts, or the answer
// to the request of a CA; a status may be of the voucher or of the enrolment.
[[nodiscard]] EnrolmentObjectPtr asTold(EnrolmentObjectPtr object, Kind told);

} // namespace satchel
