#include <core/bundle/Limits.h>
#include <core/bundle/Receipt.h>
#include <core/crypto/Digest.h>
#include <core/crypto/Signature.h>
#include <tests/support/BundleForge.h>
#include <tests/support/TestRegistry.h>

#include <QTest>

using namespace satchel;
using namespace satchel::test;

class TestReceipt : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void parsesWhatItMakes_data();
    void parsesWhatItMakes();
    void tellsWhomToAsk();
    void refuses_data();
    void refuses();
    void refusesAnotherSigner();
    void refusesAnAlteredReceipt();
    void refusesWhatIsTooLarge();
    void noBundleIsTooBadForAReceipt();
};

namespace {

ItemId itemId(char digit)
{
    return ItemId::parse(QString(64, QLatin1Char(digit))).value();
}

ReceiptFacts someFacts(const QList<RefusedItem>& refused)
{
    ReceiptFacts facts;
    facts.bundle = Ulid::parse(u"01KAP4T8N0M2V6Q9X3C7RZ5B1D").value();
    facts.labelDigest = sha256("a label");
    facts.receiver = someBackend().id;
    facts.receiverLedger = someBackend().ledger;
    facts.at = forgeTime();
    facts.items = 12;
    facts.refused = refused;
    return facts;
}

QByteArray signedText(const QByteArray& json)
{
    return signAttached(json, someBackend().signingKey, someBackend().signing, forgeTime()).value();
}

QByteArray soundJson()
{
    const auto file
        = Receipt::create(someFacts({{itemId('a'), ErrorCode::BadSignature}}), someBackend().signer(), forgeTime());
    return peekAttached(file.value()).value().content;
}

} // namespace

void TestReceipt::parsesWhatItMakes_data()
{
    QTest::addColumn<QList<RefusedItem>>("refused");
    QTest::addColumn<QString>("verdict");

    QTest::newRow("all taken") << QList<RefusedItem>{} << QStringLiteral("imported");
    QTest::newRow("two refused") << QList<RefusedItem>{{itemId('a'), ErrorCode::BadProofOfPossession},
        {itemId('b'), ErrorCode::UnknownKind}}
                                 << QStringLiteral("imported-in-part");
}

void TestReceipt::parsesWhatItMakes()
{
    QFETCH(QList<RefusedItem>, refused);
    QFETCH(QString, verdict);
    const auto sent = someFacts(refused);

    const auto file = Receipt::create(sent, someBackend().signer(), forgeTime());
    QVERIFY(file.has_value());
    const auto facts = Receipt::parse(*file, {someBackend().signing});

    QVERIFY2(facts.has_value(), facts ? "" : qPrintable(facts.error().message));
    QVERIFY(facts->bundle == sent.bundle);
    QVERIFY(facts->labelDigest == sent.labelDigest);
    QVERIFY(facts->receiver == sent.receiver);
    QVERIFY(facts->receiverLedger == sent.receiverLedger);
    QCOMPARE(facts->at, sent.at);
    QCOMPARE(facts->verdict, verdict);
    QCOMPARE(facts->items, 12);
    QCOMPARE(facts->refused.size(), refused.size());
    for (qsizetype i = 0; i < refused.size(); ++i) {
        QVERIFY(facts->refused.at(i).item == refused.at(i).item);
        QCOMPARE(facts->refused.at(i).code, refused.at(i).code);
    }
}

void TestReceipt::tellsWhomToAsk()
{
    const auto file = Receipt::create(someFacts({}), someBackend().signer(), forgeTime()).value();

    const auto claimed = Receipt::claimedReceiver(file);

    QVERIFY(claimed.has_value());
    QVERIFY(*claimed == someBackend().id);
    QVERIFY(!Receipt::claimedReceiver("no receipt").has_value());
}

void TestReceipt::refuses_data()
{
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<QByteArray>("after");
    QTest::addColumn<ErrorCode>("code");
    const auto malformed = ErrorCode::Malformed;
    const QByteArray refusedItem
        = R"({"item":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","code":"bad-signature"})";

    QTest::newRow("a card") << QByteArray("satchel-receipt") << QByteArray("satchel-card") << ErrorCode::NotRecognised;
    QTest::newRow("version 2") << QByteArray(R"("version":1)") << QByteArray(R"("version":2)")
                               << ErrorCode::UnsupportedVersion;
    QTest::newRow("free text") << QByteArray(R"("items":12)") << QByteArray(R"("items":12,"remark":"sorry")")
                               << ErrorCode::UnknownField;
    QTest::newRow("no bundle") << QByteArray("01KAP4T8N0M2V6Q9X3C7RZ5B1D") << QByteArray("01KAP") << malformed;
    QTest::newRow("code that is none") << QByteArray("bad-signature") << QByteArray("bad-luck") << malformed;
    QTest::newRow("item twice") << refusedItem << refusedItem + ',' + refusedItem << malformed;
    QTest::newRow("more refused than carried")
        << QByteArray(R"("items":12)") << QByteArray(R"("items":0)") << ErrorCode::TooLarge;
    QTest::newRow("verdict that is none") << QByteArray("imported-in-part") << QByteArray("refused") << malformed;
    QTest::newRow("imported though items were refused")
        << QByteArray("imported-in-part") << QByteArray("imported") << malformed;
    QTest::newRow("imported in part though none was refused")
        << '[' + refusedItem + ']' << QByteArray("[]") << malformed;
}

void TestReceipt::refuses()
{
    QFETCH(QByteArray, before);
    QFETCH(QByteArray, after);
    QFETCH(ErrorCode, code);
    auto json = soundJson();
    QVERIFY(Receipt::parse(signedText(json), {someBackend().signing}).has_value());
    QVERIFY(json.contains(before));

    const auto facts = Receipt::parse(signedText(json.replace(before, after)), {someBackend().signing});

    QVERIFY(!facts.has_value());
    QCOMPARE(facts.error().code, code);
}

void TestReceipt::refusesAnotherSigner()
{
    const auto file = Receipt::create(someFacts({}), someStranger().signer(), forgeTime()).value();

    const auto facts = Receipt::parse(file, {someBackend().signing});

    QVERIFY(!facts.has_value());
    QCOMPARE(facts.error().code, ErrorCode::UnknownSender);
}

void TestReceipt::refusesAnAlteredReceipt()
{
    auto file = Receipt::create(someFacts({}), someBackend().signer(), forgeTime()).value();
    const auto at = file.indexOf("\"items\":12");
    QVERIFY(at > 0);
    file[at + 8] = '9';

    const auto facts = Receipt::parse(file, {someBackend().signing});

    QVERIFY(!facts.has_value());
    QCOMPARE(facts.error().code, ErrorCode::BadSignature);
}

void TestReceipt::refusesWhatIsTooLarge()
{
    const auto claimed = Receipt::claimedReceiver(QByteArray(limits::Receipt + 1, 'x'));
    QVERIFY(!claimed.has_value());
    QCOMPARE(claimed.error().code, ErrorCode::TooLarge);

    const auto parsed = Receipt::parse(QByteArray(limits::Receipt + 1, 'x'), {someBackend().signing});
    QVERIFY(!parsed.has_value());
    QCOMPARE(parsed.error().code, ErrorCode::TooLarge);
}

void TestReceipt::noBundleIsTooBadForAReceipt()
{
    QList<RefusedItem> refused;
    for (int i = 0; i < 20'000; ++i) {
        refused.append({ItemId::fromBytes(sha256(QByteArray::number(i)).bytes()), ErrorCode::BadProofOfPossession});
    }
    auto facts = someFacts(refused);
    facts.items = 30'000;

    const auto file = Receipt::create(facts, someBackend().signer(), forgeTime());
    QVERIFY2(file.has_value(), file ? "" : qPrintable(file.error().message));
    const auto read = Receipt::parse(*file, {someBackend().signing});

    QVERIFY(read.has_value());
    QCOMPARE(read->refused.size(), limits::RefusedPerReceipt);
    QCOMPARE(read->verdict, QStringLiteral("imported-in-part"));
}

SATCHEL_TEST(TestReceipt)
#include "TestReceipt.moc"
