#include "Maker.h"

#include <core/crypto/DerReader.h>
#include <core/crypto/DerWriter.h>
#include <core/objects/cmp/CmpResponder.h>
#include <core/objects/PledgeMaker.h>
#include <core/objects/Rejection.h>
#include <core/station/CertificatePem.h>

// One good bundle for each form in which an object of a known kind and protocol travels (docs/objects.md).
namespace satchel::vectors {

using namespace satchel::test;

namespace {

constexpr qsizetype LineLength = 64;

QByteArray base64Lines(const QByteArray& bytes)
{
    const auto text = bytes.toBase64();
    QByteArray lines;
    for (qsizetype at = 0; at < text.size(); at += LineLength) {
        lines += text.mid(at, LineLength) + '\n';
    }
    return lines;
}

QByteArray pem(const QByteArray& label, const QByteArray& bytes)
{
    return "-----BEGIN " + label + "-----\n" + base64Lines(bytes) + "-----END " + label + "-----\n";
}

// From the site to the backend.
class RequestShapes final {
public:
    explicit RequestShapes(const Maker& maker)
        : m_maker{maker}
        , m_device{maker.world.device()}
        , m_cmpDevice{maker.world.cmpDevice()}
    {
    }

    void make() const
    {
        makeVoucherRequests();
        makePkcs10Requests();
        makeCmpByDevices();
        makeCmpByForge();
    }

private:
    void put(const char* name, const PartItem& item, const char* scenario) const
    {
        auto forge = m_maker.bundle();
        forge.parts.front().items = {item};
        m_maker.set.add(Maker::goodRow(name, scenario), forge.make());
    }

    [[nodiscard]] PartItem request(
        const QByteArray& bytes, Kind kind, Protocol protocol, const QString& extension) const
    {
        auto item = someItem(m_maker.world.keys("site"), bytes, kind, protocol);
        item.extension = extension;
        item.localName = QStringLiteral("request.") + extension;
        return item;
    }

    [[nodiscard]] PartItem cmp(const QByteArray& bytes) const
    {
        return request(bytes, Kind::CertificationRequest, Protocol::Cmp, QStringLiteral("pki"));
    }

    void makeVoucherRequests() const
    {
        const auto put = [this](const char* name, const QByteArray& bytes, const char* scenario) {
            this->put(name, request(bytes, Kind::VoucherRequest, Protocol::Brski, QStringLiteral("vcj")), scenario);
        };
        put("voucher-request-of-a-device", m_device.voucherRequest, "a device's voucher request");
        put("voucher-request-in-base64", base64Lines(m_device.voucherRequest), "a voucher request in lines of base64");
        VoucherRequestFacts facts;
        facts.createdOn = forgeTime();
        facts.assertion = QStringLiteral("proximity");
        facts.serialNumber = m_device.serial;
        facts.nonce = m_device.nonce;
        facts.priorSignedVoucherRequest = m_device.voucherRequest;
        const auto& pki = m_maker.world.pki();
        put("voucher-request-of-a-registrar",
            orDie(makeVoucherRequest(facts, {pki.registrar, {pki.domainCa.certificate}})),
            "a registrar's voucher request, with the device's inside");
    }

    void makePkcs10Requests() const
    {
        const auto put = [this](const char* name, const QByteArray& bytes, const char* scenario) {
            auto item = request(bytes, Kind::CertificationRequest, Protocol::Est, QStringLiteral("p10"));
            item.requester = m_device.requester().toJson();
            item.context = itemContext(m_device.serial, {});
            this->put(name, item, scenario);
        };
        const auto& der = m_device.certificationRequest;
        put("pkcs10", der, "a PKCS #10 request with the record of its requester");
        put("pkcs10-in-pem", pem("CERTIFICATE REQUEST", der), "a PKCS #10 request in PEM");
        put("pkcs10-in-pem-with-text", "For depot 4\n" + pem("NEW CERTIFICATE REQUEST", der),
            "a PKCS #10 request in PEM of an old label, with text before it");
        auto labelled = request(der, Kind::CertificationRequest, Protocol::Est, QStringLiteral("p10"));
        labelled.requester = m_device.requester().toJson();
        labelled.context = itemContext(m_device.serial, {});
        labelled.path = QStringLiteral("/.well-known/est/north/simpleenroll");
        this->put("pkcs10-with-a-path", labelled, "a PKCS #10 request and the path that it was posted to");
        put("pkcs10-in-base64", base64Lines(der), "a PKCS #10 request in lines of base64, as the body of EST has it");
    }

    // By OpenSSL, as a device has them made.
    void makeCmpByDevices() const
    {
        put("cmp-ir", cmp(m_cmpDevice.initialRequest), "a CMP ir, signed by the device");
        put("cmp-ir-in-pem", cmp(pem("CMP MESSAGE", m_cmpDevice.initialRequest)), "a CMP ir in PEM");
        const CmpClient renewing{m_cmpDevice.ldevid, {}, orDie(PrivateKey::generate(KeyType::P256)), {}, {}};
        put("cmp-kur", cmp(orDie(makeCmpKeyUpdate(renewing))), "a CMP kur, signed with the key that it renews");
        put("cmp-certconf", request(m_cmpDevice.confirmation, Kind::Confirmation, Protocol::Cmp, QStringLiteral("pki")),
            "a CMP certConf");
    }

    // What OpenSSL's client does not make, or not like this.
    void makeCmpByForge() const
    {
        auto cr = m_maker.cmpRequest();
        cr.bodyTag = tagOf(CmpBodyType::Cr);
        put("cmp-cr", cmp(makeCmp(cr)), "a CMP cr");
        auto p10cr = m_maker.cmpRequest();
        p10cr.bodyTag = tagOf(CmpBodyType::P10cr);
        p10cr.body = orDie(makePkcs10(m_cmpDevice.ldevid.key, QStringLiteral("Device"), m_cmpDevice.serial));
        put("cmp-p10cr", cmp(makeCmp(p10cr)), "a CMP p10cr, with a PKCS #10 inside");
        auto version3 = m_maker.cmpRequest();
        version3.version = 3;
        put("cmp-ir-of-version-3", cmp(makeCmp(version3)), "a CMP ir of version 3");
        auto unprotected = m_maker.cmpRequest();
        unprotected.signer.reset();
        unprotected.body = makeCrmf(orDie(PrivateKey::generate(KeyType::P256)),
            makeName(QStringLiteral("Device"), m_device.serial), CrmfProof::Signature);
        auto item = cmp(makeCmp(unprotected));
        item.requester = m_device.requester().toJson();
        item.context = itemContext(m_device.serial, {});
        put("cmp-ir-without-protection", item, "a CMP ir that nobody protects, with the record of its requester");
        auto nested = m_maker.cmpRequest();
        nested.bodyTag = tagOf(CmpBodyType::Nested);
        nested.body = derElement(der::Sequence, m_cmpDevice.initialRequest);
        nested.signer = m_maker.world.pki().registrar;
        put("cmp-nested", cmp(makeCmp(nested)), "a CMP ir inside a message that the registrar signs");
    }

    const Maker& m_maker;
    const WorldDevice& m_device;
    const CmpDevice& m_cmpDevice;
};

// From the backend to the site, which has sent it the request in question.
class AnswerShapes final {
public:
    explicit AnswerShapes(const Maker& maker)
        : m_maker{maker}
        , m_world{maker.world}
    {
    }

    void make() const
    {
        makeVouchers();
        makeCertificates();
        makeRejections();
        makeCmpAnswers();
    }

private:
    // `request` is the file that the site gathers.
    void put(const char* name, const char* request, PartItem item, const QString& extension, const char* scenario) const
    {
        item.extension = extension;
        item.localName = QStringLiteral("answer.") + extension;
        auto forge = m_maker.bundle("backend", "site");
        forge.parts.front().items = {item};
        auto row = Maker::goodRow(name, scenario);
        row.reader = "site";
        row.before = QByteArray{"gather requests/"} + request + ", export backend";
        m_maker.set.add(row, forge.make());
    }

    void makeVouchers() const
    {
        const auto& device = m_world.device();
        const auto put = [this](const char* name, const QByteArray& bytes, const char* scenario) {
            this->put(name, "voucher-request.vcj",
                m_maker.answer(bytes, Kind::Voucher, Protocol::Brski, m_world.voucherRequestId()),
                QStringLiteral("vcj"), scenario);
        };
        const auto voucher = m_world.pki().voucher(device.serial, device.nonce);
        put("voucher", voucher, "a voucher");
        put("voucher-in-base64", base64Lines(voucher), "a voucher in lines of base64");
        put("voucher-in-pem", pem("CMS", voucher), "a voucher in PEM");
    }

    void makeCertificates() const
    {
        const auto put = [this](const char* name, const QByteArray& bytes, Protocol protocol, const char* scenario) {
            this->put(name, "request.p10",
                m_maker.answer(bytes, Kind::CertificationResponse, protocol, m_world.certificationRequestId()),
                protocol == Protocol::Est ? QStringLiteral("p7c") : QStringLiteral("cer"), scenario);
        };
        const auto& pki = m_world.pki();
        const auto der = pki.certificateFor(m_world.device().publicKeyInfo(), m_world.device().serial);
        const auto certificate = orDie(Certificate::fromDer(der));
        const auto both = orDie(makeCertsOnlyCms({certificate, pki.domainCa.certificate}));
        put("certificate", der, Protocol::X509, "a certificate alone");
        put("certificate-in-pem", certificatePem(certificate), Protocol::X509, "a certificate in PEM");
        put("certificates-in-pem", certificatePem(certificate) + certificatePem(pki.domainCa.certificate),
            Protocol::X509, "a certificate and its CA's in one text of PEM");
        put("certs-only", both, Protocol::Est, "a certs-only CMS with the CA's certificate");
        put("certs-only-in-base64", base64Lines(both), Protocol::Est, "a certs-only CMS in lines of base64");
        put("certs-only-in-pem", pem("PKCS7", both), Protocol::Est, "a certs-only CMS in PEM");
    }

    void makeRejections() const
    {
        const auto put = [this](const char* name, const char* file, const ItemId& request, const char* scenario) {
            const auto text = QStringLiteral("not one of ours");
            const auto rejection = Rejection::make(request, ErrorCode::NotInInventory, text, forgeTime());
            this->put(name, file, m_maker.answer(rejection, Kind::Rejection, Protocol::Satchel, request),
                QStringLiteral("json"), scenario);
        };
        put("rejection-of-a-voucher-request", "voucher-request.vcj", m_world.voucherRequestId(),
            "a rejection of a voucher request");
        put("rejection-of-a-pkcs10", "request.p10", m_world.certificationRequestId(),
            "a rejection of a PKCS #10 request");
        put("rejection-of-a-cmp-ir", "initial-request.pki", m_world.initialRequestId(),
            "a rejection of a CMP request, by hand");
    }

    // The ip as an RA of OpenSSL's makes it.
    [[nodiscard]] QByteArray initialAnswer() const
    {
        const auto& pki = m_world.pki();
        const CmpResponder responder{{pki.registrar, {pki.domainCa.certificate}, {pki.manufacturer.certificate}, {}}};
        return orDie(responder.answer(m_world.cmpDevice().initialRequest, forgeTime(), [this](const CmpWish&) {
            return Result<CmpGrant>{{m_world.cmpDevice().ldevid.certificate, {m_world.pki().domainCa.certificate}}};
        }));
    }

    void makeCmpAnswers() const
    {
        const auto put = [this](const char* name, const QByteArray& bytes, Kind kind, const char* scenario) {
            const bool confirms = kind == Kind::ConfirmationResponse;
            const auto request = confirms ? m_world.confirmationId() : m_world.initialRequestId();
            this->put(name, confirms ? "confirmation.pki" : "initial-request.pki",
                m_maker.answer(bytes, kind, Protocol::Cmp, request), QStringLiteral("pki"), scenario);
        };
        const auto ip = initialAnswer();
        put("cmp-ip", ip, Kind::CertificationResponse, "a CMP ip with the certificate that was asked for");
        put("cmp-ip-in-base64", base64Lines(ip), Kind::CertificationResponse, "a CMP ip in lines of base64");
        constexpr int Rejected = 2;
        auto refusal = m_maker.cmpAnswer();
        refusal.body = makeCertRep(Rejected, {});
        put("cmp-ip-that-rejects", makeCmp(refusal), Kind::Rejection, "a CMP ip that grants nothing");
        auto error = m_maker.cmpAnswer();
        error.bodyTag = tagOf(CmpBodyType::Error);
        const auto status = derElement(der::Sequence, derElement(der::Integer, QByteArray(1, Rejected)));
        error.body = derElement(der::Sequence, status);
        put("cmp-error", makeCmp(error), Kind::Rejection, "a CMP error");
        auto confirmed = m_maker.cmpAnswer();
        confirmed.transactionId = "transaction-0002";
        confirmed.recipientNonce = "confirm-nonce-01";
        confirmed.bodyTag = tagOf(CmpBodyType::Pkiconf);
        confirmed.body = derElement(der::Null, {});
        put("cmp-pkiconf", makeCmp(confirmed), Kind::ConfirmationResponse, "a CMP pkiconf for a certConf");
    }

    const Maker& m_maker;
    const VectorWorld& m_world;
};

} // namespace

void makeObjectShapes(const Maker& maker)
{
    RequestShapes{maker}.make();
    AnswerShapes{maker}.make();
}

} // namespace satchel::vectors
