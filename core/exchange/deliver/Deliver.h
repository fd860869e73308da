#pragma once

#include <core/base/Progress.h>
#include <core/base/RowList.h>
#include <core/base/Outcome.h>
#include <core/exchange/session/Session.h>

#include <QString>

#include <optional>

namespace satchel {

struct DeliverOrder {
    QString folder; // created if it is missing
    QString recipient; // "registrar", "ra", "masa"; empty: all that is ready
    bool again = false; // write again what was picked up
    bool sidecars = true; // each file's `.meta` beside it; a reader that takes every file for a message wants none
};

struct DeliverReport {
    qint64 delivered = 0;
    qint64 waiting = 0; // stay until an earlier message of their CMP transaction is through
    RowList files; // {item, kind, path}
    RowList refused; // {path, code, reason}: what lay in the way
    std::optional<Error> failure;

    [[nodiscard]] Outcome outcome() const;
    void writeJson(JsonWriter& writer) const;
};

// Hands ready items to the local system: each file atomically, under a constant name, with its `.meta`, if any, written
// first.
[[nodiscard]] DeliverReport deliver(Session& session, const DeliverOrder& order, const Conduct& conduct);

} // namespace satchel
