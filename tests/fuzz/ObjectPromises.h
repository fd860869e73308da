#pragma once

#include "FuzzTarget.h"

#include <core/objects/EnrolmentObject.h>

namespace satchel::fuzz {

// What holds of every enrolment object that was parsed from these bytes.
void requireObjectPromises(const EnrolmentObject& object, const QByteArray& bytes);

// The same of the outcome of parsing, by a class itself or by the recogniser.
template <typename Pointer> Verdict judgedObject(const Result<Pointer>& object, const QByteArray& bytes)
{
    if (!object) {
        return refused(object.error());
    }
    requireObjectPromises(**object, bytes);
    return Verdict::Accepted;
}

} // namespace satchel::fuzz
