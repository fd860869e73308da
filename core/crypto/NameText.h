#pragma once

#include "OpenSslHandle.h"

#include <QString>
#include <QStringList>

namespace satchel {

// A decoded Name (RFC 5280 section 4.1.2.4) for people, in RFC 2253 form, UTF-8. Empty for the NULL-DN.
[[nodiscard]] QString nameText(const X509_NAME* name);

// All attributes of that kind in their order, of which the last is the most specific one. One that is no text is empty.
[[nodiscard]] QStringList nameAttributes(const X509_NAME* name, int nid);
// The last of them; empty if there is none.
[[nodiscard]] QString lastNameAttribute(const X509_NAME* name, int nid);

} // namespace satchel
