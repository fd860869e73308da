#include "Giants.h"

#include <tests/support/DerParts.h>
#include <tests/support/MessageForge.h>

namespace satchel::torture {

namespace {

using namespace satchel::test;

constexpr int MostSigners = 64; // certificates in a CMP message (docs/objects.md, "Limits")
constexpr int MostRequests = 32;

// Somebody's key, and a signature that could be by it and is not: whoever looks at it has all the work.
struct CostlyKey {
    const char* name;
    QByteArray info; // SubjectPublicKeyInfo
    QByteArray algorithm; // of the signature
    QByteArray signature;
};

QByteArray bitString(const QByteArray& octets)
{
    return derElement(der::BitString, QByteArray(1, '\0') + octets);
}

CostlyKey keyOnCurve(const char* curve)
{
    const PrivateKey key = makeEcKey(curve);
    return {curve, publicKeyInfoOf(makeEcKey(curve)), signatureAlgorithmOf(key, EVP_sha256()),
        signBytes("something else", key, EVP_sha256())};
}

// The largest RSA key that is looked at, and the exponent with the most work in it.
CostlyKey largestRsa()
{
    constexpr qsizetype ModulusSize = 1024;
    constexpr qsizetype ExponentSize = 8;
    const auto ones
        = [](qsizetype size) { return derElement(der::Integer, QByteArray(1, '\0') + QByteArray(size, '\xFF')); };
    const QByteArray rsa = QByteArray::fromHex("300d06092a864886f70d0101010500");
    const QByteArray rsaWithSha256 = QByteArray::fromHex("300d06092a864886f70d01010b0500");
    return {"RSA 8192", sequence(rsa + bitString(sequence(ones(ModulusSize) + ones(ExponentSize)))), rsaWithSha256,
        QByteArray(ModulusSize, '\x55')};
}

QByteArray requestFor(const CostlyKey& key)
{
    QByteArray keyField = key.info;
    keyField[0] = static_cast<char>(der::contextConstructed(6));
    const QByteArray fields = sequence(explicitly(5, makeName(QStringLiteral("pledge"))) + keyField);
    return sequence(sequence(integer(0) + fields) + explicitly(1, key.algorithm + bitString(key.signature)));
}

// An ir that asks for as many certificates as it may and brings as many that could be its signer's.
QByteArray costlyRequest(const CostlyKey& key, const MessageForge& forge)
{
    QByteArray requests;
    for (int i = 0; i < MostRequests; ++i) {
        requests += requestFor(key);
    }
    QByteArray signers;
    for (int i = 0; i < MostSigners; ++i) {
        signers += MessageForge::certify(key.info, QStringLiteral("device-1"), forge.domainCa).der();
    }
    const QByteArray header = sequence(integer(2) + explicitly(4, forge.ldevid.subjectDer())
        + explicitly(4, makeName({})) + explicitly(1, key.algorithm) + explicitly(4, octets("transaction-0001")));
    return sequence(header + explicitly(0, sequence(requests)) + explicitly(0, bitString(key.signature))
        + explicitly(1, sequence(signers)));
}

// The same without protection, so that nothing keeps anybody from the proofs of possession.
QByteArray costlyProofs(const CostlyKey& key)
{
    QByteArray requests;
    for (int i = 0; i < MostRequests; ++i) {
        requests += requestFor(key);
    }
    const QByteArray name = explicitly(4, makeName({}));
    return sequence(sequence(integer(2) + name + name + explicitly(4, octets("transaction-0001")))
        + explicitly(0, sequence(requests)));
}

} // namespace

void forEachKeyGiant(const TakeGiant& take)
{
    const MessageForge forge;
    const CostlyKey keys[] = {keyOnCurve("P-384"), keyOnCurve("P-521"), keyOnCurve("brainpoolP512r1"),
        keyOnCurve("B-571"), keyOnCurve("K-571"), largestRsa()};
    for (const CostlyKey& key : keys) {
        const auto name = QString::fromLatin1(key.name);
        take({QStringLiteral("signers and proofs by %1").arg(name), costlyRequest(key, forge)});
        take({QStringLiteral("proofs by %1").arg(name), costlyProofs(key)});
    }
}

} // namespace satchel::torture
