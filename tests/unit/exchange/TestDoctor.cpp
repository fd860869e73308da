#include <core/base/File.h>
#include <core/exchange/station/Doctor.h>
#include <core/station/CertificatePem.h>
#include <tests/support/LedgerQuery.h>
#include <tests/support/TestRegistry.h>
#include <tests/support/TestWorld.h>

#include <QDir>
#include <QFile>
#include <QTest>

#include <sys/stat.h>

using namespace satchel;
using namespace satchel::test;

Q_DECLARE_METATYPE(satchel::FindingLevel)

class TestDoctor : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void findsNothingAtASoundStation();
    void noStationIsAProblem();
    void clockThatIsCertainlyWrong_data();
    void clockThatIsCertainlyWrong();
    void foldersAndKeysThatOthersMayRead_data();
    void foldersAndKeysThatOthersMayRead();
    void keysThatAreGone();
    void keysLockedByAPassphraseAreNoProblem();
    void certificatesNearTheirEnd();
    void oneCertificateNearItsEnd();
    void damagedLedger_data();
    void damagedLedger();
    void ledgerThatDoesNotOpen();
    void tellsWhereTheLastBundleIs();

private:
    static Finding about(const DoctorReport& report, const QString& code);
};

Finding TestDoctor::about(const DoctorReport& report, const QString& code)
{
    for (const auto& finding : report.findings) {
        if (finding.code == code) {
            return finding;
        }
    }
    qFatal("nothing about %s", qPrintable(code));
}

void TestDoctor::findsNothingAtASoundStation()
{
    const TestWorld world;
    const auto report = examine(world.site.access());
    QStringList codes;
    for (const auto& finding : report.findings) {
        codes.append(finding.code);
        QVERIFY2(finding.level == FindingLevel::Ok, qPrintable(finding.text));
        QVERIFY(finding.hint.isEmpty());
    }
    QCOMPARE(codes,
        QStringLiteral("clock space permissions keys certificates database custody-log media").split(QLatin1Char(' ')));
    QCOMPARE(report.outcome(), Outcome::Done);
    QCOMPARE(about(report, QStringLiteral("media")).text, QStringLiteral("nothing was exported yet"));
}

void TestDoctor::noStationIsAProblem()
{
    const TestWorld world;
    auto access = world.site.access();
    access.home = world.path(QStringLiteral("nowhere"));
    const auto report = examine(std::move(access));
    QCOMPARE(report.findings.size(), 1);
    QCOMPARE(about(report, QStringLiteral("station")).level, FindingLevel::Problem);
    QCOMPARE(report.outcome(), Outcome::Failed);
}

void TestDoctor::clockThatIsCertainlyWrong_data()
{
    QTest::addColumn<bool>("isOld");
    QTest::addColumn<QString>("text");
    QTest::newRow("before the program") << true << QStringLiteral("before this program was made");
    QTest::newRow("before the last export") << false << QStringLiteral("the last export was made at");
}

void TestDoctor::clockThatIsCertainlyWrong()
{
    QFETCH(bool, isOld);
    QFETCH(QString, text);
    TestWorld world;
    world.putDevice(QStringLiteral("SN-1"));
    world.site.gather({world.path(QStringLiteral("spool"))});
    world.site.exportTo(world.path(QStringLiteral("stick")));
    auto access = world.site.access();
    access.clock = fixedClock(isOld ? QDateTime{QDate{2025, 12, 31}, QTime{}, Qt::UTC} : world.now().addSecs(-60));
    const auto report = examine(std::move(access));
    const auto clock = about(report, QStringLiteral("clock"));
    QCOMPARE(clock.level, FindingLevel::Problem);
    QVERIFY2(clock.text.contains(text), qPrintable(clock.text));
    QVERIFY(!clock.hint.isEmpty());
    QCOMPARE(report.outcome(), Outcome::Failed);
}

void TestDoctor::foldersAndKeysThatOthersMayRead_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<int>("mode");
    QTest::newRow("home") << QString{} << 0750;
    QTest::newRow("keys") << QStringLiteral("/keys") << 0701;
    QTest::newRow("a key") << QStringLiteral("/keys/*key*") << 0640;
}

void TestDoctor::foldersAndKeysThatOthersMayRead()
{
    QFETCH(QString, file);
    QFETCH(int, mode);
    const TestWorld world;
    auto path = world.site.home() + file;
    if (file.contains(QLatin1Char('*'))) {
        const QDir keys{world.site.home() + QStringLiteral("/keys")};
        path = keys.filePath(keys.entryList({QStringLiteral("*key*")}, QDir::Files).value(0));
    }
    QCOMPARE(::chmod(QFile::encodeName(path).constData(), static_cast<mode_t>(mode)), 0);
    const auto report = examine(world.site.access());
    const auto permissions = about(report, QStringLiteral("permissions"));
    QCOMPARE(permissions.level, FindingLevel::Problem);
    QVERIFY2(permissions.text.endsWith(path), qPrintable(permissions.text));
    QVERIFY(permissions.hint.contains(QStringLiteral("chmod go-rwx")));
}

void TestDoctor::keysThatAreGone()
{
    const TestWorld world;
    QVERIFY(QDir{world.site.home() + QStringLiteral("/keys")}.removeRecursively());
    const auto report = examine(world.site.access());
    const auto keys = about(report, QStringLiteral("keys"));
    QCOMPARE(keys.level, FindingLevel::Problem);
    QVERIFY(keys.hint.contains(QStringLiteral("restore the key")));
    // As far as it gets: the rest is told all the same.
    QCOMPARE(about(report, QStringLiteral("database")).level, FindingLevel::Ok);
}

void TestDoctor::keysLockedByAPassphraseAreNoProblem()
{
    const TestWorld world;
    StationAccess access = world.site.access();
    access.home = world.path(QStringLiteral("locked"));
    access.passphrase = Secret{"open sesame"};
    StationInit wishes;
    wishes.name = QStringLiteral("locked");
    QVERIFY(initStation({access.home, access.passphrase.clone(), access.patience, access.clock}, wishes).has_value());
    QCOMPARE(
        about(examine({access.home, access.passphrase.clone(), access.patience, access.clock}), QStringLiteral("keys"))
            .level,
        FindingLevel::Ok);
    access.passphrase = {};
    const auto report = examine(std::move(access));
    const auto keys = about(report, QStringLiteral("keys"));
    QCOMPARE(keys.level, FindingLevel::Warning);
    QVERIFY(keys.hint.contains(QStringLiteral("give the passphrase")));
    QCOMPARE(report.outcome(), Outcome::Done);
}

// Those of this station, of its peers and of those it trusts.
void TestDoctor::certificatesNearTheirEnd()
{
    const TestWorld world;
    auto access = world.site.access();
    access.clock = fixedClock(QDateTime{QDate{9999, 12, 1}, QTime{}, Qt::UTC});
    const auto report = examine(std::move(access));
    QStringList texts;
    for (const auto& finding : report.findings) {
        if (finding.code == QStringLiteral("certificates")) {
            QCOMPARE(finding.level, FindingLevel::Warning);
            texts.append(finding.text.section(QLatin1Char(':'), 0, 0));
        }
    }
    QCOMPARE(texts,
        (QStringList{QStringLiteral("this station"), QStringLiteral("backend"), QStringLiteral("backend"),
            QStringLiteral("anchor for manufacturer"), QStringLiteral("anchor for domain"),
            QStringLiteral("anchor for masa")}));
    QCOMPARE(report.outcome(), Outcome::Done);
}

void TestDoctor::oneCertificateNearItsEnd()
{
    const TestWorld world;
    const auto key = PrivateKey::generate(KeyType::P256);
    QVERIFY(key.has_value());
    const auto ending = [&](qint64 days) {
        return issueSelfSigned({.commonName = QStringLiteral("Ends in %1 days").arg(days),
                                   .notBefore = beginningOfTime(),
                                   .notAfter = world.now().addDays(days),
                                   .use = CertificateTemplate::Use::Authority},
            *key)
            .value();
    };
    world.site.trust(AnchorUse::Domain, ending(61));
    QCOMPARE(about(examine(world.site.access()), QStringLiteral("certificates")).level, FindingLevel::Ok);
    world.site.trust(AnchorUse::Domain, ending(59));
    const auto certificates = about(examine(world.site.access()), QStringLiteral("certificates"));
    QCOMPARE(certificates.level, FindingLevel::Warning);
    QVERIFY(certificates.text.contains(QStringLiteral("CN=Ends in 59 days")));
}

void TestDoctor::damagedLedger_data()
{
    QTest::addColumn<QString>("sql");
    QTest::addColumn<QString>("code");
    QTest::addColumn<QString>("text");
    const auto database = QStringLiteral("database");
    const auto log = QStringLiteral("custody-log");
    QTest::newRow("wrong counts") << QStringLiteral("UPDATE state_counts SET items = items + 1 WHERE state = 'pending'")
                                  << database << QStringLiteral("counts of items by state");
    QTest::newRow("a table that is gone")
        << QStringLiteral("ALTER TABLE state_counts RENAME TO elsewhere") << database << QStringLiteral("state_counts");
    QTest::newRow("items that are due by mistake")
        << QStringLiteral("UPDATE items SET due = 1 - due") << database << QStringLiteral("due or wait otherwise");
    QTest::newRow("an altered log") << QStringLiteral("UPDATE custody_log SET verdict = 'nothing' WHERE seq = 1") << log
                                    << QStringLiteral("altered at entry 1");
    QTest::newRow("no log") << QStringLiteral("ALTER TABLE custody_log RENAME TO elsewhere") << log
                            << QStringLiteral("custody_log");
}

void TestDoctor::damagedLedger()
{
    QFETCH(QString, sql);
    QFETCH(QString, code);
    QFETCH(QString, text);
    const TestWorld world;
    world.putDevice(QStringLiteral("SN-1"));
    world.site.gather({world.path(QStringLiteral("spool"))});
    changeLedger(world.site.ledgerFile(), {sql});
    const auto report = examine(world.site.access());
    const auto finding = about(report, code);
    QCOMPARE(finding.level, FindingLevel::Problem);
    QVERIFY2(finding.text.contains(text), qPrintable(finding.text));
    QVERIFY(finding.hint.contains(QStringLiteral("keep a copy")));
    QCOMPARE(report.outcome(), Outcome::Failed);
}

void TestDoctor::ledgerThatDoesNotOpen()
{
    const TestWorld world;
    const auto file = world.site.ledgerFile();
    QVERIFY(writeFileAtomically(file, "this was a database").has_value());
    const auto report = examine(world.site.access());
    QCOMPARE(about(report, QStringLiteral("database")).level, FindingLevel::Problem);
    QCOMPARE(about(report, QStringLiteral("keys")).level, FindingLevel::Ok);
    QCOMPARE(report.outcome(), Outcome::Failed);
}

void TestDoctor::tellsWhereTheLastBundleIs()
{
    const TestWorld world;
    world.putDevice(QStringLiteral("SN-1"));
    world.site.gather({world.path(QStringLiteral("spool"))});
    const auto path = world.site.exportTo(world.path(QStringLiteral("stick"))).bundles.front().path;
    QVERIFY(about(examine(world.site.access()), QStringLiteral("media")).text.endsWith(path));
    QVERIFY(QFile::remove(path));
    const auto gone = examine(world.site.access());
    QVERIFY(about(gone, QStringLiteral("media")).text.contains(QStringLiteral("is not here, as it should be")));
    QCOMPARE(gone.outcome(), Outcome::Done);
}

SATCHEL_TEST(TestDoctor)
#include "TestDoctor.moc"
