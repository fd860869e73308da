#include <core/exchange/station/Configure.h>
#include <core/exchange/station/Peering.h>
#include <core/station/CertificatePem.h>
#include <tests/support/TestRegistry.h>
#include <tests/support/TestWorld.h>

#include <QTest>

using namespace satchel;
using namespace satchel::test;

class TestConfigure : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_world = std::make_unique<TestWorld>(); }
    void aChangeIsWrittenAndOnRecord();
    void nothingToChangeChangesNothing();
    void anotherNameMakesAnotherCard();
    void refusesWhatTheFileMayNotSay_data();
    void refusesWhatTheFileMayNotSay();
    void anotherKeyIsTriedFirst();
    void aFurtherDecryptionKeyOpensToo();
    void aWrongPassphraseChangesNothing();
    void theOperatorIsInTheLog();

    void whatSomebodyElseChangedIsNotUndone();

private:
    // From what the station has now.
    [[nodiscard]] static Result<SettingsReport> change(Session& session, const Settings& wanted)
    {
        return changeSettings(session, Settings{session.station().settings()}, wanted);
    }
    [[nodiscard]] QString settingsFile() const { return m_world->site.home() + QStringLiteral("/settings.toml"); }
    [[nodiscard]] LogEntry lastEntry() const;
    // A new pair in a folder of its own; its key may be that of somebody else.
    [[nodiscard]] Settings::KeyPair pair(
        CertificateTemplate::Use use, const std::optional<PrivateKey>& key = {}, const QByteArray& passphrase = {});

    std::unique_ptr<TestWorld> m_world;
};

LogEntry TestConfigure::lastEntry() const
{
    LogEntry last;
    const auto session = m_world->site.read();
    (void)session.ledger().log().forEach({}, [&last](const LogEntry& entry) -> Result<void> {
        last = entry;
        return {};
    });
    return last;
}

Settings::KeyPair TestConfigure::pair(
    CertificateTemplate::Use use, const std::optional<PrivateKey>& key, const QByteArray& passphrase)
{
    const auto own = PrivateKey::generate(KeyType::P256).value();
    const auto certificate = issueSelfSigned(
        {.commonName = QStringLiteral("New"), .notBefore = beginningOfTime(), .notAfter = endOfTime(), .use = use}, own)
                                 .value();
    const auto pem = key.value_or(own).toPkcs8Pem(Secret{passphrase}).value();
    return {m_world->put(QStringLiteral("new/key.pem"), pem.reveal()),
        m_world->put(QStringLiteral("new/cert.pem"), certificatePem(certificate))};
}

void TestConfigure::aChangeIsWrittenAndOnRecord()
{
    const auto before = TestWorld::read(settingsFile());
    auto session = m_world->site.write();
    auto wanted = session.station().settings();
    wanted.policy.voucherRequestDays = 9;
    wanted.policy.refuseExpiredSenders = true;
    const auto report = change(session, wanted);
    QVERIFY2(report.has_value(), report ? "" : qPrintable(report.error().message));

    QCOMPARE(report->changes,
        (QStringList{QStringLiteral("policy.refuse-expired-senders = true"),
            QStringLiteral("policy.voucher-request-days = 9")}));
    QVERIFY(!report->makesNewCard);
    QCOMPARE(session.station().settings().policy.voucherRequestDays, 9);
    QCOMPARE(Settings::load(settingsFile())->policy.voucherRequestDays, 9);
    QCOMPARE(TestWorld::read(settingsFile() + QStringLiteral(".former")), before);
    QCOMPARE(lastEntry().action, QStringLiteral("settings"));
    QCOMPARE(lastEntry().verdict, report->changes.join(QStringLiteral(", ")));
}

void TestConfigure::nothingToChangeChangesNothing()
{
    m_world->put(QStringLiteral("site/settings.toml"), "# a remark of my own\n" + TestWorld::read(settingsFile()));
    auto session = m_world->site.write();
    const auto report = change(session, session.station().settings());
    QVERIFY(report.has_value());
    QVERIFY(report->changes.isEmpty());
    QVERIFY(TestWorld::read(settingsFile()).startsWith("# a remark of my own"));
    QVERIFY(lastEntry().action != u"settings");
}

void TestConfigure::anotherNameMakesAnotherCard()
{
    auto session = m_world->site.write();
    auto wanted = session.station().settings();
    wanted.name = QStringLiteral("Plant 8");
    QVERIFY(change(session, wanted)->makesNewCard);
    QCOMPARE(ownCard(session)->card.facts().name, QStringLiteral("Plant 8"));
    QCOMPARE(ownCard(session)->card.facts().issue, 2);
}

void TestConfigure::refusesWhatTheFileMayNotSay_data()
{
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("code");

    QTest::newRow("no name") << "name" << "malformed";
    QTest::newRow("another role") << "role" << "wrong-role";
    QTest::newRow("too many days") << "days" << "malformed";
    QTest::newRow("nobody to consent") << "nested" << "malformed";
    QTest::newRow("no decryption key") << "decryption" << "malformed";
    QTest::newRow("a key that is not there") << "key" << "key-unavailable";
}

void TestConfigure::refusesWhatTheFileMayNotSay()
{
    QFETCH(QString, key);
    const auto before = TestWorld::read(settingsFile());
    auto session = m_world->site.write();
    auto wanted = session.station().settings();
    if (key == u"name") {
        wanted.name = QStringLiteral(" ");
    } else if (key == u"role") {
        wanted.role = StationRole::Backend;
    } else if (key == u"days") {
        wanted.policy.voucherRequestDays = Settings::MostDays + 1;
    } else if (key == u"nested") {
        wanted.policy.cmpNested = 1;
    } else if (key == u"decryption") {
        wanted.decryption.clear();
    } else {
        wanted.decryption.first().key = QStringLiteral("pkcs11:object=decryption");
    }
    const auto report = change(session, wanted);
    QVERIFY(!report.has_value());
    QTEST(errorCodeName(report.error().code), "code");
    QCOMPARE(TestWorld::read(settingsFile()), before);
    QVERIFY(lastEntry().action != u"settings");
}

void TestConfigure::anotherKeyIsTriedFirst()
{
    auto session = m_world->site.write();
    auto wanted = session.station().settings();
    wanted.signing = pair(CertificateTemplate::Use::Signing);
    const auto stranger = change(session, wanted);
    QCOMPARE(stranger.error().code, ErrorCode::KeyMismatch);

    wanted = session.station().settings();
    const auto other = PrivateKey::generate(KeyType::P256).value();
    wanted.decryption.prepend(pair(CertificateTemplate::Use::Decryption, other));
    QCOMPARE(change(session, wanted).error().code, ErrorCode::KeyMismatch);
    QCOMPARE(Settings::load(settingsFile())->decryption.size(), 1);
}

void TestConfigure::aFurtherDecryptionKeyOpensToo()
{
    auto session = m_world->site.write();
    auto wanted = session.station().settings();
    wanted.decryption.prepend(pair(CertificateTemplate::Use::Decryption));
    const auto report = change(session, wanted);
    QVERIFY2(report.has_value(), report ? "" : qPrintable(report.error().message));
    QVERIFY(report->makesNewCard);
    QCOMPARE(session.station().decryptionIdentities()->size(), 2);
    QCOMPARE(ownCard(session)->card.facts().decryption.first().commonName(), QStringLiteral("New"));
}

void TestConfigure::aWrongPassphraseChangesNothing()
{
    auto session = m_world->site.write();
    auto wanted = session.station().settings();
    wanted.decryption.prepend(pair(CertificateTemplate::Use::Decryption, {}, "correct horse"));
    QCOMPARE(change(session, wanted).error().code, ErrorCode::WrongPassphrase);
    QCOMPARE(Settings::load(settingsFile())->decryption.size(), 1);
}

void TestConfigure::theOperatorIsInTheLog()
{
    auto access = m_world->site.access();
    access.operatorName = QStringLiteral("Grace Hopper");
    {
        auto session = Session::forWriting(std::move(access), QStringLiteral("test")).value();
        auto wanted = session.station().settings();
        wanted.policy.threads = 2;
        QVERIFY(change(session, wanted).has_value());
    }
    QCOMPARE(lastEntry().operatorName, QStringLiteral("Grace Hopper"));
}

void TestConfigure::whatSomebodyElseChangedIsNotUndone()
{
    const auto seen = m_world->site.read().station().settings();
    auto text = TestWorld::read(settingsFile());
    text.replace("voucher-request-days = 4", "voucher-request-days = 8");
    m_world->put(QStringLiteral("site/settings.toml"), text);
    auto session = m_world->site.write();
    auto wanted = seen;
    wanted.policy.threads = 2;
    const auto report = changeSettings(session, seen, wanted);
    QCOMPARE(report.error().code, ErrorCode::Usage);
    QCOMPARE(TestWorld::read(settingsFile()), text);
}

SATCHEL_TEST(TestConfigure)
#include "TestConfigure.moc"
