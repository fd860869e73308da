#pragma once

#include <core/base/JsonWriter.h>
#include <core/base/Result.h>
#include <core/base/StrictJson.h>
#include <core/crypto/Certificate.h>

#include <QByteArray>
#include <QDateTime>
#include <QList>
#include <QString>

namespace satchel {

// Who asked for an object that does not itself prove it, as the registrar saw it (docs/cli.md, "Files"; RFC 9733
// section 4.1). Travels with the item inside the signed part. Every field may be absent.
struct RequesterRecord {
    QList<Certificate> idevid; // leaf first, at most 8
    QString authenticatedBy; // "tls-client-certificate", ...
    QString proofOfPossession; // "signature", "tls-unique", "none"
    QDateTime at; // invalid if absent

    // From the value of the member "requester"; `place` names it in messages.
    [[nodiscard]] static Result<RequesterRecord> fromJson(const JsonValue& value, const QString& place);
    void writeTo(JsonWriter& writer) const;
    [[nodiscard]] QByteArray toJson() const;
    // The device's serial number by its IDevID, empty if there is none.
    [[nodiscard]] QString device() const;
};

} // namespace satchel
