#include "Program.h"

#include <core/station/CertificatePem.h>
#include <tests/support/MessageForge.h>
#include <tests/support/TestRegistry.h>
#include <tests/support/TestWorld.h>
#include <tests/support/Lacking.h>

#include <QProcess>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QTest>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace satchel;
using namespace satchel::test;

namespace {

// A file that nobody has: the client has made its request before it looks there for the answer.
constexpr const char* NoAnswer = " -rspin nothing.pki -reqout ";

// One HTTP connection on the loopback that is kept over several requests, as a registrar's to its CA would be.
class KeptConnection final {
public:
    explicit KeptConnection(int port)
        : m_socket{::socket(AF_INET, SOCK_STREAM, 0)}
    {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(static_cast<std::uint16_t>(port));
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        m_isOpen = ::connect(m_socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
    }
    KeptConnection(const KeptConnection&) = delete;
    KeptConnection& operator=(const KeptConnection&) = delete;
    ~KeptConnection() { ::close(m_socket); }

    [[nodiscard]] bool isOpen() const { return m_isOpen; }

    // The body of the answer; empty if there is none.
    [[nodiscard]] QByteArray post(const QByteArray& body) const
    {
        const QByteArray request = "POST /pkix/ HTTP/1.1\r\nHost: localhost\r\nConnection: keep-alive\r\n"
                                   "Content-Type: application/pkixcmp\r\nContent-Length: "
            + QByteArray::number(body.size()) + "\r\n\r\n" + body;
        if (::send(m_socket, request.constData(), static_cast<std::size_t>(request.size()), MSG_NOSIGNAL)
            != request.size()) {
            return {};
        }
        QByteArray answer;
        static const QRegularExpression length{
            QStringLiteral("Content-Length: ([0-9]+)"), QRegularExpression::CaseInsensitiveOption};
        for (;;) {
            const auto end = answer.indexOf("\r\n\r\n");
            const auto size = length.match(QString::fromLatin1(answer.left(end))).captured(1).toInt();
            if (end >= 0 && answer.size() >= end + 4 + size) {
                return answer.mid(end + 4, size);
            }
            char buffer[4096];
            const auto got = ::recv(m_socket, buffer, sizeof buffer, 0);
            if (got <= 0) {
                return {};
            }
            answer.append(buffer, got);
        }
    }

private:
    int m_socket;
    bool m_isOpen = false;
};

} // namespace

// The openssl program as device and as RA, with two stations and a stick between them.
class TestOpenSslCmp : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void enrolsThroughFiles_data();
    void enrolsThroughFiles();
    void confirmsOverAKeptConnection();

private:
    void put(const char* name, const QByteArray& bytes) const { m_world->put(QLatin1StringView{name}, bytes); }
    void putKeys(const char* name, const Certificate& certificate, const PrivateKey& key) const
    {
        put(name, certificatesPem({certificate}) + key.toPkcs8Pem(Secret{})->reveal());
    }
    [[nodiscard]] QString inWorld(const char* name) const { return m_world->path(QLatin1StringView{name}); }

    // Runs the tool; what it says is shown if it does not end as it should.
    void cmp(const QByteArray& options, bool shouldSucceed = true) const;
    [[nodiscard]] QStringList toolArguments(const QByteArray& options) const;
    // From the device's file to the RA's, from the RA's to the device's.
    void carryToRa(const char* file, const char* asRequest) const;
    void carryBack(const char* file, const char* asAnswer) const;

    std::unique_ptr<TestWorld> m_world;
};

void TestOpenSslCmp::initTestCase()
{
    if (QStandardPaths::findExecutable(QStringLiteral("openssl")).isEmpty()) {
        LACKING_TOOL("the openssl program is not installed");
    }
}

void TestOpenSslCmp::init()
{
    m_world = std::make_unique<TestWorld>();
    const auto device = m_world->pki.device(QStringLiteral("device-1"));
    const auto newKey = PrivateKey::generate(KeyType::P256);
    QVERIFY(newKey.has_value());
    const auto ldevid
        = Certificate::fromDer(m_world->pki.certificateFor(newKey->publicKeyInfo(), QStringLiteral("device-1")));
    QVERIFY(ldevid.has_value());
    put("empty.cnf", "[default]\n");
    put("manufacturer.pem", certificatesPem({m_world->pki.manufacturer.certificate}));
    put("domain.pem", certificatesPem({m_world->pki.domainCa.certificate}));
    putKeys("ra.pem", m_world->pki.registrar.certificate, m_world->pki.registrar.key);
    putKeys("idevid.pem", device.certificate, device.key);
    putKeys("ldevid.pem", *ldevid, *newKey);
    put("request.p10", makePkcs10({.serialNumber = QStringLiteral("device-1"), .key = *newKey}));
}

QStringList TestOpenSslCmp::toolArguments(const QByteArray& options) const
{
    return words("cmp -config empty.cnf -section default -batch") + words(options.constData());
}

void TestOpenSslCmp::cmp(const QByteArray& options, bool shouldSucceed) const
{
    QProcess process;
    process.setWorkingDirectory(m_world->path(QStringLiteral(".")));
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(QStringLiteral("openssl"), toolArguments(options));
    QVERIFY(process.waitForFinished(60'000));
    const bool succeeded = process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0;
    QVERIFY2(succeeded == shouldSucceed, process.readAll().constData());
}

void TestOpenSslCmp::carryToRa(const char* file, const char* asRequest) const
{
    const auto gathered = m_world->site.gather({inWorld(file)});
    QCOMPARE(gathered.gathered, 1);
    QCOMPARE(gathered.held, 0);
    m_world->carry(m_world->site, m_world->backend, QStringLiteral("stick"));
    const auto delivered = m_world->backend.deliver(inWorld("ra"), QStringLiteral("ra"));
    QCOMPARE(delivered.delivered, 1);
    const auto bytes = TestWorld::read(*delivered.files.values().front().find(u"path")->string());
    QCOMPARE(bytes, TestWorld::read(inWorld(file)));
    put(asRequest, bytes);
}

void TestOpenSslCmp::carryBack(const char* file, const char* asAnswer) const
{
    const auto gathered = m_world->backend.gather({inWorld(file)});
    QCOMPARE(gathered.paired, 1);
    QCOMPARE(gathered.held, 0);
    m_world->carry(m_world->backend, m_world->site, QStringLiteral("stick"));
    const auto delivered = m_world->site.deliver(inWorld("registrar"));
    QCOMPARE(delivered.delivered, 1);
    const auto bytes = TestWorld::read(*delivered.files.values().front().find(u"path")->string());
    QCOMPARE(bytes, TestWorld::read(inWorld(file)));
    put(asAnswer, bytes);
}

void TestOpenSslCmp::enrolsThroughFiles_data()
{
    QTest::addColumn<QByteArray>("device");
    QTest::addColumn<QByteArray>("authority");

    const QByteArray subject = " -subject /CN=pledge/serialNumber=device-1";
    const QByteArray byIdevid = " -cert idevid.pem -key idevid.pem -newkey ldevid.pem -certout new.pem";
    const QByteArray implicitly = " -implicit_confirm";
    const QByteArray toDevices = " -srv_trusted manufacturer.pem -grant_implicitconf";
    const QByteArray toOwners = " -srv_trusted domain.pem -grant_implicitconf";
    QTest::newRow("ir") << "-cmd ir" + byIdevid + subject + implicitly << toDevices;
    QTest::newRow("cr") << "-cmd cr" + byIdevid + subject + implicitly << toDevices;
    QTest::newRow("p10cr") << "-cmd p10cr -csr request.p10" + byIdevid + implicitly << toDevices;
    // The mock renews for the same key only.
    QTest::newRow("kur") << "-cmd kur -cert ldevid.pem -key ldevid.pem -newkey ldevid.pem -certout new.pem" + implicitly
                         << toOwners;
    QTest::newRow("rr") << QByteArray{"-cmd rr -oldcert ldevid.pem -cert ldevid.pem -key ldevid.pem"} << toOwners;
}

void TestOpenSslCmp::enrolsThroughFiles()
{
    QFETCH(QByteArray, device);
    QFETCH(QByteArray, authority);
    const QByteArray client = device + " -trusted domain.pem";

    cmp(client + NoAnswer + "request.pki", false);
    carryToRa("request.pki", "at-the-ra.pki");
    cmp(client + " -use_mock_srv -srv_cert ra.pem -srv_key ra.pem -rsp_cert ldevid.pem" + authority
        + " -reqin at-the-ra.pki -rspout answer.pki");
    carryBack("answer.pki", "at-the-device.pki");
    cmp(client + " -rspin at-the-device.pki");

    QCOMPARE(m_world->site.count(ItemState::Answered), 1);
    QCOMPARE(m_world->backend.count(ItemState::Answered), 1);
}

// Without implicit confirmation the device's certConf travels out and the pkiconf back, and only the RA that gave the
// certificate can acknowledge it: the mock's, while its process and the connection live.
void TestOpenSslCmp::confirmsOverAKeptConnection()
{
    QProcess mock;
    mock.setWorkingDirectory(m_world->path(QStringLiteral(".")));
    mock.setProcessChannelMode(QProcess::MergedChannels);
    mock.start(QStringLiteral("openssl"),
        toolArguments("-port 0 -srv_cert ra.pem -srv_key ra.pem -srv_trusted manufacturer.pem -rsp_cert ldevid.pem"));
    static const QRegularExpression accepting{QStringLiteral("ACCEPT .*:([0-9]+) PID")};
    QString said;
    while (!accepting.match(said).hasMatch() && mock.waitForReadyRead(30'000)) {
        said += QString::fromLatin1(mock.readAll());
    }
    const auto port = accepting.match(said).captured(1).toInt();
    QVERIFY2(port > 0, qPrintable(said));
    const KeptConnection ra{port};
    QVERIFY(ra.isOpen());
    const QByteArray client = "-cmd ir -cert idevid.pem -key idevid.pem -newkey ldevid.pem -certout new.pem "
                              "-subject /CN=pledge/serialNumber=device-1 -trusted domain.pem";

    cmp(client + NoAnswer + "ir.pki", false);
    carryToRa("ir.pki", "at-the-ra.pki");
    put("ip.pki", ra.post(TestWorld::read(inWorld("at-the-ra.pki"))));
    carryBack("ip.pki", "at-the-device.pki");
    // The client makes another ir, which nobody sees, takes the answer and makes its certConf.
    cmp(client + " -rspin at-the-device.pki,nothing.pki -reqout unseen.pki,certconf.pki", false);
    carryToRa("certconf.pki", "confirmation-at-the-ra.pki");
    put("pkiconf.pki", ra.post(TestWorld::read(inWorld("confirmation-at-the-ra.pki"))));
    carryBack("pkiconf.pki", "acknowledgement.pki");
    cmp(client + " -rspin at-the-device.pki,acknowledgement.pki");

    mock.kill();
    QVERIFY(mock.waitForFinished(30'000));
    QStringList states;
    for (const auto& item : m_world->site.items()) {
        states.append(kindName(item.kind) + u' ' + itemStateName(item.state));
        QCOMPARE(item.device, QStringLiteral("device-1"));
        QCOMPARE(item.warnings, QStringList{});
    }
    states.sort();
    QCOMPARE(states,
        (QStringList{QStringLiteral("certification-request confirmed"),
            QStringLiteral("certification-response confirmed"), QStringLiteral("confirmation answered"),
            QStringLiteral("confirmation-response delivered")}));
}

SATCHEL_TEST(TestOpenSslCmp)
#include "TestOpenSslCmp.moc"
