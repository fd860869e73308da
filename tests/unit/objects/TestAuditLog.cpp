#include <core/crypto/Digest.h>
#include <core/objects/EnrolmentObject.h>

#include <tests/support/MessageForge.h>
#include <tests/support/TestRegistry.h>
#include <tests/support/Verdicts.h>

#include <QTest>

using namespace satchel;
using namespace satchel::test;

namespace {

QByteArray eventOf(const QByteArray& domain, const QByteArray& nonce = "\"bm9uY2U\"", const QByteArray& more = {})
{
    return R"({"date":"2026-05-01T00:00:00Z","domainID":")" + domain + R"(","nonce":)" + nonce
        + R"(,"assertion":"logged")" + more + "}";
}

QByteArray logOf(const QList<QByteArray>& events, const QByteArray& more = {})
{
    return R"({"version":"1","events":[)" + events.join(',') + "]" + more + "}";
}

} // namespace

class TestAuditLog : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void tellsOtherDomainsClaims_data();
    void tellsOtherDomainsClaims();
    void needsADomainAnchorForThat();
    void tellsVouchersWithoutANonce_data();
    void tellsVouchersWithoutANonce();
    void tellsWhatWasLeftOut_data();
    void tellsWhatWasLeftOut();
    void refusesWhatIsBroken_data();
    void refusesWhatIsBroken();
    void letsPassWithARemark_data();
    void letsPassWithARemark();
    void holdsAnotherVersion();
    void answersARequestForOne();
    void isShown();
    void countsEventsOfNobodyAsForeign();

private:
    [[nodiscard]] QByteArray ours() const { return m_forge.domainCa.certificate.subjectKeyIdentifier().toBase64(); }
    [[nodiscard]] QStringList warningsOf(const QByteArray& bytes) const
    {
        return recognised(bytes)->assess(m_forge.context()).warnings;
    }

    MessageForge m_forge;
};

void TestAuditLog::tellsOtherDomainsClaims_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("warning"); // empty: none

    const QByteArray other = "AAECAwQFBgcICQoLDA0ODxAREhM=";
    const QByteArray fingerprint = sha256(m_forge.domainCa.certificate.publicKeyInfo()).bytes().toBase64();
    QByteArray urlForm = ours();
    urlForm.replace('+', '-').replace('/', '_').replace("=", "");
    const auto row = [](const char* name, const QByteArray& bytes, const char* warning) {
        QTest::newRow(name) << bytes << QString::fromLatin1(warning);
    };
    row("ours by its key identifier", logOf({eventOf(ours())}), "");
    row("ours by its key's fingerprint", logOf({eventOf(fingerprint)}), "");
    row("ours in base64url", logOf({eventOf(urlForm)}), "");
    row("no event at all", logOf({}), "");
    row("one of another", logOf({eventOf(ours()), eventOf(other), eventOf(ours())}),
        "1 of 3 events are of other domains (1 of them), the last on 2026-05-01T00:00:00Z");
    row("two of another", logOf({eventOf(other), eventOf(other)}), "2 of 2 events are of other domains (1 of them)");
    row("of two others", logOf({eventOf(other), eventOf("AQ==")}), "2 of 2 events are of other domains (2 of them)");
    row("ours, cut short", logOf({eventOf(ours().first(8))}), "1 of 1 events are of other domains");
}

void TestAuditLog::tellsOtherDomainsClaims()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QString, warning);

    const Assessment assessment = recognised(bytes)->assess(m_forge.context());

    QVERIFY(!assessment.hold && !assessment.refusal);
    QCOMPARE(assessment.warnings.size(), warning.isEmpty() ? 0 : 1);
    QVERIFY2(warning.isEmpty() || assessment.warnings.value(0).startsWith(warning),
        qPrintable(assessment.warnings.value(0)));
}

void TestAuditLog::needsADomainAnchorForThat()
{
    const TrustStore none = TrustStore::inMemory({});

    const Assessment assessment
        = recognised(logOf({eventOf(ours())}))->assess(CheckContext{.trust = none, .at = MessageForge::now()});

    QVERIFY(!assessment.hold);
    QVERIFY(assessment.warnings.value(0).contains(u"cannot be told"));
}

void TestAuditLog::tellsVouchersWithoutANonce_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("warning");

    QTest::newRow("a nonce") << logOf({eventOf(ours())}) << QString{};
    QTest::newRow("NULL, as RFC 8995 writes it") << logOf({eventOf(ours(), "\"NULL\""), eventOf(ours())})
                                                 << QStringLiteral("1 of 2 events are vouchers without a nonce");
    QTest::newRow("null") << logOf({eventOf(ours(), "null")})
                          << QStringLiteral("1 of 1 events are vouchers without a nonce");
    QTest::newRow("empty") << logOf({eventOf(ours(), "\"\"")})
                           << QStringLiteral("1 of 1 events are vouchers without a nonce");
}

void TestAuditLog::tellsVouchersWithoutANonce()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QString, warning);

    const auto warnings = warningsOf(bytes);

    QCOMPARE(warnings.size(), warning.isEmpty() ? 0 : 1);
    QVERIFY2(warning.isEmpty() || warnings.value(0).startsWith(warning), qPrintable(warnings.value(0)));
}

void TestAuditLog::tellsWhatWasLeftOut_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<bool>("isShortened");

    QTest::newRow("nothing") << logOf({eventOf(ours())}) << false;
    QTest::newRow("none of this event") << logOf({eventOf(ours(), "\"bg\"", R"(,"truncated":"0")")}) << false;
    QTest::newRow("some of this event") << logOf({eventOf(ours(), "\"bg\"", R"(,"truncated":"3")")}) << true;
    QTest::newRow("some, as a number") << logOf({eventOf(ours(), "\"bg\"", R"(,"truncated":3)")}) << true;
    QTest::newRow("none at all") << logOf({eventOf(ours())}, R"(,"truncation":{"arbitrary":"0"})") << false;
    QTest::newRow("some") << logOf({eventOf(ours())}, R"(,"truncation":{"nonced duplicates":"0","arbitrary":"2"})")
                          << true;
}

void TestAuditLog::tellsWhatWasLeftOut()
{
    QFETCH(QByteArray, bytes);

    QTEST(warningsOf(bytes).contains(QStringLiteral("the MASA has left events out")), "isShortened");
}

void TestAuditLog::refusesWhatIsBroken_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("code");

    const auto row = [](const char* name, const QByteArray& bytes, const char* code) {
        QTest::newRow(name) << bytes << QString::fromLatin1(code);
    };
    row("cut off", logOf({eventOf(ours())}).chopped(1), "malformed");
    row("something after it", logOf({}) + "x", "trailing-data");
    row("events twice", R"({"version":"1","events":[],"events":[]})", "duplicate-field");
    row("events that are no list", R"({"version":"1","events":{}})", "malformed");
    row("an event that is a text", logOf({"\"event\""}), "malformed");
    row("an event that is nothing", logOf({"null"}), "malformed");
    row("a version that is a word", R"({"version":"one","events":[]})", "malformed");
    row("a negative version", R"({"version":-1,"events":[]})", "malformed");
    row("not UTF-8", "{\"version\":\"\xff\",\"events\":[]}", "malformed");
    row("more events than anybody reads", logOf(QList<QByteArray>(16'385, "{}")), "too-large");
    row("deep nesting", R"({"version":"1","events":)" + QByteArray("[").repeated(100'000), "malformed");
    row("something with events of our own", R"({"type":"satchel-x","events":[]})", "not-recognised");
}

void TestAuditLog::refusesWhatIsBroken()
{
    QFETCH(QByteArray, bytes);

    QTEST(outcomeOf(bytes), "code");
}

void TestAuditLog::letsPassWithARemark_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("remark");

    QTest::newRow("no version") << QByteArray(R"({"events":[]})") << QStringLiteral("version is missing");
    QTest::newRow("version as a number") << QByteArray(R"({"version":1,"events":[]})")
                                         << QStringLiteral("version is a number");
    QTest::newRow("an event without a date")
        << logOf({R"({"domainID":")" + ours() + R"(","nonce":"bg"})"}) << QStringLiteral("has no date");
    QTest::newRow("truncation that is a list")
        << logOf({}, R"(,"truncation":[])") << QStringLiteral("truncation is no object");
    QList<QByteArray> members;
    for (int i = 0; i < 17; ++i) {
        members.append('"' + QByteArray::number(i) + R"(":"0")");
    }
    QTest::newRow("truncation of 17 kinds") << logOf({}, R"(,"truncation":{)" + members.join(',') + "}")
                                            << QStringLiteral("truncation has more than 16 members");
}

void TestAuditLog::letsPassWithARemark()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QString, remark);

    const auto warnings = warningsOf(bytes);

    QCOMPARE(warnings.size(), 1);
    QVERIFY2(warnings.first().contains(remark), qPrintable(warnings.first()));
}

void TestAuditLog::holdsAnotherVersion()
{
    const Assessment assessment = recognised(R"({"version":"2","events":[]})")->assess(m_forge.context());

    QCOMPARE(errorCodeName(assessment.hold->code), QStringLiteral("unsupported-version"));
}

void TestAuditLog::answersARequestForOne()
{
    const auto log = recognised(logOf({}));
    const QByteArray request = m_forge.pledgeRequest();

    const auto told = EnrolmentObject::recognise(request, Kind::AuditLogRequest);

    QVERIFY(told.has_value());
    QCOMPARE((*told)->kind(), Kind::AuditLogRequest);
    QCOMPARE((*told)->device(), QStringLiteral("device-1"));
    QCOMPARE((*told)->extension(), QStringLiteral("vcj"));
    QVERIFY((*told)->isSelfContained() && (*told)->correlation().isEmpty() && !(*told)->lapses());
    QVERIFY(!(*told)->assess(m_forge.context()).hold);
    QVERIFY(log->matches(**told).has_value());
    QCOMPARE(errorCodeName(log->matches(*recognised(request)).error().code), QStringLiteral("no-matching-request"));
    // A voucher is no answer to it, and nothing but a voucher request can be one.
    QVERIFY(!recognised(m_forge.voucher())->matches(**told).has_value());
    QCOMPARE((*EnrolmentObject::recognise(m_forge.voucher(), Kind::AuditLogRequest))->kind(), Kind::Voucher);
}

void TestAuditLog::isShown()
{
    const auto shown = recognised(logOf(QList<QByteArray>(300, eventOf(ours(), "\"NULL\""))))->describe();

    QCOMPARE(*shown.find(u"eventCount")->integer(), 300);
    QCOMPARE(shown.find(u"events")->array()->size(), std::size_t{256});
    const auto& first = (*shown.find(u"events")->array())[0];
    QCOMPARE(*first.find(u"domainID")->string(), QString::fromLatin1(ours()));
    QVERIFY(first.find(u"nonce")->isNull());
}

void TestAuditLog::countsEventsOfNobodyAsForeign()
{
    const QByteArray nameless = R"({"date":"2026-05-01T00:00:00Z","nonce":"bg"})";
    for (const auto& event : {nameless, eventOf(""), eventOf("!!")}) {
        const auto warnings = warningsOf(logOf({eventOf(ours()), event}));

        QCOMPARE(warnings.size(), 2);
        QVERIFY2(warnings[0].startsWith(u"1 of 2 events are of other domains"), qPrintable(warnings[0]));
        QVERIFY2(warnings[1].contains(u"no readable domainID"), qPrintable(warnings[1]));
    }
}

SATCHEL_TEST(TestAuditLog)
#include "TestAuditLog.moc"
