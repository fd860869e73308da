#pragma once

#include <core/base/Result.h>
#include <core/exchange/session/LogSentences.h>
#include <core/exchange/session/Session.h>

#include <QStringList>

#include <functional>

namespace satchel {

// A change of the station's own files and its entry in the custody log come together: if the change fails, the entry is
// undone with its transaction. Needs a session for writing.
[[nodiscard]] Result<void> changeOnRecord(Session& session, const LogSentence& sentence, const QStringList& about,
    const std::function<Result<void>()>& change);

} // namespace satchel
