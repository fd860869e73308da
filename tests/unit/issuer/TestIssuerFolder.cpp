#include <core/base/File.h>
#include <core/issuer/IssuerFolder.h>
#include <core/station/CertificatePem.h>
#include <tests/support/MessageForge.h>
#include <tests/support/TestRegistry.h>

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

using namespace satchel;
using satchel::test::MessageForge;

class TestIssuerFolder : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void anEmptyFolderGetsAnIssuer();
    void keysAreForTheirOwnerOnly();
    void theSameIssuerComesBack();
    void certificatesFitTheirParts();
    void halfAnIssuerIsRefused_data();
    void halfAnIssuerIsRefused();
    void aForeignKeyIsRefused();
    void anchorsAreRead();
    void brokenFilesAreNamed_data();
    void brokenFilesAreNamed();
    void settingsAreRead();
    void secretsAreRead();

private:
    [[nodiscard]] QString file(const char* name) const { return m_folder->filePath(QLatin1StringView{name}); }
    [[nodiscard]] Result<IssuerFolder> open() const
    {
        return IssuerFolder::open(m_folder->path(), MessageForge::now());
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestIssuerFolder::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
}

void TestIssuerFolder::anEmptyFolderGetsAnIssuer()
{
    const auto folder = IssuerFolder::open(m_folder->filePath(QStringLiteral("deep/ca")), MessageForge::now());

    QVERIFY(folder.has_value());
    QVERIFY(folder->wasMade());
    QCOMPARE(QDir{folder->path()}.entryList(QDir::Files, QDir::Name),
        (QStringList{QStringLiteral("ca.key"), QStringLiteral("ca.pem"), QStringLiteral("masa-ca.key"),
            QStringLiteral("masa-ca.pem"), QStringLiteral("masa.key"), QStringLiteral("masa.pem"),
            QStringLiteral("ra.key"), QStringLiteral("ra.pem"), QStringLiteral("settings.toml")}));
}

void TestIssuerFolder::keysAreForTheirOwnerOnly()
{
    QVERIFY(open().has_value());

    for (const char* name : {"ca.key", "ra.key", "masa.key", "masa-ca.key"}) {
        QCOMPARE(QFile::permissions(file(name)) & ~(QFile::ReadUser | QFile::WriteUser),
            QFile::Permissions{QFile::ReadOwner | QFile::WriteOwner});
    }
}

void TestIssuerFolder::theSameIssuerComesBack()
{
    const auto first = open();
    const auto second = open();

    QVERIFY(first.has_value() && second.has_value());
    QVERIFY(!second->wasMade());
    QVERIFY(first->certificateAuthority().certificate == second->certificateAuthority().certificate);
    QVERIFY(second->masa().identity.key.matches(first->masa().identity.certificate));
}

void TestIssuerFolder::certificatesFitTheirParts()
{
    const auto folder = open();

    QVERIFY(folder.has_value());
    const auto& ca = folder->certificateAuthority().certificate;
    const auto& ra = folder->registrationAuthority().certificate;
    QVERIFY(ca.isCertificateAuthority());
    QVERIFY(ra.hasExtendedKeyUsage("1.3.6.1.5.5.7.3.28")); // id-kp-cmcRA
    QVERIFY(TrustAnchors{{ca}}.verify(ra, {}, MessageForge::now()).has_value());
    const auto masaCa = loadCertificates(file("masa-ca.pem"));
    QVERIFY(masaCa.has_value());
    QVERIFY(TrustAnchors{*masaCa}.verify(folder->masa().identity.certificate, {}, MessageForge::now()).has_value());
    // Who does not have the root does not trust it, so it is not sent.
    QVERIFY(folder->masa().chain.isEmpty());
}

void TestIssuerFolder::halfAnIssuerIsRefused_data()
{
    QTest::addColumn<QString>("missing");
    for (const char* name : {"ca.key", "ca.pem", "ra.key", "ra.pem", "masa.key", "masa.pem", "masa-ca.pem"}) {
        QTest::newRow(name) << QString::fromLatin1(name);
    }
}

void TestIssuerFolder::halfAnIssuerIsRefused()
{
    QFETCH(QString, missing);
    QVERIFY(open().has_value());
    QVERIFY(QFile::remove(m_folder->filePath(missing)));

    const auto folder = open();

    QVERIFY(!folder.has_value());
    QCOMPARE(folder.error().code, ErrorCode::NotFound);
    QVERIFY(folder.error().message.contains(missing));
    QVERIFY(!QFile::exists(m_folder->filePath(missing)));
}

void TestIssuerFolder::aForeignKeyIsRefused()
{
    QVERIFY(open().has_value());
    QVERIFY(QFile::remove(file("ra.key")));
    QVERIFY(QFile::copy(file("ca.key"), file("ra.key")));

    const auto folder = open();

    QVERIFY(!folder.has_value());
    QCOMPARE(folder.error().code, ErrorCode::KeyMismatch);
    QCOMPARE(folder.error().file, file("ra.pem"));
}

void TestIssuerFolder::anchorsAreRead()
{
    const MessageForge forge;
    QVERIFY(writeFileAtomically(file("manufacturer.pem"),
        certificatePem(forge.manufacturer.certificate) + certificatePem(forge.stranger.certificate)));
    QVERIFY(writeFileAtomically(file("domain.pem"), certificatePem(forge.domainCa.certificate)));

    const auto folder = open();

    QVERIFY(folder.has_value());
    const auto& trust = folder->trust();
    QCOMPARE(trust.anchorsFor(AnchorUse::Manufacturer).certificates().size(), 2);
    QVERIFY(trust.anchorsFor(AnchorUse::Domain).contains(forge.domainCa.certificate));
    QVERIFY(trust.anchorsFor(AnchorUse::Domain).contains(folder->certificateAuthority().certificate));
}

void TestIssuerFolder::brokenFilesAreNamed_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<int>("code");

    const auto row = [](const char* scenario, const char* name, const char* content, ErrorCode code) {
        QTest::newRow(scenario) << QString::fromLatin1(name) << QByteArray{content} << static_cast<int>(code);
    };
    row("anchors that are none", "manufacturer.pem", "anchors", ErrorCode::Malformed);
    row("domain anchors that are none", "domain.pem", "anchors", ErrorCode::Malformed);
    row("a secret without reference", "cmp-secrets", "secret\n", ErrorCode::Malformed);
    row("a reference without secret", "cmp-secrets", "device=\n", ErrorCode::Malformed);
    row("an empty reference", "cmp-secrets", "=secret\n", ErrorCode::Malformed);
    row("a misspelt setting", "settings.toml", "certificate-dais = 3\n", ErrorCode::UnknownField);
    row("no days at all", "settings.toml", "voucher-days = 0\n", ErrorCode::Malformed);
}

void TestIssuerFolder::brokenFilesAreNamed()
{
    QFETCH(QString, name);
    QFETCH(QByteArray, content);
    QFETCH(int, code);
    QVERIFY(writeFileAtomically(m_folder->filePath(name), content));

    const auto folder = open();

    QVERIFY(!folder.has_value());
    QCOMPARE(static_cast<int>(folder.error().code), code);
    QVERIFY((folder.error().file + folder.error().message).contains(name));
    QVERIFY(!folder.error().message.contains(QStringLiteral("secret=")));
}

void TestIssuerFolder::settingsAreRead()
{
    QVERIFY(writeFileAtomically(
        file("settings.toml"), "certificate-days = 3\nvoucher-days = 4\nrequire-requester = true\n"));

    const auto folder = open();

    QVERIFY(folder.has_value());
    QCOMPARE(folder->settings().certificateDays, 3);
    QCOMPARE(folder->settings().voucherDays, 4);
    QVERIFY(folder->settings().requireRequester);
}

void TestIssuerFolder::secretsAreRead()
{
    QVERIFY(writeFileAtomically(file("cmp-secrets"), "# devices without a certificate\n\npump-1=so=secret\nfan-2=x"));

    const auto folder = open();

    QVERIFY(folder.has_value());
    const auto secrets = folder->cmpSecrets();
    QCOMPARE(secrets.size(), std::size_t{2});
    QCOMPARE(secrets.at("pump-1").reveal(), QByteArray{"so=secret"});
    QCOMPARE(secrets.at("fan-2").reveal(), QByteArray{"x"});
}

SATCHEL_TEST(TestIssuerFolder)
#include "TestIssuerFolder.moc"
