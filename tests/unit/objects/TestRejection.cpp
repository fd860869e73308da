#include <core/objects/Rejection.h>

#include <tests/support/MessageForge.h>
#include <tests/support/TestRegistry.h>

#include <QTest>

using namespace satchel;
using namespace satchel::test;

namespace {

ItemId requestId()
{
    return ItemId::fromBytes(QByteArray(32, '\x2A'));
}

QByteArray good()
{
    return Rejection::make(
        requestId(), ErrorCode::NotInInventory, QStringLiteral("not on the list"), MessageForge::now());
}

} // namespace

class TestRejection : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsWhatItMakes();
    void isStrictJson();
    void refuses_data();
    void refuses();
    void answersRequestsOnly();

private:
    MessageForge m_forge;
};

void TestRejection::readsWhatItMakes()
{
    const auto object = Rejection::parse(good());

    QVERIFY(object.has_value());
    const auto* const rejection = dynamic_cast<const Rejection*>(object->get());
    QCOMPARE(rejection->namedRequest(), requestId().toString());
    QCOMPARE(errorCodeName(rejection->code()), QStringLiteral("not-in-inventory"));
    QCOMPARE(rejection->text(), QStringLiteral("not on the list"));
    QCOMPARE(*rejection->describe().find(u"at")->string(), QStringLiteral("2026-06-01T12:00:00Z"));
    const Assessment assessment = rejection->assess(m_forge.context());
    QVERIFY(!assessment.refusal && !assessment.hold);
}

void TestRejection::isStrictJson()
{
    const QByteArray expected = R"({"type":"satchel-rejection","version":1,"request":")" + QByteArray("2a").repeated(32)
        + R"(","code":"not-in-inventory","text":"not on the list","at":"2026-06-01T12:00:00Z"})";

    QCOMPARE(good(), expected);
}

void TestRejection::refuses_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("code");

    const auto changed = [](const char* from, const QByteArray& to) { return good().replace(from, to); };
    const auto row = [](const char* name, const QByteArray& json, const char* code) {
        QTest::newRow(name) << json << QString::fromLatin1(code);
    };
    row("another type", changed("satchel-rejection", "satchel-receipt"), "malformed");
    row("later version", changed("\"version\":1", "\"version\":2"), "unsupported-version");
    row("no item id", changed("2a2a", "2A2A"), "malformed");
    row("no error code", changed("not-in-inventory", "no-such-code"), "malformed");
    row("no time", changed("2026-06-01T12:00:00Z", "yesterday"), "malformed");
    row("unknown field", changed("\"version\":1", "\"version\":1,\"x\":1"), "unknown-field");
    row("field twice", changed("\"version\":1", "\"version\":1,\"version\":1"), "duplicate-field");
    row("text beyond reason", changed("not on the list", QByteArray(4097, 'a')), "too-large");
    row("something after it", good() + "x", "trailing-data");
    row("not JSON", "rejected", "malformed");
    row("cut off", good().chopped(1), "malformed");
    row("not UTF-8", changed("not on the list", "\xff"), "malformed");
    row("a giant number", changed("\"version\":1", "\"version\":" + QByteArray(10'000, '1')), "malformed");
    row("a negative version", changed("\"version\":1", "\"version\":-1"), "malformed");
    row("a deep one", changed("\"version\":1", "\"version\":" + QByteArray(100'000, '[')), "malformed");
}

void TestRejection::refuses()
{
    QFETCH(QByteArray, json);

    const auto object = Rejection::parse(json);

    QVERIFY(!object.has_value());
    QTEST(errorCodeName(object.error().code), "code");
}

void TestRejection::answersRequestsOnly()
{
    const auto rejection = *Rejection::parse(good());

    QVERIFY(rejection->matches(*recognised(m_forge.pledgeRequest())).has_value());
    QVERIFY(rejection->matches(*recognised(makePkcs10({.key = m_forge.newKey}))).has_value());
    QVERIFY(!rejection->matches(*recognised(m_forge.voucher())).has_value());
}

SATCHEL_TEST(TestRejection)
#include "TestRejection.moc"
