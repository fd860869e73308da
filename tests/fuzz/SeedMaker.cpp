#include "FuzzWorld.h"

#include <core/base/File.h>
#include <core/bundle/Receipt.h>
#include <core/crypto/DerReader.h>
#include <core/crypto/DerWriter.h>
#include <core/crypto/Digest.h>
#include <core/crypto/Signature.h>
#include <core/issuer/IssuerSettings.h>
#include <core/objects/cmp/CmpNesting.h>
#include <core/objects/voucher/CoseVoucherContent.h>
#include <core/objects/Rejection.h>
#include <core/objects/Sidecar.h>
#include <core/objects/voucher/VoucherMaker.h>
#include <core/station/Card.h>
#include <core/station/CertificatePem.h>
#include <core/station/Settings.h>
#include <tests/support/CmcForge.h>
#include <tests/support/EstForge.h>
#include <tests/support/MessageForge.h>
#include <tests/support/ScepForge.h>

#include <QCryptographicHash>
#include <QDir>

#include <cstdio>

// Makes the seeds of all targets: `satchel-fuzz-seeds CORPUS`. They are written by the program itself, at a fixed time;
// what makes them differ from run to run are keys and signatures.

namespace {

using namespace satchel;
using satchel::fuzz::FuzzWorld;

template <typename T> T orDie(Result<T> result)
{
    if (!result) {
        qFatal("%s", qPrintable(result.error().message));
    }
    return *std::move(result);
}

class SeedMaker final {
public:
    explicit SeedMaker(const QDir& corpus)
        : m_corpus{corpus}
    {
    }

    void makeWorld() const
    {
        const auto folder = folderOf("world");
        FuzzWorld::makeStations(folder);
        FuzzWorld::saveAnchor(folder, AnchorUse::Manufacturer, m_forge.manufacturer.certificate);
        FuzzWorld::saveAnchor(folder, AnchorUse::Domain, m_forge.domainCa.certificate);
        FuzzWorld::saveAnchor(folder, AnchorUse::Masa, m_forge.masa.certificate);
        FuzzWorld::load(folder);
    }

    void makeBundles() const;
    void makeParts() const;
    void makeReceipts() const;
    void makeCards() const;
    void makeRequests() const;
    void makeAnswers() const;
    void makeScepMessages() const;
    void makeCmcMessages() const;
    void makeSideMessages() const;
    void makeVouchers() const;
    void makeFiles() const;

private:
    [[nodiscard]] QString folderOf(const char* target) const
    {
        const auto path = m_corpus.filePath(QLatin1StringView{target});
        if (!QDir{}.mkpath(path)) {
            qFatal("cannot make %s", qPrintable(path));
        }
        return path;
    }

    [[nodiscard]] QString pathOf(const char* target, const char* name) const
    {
        return folderOf(target) + QStringLiteral("/seed-") + QLatin1StringView{name};
    }

    void put(const char* target, const char* name, const QByteArray& bytes) const
    {
        if (const auto written = writeFileAtomically(pathOf(target, name), bytes); !written) {
            qFatal("%s", qPrintable(written.error().message));
        }
    }

    // For its own class and for the recogniser.
    void putObject(const char* target, const char* name, const QByteArray& bytes) const
    {
        put(target, name, bytes);
        put("recogniser", name, bytes);
    }

    [[nodiscard]] QByteArray nest(const QList<QByteArray>& messages) const
    {
        return orDie(nestCmpMessages(messages, {m_forge.registrar, {}}, FuzzWorld::now()));
    }

    [[nodiscard]] test::BundleForge bundleForge() const;
    [[nodiscard]] PartContent richContent() const;

    QDir m_corpus;
    test::MessageForge m_forge;
};

test::BundleForge SeedMaker::bundleForge() const
{
    const auto& world = FuzzWorld::get();
    test::BundleForge forge{world.site, world.backend};
    forge.address = world.address();
    return forge;
}

// Something of everything that a part can say.
PartContent SeedMaker::richContent() const
{
    const auto& site = FuzzWorld::get().site;
    PartContent content;
    auto item = test::someItem(site, "item 1");
    item.requester = m_forge.requester().toJson();
    item.context = "device-1";
    item.path = QStringLiteral("/.well-known/est/simpleenroll");
    content.items.push_back(item);
    auto answer = test::someItem(site, "item 2", Kind::Waiting, Protocol::Cmp);
    answer.inReplyTo = item.id().toString();
    content.items.push_back(answer);
    content.matters.receipts = {"no receipt, but bytes"};
    content.matters.heard = Heard{FuzzWorld::get().backend.ledger, 12, {14, 15}};
    content.matters.voidSequences = {1, 5};
    return content;
}

void SeedMaker::makeBundles() const
{
    auto forge = bundleForge();
    put("bundle", "one-part", forge.make());
    put("container", "one-part", forge.make());
    for (const auto& entry : test::entriesOf(forge.make())) {
        if (entry.name == "label.json") {
            put("label", "one-part", entry.content);
        }
    }
    forge.changeEnvelope = [this](QByteArray& envelope) { put("envelope", "one-part", envelope); };
    forge.changeLabel = [](Label& label) { label.notAfter = label.created.addDays(30); };
    forge.changeLabelJson = [this](QByteArray& json) { put("label", "two-parts", json); };
    forge.parts = {richContent(), PartContent{2, {test::someItem(FuzzWorld::get().site, "the second part")}, {}}};
    put("bundle", "two-parts", forge.make());
    put("container", "two-parts", forge.make());
    for (char step = 0; step < 8; ++step) {
        const auto name = "step-" + QByteArray::number(step);
        put("bundle-step", name.constData(), QByteArray{1, step} + QByteArray{"\0\0", 2});
    }
    put("bundle-step", "replace", QByteArray{"\x82\0\0", 3} + orDie(compressPart("no archive")));
}

void SeedMaker::makeParts() const
{
    const auto address = FuzzWorld::get().address();
    const PartContent empty;
    int number = 0;
    for (const auto& content : {empty, richContent()}) {
        const auto archive = orDie(partArchive(content, address));
        const auto json = test::entriesOf(archive).first().content;
        const auto name = QByteArray::number(++number);
        const auto size = QByteArray{1, static_cast<char>(archive.size() & 0xFF)}
            + QByteArray{1, static_cast<char>(archive.size() >> 8)} + QByteArray{2, '\0'};
        put("part-archive", name.constData(), archive);
        put("part-json", name.constData(), QByteArray{1, static_cast<char>(content.items.size())} + json);
        put("part-frame", name.constData(), size + orDie(compressPart(archive)));
    }
}

void SeedMaker::makeReceipts() const
{
    const auto& backend = FuzzWorld::get().backend;
    ReceiptFacts facts;
    facts.bundle = FuzzWorld::get().address().bundle;
    facts.labelDigest = sha256("a label");
    facts.receiver = backend.id;
    facts.receiverLedger = backend.ledger;
    facts.at = FuzzWorld::now();
    facts.items = 12;
    for (const auto* const name : {"imported", "in-part"}) {
        const auto file = orDie(Receipt::create(facts, backend.signer(), FuzzWorld::now()));
        put("receipt", name, file);
        put("receipt-json", name, orDie(peekAttached(file)).content);
        facts.refused = {{ItemId::fromBytes(QByteArray(32, '\x2A')), ErrorCode::BadSignature}};
    }
}

void SeedMaker::makeCards() const
{
    int number = 0;
    for (const auto* const station : {&FuzzWorld::get().site, &FuzzWorld::get().backend}) {
        const Card::Facts facts{station->id, number == 0 ? StationRole::Site : StationRole::Backend,
            QStringLiteral("Depot 4"), 1, FuzzWorld::now(), {station->signing}, {station->decryption}};
        const auto card = orDie(Card::create(facts, station->signingKey, station->signing));
        const auto name = QByteArray::number(++number);
        put("card", name.constData(), card.file());
        put("card-json", name.constData(), orDie(peekAttached(card.file())).content);
    }
}

void SeedMaker::makeRequests() const
{
    const auto request = test::makePkcs10({.serialNumber = QStringLiteral("device-1"), .key = m_forge.newKey});
    putObject("pkcs10", "request", request);
    put("pkcs10", "bare", test::makePkcs10({.key = m_forge.newKey, .hasAttributes = false}));
    put("recogniser", "base64", request.toBase64());
    put("recogniser", "pem",
        "-----BEGIN CERTIFICATE REQUEST-----\n" + request.toBase64() + "\n-----END CERTIFICATE REQUEST-----\n");

    auto draft = m_forge.initialRequest();
    putObject("cmp", "ir", test::makeCmp(draft));
    draft.bodyTag = 4;
    draft.body = request;
    put("cmp", "p10cr", test::makeCmp(draft));
    draft.signer.reset();
    put("cmp", "unprotected", test::makeCmp(draft));

    draft = m_forge.initialRequest();
    draft.bodyTag = 24;
    draft.version = 3;
    const auto hash = QCryptographicHash::hash(m_forge.ldevid.der(), QCryptographicHash::Sha384);
    const auto rest = QByteArray::fromHex("300d 020102 3003 0c016f 0303040010 a00d 300b 0609 608648016503040202");
    draft.body = derElement(der::Sequence, test::makeCertStatus(hash, rest));
    put("cmp", "certconf", test::makeCmp(draft));
    draft.bodyTag = 21;
    draft.body = derElement(der::Sequence, test::makeInfo(17) + test::makeInfo(20));
    draft.generalInfo = test::makeInfo(13, QByteArray::fromHex("0500"))
        + test::makeInfo(14, derElement(der::GeneralizedTime, "20260602120000Z"))
        + test::makeInfo(21, derElement(der::Sequence, derElement(der::Utf8String, "tls")));
    put("cmp", "genm", test::makeCmp(draft));
    put("cmp", "consent", nest({test::makeCmp(m_forge.initialRequest())}));
}

void SeedMaker::makeAnswers() const
{
    putObject("cmp", "ip", test::makeCmp(m_forge.initialAnswer()));
    auto waiting = m_forge.initialAnswer();
    waiting.body = test::makeCertRep(3, std::nullopt);
    put("cmp", "waiting", test::makeCmp(waiting));
    auto rejected = m_forge.initialAnswer();
    rejected.bodyTag = 23;
    rejected.body = derElement(der::Sequence, QByteArray::fromHex("300d 020102 3003 0c016f 0303060040 020111"));
    put("cmp", "error", test::makeCmp(rejected));
    put("cmp", "batch", nest({test::makeCmp(m_forge.initialAnswer()), test::makeCmp(rejected)}));

    putObject("certificate-answer", "bare", m_forge.ldevid.der());
    putObject("certificate-answer", "certs-only", orDie(makeCertsOnlyCms({m_forge.ldevid})));
    putObject("certificate-answer", "pem", certificatesPem({m_forge.ldevid, m_forge.domainCa.certificate}));
    const auto request = ItemId::fromBytes(QByteArray(32, '\x2A'));
    putObject("rejection", "not-in-inventory",
        Rejection::make(request, ErrorCode::NotInInventory, QStringLiteral("not on the list"), FuzzWorld::now()));
}

void SeedMaker::makeScepMessages() const
{
    const auto& authority = m_forge.domainCa.certificate;
    const auto& device = m_forge.idevid.certificate;
    auto renewal = test::scepRequest(m_forge.idevid, authority);
    putObject("scep", "scep-request", test::makeScep(renewal));
    renewal.type = "17";
    renewal.outside.signers = {{m_forge.ldevid, m_forge.newKey}};
    put("scep", "renewal", test::makeScep(renewal));
    put("scep", "poll", test::makeScep(test::scepPoll(m_forge.idevid, authority, "poll-nonce-00001")));
    putObject("scep", "scep-success", test::makeScep(test::scepSuccess(m_forge.registrar, device, "sender-nonce-001")));
    put("scep", "pending", test::makeScep(test::scepStatus(m_forge.registrar, "3", "sender-nonce-001")));
    put("scep", "failure", test::makeScep(test::scepStatus(m_forge.registrar, "2", "sender-nonce-001")));
    put("scep", "sealed", test::makeSealed(device));
}

void SeedMaker::makeCmcMessages() const
{
    const auto pkcs10 = test::makePkcs10({.serialNumber = QStringLiteral("device-1"), .key = m_forge.newKey});
    const auto subject = test::makeName(QStringLiteral("pledge"), QStringLiteral("device-1"));
    const auto crmf = test::makeCrmf(m_forge.newKey, subject, test::CrmfProof::Signature);
    const test::CmcDraft request{.controls = {test::cmcTransaction(), test::cmcSenderNonce("1")},
        .requests = {test::cmcPkcs10(pkcs10), test::cmcCrmf(crmf)},
        .outside = {.signers = {m_forge.idevid}}};
    putObject("cmc", "cmc-request", test::makeCmc(request));
    put("cmc", "request-content", test::cmcContent(request));
    put("cmc", "passed-on",
        test::makeCmc({.messages = {test::makeCmc(request)}, .outside = {.signers = {m_forge.registrar}}}));
    put("cmc", "poll",
        test::makeCmc({.controls = {test::cmcTransaction(), test::cmcQueryPending("token")},
            .outside = {.signers = {m_forge.idevid}}}));
    test::CmcDraft response{.isResponse = true,
        .controls = {test::cmcTransaction(), test::cmcRecipientNonce("1"), test::cmcStatus(0)},
        .outside = {.signers = {m_forge.registrar}, .certificates = {m_forge.ldevid}}};
    putObject("cmc", "cmc-response", test::makeCmc(response));
    response.controls.last() = test::cmcPending("token");
    put("cmc", "pending", test::makeCmc(response));
    put("cmc", "pending-content", test::cmcContent(response));
}

void SeedMaker::makeSideMessages() const
{
    putObject("certificate-answer", "cacerts", orDie(makeCertsOnlyCms({m_forge.domainCa.certificate})));
    putObject("csr-attributes", "attributes",
        QByteArray::fromHex("303206092a864886f70d010907301206072a8648ce3d0201310706052b81040022"
                            "06072b06010101011606082a8648ce3d040303"));
    put("csr-attributes", "empty", QByteArray::fromHex("3000"));
    test::CrlDraft list{.issuer = m_forge.domainCa, .thisUpdate = FuzzWorld::now().addDays(-1)};
    putObject("revocation-list", "crl", test::makeCrl(list));
    list.nextUpdate = FuzzWorld::now().addDays(7);
    list.distributionPoint = QByteArray::fromHex("3000");
    put("revocation-list", "partial", test::makeCrl(list));

    const auto sealed = test::makeSealedKey(m_forge.newKey, m_forge.idevid.certificate);
    const auto parts = test::serverKeyParts(sealed, {m_forge.ldevid});
    putObject("server-key", "sealed-key", test::makeBody({.parts = parts}));
    put("server-key", "header",
        test::makeBody({.parts = parts,
            .boundary = "b",
            .header = "Content-Type: multipart/mixed; boundary=\"b\"\r\n\r\n",
            .preamble = "For people.\r\n"}));
    auto clear = parts;
    clear[0] = {"application/pkcs8", test::pkcs8Of(m_forge.newKey).toBase64()};
    putObject("server-key", "clear-key", test::makeBody({.parts = clear}));
    const auto streamed = test::makeSealedKey(m_forge.newKey, m_forge.idevid.certificate, true);
    put("server-key", "streamed", test::makeBody({.parts = test::serverKeyParts(streamed, {m_forge.ldevid})}));

    putObject("side-json", "status",
        R"({"version":1,"status":false,"reason":"no route","reason-context":{"pledge":"blinks"}})");
    putObject("side-json", "audit-log",
        R"({"version":"1","events":[{"date":"2026-05-01T00:00:00Z","domainID":"AQID","nonce":"NULL",)"
        R"("assertion":"logged","truncated":"1"}],"truncation":{"arbitrary":"2"}})");
}

void SeedMaker::makeVouchers() const
{
    putObject("voucher", "pledge-request", m_forge.pledgeRequest());
    putObject("voucher", "registrar-request", m_forge.registrarRequest());
    putObject("voucher", "voucher", m_forge.voucher());
    put("voucher", "streamed",
        test::makeCms({.content = m_forge.voucherJson(), .signer = m_forge.masa, .streams = true}));
    for (const VoucherForm form : {VoucherForm::Jws, VoucherForm::Cose}) {
        const QString stem = voucherFormName(form).toLower();
        const auto request = m_forge.signedIn(form, m_forge.pledgeJson(), m_forge.idevid);
        putObject("voucher", qPrintable(stem + QStringLiteral("-pledge-request")), request);
        putObject("voucher", qPrintable(stem + QStringLiteral("-registrar-request")),
            m_forge.signedIn(form, m_forge.registrarJson(request), m_forge.registrar));
        putObject("voucher", qPrintable(stem + QStringLiteral("-voucher")),
            m_forge.signedIn(form, m_forge.voucherJson(), m_forge.masa));
    }
    const auto cborOf
        = [](const QByteArray& json) { return cborOfJsonVoucher(orDie(parseJson(json, JsonDialect::Lenient))); };
    put("voucher-cbor", "pledge-request", cborOf(m_forge.pledgeJson()));
    put("voucher-cbor", "registrar-request", cborOf(m_forge.registrarJson("prior")));
    put("voucher-cbor", "voucher", cborOf(m_forge.voucherJson()));
    put("voucher-json", "pledge-request", m_forge.pledgeJson());
    put("voucher-json", "registrar-request", m_forge.registrarJson("prior"));
    put("voucher-json", "voucher", m_forge.voucherJson());
}

void SeedMaker::makeFiles() const
{
    Sidecar sidecar;
    put("sidecar", "empty", sidecar.toJson());
    sidecar.requester = m_forge.requester();
    sidecar.receivedAt = FuzzWorld::now();
    sidecar.path = QStringLiteral("/.well-known/est/simpleenroll");
    sidecar.localName = QStringLiteral("pledge.p10");
    sidecar.device = QStringLiteral("device-1");
    put("sidecar", "full", sidecar.toJson());

    Settings settings;
    settings.name = QStringLiteral("Depot 4");
    settings.signing = {QStringLiteral("keys/signing.pem"), QStringLiteral("keys/signing.crt")};
    settings.decryption = {settings.signing};
    orDie(settings.save(pathOf("settings", "site")).map([] { return true; }));
    orDie(IssuerSettings{}.save(pathOf("issuer-settings", "usual")).map([] { return true; }));
}

} // namespace

int main(int count, char** arguments)
{
    if (count != 2) {
        std::fprintf(stderr, "usage: satchel-fuzz-seeds CORPUS\n");
        return 2;
    }
    const SeedMaker maker{QDir{QString::fromLocal8Bit(arguments[1])}};
    maker.makeWorld();
    maker.makeBundles();
    maker.makeParts();
    maker.makeReceipts();
    maker.makeCards();
    maker.makeRequests();
    maker.makeAnswers();
    maker.makeScepMessages();
    maker.makeCmcMessages();
    maker.makeSideMessages();
    maker.makeVouchers();
    maker.makeFiles();
    return 0;
}
