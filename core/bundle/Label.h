#pragma once

#include <core/base/HexId.h>
#include <core/base/JsonWriter.h>
#include <core/base/Result.h>
#include <core/base/StrictJson.h>
#include <core/base/Ulid.h>
#include <core/station/StationId.h>

#include <QByteArray>
#include <QDateTime>
#include <QList>
#include <QString>

#include <optional>

namespace satchel {

// Who sends what number to whom: what the label says and every part repeats.
struct BundleAddress {
    friend bool operator==(const BundleAddress&, const BundleAddress&) = default;

    Ulid bundle;
    StationId from;
    LedgerId ledger; // the sender's
    StationId to;
    qint64 sequence = 0;
};

struct PartEntry {
    QString name; // "parts/000001.p7m"
    qint64 size = 0; // of the entry
    Sha256Digest sha256; // of the entry
    qint64 plainSize = 0; // of the archive inside, decompressed
};

// label.json, the cleartext front sheet (docs/bundle-format.md, "label.json").
struct Label {
    BundleAddress address;
    Ulid shipment;
    qint64 shipmentIndex = 1;
    bool shipmentLast = true;
    QDateTime created;
    std::optional<QDateTime> notAfter;
    QList<PartEntry> parts;
    QString producer; // "satchel 0.1.0"

    // Strict JSON with every field in range; the parts named in order. UnsupportedVersion if `version` is not 1 (found
    // out before anything else of a later version is judged), NotRecognised if `type` is another.
    [[nodiscard]] static Result<Label> parse(const QByteArray& json);
    [[nodiscard]] QByteArray toJson() const;
};

// The members that label.json and part.json share: bundle, from, to, sequence.
void writeAddress(JsonWriter& writer, const BundleAddress& address);
[[nodiscard]] BundleAddress readAddress(JsonObjectReader& reader);

// "parts/000001.p7m" for 1.
[[nodiscard]] QString partEntryName(qint64 number);

// "satchel-<from>-<to>-<sequence>.satchel", 8 hex digits of each id, 6 digits of sequence.
[[nodiscard]] QString bundleFileName(const BundleAddress& address);

} // namespace satchel
