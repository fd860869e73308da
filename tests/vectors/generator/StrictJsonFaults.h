#pragma once

#include "Rules.h"

#include <core/base/ErrorCode.h>

#include <QByteArray>

#include <functional>
#include <vector>

namespace satchel::vectors {

// Where a JSON text has what faults are put into: two members of its outermost object.
struct JsonPlaces {
    QByteArray text; // name of one with a text
    QByteArray number; // name of one with a number
    QByteArray value; // that number, as it stands
    Rule type; // that the text is what it is taken for
};

// A JSON text that breaks one of the rules of strict JSON (docs/bundle-format.md).
struct StrictJsonFault {
    QByteArray name; // "negative-zero"
    ErrorCode code;
    Rule rule;
    QByteArray scenario;
    QByteArray word;
    std::function<void(QByteArray&)> change;
};

[[nodiscard]] std::vector<StrictJsonFault> strictJsonFaults(const JsonPlaces& places);

} // namespace satchel::vectors
