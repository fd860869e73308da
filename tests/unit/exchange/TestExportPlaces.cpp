#include <core/exchange/export/ReceiptFiles.h>
#include <tests/support/TestRegistry.h>
#include <tests/support/TestWorld.h>
#include <tests/unit/media/MountedFolder.h>

#include <QDir>
#include <QFile>
#include <QTest>

#include <algorithm>

using namespace satchel;
using namespace satchel::test;

namespace {

constexpr auto TooSmall = "size=1120k"; // 96 KiB beyond what is kept free
constexpr int ExportedDevices = 120; // whose 240 items need more

// Certification requests first, which have no deadline, and then voucher requests of two ages.
void gatherMany(TestWorld& world)
{
    QList<TestDevice> devices;
    for (int i = 0; i < ExportedDevices; ++i) {
        devices += world.makeDevice(QStringLiteral("SN-%1").arg(i));
        const auto& device = devices.last();
        world.put(QStringLiteral("first/%1.p10.meta").arg(i), world.pki.sidecar(device.idevid));
        world.put(QStringLiteral("first/%1.p10").arg(i), device.certificationRequest);
        const auto spool = i % 2 == 0 ? QStringLiteral("second") : QStringLiteral("third");
        world.put(QStringLiteral("%1/%2.vcj").arg(spool).arg(i), device.voucherRequest);
    }
    for (const auto* const spool : {"first", "second", "third"}) {
        world.site.gather({world.path(QLatin1StringView{spool})});
        world.advance(3600);
    }
}

// What goes first: an item without a deadline can wait.
QDateTime urgencyOf(const Item& item)
{
    return item.deadline.value_or(QDateTime{QDate{9999, 1, 1}, QTime{}, Qt::UTC});
}

QList<QDateTime> urgencies(const TestStation& station, ItemState state)
{
    QList<QDateTime> found;
    for (const auto& item : station.items()) {
        if (item.state == state) {
            found += urgencyOf(item);
        }
    }
    std::sort(found.begin(), found.end());
    return found;
}

QStringList namesIn(const QString& folder)
{
    return QDir{folder}.entryList(QDir::Files | QDir::Hidden, QDir::Name);
}

ExportReport exportWith(const TestStation& station, const ExportOrder& order, const Conduct& conduct = {})
{
    auto session = station.write();
    return exportBundles(session, order, conduct);
}

ExportOrder into(const QString& folder, const QList<ExportPlace>& further = {})
{
    ExportOrder order;
    order.folder = folder;
    order.further = further;
    return order;
}

} // namespace

// A medium that is too small, or fails: what of it is good stays good, and everything else goes elsewhere or stays due.
class TestExportPlaces : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_world = std::make_unique<TestWorld>(); }
    void aSmallMediumTakesTheMostUrgent();
    void theNextMediumTakesTheRest();
    void whatStayedGoesOntoAnotherOneLater();
    void aMediumThatFailsIsLeft_data();
    void aMediumThatFailsIsLeft();
    void aPlaceThatIsNoneIsLeft();
    void withoutAFurtherPlaceItFails();
    void takesTheNamedItemsAlone();
    void anUnknownItemIsRefused();
    void namedTwiceOrDueForSeveralItCountsOnce();
    void aBundleThatWasNotFinishedLeavesNothingOut();
    void anUnknownBundleIsRefused();

private:
    std::unique_ptr<TestWorld> m_world;
};

void TestExportPlaces::aSmallMediumTakesTheMostUrgent()
{
    gatherMany(*m_world);
    const MountedFolder stick{TooSmall};
    SKIP_UNLESS_MOUNTED(stick);

    const auto report = exportWith(m_world->site, into(stick.path()));

    QVERIFY(report.failure);
    QCOMPARE(report.failure->code, ErrorCode::MediumFull);
    QCOMPARE(report.outcome(), Outcome::Medium);
    QVERIFY(report.items > 0);
    QCOMPARE(m_world->site.count(ItemState::Packed), report.items);
    QVERIFY(report.stayed.has_value());
    QCOMPARE(report.stayed->items, 2 * ExportedDevices - report.items);
    QCOMPARE(m_world->site.count(ItemState::Pending), report.stayed->items);
    const auto packed = urgencies(m_world->site, ItemState::Packed);
    const auto pending = urgencies(m_world->site, ItemState::Pending);
    QVERIFY(packed.last() <= pending.first());
    QVERIFY(packed.first() < pending.last());
    QVERIFY(report.stayed->nextDeadline ? *report.stayed->nextDeadline == pending.first()
                                        : pending.first().date().year() == 9999);
    // What is there is whole.
    QCOMPARE(namesIn(stick.path()).size(), report.bundles.size());
    const auto taken = m_world->backend.import({stick.path()});
    QCOMPARE(taken.outcome(), Outcome::Done);
    QCOMPARE(static_cast<qint64>(m_world->backend.items().size()), report.items);
    JsonWriter writer;
    writer.beginObject();
    report.writeJson(writer);
    writer.endObject();
    QVERIFY2(
        writer.text().contains("\"stayed\":{\"items\":" + QByteArray::number(report.stayed->items)), writer.text());
}

void TestExportPlaces::theNextMediumTakesTheRest()
{
    gatherMany(*m_world);
    const MountedFolder stick{TooSmall};
    SKIP_UNLESS_MOUNTED(stick);
    const auto second = m_world->path(QStringLiteral("second-stick"));

    const auto report = exportWith(m_world->site, into(stick.path(), {ExportPlace{second}}));

    QCOMPARE(report.outcome(), Outcome::Done);
    QVERIFY(!report.stayed);
    QCOMPARE(report.items, 2 * ExportedDevices);
    QCOMPARE(report.again, 0);
    QCOMPARE(report.places.size(), 2);
    QVERIFY(report.places[0].failure);
    QCOMPARE(report.places[0].failure->code, ErrorCode::MediumFull);
    QVERIFY(report.places[0].items > 0);
    QCOMPARE(report.places[0].items + report.places[1].items, qint64{2 * ExportedDevices});
    QVERIFY(report.warnings.isEmpty()); // a full medium is no misfortune if there is another
    QCOMPARE(m_world->backend.import({stick.path()}).outcome(), Outcome::Done);
    QCOMPARE(m_world->backend.import({second}).outcome(), Outcome::Done);
    QCOMPARE(m_world->backend.items().size(), 2 * ExportedDevices);
}

// There is one socket for sticks, and the most urgent are not to be written onto each of them.
void TestExportPlaces::whatStayedGoesOntoAnotherOneLater()
{
    gatherMany(*m_world);
    const MountedFolder stick{TooSmall};
    SKIP_UNLESS_MOUNTED(stick);
    const auto first = exportWith(m_world->site, into(stick.path()));
    QVERIFY(first.stayed);
    auto order = into(m_world->path(QStringLiteral("second-stick")));
    for (const auto& bundle : first.bundles) {
        order.notIn += bundle.id.toString().first(20).toLower();
    }
    const auto second = exportWith(m_world->site, order);
    QCOMPARE(second.outcome(), Outcome::Done);
    QCOMPARE(second.items, first.stayed->items);
    QCOMPARE(second.again, 0);
    QCOMPARE(m_world->site.count(ItemState::Pending), 0);
}

void TestExportPlaces::aMediumThatFailsIsLeft_data()
{
    QTest::addColumn<QString>("stage");
    QTest::addColumn<bool>("pulled"); // else filled up by somebody
    QTest::newRow("filled while packing") << QStringLiteral("packing") << false;
    QTest::newRow("pulled while packing") << QStringLiteral("packing") << true;
    QTest::newRow("pulled while writing") << QStringLiteral("writing") << true;
    QTest::newRow("pulled while reading back") << QStringLiteral("reading back") << true;
}

void TestExportPlaces::aMediumThatFailsIsLeft()
{
    QFETCH(QString, stage);
    QFETCH(bool, pulled);
    for (int i = 0; i < 4; ++i) {
        m_world->putDevice(QStringLiteral("SN-%1").arg(i));
    }
    m_world->site.gather({m_world->path(QStringLiteral("spool"))});
    const MountedFolder stick{"size=3m"};
    SKIP_UNLESS_MOUNTED(stick);
    const auto second = m_world->path(QStringLiteral("second-stick"));
    bool happened = false;
    const Conduct conduct{[&](const Progress& progress) {
        if (progress.stage != stage || std::exchange(happened, true)) {
            return;
        }
        if (pulled) {
            ::umount2(QFile::encodeName(stick.path()).constData(), MNT_DETACH);
            return;
        }
        QFile filler{stick.path() + QStringLiteral("/filler")};
        QVERIFY(filler.open(QIODevice::WriteOnly | QIODevice::Unbuffered));
        while (filler.write(QByteArray(4096, 'x')) == 4096) { }
    }};

    const auto report = exportWith(m_world->site, into(stick.path(), {ExportPlace{second}}), conduct);

    QVERIFY(happened);
    QCOMPARE(report.outcome(), Outcome::Done);
    QCOMPARE(report.items, 8);
    QCOMPARE(report.fresh, 8);
    QCOMPARE(report.bundles.size(), 1);
    QCOMPARE(report.bundles.front().sequence, 2); // the first is burnt
    QCOMPARE(report.places.size(), 2);
    QCOMPARE(errorCodeName(report.places[0].failure->code),
        pulled ? QStringLiteral("medium-gone") : QStringLiteral("medium-full"));
    QCOMPARE(report.warnings.size(), pulled ? 1 : 0);
    QCOMPARE(m_world->site.count(ItemState::Packed), 8);
    QCOMPARE(m_world->backend.import({second}).bundles.front().added, 8);
    QVERIFY(m_world->site.read().ledger().log().verify()->intact);
}

void TestExportPlaces::aPlaceThatIsNoneIsLeft()
{
    m_world->putDevice(QStringLiteral("SN-1"));
    m_world->site.gather({m_world->path(QStringLiteral("spool"))});
    const auto file = m_world->put(QStringLiteral("a-file"), "x");
    const auto second = m_world->path(QStringLiteral("second"));
    auto order = into(
        m_world->path(QStringLiteral("gone")), {ExportPlace{file + QStringLiteral("/below")}, ExportPlace{second}});
    order.mountPoint = m_world->path(QStringLiteral("gone")); // nothing is mounted there

    const auto report = exportWith(m_world->site, order);

    QCOMPARE(report.outcome(), Outcome::Done);
    QCOMPARE(report.places.size(), 3);
    QCOMPARE(report.places[0].failure->code, ErrorCode::MediumGone);
    QCOMPARE(report.places[1].failure->code, ErrorCode::Unreadable);
    QCOMPARE(report.places[2].items, 2);
    QCOMPARE(namesIn(second).size(), 1);
    QVERIFY(!QFile::exists(order.folder));
}

void TestExportPlaces::withoutAFurtherPlaceItFails()
{
    m_world->putDevice(QStringLiteral("SN-1"));
    m_world->site.gather({m_world->path(QStringLiteral("spool"))});
    auto order = into(m_world->path(QStringLiteral("gone")));
    order.mountPoint = order.folder;

    const auto report = exportWith(m_world->site, order);

    QCOMPARE(report.failure->code, ErrorCode::MediumGone);
    QVERIFY(report.stayed.has_value());
    QCOMPARE(report.stayed->items, 2);
    QCOMPARE(m_world->site.count(ItemState::Pending), 2);
}

void TestExportPlaces::takesTheNamedItemsAlone()
{
    for (int i = 0; i < 3; ++i) {
        m_world->putDevice(QStringLiteral("SN-%1").arg(i));
    }
    m_world->site.gather({m_world->path(QStringLiteral("spool"))});
    auto order = into(m_world->path(QStringLiteral("stick")));
    const auto items = m_world->site.items();
    order.items = {items[1].id.toString(), items[4].id.toString().left(20)};
    order.dryRun = true;
    QCOMPARE(exportWith(m_world->site, order).items, 2);
    order.dryRun = false;
    const auto report = exportWith(m_world->site, order);
    QCOMPARE(report.items, 2);
    QCOMPARE(report.notDue, std::optional{qint64{0}});
    for (const auto& item : m_world->site.items()) {
        const bool named = item.id == items[1].id || item.id == items[4].id;
        QCOMPARE(item.state, named ? ItemState::Packed : ItemState::Pending);
    }
    // Those were received and are not due any more, and that is told.
    m_world->backend.import({order.folder});
    {
        auto session = m_world->backend.write();
        QVERIFY(QDir{}.mkpath(m_world->path(QStringLiteral("receipts"))));
        QVERIFY(!writeReceipts(session, {}, m_world->path(QStringLiteral("receipts"))).failure);
    }
    m_world->site.import({m_world->path(QStringLiteral("receipts"))});
    order.items += items[0].id.toString();
    const auto later = exportWith(m_world->site, order);
    QCOMPARE(later.items, 1);
    QCOMPARE(later.notDue, std::optional{qint64{2}});
}

void TestExportPlaces::anUnknownItemIsRefused()
{
    m_world->putDevice(QStringLiteral("SN-1"));
    m_world->site.gather({m_world->path(QStringLiteral("spool"))});
    auto order = into(m_world->path(QStringLiteral("stick")));
    order.items = {QString(64, QLatin1Char('0'))};
    const auto report = exportWith(m_world->site, order);
    QCOMPARE(report.failure->code, ErrorCode::NotFound);
    QCOMPARE(m_world->site.count(ItemState::Pending), 2);
}

void TestExportPlaces::namedTwiceOrDueForSeveralItCountsOnce()
{
    m_world->backend.know(m_world->station(QStringLiteral("depot"), StationRole::Site));
    const auto add = [this](const QByteArray& bytes, ItemState state) {
        ItemWithBytes entry; // for every site
        entry.bytes = bytes;
        entry.item.kind = Kind::CaCertificates;
        entry.item.protocol = Protocol::Est;
        entry.item.state = state;
        entry.item.reason = state == ItemState::Held ? std::optional{Reason{ErrorCode::Held, {}}} : std::nullopt;
        entry.item.gatheredAt = m_world->now();
        entry.item.id = itemIdOf(entry.item.kind, entry.item.protocol, {}, {}, entry.bytes);
        auto session = m_world->backend.write();
        auto transaction = session.ledger().begin();
        const bool added = transaction && session.ledger().items().add(entry).value_or(false);
        return added && transaction->commit() ? entry.item.id.toString() : QString{};
    };
    auto order = into(m_world->path(QStringLiteral("stick")));
    order.dryRun = true;
    const auto due = add("these", ItemState::Pending);
    order.items = {due, due.left(20), add("others", ItemState::Held)};
    const auto report = exportWith(m_world->backend, order);
    QVERIFY2(!report.failure, report.failure ? qPrintable(report.failure->message) : "");
    QCOMPARE(report.bundles.size(), 2);
    QCOMPARE(report.notDue, std::optional{qint64{1}});
}

void TestExportPlaces::aBundleThatWasNotFinishedLeavesNothingOut()
{
    m_world->putDevice(QStringLiteral("SN-1"));
    m_world->site.gather({m_world->path(QStringLiteral("spool"))});
    auto order = into(m_world->path(QStringLiteral("stick")));
    std::stop_source stop;
    const Conduct conduct{[&stop](const Progress& progress) {
                              if (progress.stage == QStringLiteral("flushing")) {
                                  stop.request_stop();
                              }
                          },
        stop.get_token()};
    QVERIFY(exportWith(m_world->site, order, conduct).failure);
    const auto burnt = m_world->site.read().ledger().bundleList().outgoing(0, 1).value();
    QCOMPARE(burnt.size(), 1);
    QCOMPARE(burnt.front().bundle.state, OutgoingBundle::State::Void);
    order.notIn = {burnt.front().bundle.id.toString()};
    const auto packed = exportWith(m_world->site, order);
    QCOMPARE(packed.items, 2);
    // One that has them leaves them out.
    order.notIn += packed.bundles.front().id.toString();
    QCOMPARE(exportWith(m_world->site, order).items, 0);
}

void TestExportPlaces::anUnknownBundleIsRefused()
{
    m_world->putDevice(QStringLiteral("SN-1"));
    m_world->site.gather({m_world->path(QStringLiteral("spool"))});
    auto order = into(m_world->path(QStringLiteral("stick")));
    for (int i = 0; i < 2; ++i) {
        QCOMPARE(exportWith(m_world->site, order).items, 2);
    }
    order.notIn = {QStringLiteral("7ZZ")};
    QCOMPARE(exportWith(m_world->site, order).failure->code, ErrorCode::NotFound);
    order.notIn = {QStringLiteral("0")};
    QCOMPARE(exportWith(m_world->site, order).failure->code, ErrorCode::Usage);
}

SATCHEL_TEST(TestExportPlaces)
#include "TestExportPlaces.moc"
