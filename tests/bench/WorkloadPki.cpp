#include "WorkloadPki.h"

#include "Demand.h"

namespace satchel::bench {

namespace {

using Use = CertificateTemplate::Use;

constexpr int Manufacturers = 20;
constexpr int OneInSoManyUsesRsa = 10; // of the manufacturers, and so of the devices
constexpr int KeysOfADevice = 2;

// How many of the devices before this one have RSA keys, in a workload in which any has.
int rsaDevicesBefore(int number)
{
    return (number + OneInSoManyUsesRsa - 1) / OneInSoManyUsesRsa;
}

CertificateTemplate named(const QString& name, Use use, const QString& serial = {})
{
    CertificateTemplate facts;
    facts.commonName = name;
    facts.serialNumber = serial;
    facts.notBefore = beginningOfTime();
    facts.notAfter = endOfTime();
    facts.use = use;
    return facts;
}

IssuerIdentity root(const QString& name, KeyType type)
{
    auto key = demanded(PrivateKey::generate(type));
    auto certificate = demanded(issueSelfSigned(named(name, Use::Authority), key));
    return {std::move(certificate), std::move(key)};
}

IssuerIdentity issued(const CertificateTemplate& facts, PrivateKey key, const IssuerIdentity& issuer)
{
    auto certificate = demanded(issueCertificate(facts, key.publicKeyInfo(), issuer));
    return {std::move(certificate), std::move(key)};
}

Manufacturer makeManufacturer(int number, bool usesRsa)
{
    const auto type = usesRsa ? KeyType::Rsa3072 : KeyType::P256;
    auto top = root(QStringLiteral("Manufacturer %1 Root CA").arg(number), type);
    auto below = issued(named(QStringLiteral("Manufacturer %1 Device CA").arg(number), Use::Authority),
        demanded(PrivateKey::generate(type)), top);
    auto signer = issued(named(QStringLiteral("Manufacturer %1 MASA").arg(number), Use::Signing),
        demanded(PrivateKey::generate(type)), below);
    return {std::move(top), std::move(below), std::move(signer), usesRsa};
}

} // namespace

WorkloadPki::WorkloadPki(const WorkloadPlan& plan)
    : m_rsaKeys{plan.shape == WorkloadShape::Mixed ? KeysOfADevice * rsaDevicesBefore(plan.devices) : 0}
    , m_domain{root(QStringLiteral("Domain CA"), KeyType::P256)}
    , m_registrar{issued(
          named(QStringLiteral("Registrar"), Use::Registrar), demanded(PrivateKey::generate(KeyType::P256)), m_domain)}
{
    for (int i = 0; i < Manufacturers; ++i) {
        const bool usesRsa = plan.shape == WorkloadShape::Mixed && i % OneInSoManyUsesRsa == 0;
        m_manufacturers.push_back(makeManufacturer(i + 1, usesRsa));
    }
}

const Manufacturer& WorkloadPki::manufacturerOf(int device) const
{
    return m_manufacturers[static_cast<std::size_t>(device) % m_manufacturers.size()];
}

WorkloadDevice WorkloadPki::makeDevice(int number) const
{
    const auto& maker = manufacturerOf(number);
    const auto serial = QStringLiteral("SN-%1").arg(number, 7, 10, QLatin1Char('0'));
    const auto key = [&](int which) {
        return maker.usesRsa ? m_rsaKeys.at(KeysOfADevice * rsaDevicesBefore(number) + which)
                             : demanded(PrivateKey::generate(KeyType::P256));
    };
    auto idevid = issued(named(QStringLiteral("Device"), Use::EndEntity, serial), key(0), maker.subordinate);
    return {serial, std::move(idevid), key(1)};
}

} // namespace satchel::bench
