#include <core/base/File.h>
#include <core/objects/EnrolmentObject.h>

#include <tests/support/MessageForge.h>
#include <tests/support/TestRegistry.h>
#include <tests/support/Verdicts.h>
#include <tests/support/Lacking.h>

#include <QDir>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

using namespace satchel;
using namespace satchel::test;

namespace {

QStringList words(const char* text)
{
    return QString::fromLatin1(text).split(QLatin1Char(' '));
}

QByteArray pem(const Certificate& certificate)
{
    return "-----BEGIN CERTIFICATE-----\n" + certificate.der().toBase64() + "\n-----END CERTIFICATE-----\n";
}

// Good at any time, because the tool looks at the real clock.
IssuerIdentity lasting(const char* name, const char* serial, CertificateTemplate::Use use, const IssuerIdentity& issuer)
{
    return MessageForge::issue({.commonName = QString::fromLatin1(name),
                                   .serialNumber = QString::fromLatin1(serial),
                                   .notBefore = beginningOfTime(),
                                   .notAfter = endOfTime(),
                                   .use = use},
        issuer);
}

} // namespace

// Messages that the openssl program writes, and answers it makes to them, as people without other tools have them.
class TestOpenSslTool : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void exchangesCmpBySignature();
    void exchangesCmpBySecret();
    void rejectsByCmp();
    void answersPkcs10();
    void signsVouchers();
    void makesRevocationLists_data();
    void makesRevocationLists();

private:
    void put(const char* name, const QByteArray& bytes) const;
    void putIdentity(const char* name, const IssuerIdentity& identity) const;
    [[nodiscard]] QByteArray get(const char* name) const;
    bool openssl(const QStringList& arguments) const;
    bool cmp(const char* options) const;

    MessageForge m_forge;
    QTemporaryDir m_folder;
};

void TestOpenSslTool::put(const char* name, const QByteArray& bytes) const
{
    QVERIFY(writeFileAtomically(m_folder.filePath(QString::fromLatin1(name)), bytes).has_value());
}

void TestOpenSslTool::putIdentity(const char* name, const IssuerIdentity& identity) const
{
    put(QByteArray{name}.append(".pem").constData(),
        pem(identity.certificate) + identity.key.toPkcs8Pem(Secret{})->reveal());
}

QByteArray TestOpenSslTool::get(const char* name) const
{
    return readFile(m_folder.filePath(QString::fromLatin1(name)), 1024 * 1024).value_or(QByteArray{});
}

bool TestOpenSslTool::openssl(const QStringList& arguments) const
{
    QProcess process;
    process.setWorkingDirectory(m_folder.path());
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(QStringLiteral("openssl"), arguments);
    const bool good = process.waitForFinished(60'000) && process.exitCode() == 0;
    if (!good) {
        qWarning("openssl %s: %s", qPrintable(arguments.join(QLatin1Char(' '))), process.readAll().constData());
    }
    return good;
}

bool TestOpenSslTool::cmp(const char* options) const
{
    return openssl(words("cmp -config empty.cnf -section default -batch -use_mock_srv -newkey new.pem "
                         "-trusted domain.pem -srv_cert registrar.pem -srv_key registrar.pem -rsp_cert ldevid.pem")
        + words(options) + QStringList{QStringLiteral("-subject"), QStringLiteral("/CN=pledge/serialNumber=device-1")});
}

void TestOpenSslTool::initTestCase()
{
    if (QStandardPaths::findExecutable(QStringLiteral("openssl")).isEmpty()) {
        LACKING_TOOL("the openssl program is not installed");
    }
    using Use = CertificateTemplate::Use;
    m_forge.registrar = lasting("Registrar", "", Use::Registrar, m_forge.domainCa);
    m_forge.idevid = lasting("IDevID", "device-1", Use::EndEntity, m_forge.manufacturer);
    const auto facts = CertificateTemplate{.commonName = QStringLiteral("pledge"),
        .serialNumber = QStringLiteral("device-1"),
        .notBefore = beginningOfTime(),
        .notAfter = endOfTime()};
    m_forge.ldevid = *issueCertificate(facts, publicKeyInfoOf(m_forge.newKey), m_forge.domainCa);
    put("empty.cnf", "[default]\n[req]\ndistinguished_name=name\n[name]\n");
    put("manufacturer.pem", pem(m_forge.manufacturer.certificate));
    putIdentity("domain", m_forge.domainCa);
    putIdentity("registrar", m_forge.registrar);
    putIdentity("idevid", m_forge.idevid);
    putIdentity("masa", m_forge.masa);
    put("new.pem", m_forge.newKey.toPkcs8Pem(Secret{})->reveal());
    put("ldevid.pem", pem(m_forge.ldevid));
}

void TestOpenSslTool::exchangesCmpBySignature()
{
    QVERIFY(cmp("-cmd ir -cert idevid.pem -key idevid.pem -srv_trusted manufacturer.pem -implicit_confirm "
                "-grant_implicitconf -reqout ir.pki -rspout ip.pki -certout out.pem"));

    const auto request = recognised(get("ir.pki"));
    const auto answer = recognised(get("ip.pki"));

    QCOMPARE(request->kind(), Kind::CertificationRequest);
    QCOMPARE(request->device(), QStringLiteral("device-1"));
    const Assessment asked = request->assess(m_forge.context(StationRole::Backend));
    QCOMPARE(codeOf(asked.refusal), none());
    QCOMPARE(codeOf(asked.hold), none());
    QCOMPARE(asked.warnings, QStringList{});
    QCOMPARE(answer->kind(), Kind::CertificationResponse);
    const Assessment answered = answer->assess(m_forge.context());
    QCOMPARE(codeOf(answered.refusal), none());
    QCOMPARE(codeOf(answered.hold), none());
    QCOMPARE(codeOf(answer->matches(*request)), none());
}

void TestOpenSslTool::exchangesCmpBySecret()
{
    QVERIFY(cmp("-cmd cr -ref 4787 -secret pass:geheim -srv_ref 4787 -srv_secret pass:geheim -disable_confirm "
                "-reqout cr.pki -rspout cp.pki -certout out.pem"));

    const auto request = recognised(get("cr.pki"));
    const auto answer = recognised(get("cp.pki"));

    QVERIFY(request->isSelfContained());
    const Assessment asked = request->assess(m_forge.context(StationRole::Backend));
    QCOMPARE(codeOf(asked.refusal), none());
    QCOMPARE(codeOf(asked.hold), none());
    QCOMPARE(checkResultName(asked.checks.first().result), QStringLiteral("skipped"));
    QCOMPARE(codeOf(answer->assess(m_forge.context()).hold), none());
    QCOMPARE(codeOf(answer->matches(*request)), none());
}

void TestOpenSslTool::rejectsByCmp()
{
    // The client ends with an error of its own, having written both files.
    QProcess process;
    process.setWorkingDirectory(m_folder.path());
    process.start(QStringLiteral("openssl"),
        words(
            "cmp -config empty.cnf -section default -batch -use_mock_srv -newkey new.pem -trusted domain.pem -srv_cert "
            "registrar.pem -srv_key registrar.pem -cmd ir -cert idevid.pem -key idevid.pem -srv_trusted "
            "manufacturer.pem -pkistatus 2 -reqout no-ir.pki -rspout no-ip.pki -certout out.pem -subject /CN=pledge"));
    QVERIFY(process.waitForFinished(60'000));

    const auto request = recognised(get("no-ir.pki"));
    const auto answer = recognised(get("no-ip.pki"));

    QCOMPARE(answer->kind(), Kind::Rejection);
    QCOMPARE(codeOf(answer->assess(m_forge.context()).hold), none());
    QCOMPARE(codeOf(answer->matches(*request)), none());
}

void TestOpenSslTool::answersPkcs10()
{
    QVERIFY(
        openssl(words("req -config empty.cnf -new -key new.pem -subj /CN=pledge/serialNumber=device-1 -out r.p10")));
    QVERIFY(openssl(words("x509 -req -in r.p10 -CA domain.pem -CAkey domain.pem -set_serial 7 -days 30 -out r.crt")));
    QVERIFY(openssl(words("crl2pkcs7 -nocrl -certfile r.crt -certfile domain.pem -out r.p7c")));

    const auto request = recognised(get("r.p10"));
    QCOMPARE(codeOf(request->assess(m_forge.context()).refusal), none());
    for (const char* file : {"r.crt", "r.p7c"}) {
        const auto answer = recognised(get(file));
        CheckContext context = m_forge.context();
        context.at = QDateTime::currentDateTimeUtc(); // openssl counts the days from now
        QCOMPARE(codeOf(answer->assess(context).hold), none());
        QCOMPARE(codeOf(answer->matches(*request)), none());
        QCOMPARE(answer->lookups(), QStringList{request->correlation()});
    }
}

void TestOpenSslTool::signsVouchers()
{
    put("request.json", m_forge.pledgeJson());
    put("voucher.json", m_forge.voucherJson());
    const char* const sign = "cms -sign -binary -nodetach -outform DER -in %1.json -signer %2.pem -out %1.vcj";
    const auto run = [&](const char* what, const char* signer) {
        return openssl(QString::fromLatin1(sign)
                .arg(QString::fromLatin1(what), QString::fromLatin1(signer))
                .split(QLatin1Char(' ')));
    };
    QVERIFY(run("request", "idevid"));
    QVERIFY(run("voucher", "masa"));

    const auto request = recognised(get("request.vcj"));
    const auto voucher = recognised(get("voucher.vcj"));

    const Assessment asked = request->assess(m_forge.context());
    QCOMPARE(codeOf(asked.refusal), none());
    QCOMPARE(codeOf(asked.hold), none());
    const Assessment answered = voucher->assess(m_forge.context());
    QCOMPARE(codeOf(answered.refusal), none());
    QCOMPARE(codeOf(answered.hold), none());
    QCOMPARE(codeOf(voucher->matches(*request)), none());
}

void TestOpenSslTool::makesRevocationLists_data()
{
    QTest::addColumn<QByteArray>("settings");
    QTest::addColumn<bool>("isWarned");
    QTest::newRow("as it does unless told otherwise: version 1") << QByteArray{} << true;
    QTest::newRow("version 2, with a number")
        << QByteArray{"crlnumber=crlnumber\ncrl_extensions=extensions\n"} << false;
}

void TestOpenSslTool::makesRevocationLists()
{
    QFETCH(QByteArray, settings);
    QFETCH(bool, isWarned);
    put("index.txt", "R\t300101000000Z\t260601000000Z\t07\tunknown\t/CN=pledge\n");
    put("index.txt.attr", "unique_subject = no\n");
    put("crlnumber", "05\n");
    put("ca.cnf",
        "[ca]\ndefault_ca=office\n[office]\ndatabase=index.txt\ncertificate=domain.pem\nprivate_key=domain.pem\n"
        "default_md=sha256\ndefault_crl_days=6\n"
            + settings + "[extensions]\nauthorityKeyIdentifier=keyid\n");
    QVERIFY(openssl(words("ca -config ca.cnf -gencrl -out list.crl")));

    const auto list = recognised(get("list.crl"));

    QCOMPARE(list->kind(), Kind::Crl);
    CheckContext context = m_forge.context();
    context.at = QDateTime::currentDateTimeUtc(); // openssl counts the days from now
    const auto said = list->assess(context);
    QCOMPARE(codeOf(said.refusal), none());
    QCOMPARE(codeOf(said.hold), none());
    QCOMPARE(!said.warnings.isEmpty(), isWarned);
    QCOMPARE(*list->describe().find(u"revoked")->integer(), std::int64_t{1});
}

SATCHEL_TEST(TestOpenSslTool)
#include "TestOpenSslTool.moc"
