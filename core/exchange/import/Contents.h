#pragma once

#include <core/base/Progress.h>
#include <core/base/Result.h>
#include <core/exchange/import/Admission.h>
#include <core/exchange/gather/Candidate.h>
#include <core/exchange/session/Session.h>

#include <functional>
#include <vector>

namespace satchel {

// One item of a verified bundle after all checks that need no writing: sound, or refused by itself.
struct JudgedItem {
    ItemId id; // null if the kind is unknown
    QString inReplyTo;
    std::optional<Candidate> candidate;
    std::optional<Error> refusal;
};

// Opens an admitted bundle that is addressed to this station and judges each item, in order; what belongs to the first
// part (receipts, heard, void) comes first. The bundle is good only if this returns without error.
[[nodiscard]] Result<void> readContents(Session& session, const Admission& admission,
    const std::function<Result<void>(const PartMatters&)>& matters, const std::function<Result<void>(JudgedItem)>& item,
    const Conduct& conduct);

} // namespace satchel
