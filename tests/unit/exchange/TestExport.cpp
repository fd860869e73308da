#include <core/bundle/BundleReader.h>
#include <core/exchange/export/ExportPeers.h>
#include <tests/support/Lacking.h>
#include <tests/support/TestRegistry.h>
#include <tests/support/TestWorld.h>

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QSet>
#include <QTest>

#include <sys/mount.h>

using namespace satchel;
using namespace satchel::test;

class TestExport : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void packsEverythingDueOnce();
    void twiceIsRightAndSaysAgain();
    void onlyNewLeavesOutWhatWasPacked();
    void nothingDueWritesNothing();
    void dryRunWritesNothing();
    void filtersByDeviceAndKind();
    void splitsByLargestSizeIntoOneShipment();
    void progressTellsOfAllBundles();
    void progressTellsOfAllStations();
    void neverReplacesAnExistingFile();
    void refusesWithoutABackend();
    void asksForWhomIfThereAreSeveral();
    void refusesARevokedPeer();
    void refusesAPeerOfItsOwnRole();
    void answersForNoPeerAreToldOf_data();
    void answersForNoPeerAreToldOf();
    void fullMediumRecordsNothingButTheBurntNumber();
    void readOnlyMediumIsSaidSo();
    void stopLeavesNothingBehind();
    void whatCannotBeProvedIsNotRecorded_data();
    void whatCannotBeProvedIsNotRecorded();
    void burntNumberIsNamedToTheOtherSide();
    void crashDuringWritingIsTidiedUp();
    void partsOfBurntNumbersAreRemoved();
    void moreCannotBeNamedThanAStatementTakes();
};

namespace {

qint64 itemsAgain(const ExportReport& report)
{
    return report.again;
}

} // namespace

void TestExport::packsEverythingDueOnce()
{
    const TestWorld world;
    world.putDevice(QStringLiteral("SN-1"));
    world.site.gather({world.path(QStringLiteral("spool"))});
    const auto report = world.site.exportTo(world.path(QStringLiteral("stick")));

    QVERIFY(!report.failure);
    QCOMPARE(report.items, 2);
    QCOMPARE(report.fresh, 2);
    QCOMPARE(report.bundles.size(), 1);
    const auto& bundle = report.bundles.front();
    QVERIFY(bundle.readBackVerified);
    QCOMPARE(bundle.sequence, 1);
    QCOMPARE(world.list(QStringLiteral("stick")), QStringList{QFileInfo{bundle.path}.fileName()});
    QCOMPARE(world.site.count(ItemState::Packed), 2);
    const auto opened = UntrustedBundle::open(bundle.path);
    QVERIFY(opened.has_value());
    QVERIFY(opened->claimedLabel().shipmentLast);
}

void TestExport::twiceIsRightAndSaysAgain()
{
    const TestWorld world;
    world.putDevice(QStringLiteral("SN-1"));
    world.site.gather({world.path(QStringLiteral("spool"))});
    QCOMPARE(itemsAgain(world.site.exportTo(world.path(QStringLiteral("stick")))), 0);
    const auto second = world.site.exportTo(world.path(QStringLiteral("stick")));
    QCOMPARE(second.items, 2);
    QCOMPARE(second.again, 2);
    QCOMPARE(second.bundles.front().sequence, 2);
}

void TestExport::onlyNewLeavesOutWhatWasPacked()
{
    const TestWorld world;
    world.putDevice(QStringLiteral("SN-1"));
    world.site.gather({world.path(QStringLiteral("spool"))});
    world.site.exportTo(world.path(QStringLiteral("stick")));
    world.putDevice(QStringLiteral("SN-2"));
    world.site.gather({world.path(QStringLiteral("spool"))});
    auto session = world.site.write();
    ExportOrder order;
    order.folder = world.path(QStringLiteral("stick"));
    order.onlyNew = true;
    const auto report = exportBundles(session, order, {});
    QCOMPARE(report.items, 2);
    QCOMPARE(report.again, 0);
}

void TestExport::nothingDueWritesNothing()
{
    const TestWorld world;
    const auto report = world.site.exportTo(world.path(QStringLiteral("stick")));
    QCOMPARE(report.outcome(), Outcome::Done);
    QVERIFY(report.bundles.isEmpty());
    QVERIFY(world.list(QStringLiteral("stick")).isEmpty());
}

void TestExport::dryRunWritesNothing()
{
    const TestWorld world;
    world.putDevice(QStringLiteral("SN-1"));
    world.site.gather({world.path(QStringLiteral("spool"))});
    {
        auto session = world.site.write();
        ExportOrder order;
        order.folder = world.path(QStringLiteral("stick"));
        order.dryRun = true;
        const auto report = exportBundles(session, order, {});
        QCOMPARE(report.items, 2);
        QCOMPARE(report.fresh, 2);
    }
    QVERIFY(!QFile::exists(world.path(QStringLiteral("stick"))));
    QCOMPARE(world.site.count(ItemState::Pending), 2);
    QCOMPARE(world.site.exportTo(world.path(QStringLiteral("stick"))).bundles.front().sequence, 1);
}

void TestExport::filtersByDeviceAndKind()
{
    const TestWorld world;
    world.putDevice(QStringLiteral("SN-1"));
    world.putDevice(QStringLiteral("SN-2"));
    world.site.gather({world.path(QStringLiteral("spool"))});
    auto session = world.site.write();
    ExportOrder order;
    order.folder = world.path(QStringLiteral("stick"));
    order.devices = {QStringLiteral("SN-2")};
    order.kind = Kind::VoucherRequest;
    QCOMPARE(exportBundles(session, order, {}).items, 1);
}

void TestExport::splitsByLargestSizeIntoOneShipment()
{
    const TestWorld world;
    for (int i = 0; i < 120; ++i) {
        world.putDevice(QStringLiteral("SN-%1").arg(i));
    }
    world.site.gather({world.path(QStringLiteral("spool"))});
    auto session = world.site.write();
    ExportOrder order;
    order.folder = world.path(QStringLiteral("stick"));
    order.mostBytes = 64 * 1024;
    const auto report = exportBundles(session, order, {});
    QVERIFY(!report.failure);
    QCOMPARE(report.items, 240);
    QVERIFY(report.bundles.size() > 1);
    qint64 index = 0;
    std::optional<Ulid> shipment;
    for (const auto& bundle : report.bundles) {
        QVERIFY(bundle.bytes <= order.mostBytes);
        const auto opened = UntrustedBundle::open(bundle.path);
        QVERIFY(opened.has_value());
        const auto& label = opened->claimedLabel();
        QCOMPARE(label.shipmentIndex, ++index);
        QCOMPARE(label.shipmentLast, index == report.bundles.size());
        QVERIFY(!shipment || *shipment == label.shipment);
        shipment = label.shipment;
    }
}

// Items are counted over all of them: who waits wants to know when it is over.
void TestExport::progressTellsOfAllBundles()
{
    const TestWorld world;
    for (int i = 0; i < 120; ++i) {
        world.putDevice(QStringLiteral("SN-%1").arg(i));
    }
    world.site.gather({world.path(QStringLiteral("spool"))});
    qint64 packed = 0;
    qint64 bundle = 0;
    const Conduct conduct{[&](const Progress& progress) {
        QVERIFY(progress.bundle == bundle || progress.bundle == bundle + 1);
        QCOMPARE(progress.bundles, progress.bundle); // no further peer, and nobody knows how much fits
        bundle = progress.bundle;
        if (progress.stage == u"packing") {
            QVERIFY(progress.done >= packed);
            QCOMPARE(progress.total, 240);
            packed = progress.done;
        }
    }};
    auto session = world.site.write();
    ExportOrder order;
    order.folder = world.path(QStringLiteral("stick"));
    order.mostBytes = 64 * 1024;
    const auto report = exportBundles(session, order, conduct);
    QCOMPARE(bundle, report.bundles.size());
    QCOMPARE(packed, 240);
}

void TestExport::progressTellsOfAllStations()
{
    const TestWorld world;
    const auto other = world.station(QStringLiteral("other"), StationRole::Site);
    other.know(world.backend);
    world.backend.know(other);
    int number = 0;
    for (const auto* const site : {&world.site, &other}) {
        const auto device = world.makeDevice(QStringLiteral("SN-%1").arg(++number));
        site->gather({world.put(QStringLiteral("%1.vcj").arg(number), device.voucherRequest)});
        world.carry(*site, world.backend, QStringLiteral("out%1").arg(number));
        world.backend.gather(
            {world.put(QStringLiteral("voucher%1").arg(number), world.pki.voucher(device.serial, device.nonce))});
    }
    QList<std::pair<qint64, qint64>> told;
    qint64 packed = 0;
    const Conduct conduct{[&](const Progress& progress) {
        const auto which = std::pair{progress.bundle, progress.bundles};
        if (told.isEmpty() || told.last() != which) {
            told.append(which);
        }
        if (progress.stage == u"packing") {
            QCOMPARE(progress.total, 2);
            packed = progress.done;
        }
    }};
    auto session = world.backend.write();
    ExportOrder order;
    order.folder = world.path(QStringLiteral("back"));
    QVERIFY(!exportBundles(session, order, conduct).failure);
    QCOMPARE(told, (QList<std::pair<qint64, qint64>>{{1, 2}, {2, 2}}));
    QCOMPARE(packed, 2);
}

void TestExport::neverReplacesAnExistingFile()
{
    const TestWorld world;
    world.putDevice(QStringLiteral("SN-1"));
    world.site.gather({world.path(QStringLiteral("spool"))});
    const auto ours = world.site.card().station().toString().left(8);
    const auto theirs = world.backend.card().station().toString().left(8);
    const auto name = QStringLiteral("satchel-%1-%2-000001").arg(ours, theirs);
    world.put(QStringLiteral("stick/%1.satchel").arg(name), "somebody else's");
    const auto report = world.site.exportTo(world.path(QStringLiteral("stick")));
    QCOMPARE(QFileInfo{report.bundles.front().path}.fileName(), name + QStringLiteral("-2.satchel"));
    QCOMPARE(TestWorld::read(world.path(QStringLiteral("stick/%1.satchel").arg(name))), QByteArray{"somebody else's"});
}

void TestExport::refusesWithoutABackend()
{
    const TestWorld world;
    const auto lonely = world.station(QStringLiteral("lonely"), StationRole::Site);
    const auto report = lonely.exportTo(world.path(QStringLiteral("stick")));
    QCOMPARE(report.failure->code, ErrorCode::UnknownPeer);
}

void TestExport::asksForWhomIfThereAreSeveral()
{
    const TestWorld world;
    const auto other = world.station(QStringLiteral("other"), StationRole::Backend);
    world.site.know(other);
    world.putDevice(QStringLiteral("SN-1"));
    world.site.gather({world.path(QStringLiteral("spool"))});
    QCOMPARE(world.site.exportTo(world.path(QStringLiteral("stick"))).outcome(), Outcome::Usage);
    auto session = world.site.write();
    ExportOrder order;
    order.folder = world.path(QStringLiteral("stick"));
    order.to = QStringLiteral("other");
    QCOMPARE(exportBundles(session, order, {}).items, 2);
    order.to = QStringLiteral("backend");
    QCOMPARE(exportBundles(session, order, {}).items, 2);

    const auto before = addresseesOf(session.station());
    QVERIFY(before.mustBeNamed);
    QCOMPARE(QSet<QString>(before.aliases.begin(), before.aliases.end()),
        (QSet<QString>{QStringLiteral("backend"), QStringLiteral("other")}));
    QVERIFY(session.station().peers().revoke(u"other").has_value());
    QVERIFY(!addresseesOf(session.station()).mustBeNamed);
    QCOMPARE(addresseesOf(session.station()).aliases, QStringList{QStringLiteral("backend")});
}

void TestExport::refusesARevokedPeer()
{
    const TestWorld world;
    auto session = world.site.write();
    QVERIFY(session.station().peers().revoke(u"backend").has_value());
    ExportOrder order;
    order.folder = world.path(QStringLiteral("stick"));
    order.to = QStringLiteral("backend");
    QCOMPARE(exportBundles(session, order, {}).failure->code, ErrorCode::RevokedSender);
}

// `peer add` lets none in; but a folder of peers is copied easily.
void TestExport::refusesAPeerOfItsOwnRole()
{
    const TestWorld world;
    const auto other = world.station(QStringLiteral("other"), StationRole::Site);
    auto session = world.site.write();
    QVERIFY(session.station().peers().add(other.card(), QStringLiteral("twin"), world.now()).has_value());
    ExportOrder order;
    order.folder = world.path(QStringLiteral("stick"));
    order.to = QStringLiteral("twin");
    const auto report = exportBundles(session, order, {});
    QCOMPARE(report.failure->code, ErrorCode::WrongRole);
    QVERIFY(world.list(QStringLiteral("stick")).isEmpty());
}

void TestExport::answersForNoPeerAreToldOf_data()
{
    QTest::addColumn<bool>("revoked");
    QTest::addColumn<QString>("word");
    QTest::newRow("revoked") << true << QStringLiteral("revoked");
    QTest::newRow("removed") << false << QStringLiteral("no peer any more");
}

// The other site's answers go out all the same, and nobody is left to wonder about these.
void TestExport::answersForNoPeerAreToldOf()
{
    QFETCH(bool, revoked);
    QFETCH(QString, word);
    const TestWorld world;
    const auto other = world.station(QStringLiteral("other"), StationRole::Site);
    other.know(world.backend);
    world.backend.know(other);
    for (const auto* station : {&world.site, &other}) {
        const auto device = world.makeDevice(QFileInfo{station->home()}.fileName());
        station->gather({world.put(device.serial + QStringLiteral(".vcj"), device.voucherRequest)});
        world.carry(*station, world.backend, QStringLiteral("out-") + device.serial);
        world.backend.gather({world.put(QStringLiteral("v"), world.pki.voucher(device.serial, device.nonce))});
    }
    auto session = world.backend.write();
    auto& peers = session.station().peers();
    QVERIFY((revoked ? peers.revoke(u"other") : peers.remove(u"other")).has_value());
    ExportOrder order;
    order.folder = world.path(QStringLiteral("back"));
    const auto report = exportBundles(session, order, {});
    QVERIFY(!report.failure);
    QCOMPARE(report.bundles.size(), 1);
    QCOMPARE(report.bundles.front().to, world.site.card().station());
    JsonWriter writer;
    writer.beginObject();
    report.writeJson(writer);
    writer.endObject();
    const auto json = parseJson(writer.text(), JsonDialect::Lenient);
    const auto& warnings = *json->find(u"warnings")->array();
    QCOMPARE(warnings.size(), std::size_t{1});
    QVERIFY(warnings.front().string()->contains(other.card().station().toString().left(8)));
    QVERIFY(warnings.front().string()->endsWith(word));
}

void TestExport::fullMediumRecordsNothingButTheBurntNumber()
{
    const TestWorld world;
    for (int i = 0; i < 8; ++i) {
        world.putDevice(QStringLiteral("SN-%1").arg(i));
    }
    // A big request that does not compress, so that the medium ends in the middle of a part.
    world.site.gather({world.path(QStringLiteral("spool"))});
    const auto stick = world.path(QStringLiteral("stick"));
    QVERIFY(QDir{}.mkpath(stick));
    if (::mount("tmpfs", QFile::encodeName(stick).constData(), "tmpfs", 0, "size=1200k") != 0) {
        LACKING_MOUNT("mounting a small file system needs root");
    }
    // Leaves less than the reserve: what is free is judged before a byte is written.
    {
        QFile filler{stick + QStringLiteral("/filler")};
        QVERIFY(filler.open(QIODevice::WriteOnly));
        filler.write(QByteArray(200 * 1024, 'x'));
    }
    const auto report = world.site.exportTo(stick);
    const auto left = QDir{stick}.entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot);
    ::umount(QFile::encodeName(stick).constData());

    QCOMPARE(report.outcome(), Outcome::Medium);
    QCOMPARE(report.failure->code, ErrorCode::MediumFull);
    QCOMPARE(left, QStringList{QStringLiteral("filler")});
    QCOMPARE(world.site.count(ItemState::Pending), 16);
    QVERIFY(report.bundles.isEmpty());
}

void TestExport::readOnlyMediumIsSaidSo()
{
    const TestWorld world;
    world.putDevice(QStringLiteral("SN-1"));
    world.site.gather({world.path(QStringLiteral("spool"))});
    const auto stick = world.path(QStringLiteral("stick"));
    QVERIFY(QDir{}.mkpath(stick));
    if (::mount("tmpfs", QFile::encodeName(stick).constData(), "tmpfs", MS_RDONLY, "size=4m") != 0) {
        LACKING_MOUNT("mounting needs root");
    }
    const auto report = world.site.exportTo(stick);
    ::umount(QFile::encodeName(stick).constData());
    QCOMPARE(report.failure->code, ErrorCode::MediumReadOnly);
    QCOMPARE(world.site.count(ItemState::Pending), 2);
}

void TestExport::stopLeavesNothingBehind()
{
    const TestWorld world;
    world.putDevice(QStringLiteral("SN-1"));
    world.site.gather({world.path(QStringLiteral("spool"))});
    {
        auto session = world.site.write();
        std::stop_source stop;
        Conduct conduct;
        conduct.stop = stop.get_token();
        // In the last stage, when the file is whole already.
        conduct.report = [&stop](const Progress& progress) {
            if (progress.stage == QStringLiteral("flushing")) {
                stop.request_stop();
            }
        };
        ExportOrder order;
        order.folder = world.path(QStringLiteral("stick"));
        const auto report = exportBundles(session, order, conduct);
        QCOMPARE(report.outcome(), Outcome::Interrupted);
        QVERIFY(report.bundles.isEmpty());
    }
    QVERIFY(world.list(QStringLiteral("stick")).isEmpty());
    QCOMPARE(world.site.count(ItemState::Pending), 2);
}

void TestExport::whatCannotBeProvedIsNotRecorded_data()
{
    QTest::addColumn<bool>("stopped");
    QTest::addColumn<ErrorCode>("code");
    QTest::newRow("the medium gives back something else") << false << ErrorCode::ReadBackMismatch;
    QTest::newRow("stopped while reading back") << true << ErrorCode::Cancelled;
}

void TestExport::whatCannotBeProvedIsNotRecorded()
{
    QFETCH(bool, stopped);
    QFETCH(ErrorCode, code);
    const TestWorld world;
    world.putDevice(QStringLiteral("SN-1"));
    world.site.gather({world.path(QStringLiteral("spool"))});
    const auto stick = world.path(QStringLiteral("stick"));
    std::stop_source stop;
    {
        auto session = world.site.write();
        ExportOrder order;
        order.folder = stick;
        // The last word before the file gets its name; what comes after it is read back.
        const auto onProgress = [&](const Progress& progress) {
            if (progress.stage != QStringLiteral("flushing")) {
                return;
            }
            if (stopped) {
                stop.request_stop();
                return;
            }
            const auto part = QDir{stick}.entryList({QStringLiteral("*.part")}, QDir::Files | QDir::Hidden);
            QCOMPARE(part.size(), 1);
            QFile file{stick + QLatin1Char('/') + part.front()};
            QVERIFY(file.open(QIODevice::ReadWrite) && file.seek(file.size() / 2) && file.write("\1\2\3") == 3);
        };
        const auto report = exportBundles(session, order, {.report = onProgress, .stop = stop.get_token()});
        QVERIFY(report.failure.has_value());
        QCOMPARE(errorCodeName(report.failure->code), errorCodeName(code));
        QVERIFY(report.bundles.isEmpty());
        QVERIFY(session.ledger().log().verify()->intact);
    }
    QVERIFY(QDir{stick}.entryList(QDir::Files | QDir::Hidden).isEmpty());
    QCOMPARE(world.site.count(ItemState::Pending), 2);
    const auto next = world.site.exportTo(stick);
    QCOMPARE(next.fresh, 2);
    QCOMPARE(next.bundles.front().sequence, 2);
}

void TestExport::burntNumberIsNamedToTheOtherSide()
{
    const TestWorld world;
    world.putDevice(QStringLiteral("SN-1"));
    world.site.gather({world.path(QStringLiteral("spool"))});
    {
        auto session = world.site.write();
        std::stop_source stop;
        Conduct conduct{{}, stop.get_token()};
        conduct.report = [&stop](const Progress& progress) {
            if (progress.stage == QStringLiteral("flushing")) {
                stop.request_stop();
            }
        };
        ExportOrder order;
        order.folder = world.path(QStringLiteral("stick"));
        QVERIFY(exportBundles(session, order, conduct).failure.has_value());
    }
    const auto second = world.site.exportTo(world.path(QStringLiteral("stick")));
    QCOMPARE(second.bundles.front().sequence, 2);
    const auto imported = world.backend.import({second.bundles.front().path});
    // A gap is known only once the bundle that closes it was read; from the next one on nothing is missing.
    QCOMPARE(imported.bundles.front().verdict, QStringLiteral("imported"));
    world.putDevice(QStringLiteral("SN-2"));
    world.site.gather({world.path(QStringLiteral("spool"))});
    const auto third = world.site.exportTo(world.path(QStringLiteral("stick")));
    QVERIFY(world.backend.import({third.bundles.front().path}).bundles.front().missingSequences.isEmpty());
}

void TestExport::crashDuringWritingIsTidiedUp()
{
    const TestWorld world;
    const auto part = world.put(QStringLiteral("stick/.satchel-x-000001.satchel.part"), "half of a bundle");
    const auto other = world.put(QStringLiteral("stick/.somebody-elses.part"), "not ours");
    {
        auto session = world.site.write();
        auto transaction = session.ledger().begin();
        QVERIFY(transaction.has_value());
        const auto id = Ulid::generate(world.now());
        QVERIFY(session.ledger().bundles().beginOutgoing(world.backend.card().station(), id, id, 1, part).has_value());
        QVERIFY(transaction->commit().has_value());
    }
    (void)world.site.write();
    QVERIFY(!QFile::exists(part));
    QVERIFY(QFile::exists(other));
    world.putDevice(QStringLiteral("SN-1"));
    world.site.gather({world.path(QStringLiteral("spool"))});
    QCOMPARE(world.site.exportTo(world.path(QStringLiteral("stick"))).bundles.front().sequence, 2);
}

// A medium that stops taking writes keeps the unfinished file when its number is given up.
void TestExport::partsOfBurntNumbersAreRemoved()
{
    const TestWorld world;
    world.putDevice(QStringLiteral("SN-1"));
    world.site.gather({world.path(QStringLiteral("spool"))});
    const auto first
        = QFileInfo{world.site.exportTo(world.path(QStringLiteral("stick"))).bundles.front().path}.fileName();
    {
        auto session = world.site.write();
        auto transaction = session.ledger().begin();
        QVERIFY(transaction.has_value());
        const auto id = Ulid::generate(world.now());
        auto& bundles = session.ledger().bundles();
        QVERIFY(bundles.beginOutgoing(world.backend.card().station(), id, id, 1, QStringLiteral("x")).has_value());
        QVERIFY(bundles.voidOutgoing(id).has_value());
        QVERIFY(transaction->commit().has_value());
    }
    const auto partOf = [&](int number) {
        auto name = QStringLiteral("stick/.") + first + QStringLiteral(".part");
        return name.replace(QStringLiteral("-000001."), QStringLiteral("-00000%1.").arg(number));
    };
    const auto burnt = world.put(partOf(2), "half of a bundle");
    const auto packed = world.put(partOf(1), "of a number that is not void");
    const auto unknown = world.put(partOf(9), "of a number that was never taken");
    const auto strange = world.put(QStringLiteral("stick/.satchel-00000000-00000000-000002.satchel.part"), "not ours");
    QCOMPARE(world.site.exportTo(world.path(QStringLiteral("stick"))).bundles.front().sequence, 3);
    QVERIFY(!QFile::exists(burnt));
    QVERIFY(QFile::exists(packed) && QFile::exists(unknown) && QFile::exists(strange));
}

void TestExport::moreCannotBeNamedThanAStatementTakes()
{
    const TestWorld world;
    ExportOrder order;
    order.folder = world.path(QStringLiteral("stick"));
    order.items = QStringList(DueFilter::MostNumbers + 1, QStringLiteral("01"));
    auto session = world.site.write();
    const auto report = exportBundles(session, order, {});
    QVERIFY(report.failure);
    QCOMPARE(report.failure->code, ErrorCode::Usage);
    QVERIFY2(
        report.failure->message.contains(QString::number(DueFilter::MostNumbers)), qPrintable(report.failure->message));
    QVERIFY(!QFileInfo::exists(order.folder));
}

SATCHEL_TEST(TestExport)
#include "TestExport.moc"
