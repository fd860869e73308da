#include "StationFixture.h"

#include <core/station/CertificatePem.h>
#include <core/station/Station.h>
#include <tests/support/Lacking.h>
#include <tests/support/TestRegistry.h>

#include <QTemporaryDir>

#include <functional>
#include <memory>
#include <sys/mount.h>

using satchel::CertificateTemplate;
using satchel::ErrorCode;
using satchel::Secret;
using satchel::Settings;
using satchel::Station;
using satchel::StationInit;
using satchel::StationPaths;
using satchel::StationRole;

class TestStationInit : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();

    void makesAStation();
    void keepsOthersOut();
    void makesMissingParents();
    void takesAnEmptyFolder();
    void encryptsKeysUnderAPassphrase();
    void certificatesNeverEnd();
    void opensslReadsTheKeys();
    void refusesAHomeThatIsTaken_data();
    void refusesAHomeThatIsTaken();
    void refusesASecondStation();
    void refusesOtherNames();
    void refusesHalfAPair_data();
    void refusesHalfAPair();
    void takesGivenKeys();
    void takesGivenKeysByRelativePath();
    void refusesGivenKeys_data();
    void refusesGivenKeys();
    void aFullDiskLeavesNoStation();

private:
    [[nodiscard]] QString home() const { return m_folder->filePath(QStringLiteral("home")); }
    [[nodiscard]] QString at(const char* name) const { return m_folder->filePath(QString::fromLatin1(name)); }
    [[nodiscard]] satchel::Result<Station> initWith(const StationInit& wishes, const QByteArray& passphrase = {}) const
    {
        return Station::init(home(), wishes, Secret{passphrase}, fixture::clock());
    }
    [[nodiscard]] static StationInit wishes() { return {.role = StationRole::Site, .name = QStringLiteral("Depot")}; }
    // Writes a pair into the test's folder and names it.
    [[nodiscard]] Settings::KeyPair store(
        const fixture::Pair& pair, const QString& stem, const QByteArray& passphrase = {}) const
    {
        const Settings::KeyPair paths{
            m_folder->filePath(stem + QStringLiteral(".key")), m_folder->filePath(stem + QStringLiteral(".cer"))};
        fixture::put(paths.key, pair.key.toPkcs8Pem(Secret{passphrase}).value().reveal());
        fixture::put(paths.certificate, pair.certificate.der());
        return paths;
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestStationInit::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
}

void TestStationInit::makesAStation()
{
    auto station = initWith(wishes());
    QVERIFY2(station.has_value(), station ? "" : qPrintable(station.error().message));
    QCOMPARE(station->role(), StationRole::Site);
    QCOMPARE(station->settings().name, QStringLiteral("Depot"));
    QCOMPARE(station->settings().signing.key, QStringLiteral("keys/signing.key.pem"));
    QCOMPARE(station->cardIssue(), qint64{1});
    QVERIFY(station->peers().all().isEmpty());
    QVERIFY(station->trust().all().isEmpty());

    const auto signing = station->signingIdentity();
    QVERIFY(signing.has_value());
    QVERIFY(station->id() == signing->key.fingerprint());
    QVERIFY(station->id() == signing->certificate.keyFingerprint());
    const auto decryption = station->decryptionIdentities();
    QVERIFY(decryption.has_value());
    QCOMPARE(decryption->size(), 1);
    QVERIFY(decryption->first().certificate.keyFingerprint() != station->id());
    QVERIFY(!QFileInfo::exists(station->paths().ledger()));
}

void TestStationInit::keepsOthersOut()
{
    const auto previous = ::umask(0);
    const auto station = initWith(wishes());
    ::umask(previous);
    QVERIFY(station.has_value());
    const auto& paths = station->paths();
    QCOMPARE(fixture::modeOf(paths.home), mode_t{0700});
    QCOMPARE(fixture::modeOf(paths.keys()), mode_t{0700});
    QCOMPARE(fixture::modeOf(paths.keys() + QStringLiteral("/signing.key.pem")), mode_t{0600});
    QCOMPARE(fixture::modeOf(paths.keys() + QStringLiteral("/decryption.key.pem")), mode_t{0600});
    QCOMPARE(fixture::modeOf(paths.settings()), mode_t{0600});
    QCOMPARE(fixture::modeOf(paths.identity()), mode_t{0600});
}

void TestStationInit::makesMissingParents()
{
    const auto deep = m_folder->filePath(QStringLiteral("a/b/c"));
    const auto station = Station::init(deep, wishes(), {}, fixture::clock());
    QVERIFY(station.has_value());
    QVERIFY(QFileInfo::exists(deep + QStringLiteral("/settings.toml")));
}

void TestStationInit::takesAnEmptyFolder()
{
    QVERIFY(QDir{}.mkdir(home()));
    fixture::put(home() + QStringLiteral("/lock"), "");
    QVERIFY(initWith(wishes()).has_value());
    QCOMPARE(fixture::modeOf(home()), mode_t{0700});
}

void TestStationInit::encryptsKeysUnderAPassphrase()
{
    QVERIFY(initWith(wishes(), "correct horse").has_value());
    for (const char* name : {"/keys/signing.key.pem", "/keys/decryption.key.pem"}) {
        const auto pem = fixture::contentOf(home() + QLatin1StringView{name});
        QVERIFY(pem.startsWith("-----BEGIN ENCRYPTED PRIVATE KEY-----"));
    }
}

void TestStationInit::certificatesNeverEnd()
{
    auto station = initWith(wishes());
    QVERIFY(station.has_value());
    const auto certificate = station->signingIdentity()->certificate;
    QCOMPARE(certificate.notBefore(), satchel::beginningOfTime());
    QCOMPARE(certificate.notAfter(), satchel::endOfTime());
    QCOMPARE(certificate.commonName(), QStringLiteral("Depot"));
    QVERIFY(certificate.isSelfIssued());
}

void TestStationInit::opensslReadsTheKeys()
{
    QVERIFY(initWith(wishes(), "horse").has_value());
    const auto keys = home() + QStringLiteral("/keys");
    QVERIFY(fixture::openssl({QStringLiteral("pkey"), QStringLiteral("-in"), QStringLiteral("signing.key.pem"),
                                 QStringLiteral("-passin"), QStringLiteral("pass:horse"), QStringLiteral("-noout")},
        keys));
    QVERIFY(!fixture::openssl({QStringLiteral("pkey"), QStringLiteral("-in"), QStringLiteral("signing.key.pem"),
                                  QStringLiteral("-passin"), QStringLiteral("pass:cow"), QStringLiteral("-noout")},
        keys));
    QVERIFY(fixture::openssl(
        {QStringLiteral("x509"), QStringLiteral("-in"), QStringLiteral("signing.cert.pem"), QStringLiteral("-noout")},
        keys));
}

void TestStationInit::refusesAHomeThatIsTaken_data()
{
    QTest::addColumn<QString>("path");

    QTest::newRow("other files") << QStringLiteral("home/thesis.odt");
    QTest::newRow("hidden files") << QStringLiteral("home/.profile");
    QTest::newRow("a folder") << QStringLiteral("home/keys/x");
    QTest::newRow("a file in its place") << QStringLiteral("home");
}

void TestStationInit::refusesAHomeThatIsTaken()
{
    QFETCH(QString, path);
    const auto file = m_folder->filePath(path);
    fixture::put(file, "mine");
    const auto before = fixture::namesIn(home());
    const auto station = initWith(wishes());
    QVERIFY(!station.has_value());
    QCOMPARE(station.error().code, ErrorCode::Usage);
    QCOMPARE(station.error().file, home());
    QCOMPARE(fixture::contentOf(file), QByteArray("mine"));
    QCOMPARE(fixture::namesIn(home()), before);
}

void TestStationInit::refusesASecondStation()
{
    const auto first = initWith(wishes());
    QVERIFY(first.has_value());
    const auto second = initWith(wishes());
    QVERIFY(!second.has_value());
    QCOMPARE(second.error().code, ErrorCode::Usage);
    QVERIFY(second.error().message.contains(QStringLiteral("station already")));
    QVERIFY(Station::open(home(), {}, fixture::clock())->id() == first->id());
}

void TestStationInit::refusesOtherNames()
{
    for (const auto& name : {QString{}, QStringLiteral("a\nb"), QString{65, QLatin1Char('x')}}) {
        const auto station = initWith({.role = StationRole::Site, .name = name});
        QVERIFY(!station.has_value());
        QCOMPARE(station.error().code, ErrorCode::Usage);
        QVERIFY(!QFileInfo::exists(home()));
    }
}

void TestStationInit::refusesHalfAPair_data()
{
    QTest::addColumn<bool>("signing");
    QTest::addColumn<bool>("keyMissing");

    QTest::newRow("no signing key") << true << true;
    QTest::newRow("no signing certificate") << true << false;
    QTest::newRow("no decryption key") << false << true;
    QTest::newRow("no decryption certificate") << false << false;
}

void TestStationInit::refusesHalfAPair()
{
    QFETCH(bool, signing);
    QFETCH(bool, keyMissing);
    const auto half
        = keyMissing ? Settings::KeyPair{{}, QStringLiteral("/c")} : Settings::KeyPair{QStringLiteral("/k"), {}};
    auto order = wishes();
    (signing ? order.signing : order.decryption) = half;
    const auto station = initWith(order);
    QVERIFY(!station.has_value());
    QCOMPARE(station.error().code, ErrorCode::Usage);
    QVERIFY(!QFileInfo::exists(home()));
}

void TestStationInit::takesGivenKeys()
{
    const auto signing = fixture::makePair(CertificateTemplate::Use::Signing, satchel::KeyType::P384);
    const auto decryption = fixture::makePair(CertificateTemplate::Use::Decryption, satchel::KeyType::Rsa3072);
    auto order = wishes();
    order.signing = store(signing, QStringLiteral("s"), "horse");
    order.decryption = store(decryption, QStringLiteral("d"));
    auto station = initWith(order, "horse");
    QVERIFY2(station.has_value(), station ? "" : qPrintable(station.error().message));
    QVERIFY(station->id() == signing.certificate.keyFingerprint());
    QCOMPARE(station->settings().signing.key, order.signing->key);
    QCOMPARE(station->settings().decryption.first().certificate, order.decryption->certificate);
    QVERIFY(fixture::namesIn(station->paths().keys()).isEmpty());
    QVERIFY(station->card().has_value());
}

void TestStationInit::takesGivenKeysByRelativePath()
{
    auto order = wishes();
    order.signing = store(fixture::makePair(CertificateTemplate::Use::Signing), QStringLiteral("s"));
    const auto absolute = *order.signing;
    const auto previous = QDir::currentPath();
    QVERIFY(QDir::setCurrent(m_folder->path()));
    order.signing = Settings::KeyPair{QStringLiteral("s.key"), QStringLiteral("file:s.cer")};
    const auto station = Station::init(QStringLiteral("home"), order, {}, fixture::clock());
    QVERIFY(QDir::setCurrent(previous));
    QVERIFY2(station.has_value(), station ? "" : qPrintable(station.error().message));
    QCOMPARE(
        QFileInfo{station->settings().signing.key}.canonicalFilePath(), QFileInfo{absolute.key}.canonicalFilePath());
    QVERIFY(QDir::isAbsolutePath(station->settings().signing.certificate));
    QVERIFY(QDir::isAbsolutePath(station->paths().home));
    // Only the signing pair was given, so the other one was made.
    QCOMPARE(station->settings().decryption.first().key, QStringLiteral("keys/decryption.key.pem"));
}

using Spoil = std::function<void(TestStationInit&, StationInit&)>;
Q_DECLARE_METATYPE(Spoil)

void TestStationInit::refusesGivenKeys_data()
{
    QTest::addColumn<Spoil>("spoil");
    QTest::addColumn<ErrorCode>("code");

    const auto row = [](const char* name, ErrorCode code, const Spoil& spoil) { QTest::newRow(name) << spoil << code; };
    using Use = CertificateTemplate::Use;
    row("no such key file", ErrorCode::KeyUnavailable,
        [](TestStationInit&, StationInit& order) { order.signing->key += QStringLiteral(".absent"); });
    row("no such certificate file", ErrorCode::Unreadable,
        [](TestStationInit&, StationInit& order) { order.signing->certificate += QStringLiteral(".absent"); });
    row("certificate file is none", ErrorCode::Malformed,
        [](TestStationInit&, StationInit& order) { fixture::put(order.decryption->certificate, "hello"); });
    row("key of another certificate", ErrorCode::KeyMismatch,
        [](TestStationInit&, StationInit& order) { order.signing->key = order.decryption->key; });
    row("decryption key of another certificate", ErrorCode::KeyMismatch,
        [](TestStationInit&, StationInit& order) { order.decryption->key = order.signing->key; });
    row("signing certificate is for decryption", ErrorCode::KeyMismatch,
        [](TestStationInit&, StationInit& order) { order.signing = order.decryption; });
    row("decryption certificate is for signing", ErrorCode::KeyMismatch,
        [](TestStationInit&, StationInit& order) { order.decryption = order.signing; });
    row("wrong passphrase", ErrorCode::WrongPassphrase, [](TestStationInit& test, StationInit& order) {
        order.signing = test.store(fixture::makePair(Use::Signing), QStringLiteral("locked"), "other");
    });
    row("a token", ErrorCode::KeyUnavailable,
        [](TestStationInit&, StationInit& order) { order.signing->key = QStringLiteral("pkcs11:object=x"); });
    row("weak key", ErrorCode::WeakAlgorithm, [](TestStationInit& test, StationInit& order) {
        QVERIFY(!fixture::opensslCertificate(
            {QStringLiteral("-newkey"), QStringLiteral("rsa:2048")}, {}, test.m_folder->path())
                .isEmpty());
        order.signing = Settings::KeyPair{test.at("foreign.key.pem"), test.at("foreign.cer")};
    });
}

void TestStationInit::refusesGivenKeys()
{
    QFETCH(Spoil, spoil);
    QFETCH(ErrorCode, code);
    auto order = wishes();
    order.signing = store(fixture::makePair(CertificateTemplate::Use::Signing), QStringLiteral("s"));
    order.decryption = store(fixture::makePair(CertificateTemplate::Use::Decryption), QStringLiteral("d"));
    spoil(*this, order);
    const auto station = initWith(order, "horse");
    QVERIFY(!station.has_value());
    QVERIFY2(station.error().code == code, qPrintable(station.error().message));
    QVERIFY(!station.error().file.isEmpty());
    QVERIFY(!QFileInfo::exists(home()));
    QVERIFY(!station.error().message.contains(QStringLiteral("horse")));
}

void TestStationInit::aFullDiskLeavesNoStation()
{
    QVERIFY(QDir{}.mkdir(home()));
    const auto mountPoint = QFile::encodeName(home());
    // Root's folder and a file or two fit into so few inodes, the station's dozen does not.
    if (::mount("none", mountPoint.constData(), "tmpfs", 0, "size=64k,nr_inodes=6") != 0) {
        LACKING_MOUNT("mounting a small tmpfs needs root");
    }
    const auto unmounted = qScopeGuard([&] { ::umount(mountPoint.constData()); });
    const auto station = initWith(wishes());
    QVERIFY(!station.has_value());
    QCOMPARE(station.error().code, ErrorCode::MediumFull);
    QVERIFY(fixture::namesIn(home()).isEmpty());
}

SATCHEL_TEST(TestStationInit)
#include "TestStationInit.moc"
