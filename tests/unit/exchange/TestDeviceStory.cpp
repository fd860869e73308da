#include <core/exchange/report/DeviceStory.h>
#include <tests/support/TestRegistry.h>
#include <tests/support/TestWorld.h>

#include <QTest>

using namespace satchel;
using namespace satchel::test;

class TestDeviceStory : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void tellsOfAllItemsOfTheDeviceInTime();
    void tellsOnWhichMediumAndFromWhom();
    void agreesWithTheBundlesOnWhereTheyLay();
    void withinASecondItGoesByTheLedger();
    void tellsOfNoOtherDevice();
    void whatHasNoDeviceIsToldWithItsRequest();
    void whatIsNotThereIsNotFound();

private:
    static DeviceStory storyAt(const TestStation& station, const ItemId& item)
    {
        auto story = storyOfDevice(station.read(), item);
        if (!story) {
            qFatal("%s", qPrintable(story.error().message));
        }
        return *std::move(story);
    }
};

void TestDeviceStory::tellsOfAllItemsOfTheDeviceInTime()
{
    TestWorld world;
    world.putDevice(QStringLiteral("SN-1"));
    world.site.gather({world.path(QStringLiteral("spool"))});
    world.advance(60);
    const auto path = world.site.exportTo(world.path(QStringLiteral("stick"))).bundles.first().path;

    const auto story = storyAt(world.site, world.site.items().first().id);

    QCOMPARE(story.device, QStringLiteral("SN-1"));
    QCOMPARE(story.items.size(), 2);
    QCOMPARE(story.events.size(), 4);
    for (int i = 0; i < 4; ++i) {
        QCOMPARE(story.events[i].state, i < 2 ? ItemState::Pending : ItemState::Packed);
        QCOMPARE(story.events[i].bundle.isNull(), i < 2);
        QCOMPARE(story.events[i].medium, i < 2 ? QString{} : path);
        QCOMPARE(story.events[i].peer, i < 2 ? QString{} : QStringLiteral("backend"));
    }
    QCOMPARE(story.events[0].at.secsTo(story.events[3].at), 60);
}

void TestDeviceStory::tellsOnWhichMediumAndFromWhom()
{
    TestWorld world;
    world.putDevice(QStringLiteral("SN-1"));
    world.site.gather({world.path(QStringLiteral("spool"))});
    const auto path = world.carry(world.site, world.backend, QStringLiteral("stick"));

    const auto story = storyAt(world.backend, world.backend.items().first().id);

    QCOMPARE(story.events.size(), 2);
    QCOMPARE(story.events[0].state, ItemState::Ready);
    QCOMPARE(story.events[0].medium, path);
    QCOMPARE(story.events[0].peer, QStringLiteral("site"));
}

// A copy that is brought in again, and one that is refused: what the list of bundles says is said here.
void TestDeviceStory::agreesWithTheBundlesOnWhereTheyLay()
{
    TestWorld world;
    world.putDevice(QStringLiteral("SN-1"));
    world.site.gather({world.path(QStringLiteral("spool"))});
    const auto path = world.site.exportTo(world.path(QStringLiteral("stick"))).bundles.first().path;
    auto damaged = TestWorld::read(path);
    damaged[damaged.size() / 2] = static_cast<char>(damaged[damaged.size() / 2] ^ 1);
    world.backend.import({world.put(QStringLiteral("damaged/copy.satchel"), damaged)});
    world.backend.import({path});
    world.backend.import({world.put(QStringLiteral("other-stick/copy.satchel"), TestWorld::read(path))});

    const auto session = world.backend.read();
    const auto listed = session.ledger().bundleList().incoming(0, 2).value();
    QCOMPARE(listed.size(), 1);
    QVERIFY(!listed.front().place.isEmpty());
    const auto story = storyAt(world.backend, world.backend.items().first().id);
    QCOMPARE(story.events[0].medium, listed.front().place);
}

void TestDeviceStory::withinASecondItGoesByTheLedger()
{
    const TestWorld world; // its clock stands
    world.putDevice(QStringLiteral("SN-1"));
    world.site.gather({world.path(QStringLiteral("spool"))});
    world.site.exportTo(world.path(QStringLiteral("stick")));

    const auto story = storyAt(world.site, world.site.items().first().id);

    QCOMPARE(story.events.size(), 4);
    for (int i = 0; i < 4; ++i) {
        QCOMPARE(story.events[i].at, story.events[0].at);
        QCOMPARE(story.events[i].state, i < 2 ? ItemState::Pending : ItemState::Packed);
    }
}

void TestDeviceStory::tellsOfNoOtherDevice()
{
    TestWorld world;
    world.putDevice(QStringLiteral("SN-1"));
    world.putDevice(QStringLiteral("SN-2"));
    world.site.gather({world.path(QStringLiteral("spool"))});

    for (const auto& item : world.site.items()) {
        const auto story = storyAt(world.site, item.id);
        QCOMPARE(story.device, item.device);
        QCOMPARE(story.items.size(), 2);
        QCOMPARE(story.events.size(), 2);
    }
}

void TestDeviceStory::whatHasNoDeviceIsToldWithItsRequest()
{
    const TestWorld world;
    ItemWithBytes request;
    request.bytes = "who is your CA?";
    request.item.kind = Kind::CaCertificatesRequest;
    request.item.protocol = Protocol::Est;
    request.item.state = ItemState::Pending;
    request.item.gatheredAt = world.now();
    request.item.id = itemIdOf(request.item.kind, request.item.protocol, {}, {}, request.bytes);
    ItemWithBytes answer = request;
    answer.bytes = "this one";
    answer.item.kind = Kind::CaCertificates;
    answer.item.gatheredHere = false;
    answer.item.state = ItemState::Ready;
    answer.item.inReplyTo = request.item.id;
    answer.item.id = itemIdOf(answer.item.kind, answer.item.protocol, {}, {}, answer.bytes);
    {
        auto session = world.site.write();
        auto transaction = session.ledger().begin();
        QVERIFY(transaction.has_value());
        QVERIFY(session.ledger().items().add(request).value_or(false));
        QVERIFY(session.ledger().items().add(answer).value_or(false));
        QVERIFY(transaction->commit().has_value());
    }
    for (const auto& id : {request.item.id, answer.item.id}) {
        const auto story = storyAt(world.site, id);
        QCOMPARE(story.device, QString{});
        QCOMPARE(story.items.size(), 2);
        QCOMPARE(story.items.first().id, request.item.id);
        QCOMPARE(story.events.size(), 2);
    }
}

void TestDeviceStory::whatIsNotThereIsNotFound()
{
    const TestWorld world;
    const auto none = storyOfDevice(world.site.read(), ItemId::fromBytes(QByteArray(ItemId::Size, 'x')));
    QVERIFY(!none.has_value());
    QCOMPARE(none.error().code, ErrorCode::NotFound);
}

SATCHEL_TEST(TestDeviceStory)
#include "TestDeviceStory.moc"
