#include "WorkloadPki.h"

#include "Demand.h"

#include <openssl/evp.h>
#include <openssl/rsa.h>

namespace satchel::bench {

namespace {

using Use = CertificateTemplate::Use;

constexpr int Manufacturers = 20;
constexpr int ManufacturersWithoutRsa = 9; // between two that use it: one in ten
constexpr unsigned DeviceRsaBits = 2048;

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

PrivateKey deviceKey(bool usesRsa)
{
    if (!usesRsa) {
        return demanded(PrivateKey::generate(KeyType::P256));
    }
    EVP_PKEY* const key = EVP_RSA_gen(DeviceRsaBits);
    demand(key != nullptr, QStringLiteral("no RSA key could be made"));
    return PrivateKey{key};
}

} // namespace

WorkloadPki::WorkloadPki(WorkloadShape shape)
    : m_domain{root(QStringLiteral("Domain CA"), KeyType::P256)}
    , m_registrar{issued(
          named(QStringLiteral("Registrar"), Use::Registrar), demanded(PrivateKey::generate(KeyType::P256)), m_domain)}
{
    for (int i = 0; i < Manufacturers; ++i) {
        const bool usesRsa = shape == WorkloadShape::Mixed && i % (ManufacturersWithoutRsa + 1) == 0;
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
    auto idevid
        = issued(named(QStringLiteral("Device"), Use::EndEntity, serial), deviceKey(maker.usesRsa), maker.subordinate);
    return {serial, std::move(idevid), deviceKey(maker.usesRsa)};
}

} // namespace satchel::bench
