#pragma once

#include <core/base/Result.h>
#include <core/exchange/session/LogSentences.h>
#include <core/exchange/session/Session.h>
#include <core/media/Volume.h>

#include <QStringList>

namespace satchel {

// Records in the custody log what was done to a medium as a whole: where it is or was, its serial number and label, and
// how that ended. `session` is open for writing.
[[nodiscard]] Result<void> recordMedium(
    Session& session, const LogSentence& sentence, const QStringList& about, const Volume& volume);

} // namespace satchel
