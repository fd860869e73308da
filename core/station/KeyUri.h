#pragma once

#include <QString>

namespace satchel {

// A key's or certificate's URI with a relative `file:` or plain path made absolute from `folder`; what names a token
// (`pkcs11:` and the like) stays as it is.
[[nodiscard]] QString absoluteKeyUri(const QString& uri, const QString& folder);

} // namespace satchel
