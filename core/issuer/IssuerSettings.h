#pragma once

#include <core/base/Result.h>

#include <QString>

namespace satchel {

// `settings.toml` in an issuer's folder, which a person may edit: docs/issuer.md tells each key. Unknown keys are
// refused by name, so that a misspelt policy is not silently another one.
struct IssuerSettings {
    int certificateDays = 365; // how long the certificates of devices are valid
    int voucherDays = 30; // likewise vouchers without a nonce, which are for whoever holds them
    // Answer a PKCS #10 only if its requester record holds an IDevID that chains to a manufacturer anchor. Off, such a
    // request is answered with a warning: it has passed a backend, where a person has released it.
    bool requireRequester = false;

    [[nodiscard]] static Result<IssuerSettings> load(const QString& file);
    [[nodiscard]] Result<void> save(const QString& file) const;
};

} // namespace satchel
