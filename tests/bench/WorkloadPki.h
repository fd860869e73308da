#pragma once

#include "RsaKeys.h"
#include "WorkloadPlan.h"

#include <core/crypto/PrivateKey.h>

#include <QDateTime>
#include <QString>

#include <vector>

namespace satchel::bench {

// One manufacturer: a root that stations trust, a sub-CA that travels with what it has issued, and its MASA.
struct Manufacturer {
    IssuerIdentity root;
    IssuerIdentity subordinate;
    IssuerIdentity voucherSigner; // below the sub-CA
    bool usesRsa = false;
};

// A device with its two key pairs: of its IDevID, and the one it asks for a certificate for.
struct WorkloadDevice {
    QString serial;
    IssuerIdentity idevid;
    PrivateKey newKey;
};

// The keys and certificates from which a workload is made. Immutable, so threads may share it.
class WorkloadPki final {
public:
    explicit WorkloadPki(const WorkloadPlan& plan);

    [[nodiscard]] const std::vector<Manufacturer>& manufacturers() const { return m_manufacturers; }
    [[nodiscard]] const Manufacturer& manufacturerOf(int device) const;
    [[nodiscard]] const IssuerIdentity& domain() const { return m_domain; }
    [[nodiscard]] const IssuerIdentity& registrar() const { return m_registrar; }

    [[nodiscard]] WorkloadDevice makeDevice(int number) const;

private:
    RsaKeys m_rsaKeys; // two for each device that has any
    std::vector<Manufacturer> m_manufacturers;
    IssuerIdentity m_domain;
    IssuerIdentity m_registrar;
};

} // namespace satchel::bench
