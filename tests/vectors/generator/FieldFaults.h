#pragma once

#include <core/base/ErrorCode.h>

#include <QByteArray>
#include <QList>

#include <functional>

// The faults that every field of a JSON text can have: missing, of another type, twice, out of its range.
namespace satchel::vectors {

struct BadValue {
    const char* name; // "above-the-limit": as it stands in the vector's name
    QByteArray value;
    ErrorCode code = ErrorCode::Malformed;
};

struct Field {
    QByteArray path; // see JsonText.h
    QByteArray wrongType;
    QList<BadValue> bad = {};
    bool isOptional = false;
};

enum class FieldFault { Missing, WrongType, Twice, OutOfRange };

struct FaultyText {
    QByteArray name; // "part-size-missing"
    FieldFault fault = FieldFault::Missing;
    QByteArray path;
    std::function<void(QByteArray&)> change;
    ErrorCode code = ErrorCode::Malformed;
    QByteArray scenario;
    QByteArray word; // the field's own name
};

void forEachFault(const QList<Field>& fields, const std::function<void(const FaultyText&)>& take);
// An unknown member at the end of each of these objects ("" is the outermost).
void forEachUnknownField(const QList<QByteArray>& objects, const std::function<void(const FaultyText&)>& take);

} // namespace satchel::vectors
