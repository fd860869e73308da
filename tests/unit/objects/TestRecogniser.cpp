#include <core/crypto/DerReader.h>
#include <core/objects/EnrolmentObject.h>
#include <core/objects/Rejection.h>
#include <core/objects/voucher/VoucherMaker.h>
#include <tests/support/CmcForge.h>
#include <tests/support/EstForge.h>
#include <tests/support/MessageForge.h>
#include <tests/support/ScepForge.h>
#include <tests/support/TestRegistry.h>
#include <tests/support/Verdicts.h>

#include <QTest>

using namespace satchel;
using namespace satchel::test;

Q_DECLARE_METATYPE(satchel::Kind)
Q_DECLARE_METATYPE(satchel::Protocol)

namespace {

QByteArray pem(const QByteArray& der, const QByteArray& label)
{
    QByteArray body = der.toBase64();
    for (qsizetype at = 64; at < body.size(); at += 65) {
        body.insert(at, '\n');
    }
    return "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
}

// The line ends of a mail or an HTTP body.
QByteArray estBody(const QByteArray& der)
{
    QByteArray body = der.toBase64();
    for (qsizetype at = 76; at < body.size(); at += 78) {
        body.insert(at, "\r\n");
    }
    return body + "\r\n";
}

} // namespace

// What is in a file is told by its content alone, however it is wrapped, and what is not carried is named.
class TestRecogniser : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void knowsEveryForm_data();
    void knowsEveryForm();
    void unwraps_data();
    void unwraps();
    void namesWhatIsNotCarried_data();
    void namesWhatIsNotCarried();
    void refusesWhatIsBroken_data();
    void refusesWhatIsBroken();
    void readsStreamedCms();
    void takesAChainOfPemCertificates();
    void neverAcceptsACutOffObject_data();
    void neverAcceptsACutOffObject();
    void neverAcceptsAChangedByteAsTheSame_data();
    void neverAcceptsAChangedByteAsTheSame();

private:
    void objectRows() const;
    [[nodiscard]] QByteArray cmcRequest() const;
    [[nodiscard]] QByteArray cmcResponse() const;

    MessageForge m_forge;
};

void TestRecogniser::objectRows() const
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("PKCS #10") << makePkcs10({.serialNumber = QStringLiteral("device-1"), .key = m_forge.newKey});
    QTest::newRow("certificate") << m_forge.ldevid.der();
    QTest::newRow("certs-only CMS") << *makeCertsOnlyCms({m_forge.ldevid, m_forge.domainCa.certificate});
    QTest::newRow("voucher request") << m_forge.pledgeRequest();
    QTest::newRow("voucher") << m_forge.voucher();
    QTest::newRow("CMP ir") << makeCmp(m_forge.initialRequest());
    QTest::newRow("CMP ip") << makeCmp(m_forge.initialAnswer());
    const auto& authority = m_forge.domainCa.certificate;
    QTest::newRow("SCEP PKCSReq") << makeScep(scepRequest(m_forge.idevid, authority));
    QTest::newRow("SCEP CertRep") << makeScep(scepSuccess(m_forge.registrar, m_forge.idevid.certificate, "a nonce"));
    QTest::newRow("CMC request") << cmcRequest();
    QTest::newRow("CMC response") << cmcResponse();
    QTest::newRow("CA certificates") << *makeCertsOnlyCms({m_forge.domainCa.certificate});
    QTest::newRow("revocation list") << makeCrl({.issuer = m_forge.domainCa,
        .thisUpdate = MessageForge::now().addDays(-1),
        .nextUpdate = MessageForge::now().addDays(1)});
}

QByteArray TestRecogniser::cmcRequest() const
{
    return makeCmc({.controls = {cmcTransaction(), cmcSenderNonce("a nonce")},
        .requests = {cmcPkcs10(makePkcs10({.serialNumber = QStringLiteral("device-1"), .key = m_forge.newKey}))},
        .outside = {.signers = {m_forge.idevid}}});
}

QByteArray TestRecogniser::cmcResponse() const
{
    return makeCmc({.isResponse = true,
        .controls = {cmcTransaction(), cmcRecipientNonce("a nonce"), cmcStatus(0)},
        .outside = {.signers = {m_forge.registrar}, .certificates = {m_forge.ldevid}}});
}

void TestRecogniser::knowsEveryForm_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<Kind>("kind");
    QTest::addColumn<Protocol>("protocol");
    QTest::addColumn<QString>("extension");

    const auto row
        = [](const char* name, const QByteArray& bytes, Kind kind, Protocol protocol, const char* extension) {
              QTest::newRow(name) << bytes << kind << protocol << QString::fromLatin1(extension);
          };
    const ItemId request = ItemId::fromBytes(QByteArray(32, '\x11'));
    row("PKCS #10", makePkcs10({.key = m_forge.newKey}), Kind::CertificationRequest, Protocol::Est, "p10");
    row("PKCS #10 without attributes", makePkcs10({.key = m_forge.newKey, .hasAttributes = false}),
        Kind::CertificationRequest, Protocol::Est, "p10");
    row("certificate", m_forge.ldevid.der(), Kind::CertificationResponse, Protocol::X509, "cer");
    row("certs-only CMS", *makeCertsOnlyCms({m_forge.ldevid}), Kind::CertificationResponse, Protocol::Est, "p7c");
    row("voucher request", m_forge.pledgeRequest(), Kind::VoucherRequest, Protocol::Brski, "vcj");
    row("registrar's voucher request", m_forge.registrarRequest(), Kind::VoucherRequest, Protocol::Brski, "vcj");
    row("voucher", m_forge.voucher(), Kind::Voucher, Protocol::Brski, "vcj");
    row("voucher in JWS", MessageForge::signedIn(VoucherForm::Jws, m_forge.voucherJson(), m_forge.masa), Kind::Voucher,
        Protocol::Brski, "vjj");
    row("voucher in COSE", MessageForge::signedIn(VoucherForm::Cose, m_forge.voucherJson(), m_forge.masa),
        Kind::Voucher, Protocol::Brski, "vch");
    row("CMP", makeCmp(m_forge.initialRequest()), Kind::CertificationRequest, Protocol::Cmp, "pki");
    row("SCEP", makeScep(scepRequest(m_forge.idevid, m_forge.domainCa.certificate)), Kind::CertificationRequest,
        Protocol::Scep, "scep");
    row("CMC request", cmcRequest(), Kind::CertificationRequest, Protocol::Cmc, "crq");
    row("CMC response", cmcResponse(), Kind::CertificationResponse, Protocol::Cmc, "crp");
    row("CA certificates", *makeCertsOnlyCms({m_forge.domainCa.certificate}), Kind::CaCertificates, Protocol::Est,
        "p7c");
    row("CA certificate, bare", m_forge.domainCa.certificate.der(), Kind::CaCertificates, Protocol::X509, "cer");
    row("voucher status", R"({"version":1,"status":true,"reason":"ok"})", Kind::VoucherStatus, Protocol::Brski, "json");
    row("audit log", R"({"version":"1","events":[]})", Kind::AuditLog, Protocol::Brski, "json");
    row("rejection", Rejection::make(request, ErrorCode::NotInInventory, {}, MessageForge::now()), Kind::Rejection,
        Protocol::Satchel, "rejected.json");
}

void TestRecogniser::knowsEveryForm()
{
    QFETCH(QByteArray, bytes);

    const auto object = EnrolmentObject::recognise(bytes);

    QVERIFY2(object.has_value(), object ? "" : qPrintable(object.error().message));
    QTEST((*object)->kind(), "kind");
    QTEST((*object)->protocol(), "protocol");
    QTEST((*object)->extension(), "extension");
    QVERIFY((*object)->describe().find(u"form") != nullptr);
}

void TestRecogniser::unwraps_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("kind");

    const QByteArray pkcs10 = makePkcs10({.key = m_forge.newKey});
    const QByteArray voucher = m_forge.voucher();
    const QByteArray certsOnly = *makeCertsOnlyCms({m_forge.ldevid});
    const QString request = QStringLiteral("certification-request");
    const QString response = QStringLiteral("certification-response");
    QTest::newRow("PEM request") << pem(pkcs10, "CERTIFICATE REQUEST") << request;
    QTest::newRow("PEM request, old label") << pem(pkcs10, "NEW CERTIFICATE REQUEST") << request;
    QTest::newRow("PEM CMS") << pem(voucher, "CMS") << QStringLiteral("voucher");
    QTest::newRow("PEM PKCS7") << pem(certsOnly, "PKCS7") << response;
    QTest::newRow("PEM certificate") << pem(m_forge.ldevid.der(), "CERTIFICATE") << response;
    QTest::newRow("PEM after an explanation")
        << "Certificate:\n    Data:\n" + pem(m_forge.ldevid.der(), "CERTIFICATE") << response;
    QTest::newRow("PEM with CRLF") << pem(pkcs10, "CERTIFICATE REQUEST").replace("\n", "\r\n") << request;
    QTest::newRow("PEM with header lines")
        << pem(pkcs10, "CERTIFICATE REQUEST")
               .replace("BEGIN CERTIFICATE REQUEST-----\n", "BEGIN CERTIFICATE REQUEST-----\nComment: depot 4\n\n")
        << request;
    QTest::newRow("PEM of the wrong label") << pem(pkcs10, "CERTIFICATE") << request;
    QTest::newRow("EST body") << estBody(pkcs10) << request;
    QTest::newRow("PEM of a CA") << pem(m_forge.domainCa.certificate.der(), "CERTIFICATE")
                                 << QStringLiteral("ca-certificates");
    QTest::newRow("PEM of two CAs") << pem(m_forge.domainCa.certificate.der(), "CERTIFICATE")
            + pem(m_forge.stranger.certificate.der(), "CERTIFICATE")
                                    << QStringLiteral("ca-certificates");
    QTest::newRow("EST body of cacerts") << estBody(*makeCertsOnlyCms({m_forge.domainCa.certificate}))
                                         << QStringLiteral("ca-certificates");
    QTest::newRow("base64 in one line") << pkcs10.toBase64() << request;
    QTest::newRow("base64 of a CMP message") << makeCmp(m_forge.initialRequest()).toBase64() << request;
}

void TestRecogniser::unwraps()
{
    QFETCH(QByteArray, bytes);

    QTEST(outcomeOf(bytes), "kind");
}

void TestRecogniser::namesWhatIsNotCarried_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("word");

    const QByteArray privateKey = m_forge.newKey.toPkcs8Pem({})->reveal();
    const QByteArray foreignCms = makeCms({.content = "{\"a\":1}", .signer = m_forge.idevid});
    const QByteArray detached = makeCms({.content = "x", .signer = m_forge.idevid, .isDetached = true});
    const QByteArray cmc = makeCmc({.outside = {.signers = {m_forge.idevid}}});
    ScepDraft scep = scepRequest(m_forge.idevid, m_forge.domainCa.certificate);
    scep.type = "22";
    CmpDraft announcement = m_forge.initialRequest();
    announcement.bodyTag = 17;
    announcement.body = QByteArray::fromHex("3000");
    const auto row = [](const char* name, const QByteArray& bytes, const char* word) {
        QTest::newRow(name) << bytes << QString::fromLatin1(word);
    };
    row("private key, PEM", privateKey, "must never be here");
    row("private key, DER", *QByteArray::fromBase64Encoding(privateKey.split('\n').mid(1, 3).join()),
        "must never be here");
    row("private key, PKCS #1", QByteArray::fromHex("3006020100020105"), "must never be here");
    row("private key, SEC 1", QByteArray::fromHex("3006020101040100"), "must never be here");
    row("PKCS #12", QByteArray::fromHex("3014020103300f06092a864886f70d010701a0020400"), "PKCS #12");
    row("private key beside its certificate", privateKey + pem(m_forge.ldevid.der(), "CERTIFICATE"),
        "must never be here");
    row("CMS of something else", foreignCms, "signed JSON of an unknown kind");
    row("detached signature", detached, "detached signature");
    row("CMC that asks for nothing", cmc, "a CMC request that asks for no certificate");
    row("SCEP that asks for a list", makeScep(scep), "a SCEP GetCRL");
    row("CMP announcement", makeCmp(announcement), "rann");
    row("JWS of something else", R"({"payload":"e30","signatures":[{"protected":"e30","signature":"AA"}]})",
        "signed JSON");
    row("compact JWS of something else", "eyJhbGciOiJFUzI1NiJ9.e30.AAAA", "signed JSON");
    row("COSE of something else", QByteArray::fromHex("d28443a10126a041a040"), "signed CBOR");
    row("unsigned voucher", m_forge.voucherJson(), "nobody signed");
    row("JSON of something else", R"({"version":1,"outcome":true})", "JSON of an unknown kind");
    row("sidecar", R"({"type":"satchel-meta","version":1})", ".meta");
    row("card", R"({"type":"satchel-card","version":1})", "satchel-card");
    row("encrypted CMS", QByteArray::fromHex("301006092a864886f70d010703a003300100"), "encrypted");
    row("bundle", QByteArray("mimetype").leftJustified(257, '\0') + "ustar", "a Satchel bundle");
    row("tar", QByteArray("a.txt").leftJustified(257, '\0') + "ustar", "tar archive");
    row("ZIP", QByteArray("PK\x03\x04zip", 7), "ZIP");
    row("byte order mark", "\xEF\xBB\xBF{}", "byte order mark");
    row("UTF-16", QByteArray("\xFF\xFE{\0}\0", 6), "UTF-16");
    row("text", "The pledge in room 4 did not answer.", "text");
    row("bytes", QByteArray::fromHex("00010203fffe"), "bytes");
    row("other DER", QByteArray::fromHex("30030101ff"), "ASN.1");
    row("CRMF alone", makeCrmf(m_forge.newKey, makeName({}), CrmfProof::Signature), "CRMF");
    // Nobody signs these two, and who does has something else in mind.
    row("signed status", makeCms({.content = R"({"version":1,"status":true})", .signer = m_forge.idevid}),
        "signed a voucher or enrolment status");
    row("signed audit log", makeCms({.content = R"({"version":"1","events":[]})", .signer = m_forge.idevid}),
        "signed an audit log");
}

void TestRecogniser::namesWhatIsNotCarried()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QString, word);

    const auto object = EnrolmentObject::recognise(bytes);

    QVERIFY(!object.has_value());
    QCOMPARE(errorCodeName(object.error().code), QStringLiteral("not-recognised"));
    QVERIFY2(object.error().message.contains(word), qPrintable(object.error().message));
}

void TestRecogniser::refusesWhatIsBroken_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("code");

    const QByteArray pkcs10 = makePkcs10({.key = m_forge.newKey});
    const QByteArray voucher = m_forge.voucher();
    const QByteArray message = makeCmp(m_forge.initialRequest());
    const QByteArray chain = pem(m_forge.ldevid.der(), "CERTIFICATE");
    const auto json
        = [this](const QByteArray& content) { return makeCms({.content = content, .signer = m_forge.masa}); };
    const auto row = [](const char* name, const QByteArray& bytes, const char* code) {
        QTest::newRow(name) << bytes << QString::fromLatin1(code);
    };
    row("no byte", {}, "empty");
    row("only blanks", " \r\n\t\n", "empty");
    row("PKCS #10 and a line end", pkcs10 + '\n', "trailing-data");
    row("certificate and a zero", m_forge.ldevid.der() + QByteArray(1, '\0'), "trailing-data");
    row("voucher and another", voucher + voucher, "trailing-data");
    row("CMP message and a byte", message + 'x', "trailing-data");
    row("base64 of a request and a byte", QByteArray(pkcs10 + 'x').toBase64(), "trailing-data");
    row("streamed CMS and a byte",
        makeCms({.content = m_forge.voucherJson(), .signer = m_forge.masa, .streams = true}) + 'x', "trailing-data");
    QByteArray oddBits = pkcs10;
    DerReader fields{DerReader{pkcs10}.next()->content};
    QVERIFY(fields.next() && fields.next());
    const qsizetype unusedBits = fields.next()->content.data() - pkcs10.constData();
    oddBits[unusedBits] = 1;
    row("signature that is not whole octets", oddBits, "malformed");
    row("two requests in PEM", pem(pkcs10, "CERTIFICATE REQUEST").repeated(2), "trailing-data");
    row("text after PEM", chain + "and more", "trailing-data");
    row("chain in PEM with a broken certificate", chain + pem(m_forge.ldevid.der().chopped(1), "CERTIFICATE"),
        "malformed");
    row("PEM whose first line is cut off", "-----BEGIN CERTIFICATE\nMIIB\n", "malformed");
    row("PEM of nothing", "-----BEGIN CMS-----\n-----END CMS-----\n", "malformed");
    row("PEM without its end", chain.first(chain.size() - 30), "malformed");
    row("PEM that is no base64", "-----BEGIN CMS-----\n!!!!\n-----END CMS-----\n", "malformed");
    row("JSON that is none", "{\"type\":", "malformed");
    row("voucher that is no JSON", json("{\"ietf-voucher:voucher\":{"), "malformed");
    row("voucher with a key twice", json(R"({"ietf-voucher:voucher":{"serial-number":"1","serial-number":"2"}})"),
        "duplicate-field");
    row("voucher and request in one", json(R"({"ietf-voucher:voucher":{},"ietf-voucher-request:voucher":{}})"),
        "malformed");
    row("voucher that is a list", json(R"({"ietf-voucher:voucher":[]})"), "malformed");
    row("serial that is a number", json(R"({"ietf-voucher:voucher":{"serial-number":7}})"), "malformed");
    row("nonce beyond reason",
        json(R"({"ietf-voucher:voucher":{"serial-number":"1","nonce":")" + QByteArray(1025, 'A') + "\"}}"),
        "malformed");
    QByteArray unreadable = *makeCertsOnlyCms({m_forge.ldevid});
    // The sign of its serial number, a second octet that DER leaves out.
    const qsizetype serial = unreadable.indexOf(QByteArray::fromHex("a003020102")) + 5;
    unreadable[serial + 2] = '\0';
    unreadable[serial + 3] = '\0';
    row("certs-only CMS with a broken certificate", unreadable, "malformed");
    QList<Certificate> many;
    for (int i = 0; i <= 64; ++i) {
        many.append(MessageForge::certify(publicKeyInfoOf(m_forge.newKey), QString::number(i), m_forge.domainCa));
    }
    row("certs-only CMS with more than anybody needs", *makeCertsOnlyCms(many), "malformed");
    row("more PEM blocks than anybody needs", chain.repeated(65), "too-large");
    row("certs-only CMS without certificates", *makeCertsOnlyCms({}), "malformed");
}

void TestRecogniser::refusesWhatIsBroken()
{
    QFETCH(QByteArray, bytes);

    QTEST(outcomeOf(bytes), "code");
}

// Streaming writers (and Java's by default) make indefinite lengths; a voucher in them is as good as another.
void TestRecogniser::readsStreamedCms()
{
    const QByteArray ber = makeCms({.content = m_forge.voucherJson(), .signer = m_forge.masa, .streams = true});
    QCOMPARE(static_cast<unsigned char>(ber[1]), 0x80);

    const auto object = recognised(ber);

    QCOMPARE(object->kind(), Kind::Voucher);
    const Assessment assessment = object->assess(m_forge.context());
    QVERIFY2(!assessment.refusal && !assessment.hold,
        qPrintable(assessment.hold ? assessment.hold->text : QStringLiteral("refused")));
}

void TestRecogniser::takesAChainOfPemCertificates()
{
    const QByteArray chain
        = pem(m_forge.ldevid.der(), "CERTIFICATE") + pem(m_forge.domainCa.certificate.der(), "CERTIFICATE");

    const auto object = recognised(chain);

    QCOMPARE(object->kind(), Kind::CertificationResponse);
    QCOMPARE(object->extension(), QStringLiteral("cer"));
    QCOMPARE(object->lookups().size(), 1);
}

void TestRecogniser::neverAcceptsACutOffObject_data()
{
    objectRows();
    QTest::newRow("registrar's voucher request") << m_forge.registrarRequest();
}

void TestRecogniser::neverAcceptsACutOffObject()
{
    QFETCH(QByteArray, bytes);

    for (qsizetype size = 1; size < bytes.size(); ++size) {
        const QString outcome = outcomeOf(bytes.first(size));
        // From the first few bytes nobody can tell what it was to be.
        const bool isTold = outcome == u"malformed" || (size < 128 && outcome == u"not-recognised");
        QVERIFY2(isTold, qPrintable(QStringLiteral("%1 bytes: %2").arg(size).arg(outcome)));
    }
}

void TestRecogniser::neverAcceptsAChangedByteAsTheSame_data()
{
    objectRows();
}

// Whatever byte is changed: no crash, and nothing that passes as a good object but says something else.
void TestRecogniser::neverAcceptsAChangedByteAsTheSame()
{
    QFETCH(QByteArray, bytes);
    const auto original = recognised(bytes);
    CheckContext context = m_forge.context(StationRole::Backend);
    context.requester = m_forge.requester();
    QVERIFY(!original->assess(context).refusal && !original->assess(context).hold);

    // Long messages are mostly certificates: every second or third byte of them will do.
    const qsizetype step = 1 + bytes.size() / 800;
    for (qsizetype at = 0; at < bytes.size(); at += step) {
        QByteArray changed = bytes;
        changed[at] = static_cast<char>(changed[at] ^ 0x01);
        const auto object = EnrolmentObject::recognise(changed);
        if (!object) {
            continue;
        }
        const Assessment assessment = (*object)->assess(context);
        if (assessment.refusal || assessment.hold) {
            continue;
        }
        const auto saysTheSame = [&] {
            return (*object)->kind() == original->kind() && (*object)->device() == original->device()
                && (*object)->correlation() == original->correlation() && (*object)->lookups() == original->lookups();
        };
        QVERIFY2(saysTheSame(), qPrintable(QStringLiteral("byte %1").arg(at)));
    }
}

SATCHEL_TEST(TestRecogniser)
#include "TestRecogniser.moc"
