#include <tests/support/AllocatedBytes.h>
#include <tests/support/BundleForge.h>
#include <tests/support/TestRegistry.h>
#include <tests/support/TestWorld.h>

#include <QFile>
#include <QMap>
#include <QProcess>
#include <QTest>

#include <sys/wait.h>
#include <unistd.h>

using namespace satchel;
using namespace satchel::test;

// The invariants of docs/architecture.md, each held against the code as it runs.
class TestInvariants : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void acknowledgedItemsSurviveAKill();
    void nothingIsReleasedBeforeTheLabelIsGood();
    void nothingIsCommittedBeforeAllPartsAre();
    void importingTwiceEqualsOnce();
    void memoryDoesNotGrowWithItems();
    void deliveredBytesAreGatheredBytes();
    void everyFailureIsListed();
    void answersReachOnlyTheStationThatAsked();
    void lostStickIsMadeGoodAndHarmless();
};

namespace {

ForgedStation keysOf(const TestStation& station)
{
    auto session = station.write();
    const auto signing = session.station().signingIdentity();
    const auto decryption = session.station().decryptionIdentities();
    return {signing->key, signing->certificate, decryption->front().key, decryption->front().certificate,
        session.station().id(), session.ledger().id()};
}

} // namespace

// 1. An item once acknowledged is never lost.
void TestInvariants::acknowledgedItemsSurviveAKill()
{
    const TestWorld world;
    for (int i = 0; i < 20; ++i) {
        world.putDevice(QStringLiteral("SN-%1").arg(i));
    }
    int acknowledged[2];
    QCOMPARE(::pipe(acknowledged), 0);
    const pid_t child = ::fork();
    if (child == 0) {
        const auto report = world.site.gather({world.path(QStringLiteral("spool"))});
        const auto count = static_cast<char>(report.gathered);
        (void)!::write(acknowledged[1], &count, 1);
        ::kill(::getpid(), SIGKILL); // the moment after the report
    }
    ::close(acknowledged[1]);
    char count = 0;
    QCOMPARE(::read(acknowledged[0], &count, 1), 1);
    int status = 0;
    QCOMPARE(::waitpid(child, &status, 0), child);
    QVERIFY(WIFSIGNALED(status));
    QCOMPARE(world.site.count(ItemState::Pending), qint64{count});
    QCOMPARE(count, 40);
    QCOMPARE(world.site.exportTo(world.path(QStringLiteral("stick"))).items, 40);
}

// 2. No plaintext is released before the label is good ...
void TestInvariants::nothingIsReleasedBeforeTheLabelIsGood()
{
    const TestWorld world;
    BundleForge forge{keysOf(world.site), keysOf(world.backend)};
    forge.signer = someStranger().signer();
    // A part that would crash no reader but betray itself: its content is refused only once it is opened.
    forge.changeFrame = [](QByteArray& frame) { frame = "not a frame"; };
    const auto path = world.path(QStringLiteral("x.satchel"));
    forge.write(path);
    QCOMPARE(world.backend.import({path}).bundles.front().failure->code, ErrorCode::UnknownSender);
}

// ... and nothing is committed before all parts are.
void TestInvariants::nothingIsCommittedBeforeAllPartsAre()
{
    const TestWorld world;
    const auto from = keysOf(world.site);
    BundleForge forge{from, keysOf(world.backend)};
    const auto one = world.makeDevice(QStringLiteral("SN-1"));
    const auto two = world.makeDevice(QStringLiteral("SN-2"));
    forge.parts.front().items = {someItem(from, one.voucherRequest, Kind::VoucherRequest, Protocol::Brski)};
    PartContent second;
    second.number = 2;
    second.items = {someItem(from, two.voucherRequest, Kind::VoucherRequest, Protocol::Brski)};
    forge.parts.push_back(second);
    forge.changeEntries = [](QList<ForgedEntry>& entries) {
        auto& content = entries[2].content; // the second part
        content[content.size() / 2] = static_cast<char>(content[content.size() / 2] ^ 1);
    };
    const auto path = world.path(QStringLiteral("x.satchel"));
    forge.write(path);
    QCOMPARE(world.backend.import({path}).bundles.front().failure->code, ErrorCode::BadDigest);
    QVERIFY(world.backend.items().isEmpty());
}

// 3. Importing a bundle twice, or two copies at once, equals importing it once.
void TestInvariants::importingTwiceEqualsOnce()
{
    const TestWorld world;
    for (int i = 0; i < 5; ++i) {
        world.putDevice(QStringLiteral("SN-%1").arg(i));
    }
    world.site.gather({world.path(QStringLiteral("spool"))});
    const auto bundle = world.site.exportTo(world.path(QStringLiteral("stick"))).bundles.front().path;
    pid_t children[2];
    for (auto& child : children) {
        child = ::fork();
        if (child == 0) {
            auto access = world.backend.access();
            access.patience = std::chrono::seconds{60};
            auto session = Session::forWriting(std::move(access), QStringLiteral("test"));
            const bool good = session && importBundles(*session, {{bundle}, false}, {}).outcome() == Outcome::Done;
            ::_exit(good ? 0 : 1);
        }
    }
    for (const auto child : children) {
        int status = 0;
        QCOMPARE(::waitpid(child, &status, 0), child);
        QCOMPARE(WEXITSTATUS(status), 0);
    }
    QCOMPARE(world.backend.count(ItemState::Ready), 10);
    QCOMPARE(world.backend.items().size(), 10);
}

// 4. Memory does not grow with the number of items: what is in flight is bounded, whatever is there.
void TestInvariants::memoryDoesNotGrowWithItems()
{
    if (!AllocatedBytes::areCounted()) {
        QSKIP("only AddressSanitizer counts what is allocated");
    }
    const TestWorld world;
    // 96 MiB pass through each verb. What people mail is base64 with line ends, as many as they like.
    constexpr int Devices = 96;
    constexpr int Items = 2 * Devices;
    constexpr std::int64_t Mib = 1024 * 1024;
    const QByteArray lineEnds(Mib / 2, '\n');
    for (int i = 0; i < Devices; ++i) {
        const auto serial = QStringLiteral("SN-%1").arg(i);
        const auto device = world.makeDevice(serial);
        world.put(QStringLiteral("spool/%1.vcj").arg(serial), device.voucherRequest.toBase64() + lineEnds);
        world.put(QStringLiteral("spool/%1.p10").arg(serial), device.certificationRequest.toBase64() + lineEnds);
        world.put(QStringLiteral("spool/%1.p10.meta").arg(serial), world.pki.sidecar(device.idevid));
    }
    QMap<QString, std::int64_t> peaks; // MiB
    const auto measure = [&](const QString& verb, const auto& run) {
        AllocatedBytes::start();
        run();
        peaks.insert(verb, AllocatedBytes::peak() / Mib);
    };
    measure(QStringLiteral("gather"),
        [&] { QCOMPARE(world.site.gather({world.path(QStringLiteral("spool"))}).gathered, Items); });
    QString bundle;
    measure(QStringLiteral("export"),
        [&] { bundle = world.site.exportTo(world.path(QStringLiteral("stick"))).bundles.front().path; });
    measure(QStringLiteral("import"), [&] { QCOMPARE(world.backend.import({bundle}).bundles.front().added, Items); });
    measure(QStringLiteral("deliver"),
        [&] { QCOMPARE(world.backend.deliver(world.path(QStringLiteral("ca"))).delivered, Items); });
    qInfo() << peaks;
    // The budget of what is in flight is 12 MiB, the ledger's page cache 16; some parts of 1 MiB come besides.
    for (const auto& [verb, mib] : peaks.asKeyValueRange()) {
        QVERIFY2(mib < 48, qPrintable(QStringLiteral("%1: %2 MiB").arg(verb).arg(mib)));
    }
}

// 5. The bytes delivered are the bytes gathered.
void TestInvariants::deliveredBytesAreGatheredBytes()
{
    const TestWorld world;
    const auto device = world.putDevice(QStringLiteral("SN-1"));
    // What people mail: base64 with line ends. It is unwrapped for checking only.
    const auto wrapped = world.makeDevice(QStringLiteral("SN-2"));
    QByteArray base64;
    for (qsizetype i = 0; i < wrapped.voucherRequest.toBase64().size(); i += 64) {
        base64 += wrapped.voucherRequest.toBase64().mid(i, 64) + "\r\n";
    }
    world.put(QStringLiteral("spool/wrapped.txt"), base64);
    QCOMPARE(world.site.gather({world.path(QStringLiteral("spool"))}).gathered, 3);
    world.carry(world.site, world.backend, QStringLiteral("stick"));
    QList<QByteArray> delivered;
    for (const auto& row : world.backend.deliver(world.path(QStringLiteral("out"))).files.values()) {
        delivered.append(TestWorld::read(*row.find(u"path")->string()));
    }
    QCOMPARE(delivered.size(), 3);
    QVERIFY(delivered.contains(device.voucherRequest));
    QVERIFY(delivered.contains(device.certificationRequest));
    QVERIFY(delivered.contains(base64));
}

// 6. Every failure names the file, the item and the reason, and all failures are listed, not the first.
void TestInvariants::everyFailureIsListed()
{
    const TestWorld world;
    QStringList bad;
    for (int i = 0; i < 5; ++i) {
        bad.append(world.put(QStringLiteral("spool/bad-%1").arg(i), "rubbish " + QByteArray::number(i)));
    }
    const auto report = world.site.gather({world.path(QStringLiteral("spool"))});
    QStringList named;
    for (const auto& row : report.refused.values()) {
        named.append(*row.find(u"path")->string());
        QVERIFY(!row.find(u"code")->string()->isEmpty());
        QVERIFY(!row.find(u"reason")->string()->isEmpty());
    }
    named.sort();
    QCOMPARE(named, bad);
}

// 7. An answer reaches a device only through the request that asked for it, at the station that asked.
void TestInvariants::answersReachOnlyTheStationThatAsked()
{
    const TestWorld world;
    const auto other = world.station(QStringLiteral("other"), StationRole::Site);
    other.know(world.backend);
    world.backend.know(other);
    const auto device = world.makeDevice(QStringLiteral("SN-1"));
    world.site.gather({world.put(QStringLiteral("a.vcj"), device.voucherRequest)});
    world.carry(world.site, world.backend, QStringLiteral("out"));
    world.backend.gather({world.put(QStringLiteral("v"), world.pki.voucher(device.serial, device.nonce))});
    const auto back = world.backend.exportTo(world.path(QStringLiteral("back")));
    QCOMPARE(back.bundles.size(), 1); // for the site that asked, none for the other
    QCOMPARE(other.import({back.bundles.front().path}).bundles.front().failure->code, ErrorCode::NotAddressedToUs);
    QVERIFY(other.items().isEmpty());

    // The backend itself, gone mad, sends the other site that answer: it never asked.
    const auto backend = keysOf(world.backend);
    BundleForge forge{backend, keysOf(other), 7};
    auto answer = someItem(backend, world.pki.voucher(device.serial, device.nonce), Kind::Voucher, Protocol::Brski);
    answer.inReplyTo = world.site.only().id.toString();
    forge.parts.front().items = {answer};
    const auto path = world.path(QStringLiteral("mad.satchel"));
    forge.write(path);
    QCOMPARE(codesOf(other.import({path}).bundles.front().refused), QStringList{QStringLiteral("no-matching-request")});
    QCOMPARE(other.deliver(world.path(QStringLiteral("delivered"))).delivered, 0);
}

// What the loop promises of lost media: the next export makes it good, and the lost stick does no harm when it turns
// up.
void TestInvariants::lostStickIsMadeGoodAndHarmless()
{
    const TestWorld world;
    world.putDevice(QStringLiteral("SN-1"));
    world.site.gather({world.path(QStringLiteral("spool"))});
    const auto lost = world.site.exportTo(world.path(QStringLiteral("lost"))).bundles.front().path;
    world.carry(world.site, world.backend, QStringLiteral("next"));
    QCOMPARE(world.backend.count(ItemState::Ready), 2);
    world.backend.deliver(world.path(QStringLiteral("out")));
    const auto turnedUp = world.backend.import({lost});
    QCOMPARE(turnedUp.bundles.front().verdict, QStringLiteral("imported"));
    QCOMPARE(turnedUp.bundles.front().added, 0);
    QCOMPARE(world.backend.count(ItemState::Delivered), 2);
}

SATCHEL_TEST(TestInvariants)
#include "TestInvariants.moc"
