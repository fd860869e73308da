#include "Exchanges.h"

#include <core/objects/Sidecar.h>
#include <core/objects/voucher/VoucherMaker.h>
#include <tests/support/EstForge.h>

// What goes along with requests and answers: CA certificates, CSR attributes and revocation lists for a whole station,
// status reports, audit logs, keys that a CA made. Good ones and one fault each.
namespace satchel::vectors {

using namespace satchel::test;

namespace {

class SideMessages final {
public:
    explicit SideMessages(const Maker& maker)
        : m_maker{maker}
        , m_pki{maker.world.pki()}
    {
    }

    void makeEditions() const
    {
        const Exchanges est{m_maker, Protocol::Est};
        const auto cacerts = orDie(makeCertsOnlyCms({m_pki.domainCa.certificate}));
        est.answer("ca-certificates", {}, {cacerts, Kind::CaCertificates, "p7c"}, "the CA's certificates, unasked");
        const auto attributes = QByteArray::fromHex("300b06092a864886f70d010907");
        est.answer("csr-attributes", {}, {attributes, Kind::Attributes, "csrattrs"}, "CSR attributes, unasked");
        est.badAnswer("csr-attributes-cut-short", ErrorCode::NotRecognised, rules::SoundItem, {},
            {attributes.chopped(1), Kind::Attributes, "csrattrs"}, "CSR attributes without their last byte");
        est.badAnswer("csr-attributes-listed-as-a-certificate", ErrorCode::Malformed, rules::SoundItem, {},
            {attributes, Kind::CertificationResponse, "p7c"}, "CSR attributes listed as a certification response");

        const Exchanges x509{m_maker, Protocol::X509};
        x509.answer("ca-certificate", {}, {m_pki.domainCa.certificate.der(), Kind::CaCertificates, "cer"},
            "a CA's certificate alone, unasked");
        const auto list = makeCrl({.issuer = m_pki.domainCa, .thisUpdate = forgeTime(), .nextUpdate = endOfTime()});
        x509.answer("crl", {}, {list, Kind::Crl, "crl"}, "a revocation list, unasked");
        x509.badAnswer("crl-with-a-byte-after-it", ErrorCode::TrailingData, rules::SoundItem, {},
            {list + '\0', Kind::Crl, "crl"}, "a zero byte behind a revocation list");
    }

    void makeServerKeys() const
    {
        const Exchanges est{m_maker, Protocol::Est};
        const Exchanges::Asked asked{"request.p10", m_maker.world.certificationRequestId()};
        const auto& serial = m_maker.world.device().serial;
        const auto key = orDie(PrivateKey::generate(KeyType::P256));
        const auto certificate = orDie(Certificate::fromDer(m_pki.certificateFor(publicKeyInfoOf(key), serial)));
        auto parts = serverKeyParts(makeSealedKey(key, m_pki.device(serial).certificate), {certificate});
        const auto body = [&parts] {
            return Exchanges::Object{makeBody({.parts = parts}), Kind::CertificationResponse, "serverkeygen"};
        };
        est.answer("serverkeygen", asked, body(), "a key that the CA made, sealed for the device, and its certificate");
        parts[0] = {"application/pkcs8", pkcs8Of(key).toBase64()};
        est.answer("serverkeygen-with-a-clear-key", asked, body(), "a key that the CA made, in the clear");
        parts[0].content = orDie(key.toPkcs8Pem(Secret{"password"})).reveal();
        est.badAnswer("serverkeygen-with-a-key-behind-a-password", ErrorCode::NotRecognised, rules::SoundItem, asked,
            body(), "a key that the CA made, encrypted with a password");
    }

    void makeReports() const
    {
        const Exchanges brski{m_maker, Protocol::Brski};
        const auto report = [](const QByteArray& json, Kind kind) { return Exchanges::Object{json, kind, "json"}; };
        const QByteArray status = R"({"version":1,"status":true})";
        brski.request("voucher-status", report(status, Kind::VoucherStatus), "a device's voucher status");
        brski.request("enroll-status",
            report(R"({"version":1,"status":false,"reason":"no route"})", Kind::EnrollStatus),
            "a device's enroll status, which did not succeed");
        brski.badRequest("voucher-status-without-a-status", ErrorCode::NotRecognised,
            report(R"({"version":1})", Kind::VoucherStatus), "a voucher status that does not say which");
        brski.badRequest("voucher-status-with-a-field-twice", ErrorCode::DuplicateField,
            report(R"({"version":1,"status":true,"status":false})", Kind::VoucherStatus),
            "a voucher status that says it twice");
    }

    void makeAuditLogs() const
    {
        const Exchanges brski{m_maker, Protocol::Brski};
        const auto& voucherRequest = m_maker.world.device().voucherRequest;
        brski.request("audit-log-request", {voucherRequest, Kind::AuditLogRequest, "vcj"},
            "a voucher request that asks for the audit log");
        const QByteArray status = R"({"version":1,"status":true})";
        brski.badRequest("audit-log-request-of-a-status", ErrorCode::Malformed, {status, Kind::AuditLogRequest, "vcj"},
            "a status report listed as an audit log request");

        (void)m_maker.world.request("audit-log-request.vcj.meta", [] {
            Sidecar sidecar;
            sidecar.path = QStringLiteral("/.well-known/brski/requestauditlog");
            return sidecar.toJson();
        });
        const auto asked
            = brski.asked("audit-log-request.vcj", Kind::AuditLogRequest, [&voucherRequest] { return voucherRequest; });
        const QByteArray log = R"({"version":"1","events":[{"date":"2026-05-01T00:00:00Z","domainID":"AQID",)"
                               R"("nonce":"NULL","assertion":"logged"}]})";
        brski.answer("audit-log", asked, {log, Kind::AuditLog, "json"}, "an audit log");
        brski.badAnswer("audit-log-cut-short", ErrorCode::Malformed, rules::SoundItem, asked,
            {log.chopped(1), Kind::AuditLog, "json"}, "an audit log without its last byte");
    }

private:
    const Maker& m_maker;
    const TestPki& m_pki;
};

} // namespace

void makeSideMessageShapes(const Maker& maker)
{
    const SideMessages messages{maker};
    messages.makeEditions();
    messages.makeServerKeys();
    messages.makeReports();
    messages.makeAuditLogs();
}

} // namespace satchel::vectors
