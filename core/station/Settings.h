#pragma once

#include <core/base/Result.h>
#include <core/station/StationRole.h>

#include <QString>
#include <QStringList>

#include <optional>

namespace satchel {

// `<home>/settings.toml`, which a person may edit: docs/settings.md tells each key. Unknown keys are refused by name,
// so that a misspelt policy is not silently another one.
struct Settings {
    StationRole role = StationRole::Site;
    QString name;

    // Keys by URI; relative paths count from the home directory.
    struct KeyPair {
        QString key;
        QString certificate;
    };
    KeyPair signing;
    QList<KeyPair> decryption; // the first is current; the rest still open older bundles

    struct Policy {
        bool refuseExpiredSenders = false; // else a warning
        int voucherRequestDays = 4; // RFC 8995 section 5.2: how long a pledge keeps its nonce
        qint64 itemBytes = 4 * 1024 * 1024; // the largest file that gather takes
        int threads = 0; // 0: one per core
        // How many CMP messages `deliver` puts into one nested message for the RA: 0 none, as they came; 1 one each
        // (the RA's consent); more: batches of at most so many.
        int cmpNested = 0;
    };
    Policy policy;

    // What a backend signs nested CMP messages with, as a registration authority; the certificate's file may go on with
    // the chain above it.
    std::optional<KeyPair> registrationAuthority = {};

    [[nodiscard]] static Result<Settings> load(const QString& file);
    [[nodiscard]] Result<void> save(const QString& file) const;
};

} // namespace satchel
