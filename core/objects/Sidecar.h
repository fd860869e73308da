#pragma once

#include <core/base/Result.h>
#include <core/bundle/RequesterRecord.h>

#include <QByteArray>
#include <QDateTime>
#include <QString>

#include <optional>

namespace satchel {

// The `.meta` file beside an item (docs/cli.md, "Files"): what the local system knows that the object does not say.
struct Sidecar {
    std::optional<RequesterRecord> requester;
    QDateTime receivedAt; // invalid if absent
    QString path; // of the EST or BRSKI resource
    QString localName;
    QString inReplyTo; // item id, empty if absent
    QString device; // serial, empty if absent

    static constexpr qsizetype LargestFile = 256 * 1024; // bytes

    // Strict JSON; TooLarge beyond LargestFile.
    [[nodiscard]] static Result<Sidecar> parse(const QByteArray& json);
    [[nodiscard]] QByteArray toJson() const;
};

} // namespace satchel
