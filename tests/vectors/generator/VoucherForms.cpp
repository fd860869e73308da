#include "Exchanges.h"

#include <core/objects/voucher/VoucherMaker.h>

// Vouchers and their requests as JWS and as COSE, good ones and one fault each.
namespace satchel::vectors {

using namespace satchel::test;

namespace {

constexpr auto Base64Url = QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals;

struct FormNames {
    VoucherForm form;
    QByteArray prefix;
    const char* extension;
};

class VoucherFormVectors final {
public:
    VoucherFormVectors(const Maker& maker, FormNames names)
        : m_exchanges{maker, Protocol::Brski}
        , m_world{maker.world}
        , m_names{std::move(names)}
        , m_device{m_world.pki().device(m_world.device().serial)}
        , m_request{pledgeRequest()}
    {
    }

    void makeGood() const
    {
        m_exchanges.request(
            name("-pledge-request"), object(Kind::VoucherRequest, m_request), scenario("a device's voucher request"));
        m_exchanges.request(name("-registrar-request"), object(Kind::VoucherRequest, registrarRequest()),
            scenario("a registrar's voucher request, with the device's inside"));
        m_exchanges.answer(name("-voucher"), asked(), object(Kind::Voucher, voucher()), scenario("a voucher"));
    }

    void makeFaults() const
    {
        m_exchanges.badRequest(name("-request-with-a-byte-after-it"), ErrorCode::TrailingData,
            object(Kind::VoucherRequest, m_request + '\x01'), scenario("a byte behind a voucher request"));
        m_exchanges.badRequest(name("-request-cut-short"), ErrorCode::Malformed,
            object(Kind::VoucherRequest, m_request.chopped(2)),
            scenario("a voucher request without its last two bytes"));
        m_exchanges.badRequest(name("-request-altered"), ErrorCode::BadSignature,
            object(Kind::VoucherRequest, withAnotherSerial()),
            scenario("a voucher request in the name of another device"));
        m_exchanges.badAnswer(name("-voucher-of-another-nonce"), ErrorCode::NonceMismatch, rules::SoundItem, asked(),
            object(Kind::Voucher, voucher(QStringLiteral("bm9uY2UtMDAwMDAwMDAwMg=="))),
            scenario("a voucher that repeats another nonce than the request's"));
        m_exchanges.badAnswer(name("-voucher-listed-as-an-audit-log"), ErrorCode::Malformed, rules::SoundItem, asked(),
            object(Kind::AuditLog, voucher()), scenario("a voucher listed as an audit log"));
    }

private:
    [[nodiscard]] QByteArray scenario(const char* what) const
    {
        return QByteArray{what} + ", as " + voucherFormName(m_names.form).toLatin1();
    }

    [[nodiscard]] QByteArray name(const char* rest) const { return m_names.prefix + rest; }

    [[nodiscard]] Exchanges::Object object(Kind kind, const QByteArray& bytes) const
    {
        return {bytes, kind, m_names.extension};
    }

    [[nodiscard]] Exchanges::Asked asked() const
    {
        const auto file = QByteArray{"voucher-request."} + m_names.extension;
        return m_exchanges.asked(file.constData(), Kind::VoucherRequest, [this] { return m_request; });
    }

    [[nodiscard]] VoucherRequestFacts requestFacts() const
    {
        VoucherRequestFacts facts;
        facts.createdOn = forgeTime();
        facts.assertion = QStringLiteral("proximity");
        facts.serialNumber = m_world.device().serial;
        facts.nonce = m_world.device().nonce;
        return facts;
    }

    [[nodiscard]] QByteArray make(const VoucherRequestFacts& facts, const VoucherSigner& signer) const
    {
        return orDie(makeVoucherRequest(facts, signer, m_names.form));
    }

    [[nodiscard]] QByteArray pledgeRequest() const
    {
        auto facts = requestFacts();
        facts.proximityRegistrarCertificate = m_world.pki().registrar.certificate;
        return make(facts, {m_device, {}});
    }

    [[nodiscard]] QByteArray registrarRequest() const
    {
        auto facts = requestFacts();
        facts.priorSignedVoucherRequest = m_request;
        return make(facts, {m_world.pki().registrar, {m_world.pki().domainCa.certificate}});
    }

    [[nodiscard]] QByteArray voucher(const QString& nonce) const
    {
        const VoucherFacts facts{.createdOn = forgeTime(),
            .assertion = QStringLiteral("logged"),
            .serialNumber = m_world.device().serial,
            .nonce = nonce,
            .pinnedDomainCertificate = m_world.pki().domainCa.certificate};
        return orDie(makeVoucher(facts, {m_world.pki().masa, {}}, m_names.form));
    }

    [[nodiscard]] QByteArray voucher() const { return voucher(m_world.device().nonce); }

    // Under the signature that was made for SN-1.
    [[nodiscard]] QByteArray withAnotherSerial() const
    {
        const auto serial = m_world.device().serial.toLatin1();
        if (m_names.form == VoucherForm::Cose) {
            // The last one: the certificate, which is in an unprotected header, comes before the content.
            auto bytes = m_request;
            return bytes.replace(bytes.lastIndexOf(serial), serial.size(), "SN-3");
        }
        const auto start = m_request.indexOf(R"("payload":")") + 11;
        const auto end = m_request.indexOf('"', start);
        const auto payload = QByteArray::fromBase64(m_request.sliced(start, end - start), Base64Url);
        return m_request.first(start) + altered(payload, serial, "SN-3").toBase64(Base64Url) + m_request.sliced(end);
    }

    Exchanges m_exchanges;
    const VectorWorld& m_world;
    FormNames m_names;
    IssuerIdentity m_device;
    QByteArray m_request;
};

} // namespace

void makeVoucherForms(const Maker& maker)
{
    for (const auto& names : {FormNames{VoucherForm::Jws, "jws", "vjj"}, FormNames{VoucherForm::Cose, "cose", "vch"}}) {
        const VoucherFormVectors vectors{maker, names};
        vectors.makeGood();
        vectors.makeFaults();
    }
}

} // namespace satchel::vectors
