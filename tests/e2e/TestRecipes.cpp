#include "Program.h"

#include <core/base/File.h>
#include <core/objects/Sidecar.h>
#include <core/station/CertificatePem.h>
#include <tests/support/MessageForge.h>
#include <tests/support/TestWorld.h>

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include <netinet/in.h>
#include <sys/socket.h>

using namespace satchel;
using namespace satchel::test;

namespace {

constexpr qint64 MostBytes = 1024 * 1024;

// The code of one language below a heading of docs/registrars.md.
QByteArray recipe(const QByteArray& heading, const QByteArray& language)
{
    const auto text
        = readFile(QStringLiteral(SATCHEL_SOURCE_DIR "/docs/registrars.md"), MostBytes).value_or(QByteArray{});
    QByteArray section = text.mid(text.indexOf("\n## " + heading + '\n') + 1);
    if (const auto next = section.indexOf("\n## "); next >= 0) {
        section.truncate(next);
    }
    const QByteArray begin = "\n```" + language + '\n';
    const auto at = section.indexOf(begin);
    if (at < 0) {
        return {};
    }
    const auto start = at + begin.size();
    return section.mid(start, section.indexOf("\n```", start) - start);
}

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

// Runs docs/registrars.md as it stands: a registrar, CAs and an RA that are not ours, at both ends of the trip.
class TestRecipes : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void anyRegistrarAndOpensslCa();
    void cmpOverHttp();
    void lightweightCmpRa();
    void lightweightCmpRaOverwritesWithinASecond();

private:
    [[nodiscard]] QString path(const QString& name) const { return m_folder->filePath(name); }
    [[nodiscard]] QStringList namesIn(const QString& folder) const;
    void put(const QString& name, const QByteArray& bytes) const;
    // At a station, in its own folder; fails the test if the script does.
    bool shell(const QString& station, const QByteArray& script, const QStringList& more = {}) const;
    bool satchel(const QString& station, const QByteArray& words) const { return shell(station, "satchel " + words); }
    bool carry(const QString& from, const QString& to) const;
    // What LightweightCmpRa does with its input folder: takes each regular file, whatever it is, and deletes it.
    [[nodiscard]] QList<QByteArray> takenByRa(const QString& folder) const;
    // How it names what it writes, at the second `at`; it overwrites.
    void writtenByRa(
        const QString& folder, const QByteArray& prefix, const QDateTime& at, const QByteArray& bytes) const;
    void makeOpensslCa() const;

    [[nodiscard]] QByteArray initialRequest(const QByteArray& transaction) const;

    std::unique_ptr<QTemporaryDir> m_folder;
    TestPki m_pki; // valid at any time: the program asks the clock
    IssuerIdentity m_device = m_pki.device(QStringLiteral("device-1"));
    MessageForge m_forge; // for the form of CMP messages
    Certificate m_issued
        = Certificate::fromDer(m_pki.certificateFor(m_forge.newKey.publicKeyInfo(), QStringLiteral("device-1")))
              .value();
};

void TestRecipes::initTestCase()
{
    for (const auto& tool : {QStringLiteral("openssl"), QStringLiteral("curl")}) {
        if (QStandardPaths::findExecutable(tool).isEmpty()) {
            QSKIP(qPrintable(tool + QStringLiteral(" is not installed")));
        }
    }
}

void TestRecipes::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    for (const auto& station : {QStringLiteral("site"), QStringLiteral("office")}) {
        QVERIFY(QDir{m_folder->path()}.mkpath(station));
    }
    QVERIFY(satchel(QStringLiteral("site"), "init --role site --name Depot"));
    QVERIFY(satchel(QStringLiteral("office"), "init --role backend --name Office"));
    put(QStringLiteral("manufacturer.pem"), certificatesPem({m_pki.manufacturer.certificate}));
    put(QStringLiteral("domain.pem"), certificatesPem({m_pki.domainCa.certificate}));
    for (const auto& station : {QStringLiteral("site"), QStringLiteral("office")}) {
        QVERIFY(satchel(station, "trust add --for manufacturer ../manufacturer.pem"));
        QVERIFY(satchel(station, "trust add --for domain ../domain.pem"));
        QVERIFY(shell(station,
            QByteArray{"satchel --json card -o ../%.card | grep -oE '[0-9a-f]{64}' >../%.id"}.replace(
                '%', station.toUtf8())));
    }
    const QByteArray add = "satchel peer add ../%.card --fingerprint \"$(cat ../%.id)\"";
    QVERIFY(shell(QStringLiteral("site"), QByteArray{add}.replace('%', "office")));
    QVERIFY(shell(QStringLiteral("office"), QByteArray{add}.replace('%', "site")));
}

QStringList TestRecipes::namesIn(const QString& folder) const
{
    return QDir{path(folder)}.entryList(QDir::Files | QDir::Hidden, QDir::Name);
}

void TestRecipes::put(const QString& name, const QByteArray& bytes) const
{
    QVERIFY(QFileInfo{path(name)}.absoluteDir().mkpath(QStringLiteral(".")));
    QVERIFY(writeFileAtomically(path(name), bytes).has_value());
}

bool TestRecipes::shell(const QString& station, const QByteArray& script, const QStringList& more) const
{
    auto environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("PATH"),
        QFileInfo{Program::file()}.absolutePath() + QLatin1Char(':') + environment.value(QStringLiteral("PATH")));
    environment.insert(QStringLiteral("SATCHEL_HOME"), path(station + QStringLiteral("/station")));
    for (const auto& variable : more) {
        environment.insert(variable.section(QLatin1Char('='), 0, 0), variable.section(QLatin1Char('='), 1));
    }
    QProcess process;
    process.setProcessEnvironment(environment);
    process.setWorkingDirectory(path(station));
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(QStringLiteral("sh"), {QStringLiteral("-eu"), QStringLiteral("-c"), QString::fromUtf8(script)});
    process.closeWriteChannel();
    const bool good = !script.isEmpty() && process.waitForFinished(120'000)
        && process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0;
    if (!good) {
        qWarning("%s: %s", script.constData(), process.readAll().constData());
    }
    return good;
}

bool TestRecipes::carry(const QString& from, const QString& to) const
{
    const QByteArray stick = "../stick-of-" + from.toUtf8();
    return satchel(from, "export --out " + stick) && satchel(to, "import " + stick);
}

QList<QByteArray> TestRecipes::takenByRa(const QString& folder) const
{
    QList<QByteArray> messages;
    for (const auto& name : namesIn(folder)) {
        messages.append(readFile(path(folder) + QLatin1Char('/') + name, MostBytes).value_or(QByteArray{}));
        QFile::remove(path(folder) + QLatin1Char('/') + name);
    }
    return messages;
}

void TestRecipes::writtenByRa(
    const QString& folder, const QByteArray& prefix, const QDateTime& at, const QByteArray& bytes) const
{
    const QString name = QStringLiteral("%1_%2+0000.der")
                             .arg(QString::fromLatin1(prefix), at.toUTC().toString(QStringLiteral("yyMMddHHmmss")));
    QVERIFY(QDir{m_folder->path()}.mkpath(folder));
    QFile file{path(folder) + QLatin1Char('/') + name};
    QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate)); // in place, as it does
    QCOMPARE(file.write(bytes), bytes.size());
}

QByteArray TestRecipes::initialRequest(const QByteArray& transaction) const
{
    auto draft = m_forge.initialRequest();
    draft.transactionId = transaction;
    draft.signer = m_device;
    return makeCmp(draft);
}

void TestRecipes::makeOpensslCa() const
{
    put(QStringLiteral("office/ca/openssl.cnf"), recipe("`openssl ca`", "ini"));
    put(QStringLiteral("office/ca/index.txt"), {});
    put(QStringLiteral("office/ca/serial"), "1000\n");
    QVERIFY(QDir{path(QStringLiteral("office/ca"))}.mkpath(QStringLiteral("issued")));
    put(QStringLiteral("office/ca/ca.key"), m_pki.domainCa.key.toPkcs8Pem(Secret{}).value().reveal());
    put(QStringLiteral("office/ca/ca.pem"), readFile(path(QStringLiteral("domain.pem")), MostBytes).value());
}

void TestRecipes::anyRegistrarAndOpensslCa()
{
    makeOpensslCa();
    const QByteArray request = makePkcs10({.key = m_forge.newKey});
    auto sidecar = Sidecar::parse(m_pki.sidecar(m_device)).value();
    sidecar.localName = QStringLiteral("pledge-7");
    put(QStringLiteral("site/spool/pledge-7.p10.meta"), sidecar.toJson());
    put(QStringLiteral("site/spool/pledge-7.p10"), request);

    QVERIFY(shell(QStringLiteral("site"), recipe("Any registrar with a spool", "sh site")));
    QVERIFY(namesIn(QStringLiteral("site/spool")).isEmpty());
    QVERIFY(carry(QStringLiteral("site"), QStringLiteral("office")));
    QVERIFY(shell(QStringLiteral("office"), recipe("`openssl ca`", "sh office")));
    QVERIFY(carry(QStringLiteral("office"), QStringLiteral("site")));
    QVERIFY(shell(QStringLiteral("site"), recipe("Any registrar with a spool", "sh site-again")));

    const auto answers = namesIn(QStringLiteral("site/answers"));
    QCOMPARE(answers.size(), 2);
    QVERIFY(answers[0].endsWith(u".cer") && answers[1] == answers[0] + QStringLiteral(".meta"));
    const auto meta = readFile(path(QStringLiteral("site/answers/") + answers[1]), MostBytes).value();
    QVERIFY2(meta.contains("\"localName\":\"pledge-7\"") && meta.contains("\"inReplyTo\":\""), meta.constData());
}

// OpenSSL's client makes the request and finishes with the answer; its server, on this machine's loopback, is the CA.
void TestRecipes::cmpOverHttp()
{
    const auto keep = [this](const QString& name, const IssuerIdentity& identity) {
        put(name + QStringLiteral(".key"), identity.key.toPkcs8Pem(Secret{}).value().reveal());
        put(name + QStringLiteral(".pem"), certificatesPem({identity.certificate}));
    };
    keep(QStringLiteral("idevid"), m_device);
    keep(QStringLiteral("ra"), m_pki.registrar);
    put(QStringLiteral("new.key"), m_forge.newKey.toPkcs8Pem(Secret{}).value().reveal());
    put(QStringLiteral("new.pem"), certificatesPem({m_issued}));
    put(QStringLiteral("empty.cnf"), "[default]\n");
    const QByteArray client
        = "openssl cmp -config ../empty.cnf -section default -batch -cmd ir -cert ../idevid.pem -key "
          "../idevid.key -newkey ../new.key -trusted ../domain.pem -implicit_confirm -subject "
          "/serialNumber=device-1 -recipient '/CN=Domain CA' -msg_timeout 1 -total_timeout 1 ";
    // Nobody listens there: the client ends with an error, having written its request.
    QVERIFY(shell(QStringLiteral("site"),
        client + "-server 127.0.0.1:9 -path pkix -reqout ir.pki -certout none.pem || true; satchel gather ir.pki"));
    QVERIFY(carry(QStringLiteral("site"), QStringLiteral("office")));

    QProcess server;
    server.setWorkingDirectory(m_folder->path());
    const auto port = freePort();
    server.start(QStringLiteral("openssl"),
        QStringLiteral("cmp -config empty.cnf -section default -port %1 -srv_cert ra.pem -srv_key ra.key -srv_trusted "
                       "manufacturer.pem -rsp_cert new.pem -grant_implicitconf -max_msgs 1")
            .arg(port)
            .split(QLatin1Char(' ')));
    QVERIFY(server.waitForStarted());
    QTRY_VERIFY_WITH_TIMEOUT(isListening(port), 10'000);
    QVERIFY(shell(QStringLiteral("office"), recipe("A CA that speaks CMP over HTTP", "sh office"),
        {QStringLiteral("CA_URL=http://127.0.0.1:%1/pkix/").arg(port)}));
    server.kill();
    server.waitForFinished();

    QVERIFY(carry(QStringLiteral("office"), QStringLiteral("site")));
    QVERIFY(shell(QStringLiteral("site"),
        "satchel deliver --out answers; " + client
            + "-reqin ir.pki -rspin answers/*.pki -certout final.pem && "
              "openssl verify -CAfile ../domain.pem final.pem"));
}

void TestRecipes::lightweightCmpRa()
{
    const auto now = QDateTime::currentDateTimeUtc();
    const QByteArray request = initialRequest("transaction-0001");
    auto draft = m_forge.initialAnswer();
    draft.body = makeCertRep(0, m_issued);
    draft.signer = m_pki.registrar;
    const QByteArray answer = makeCmp(draft);
    writtenByRa(QStringLiteral("site/ra-requests"), "REQ", now, request);

    const char* const heading = "Siemens LightweightCmpRa";
    QVERIFY(shell(QStringLiteral("site"), recipe(heading, "sh site")));
    QVERIFY(namesIn(QStringLiteral("site/ra-requests")).isEmpty());
    QVERIFY(carry(QStringLiteral("site"), QStringLiteral("office")));
    QVERIFY(shell(QStringLiteral("office"), recipe(heading, "sh office")));
    QCOMPARE(takenByRa(QStringLiteral("office/ca-requests")), QList<QByteArray>{request});
    // Picked up is delivered: it is not written again.
    QVERIFY(shell(QStringLiteral("office"), recipe(heading, "sh office")));
    QVERIFY(namesIn(QStringLiteral("office/ca-requests")).isEmpty());

    writtenByRa(QStringLiteral("office/ca-answers"), "REP", now, answer);
    QVERIFY(shell(QStringLiteral("office"), recipe(heading, "sh office-again")));
    QVERIFY(namesIn(QStringLiteral("office/ca-answers")).isEmpty());
    QVERIFY(carry(QStringLiteral("office"), QStringLiteral("site")));
    QVERIFY(shell(QStringLiteral("site"), recipe(heading, "sh site-again")));
    QCOMPARE(takenByRa(QStringLiteral("site/ra-answers")), QList<QByteArray>{answer});
}

// Two requests in two seconds are two, whatever the names; what the RA overwrites before anybody looks is lost with it.
void TestRecipes::lightweightCmpRaOverwritesWithinASecond()
{
    const auto now = QDateTime::currentDateTimeUtc();
    const QByteArray gather = recipe("Siemens LightweightCmpRa", "sh site");
    writtenByRa(QStringLiteral("site/ra-requests"), "REQ", now, initialRequest("transaction-0001"));
    QVERIFY(shell(QStringLiteral("site"), gather));
    writtenByRa(QStringLiteral("site/ra-requests"), "REQ", now, initialRequest("transaction-0002"));
    QVERIFY(shell(QStringLiteral("site"), gather));
    writtenByRa(QStringLiteral("site/ra-requests"), "REQ", now, initialRequest("transaction-0003"));
    // Half of one: it is left alone until it is whole.
    writtenByRa(
        QStringLiteral("site/ra-requests"), "REQ", now.addSecs(1), initialRequest("transaction-0004").chopped(40));
    QVERIFY(shell(QStringLiteral("site"), gather + " || [ $? -eq 3 ]"));
    QCOMPARE(namesIn(QStringLiteral("site/ra-requests")).size(), 1);
    writtenByRa(QStringLiteral("site/ra-requests"), "REQ", now.addSecs(1), initialRequest("transaction-0004"));
    QVERIFY(shell(QStringLiteral("site"), gather));
    QVERIFY(namesIn(QStringLiteral("site/ra-requests")).isEmpty());

    QVERIFY(shell(QStringLiteral("site"),
        "[ \"$(satchel --json list | grep -o '\"kind\":\"certification-request\"' | wc -l)\" -eq 4 ]"));
}

QTEST_GUILESS_MAIN(TestRecipes)
#include "TestRecipes.moc"
