#pragma once

#include <core/base/StrictJson.h>

#include <QByteArray>
#include <QByteArrayView>
#include <QString>

namespace satchel {

// "Extension Request (1.2.840.113549.1.9.14)" of a dotted object identifier, by the name that OpenSSL has for it or
// that is newer than OpenSSL; the numbers alone where there is none.
[[nodiscard]] QString objectName(const QByteArray& dottedOid);

// Any DER for people: object identifiers by name, texts and small integers as such, what is constructed as a list,
// everything else in hexadecimal digits of which only the first are shown. Nothing is judged; what cannot be read is
// shown as bytes. For objects whose values may be of any type, where a person has to look.
[[nodiscard]] JsonValue derText(QByteArrayView element);

} // namespace satchel
