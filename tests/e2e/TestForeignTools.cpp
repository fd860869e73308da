#include "Program.h"

#include <core/base/File.h>
#include <tests/support/Lacking.h>
#include <tests/support/TestRegistry.h>

#include <QDir>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

using namespace satchel;
using namespace satchel::test;

// Devices, CAs, RAs and MASAs that are not ours: everything but the carrying is done by the openssl program.
class TestForeignTools : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void carriesCmpBetweenOpenSslAndOpenSsl();
    void carriesPkcs10AnsweredByX509();
    void carriesVouchersSignedByCms();

private:
    [[nodiscard]] QString path(const QString& name) const { return m_folder->filePath(name); }
    [[nodiscard]] QByteArray get(const QString& name) const;
    void put(const QString& name, const QByteArray& bytes) const;
    bool openssl(const char* words, const QStringList& more = {}) const;
    JsonValue satchel(const QString& station, const QStringList& arguments, int exitCode = 0) const;
    void makeStations() const;
    // Gathers a file at the site and carries it to the backend's local system: the delivered file.
    QString outward(const QString& file, const QString& recipient) const;
    // Gathers an answer at the backend and carries it to the registrar: the delivered file.
    QString homeward(const QString& file) const;

    Program m_program;
    QTemporaryDir m_pki;
    std::unique_ptr<QTemporaryDir> m_folder;
};

QByteArray TestForeignTools::get(const QString& name) const
{
    return readFile(QDir::isAbsolutePath(name) ? name : path(name), 1024 * 1024).value_or(QByteArray{});
}

void TestForeignTools::put(const QString& name, const QByteArray& bytes) const
{
    QVERIFY(writeFileAtomically(path(name), bytes).has_value());
}

// Runs in the folder of the keys; @ stands for the folder of the messages.
bool TestForeignTools::openssl(const char* arguments, const QStringList& more) const
{
    auto all = words(arguments) + more;
    for (auto& argument : all) {
        argument.replace(QLatin1Char('@'), (m_folder ? m_folder->path() : m_pki.path()) + QLatin1Char('/'));
    }
    QProcess process;
    process.setWorkingDirectory(m_pki.path());
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(QStringLiteral("openssl"), all);
    const bool good
        = process.waitForFinished(60'000) && process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0;
    if (!good) {
        qWarning("openssl %s: %s", qPrintable(all.join(QLatin1Char(' '))), process.readAll().constData());
    }
    return good;
}

JsonValue TestForeignTools::satchel(const QString& station, const QStringList& arguments, int exitCode) const
{
    const auto run
        = m_program.run(QStringList{QStringLiteral("--home"), path(station), QStringLiteral("--json")} + arguments);
    if (run.exitCode != exitCode) {
        qWarning("satchel %s ended with %d: %s%s", qPrintable(arguments.join(QLatin1Char(' '))), run.exitCode,
            run.out.constData(), run.err.constData());
    }
    return run.exitCode == exitCode ? run.json() : JsonValue{};
}

void TestForeignTools::initTestCase()
{
    if (QStandardPaths::findExecutable(QStringLiteral("openssl")).isEmpty()) {
        LACKING_TOOL("the openssl program is not installed");
    }
    QFile config{m_pki.filePath(QStringLiteral("empty.cnf"))};
    QVERIFY(config.open(QIODevice::WriteOnly));
    config.write("[default]\n[req]\ndistinguished_name=name\n[name]\n");
    config.close();
    const auto make = [this](const QString& name, const QString& subject) {
        return openssl("req -config empty.cnf -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -noenc -days 30 "
                       "-addext basicConstraints=critical,CA:true",
            {QStringLiteral("-keyout"), name + QStringLiteral(".key"), QStringLiteral("-out"),
                name + QStringLiteral(".pem"), QStringLiteral("-subj"), subject});
    };
    const auto issue = [this](const QString& name, const QString& subject, const QString& issuer) {
        return openssl("req -config empty.cnf -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -noenc",
                   {QStringLiteral("-keyout"), name + QStringLiteral(".key"), QStringLiteral("-out"),
                       name + QStringLiteral(".csr"), QStringLiteral("-subj"), subject})
            && openssl("x509 -req -CAcreateserial -days 30",
                {QStringLiteral("-in"), name + QStringLiteral(".csr"), QStringLiteral("-CA"),
                    issuer + QStringLiteral(".pem"), QStringLiteral("-CAkey"), issuer + QStringLiteral(".key"),
                    QStringLiteral("-out"), name + QStringLiteral(".pem")});
    };
    QVERIFY(make(QStringLiteral("manufacturer"), QStringLiteral("/CN=Manufacturer")));
    QVERIFY(make(QStringLiteral("domain"), QStringLiteral("/CN=Domain CA")));
    QVERIFY(make(QStringLiteral("masa"), QStringLiteral("/CN=MASA")));
    QVERIFY(issue(
        QStringLiteral("idevid"), QStringLiteral("/CN=Device/serialNumber=SN-1"), QStringLiteral("manufacturer")));
    QVERIFY(issue(QStringLiteral("ra"), QStringLiteral("/CN=RA"), QStringLiteral("domain")));
    QVERIFY(issue(QStringLiteral("new"), QStringLiteral("/CN=Device/serialNumber=SN-1"), QStringLiteral("domain")));
}

void TestForeignTools::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    makeStations();
}

void TestForeignTools::makeStations() const
{
    for (const auto& role : {QStringLiteral("site"), QStringLiteral("backend")}) {
        satchel(role, {QStringLiteral("init"), QStringLiteral("--role"), role, QStringLiteral("--name"), role});
        for (const auto& use : {QStringLiteral("manufacturer"), QStringLiteral("domain"), QStringLiteral("masa")}) {
            satchel(role,
                {QStringLiteral("trust"), QStringLiteral("add"), QStringLiteral("--for"), use,
                    m_pki.filePath(use + QStringLiteral(".pem"))});
        }
    }
    const auto introduce = [this](const QString& one, const QString& other) {
        const auto card = path(one + QStringLiteral(".card"));
        const auto made = satchel(one, {QStringLiteral("card"), QStringLiteral("-o"), card});
        satchel(other,
            {QStringLiteral("peer"), QStringLiteral("add"), card, QStringLiteral("--fingerprint"),
                textAt(made, QStringLiteral("station.fingerprint"))});
    };
    introduce(QStringLiteral("site"), QStringLiteral("backend"));
    introduce(QStringLiteral("backend"), QStringLiteral("site"));
}

QString TestForeignTools::outward(const QString& file, const QString& recipient) const
{
    const auto gathered = satchel(QStringLiteral("site"), {QStringLiteral("gather"), path(file)});
    const auto stick = path(QStringLiteral("stick"));
    const auto exported = satchel(QStringLiteral("site"), {QStringLiteral("export"), QStringLiteral("--out"), stick});
    const auto imported = satchel(QStringLiteral("backend"), {QStringLiteral("import"), stick});
    const auto delivered = satchel(QStringLiteral("backend"),
        {QStringLiteral("deliver"), QStringLiteral("--out"), path(QStringLiteral("out")), QStringLiteral("--for"),
            recipient});
    const bool good = numberAt(gathered, QStringLiteral("gathered")) == 1
        && numberAt(exported, QStringLiteral("items")) == 1
        && textAt(imported, QStringLiteral("bundles.0.verdict")) == QStringLiteral("imported")
        && numberAt(delivered, QStringLiteral("delivered")) == 1;
    return good ? textAt(delivered, QStringLiteral("files.0.path")) : QString{};
}

QString TestForeignTools::homeward(const QString& file) const
{
    const auto gathered = satchel(QStringLiteral("backend"), {QStringLiteral("gather"), path(file)});
    const auto stick = path(QStringLiteral("back"));
    satchel(QStringLiteral("backend"), {QStringLiteral("export"), QStringLiteral("--out"), stick});
    const auto imported = satchel(QStringLiteral("site"), {QStringLiteral("import"), stick});
    const auto delivered = satchel(QStringLiteral("site"),
        {QStringLiteral("deliver"), QStringLiteral("--out"), path(QStringLiteral("registrar")), QStringLiteral("--for"),
            QStringLiteral("registrar")});
    const bool good = numberAt(gathered, QStringLiteral("paired")) == 1
        && numberAt(gathered, QStringLiteral("held")) == 0 && numberAt(imported, QStringLiteral("bundles.0.new")) == 1
        && numberAt(delivered, QStringLiteral("delivered")) == 1;
    return good ? textAt(delivered, QStringLiteral("files.0.path")) : QString{};
}

void TestForeignTools::carriesCmpBetweenOpenSslAndOpenSsl()
{
    const char* const client
        = "cmp -config empty.cnf -section default -batch -cmd ir -cert idevid.pem -key idevid.key -newkey new.key "
          "-trusted domain.pem -implicit_confirm -msg_timeout 1 -total_timeout 1";
    const QStringList names{QStringLiteral("-subject"), QStringLiteral("/CN=Device/serialNumber=SN-1"),
        QStringLiteral("-recipient"), QStringLiteral("/CN=Domain CA")};
    // There is no server at that address: the client ends with an error, having written its request.
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression{QStringLiteral("openssl cmp.*")});
    QVERIFY(!openssl(client, names + words("-server 127.0.0.1:9 -path pkix -reqout @ir.pki -certout @none.pem")));
    QVERIFY(!get(QStringLiteral("ir.pki")).isEmpty());

    const auto request = outward(QStringLiteral("ir.pki"), QStringLiteral("ra"));
    QVERIFY(!request.isEmpty());
    QCOMPARE(get(request), get(QStringLiteral("ir.pki")));

    QVERIFY(openssl(client,
        names
            + words("-use_mock_srv -grant_implicitconf -srv_cert ra.pem -srv_key ra.key -srv_trusted manufacturer.pem "
                    "-rsp_cert new.pem -rspout @ip.pki -certout @none.pem -reqin")
            + QStringList{request}));
    const auto answer = homeward(QStringLiteral("ip.pki"));
    QVERIFY(!answer.isEmpty());
    QCOMPARE(get(answer), get(QStringLiteral("ip.pki")));

    QVERIFY(openssl(client, names + words("-reqin @ir.pki -certout @final.pem -rspin") + QStringList{answer}));
    QVERIFY(openssl("verify -CAfile domain.pem @final.pem"));
}

void TestForeignTools::carriesPkcs10AnsweredByX509()
{
    QVERIFY(openssl("req -in new.csr -outform DER -out @device.p10"));
    const auto gathered
        = satchel(QStringLiteral("site"), {QStringLiteral("gather"), path(QStringLiteral("device.p10"))});
    QCOMPARE(numberAt(gathered, QStringLiteral("gathered")), 1);
    satchel(QStringLiteral("site"), {QStringLiteral("export"), QStringLiteral("--out"), path(QStringLiteral("stick"))});
    satchel(QStringLiteral("backend"), {QStringLiteral("import"), path(QStringLiteral("stick"))});
    // Nobody told who asked: a person must.
    const QStringList deliver{QStringLiteral("deliver"), QStringLiteral("--out"), path(QStringLiteral("out")),
        QStringLiteral("--for"), QStringLiteral("ra")};
    QCOMPARE(numberAt(satchel(QStringLiteral("backend"), deliver), QStringLiteral("delivered")), 0);
    const auto released = satchel(QStringLiteral("backend"),
        {QStringLiteral("release"), QStringLiteral("--all"), QStringLiteral("--reason"),
            QStringLiteral("seen on site")});
    QCOMPARE(sizeAt(released, QStringLiteral("released")), 1);
    const auto request = textAt(satchel(QStringLiteral("backend"), deliver), QStringLiteral("files.0.path"));
    QCOMPARE(get(request), get(QStringLiteral("device.p10")));

    QVERIFY(openssl(
        "x509 -req -inform DER -CA domain.pem -CAkey domain.key -CAcreateserial -days 20 -outform DER -out @answer -in",
        {request}));
    const auto answer = homeward(QStringLiteral("answer"));
    QCOMPARE(get(answer), get(QStringLiteral("answer")));
    QVERIFY(answer.endsWith(QStringLiteral(".cer")));
    QVERIFY(openssl("x509 -inform DER -noout -in", {answer}));
}

void TestForeignTools::carriesVouchersSignedByCms()
{
    put(QStringLiteral("request.json"),
        R"({"ietf-voucher-request:voucher":{"assertion":"logged","created-on":"2026-11-22T09:00:00Z",)"
        R"("serial-number":"SN-1","nonce":"bm9uY2Utb2YtU04tMQ"}})");
    QVERIFY(openssl("cms -sign -binary -nodetach -outform DER -signer idevid.pem -inkey idevid.key -in @request.json "
                    "-out @request.vcj"));
    const auto request = outward(QStringLiteral("request.vcj"), QStringLiteral("masa"));
    QVERIFY(!request.isEmpty());
    QCOMPARE(get(request), get(QStringLiteral("request.vcj")));
    QVERIFY(openssl(
        "cms -verify -inform DER -binary -purpose any -CAfile manufacturer.pem -out @seen.json -in", {request}));
    QCOMPARE(get(QStringLiteral("seen.json")), get(QStringLiteral("request.json")));

    QVERIFY(openssl("x509 -in domain.pem -outform DER -out @domain.der"));
    put(QStringLiteral("voucher.json"),
        R"({"ietf-voucher:voucher":{"assertion":"logged","created-on":"2026-11-22T10:00:00Z",)"
        R"("serial-number":"SN-1","nonce":"bm9uY2Utb2YtU04tMQ","pinned-domain-cert":")"
            + get(QStringLiteral("domain.der")).toBase64() + R"("}})");
    QVERIFY(openssl("cms -sign -binary -nodetach -outform DER -signer masa.pem -inkey masa.key -in @voucher.json -out "
                    "@voucher.vcj"));
    const auto voucher = homeward(QStringLiteral("voucher.vcj"));
    QVERIFY(!voucher.isEmpty());
    QCOMPARE(get(voucher), get(QStringLiteral("voucher.vcj")));
    QVERIFY(openssl("cms -verify -inform DER -binary -purpose any -CAfile masa.pem -out @given.json -in", {voucher}));
    QCOMPARE(get(QStringLiteral("given.json")), get(QStringLiteral("voucher.json")));
}

SATCHEL_TEST(TestForeignTools)
#include "TestForeignTools.moc"
