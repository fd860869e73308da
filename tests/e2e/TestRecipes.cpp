#include "Program.h"
#include "RecipeWorld.h"

#include <core/base/File.h>
#include <core/objects/Sidecar.h>
#include <core/station/CertificatePem.h>
#include <tests/support/Lacking.h>
#include <tests/support/TestRegistry.h>

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QStandardPaths>
#include <QTest>

#include <netinet/in.h>
#include <sys/socket.h>

using namespace satchel;
using namespace satchel::test;

namespace {

// One on which nobody listened a moment ago.
quint16 freePort()
{
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* const generic = reinterpret_cast<sockaddr*>(&address);
    const FileDescriptor socket{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
    const bool bound = ::bind(socket.get(), generic, size) == 0 && ::getsockname(socket.get(), generic, &size) == 0;
    return bound ? ntohs(address.sin_port) : quint16{0};
}

// Asks the kernel and not the server, which would take a connection for a client's.
bool isListening(quint16 port)
{
    const QByteArray listening
        = ':' + QByteArray::number(port, 16).toUpper().rightJustified(4, '0') + " 00000000:0000 0A";
    const QByteArray ipv6 = ':' + QByteArray::number(port, 16).toUpper().rightJustified(4, '0')
        + " 00000000000000000000000000000000:0000 0A";
    QFile v4{QStringLiteral("/proc/net/tcp")};
    QFile v6{QStringLiteral("/proc/net/tcp6")};
    return (v4.open(QIODevice::ReadOnly) && v4.readAll().contains(listening))
        || (v6.open(QIODevice::ReadOnly) && v6.readAll().contains(ipv6));
}

} // namespace

// Runs docs/registrars.md as it stands: a registrar and CAs that are not ours, at both ends of the trip.
class TestRecipes : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void anyRegistrarAndOpensslCa();
    void cmpOverHttp();
    void whatIsForEverySite();

private:
    void makeOpensslCa() const;

    std::unique_ptr<RecipeWorld> m_world;
    std::optional<IssuerIdentity> m_device;
    MessageForge m_forge; // for its key
};

void TestRecipes::initTestCase()
{
    for (const auto& tool : {QStringLiteral("openssl"), QStringLiteral("curl")}) {
        if (QStandardPaths::findExecutable(tool).isEmpty()) {
            LACKING_TOOL(qPrintable(tool + QStringLiteral(" is not installed")));
        }
    }
}

void TestRecipes::init()
{
    m_world = std::make_unique<RecipeWorld>();
    m_device = m_world->pki.device(QStringLiteral("device-1"));
}

void TestRecipes::makeOpensslCa() const
{
    m_world->put(QStringLiteral("office/ca/openssl.cnf"), RecipeWorld::recipe("`openssl ca`", "ini"));
    m_world->put(QStringLiteral("office/ca/index.txt"), {});
    m_world->put(QStringLiteral("office/ca/serial"), "1000\n");
    QVERIFY(QDir{m_world->path(QStringLiteral("office/ca"))}.mkpath(QStringLiteral("issued")));
    m_world->put(QStringLiteral("office/ca/ca.key"), m_world->pki.domainCa.key.toPkcs8Pem(Secret{}).value().reveal());
    m_world->put(QStringLiteral("office/ca/ca.pem"), m_world->read(QStringLiteral("domain.pem")));
}

void TestRecipes::anyRegistrarAndOpensslCa()
{
    makeOpensslCa();
    const QByteArray request = makePkcs10({.key = m_forge.newKey});
    auto sidecar = Sidecar::parse(m_world->pki.sidecar(*m_device)).value();
    sidecar.localName = QStringLiteral("pledge-7");
    m_world->put(QStringLiteral("site/spool/pledge-7.p10.meta"), sidecar.toJson());
    m_world->put(QStringLiteral("site/spool/pledge-7.p10"), request);

    QVERIFY(m_world->shell(QStringLiteral("site"), RecipeWorld::recipe("Any registrar with a spool", "sh site")));
    QVERIFY(m_world->namesIn(QStringLiteral("site/spool")).isEmpty());
    QVERIFY(m_world->carry(QStringLiteral("site"), QStringLiteral("office")));
    QVERIFY(m_world->shell(QStringLiteral("office"), RecipeWorld::recipe("`openssl ca`", "sh office")));
    QVERIFY(m_world->carry(QStringLiteral("office"), QStringLiteral("site")));
    QVERIFY(m_world->shell(QStringLiteral("site"), RecipeWorld::recipe("Any registrar with a spool", "sh site-again")));

    const auto answers = m_world->namesIn(QStringLiteral("site/answers"));
    QCOMPARE(answers.size(), 2);
    QVERIFY(answers[0].endsWith(u".cer") && answers[1] == answers[0] + QStringLiteral(".meta"));
    const auto meta = m_world->read(QStringLiteral("site/answers/") + answers[1]);
    QVERIFY2(meta.contains("\"localName\":\"pledge-7\"") && meta.contains("\"inReplyTo\":\""), meta.constData());
}

// OpenSSL's client makes the request and finishes with the answer; its server, on this machine's loopback, is the CA.
void TestRecipes::cmpOverHttp()
{
    const auto keep = [this](const QString& name, const IssuerIdentity& identity) {
        m_world->put(name + QStringLiteral(".key"), identity.key.toPkcs8Pem(Secret{}).value().reveal());
        m_world->put(name + QStringLiteral(".pem"), certificatesPem({identity.certificate}));
    };
    const auto issued
        = Certificate::fromDer(m_world->pki.certificateFor(m_forge.newKey.publicKeyInfo(), QStringLiteral("device-1")))
              .value();
    keep(QStringLiteral("idevid"), *m_device);
    keep(QStringLiteral("ra"), m_world->pki.registrar);
    m_world->put(QStringLiteral("new.key"), m_forge.newKey.toPkcs8Pem(Secret{}).value().reveal());
    m_world->put(QStringLiteral("new.pem"), certificatesPem({issued}));
    m_world->put(QStringLiteral("empty.cnf"), "[default]\n");
    const QByteArray client
        = "openssl cmp -config ../empty.cnf -section default -batch -cmd ir -cert ../idevid.pem -key "
          "../idevid.key -newkey ../new.key -trusted ../domain.pem -implicit_confirm -subject "
          "/serialNumber=device-1 -recipient '/CN=Domain CA' -msg_timeout 1 -total_timeout 1 ";
    // Nobody listens there: the client ends with an error, having written its request.
    QVERIFY(m_world->shell(QStringLiteral("site"),
        client + "-server 127.0.0.1:9 -path pkix -reqout ir.pki -certout none.pem || true; satchel gather ir.pki"));
    QVERIFY(m_world->carry(QStringLiteral("site"), QStringLiteral("office")));

    QProcess server;
    server.setWorkingDirectory(m_world->path({}));
    const auto port = freePort();
    server.start(QStringLiteral("openssl"),
        QStringLiteral("cmp -config empty.cnf -section default -port %1 -srv_cert ra.pem -srv_key ra.key -srv_trusted "
                       "manufacturer.pem -rsp_cert new.pem -grant_implicitconf -max_msgs 1")
            .arg(port)
            .split(QLatin1Char(' ')));
    QVERIFY(server.waitForStarted());
    QTRY_VERIFY_WITH_TIMEOUT(isListening(port), 10'000);
    QVERIFY(m_world->shell(QStringLiteral("office"),
        RecipeWorld::recipe("EJBCA, XiPKI and others that speak CMP", "sh office"),
        {QStringLiteral("CA_URL=http://127.0.0.1:%1/pkix/").arg(port)}));
    server.kill();
    server.waitForFinished();

    QVERIFY(m_world->carry(QStringLiteral("office"), QStringLiteral("site")));
    QVERIFY(m_world->shell(QStringLiteral("site"),
        "satchel deliver --out answers; " + client
            + "-reqin ir.pki -rspin answers/*.pki -certout final.pem && "
              "openssl verify -CAfile ../domain.pem final.pem"));
}

void TestRecipes::whatIsForEverySite()
{
    const char* const heading = "CA certificates and CSR attributes for every site";
    m_world->put(QStringLiteral("office/ca.pem"), m_world->read(QStringLiteral("domain.pem")));
    m_world->put(QStringLiteral("office/csrattrs.cnf"), RecipeWorld::recipe(heading, "ini"));

    QVERIFY(m_world->shell(QStringLiteral("office"), RecipeWorld::recipe(heading, "sh office")));
    QVERIFY(m_world->carry(QStringLiteral("office"), QStringLiteral("site")));
    QVERIFY(m_world->shell(QStringLiteral("site"), RecipeWorld::recipe("Any registrar with a spool", "sh site-again")));

    const auto pushed = [this](const QString& name) { return m_world->read(QStringLiteral("office/push/") + name); };
    QCOMPARE(m_world->read(m_world->onlyAnswer(QStringLiteral("p7c"))), pushed(QStringLiteral("cacerts")));
    QCOMPARE(m_world->read(m_world->onlyAnswer(QStringLiteral("csrattrs"))), pushed(QStringLiteral("csrattrs")));
    QVERIFY(m_world->read(m_world->onlyAnswer(QStringLiteral("p7c")) + QStringLiteral(".meta"))
            .contains("\"path\":\"/.well-known/est/cacerts\""));
    QVERIFY(m_world->read(m_world->onlyAnswer(QStringLiteral("csrattrs")) + QStringLiteral(".meta"))
            .contains("\"path\":\"/.well-known/est/csrattrs\""));
}

SATCHEL_TEST(TestRecipes)
#include "TestRecipes.moc"
