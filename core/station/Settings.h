#pragma once

#include <core/base/Result.h>
#include <core/station/StationRole.h>

#include <QByteArray>
#include <QByteArrayView>
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

        friend bool operator==(const KeyPair&, const KeyPair&) = default;
    };
    KeyPair signing;
    QList<KeyPair> decryption; // the first is current; the rest still open older bundles

    struct Policy {
        bool refuseExpiredSenders = false; // else a warning
        int voucherRequestDays = 4; // RFC 8995 section 5.2: how long a pledge keeps its nonce
        qint64 itemBytes = 4 * 1024 * 1024; // the largest file that gather takes
        int threads = 0; // 0: one per core, three at most; more than four count as four
        // How many CMP messages `deliver` puts into one nested message for the RA: 0 none, as they came; 1 one each
        // (the RA's consent); more: batches of at most so many.
        int cmpNested = 0;
    };
    Policy policy;

    // What a backend signs nested CMP messages with, as a registration authority; the certificate's file may go on with
    // the chain above it.
    std::optional<KeyPair> registrationAuthority = {};

    // What the keys may be.
    static constexpr int MostDays = 3650;
    static constexpr qint64 LeastItemBytes = 1024;
    static constexpr qint64 MostItemBytes = 4 * 1024 * 1024; // what a bundle carries (docs/bundle-format.md, "Limits")
    static constexpr int MostThreads = 256;
    static constexpr qsizetype MostDecryptionKeys = 64;
    static constexpr int MostCmpNested = 32; // what one nested message holds (docs/objects.md, "Limits")

    [[nodiscard]] static Result<Settings> load(const QString& file);
    // The same of a text that came out of `file`.
    [[nodiscard]] static Result<Settings> parse(QByteArrayView text, const QString& file);
    [[nodiscard]] QByteArray text() const; // as it is saved
    [[nodiscard]] Result<void> save(const QString& file) const;

    [[nodiscard]] bool hasKeysOf(const Settings& other) const;
    // What differs from these settings in `wanted`, key by key as docs/settings.md names them and with its new value:
    // "policy.threads = 3", "decryption[1].key is gone".
    [[nodiscard]] QStringList changesTo(const Settings& wanted) const;
};

} // namespace satchel
