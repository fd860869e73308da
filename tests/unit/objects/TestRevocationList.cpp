#include <core/objects/EnrolmentObject.h>

#include <tests/support/EstForge.h>
#include <tests/support/MessageForge.h>
#include <tests/support/TestRegistry.h>
#include <tests/support/Verdicts.h>

#include <QTest>

using namespace satchel;
using namespace satchel::test;

class TestRevocationList : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void isForTheWholeStation();
    void refusesWhatIsBroken_data();
    void refusesWhatIsBroken();
    void isCheckedByTheAnchorOfItsName_data();
    void isCheckedByTheAnchorOfItsName();
    void isOfOneSeriesWithItsSuccessor();

private:
    [[nodiscard]] CrlDraft usual() const
    {
        return {.issuer = m_forge.domainCa,
            .thisUpdate = MessageForge::now().addDays(-1),
            .nextUpdate = MessageForge::now().addDays(6)};
    }

    MessageForge m_forge;
};

void TestRevocationList::isForTheWholeStation()
{
    const auto object = recognised(makeCrl(usual()));

    QCOMPARE(object->kind(), Kind::Crl);
    QCOMPARE(object->protocol(), Protocol::X509);
    QCOMPARE(object->extension(), QStringLiteral("crl"));
    QVERIFY(object->device().isEmpty());
    const auto shown = object->describe();
    QCOMPARE(*shown.find(u"issuer")->string(), m_forge.domainCa.certificate.subject());
    QCOMPARE(*shown.find(u"nextUpdate")->string(), QStringLiteral("2026-06-07T12:00:00Z"));
    QCOMPARE(*shown.find(u"number")->string(), QStringLiteral("07"));
    QCOMPARE(*shown.find(u"revoked")->integer(), 1);
}

void TestRevocationList::refusesWhatIsBroken_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("code");

    const auto row = [](const char* name, const QByteArray& bytes, const char* code) {
        QTest::newRow(name) << bytes << QString::fromLatin1(code);
    };
    const QByteArray good = makeCrl(usual());
    row("cut off", good.chopped(5), "malformed");
    row("a byte more", good + 'x', "trailing-data");
    row("base64, a byte more", QByteArray(good + 'x').toBase64(), "trailing-data");
    auto draft = usual();
    draft.version = 2;
    row("a version that does not exist", makeCrl(draft), "malformed");
    draft.version = 0xFF;
    row("a negative version", makeCrl(draft), "malformed");
    QByteArray time = good;
    time.replace("260531120000Z", "261331120000Z");
    row("a month that does not exist", time, "malformed");
}

void TestRevocationList::refusesWhatIsBroken()
{
    QFETCH(QByteArray, bytes);

    QTEST(outcomeOf(bytes), "code");
}

void TestRevocationList::isCheckedByTheAnchorOfItsName_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("hold");
    QTest::addColumn<QString>("signature");

    const auto row = [](const char* name, const QByteArray& bytes, const char* hold, const char* signature) {
        QTest::newRow(name) << bytes << QString::fromLatin1(hold) << QString::fromLatin1(signature);
    };
    row("good", makeCrl(usual()), "none", "pass");
    auto first = usual();
    first.isVersion1 = true;
    row("of version 1", makeCrl(first), "none", "pass");
    auto draft = usual();
    draft.issuer = m_forge.stranger;
    row("of another CA", makeCrl(draft), "untrusted-issuer", "fail");
    QByteArray forged = makeCrl(usual());
    forged.replace("260607120000Z", "270607120000Z");
    row("changed afterwards", forged, "untrusted-issuer", "fail");
    draft = usual();
    draft.digest = EVP_sha1();
    row("signed with SHA-1", makeCrl(draft), "weak-algorithm", "fail");
    draft = usual();
    draft.nextUpdate = MessageForge::now().addSecs(-1);
    row("a newer one was due", makeCrl(draft), "expired", "pass");
    draft = usual();
    draft.thisUpdate = MessageForge::now().addSecs(60);
    row("of tomorrow", makeCrl(draft), "not-yet-valid", "pass");
    draft = usual();
    draft.nextUpdate = {};
    row("that does not say when the next is due", makeCrl(draft), "none", "pass");
}

void TestRevocationList::isCheckedByTheAnchorOfItsName()
{
    QFETCH(QByteArray, bytes);

    const Assessment assessment = recognised(bytes)->assess(m_forge.context());

    QVERIFY(!assessment.refusal);
    QTEST(assessment.hold ? errorCodeName(assessment.hold->code) : QStringLiteral("none"), "hold");
    QCOMPARE(assessment.checks.first().name, QStringLiteral("signature"));
    QTEST(checkResultName(assessment.checks.first().result), "signature");
}

void TestRevocationList::isOfOneSeriesWithItsSuccessor()
{
    auto draft = usual();
    const auto series = [&draft] { return recognised(makeCrl(draft))->series(); };
    const QString first = series();
    draft.number = 8;
    draft.revoked = 3;
    QCOMPARE(series(), first);
    draft.distributionPoint = QByteArray::fromHex("30030101ff");
    QVERIFY(series() != first);
    draft = usual();
    draft.issuer = m_forge.stranger;
    QVERIFY(series() != first);
}

SATCHEL_TEST(TestRevocationList)
#include "TestRevocationList.moc"
