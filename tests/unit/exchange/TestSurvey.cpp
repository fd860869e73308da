#include <core/exchange/import/Arrivals.h>
#include <core/exchange/verify/Survey.h>
#include <tests/support/TestRegistry.h>
#include <tests/support/TestWorld.h>

#include <QFileInfo>
#include <QTest>

#include <algorithm>
#include <vector>

using namespace satchel;
using namespace satchel::test;

namespace {

std::vector<Arrival> arrivalsOf(const TestStation& station, const ImportReport& report)
{
    std::vector<Arrival> arrivals;
    const auto session = station.read();
    const auto done = forEachArrival(session, report, [&arrivals](const Arrival& arrival) -> Result<void> {
        arrivals.push_back(arrival);
        return {};
    });
    return done ? arrivals : std::vector<Arrival>{};
}

} // namespace

// What is told of a medium before anything of it is taken in, and of each device afterwards.
class TestSurvey : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void tellsOfEachBundleWhatIsKnown();
    void changesNothing();
    void whatIsNamedAndIsNoneIsTold();
    void stops();
    void arrivalsAreOfThatImport();
    void refusedItemsAreArrivalsToo();
};

void TestSurvey::tellsOfEachBundleWhatIsKnown()
{
    TestWorld world;
    world.putDevice(QStringLiteral("SN-1"));
    world.site.gather({world.path(QStringLiteral("spool"))});
    const auto first = world.site.exportTo(world.path(QStringLiteral("stick"))).bundles.front();
    world.backend.import({world.path(QStringLiteral("stick"))});
    const auto second = world.site.exportTo(world.path(QStringLiteral("stick"))).bundles.front();
    auto bytes = TestWorld::read(second.path);
    bytes[bytes.size() - 1500] = static_cast<char>(bytes[bytes.size() - 1500] ^ 1); // in the label or its signature
    world.put(QStringLiteral("stick/altered.satchel"), bytes);
    world.put(QStringLiteral("stick/cut.satchel"), {});
    world.put(QStringLiteral("stick/photo.jpg"), "not ours");

    const auto session = world.backend.read();
    const auto report = surveyPaths(session, {world.path(QStringLiteral("stick"))}, {});

    QVERIFY(!report.failure);
    QCOMPARE(report.otherFiles, 1);
    QCOMPARE(report.bundles.size(), 4);
    QCOMPARE(report.countNew(), 1);
    const auto of = [&report](const QString& path) {
        return *std::find_if(report.bundles.begin(), report.bundles.end(),
            [&path](const SurveyedBundle& bundle) { return bundle.path == path; });
    };
    const auto known = of(first.path);
    QVERIFY(known.isKnown && !known.failure);
    const auto fresh = of(second.path);
    QVERIFY(!fresh.isKnown && !fresh.failure && !fresh.isOwn);
    QCOMPARE(fresh.fromName, QStringLiteral("site"));
    QCOMPARE(fresh.id, second.id.toString());
    QCOMPARE(fresh.sequence, 2);
    QCOMPARE(fresh.size, second.bytes);
    QVERIFY(fresh.created.has_value());
    QCOMPARE(fresh.created->toSecsSinceEpoch(), world.now().toSecsSinceEpoch());
    QVERIFY(of(world.path(QStringLiteral("stick/altered.satchel"))).failure);
    QCOMPARE(of(world.path(QStringLiteral("stick/cut.satchel"))).failure->code, ErrorCode::Empty);
    // Who made it sees that it did.
    const auto own = surveyPaths(world.site.read(), {first.path}, {});
    QVERIFY(own.bundles.front().isOwn);
    QCOMPARE(own.countNew(), 0);
}

void TestSurvey::changesNothing()
{
    TestWorld world;
    world.putDevice(QStringLiteral("SN-1"));
    world.site.gather({world.path(QStringLiteral("spool"))});
    (void)world.site.exportTo(world.path(QStringLiteral("stick")));
    const auto lock = world.backend.write(); // nor does it wait for who changes something
    QCOMPARE(surveyPaths(world.backend.read(), {world.path(QStringLiteral("stick"))}, {}).bundles.size(), 1);
    QVERIFY(world.backend.items().isEmpty());
}

void TestSurvey::whatIsNamedAndIsNoneIsTold()
{
    const TestWorld world;
    const auto session = world.backend.read();
    const auto report
        = surveyPaths(session, {world.put(QStringLiteral("a.txt"), "text"), world.path(QStringLiteral("nothing"))}, {});
    QCOMPARE(report.bundles.size(), 2);
    QVERIFY(report.bundles[0].failure && report.bundles[1].failure);
}

void TestSurvey::stops()
{
    TestWorld world;
    world.put(QStringLiteral("stick/photo.jpg"), "not ours");
    std::stop_source stop;
    stop.request_stop();
    const auto session = world.backend.read();
    const auto report = surveyPaths(session, {world.path(QStringLiteral("stick"))}, {{}, stop.get_token()});
    QVERIFY(report.failure);
    QCOMPARE(report.failure->code, ErrorCode::Cancelled);
}

void TestSurvey::arrivalsAreOfThatImport()
{
    TestWorld world;
    world.putDevice(QStringLiteral("SN-1"));
    world.site.gather({world.path(QStringLiteral("spool"))});
    world.carry(world.site, world.backend, QStringLiteral("stick"));
    world.putDevice(QStringLiteral("SN-2"));
    world.site.gather({world.path(QStringLiteral("spool"))});
    const auto path = world.site.exportTo(world.path(QStringLiteral("stick"))).bundles.front().path;

    const auto arrivals = arrivalsOf(world.backend, world.backend.import({path}));

    QCOMPARE(arrivals.size(), std::size_t{2}); // what it carried again was here before
    for (const auto& arrival : arrivals) {
        QCOMPARE(arrival.device, QStringLiteral("SN-2"));
        QCOMPARE(arrival.state, std::optional{ItemState::Ready});
    }
    QCOMPARE(arrivalsOf(world.backend, world.backend.import({path})).size(), std::size_t{2}); // the same bundle again
}

void TestSurvey::refusedItemsAreArrivalsToo()
{
    const TestWorld world;
    ImportReport report;
    ImportedBundle bundle;
    bundle.id = Ulid::generate(world.now()).toString();
    JsonWriter row;
    row.beginObject().member(u"item", QString(64, QLatin1Char('a')));
    row.member(u"code", QStringLiteral("bad-signature")).member(u"reason", QStringLiteral("forged")).endObject();
    bundle.refused.append(row);
    report.bundles.append(bundle);
    ImportedBundle whole = bundle; // refused as a whole: nothing in it was looked at
    whole.failure = Error{ErrorCode::BadDigest, QStringLiteral("damaged")};
    report.bundles.append(whole);

    const auto arrivals = arrivalsOf(world.backend, report);

    QCOMPARE(arrivals.size(), std::size_t{1});
    QVERIFY(!arrivals.front().state && !arrivals.front().kind);
    QCOMPARE(arrivals.front().item.toString(), QString(64, QLatin1Char('a')));
    QCOMPARE(arrivals.front().reason->code, ErrorCode::BadSignature);
    QCOMPARE(arrivals.front().reason->text, QStringLiteral("forged"));
}

SATCHEL_TEST(TestSurvey)
#include "TestSurvey.moc"
