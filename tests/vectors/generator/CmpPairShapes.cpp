#include "Exchanges.h"

#include <core/crypto/DerReader.h>
#include <core/crypto/DerWriter.h>
#include <tests/support/DerParts.h>

// What answers the requests of CMP other than an ir, each by the type that is its counterpart (RFC 9810 section 5.1.2),
// and those of the requests that are no wishes for a certificate.
namespace satchel::vectors {

using namespace satchel::test;

namespace {

constexpr int Accepted = 0;
constexpr char SerialNumber = '\x81'; // [1] of a CertTemplate (RFC 4211 section 5)
constexpr std::uint8_t Issuer = 0xA3; // [3]
constexpr char CaCertificates = 17; // id-it-caCerts

class CmpPairs final {
public:
    explicit CmpPairs(const Maker& maker)
        : m_maker{maker}
        , m_exchanges{maker, Protocol::Cmp}
        , m_device{maker.world.cmpDevice()}
    {
    }

    void make() const
    {
        makeCertificates();
        makeKeyUpdates();
        makeRevocations();
        makeGenerals();
    }

private:
    using Change = std::function<void(CmpDraft&)>;

    // `change` makes another request of an ir, and leaves its transaction alone.
    [[nodiscard]] QByteArray request(const char* transaction, const Change& change) const
    {
        auto draft = m_maker.cmpRequest();
        draft.transactionId = transaction;
        change(draft);
        return makeCmp(draft);
    }

    [[nodiscard]] Exchanges::Asked asked(const char* file, const char* transaction, const Change& change) const
    {
        return m_exchanges.asked(file, Kind::CertificationRequest, [&] { return request(transaction, change); });
    }

    void answer(const char* name, const Exchanges::Asked& asked, const char* transaction, CmpBodyType type,
        const QByteArray& body, const char* scenario) const
    {
        auto draft = m_maker.cmpAnswer();
        draft.transactionId = transaction;
        draft.recipientNonce = CmpDraft{}.senderNonce;
        draft.bodyTag = tagOf(type);
        draft.body = body;
        m_exchanges.answer(name, asked, {makeCmp(draft), Kind::CertificationResponse, "pki"}, scenario);
    }

    [[nodiscard]] QByteArray wishForOwnKey(const QByteArray& controls = {}) const
    {
        return makeCrmf(
            m_device.ldevid.key, makeName(QStringLiteral("Device"), m_device.serial), CrmfProof::Signature, controls);
    }

    [[nodiscard]] QByteArray granted() const { return makeCertRep(Accepted, m_device.ldevid.certificate); }

    void makeCertificates() const
    {
        constexpr auto* Transaction = "transaction-0003";
        const auto wish = asked("certificate-request.pki", Transaction, [this](CmpDraft& draft) {
            draft.bodyTag = tagOf(CmpBodyType::Cr);
            draft.body = wishForOwnKey();
        });
        answer("cmp-cp", wish, Transaction, CmpBodyType::Cp, granted(), "a CMP cp for a cr");
    }

    void makeKeyUpdates() const
    {
        constexpr auto* Transaction = "transaction-0004";
        const auto wish = asked("key-update-request.pki", Transaction, [this](CmpDraft& draft) {
            draft.bodyTag = tagOf(CmpBodyType::Kur);
            draft.body = wishForOwnKey(oldCertificateControl(m_device.ldevid.certificate));
            draft.signer = m_device.ldevid;
        });
        answer("cmp-kup", wish, Transaction, CmpBodyType::Kup, granted(), "a CMP kup for a kur");
    }

    // A RevDetails with nothing but issuer and serial number, and the rp that grants it (RFC 9810
    // sections 5.3.9, 5.3.10).
    void makeRevocations() const
    {
        constexpr auto* Transaction = "transaction-0005";
        const auto revoke = [this](CmpDraft& draft) {
            const auto& certificate = m_device.ldevid.certificate;
            draft.bodyTag = tagOf(CmpBodyType::Rr);
            auto number = certificate.serialNumberDer();
            number[0] = SerialNumber;
            draft.body = sequence(sequence(sequence(number + derElement(Issuer, certificate.issuerDer()))));
            draft.signer = m_device.ldevid;
        };
        m_exchanges.request("cmp-rr", {request(Transaction, revoke), Kind::CertificationRequest, "pki"}, "a CMP rr");
        const auto status = sequence(integer(Accepted));
        answer("cmp-rp", asked("revocation-request.pki", Transaction, revoke), Transaction, CmpBodyType::Rp,
            sequence(sequence(status)), "a CMP rp for an rr");
    }

    void makeGenerals() const
    {
        constexpr auto* Transaction = "transaction-0006";
        const auto ask = [](CmpDraft& draft) {
            draft.bodyTag = tagOf(CmpBodyType::Genm);
            draft.body = sequence(makeInfo(CaCertificates));
        };
        m_exchanges.request("cmp-genm", {request(Transaction, ask), Kind::CertificationRequest, "pki"},
            "a CMP genm that asks for CA certificates");
        const auto certificates = sequence(m_maker.world.pki().domainCa.certificate.der());
        answer("cmp-genp", asked("general-message.pki", Transaction, ask), Transaction, CmpBodyType::Genp,
            sequence(makeInfo(CaCertificates, certificates)),
            "a CMP genp with the CA certificates that a genm asked for");
    }

    const Maker& m_maker;
    Exchanges m_exchanges;
    const CmpDevice& m_device;
};

} // namespace

void makeCmpPairShapes(const Maker& maker)
{
    CmpPairs{maker}.make();
}

} // namespace satchel::vectors
