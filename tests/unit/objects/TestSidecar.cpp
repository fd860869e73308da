#include <core/objects/Sidecar.h>

#include <tests/support/MessageForge.h>
#include <tests/support/TestRegistry.h>

#include <QTest>

using namespace satchel;
using namespace satchel::test;

class TestSidecar : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsWhatItWrites();
    void mayBeNearlyEmpty();
    void refuses_data();
    void refuses();

private:
    MessageForge m_forge;
};

void TestSidecar::readsWhatItWrites()
{
    const Sidecar written{.requester = m_forge.requester(),
        .receivedAt = MessageForge::now(),
        .path = QStringLiteral("/.well-known/est/simpleenroll"),
        .localName = QStringLiteral("request 1.p10"),
        .inReplyTo = QString::fromLatin1(QByteArray("0f").repeated(32)),
        .device = QStringLiteral("device-1")};

    const auto read = Sidecar::parse(written.toJson());

    QVERIFY2(read.has_value(), read ? "" : qPrintable(read.error().message));
    QVERIFY(read->requester.has_value());
    QCOMPARE(read->requester->device(), QStringLiteral("device-1"));
    QCOMPARE(read->requester->proofOfPossession, QStringLiteral("signature"));
    QCOMPARE(read->receivedAt, written.receivedAt);
    QCOMPARE(read->path, written.path);
    QCOMPARE(read->localName, written.localName);
    QCOMPARE(read->inReplyTo, written.inReplyTo);
    QCOMPARE(read->device, written.device);
}

void TestSidecar::mayBeNearlyEmpty()
{
    const QByteArray json = R"({"type":"satchel-meta","version":1})";

    const auto sidecar = Sidecar::parse(json);

    QVERIFY(sidecar.has_value());
    QVERIFY(!sidecar->requester.has_value());
    QVERIFY(!sidecar->receivedAt.isValid());
    QCOMPARE(sidecar->toJson(), json);
}

void TestSidecar::refuses_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("code");

    const auto with = [](const QByteArray& member) { return R"({"type":"satchel-meta","version":1,)" + member + "}"; };
    const auto row = [](const char* name, const QByteArray& json, const char* code) {
        QTest::newRow(name) << json << QString::fromLatin1(code);
    };
    row("another type", R"({"type":"satchel-part","version":1})", "malformed");
    row("no type", R"({"version":1})", "malformed");
    row("later version", R"({"type":"satchel-meta","version":2})", "unsupported-version");
    row("unknown field", with(R"("colour":"red")"), "unknown-field");
    row("field twice", with(R"("path":"a","path":"b")"), "duplicate-field");
    row("null", with(R"("path":null)"), "malformed");
    row("time in another form", with(R"("receivedAt":"2026-06-01")"), "malformed");
    row("inReplyTo that is no item id", with(R"("inReplyTo":"12")"), "malformed");
    row("requester that is no object", with(R"("requester":"me")"), "malformed");
    row("requester with an unknown field", with(R"("requester":{"name":"me"})"), "unknown-field");
    row("requester with a broken certificate", with(R"("requester":{"idevid":["AAAA"]})"), "malformed");
    row("not JSON", "meta", "malformed");
    row("cut off", R"({"type":"satchel-meta","version":1)", "malformed");
    row("something after it", R"({"type":"satchel-meta","version":1}x)", "trailing-data");
    row("not UTF-8", with("\"path\":\"\xff\""), "malformed");
    row("a deep one", with("\"requester\":" + QByteArray(100'000, '[')), "malformed");
    row("a giant number", R"({"type":"satchel-meta","version":)" + QByteArray(10'000, '1') + '}', "malformed");
    row("a negative version", R"({"type":"satchel-meta","version":-1})", "malformed");
    row("a version that is a fraction", R"({"type":"satchel-meta","version":1.0})", "malformed");
    row("too large", with("\"path\":\"" + QByteArray(256 * 1024, 'a') + "\""), "too-large");
}

void TestSidecar::refuses()
{
    QFETCH(QByteArray, json);

    const auto sidecar = Sidecar::parse(json);

    QVERIFY(!sidecar.has_value());
    QTEST(errorCodeName(sidecar.error().code), "code");
}

SATCHEL_TEST(TestSidecar)
#include "TestSidecar.moc"
