#include "IssuerWorld.h"

#include <core/crypto/DerWriter.h>
#include <core/objects/cmp/CmpResponder.h>
#include <tests/support/Lacking.h>
#include <tests/support/TestRegistry.h>

#include <QProcess>
#include <QStandardPaths>
#include <QTest>

using namespace satchel;
using namespace satchel::test;

// The `openssl cmp` client asks, and judges what it gets: there is nobody but it and our answer.
class TestCmpResponder : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void opensslGetsItsCertificate_data();
    void opensslGetsItsCertificate();
    void aSharedSecretIsNeeded_data();
    void aSharedSecretIsNeeded();
    void whatIsNoMessageIsRefused();
    void nobodyIsAskedAboutAnUnsoundRequest_data();
    void nobodyIsAskedAboutAnUnsoundRequest();
    void theCallersRefusalComesBack();
    void timeIsJudgedAtTheGivenInstant();
};

namespace {

const QString RequestName = QStringLiteral("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef.pki");

class OpensslClient final {
public:
    explicit OpensslClient(const IssuerWorld& world, QStringList identity = {})
        : m_world{world}
        , m_identity{std::move(identity)}
    {
        write("device.pem", certificatePem(world.forge.idevid.certificate));
        write("device.key", world.forge.idevid.key.toPkcs8Pem({})->reveal());
        write("ldevid.pem", certificatePem(world.forge.ldevid));
        write("new.key", world.forge.newKey.toPkcs8Pem({})->reveal());
        write("csr.p10", makePkcs10({.serialNumber = QStringLiteral("device-1"), .key = world.forge.newKey}));
    }

    [[nodiscard]] static bool isInstalled()
    {
        return !QStandardPaths::findExecutable(QStringLiteral("openssl")).isEmpty();
    }

    [[nodiscard]] QString file(const char* name) const { return m_world.path(QLatin1StringView{name}); }

    [[nodiscard]] QStringList byCertificate(const char* certificate, const char* key) const
    {
        return {QStringLiteral("-cert"), file(certificate), QStringLiteral("-key"), file(key)};
    }

    void identify(const QStringList& identity) { m_identity = identity; }

    // No server answers: the client writes its request and gives up.
    [[nodiscard]] QByteArray ask(const QString& command) const
    {
        const QString complaint = run(
            command, {QStringLiteral("-reqout"), file("request.pki"), QStringLiteral("-certout"), file("never.pem")});
        const auto request = readFile(file("request.pki"), 100000);
        if (!request) {
            qWarning("openssl wrote no request: %s", qPrintable(complaint));
        }
        return request.value_or(QByteArray{});
    }

    // Its complaint about the answer to what it asked; empty if it has its certificate.
    [[nodiscard]] QString complaintAbout(const QString& command, const QByteArray& answer) const
    {
        write("answer.pki", answer);
        return run(command,
            {QStringLiteral("-reqin"), file("request.pki"), QStringLiteral("-rspin"), file("answer.pki"),
                QStringLiteral("-certout"), file("issued.pem"), QStringLiteral("-trusted"),
                m_world.authority() + QStringLiteral("/ca.pem")});
    }

private:
    void write(const char* name, const QByteArray& bytes) const
    {
        if (!writeFileAtomically(file(name), bytes)) {
            qFatal("cannot write %s", name);
        }
    }

    [[nodiscard]] QString run(const QString& command, const QStringList& files) const
    {
        QStringList arguments{QStringLiteral("cmp"), QStringLiteral("-cmd"), command, QStringLiteral("-config"),
            QStringLiteral(""), QStringLiteral("-server"), QStringLiteral("127.0.0.1:1"), QStringLiteral("-recipient"),
            QStringLiteral("/CN=RA"), QStringLiteral("-implicit_confirm"), QStringLiteral("-msg_timeout"),
            QStringLiteral("1"), QStringLiteral("-attime"), QString::number(MessageForge::now().toSecsSinceEpoch())};
        if (command == u"p10cr") {
            arguments += {QStringLiteral("-csr"), file("csr.p10")};
        } else {
            arguments += {QStringLiteral("-newkey"), file("new.key")};
        }
        if (command == u"ir" || command == u"cr") {
            arguments += {QStringLiteral("-subject"), QStringLiteral("/CN=pump/serialNumber=device-1")};
        }
        QProcess program;
        program.setProcessChannelMode(QProcess::MergedChannels);
        program.start(QStringLiteral("openssl"), arguments + m_identity + files);
        program.waitForFinished();
        const QString said = QString::fromUtf8(program.readAll());
        return program.exitCode() == 0 ? QString{} : QStringLiteral("exit %1: %2").arg(program.exitCode()).arg(said);
    }

    const IssuerWorld& m_world;
    QStringList m_identity;
};

QStringList bySecret(const char* reference, const char* secret)
{
    return {QStringLiteral("-ref"), QString::fromLatin1(reference), QStringLiteral("-secret"),
        QStringLiteral("pass:") + QString::fromLatin1(secret)};
}

CmpResponder responderOf(const MessageForge& forge)
{
    return CmpResponder{{forge.registrar, {}, {forge.manufacturer.certificate}, {}}};
}

} // namespace

void TestCmpResponder::opensslGetsItsCertificate_data()
{
    QTest::addColumn<QString>("command");
    QTest::addColumn<QString>("proof");

    QTest::newRow("ir by IDevID") << QStringLiteral("ir") << QStringLiteral("idevid");
    QTest::newRow("cr by IDevID") << QStringLiteral("cr") << QStringLiteral("idevid");
    QTest::newRow("p10cr by IDevID") << QStringLiteral("p10cr") << QStringLiteral("idevid");
    QTest::newRow("kur by LDevID") << QStringLiteral("kur") << QStringLiteral("ldevid");
    QTest::newRow("ir by secret") << QStringLiteral("ir") << QStringLiteral("secret");
}

void TestCmpResponder::opensslGetsItsCertificate()
{
    QFETCH(QString, command);
    QFETCH(QString, proof);
    if (!OpensslClient::isInstalled()) {
        LACKING_TOOL("the openssl program is not installed");
    }
    const IssuerWorld world;
    world.writeIssuer(QStringLiteral("cmp-secrets"), "pump=open sesame\n");
    OpensslClient client{world};
    if (proof == u"secret") {
        client.identify(bySecret("pump", "open sesame"));
    } else if (proof == u"ldevid") {
        client.identify(client.byCertificate("ldevid.pem", "new.key"));
    } else {
        client.identify(client.byCertificate("device.pem", "device.key"));
    }
    world.request(RequestName, client.ask(command));

    const auto report = world.issue();

    QCOMPARE(textOf(onlyRow(report.refused), u"reason"), QString{});
    QCOMPARE(report.issued, 1);
    QVERIFY(report.warnings.isEmpty());
    QCOMPARE(client.complaintAbout(command, world.answerBytes(RequestName)), QString{});
    const auto issued = loadCertificates(client.file("issued.pem"));
    QVERIFY(issued.has_value());
    QCOMPARE(issued->first().subjectSerialNumber(), QStringLiteral("device-1"));
    QCOMPARE(issued->first().publicKeyInfo(), world.forge.newKey.publicKeyInfo());
}

void TestCmpResponder::aSharedSecretIsNeeded_data()
{
    QTest::addColumn<QByteArray>("secrets");
    QTest::addColumn<QString>("code");

    QTest::newRow("another reference") << QByteArray{"fan=open sesame\n"} << QStringLiteral("untrusted-issuer");
    QTest::newRow("another secret") << QByteArray{"pump=open barley\n"} << QStringLiteral("bad-signature");
}

void TestCmpResponder::aSharedSecretIsNeeded()
{
    QFETCH(QByteArray, secrets);
    QFETCH(QString, code);
    if (!OpensslClient::isInstalled()) {
        LACKING_TOOL("the openssl program is not installed");
    }
    const IssuerWorld world;
    world.writeIssuer(QStringLiteral("cmp-secrets"), secrets);
    const OpensslClient client{world, bySecret("pump", "open sesame")};
    world.request(RequestName, client.ask(QStringLiteral("ir")));

    const auto report = world.issue();

    const auto row = onlyRow(report.refused);
    QCOMPARE(textOf(row, u"code"), code);
    QVERIFY(!textOf(row, u"reason").contains(QStringLiteral("open ")));
    QVERIFY(world.answerNames().isEmpty());
}

void TestCmpResponder::whatIsNoMessageIsRefused()
{
    const MessageForge forge;
    bool wasAsked = false;

    auto bodyOfNothing = forge.initialRequest();
    bodyOfNothing.body = derElement(0x05, {});
    for (const auto& request : {QByteArray("no message"), makeCmp(bodyOfNothing)}) {
        const auto answer = responderOf(forge).answer(request, MessageForge::now(), [&](const CmpWish&) {
            wasAsked = true;
            return Result<CmpGrant>{fail(ErrorCode::Internal, QString{})};
        });
        QVERIFY(!answer.has_value());
        QCOMPARE(answer.error().code, ErrorCode::Malformed);
    }
    QVERIFY(!wasAsked);
}

void TestCmpResponder::nobodyIsAskedAboutAnUnsoundRequest_data()
{
    QTest::addColumn<QString>("scenario");
    QTest::addColumn<int>("code");

    QTest::newRow("no protection") << QStringLiteral("unprotected") << static_cast<int>(ErrorCode::BadSignature);
    QTest::newRow("altered") << QStringLiteral("altered") << static_cast<int>(ErrorCode::BadSignature);
    QTest::newRow("no anchor") << QStringLiteral("stranger") << static_cast<int>(ErrorCode::UntrustedIssuer);
    QTest::newRow("no proof of possession")
        << QStringLiteral("proofless") << static_cast<int>(ErrorCode::BadProofOfPossession);
    QTest::newRow("no request") << QStringLiteral("answer") << static_cast<int>(ErrorCode::BadSignature);
}

void TestCmpResponder::nobodyIsAskedAboutAnUnsoundRequest()
{
    QFETCH(QString, scenario);
    QFETCH(int, code);
    const MessageForge forge;
    auto draft = scenario == u"answer" ? forge.initialAnswer() : forge.initialRequest();
    if (scenario == u"unprotected") {
        draft.senderDer = forge.idevid.certificate.subjectDer();
        draft.signer.reset();
    } else if (scenario == u"stranger") {
        const CertificateTemplate facts{
            .commonName = QStringLiteral("copy"), .notBefore = beginningOfTime(), .notAfter = endOfTime()};
        draft.signer = MessageForge::issue(facts, forge.stranger);
    } else if (scenario == u"proofless") {
        draft.body = makeCrmf(forge.newKey, makeName(QStringLiteral("pump")), CrmfProof::None);
    }
    QByteArray request = makeCmp(draft);
    if (scenario == u"altered") {
        request.replace("sender-nonce-001", "sender-nonce-002");
    }
    bool wasAsked = false;

    const auto answer = responderOf(forge).answer(request, MessageForge::now(), [&](const CmpWish&) {
        wasAsked = true;
        return Result<CmpGrant>{CmpGrant{forge.ldevid, {}}};
    });

    QVERIFY(!answer.has_value());
    QCOMPARE(static_cast<int>(answer.error().code), code);
    QVERIFY(!wasAsked);
}

void TestCmpResponder::theCallersRefusalComesBack()
{
    const MessageForge forge;

    const auto answer
        = responderOf(forge).answer(makeCmp(forge.initialRequest()), MessageForge::now(), [](const CmpWish& wish) {
              return Result<CmpGrant>{fail(ErrorCode::NotInInventory, wish.signer->subjectSerialNumber())};
          });

    QVERIFY(!answer.has_value());
    QCOMPARE(answer.error().code, ErrorCode::NotInInventory);
    QCOMPARE(answer.error().message, QStringLiteral("device-1"));
}

void TestCmpResponder::timeIsJudgedAtTheGivenInstant()
{
    const MessageForge forge;
    const CmpResponder::Decide grant
        = [&forge](const CmpWish&) { return Result<CmpGrant>{CmpGrant{forge.ldevid, {}}}; };
    const QByteArray request = makeCmp(forge.initialRequest());

    QVERIFY(responderOf(forge).answer(request, MessageForge::now(), grant).has_value());
    const auto late = responderOf(forge).answer(request, MessageForge::now().addYears(2), grant);
    QVERIFY(!late.has_value());
    QCOMPARE(late.error().code, ErrorCode::UntrustedIssuer);
}

SATCHEL_TEST(TestCmpResponder)
#include "TestCmpResponder.moc"
