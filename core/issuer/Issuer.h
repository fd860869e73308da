#pragma once

#include "IssueReport.h"

#include <core/base/Progress.h>
#include <core/base/Secret.h>
#include <core/base/Time.h>

#include <QString>

#include <optional>

namespace satchel {

struct IssueOrder {
    QString authority; // the issuer's folder, made if it is missing or empty
    QString requests; // files as `deliver` writes them, or of any name
    QString answers; // created if it is missing
    bool again = false; // write again what was answered before and has been picked up
    std::optional<bool> requireRequester = {}; // instead of what the issuer's settings say
    Secret passphrase = {}; // for encrypted keys
    Clock clock = systemClock();
};

// Answers every request in a folder, as CA, RA and MASA of a demonstration or a very small operator: certificates for
// PKCS #10, CMP responses, vouchers. Each request is answered once or refused by itself; requests are left where they
// are. StationInUse if another process issues from the same folder.
[[nodiscard]] IssueReport issue(const IssueOrder& order, const Conduct& conduct);

} // namespace satchel
