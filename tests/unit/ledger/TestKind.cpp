#include <core/ledger/Kind.h>

#include <tests/support/TestRegistry.h>

#include <QTest>

using satchel::Kind;
using satchel::Protocol;
using satchel::StationRole;

namespace {

constexpr int KindCount = static_cast<int>(Kind::Checkpoint) + 1;
constexpr int ProtocolCount = static_cast<int>(Protocol::Satchel) + 1;

} // namespace

class TestKind : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyKindHasAName();
    void everyProtocolHasAName();
    void classifies_data();
    void classifies();
    void pairsAnswersWithRequests_data();
    void pairsAnswersWithRequests();
};

void TestKind::everyKindHasAName()
{
    for (int i = 0; i < KindCount; ++i) {
        const auto kind = static_cast<Kind>(i);
        QVERIFY(!satchel::kindName(kind).isEmpty());
        QVERIFY(satchel::kindFromName(satchel::kindName(kind)) == kind);
    }
    QVERIFY(!satchel::kindFromName(u"Voucher"));
    QVERIFY(!satchel::kindFromName(u""));
}

void TestKind::everyProtocolHasAName()
{
    for (int i = 0; i < ProtocolCount; ++i) {
        const auto protocol = static_cast<Protocol>(i);
        QVERIFY(!satchel::protocolName(protocol).isEmpty());
        QVERIFY(satchel::protocolFromName(satchel::protocolName(protocol)) == protocol);
    }
    QVERIFY(!satchel::protocolFromName(u"acme"));
}

// Written out from docs/bundle-format.md, "Kinds", not from the code.
void TestKind::classifies_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<bool>("fromSite");
    QTest::addColumn<bool>("fromBackend");
    QTest::addColumn<bool>("request");
    QTest::addColumn<bool>("finalAnswer");
    QTest::addColumn<bool>("listed");

    const auto row = [](const char* name, bool site, bool backend, bool request, bool finalAnswer, bool listed) {
        QTest::newRow(name) << QString::fromLatin1(name) << site << backend << request << finalAnswer << listed;
    };
    row("voucher-request", true, false, true, false, true);
    row("voucher", false, true, false, true, true);
    row("certification-request", true, false, true, false, true);
    row("certification-response", false, true, false, true, true);
    row("rejection", false, true, false, true, true);
    row("waiting", false, true, false, false, true);
    row("confirmation", true, false, false, false, true);
    row("confirmation-response", false, true, false, true, true);
    row("voucher-status", true, false, false, false, true);
    row("enroll-status", true, false, false, false, true);
    row("audit-log-request", true, false, true, false, true);
    row("audit-log", false, true, false, true, true);
    row("ca-certificates-request", true, false, true, false, true);
    row("ca-certificates", false, true, false, true, true);
    row("attributes-request", true, false, true, false, true);
    row("attributes", false, true, false, true, true);
    row("crl", false, true, false, false, true);
    row("attachment", false, true, false, false, true);
    row("card", true, true, false, false, false);
    row("checkpoint", true, true, false, false, false);
}

void TestKind::classifies()
{
    QFETCH(QString, name);
    const auto kind = satchel::kindFromName(name);
    QVERIFY(kind.has_value());

    QTEST(satchel::mayBeSentBy(StationRole::Site, *kind), "fromSite");
    QTEST(satchel::mayBeSentBy(StationRole::Backend, *kind), "fromBackend");
    QTEST(satchel::isRequest(*kind), "request");
    QTEST(satchel::isFinalAnswer(*kind), "finalAnswer");
    QTEST(satchel::isListed(*kind), "listed");
    const QStringList forStations{
        QStringLiteral("ca-certificates"), QStringLiteral("attributes"), QStringLiteral("crl")};
    QCOMPARE(satchel::isForStation(*kind), forStations.contains(name));
}

void TestKind::pairsAnswersWithRequests_data()
{
    QTest::addColumn<QString>("answer");
    QTest::addColumn<QString>("requests");

    QTest::newRow("voucher") << QStringLiteral("voucher") << QStringLiteral("voucher-request");
    QTest::newRow("certificate") << QStringLiteral("certification-response") << QStringLiteral("certification-request");
    QTest::newRow("third leg") << QStringLiteral("confirmation-response") << QStringLiteral("confirmation");
    QTest::newRow("audit log") << QStringLiteral("audit-log") << QStringLiteral("audit-log-request");
    QTest::newRow("CA certificates") << QStringLiteral("ca-certificates") << QStringLiteral("ca-certificates-request");
    QTest::newRow("attributes") << QStringLiteral("attributes") << QStringLiteral("attributes-request");
    QTest::newRow("rejection answers any")
        << QStringLiteral("rejection")
        << QStringLiteral("voucher-request certification-request confirmation audit-log-request "
                          "ca-certificates-request attributes-request");
    QTest::newRow("waiting answers none") << QStringLiteral("waiting") << QString{};
    QTest::newRow("a request answers none") << QStringLiteral("voucher-request") << QString{};
}

void TestKind::pairsAnswersWithRequests()
{
    QFETCH(QString, answer);
    QFETCH(QString, requests);
    const auto expected = requests.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    for (int i = 0; i < KindCount; ++i) {
        const auto request = static_cast<Kind>(i);
        QCOMPARE(
            satchel::answers(*satchel::kindFromName(answer), request), expected.contains(satchel::kindName(request)));
    }
}

SATCHEL_TEST(TestKind)
#include "TestKind.moc"
