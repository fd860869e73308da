#pragma once

#include <QByteArray>

// Changes to JSON as text, so that it may say what no writer would. The text is sound and without white space; a path
// leads from the outermost object down by names and numbers: "parts.0.size".
namespace satchel::vectors::jsontext {

[[nodiscard]] QByteArray without(QByteArray json, const QByteArray& path);
[[nodiscard]] QByteArray replaced(QByteArray json, const QByteArray& path, const QByteArray& value);
// The member once more, behind itself.
[[nodiscard]] QByteArray repeated(QByteArray json, const QByteArray& path);
// A member more at the end of the object at `path`; the outermost one if it is empty.
[[nodiscard]] QByteArray extended(QByteArray json, const QByteArray& path, const QByteArray& member);
// The value there.
[[nodiscard]] QByteArray valueAt(const QByteArray& json, const QByteArray& path);

} // namespace satchel::vectors::jsontext
