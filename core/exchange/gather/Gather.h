#pragma once

#include <core/base/Progress.h>
#include <core/base/RowList.h>
#include <core/base/Outcome.h>
#include <core/exchange/session/Session.h>

#include <QByteArray>
#include <QString>
#include <QStringList>

#include <optional>

namespace satchel {

struct GatherOrder {
    QStringList paths; // files and folders (depth 8, links not followed)
    std::optional<QByteArray> standardInput; // what came on stdin, where "-" was named
    QString from; // "registrar", "ra", "masa" or empty: noted in the custody log
    bool remove = false; // sources go after the commit
};

struct GatherReport {
    qint64 gathered = 0; // taken, held included
    qint64 duplicates = 0; // there already
    qint64 paired = 0; // answers whose request was found
    qint64 superseded = 0; // older requests made worthless, older editions of what is for all sites
    qint64 held = 0;
    RowList refused; // {path, code, reason}
    RowList warnings; // {item, text}
    RowList items; // "id"
    std::optional<Error> failure; // what stopped the verb itself

    [[nodiscard]] Outcome outcome() const;
    void writeJson(JsonWriter& writer) const; // members of an open object
};

// Takes items in: recognises and checks each file by its content, pairs answers with requests, commits in batches.
// Each file is taken or refused by itself. A file that is still growing is left for the next time, with a reason.
[[nodiscard]] GatherReport gather(Session& session, const GatherOrder& order, const Conduct& conduct);

} // namespace satchel
