#include "LedgerFixture.h"

#include <tests/support/TestRegistry.h>

using namespace satchel;

class TestIncomingBundles : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void givesBackWhatWasAdded();
    void equalIdsOfOtherStationsAreUnrelated();
    void theSameBundleTwiceIsAConflict_data();
    void theSameBundleTwiceIsAConflict();
    void theLastOneIsTheLastTakenIn();
    void namesWhatIsMissing_data();
    void namesWhatIsMissing();
    void namesAtMostSoMany();
    void everyLedgerOfAPeerCountsAlone();
    void nothingHeardIsANullLedger();
    void tellsWhatItHasHeard();
    void tellsTheNewestExtras();
    void whatWasRefusedIsNotHeard();

private:
    IncomingBundle bundle(qint64 sequence, const StationId& from = LedgerFixture::peer(), char ledger = 'L') const
    {
        IncomingBundle incoming;
        incoming.id = m_fixture->ulid();
        incoming.from = from;
        incoming.ledger = LedgerFixture::ledgerId(ledger);
        incoming.sequence = sequence;
        incoming.labelDigest = sha256(incoming.id.toString().toUtf8());
        incoming.verdict = QStringLiteral("imported");
        incoming.items = 3;
        incoming.at = m_fixture->now;
        incoming.created = m_fixture->now.addDays(-400);
        return incoming;
    }

    IncomingBundle add(const IncomingBundle& incoming, const QList<RefusedItem>& refused = {})
    {
        m_fixture->inTransaction([&] { got(m_fixture->ledger.bundles().addIncoming(incoming, refused)); });
        return incoming;
    }

    void addVoid(const QList<qint64>& sequences)
    {
        m_fixture->inTransaction([&] {
            got(m_fixture->ledger.bundles().addVoidSequences(
                LedgerFixture::peer(), LedgerFixture::ledgerId('L'), sequences));
        });
    }

    [[nodiscard]] QList<qint64> missingBefore(qint64 sequence, char ledger = 'L') const
    {
        return got(m_fixture->ledger.bundles().missingBefore(
            LedgerFixture::peer(), LedgerFixture::ledgerId(ledger), sequence));
    }

    std::unique_ptr<LedgerFixture> m_fixture;
};

void TestIncomingBundles::init()
{
    m_fixture = std::make_unique<LedgerFixture>();
}

void TestIncomingBundles::givesBackWhatWasAdded()
{
    auto incoming = bundle(7);
    incoming.verdict = QStringLiteral("imported-in-part");
    incoming.added = 1;
    incoming.duplicates = 2;
    incoming.refused = 2;
    const auto one = m_fixture->gathered("1").item.id;
    const auto two = m_fixture->gathered("2").item.id;
    add(incoming, {{two, ErrorCode::BadSignature}, {one, ErrorCode::UnknownKind}});

    const auto& bundles = m_fixture->ledger.bundles();
    const auto found = got(bundles.findIncoming(LedgerFixture::peer(), incoming.id));
    QVERIFY(found->id == incoming.id);
    QVERIFY(found->from == incoming.from);
    QVERIFY(found->ledger == incoming.ledger);
    QCOMPARE(found->sequence, 7);
    QVERIFY(found->labelDigest == incoming.labelDigest);
    QCOMPARE(found->verdict, incoming.verdict);
    QCOMPARE(found->items, 3);
    QCOMPARE(found->added, 1);
    QCOMPARE(found->duplicates, 2);
    QCOMPARE(found->refused, 2);
    QCOMPARE(found->at, incoming.at);
    QCOMPARE(found->created, incoming.created);
    QVERIFY(got(bundles.findIncoming(LedgerFixture::peer(), incoming.ledger, 7))->id == incoming.id);
    QVERIFY(!got(bundles.findIncoming(LedgerFixture::peer(), incoming.ledger, 8)));

    const auto refused = got(bundles.refusedOf(LedgerFixture::peer(), incoming.id));
    QCOMPARE(refused.size(), 2);
    QVERIFY(refused[0].item == two);
    QVERIFY(refused[0].code == ErrorCode::BadSignature);
    QVERIFY(refused[1].code == ErrorCode::UnknownKind);
}

void TestIncomingBundles::equalIdsOfOtherStationsAreUnrelated()
{
    const auto mine = add(bundle(1));
    auto other = bundle(1, LedgerFixture::station('Q'));
    other.id = mine.id;
    other.verdict = QStringLiteral("imported-in-part");
    add(other);
    const auto& bundles = m_fixture->ledger.bundles();
    QCOMPARE(got(bundles.findIncoming(LedgerFixture::peer(), mine.id))->verdict, QStringLiteral("imported"));
    QCOMPARE(got(bundles.allIncoming(LedgerFixture::peer())).size(), 1);
    QVERIFY(!got(bundles.findIncoming(LedgerFixture::station('R'), mine.id)));
}

void TestIncomingBundles::theSameBundleTwiceIsAConflict_data()
{
    QTest::addColumn<bool>("sameId");
    QTest::addColumn<bool>("sameSequence");
    QTest::newRow("both") << true << true;
    QTest::newRow("id only") << true << false;
    QTest::newRow("sequence only") << false << true;
}

void TestIncomingBundles::theSameBundleTwiceIsAConflict()
{
    QFETCH(bool, sameId);
    QFETCH(bool, sameSequence);
    const auto first = add(bundle(1));
    auto second = bundle(sameSequence ? 1 : 2);
    if (sameId) {
        second.id = first.id;
    }
    const auto transaction = got(m_fixture->ledger.begin());
    VERIFY_FAILS(m_fixture->ledger.bundles().addIncoming(second, {}), ErrorCode::ReplayConflict);
}

void TestIncomingBundles::theLastOneIsTheLastTakenIn()
{
    QVERIFY(!got(m_fixture->ledger.bundles().lastIncoming()));
    add(bundle(5));
    const auto last = add(bundle(2));
    QVERIFY(got(m_fixture->ledger.bundles().lastIncoming())->id == last.id);
}

void TestIncomingBundles::namesWhatIsMissing_data()
{
    QTest::addColumn<QList<qint64>>("imported");
    QTest::addColumn<QList<qint64>>("declaredVoid");
    QTest::addColumn<QList<qint64>>("missingBeforeTen");

    using Numbers = QList<qint64>;
    QTest::newRow("nothing came") << Numbers{} << Numbers{} << Numbers{1, 2, 3, 4, 5, 6, 7, 8, 9};
    QTest::newRow("all in order") << Numbers{1, 2, 3, 4, 5, 6, 7, 8, 9} << Numbers{} << Numbers{};
    QTest::newRow("all out of order") << Numbers{9, 3, 1, 2, 8, 5, 4, 7, 6} << Numbers{} << Numbers{};
    QTest::newRow("one gap") << Numbers{1, 2, 4, 5, 6, 7, 8, 9} << Numbers{} << Numbers{3};
    QTest::newRow("a gap declared void") << Numbers{1, 2, 4, 5, 6, 7, 8, 9} << Numbers{3} << Numbers{};
    QTest::newRow("gaps, one void") << Numbers{2, 5, 9} << Numbers{3} << Numbers{1, 4, 6, 7, 8};
    QTest::newRow("void and imported") << Numbers{1, 2, 3, 4, 5, 6, 7, 8, 9} << Numbers{3, 9} << Numbers{};
    QTest::newRow("later ones do not matter") << Numbers{1, 12} << Numbers{13} << Numbers{2, 3, 4, 5, 6, 7, 8, 9};
}

void TestIncomingBundles::namesWhatIsMissing()
{
    QFETCH(QList<qint64>, imported);
    QFETCH(QList<qint64>, declaredVoid);
    for (const auto sequence : imported) {
        add(bundle(sequence));
    }
    addVoid(declaredVoid);
    QTEST(missingBefore(10), "missingBeforeTen");
}

void TestIncomingBundles::namesAtMostSoMany()
{
    const auto missing = missingBefore(qint64{1} << 53);
    QCOMPARE(missing.size(), 1024);
    QCOMPARE(missing.last(), 1024);
}

void TestIncomingBundles::everyLedgerOfAPeerCountsAlone()
{
    add(bundle(1));
    add(bundle(1, LedgerFixture::peer(), 'M'));
    QCOMPARE(missingBefore(3, 'L'), QList<qint64>{2});
    QCOMPARE(missingBefore(3, 'M'), QList<qint64>{2});
    QCOMPARE(missingBefore(3, 'N'), (QList<qint64>{1, 2}));
}

void TestIncomingBundles::nothingHeardIsANullLedger()
{
    const auto heard = got(m_fixture->ledger.bundles().heardOf(LedgerFixture::peer()));
    QVERIFY(heard.ledger.isNull());
    QCOMPARE(heard.contiguous, 0);
}

void TestIncomingBundles::tellsWhatItHasHeard()
{
    const auto heard = [this] { return got(m_fixture->ledger.bundles().heardOf(LedgerFixture::peer())); };
    add(bundle(2));
    QCOMPARE(heard().contiguous, 0);
    QCOMPARE(heard().extras, QList<qint64>{2});
    add(bundle(1));
    add(bundle(7));
    add(bundle(5));
    QVERIFY(heard().ledger == LedgerFixture::ledgerId('L'));
    QCOMPARE(heard().contiguous, 2);
    QCOMPARE(heard().extras, (QList<qint64>{5, 7}));
    addVoid({3, 4, 9, -1, 0});
    QCOMPARE(heard().contiguous, 5);
    QCOMPARE(heard().extras, (QList<qint64>{7, 9}));

    add(bundle(3, LedgerFixture::peer(), 'M')); // the peer was restored
    QVERIFY(heard().ledger == LedgerFixture::ledgerId('M'));
    QCOMPARE(heard().contiguous, 0);
    QCOMPARE(heard().extras, QList<qint64>{3});
}

void TestIncomingBundles::tellsTheNewestExtras()
{
    QList<qint64> numbers;
    for (qint64 n = 3; n < 3 + 1100; ++n) {
        numbers += n;
    }
    add(bundle(2));
    addVoid(numbers);
    const auto heard = got(m_fixture->ledger.bundles().heardOf(LedgerFixture::peer()));
    QCOMPARE(heard.contiguous, 0);
    QCOMPARE(heard.extras.size(), 1024);
    QCOMPARE(heard.extras.first(), 1102 - 1023);
    QCOMPARE(heard.extras.last(), 1102);
    add(bundle(1));
    QCOMPARE(got(m_fixture->ledger.bundles().heardOf(LedgerFixture::peer())).contiguous, 1102);
}

void TestIncomingBundles::whatWasRefusedIsNotHeard()
{
    auto refused = bundle(1);
    refused.verdict = QStringLiteral("refused");
    add(refused);
    QCOMPARE(got(m_fixture->ledger.bundles().heardOf(LedgerFixture::peer())).contiguous, 0);
    QCOMPARE(missingBefore(2), QList<qint64>{1});
}

SATCHEL_TEST(TestIncomingBundles)
#include "TestIncomingBundles.moc"
