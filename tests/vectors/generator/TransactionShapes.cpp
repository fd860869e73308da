#include "Exchanges.h"

#include <tests/support/CmcForge.h>
#include <tests/support/ScepForge.h>

// SCEP and CMC, whose devices ask after their requests: good ones and one fault each.
namespace satchel::vectors {

using namespace satchel::test;

namespace {

constexpr auto* ScepNonce = "sender-nonce-001"; // of ScepDraft
constexpr auto* CmcNonce = "1";

class ScepVectors final {
public:
    explicit ScepVectors(const Maker& maker)
        : m_exchanges{maker, Protocol::Scep}
        , m_device{maker.world.cmpDevice()}
        , m_pki{maker.world.pki()}
        , m_asked{m_exchanges.asked("request.scep", Kind::CertificationRequest, [this] { return makeScep(request()); })}
    {
    }

    void makeGood() const
    {
        m_exchanges.request("scep-pkcsreq", object(Kind::CertificationRequest, request()), "a SCEP PKCSReq");
        auto renewal = request();
        renewal.type = "17";
        renewal.outside.signers = {m_device.ldevid};
        m_exchanges.request("scep-renewalreq", object(Kind::CertificationRequest, renewal),
            "a SCEP RenewalReq, signed with the key that it renews");
        m_exchanges.request("scep-certpoll", object(Kind::CertificationRequest, poll()), "a SCEP CertPoll");
        m_exchanges.answer(
            "scep-success", m_asked, object(Kind::CertificationResponse, success()), "a SCEP CertRep that grants");
        m_exchanges.answer("scep-failure", m_asked, object(Kind::Rejection, status("2")), "a SCEP CertRep that fails");
    }

    void makeFaults() const
    {
        const auto good = makeScep(request());
        const auto bad = [this](const char* name, ErrorCode code, const QByteArray& bytes, const char* scenario) {
            m_exchanges.badRequest(name, code, {bytes, Kind::CertificationRequest, Extension}, scenario);
        };
        bad("scep-with-a-byte-after-it", ErrorCode::TrailingData, good + '\0', "a zero byte behind a SCEP message");
        bad("scep-cut-short", ErrorCode::Malformed, good.chopped(1), "a SCEP message without its last byte");
        bad("scep-altered", ErrorCode::BadSignature, altered(good, ScepNonce, "sender-nonce-002"),
            "a SCEP message with another nonce than was signed");
        auto both = request();
        both.outside.signers.append(m_pki.registrar);
        bad("scep-of-two-signers", ErrorCode::BadSignature, makeScep(both), "a SCEP message that two have signed");

        m_exchanges.badAnswer("scep-success-of-another-transaction", ErrorCode::NoMatchingRequest, rules::AnswersOurs,
            m_asked, object(Kind::CertificationResponse, ofAnotherTransaction()),
            "a SCEP CertRep of another transaction");
        m_exchanges.badAnswer("scep-success-of-another-nonce", ErrorCode::NonceMismatch, rules::SoundItem, m_asked,
            object(Kind::CertificationResponse, scepSuccess(m_pki.registrar, m_device.idevid.certificate, "another")),
            "a SCEP CertRep that repeats another nonce than the request's");
        m_exchanges.badAnswer("scep-pending", ErrorCode::NoMatchingRequest, rules::AnswersOurs, m_asked,
            object(Kind::Waiting, status("3")), "a SCEP CertRep that only says that the device must wait");
    }

private:
    static constexpr auto* Extension = "scep";

    [[nodiscard]] static Exchanges::Object object(Kind kind, const ScepDraft& draft)
    {
        return {makeScep(draft), kind, Extension};
    }

    [[nodiscard]] ScepDraft request() const { return scepRequest(m_device.idevid, m_pki.domainCa.certificate); }
    [[nodiscard]] ScepDraft poll() const
    {
        return scepPoll(m_device.idevid, m_pki.domainCa.certificate, "poll-nonce-00001");
    }
    [[nodiscard]] ScepDraft success() const
    {
        return scepSuccess(m_pki.registrar, m_device.idevid.certificate, ScepNonce);
    }
    [[nodiscard]] ScepDraft status(const QByteArray& code) const
    {
        return scepStatus(m_pki.registrar, code, ScepNonce);
    }
    [[nodiscard]] ScepDraft ofAnotherTransaction() const
    {
        auto draft = success();
        draft.transactionId = "another";
        return draft;
    }

    Exchanges m_exchanges;
    const CmpDevice& m_device;
    const TestPki& m_pki;
    Exchanges::Asked m_asked;
};

class CmcVectors final {
public:
    explicit CmcVectors(const Maker& maker)
        : m_exchanges{maker, Protocol::Cmc}
        , m_device{maker.world.cmpDevice()}
        , m_pki{maker.world.pki()}
        , m_asked{m_exchanges.asked("request.crq", Kind::CertificationRequest, [this] { return makeCmc(request()); })}
    {
    }

    void makeGood() const
    {
        m_exchanges.request("cmc-request", requested(request()), "a full CMC request with a PKCS #10");
        auto crmf = request();
        crmf.requests = {cmcCrmf(makeCrmf(m_device.ldevid.key, subject(), CrmfProof::Signature))};
        m_exchanges.request("cmc-request-with-crmf", requested(crmf), "a full CMC request with a CRMF request");
        m_exchanges.request("cmc-poll",
            requested({.controls = {cmcTransaction(), cmcSenderNonce("2"), cmcQueryPending("token")},
                .outside = {.signers = {m_device.idevid}}}),
            "a CMC request that asks after one that is pending");
        m_exchanges.answer("cmc-response", m_asked, answered(Kind::CertificationResponse, response(cmcStatus(0))),
            "a CMC response with the certificate that was asked for");
        m_exchanges.answer("cmc-response-that-fails", m_asked, answered(Kind::Rejection, failure()),
            "a CMC response that grants nothing");
    }

    void makeFaults() const
    {
        const auto good = makeCmc(request());
        const auto bad = [this](const char* name, ErrorCode code, const QByteArray& bytes, const char* scenario) {
            m_exchanges.badRequest(name, code, {bytes, Kind::CertificationRequest, "crq"}, scenario);
        };
        bad("cmc-with-a-byte-after-it", ErrorCode::TrailingData, good + '\0', "a zero byte behind a CMC message");
        bad("cmc-cut-short", ErrorCode::Malformed, good.chopped(1), "a CMC message without its last byte");
        const auto name = m_device.serial.toLatin1();
        auto other = good;
        other.replace(other.indexOf(name), name.size(), "SN-3");
        bad("cmc-altered", ErrorCode::BadSignature, other, "a CMC request in the name of another device");
        auto unproved = request();
        unproved.requests = {cmcCrmf(makeCrmf(m_device.ldevid.key, subject(), CrmfProof::BadSignature))};
        bad("cmc-without-proof-of-possession", ErrorCode::BadProofOfPossession, makeCmc(unproved),
            "a CMC request whose CRMF request is not signed with its key");

        auto strange = response(cmcStatus(0));
        strange.controls.first() = cmcTransaction("\x09");
        m_exchanges.badAnswer("cmc-response-of-another-transaction", ErrorCode::NoMatchingRequest, rules::AnswersOurs,
            m_asked, answered(Kind::CertificationResponse, strange), "a CMC response of another transaction");
        m_exchanges.badAnswer("cmc-pending", ErrorCode::NoMatchingRequest, rules::AnswersOurs, m_asked,
            answered(Kind::Waiting, response(cmcPending("token"))), "a CMC response that only says that it is pending");
    }

private:
    [[nodiscard]] static Exchanges::Object requested(const CmcDraft& draft)
    {
        return {makeCmc(draft), Kind::CertificationRequest, "crq"};
    }

    [[nodiscard]] static Exchanges::Object answered(Kind kind, const CmcDraft& draft)
    {
        return {makeCmc(draft), kind, "crp"};
    }

    [[nodiscard]] QByteArray subject() const { return makeName(QStringLiteral("Device"), m_device.serial); }

    [[nodiscard]] CmcDraft request() const
    {
        const auto pkcs10 = test::makePkcs10({.serialNumber = m_device.serial, .key = m_device.ldevid.key});
        return {.controls = {cmcTransaction(), cmcSenderNonce(CmcNonce)},
            .requests = {cmcPkcs10(pkcs10)},
            .outside = {.signers = {m_device.idevid}}};
    }

    [[nodiscard]] CmcDraft response(const QByteArray& status) const
    {
        return {.isResponse = true,
            .controls = {cmcTransaction(), cmcRecipientNonce(CmcNonce), status},
            .outside = {.signers = {m_pki.registrar}, .certificates = {m_device.ldevid.certificate}}};
    }

    [[nodiscard]] CmcDraft failure() const
    {
        constexpr int Failed = 2;
        auto draft = response(cmcStatus(Failed));
        draft.outside.certificates.clear();
        return draft;
    }

    Exchanges m_exchanges;
    const CmpDevice& m_device;
    const TestPki& m_pki;
    Exchanges::Asked m_asked;
};

} // namespace

void makeTransactionShapes(const Maker& maker)
{
    const ScepVectors scep{maker};
    scep.makeGood();
    scep.makeFaults();
    const CmcVectors cmc{maker};
    cmc.makeGood();
    cmc.makeFaults();
}

} // namespace satchel::vectors
