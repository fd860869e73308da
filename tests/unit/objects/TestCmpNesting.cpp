#include <core/objects/cmp/CmpMessage.h>
#include <core/objects/cmp/CmpNesting.h>
#include <tests/support/MessageForge.h>
#include <tests/support/TestRegistry.h>
#include <tests/support/Verdicts.h>

#include <QTest>

using namespace satchel;
using namespace satchel::test;

namespace {

CertificateTemplate registrarTemplate()
{
    return {.commonName = QStringLiteral("RA"),
        .notBefore = beginningOfTime(),
        .notAfter = endOfTime(),
        .use = CertificateTemplate::Use::Registrar};
}

} // namespace

class TestCmpNesting : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aConsentSpeaksForItsMessage();
    void aBatchSpeaksForItself();
    void aNewerMessageMakesANewerBatch();
    void signsWithEveryKindOfKey_data();
    void signsWithEveryKindOfKey();
    void refusesWhatIsNoMessage_data();
    void refusesWhatIsNoMessage();

private:
    [[nodiscard]] QByteArray request(const QByteArray& transaction, const QByteArray& nonce, int version = 2) const
    {
        CmpDraft draft = m_forge.initialRequest();
        draft.transactionId = transaction;
        draft.senderNonce = nonce;
        draft.version = version;
        return makeCmp(draft);
    }
    [[nodiscard]] QByteArray nest(const QList<QByteArray>& messages) const
    {
        const auto nested
            = nestCmpMessages(messages, {m_forge.registrar, {m_forge.domainCa.certificate}}, MessageForge::now());
        return nested.value_or(QByteArray{});
    }

    MessageForge m_forge;
};

// RFC 9483 section 5.2.2.1.
void TestCmpNesting::aConsentSpeaksForItsMessage()
{
    CmpDraft draft = m_forge.initialRequest();
    draft.recipientNonce = "an-earlier-nonce";
    const QByteArray ir = makeCmp(draft);

    const auto parsed = CmpMessage::parse(nest({ir}));

    QVERIFY(parsed.has_value());
    const CmpMessage& consent = **parsed;
    QCOMPARE(consent.body().nested, std::vector<QByteArray>{ir});
    QCOMPARE(consent.header().version, 2);
    QCOMPARE(consent.header().transactionId, draft.transactionId);
    QCOMPARE(consent.header().senderNonce, draft.senderNonce);
    QCOMPARE(consent.header().recipientNonce, draft.recipientNonce);
    QCOMPARE(consent.header().recipientName, consent.inner()->header().recipientName);
    QCOMPARE(consent.header().sender.der(), m_forge.registrar.certificate.subjectDer());
    QCOMPARE(consent.header().senderKeyId, m_forge.registrar.certificate.subjectKeyIdentifier());
    QCOMPARE(consent.header().messageTime, MessageForge::now());
    const Assessment assessment = consent.assess(m_forge.context(StationRole::Backend));
    QCOMPARE(codeOf(assessment.refusal), QStringLiteral("none"));
    QCOMPARE(codeOf(assessment.hold), QStringLiteral("none"));
    QCOMPARE(assessment.warnings, QStringList{});
    QCOMPARE(assessment.checks.first().name, QStringLiteral("protection"));
    QCOMPARE(assessment.checks.first().result, CheckResult::Pass);
}

// RFC 9483 section 5.2.2.2.
void TestCmpNesting::aBatchSpeaksForItself()
{
    const QList<QByteArray> messages{request("transaction-0001", "nonce-1"), request("transaction-0002", "nonce-2")};

    const auto once = CmpMessage::parse(nest(messages));
    const auto again = CmpMessage::parse(nest(messages));

    QVERIFY(once.has_value() && again.has_value());
    QCOMPARE((*once)->body().nested, (std::vector<QByteArray>{messages[0], messages[1]}));
    const auto& header = (*once)->header();
    QCOMPARE(header.transactionId.size(), 16);
    QCOMPARE(header.senderNonce.size(), 16);
    QVERIFY(header.recipientNonce.isEmpty());
    QVERIFY(header.transactionId != (*again)->header().transactionId);
    QVERIFY(header.senderNonce != (*again)->header().senderNonce);
}

void TestCmpNesting::aNewerMessageMakesANewerBatch()
{
    const auto batch = CmpMessage::parse(nest({request("transaction-0001", "nonce-1"), request("t2", "nonce-2", 3)}));
    QVERIFY(batch.has_value());
    QCOMPARE((*batch)->header().version, 3);
}

void TestCmpNesting::signsWithEveryKindOfKey_data()
{
    QTest::addColumn<int>("type");
    QTest::newRow("P-256") << static_cast<int>(KeyType::P256);
    QTest::newRow("P-384") << static_cast<int>(KeyType::P384);
    QTest::newRow("RSA") << static_cast<int>(KeyType::Rsa3072);
}

void TestCmpNesting::signsWithEveryKindOfKey()
{
    QFETCH(int, type);
    const auto ra = MessageForge::issue(registrarTemplate(), m_forge.domainCa, static_cast<KeyType>(type));

    const auto nested = nestCmpMessages({makeCmp(m_forge.initialRequest())}, {ra, {}}, MessageForge::now());

    QVERIFY(nested.has_value());
    const auto object = recognised(*nested);
    const Assessment assessment = object->assess(m_forge.context(StationRole::Backend));
    QCOMPARE(codeOf(assessment.refusal), QStringLiteral("none"));
    QCOMPARE(codeOf(assessment.hold), QStringLiteral("none"));
    QCOMPARE(assessment.checks.first().result, CheckResult::Pass);
}

void TestCmpNesting::refusesWhatIsNoMessage_data()
{
    QTest::addColumn<QList<QByteArray>>("messages");

    const QByteArray ir = makeCmp(m_forge.initialRequest());
    QTest::newRow("none") << QList<QByteArray>{};
    QTest::newRow("a PKCS #10") << QList<QByteArray>{makePkcs10({.key = m_forge.newKey})};
    QTest::newRow("a nested one") << QList<QByteArray>{nest({ir})};
    QTest::newRow("more than a reader takes") << QList<QByteArray>(MostNestedCmpMessages + 1, ir);
}

void TestCmpNesting::refusesWhatIsNoMessage()
{
    QFETCH(QList<QByteArray>, messages);

    const auto nested = nestCmpMessages(messages, {m_forge.registrar, {}}, MessageForge::now());

    QVERIFY(!nested.has_value());
    QCOMPARE(nested.error().code, ErrorCode::Malformed);
}

SATCHEL_TEST(TestCmpNesting)
#include "TestCmpNesting.moc"
