#pragma once

#include <core/base/JsonWriter.h>
#include <core/base/Result.h>
#include <core/base/Progress.h>
#include <core/bundle/Label.h>

#include <QByteArray>
#include <QString>

namespace satchel {

// What anybody can read off a bundle without keys. Nothing of it is verified.
struct InspectReport {
    QString file;
    Sha256Digest sha256; // of the file
    qint64 size = 0;
    Label label;
    QByteArray labelJson; // as in the file
    Sha256Digest labelDigest; // of that: what receipts, slips and `verify` name

    void writeJson(JsonWriter& writer) const;
};

[[nodiscard]] Result<InspectReport> inspectFile(const QString& file, const Conduct& conduct);

} // namespace satchel
