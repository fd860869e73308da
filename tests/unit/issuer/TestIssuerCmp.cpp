#include "IssuerWorld.h"

#include <core/crypto/DerWriter.h>
#include <core/objects/PledgeMaker.h>
#include <core/objects/cmp/CmpMessage.h>
#include <core/objects/cmp/CmpResponder.h>
#include <tests/support/TestRegistry.h>

#include <QTest>

using namespace satchel;
using namespace satchel::test;

class TestIssuerCmp : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aDeviceFinishesItsEnrolment();
    void everyKindOfRequestIsAnswered_data();
    void everyKindOfRequestIsAnswered();
    void aKeyUpdateKeepsTheName();
    void aDeviceRenewsItsCertificate();
    void aDeviceConfirmsAndIsAcknowledged();
    void withoutImplicitConfirmThereIsAWarning();
    void anUnsoundRequestGetsNothing_data();
    void anUnsoundRequestGetsNothing();
    void whatIsNotAnsweredIsSaid_data();
    void whatIsNotAnsweredIsSaid();
};

namespace {

const QString CmpName = QStringLiteral("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef.pki");

CmpClient clientOf(const MessageForge& forge)
{
    return {.identity = forge.idevid,
        .chain = {},
        .newKey = forge.newKey,
        .commonName = QStringLiteral("pump"),
        .serialNumber = QStringLiteral("device-1")};
}

CmpDraft drafted(const MessageForge& forge, CmpBodyType type, const QByteArray& body)
{
    auto draft = forge.initialRequest();
    draft.bodyTag = static_cast<unsigned>(type);
    draft.body = body;
    return draft;
}

QByteArray crmf(const MessageForge& forge, CrmfProof proof = CrmfProof::Signature)
{
    return makeCrmf(forge.newKey, makeName(QStringLiteral("pump"), QStringLiteral("device-1")), proof);
}

Certificate issuedIn(const QByteArray& answer)
{
    return dynamic_cast<const CmpMessage&>(*recognised(answer)).body().issued().first();
}

} // namespace

void TestIssuerCmp::aDeviceFinishesItsEnrolment()
{
    const IssuerWorld world;
    const auto client = clientOf(world.forge);
    const auto request = makeCmpInitialRequest(client);
    QVERIFY(request.has_value());
    world.request(CmpName, *request);

    const auto report = world.issue();

    QCOMPARE(report.outcome(), Outcome::Done);
    QCOMPARE(report.issued, 1);
    QVERIFY(report.warnings.isEmpty());
    const QByteArray answer = world.answerBytes(CmpName);
    QVERIFY(recognised(answer)->matches(*recognised(*request)).has_value());
    const auto certificate = finishCmpEnrolment(
        client, *request, answer, {world.certificateOf(QStringLiteral("ca.pem"))}, MessageForge::now());
    QVERIFY(certificate.has_value());
    QCOMPARE(certificate->subject(), QStringLiteral("serialNumber=device-1,CN=pump"));
    QCOMPARE(certificate->publicKeyInfo(), world.forge.newKey.publicKeyInfo());

    // Not with what is no request of its own.
    const auto other = finishCmpEnrolment(
        client, "no request", answer, {world.certificateOf(QStringLiteral("ca.pem"))}, MessageForge::now());
    QCOMPARE(other.error().code, ErrorCode::Malformed);
}

void TestIssuerCmp::everyKindOfRequestIsAnswered_data()
{
    QTest::addColumn<int>("type");
    QTest::addColumn<int>("answer");

    QTest::newRow("ir") << int(CmpBodyType::Ir) << int(CmpBodyType::Ip);
    QTest::newRow("cr") << int(CmpBodyType::Cr) << int(CmpBodyType::Cp);
    QTest::newRow("p10cr") << int(CmpBodyType::P10cr) << int(CmpBodyType::Cp);
}

void TestIssuerCmp::everyKindOfRequestIsAnswered()
{
    QFETCH(int, type);
    QFETCH(int, answer);
    const IssuerWorld world;
    const auto& forge = world.forge;
    const QByteArray pkcs10 = test::makePkcs10({.serialNumber = QStringLiteral("device-1"), .key = forge.newKey});
    const auto bodyType = static_cast<CmpBodyType>(type);
    const QByteArray request = makeCmp(drafted(forge, bodyType, bodyType == CmpBodyType::P10cr ? pkcs10 : crmf(forge)));
    world.request(CmpName, request);

    QCOMPARE(world.issue().issued, 1);

    const auto object = recognised(world.answerBytes(CmpName));
    QCOMPARE(int(dynamic_cast<const CmpMessage&>(*object).body().type), answer);
    QVERIFY(object->matches(*recognised(request)).has_value());
    QCOMPARE(issuedIn(world.answerBytes(CmpName)).subjectSerialNumber(), QStringLiteral("device-1"));
}

void TestIssuerCmp::aKeyUpdateKeepsTheName()
{
    const IssuerWorld world;
    const auto& forge = world.forge;
    const IssuerIdentity ldevid{forge.ldevid, forge.newKey};
    const auto fresh = PrivateKey::generate(KeyType::P256);
    QVERIFY(fresh.has_value());
    auto draft = drafted(forge, CmpBodyType::Kur, makeCrmf(*fresh, makeName({}), CrmfProof::Signature));
    draft.signer = ldevid;
    world.request(CmpName, makeCmp(draft));

    QCOMPARE(world.issue().issued, 1);

    const Certificate renewed = issuedIn(world.answerBytes(CmpName));
    QCOMPARE(renewed.subjectDer(), forge.ldevid.subjectDer());
    QCOMPARE(renewed.publicKeyInfo(), fresh->publicKeyInfo());
}

// RFC 9483 section 4.1.3: signed with the key to be replaced, naming the certificate to be replaced, for the same name.
void TestIssuerCmp::aDeviceRenewsItsCertificate()
{
    const IssuerWorld world;
    const auto fresh = PrivateKey::generate(KeyType::P256);
    QVERIFY(fresh.has_value());
    const CmpClient client{.identity = {world.forge.ldevid, world.forge.newKey},
        .chain = {},
        .newKey = *fresh,
        .commonName = {},
        .serialNumber = {}};

    const auto request = makeCmpKeyUpdate(client);

    QVERIFY(request.has_value());
    const auto object = recognised(*request);
    QCOMPARE(object->kind(), Kind::CertificationRequest);
    QCOMPARE(object->device(), QStringLiteral("device-1"));
    const auto& body = dynamic_cast<const CmpMessage&>(*object).body();
    QCOMPARE(body.type, CmpBodyType::Kur);
    QCOMPARE(body.subjectAskedFor().der(), world.forge.ldevid.subjectDer());
    QCOMPARE(body.keysAskedFor(), QList<QByteArray>{fresh->publicKeyInfo()});
    // id-regCtrl-oldCertID (RFC 4211 section 6.5), and in the same control the serial number of the old certificate.
    const auto control = request->indexOf(QByteArray::fromHex("06092b0601050507050105"));
    QVERIFY(control > 0);
    QVERIFY(request->mid(control, 200).contains(world.forge.ldevid.serialNumberDer()));

    world.request(CmpName, *request);
    QCOMPARE(world.issue().issued, 1);
    const QList<Certificate> anchors{world.certificateOf(QStringLiteral("ca.pem"))};
    const auto renewed = finishCmpEnrolment(client, *request, world.answerBytes(CmpName), anchors, MessageForge::now());
    QVERIFY2(renewed.has_value(), qPrintable(renewed ? QString{} : renewed.error().message));
    QCOMPARE(renewed->subjectDer(), world.forge.ldevid.subjectDer());
    QCOMPARE(renewed->publicKeyInfo(), fresh->publicKeyInfo());

    const auto again = makeCmpKeyUpdate(client);
    QVERIFY(again.has_value());
    const auto others = finishCmpEnrolment(client, *again, world.answerBytes(CmpName), anchors, MessageForge::now());
    QVERIFY(!others.has_value()); // an answer to another request
    QCOMPARE(others.error().code, ErrorCode::NoMatchingRequest);
}

// RFC 4210 sections 5.3.18 and 5.3.17.
void TestIssuerCmp::aDeviceConfirmsAndIsAcknowledged()
{
    const IssuerWorld world;
    auto client = clientOf(world.forge);
    client.confirms = true;
    const auto request = makeCmpInitialRequest(client);
    QVERIFY(request.has_value());
    world.request(CmpName, *request);
    QCOMPARE(world.issue().issued, 1);
    const QList<Certificate> anchors{world.certificateOf(QStringLiteral("ca.pem"))};
    const auto answer = world.answerBytes(CmpName);

    const auto confirmation = makeCmpConfirmation(client, *request, answer, anchors, MessageForge::now());
    QVERIFY2(confirmation.has_value(), qPrintable(confirmation ? QString{} : confirmation.error().message));
    const auto object = recognised(*confirmation);
    QCOMPARE(object->kind(), Kind::Confirmation);
    QCOMPARE(object->correlation(), recognised(*request)->correlation());
    QVERIFY(!object->assess(world.forge.context()).refusal);

    const CmpResponder ra{{world.forge.registrar, {}, {world.forge.manufacturer.certificate}, {}}};
    const auto acknowledgement = ra.acknowledge(*request, *confirmation, MessageForge::now());
    QVERIFY2(acknowledgement.has_value(), qPrintable(acknowledgement ? QString{} : acknowledgement.error().message));
    QCOMPARE(recognised(*acknowledgement)->kind(), Kind::ConfirmationResponse);
    QVERIFY(recognised(*acknowledgement)->matches(*object).has_value());

    auto broken = *confirmation;
    broken[broken.size() / 4] = static_cast<char>(broken[broken.size() / 4] ^ 1); // the protected part
    QVERIFY(!ra.acknowledge(*request, broken, MessageForge::now()).has_value());
    QVERIFY(!ra.acknowledge(*request, "no message", MessageForge::now()).has_value());
    const auto another = makeCmpInitialRequest(client);
    QVERIFY(another.has_value());
    QVERIFY(!ra.acknowledge(*another, *confirmation, MessageForge::now()).has_value()); // of another transaction
    QVERIFY(!makeCmpConfirmation(client, *request, *request, anchors, MessageForge::now()).has_value());
}

void TestIssuerCmp::withoutImplicitConfirmThereIsAWarning()
{
    const IssuerWorld world;
    world.request(CmpName, makeCmp(world.forge.initialRequest()));

    const auto report = world.issue();

    QCOMPARE(report.issued, 1);
    QVERIFY(textOf(onlyRow(report.warnings), u"text").contains(QStringLiteral("implicitConfirm")));
}

void TestIssuerCmp::anUnsoundRequestGetsNothing_data()
{
    QTest::addColumn<QString>("scenario");
    QTest::addColumn<QString>("code");

    QTest::newRow("device of an unknown manufacturer")
        << QStringLiteral("stranger") << QStringLiteral("untrusted-issuer");
    QTest::newRow("no protection") << QStringLiteral("unprotected") << QStringLiteral("requester-unknown");
    QTest::newRow("altered") << QStringLiteral("altered") << QStringLiteral("bad-signature");
    QTest::newRow("bad proof of possession") << QStringLiteral("proof") << QStringLiteral("bad-proof-of-possession");
    QTest::newRow("no proof of possession") << QStringLiteral("proofless") << QStringLiteral("bad-proof-of-possession");
    QTest::newRow("the registrar's word for it")
        << QStringLiteral("raVerified") << QStringLiteral("bad-proof-of-possession");
    QTest::newRow("no transaction") << QStringLiteral("transaction") << QStringLiteral("no-transaction-id");
    QTest::newRow("in another device's name") << QStringLiteral("serial") << QStringLiteral("serial-mismatch");
    QTest::newRow("renewal under another name") << QStringLiteral("rename") << QStringLiteral("serial-mismatch");
}

void TestIssuerCmp::anUnsoundRequestGetsNothing()
{
    QFETCH(QString, scenario);
    QFETCH(QString, code);
    const IssuerWorld world;
    const auto& forge = world.forge;
    auto draft = forge.initialRequest();
    if (scenario == u"stranger") {
        const CertificateTemplate facts{.commonName = QStringLiteral("copy"),
            .serialNumber = QStringLiteral("device-1"),
            .notBefore = beginningOfTime(),
            .notAfter = endOfTime()};
        draft.signer = MessageForge::issue(facts, forge.stranger);
    } else if (scenario == u"unprotected") {
        draft.senderDer = forge.idevid.certificate.subjectDer();
        draft.signer.reset();
    } else if (scenario == u"transaction") {
        draft.transactionId.clear();
    } else if (scenario == u"proof") {
        draft.body = crmf(forge, CrmfProof::BadSignature);
    } else if (scenario == u"proofless") {
        draft.body = crmf(forge, CrmfProof::None);
    } else if (scenario == u"raVerified") {
        draft.body = crmf(forge, CrmfProof::SeenByAuthority);
    } else if (scenario == u"serial") {
        draft.body = makeCrmf(
            forge.newKey, makeName(QStringLiteral("pump"), QStringLiteral("device-2")), CrmfProof::Signature);
    } else if (scenario == u"rename") {
        const QByteArray body = makeCrmf(forge.newKey, makeName(QStringLiteral("other")), CrmfProof::Signature);
        draft = drafted(forge, CmpBodyType::Kur, body);
    }
    QByteArray request = makeCmp(draft);
    if (scenario == u"altered") {
        request.replace("sender-nonce-001", "sender-nonce-002");
    }
    world.request(CmpName, request);

    const auto report = world.issue();

    QCOMPARE(report.outcome(), Outcome::Refused);
    QCOMPARE(textOf(onlyRow(report.refused), u"code"), code);
    QVERIFY(world.answerNames().isEmpty());
    QVERIFY(!QDir{world.authority() + QStringLiteral("/certificates")}.exists());
}

void TestIssuerCmp::whatIsNotAnsweredIsSaid_data()
{
    QTest::addColumn<int>("type");
    QTest::newRow("a batch or a registrar's envelope") << int(CmpBodyType::Nested);
    QTest::newRow("a revocation") << int(CmpBodyType::Rr);
}

void TestIssuerCmp::whatIsNotAnsweredIsSaid()
{
    QFETCH(int, type);
    const IssuerWorld world;
    const auto& forge = world.forge;
    auto draft = forge.initialRequest();
    draft.bodyTag = static_cast<unsigned>(type);
    const QByteArray inner = makeCmp(forge.initialRequest());
    draft.body = derElement(der::Sequence, type == int(CmpBodyType::Nested) ? inner : QByteArray{});
    world.request(CmpName, makeCmp(draft));

    const auto report = world.issue();

    QCOMPARE(textOf(onlyRow(report.refused), u"code"), QStringLiteral("unknown-kind"));
    QVERIFY(world.answerNames().isEmpty());
}

SATCHEL_TEST(TestIssuerCmp)
#include "TestIssuerCmp.moc"
