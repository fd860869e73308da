#include "FieldFaults.h"

#include "JsonText.h"

#include <QChar>

namespace satchel::vectors {

namespace {

// "parts.0.plainSize": "parts-plain-size".
QByteArray slug(const QByteArray& path)
{
    QByteArray text;
    for (const auto& step : path.split('.')) {
        if (step == "0") {
            continue;
        }
        text += text.isEmpty() ? "" : "-";
        for (const char c : step) {
            const bool isCapital = c >= 'A' && c <= 'Z';
            text += isCapital ? "-" + QByteArray{1, static_cast<char>(c + ('a' - 'A'))} : QByteArray{1, c};
        }
    }
    return text;
}

QByteArray leaf(const QByteArray& path)
{
    const auto steps = path.split('.');
    return steps.last() == "0" ? steps.at(steps.size() - 2) : steps.last();
}

ErrorCode codeOfAbsence(const QByteArray& path)
{
    return path == "type" ? ErrorCode::NotRecognised : ErrorCode::Malformed;
}

// Certificates would make long lines that differ from making to making.
QByteArray shown(const QByteArray& value, const QByteArray& otherwise)
{
    return value.size() > 70 ? otherwise : value;
}

} // namespace

void forEachFault(const QList<Field>& fields, const std::function<void(const FaultyText&)>& take)
{
    for (const auto& field : fields) {
        const auto& path = field.path;
        const auto name = slug(path);
        const bool isElement = path.endsWith(".0");
        const auto quoted = "`" + path + "`";
        if (!field.isOptional && !isElement) {
            take({name + "-missing", FieldFault::Missing, path,
                [path](QByteArray& json) { json = jsontext::without(json, path); }, codeOfAbsence(path),
                quoted + " is missing", leaf(path)});
        }
        take({name + (isElement ? "-element-of-another-type" : "-of-another-type"), FieldFault::WrongType, path,
            [path, value = field.wrongType](QByteArray& json) { json = jsontext::replaced(json, path, value); },
            codeOfAbsence(path), quoted + " is " + shown(field.wrongType, "a text where a list is due"), leaf(path)});
        if (!isElement) {
            take({name + "-twice", FieldFault::Twice, path,
                [path](QByteArray& json) { json = jsontext::repeated(json, path); }, ErrorCode::DuplicateField,
                quoted + " stands twice, with one value", leaf(path)});
        }
        for (const auto& bad : field.bad) {
            take({name + '-' + bad.name, FieldFault::OutOfRange, path,
                [path, value = bad.value](QByteArray& json) { json = jsontext::replaced(json, path, value); }, bad.code,
                quoted + " is " + shown(bad.value, QByteArray{bad.name}.replace('-', ' ')), leaf(path)});
        }
    }
}

void forEachUnknownField(const QList<QByteArray>& objects, const std::function<void(const FaultyText&)>& take)
{
    for (const auto& object : objects) {
        const auto prefix = object.isEmpty() ? QByteArray{} : slug(object) + '-';
        take({prefix + "with-an-unknown-field", FieldFault::OutOfRange, object,
            [object](QByteArray& json) { json = jsontext::extended(json, object, R"("remark":"hello")"); },
            ErrorCode::UnknownField,
            "a member `remark` that the format does not know, in "
                + (object.isEmpty() ? QByteArray{"the outermost object"} : "`" + object + "`"),
            "remark"});
    }
}

} // namespace satchel::vectors
