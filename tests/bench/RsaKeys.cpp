#include "RsaKeys.h"

#include "Demand.h"

#include <openssl/core_names.h>
#include <openssl/param_build.h>
#include <openssl/rsa.h>

#include <array>
#include <utility>

namespace satchel::bench {

namespace {

constexpr unsigned Bits = 2048;

using NumberContextHandle = OpenSslHandle<BN_CTX, &BN_CTX_free>;
using ParametersHandle = OpenSslHandle<OSSL_PARAM, &OSSL_PARAM_free>;
using ParametersBuilderHandle = OpenSslHandle<OSSL_PARAM_BLD, &OSSL_PARAM_BLD_free>;

void demandDone(bool isDone)
{
    demand(isDone, QStringLiteral("no RSA key could be made"));
}

std::size_t pairsOf(std::size_t primes)
{
    return primes == 0 ? 0 : primes * (primes - 1) / 2;
}

BignumHandle primeOf(EVP_PKEY* key, const char* which)
{
    BIGNUM* prime = nullptr;
    demandDone(EVP_PKEY_get_bn_param(key, which, &prime) == 1);
    return BignumHandle{prime};
}

BignumHandle lessOne(const BIGNUM* number)
{
    BignumHandle less{BN_dup(number)};
    demandDone(less && BN_sub_word(less.get(), 1) == 1);
    return less;
}

// What RFC 8017 section 3.2 has a private key hold of two primes.
class KeyNumbers final {
public:
    KeyNumbers(const BIGNUM* p, const BIGNUM* q)
        : m_p{p}
        , m_q{q}
    {
        const auto pLess = lessOne(p);
        const auto qLess = lessOne(q);
        const BignumHandle order{BN_new()};
        BN_CTX* const context = m_context.get();
        demandDone(context != nullptr && BN_set_word(m_publicExponent.get(), RSA_F4) == 1
            && BN_mul(m_modulus.get(), p, q, context) == 1
            && BN_mul(order.get(), pLess.get(), qLess.get(), context) == 1
            && BN_mod_inverse(m_exponent.get(), m_publicExponent.get(), order.get(), context) != nullptr
            && BN_mod(m_exponentOfP.get(), m_exponent.get(), pLess.get(), context) == 1
            && BN_mod(m_exponentOfQ.get(), m_exponent.get(), qLess.get(), context) == 1
            && BN_mod_inverse(m_coefficient.get(), q, p, context) != nullptr);
    }

    [[nodiscard]] PkeyHandle key() const
    {
        const ParametersBuilderHandle builder{OSSL_PARAM_BLD_new()};
        const std::array<std::pair<const char*, const BIGNUM*>, 8> members{{{OSSL_PKEY_PARAM_RSA_N, m_modulus.get()},
            {OSSL_PKEY_PARAM_RSA_E, m_publicExponent.get()}, {OSSL_PKEY_PARAM_RSA_D, m_exponent.get()},
            {OSSL_PKEY_PARAM_RSA_FACTOR1, m_p}, {OSSL_PKEY_PARAM_RSA_FACTOR2, m_q},
            {OSSL_PKEY_PARAM_RSA_EXPONENT1, m_exponentOfP.get()}, {OSSL_PKEY_PARAM_RSA_EXPONENT2, m_exponentOfQ.get()},
            {OSSL_PKEY_PARAM_RSA_COEFFICIENT1, m_coefficient.get()}}};
        for (const auto& [name, number] : members) {
            demandDone(OSSL_PARAM_BLD_push_BN(builder.get(), name, number) == 1);
        }
        const ParametersHandle parameters{OSSL_PARAM_BLD_to_param(builder.get())};
        const PkeyContextHandle context{EVP_PKEY_CTX_new_from_name(nullptr, "RSA", nullptr)};
        EVP_PKEY* key = nullptr;
        demandDone(EVP_PKEY_fromdata_init(context.get()) == 1
            && EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_KEYPAIR, parameters.get()) == 1);
        return PkeyHandle{key};
    }

private:
    const BIGNUM* m_p;
    const BIGNUM* m_q;
    NumberContextHandle m_context{BN_CTX_new()};
    BignumHandle m_modulus{BN_new()};
    BignumHandle m_publicExponent{BN_new()};
    BignumHandle m_exponent{BN_new()};
    BignumHandle m_exponentOfP{BN_new()};
    BignumHandle m_exponentOfQ{BN_new()};
    BignumHandle m_coefficient{BN_new()};
};

} // namespace

RsaKeys::RsaKeys(int count)
{
    while (pairsOf(m_primes.size()) < static_cast<std::size_t>(count)) {
        const PkeyHandle key{EVP_RSA_gen(Bits)};
        demandDone(key != nullptr);
        m_primes.push_back(primeOf(key.get(), OSSL_PKEY_PARAM_RSA_FACTOR1));
        m_primes.push_back(primeOf(key.get(), OSSL_PKEY_PARAM_RSA_FACTOR2));
    }
}

// The pairs in the order (0, 1), (0, 2), (1, 2), (0, 3) and so on.
PrivateKey RsaKeys::at(int number) const
{
    auto first = static_cast<std::size_t>(number);
    std::size_t second = 1;
    for (; first >= second; ++second) {
        first -= second;
    }
    return PrivateKey{KeyNumbers{m_primes.at(first).get(), m_primes.at(second).get()}.key().release()};
}

} // namespace satchel::bench
