#include "LedgerFixture.h"

#include <tests/support/TestRegistry.h>

using namespace satchel;

class TestActivity : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void countsWhatCameAndWent();
    void theEndsOfASpanAreOfTheNext();
};

void TestActivity::countsWhatCameAndWent()
{
    LedgerFixture fixture{StationRole::Backend};
    const auto start = fixture.now;
    const auto request = fixture.add(fixture.imported("request"));
    fixture.add(fixture.gathered("answer"));
    fixture.add(fixture.gathered("another"));
    IncomingBundle incoming;
    incoming.id = fixture.ulid();
    incoming.from = LedgerFixture::peer();
    incoming.sequence = 1;
    incoming.verdict = QStringLiteral("imported");
    incoming.items = 7;
    incoming.added = 5;
    incoming.at = fixture.now;
    fixture.inTransaction([&] { got(fixture.ledger.bundles().addIncoming(incoming, {})); });
    fixture.now = start.addDays(1);
    fixture.setState(request, ItemState::Delivered);
    fixture.setState(request, ItemState::Answered); // not delivered once more

    const auto& activity = fixture.ledger.activity();
    const auto first = got(activity.between(start, start.addDays(1)));
    QCOMPARE(first.gathered, 2);
    QCOMPARE(first.broughtIn, 5);
    QCOMPARE(first.delivered, 0);
    const auto second = got(activity.between(start.addDays(1), start.addDays(2)));
    QCOMPARE(second.gathered, 0);
    QCOMPARE(second.broughtIn, 0);
    QCOMPARE(second.delivered, 1);
}

void TestActivity::theEndsOfASpanAreOfTheNext()
{
    LedgerFixture fixture;
    fixture.add(fixture.gathered("request"));
    const auto& activity = fixture.ledger.activity();
    QCOMPARE(got(activity.between(fixture.now.addSecs(-10), fixture.now)).gathered, 0);
    QCOMPARE(got(activity.between(fixture.now, fixture.now.addSecs(10))).gathered, 1);
}

SATCHEL_TEST(TestActivity)
#include "TestActivity.moc"
