#pragma once

#include <core/base/JsonWriter.h>
#include <core/base/Outcome.h>
#include <core/base/Result.h>
#include <core/base/RowList.h>

#include <QString>

#include <optional>

namespace satchel {

struct IssueReport {
    bool madeIssuer = false; // the folder was empty: keys and certificates were made
    qint64 issued = 0;
    qint64 already = 0; // answered before
    qint64 otherFiles = 0; // no requests: left alone
    RowList answers; // {request, path, kind}
    RowList refused; // {path, code, reason}: nothing was issued for these
    RowList warnings; // {path, text}
    std::optional<Error> failure; // what stopped the verb itself

    [[nodiscard]] Outcome outcome() const;
    void writeJson(JsonWriter& writer) const; // members of an open object

    void refuse(const QString& path, const Error& error);
    void warn(const QString& path, const QString& text);
};

} // namespace satchel
