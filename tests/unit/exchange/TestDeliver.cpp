#include <core/base/File.h>
#include <tests/support/MessageForge.h>
#include <tests/support/TestRegistry.h>
#include <tests/support/TestWorld.h>

#include <core/objects/Sidecar.h>

#include <QDir>
#include <QFile>
#include <QTest>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

using namespace satchel;
using namespace satchel::test;

class TestDeliver : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void writesEachItemUnderItsConstantName();
    void sidecarTellsWhoAsked();
    void sidecarTellsWhereItWasAsked();
    void anAnswersOwnPathIsTold();
    void aPathThatIsNoneDoesNotTravel();
    void eachRecipientGetsItsKinds();
    void wrongRecipientForTheRoleIsUsage_data();
    void wrongRecipientForTheRoleIsUsage();
    void pickedUpIsNotWrittenAgain();
    void againWritesWhatVanished();
    void neverOverwritesAnotherFile();
    void leavesNoStrayFiles();
    void removesWhatAKilledRunLeft();
    void leavesAloneWhatAnotherStationDelivers();
    void followsNoLinkInPlaceOfItsFolder();
    void trustsNoFolderThatOthersMayWriteTo();
    void crashBetweenFileAndLedgerIsMadeGood();
    void stopKeepsWhatWasDelivered();

private:
    std::unique_ptr<TestWorld> m_world;
    // Its PKCS #10, which was posted to that path.
    [[nodiscard]] GatherReport gatherAtSite(const TestDevice& device, const QString& path) const;
    // The sidecar of what is delivered of that device, all others apart.
    [[nodiscard]] Sidecar deliveredFor(
        const TestStation& station, const QString& recipient, const QString& device) const;

    std::optional<TestDevice> m_device;
};

GatherReport TestDeliver::gatherAtSite(const TestDevice& device, const QString& path) const
{
    auto sidecar = Sidecar::parse(m_world->pki.sidecar(device.idevid));
    if (!sidecar) {
        qFatal("%s", qPrintable(sidecar.error().message));
    }
    sidecar->path = path;
    const auto name = QStringLiteral("posted/%1.p10").arg(device.serial);
    m_world->put(name + QStringLiteral(".meta"), sidecar->toJson());
    return m_world->site.gather({m_world->put(name, device.certificationRequest)});
}

Sidecar TestDeliver::deliveredFor(const TestStation& station, const QString& recipient, const QString& device) const
{
    const auto report = station.deliver(m_world->path(QStringLiteral("for-") + recipient), recipient);
    for (const auto& row : report.files.values()) {
        const auto file = *row.find(u"path")->string() + QStringLiteral(".meta");
        if (auto sidecar = Sidecar::parse(TestWorld::read(file)); sidecar && sidecar->device == device) {
            return *std::move(sidecar);
        }
    }
    qFatal("nothing of %s was delivered", qPrintable(device));
}

void TestDeliver::init()
{
    m_world = std::make_unique<TestWorld>();
    m_device = m_world->putDevice(QStringLiteral("SN-1"));
    m_world->site.gather({m_world->path(QStringLiteral("spool"))});
    m_world->carry(m_world->site, m_world->backend, QStringLiteral("stick"));
}

void TestDeliver::writesEachItemUnderItsConstantName()
{
    const auto report = m_world->backend.deliver(m_world->path(QStringLiteral("out")));
    QCOMPARE(report.delivered, 2);
    for (const auto& row : report.files.values()) {
        const auto path = *row.find(u"path")->string();
        QVERIFY(path.contains(*row.find(u"item")->string()));
        const bool isVoucherRequest = *row.find(u"kind")->string() == QStringLiteral("voucher-request");
        QVERIFY(path.endsWith(isVoucherRequest ? QStringLiteral(".vcj") : QStringLiteral(".p10")));
        QCOMPARE(TestWorld::read(path), isVoucherRequest ? m_device->voucherRequest : m_device->certificationRequest);
    }
    QCOMPARE(m_world->backend.count(ItemState::Delivered), 2);
}

void TestDeliver::sidecarTellsWhoAsked()
{
    const auto report = m_world->backend.deliver(m_world->path(QStringLiteral("out")), QStringLiteral("ra"));
    const auto path = *report.files.values().front().find(u"path")->string();
    const auto sidecar = Sidecar::parse(TestWorld::read(path + QStringLiteral(".meta")));
    QVERIFY(sidecar.has_value());
    QCOMPARE(sidecar->device, QStringLiteral("SN-1"));
    QCOMPARE(sidecar->localName, QStringLiteral("SN-1.p10"));
    QVERIFY(sidecar->requester.has_value());
    QCOMPARE(sidecar->requester->idevid.front(), m_device->idevid.certificate);
}

void TestDeliver::sidecarTellsWhereItWasAsked()
{
    const auto path = QStringLiteral("/.well-known/est/north/serverkeygen");
    const auto device = m_world->makeDevice(QStringLiteral("SN-2"));
    QCOMPARE(gatherAtSite(device, path).held, 0);
    m_world->carry(m_world->site, m_world->backend, QStringLiteral("stick"));

    QCOMPARE(deliveredFor(m_world->backend, QStringLiteral("ra"), QStringLiteral("SN-2")).path, path);

    m_world->backend.gather({m_world->put(QStringLiteral("answers/cert"),
        m_world->pki.certificateFor(test::publicKeyInfoOf(device.newKey), device.serial))});
    m_world->carry(m_world->backend, m_world->site, QStringLiteral("stick"));
    QCOMPARE(deliveredFor(m_world->site, QStringLiteral("registrar"), QStringLiteral("SN-2")).path, path);
}

// Where the site did not say, what the backend says of its answer counts.
void TestDeliver::anAnswersOwnPathIsTold()
{
    const auto path = QStringLiteral("/.well-known/est/simpleenroll");
    const auto device = m_world->makeDevice(QStringLiteral("SN-2"));
    QCOMPARE(gatherAtSite(device, {}).held, 0);
    m_world->carry(m_world->site, m_world->backend, QStringLiteral("stick"));
    Sidecar sidecar;
    sidecar.path = path;
    m_world->put(QStringLiteral("answers/cert.meta"), sidecar.toJson());
    m_world->backend.gather({m_world->put(QStringLiteral("answers/cert"),
        m_world->pki.certificateFor(test::publicKeyInfoOf(device.newKey), device.serial))});
    m_world->carry(m_world->backend, m_world->site, QStringLiteral("stick"));
    QCOMPARE(deliveredFor(m_world->site, QStringLiteral("registrar"), QStringLiteral("SN-2")).path, path);
}

void TestDeliver::aPathThatIsNoneDoesNotTravel()
{
    for (const auto& path : {QStringLiteral("simpleenroll"), u'/' + QString(1024, u'p')}) {
        const auto device = m_world->makeDevice(QStringLiteral("SN-%1").arg(path.size()));
        const auto report = gatherAtSite(device, path);
        QCOMPARE(report.gathered, 1);
        QCOMPARE(report.warnings.values().size(), 1);
        QVERIFY(report.warnings.values().front().find(u"text")->string()->contains(u"does not travel"));
        m_world->carry(m_world->site, m_world->backend, QStringLiteral("stick"));
        QCOMPARE(deliveredFor(m_world->backend, QStringLiteral("ra"), device.serial).path, QString{});
    }
}

void TestDeliver::eachRecipientGetsItsKinds()
{
    const auto ra = m_world->backend.deliver(m_world->path(QStringLiteral("ra")), QStringLiteral("ra"));
    QCOMPARE(ra.delivered, 1);
    QCOMPARE(*ra.files.values().front().find(u"kind")->string(), QStringLiteral("certification-request"));
    const auto masa = m_world->backend.deliver(m_world->path(QStringLiteral("masa")), QStringLiteral("masa"));
    QCOMPARE(masa.delivered, 1);
    QCOMPARE(*masa.files.values().front().find(u"kind")->string(), QStringLiteral("voucher-request"));
}

void TestDeliver::wrongRecipientForTheRoleIsUsage_data()
{
    QTest::addColumn<bool>("atSite");
    QTest::addColumn<QString>("recipient");
    QTest::newRow("a site has no RA") << true << QStringLiteral("ra");
    QTest::newRow("a site has no MASA") << true << QStringLiteral("masa");
    QTest::newRow("a backend has no registrar") << false << QStringLiteral("registrar");
    QTest::newRow("nobody knows a postman") << false << QStringLiteral("postman");
}

void TestDeliver::wrongRecipientForTheRoleIsUsage()
{
    QFETCH(bool, atSite);
    QFETCH(QString, recipient);
    const auto& station = atSite ? m_world->site : m_world->backend;
    const auto report = station.deliver(m_world->path(QStringLiteral("out")), recipient);
    QCOMPARE(report.outcome(), Outcome::Usage);
    JsonWriter writer;
    writer.beginObject();
    report.writeJson(writer);
    writer.endObject();
    const auto json = parseJson(writer.text(), JsonDialect::Lenient);
    QCOMPARE(*json->find(u"error")->find(u"code")->string(), QStringLiteral("usage"));
}

void TestDeliver::pickedUpIsNotWrittenAgain()
{
    const auto out = m_world->path(QStringLiteral("out"));
    m_world->backend.deliver(out);
    QVERIFY(QDir{out}.removeRecursively());
    const auto second = m_world->backend.deliver(out);
    QCOMPARE(second.delivered, 0);
    QCOMPARE(second.outcome(), Outcome::Done);
    QVERIFY(m_world->list(QStringLiteral("out")).isEmpty());
}

void TestDeliver::againWritesWhatVanished()
{
    const auto out = m_world->path(QStringLiteral("out"));
    m_world->backend.deliver(out);
    QVERIFY(QDir{out}.removeRecursively());
    auto session = m_world->backend.write();
    QCOMPARE(deliver(session, {out, {}, true}, {}).delivered, 2);
    // What still lies there is left alone.
    QCOMPARE(deliver(session, {out, {}, true}, {}).delivered, 0);
    QCOMPARE(m_world->list(QStringLiteral("out")).size(), 4);
}

void TestDeliver::neverOverwritesAnotherFile()
{
    ItemFilter requests;
    requests.kind = Kind::VoucherRequest;
    QString name;
    QVERIFY(m_world->backend.read().ledger().items().forEach(requests, [&name](const Item& item) -> Result<void> {
        name = item.id.toString() + QStringLiteral(".vcj");
        return {};
    }));
    const auto path = m_world->put(QStringLiteral("out/") + name, "in the way");
    const auto report = m_world->backend.deliver(m_world->path(QStringLiteral("out")));
    QCOMPARE(report.delivered, 1);
    QCOMPARE(report.refused.size(), 1);
    QCOMPARE(report.outcome(), Outcome::DoneInPart);
    QCOMPARE(TestWorld::read(path), QByteArray{"in the way"});
    QCOMPARE(m_world->backend.count(ItemState::Ready), 1);
}

void TestDeliver::leavesNoStrayFiles()
{
    m_world->backend.deliver(m_world->path(QStringLiteral("drop/out")));
    QCOMPARE(m_world->list(QStringLiteral("drop")), QStringList{QStringLiteral("out")});
    QCOMPARE(m_world->list(QStringLiteral("drop/out")).size(), 4);
}

void TestDeliver::removesWhatAKilledRunLeft()
{
    m_world->put(QStringLiteral(".out.satchel-part/.abc.vcj.x1.part"), "half of a request");
    m_world->put(QStringLiteral(".out.satchel-part/abc.vcj"), "a request that was not renamed yet");
    QCOMPARE(m_world->backend.deliver(m_world->path(QStringLiteral("out"))).delivered, 2);
    QVERIFY(!QFileInfo::exists(m_world->path(QStringLiteral(".out.satchel-part"))));
    QCOMPARE(m_world->list(QStringLiteral("out")).size(), 4);
}

void TestDeliver::leavesAloneWhatAnotherStationDelivers()
{
    const auto theirs = m_world->put(QStringLiteral(".out.satchel-part/abc.vcj"), "of another station");
    const auto folder
        = FileDescriptor::open(m_world->path(QStringLiteral(".out.satchel-part")), O_RDONLY | O_DIRECTORY);
    QVERIFY(folder.has_value());
    QCOMPARE(::flock(folder->get(), LOCK_EX | LOCK_NB), 0);
    QCOMPARE(m_world->backend.deliver(m_world->path(QStringLiteral("out"))).delivered, 2);
    QCOMPARE(TestWorld::read(theirs), QByteArray{"of another station"});
    QCOMPARE(m_world->list(QStringLiteral("out")).size(), 4); // nothing hidden is left either
}

void TestDeliver::followsNoLinkInPlaceOfItsFolder()
{
    const auto precious = m_world->put(QStringLiteral("elsewhere/ledger.sqlite"), "precious");
    QVERIFY(
        QFile::link(m_world->path(QStringLiteral("elsewhere")), m_world->path(QStringLiteral(".out.satchel-part"))));
    QCOMPARE(m_world->backend.deliver(m_world->path(QStringLiteral("out"))).delivered, 2);
    QCOMPARE(TestWorld::read(precious), QByteArray{"precious"});
    QCOMPARE(m_world->list(QStringLiteral("elsewhere")), QStringList{QStringLiteral("ledger.sqlite")});
    QCOMPARE(m_world->list(QStringLiteral("out")).size(), 4);
}

void TestDeliver::trustsNoFolderThatOthersMayWriteTo()
{
    const auto theirs = m_world->put(QStringLiteral(".out.satchel-part/abc.vcj"), "of somebody");
    QCOMPARE(::chmod(QFile::encodeName(m_world->path(QStringLiteral(".out.satchel-part"))).constData(), 0777), 0);
    QCOMPARE(m_world->backend.deliver(m_world->path(QStringLiteral("out"))).delivered, 2);
    QCOMPARE(TestWorld::read(theirs), QByteArray{"of somebody"});
}

void TestDeliver::crashBetweenFileAndLedgerIsMadeGood()
{
    // The file is there with the right bytes, the ledger still says ready: as after a kill between the two.
    ItemFilter requests;
    requests.kind = Kind::VoucherRequest;
    QString name;
    QVERIFY(m_world->backend.read().ledger().items().forEach(requests, [&name](const Item& item) -> Result<void> {
        name = item.id.toString() + QStringLiteral(".vcj");
        return {};
    }));
    m_world->put(QStringLiteral("out/") + name, m_device->voucherRequest);
    const auto report = m_world->backend.deliver(m_world->path(QStringLiteral("out")));
    QCOMPARE(report.delivered, 2);
    QVERIFY(report.refused.isEmpty());
    QCOMPARE(m_world->backend.count(ItemState::Delivered), 2);
}

void TestDeliver::stopKeepsWhatWasDelivered()
{
    auto session = m_world->backend.write();
    std::stop_source stop;
    stop.request_stop();
    const auto report = deliver(session, {m_world->path(QStringLiteral("out")), {}, false}, {{}, stop.get_token()});
    QCOMPARE(report.outcome(), Outcome::Interrupted);
    QCOMPARE(report.delivered, 0);
    QCOMPARE(deliver(session, {m_world->path(QStringLiteral("out")), {}, false}, {}).delivered, 2);
}

SATCHEL_TEST(TestDeliver)
#include "TestDeliver.moc"
