#include <core/ledger/Database.h>
#include <core/ledger/ItemKeys.h>

#include "LedgerFixture.h"

#include <tests/support/TestRegistry.h>

using namespace satchel;

class TestItemKeys : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatWasMovedIsFoundLikeWhatIsNew();
    void fewAreNotMoved();
    void addingMovesThemNowAndThen();
    void manyItemsKeepTheirNewKeysLonger();
    void equalCorrelationsComeNewestFirst();
    void idsOfOneKeyAreToldApart();
    void idsOfOneKeyMayComeInABundle();
    void correlationsOfOneKeyAreToldApart();
    void aKeyThatIsThereAlreadyIsNoHindrance();
    void theKindsOfKeysDoNotMeet();
    void anAnswerBoundTwiceIsMovedAndFoundOnce();
    void aLostItemIsTold_data();
    void aLostItemIsTold();

private:
    static qint64 fresh(const LedgerFixture& fixture)
    {
        return test::numberFrom(fixture.file(), QStringLiteral("SELECT COUNT(*) FROM fresh_item_keys"));
    }

    static qint64 moved(const LedgerFixture& fixture)
    {
        return test::numberFrom(fixture.file(), QStringLiteral("SELECT COUNT(*) FROM item_keys"));
    }

    static void settle(const LedgerFixture& fixture)
    {
        const auto database = got(Database::open(fixture.file(), DatabaseMode::ReadWrite));
        got(database->begin());
        got(ItemKeys{*database}.settle());
        got(database->commit());
    }

    // Found by all that items are found by; the first two of their ledger.
    static std::pair<ItemWithBytes, ItemWithBytes> requestAndAnswer(LedgerFixture& fixture)
    {
        auto request = fixture.gathered("request");
        request.item.correlation = QStringLiteral("key:1");
        fixture.add(request);
        auto answer = fixture.imported("answer");
        answer.item.inReplyTo = request.item.id;
        fixture.add(answer);
        return {request, answer};
    }

    static ItemWithBytes withId(const LedgerFixture& fixture, const char* firstDigits)
    {
        auto content = fixture.gathered(firstDigits);
        content.item.id
            = got(ItemId::parse(QString::fromLatin1(firstDigits).leftJustified(2 * ItemId::Size, QLatin1Char('0'))));
        return content;
    }
};

void TestItemKeys::whatWasMovedIsFoundLikeWhatIsNew()
{
    LedgerFixture fixture;
    auto& items = fixture.ledger.items();
    const auto [request, answer] = requestAndAnswer(fixture);
    satchel::test::changeLedger(fixture.file(), {LedgerFixture::manyFreshKeys()});
    QCOMPARE(fresh(fixture), 131072 + 4);

    settle(fixture);

    QCOMPARE(fresh(fixture), 0);
    QCOMPARE(moved(fixture), 131072 + 4);
    QCOMPARE(got(items.bytes(request.item.id)), QByteArray("request"));
    QVERIFY(got(items.resolve(request.item.id.toString().left(10))) == request.item.id);
    QVERIFY(got(items.requestsByCorrelation(QStringLiteral("key:1"))).value(0).id == request.item.id);
    QVERIFY(got(items.answersTo(request.item.id)).value(0).id == answer.item.id);
    fixture.inTransaction([&] { QVERIFY(!got(items.add(request))); });
    QCOMPARE(got(items.count({})), 2);
    const auto later = fixture.add(fixture.gathered("later"));
    QCOMPARE(fresh(fixture), 1);
    QCOMPARE(got(items.bytes(later)), QByteArray("later"));
}

void TestItemKeys::fewAreNotMoved()
{
    LedgerFixture fixture;
    fixture.add(fixture.gathered("x"));
    settle(fixture);
    QCOMPARE(fresh(fixture), 1);
    QCOMPARE(moved(fixture), 0);
}

void TestItemKeys::addingMovesThemNowAndThen()
{
    LedgerFixture fixture;
    satchel::test::changeLedger(fixture.file(), {LedgerFixture::manyFreshKeys()});
    QList<ItemId> ids;
    fixture.inTransaction([&] {
        for (int i = 0; i < 1100; ++i) {
            const auto content = fixture.gathered(QByteArray::number(i));
            QVERIFY(got(fixture.ledger.items().add(content)));
            ids += content.item.id;
        }
    });
    QVERIFY2(moved(fixture) > 131072, qPrintable(QString::number(moved(fixture))));
    QVERIFY(fresh(fixture) < 1024);
    for (int i = 0; i < ids.size(); ++i) {
        QCOMPARE(got(fixture.ledger.items().bytes(ids[i])), QByteArray::number(i));
    }
}

// A page of a large table is to be written for several keys, too.
void TestItemKeys::manyItemsKeepTheirNewKeysLonger()
{
    LedgerFixture fixture;
    const auto first = fixture.add(fixture.gathered("x"));
    satchel::test::changeLedger(fixture.file(),
        {LedgerFixture::manyFreshKeys(),
            QStringLiteral(
                "INSERT INTO items SELECT 2000000, kind, gathered_here, peer, device, gathered_at, deadline, "
                "size, state, reason_code, reason_text, bundle, ends, due, waiting FROM items")});
    settle(fixture);
    QCOMPARE(moved(fixture), 0);
    QVERIFY(got(fixture.ledger.items().find(first)).has_value());
}

void TestItemKeys::equalCorrelationsComeNewestFirst()
{
    LedgerFixture fixture;
    QList<ItemId> ids;
    const auto addSome = [&](int count) {
        fixture.inTransaction([&] {
            for (int i = 0; i < count; ++i) {
                auto content = fixture.gathered(QByteArray::number(ids.size()));
                content.item.correlation = QStringLiteral("key:1");
                QVERIFY(got(fixture.ledger.items().add(content)));
                ids.prepend(content.item.id);
            }
        });
    };
    addSome(40);
    satchel::test::changeLedger(fixture.file(), {LedgerFixture::manyFreshKeys()});
    settle(fixture);
    const auto found = [&] {
        QList<ItemId> all;
        for (const auto& item : got(fixture.ledger.items().requestsByCorrelation(QStringLiteral("key:1")))) {
            all += item.id;
        }
        return all;
    };
    QCOMPARE(found(), ids);
    addSome(40);
    QCOMPARE(found(), ids.first(64));
    addSome(40);
    QCOMPARE(found(), ids.first(64));
}

void TestItemKeys::idsOfOneKeyAreToldApart()
{
    LedgerFixture fixture;
    auto& items = fixture.ledger.items();
    const auto one = fixture.add(withId(fixture, "abcdefabcde1"));
    const auto other = fixture.add(withId(fixture, "abcdefabcde2"));
    QCOMPARE(ItemKeys::ofId(one), ItemKeys::ofId(other));
    QCOMPARE(got(items.bytes(one)), QByteArray("abcdefabcde1"));
    QCOMPARE(got(items.bytes(other)), QByteArray("abcdefabcde2"));
    QVERIFY(!got(items.find(withId(fixture, "abcdefabcde3").item.id)));
    QVERIFY(got(items.resolve(u"abcdefabcde2")) == other);
    const auto both = items.resolve(u"abcdefabcde");
    VERIFY_FAILS(both, ErrorCode::Usage);
    QVERIFY2(both.error().message.contains(one.toString() + QStringLiteral(", ") + other.toString()),
        qPrintable(both.error().message));
    fixture.setState(other, ItemState::Rejected, Reason{ErrorCode::Held, QStringLiteral("by hand")});
    QVERIFY(fixture.stateOf(one) == ItemState::Pending);
    QCOMPARE(got(fixture.ledger.checkIntegrity()), QString{});
}

void TestItemKeys::idsOfOneKeyMayComeInABundle()
{
    LedgerFixture fixture{StationRole::Backend};
    const auto imported = [&](const char* digits) {
        auto content = fixture.imported(digits);
        content.item.id = withId(fixture, digits).item.id;
        return content;
    };
    const auto import = [&](const QList<ItemWithBytes>& items) {
        const auto bundle = fixture.ulid();
        BundleRecords::StagedTotals totals;
        fixture.inTransaction([&] {
            for (const auto& item : items) {
                got(fixture.ledger.bundles().stage(bundle, item));
            }
            totals = got(fixture.ledger.bundles().commitStaged(bundle));
        });
        return totals;
    };
    const auto first = import({imported("abcdefabcde1"), imported("abcdefabcde2")});
    QCOMPARE(first.added, 2);
    const auto second = import({imported("abcdefabcde3"), imported("abcdefabcde2")});
    QCOMPARE(second.added, 1);
    QCOMPARE(second.duplicates, 1);
    for (const auto* digits : {"abcdefabcde1", "abcdefabcde2", "abcdefabcde3"}) {
        QCOMPARE(got(fixture.ledger.items().bytes(withId(fixture, digits).item.id)), QByteArray(digits));
    }
}

void TestItemKeys::correlationsOfOneKeyAreToldApart()
{
    LedgerFixture fixture;
    const auto withCorrelation = [&](const char* bytes) {
        auto content = fixture.gathered(bytes);
        content.item.correlation = QString::fromLatin1(bytes);
        return fixture.add(content);
    };
    const auto one = withCorrelation("one");
    withCorrelation("other");
    satchel::test::changeLedger(fixture.file(),
        {QStringLiteral("UPDATE fresh_item_keys SET key = %1 WHERE key = %2")
                .arg(ItemKeys::ofCorrelation(QStringLiteral("one")))
                .arg(ItemKeys::ofCorrelation(QStringLiteral("other")))});
    const auto found = got(fixture.ledger.items().requestsByCorrelation(QStringLiteral("one")));
    QCOMPARE(found.size(), 1);
    QVERIFY(found.first().id == one);
}

// However it came there, it must not keep a request out.
void TestItemKeys::aKeyThatIsThereAlreadyIsNoHindrance()
{
    LedgerFixture fixture{StationRole::Backend};
    const auto gathered = fixture.gathered("gathered");
    const auto imported = fixture.imported("imported");
    satchel::test::changeLedger(fixture.file(),
        {QStringLiteral("INSERT INTO fresh_item_keys (key, item) VALUES (%1, 1), (%2, 2)")
                .arg(ItemKeys::ofId(gathered.item.id))
                .arg(ItemKeys::ofId(imported.item.id))});
    fixture.add(gathered);
    const auto bundle = fixture.ulid();
    fixture.inTransaction([&] {
        got(fixture.ledger.bundles().stage(bundle, imported));
        QCOMPARE(got(fixture.ledger.bundles().commitStaged(bundle)).added, 1);
    });
    QCOMPARE(got(fixture.ledger.items().bytes(gathered.item.id)), QByteArray("gathered"));
    QCOMPARE(got(fixture.ledger.items().bytes(imported.item.id)), QByteArray("imported"));
    QCOMPARE(got(fixture.ledger.checkIntegrity()), QString{});
}

// 44 bits each, told apart by the two above, and within the 47 that SQLite writes in six bytes.
void TestItemKeys::theKindsOfKeysDoNotMeet()
{
    const auto last = got(ItemId::parse(QString{2 * ItemId::Size, QLatin1Char('f')}));
    const auto first = got(ItemId::parse(QString{2 * ItemId::Size, QLatin1Char('0')}));
    QCOMPARE(ItemKeys::ofId(first), 0);
    QVERIFY(ItemKeys::ofId(last) < ItemKeys::ofAnswersTo(first));
    QVERIFY(ItemKeys::ofAnswersTo(last) < (qint64{1} << 45));
    for (const auto* text : {"", "a", "b", "voucher:JADA-1:xyz"}) {
        const auto key = ItemKeys::ofCorrelation(QString::fromLatin1(text));
        QVERIFY(key >= (qint64{1} << 45) && key < (qint64{1} << 46));
    }
}

void TestItemKeys::anAnswerBoundTwiceIsMovedAndFoundOnce()
{
    LedgerFixture fixture{StationRole::Backend};
    auto& items = fixture.ledger.items();
    const auto request = fixture.add(fixture.imported("request"));
    auto held = fixture.gathered("answer");
    held.item.state = ItemState::Held;
    held.item.reason = Reason{ErrorCode::NoMatchingRequest, QStringLiteral("nobody asked")};
    const auto answer = fixture.add(held);
    const auto bind
        = [&] { fixture.inTransaction([&] { got(items.bindAnswer(answer, request, LedgerFixture::peer())); }); };
    bind();
    bind();
    QCOMPARE(got(items.answersTo(request)).size(), 1);
    satchel::test::changeLedger(fixture.file(), {LedgerFixture::manyFreshKeys()});
    settle(fixture);
    bind();
    QCOMPARE(got(items.answersTo(request)).size(), 1);
    satchel::test::changeLedger(fixture.file(), {LedgerFixture::manyFreshKeys()});
    settle(fixture);
    QCOMPARE(fresh(fixture), 0);
    QCOMPARE(got(items.answersTo(request)).size(), 1);
    QCOMPARE(got(fixture.ledger.checkIntegrity()), QString{});
}

void TestItemKeys::aLostItemIsTold_data()
{
    QTest::addColumn<QString>("harm");
    QTest::newRow("no key of its id") << "DELETE FROM fresh_item_keys WHERE item = 1 AND key < 17592186044416";
    QTest::newRow("no key of its correlation") << "DELETE FROM fresh_item_keys WHERE item = 1 AND key > 35184372088832";
    QTest::newRow("no key of its request")
        << "DELETE FROM fresh_item_keys WHERE key > 17592186044416 AND key < 35184372088832";
    QTest::newRow("a key of no item") << "INSERT INTO fresh_item_keys (key, item) VALUES (5, 77)";
    QTest::newRow("an id twice")
        << "UPDATE item_facts SET id = (SELECT id FROM item_facts WHERE item = 1) WHERE item = 2";
    QTest::newRow("an id that is none") << "UPDATE item_facts SET id = 'x' WHERE item = 2";
    QTest::newRow("another id") << "UPDATE item_facts SET id = REPLACE(id, '0', '1') WHERE item = 1";
    QTest::newRow("an item of which nothing is known") << "DELETE FROM item_facts WHERE item = 1";
}

void TestItemKeys::aLostItemIsTold()
{
    QFETCH(QString, harm);
    LedgerFixture fixture;
    requestAndAnswer(fixture);
    QCOMPARE(got(fixture.ledger.checkIntegrity()), QString{});

    satchel::test::changeLedger(fixture.file(), {harm});

    const auto told = got(fixture.ledger.checkIntegrity());
    QVERIFY2(told.contains(QStringLiteral("entries of the index of items are missing")), qPrintable(told));
}

SATCHEL_TEST(TestItemKeys)
#include "TestItemKeys.moc"
