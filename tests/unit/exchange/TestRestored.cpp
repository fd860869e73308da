#include <core/exchange/station/Decide.h>
#include <core/exchange/export/ReceiptFiles.h>
#include <core/exchange/station/Restored.h>
#include <tests/support/TestRegistry.h>
#include <tests/support/TestWorld.h>

#include <QDir>
#include <QProcess>
#include <QTest>

using namespace satchel;
using namespace satchel::test;

// A site whose folder was put back from a copy made before its last bundle.
class TestRestored : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theBackendRefusesANumberUsedTwice();
    void theSiteFindsOutFromTheNextAnswers();
    void oneCommandPutsItRight();
    void theOtherSideIsTold();
    void itIsOnRecord();
    void anAnswerBeforeItsRequestIsNotLost_data();
    void anAnswerBeforeItsRequestIsNotLost();
    void anAnswerThatIsRefusedEachTimeIsSentOnceForEachRequest();
    void aReceiptFromBeforeComesTooLate();
};

namespace {

// Two devices have asked, in two bundles, and both are answered; the site knows only of the first.
struct OldCopy {
    OldCopy()
    {
        const auto first = world.putDevice(QStringLiteral("SN-1"));
        gather();
        world.carry(world.site, world.backend, QStringLiteral("out-1"));
        copy(world.site.home(), world.path(QStringLiteral("image")));
        const auto second = world.putDevice(QStringLiteral("SN-2"));
        gather();
        world.carry(world.site, world.backend, QStringLiteral("out-2"));
        for (const auto& device : {first, second}) {
            world.put(QStringLiteral("answers/") + device.serial, world.pki.voucher(device.serial, device.nonce));
        }
        world.backend.gather({world.path(QStringLiteral("answers"))});
        QDir{world.site.home()}.removeRecursively();
        copy(world.path(QStringLiteral("image")), world.site.home());
    }

    void gather() const { world.site.gather({world.path(QStringLiteral("spool"))}); }

    static void copy(const QString& from, const QString& to)
    {
        if (QProcess::execute(QStringLiteral("cp"), {QStringLiteral("-a"), from, to}) != 0) {
            qFatal("cannot copy %s", qPrintable(from));
        }
    }

    TestWorld world;
};

ErrorCode failureOf(const ImportReport& report)
{
    return report.bundles.front().failure ? report.bundles.front().failure->code : ErrorCode::Internal;
}

} // namespace

void TestRestored::theBackendRefusesANumberUsedTwice()
{
    const OldCopy old;
    const auto before = old.world.backend.items().size();
    old.gather();
    const auto path = old.world.site.exportTo(old.world.path(QStringLiteral("out-3"))).bundles.front().path;

    QCOMPARE(failureOf(old.world.backend.import({path})), ErrorCode::ReplayConflict);
    QCOMPARE(old.world.backend.items().size(), before);
}

void TestRestored::theSiteFindsOutFromTheNextAnswers()
{
    const OldCopy old;
    const auto path = old.world.backend.exportTo(old.world.path(QStringLiteral("back"))).bundles.front().path;

    const auto report = old.world.site.import({path});

    QCOMPARE(failureOf(report), ErrorCode::ReplayConflict);
    QVERIFY(report.bundles.front().failure->message.contains(QStringLiteral("older copy")));
    QCOMPARE(old.world.site.count(ItemState::Ready), 0); // nothing of it was taken
    QCOMPARE(old.world.site.count(ItemState::Packed), 2);
}

void TestRestored::oneCommandPutsItRight()
{
    const OldCopy old;
    const auto& world = old.world;
    const auto back = world.backend.exportTo(world.path(QStringLiteral("back"))).bundles.front().path;
    QCOMPARE(failureOf(world.site.import({back})), ErrorCode::ReplayConflict);
    {
        auto session = world.site.write();
        QVERIFY(declareRestored(session).has_value());
    }
    old.gather();

    const auto exported = world.site.exportTo(world.path(QStringLiteral("out-3")));
    QCOMPARE(exported.items, 4);
    QVERIFY(!world.site.import({back}).bundles.front().failure);
    const auto arrived = world.backend.import({exported.bundles.front().path});

    QCOMPARE(world.site.count(ItemState::Answered), 2); // both vouchers
    QVERIFY(!arrived.bundles.front().failure);
    QCOMPARE(arrived.bundles.front().added, 0);
    QCOMPARE(arrived.bundles.front().duplicates, 4);
    const auto next
        = world.backend.import({world.site.exportTo(world.path(QStringLiteral("out-4"))).bundles.front().path});
    QVERIFY(next.bundles.front().missingSequences.isEmpty()); // numbers of the former ledger are not waited for
    QCOMPARE(world.site.deliver(world.path(QStringLiteral("delivered"))).delivered, 2);
}

// A thief who has copied a whole station can say that it was restored, too.
void TestRestored::theOtherSideIsTold()
{
    const OldCopy old;
    const auto& world = old.world;
    {
        auto session = world.site.write();
        QVERIFY(declareRestored(session).has_value());
    }
    const auto warningsOf = [&](const QString& stick) {
        const auto exported = world.site.exportTo(world.path(stick));
        return world.backend.import({exported.bundles.front().path}).bundles.front().warnings;
    };
    const auto first = warningsOf(QStringLiteral("out-3"));
    QCOMPARE(first.size(), 1);
    QVERIFY(first.front().text.contains(QStringLiteral("another ledger")));
    QVERIFY(warningsOf(QStringLiteral("out-4")).isEmpty()); // said once
}

void TestRestored::itIsOnRecord()
{
    const TestWorld world;
    auto session = world.site.write();
    const auto report = declareRestored(session);
    QVERIFY(report.has_value());
    QVERIFY(report->ledger != report->formerLedger);
    QString last;
    const auto read = session.ledger().log().forEach(std::nullopt, [&](const LogEntry& entry) {
        last = entry.action + QLatin1Char(' ') + entry.verdict;
        return Result<void>{};
    });
    QVERIFY(read.has_value());
    QCOMPARE(last,
        QStringLiteral("restored put back from a copy: ledger %1 was %2")
            .arg(report->ledger.toString(), report->formerLedger.toString()));
}

// What the registrar asked after the copy was made is answered before it is asked again: the site refuses the answer,
// because it knows of no such request, and must have it all the same once it has asked.
void TestRestored::anAnswerBeforeItsRequestIsNotLost_data()
{
    QTest::addColumn<QString>("answer");
    QTest::addColumn<bool>("receiptFirst");
    QTest::addColumn<int>("restores");
    for (const auto& answer : {QStringLiteral("voucher"), QStringLiteral("rejection")}) {
        for (const int restores : {1, 2}) {
            const auto name = QStringLiteral("%1, %2 restores, ").arg(answer).arg(restores);
            QTest::newRow(qPrintable(name + QStringLiteral("receipt with the request"))) << answer << false << restores;
            QTest::newRow(qPrintable(name + QStringLiteral("receipt first"))) << answer << true << restores;
        }
    }
}

void TestRestored::anAnswerBeforeItsRequestIsNotLost()
{
    QFETCH(QString, answer);
    QFETCH(bool, receiptFirst);
    QFETCH(int, restores);
    const TestWorld world;
    OldCopy::copy(world.site.home(), world.path(QStringLiteral("image")));
    const auto device = world.makeDevice(QStringLiteral("SN-1"));
    const auto file = world.put(QStringLiteral("spool/SN-1.vcj"), device.voucherRequest);
    world.site.gather({file});
    world.carry(world.site, world.backend, QStringLiteral("out"));
    if (answer == QStringLiteral("voucher")) {
        world.backend.gather({world.put(QStringLiteral("v"), world.pki.voucher(device.serial, device.nonce))});
    } else {
        auto session = world.backend.write();
        const auto id = world.backend.only().id.toString();
        QCOMPARE(reject(session, {{id}, ErrorCode::NotRecognised, QStringLiteral("no")}).items.size(), 1);
    }
    for (int i = 0; i < restores; ++i) {
        QDir{world.site.home()}.removeRecursively();
        OldCopy::copy(world.path(QStringLiteral("image")), world.site.home());
        {
            auto session = world.site.write();
            QVERIFY(declareRestored(session).has_value());
        }
        const auto back = world.backend.exportTo(world.path(QStringLiteral("back-%1").arg(i)));
        QCOMPARE(back.items, 1);
        const auto refused = world.site.import({back.bundles.front().path});
        QCOMPARE(codesOf(refused.bundles.front().refused), QStringList{QStringLiteral("no-matching-request")});
        if (receiptFirst) {
            auto session = world.site.write();
            const auto receipts = writeReceipts(session, {}, world.path(QStringLiteral("receipts-%1").arg(i)));
            world.backend.import({receipts.receipts.front().path});
        }
        world.site.gather({file});
        world.carry(world.site, world.backend, QStringLiteral("again-%1").arg(i));
    }

    const auto back = world.backend.exportTo(world.path(QStringLiteral("back")));
    QCOMPARE(back.items, 1);
    QVERIFY(world.site.import({back.bundles.front().path}).bundles.front().refused.isEmpty());
    QCOMPARE(world.site.deliver(world.path(QStringLiteral("delivered"))).delivered, 1);
    const auto request = answer == QStringLiteral("voucher") ? ItemState::Answered : ItemState::Rejected;
    QCOMPARE(world.site.count(request), 1);
    QCOMPARE(world.backend.count(request), 1);
}

// The same request comes again and again, and its answer is refused each time: nothing goes round by itself.
void TestRestored::anAnswerThatIsRefusedEachTimeIsSentOnceForEachRequest()
{
    const TestWorld world;
    OldCopy::copy(world.site.home(), world.path(QStringLiteral("image")));
    const auto device = world.makeDevice(QStringLiteral("SN-1"));
    const auto file = world.put(QStringLiteral("spool/SN-1.vcj"), device.voucherRequest);
    world.site.gather({file});
    const auto first = world.carry(world.site, world.backend, QStringLiteral("out"));
    const auto second = world.site.exportTo(world.path(QStringLiteral("out"))).bundles.front().path;
    world.backend.gather({world.put(QStringLiteral("v"), world.pki.voucher(device.serial, device.nonce))});
    QDir{world.site.home()}.removeRecursively();
    OldCopy::copy(world.path(QStringLiteral("image")), world.site.home());
    {
        auto session = world.site.write();
        QVERIFY(declareRestored(session).has_value());
    }
    const auto refuse = [&](const QString& name) {
        const auto back = world.backend.exportTo(world.path(name));
        for (const auto& bundle : back.bundles) {
            world.site.import({bundle.path});
        }
        auto session = world.site.write();
        for (const auto& receipt : writeReceipts(session, {}, world.path(name)).receipts) {
            world.backend.import({receipt.path});
        }
        return back.items;
    };
    QCOMPARE(refuse(QStringLiteral("back-1")), 1);
    QCOMPARE(refuse(QStringLiteral("back-2")), 0);
    world.backend.import({first}); // known: nothing arrives
    QCOMPARE(refuse(QStringLiteral("back-3")), 0);
    world.backend.import({second}); // a stick that was late
    QCOMPARE(world.backend.count(ItemState::Answered), 1);
    QCOMPARE(refuse(QStringLiteral("back-4")), 1);
    QCOMPARE(refuse(QStringLiteral("back-5")), 0);
    QCOMPARE(world.backend.count(ItemState::Delivered), 1); // open again
}

// The backend took the request in, was put back and spoke again; only then comes what it wrote before.
void TestRestored::aReceiptFromBeforeComesTooLate()
{
    const TestWorld world;
    const auto first = world.makeDevice(QStringLiteral("SN-1"));
    world.site.gather({world.put(QStringLiteral("SN-1"), first.voucherRequest)});
    world.carry(world.site, world.backend, QStringLiteral("out-1"));
    const auto voucher = world.put(QStringLiteral("v"), world.pki.voucher(first.serial, first.nonce));
    OldCopy::copy(world.backend.home(), world.path(QStringLiteral("image")));
    const auto second = world.makeDevice(QStringLiteral("SN-2"));
    world.site.gather({world.put(QStringLiteral("SN-2"), second.voucherRequest)});
    world.carry(world.site, world.backend, QStringLiteral("out-2"));
    const auto late = world.path(QStringLiteral("late"));
    {
        auto session = world.backend.write();
        QCOMPARE(writeReceipts(session, {}, late).receipts.size(), 2);
    }
    QDir{world.backend.home()}.removeRecursively();
    OldCopy::copy(world.path(QStringLiteral("image")), world.backend.home());
    {
        auto session = world.backend.write();
        QVERIFY(declareRestored(session).has_value());
    }
    world.backend.gather({voucher});
    world.carry(world.backend, world.site, QStringLiteral("back"));
    QCOMPARE(world.site.count(ItemState::Packed), 1);

    const auto report = world.site.import({late});
    QCOMPARE(report.receipts.size(), 2);
    for (const auto& receipt : report.receipts) {
        QCOMPARE(receipt.verdict, QStringLiteral("ignored"));
    }
    QCOMPARE(world.site.count(ItemState::Packed), 1);
    QCOMPARE(world.site.exportTo(world.path(QStringLiteral("out-3"))).items, 1);
}

SATCHEL_TEST(TestRestored)
#include "TestRestored.moc"
