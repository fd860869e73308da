#include <core/exchange/report/Overview.h>
#include <core/exchange/export/ReceiptFiles.h>
#include <tests/support/LedgerQuery.h>
#include <tests/support/MessageForge.h>
#include <tests/support/RoundTrip.h>
#include <tests/support/TestRegistry.h>

#include <QDir>
#include <QFile>
#include <QTest>

#include <algorithm>

using namespace satchel;
using namespace satchel::test;

namespace {

constexpr qint64 Hour = 3600;
constexpr qint64 Day = 24 * Hour;

} // namespace

// Each deadline that people must see, made to come near, and that nothing is said without a cause.
class TestConcerns : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_world = std::make_unique<TestWorld>(); }
    void aSoundStationHasNone();
    void aRequestLapses();
    void aVoucherEnds();
    void aCertificateOfADeviceEnds();
    void certificatesOfAWholeFleetEnd();
    void certificatesOfStationsEnd();
    void anOwnCertificateThatCannotBeReadEndsNothing();
    void aBundleIsLongWithoutAReceipt();
    void aClockThatIsAheadIsSeenByItsBundle();
    void aClockThatIsBehindIsSeenByItsReceipt();
    void slowSticksAreNoWrongClocks();
    void ownClockThatWasSetBack();
    void theMostUrgentComesFirst();
    void howManyMoreThereAreIsCounted();
    void countsWhatLapsesByTheCalendar();
    void countsTheLastDays();
    void isPrinted();

private:
    static QList<Concern> of(const TestStation& station, Concern::Kind kind)
    {
        auto all = concernsOf(station.read()).value().told;
        all.removeIf([kind](const Concern& concern) { return concern.kind != kind; });
        return all;
    }

    // The same station as it looks to somebody whose clock says that.
    [[nodiscard]] static QList<Concern> at(const TestStation& station, const QDateTime& now)
    {
        auto access = station.access();
        access.clock = fixedClock(now);
        const auto session = Session::forReading(std::move(access));
        return concernsOf(*session).value().told;
    }

    void gatherDevice(const char* serial) const
    {
        m_world->putDevice(QString::fromLatin1(serial));
        m_world->site.gather({m_world->path(QStringLiteral("spool"))});
    }

    // A backend that the site knows, whose clock is so many seconds off.
    [[nodiscard]] TestStation backendOff(qint64 seconds) const
    {
        TestStation made{m_world->path(QStringLiteral("basement")), StationRole::Backend, QStringLiteral("Basement"),
            [world = m_world.get(), seconds] { return world->now().addSecs(seconds); }};
        made.trust(AnchorUse::Manufacturer, m_world->pki.manufacturer.certificate);
        made.trust(AnchorUse::Masa, m_world->pki.masa.certificate);
        made.trust(AnchorUse::Domain, m_world->pki.domainCa.certificate);
        made.know(m_world->site);
        m_world->site.know(made);
        return made;
    }

    std::unique_ptr<TestWorld> m_world;
};

void TestConcerns::aSoundStationHasNone()
{
    QVERIFY(concernsOf(m_world->site.read()).value().told.isEmpty());
    const auto status = statusOf(m_world->site.read()).value();
    QVERIFY(status.concerns.told.isEmpty() && status.concerns.further.isEmpty());
    QCOMPARE(status.lapseToday + status.lapseTomorrow, 0);
}

void TestConcerns::aRequestLapses()
{
    gatherDevice("SN-1");
    QCOMPARE(of(m_world->site, Concern::Kind::RequestLapses).size(), 0); // in four days
    m_world->advance(Day + Hour);
    const auto early = of(m_world->site, Concern::Kind::RequestLapses);
    QCOMPARE(early.size(), 1);
    QCOMPARE(early[0].device, QStringLiteral("SN-1"));
    QVERIFY(early[0].state == ItemState::Pending && !early[0].item.isNull());
    QVERIFY(early[0].urgency == Concern::Urgency::Later);
    m_world->advance(Day);
    QVERIFY(of(m_world->site, Concern::Kind::RequestLapses)[0].urgency == Concern::Urgency::Soon);
    m_world->site.exportTo(m_world->path(QStringLiteral("stick")));
    m_world->advance(Day);
    const auto late = of(m_world->site, Concern::Kind::RequestLapses)[0];
    QVERIFY(late.urgency == Concern::Urgency::Now && late.state == ItemState::Packed);
    QVERIFY2(
        late.text().contains(u"SN-1 gives up at") && late.text().contains(u"export again"), qPrintable(late.text()));
}

void TestConcerns::aVoucherEnds()
{
    const auto device = m_world->makeDevice(QStringLiteral("SN-1"));
    m_world->site.gather({m_world->put(QStringLiteral("1.vcj"), device.voucherRequest)});
    m_world->carry(m_world->site, m_world->backend, QStringLiteral("out"));
    const VoucherFacts facts{m_world->now(), m_world->now().addSecs(30 * Hour), QStringLiteral("logged"), device.serial,
        device.nonce, m_world->pki.domainCa.certificate};
    const auto voucher = makeVoucher(facts, {m_world->pki.masa, {}}).value();
    m_world->backend.gather({m_world->put(QStringLiteral("answer"), voucher)});
    const auto there = of(m_world->backend, Concern::Kind::VoucherEnds);
    QCOMPARE(there.size(), 1);
    QVERIFY(there[0].state == ItemState::Pending && there[0].urgency == Concern::Urgency::Soon);

    m_world->carry(m_world->backend, m_world->site, QStringLiteral("back"));
    const auto here = of(m_world->site, Concern::Kind::VoucherEnds);
    QCOMPARE(here.size(), 1);
    QCOMPARE(here[0].device, QStringLiteral("SN-1"));
    QVERIFY(here[0].state == ItemState::Ready);
    QVERIFY(qAbs(here[0].at.secsTo(*facts.expiresOn)) <= 1);
    m_world->site.deliver(m_world->path(QStringLiteral("registrar")));
    QVERIFY(of(m_world->site, Concern::Kind::VoucherEnds).isEmpty());
}

void TestConcerns::aCertificateOfADeviceEnds()
{
    const auto device = m_world->putDevice(QStringLiteral("SN-1"));
    m_world->site.gather({m_world->path(QStringLiteral("spool"))});
    m_world->carry(m_world->site, m_world->backend, QStringLiteral("out"));
    CertificateTemplate facts;
    facts.commonName = QStringLiteral("LDevID");
    facts.serialNumber = device.serial;
    facts.use = CertificateTemplate::Use::EndEntity;
    facts.notBefore = m_world->now().addDays(-1);
    facts.notAfter = m_world->now().addDays(40);
    const auto issued = issueCertificate(facts, publicKeyInfoOf(device.newKey), m_world->pki.domainCa).value();
    m_world->backend.gather({m_world->put(QStringLiteral("answer"), issued.der())});
    m_world->carry(m_world->backend, m_world->site, QStringLiteral("back"));
    QVERIFY(of(m_world->site, Concern::Kind::DeviceCertificateEnds).isEmpty());
    m_world->advance(15 * Day);
    const auto ending = of(m_world->site, Concern::Kind::DeviceCertificateEnds);
    QCOMPARE(ending.size(), 1);
    QCOMPARE(ending[0].device, QStringLiteral("SN-1"));
    QVERIFY(!ending[0].isRenewing && !ending[0].item.isNull());
    QVERIFY(ending[0].urgency == Concern::Urgency::Later);
    QCOMPARE(itemsOfConcern(m_world->site.read(), Concern::Kind::DeviceCertificateEnds).value(),
        QList<ItemId>{ending[0].item});
    m_world->advance(24 * Day + 12 * Hour);
    QVERIFY(of(m_world->site, Concern::Kind::DeviceCertificateEnds)[0].urgency == Concern::Urgency::Now);
}

// Counting stops at a thousand, and says so; those told one by one are the first that end.
void TestConcerns::certificatesOfAWholeFleetEnd()
{
    gatherDevice("SN-1");
    const auto fleet = [this](int devices) {
        const auto ledger = m_world->site.ledgerFile();
        changeLedger(ledger,
            {QStringLiteral("DELETE FROM device_certificates"),
                QStringLiteral(
                    "INSERT INTO device_certificates (fingerprint, device, subject, not_after, item) "
                    "WITH RECURSIVE counted(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM counted WHERE i < %1) "
                    "SELECT printf('%064x', i), 'D-' || i, 'CN=' || i, "
                    "strftime('%Y-%m-%dT%H:%M:%SZ', '%2', '+' || i || ' seconds'), "
                    "(SELECT id FROM item_facts LIMIT 1) FROM counted")
                    .arg(devices)
                    .arg(toUtcText(m_world->now().addDays(1)))});
        return concernsOf(m_world->site.read()).value();
    };
    const auto all = fleet(999);
    QCOMPARE(all.further, QList<FurtherConcerns>({{Concern::Kind::DeviceCertificateEnds, 989, false}}));
    const auto most = fleet(1001);
    QCOMPARE(most.further, QList<FurtherConcerns>({{Concern::Kind::DeviceCertificateEnds, 990, true}}));
    QCOMPARE(most.told.size(), 10);
    QCOMPARE(most.told.first().device, QStringLiteral("D-1"));
    QCOMPARE(most.told.last().device, QStringLiteral("D-10"));
}

void TestConcerns::certificatesOfStationsEnd()
{
    const auto kinds = [this](const QDateTime& now) {
        QList<Concern::Kind> found;
        for (const auto& concern : at(m_world->site, now)) {
            found.append(concern.kind);
        }
        return found;
    };
    QVERIFY(kinds(QDateTime{QDate{9999, 6, 1}, QTime{}, Qt::UTC}).isEmpty());
    QCOMPARE(kinds(QDateTime{QDate{9999, 11, 15}, QTime{}, Qt::UTC}),
        (QList<Concern::Kind>{Concern::Kind::OwnCertificateEnds, Concern::Kind::PeerCertificateEnds}));
    const auto peer = at(m_world->site, QDateTime{QDate{9999, 12, 20}, QTime{}, Qt::UTC})[1];
    QCOMPARE(peer.peerName, QStringLiteral("backend"));
    QVERIFY(peer.urgency == Concern::Urgency::Soon);
}

// Its key may be on a token that is not plugged in. `doctor` tells of it.
void TestConcerns::anOwnCertificateThatCannotBeReadEndsNothing()
{
    const auto certificate = m_world->site.read().station().settings().signing.certificate;
    gatherDevice("SN-1");
    QVERIFY(QFile::remove(QDir{m_world->site.home()}.filePath(certificate)));
    const auto status = statusOf(m_world->site.read());
    QVERIFY2(status.has_value(), status ? "" : qPrintable(status.error().message));
    QCOMPARE(status->counts.value(ItemState::Pending), 2);
}

void TestConcerns::aBundleIsLongWithoutAReceipt()
{
    // What does not lapse: the bundle of a certification request alone.
    m_world->putDevice(QStringLiteral("SN-1"));
    m_world->site.gather({m_world->path(QStringLiteral("spool/SN-1.p10"))});
    const auto made = m_world->site.exportTo(m_world->path(QStringLiteral("stick"))).bundles.front();
    m_world->advance(3 * Day);
    QVERIFY(of(m_world->site, Concern::Kind::NoReceipt).isEmpty());
    m_world->advance(Day + Hour);
    m_world->site.exportTo(m_world->path(QStringLiteral("stick"))); // the same again: fresh, and not yet missed
    const auto missed = of(m_world->site, Concern::Kind::NoReceipt);
    QCOMPARE(missed.size(), 1);
    QVERIFY(missed[0].bundle == made.id);
    QCOMPARE(missed[0].count, 1);
    QCOMPARE(missed[0].peerName, QStringLiteral("backend"));

    const auto again = m_world->site.exportTo(m_world->path(QStringLiteral("stick"))).bundles.front();
    m_world->backend.import({again.path});
    {
        auto session = m_world->backend.write();
        QCOMPARE(writeReceipts(session, {}, m_world->path(QStringLiteral("receipts"))).receipts.size(), 1);
    }
    m_world->site.import({m_world->path(QStringLiteral("receipts"))});
    QVERIFY(of(m_world->site, Concern::Kind::NoReceipt).isEmpty()); // it came, by another bundle
}

void TestConcerns::aClockThatIsAheadIsSeenByItsBundle()
{
    roundTrip(*m_world, backendOff(3 * Day));
    const auto wrong = of(m_world->site, Concern::Kind::PeerClock);
    QCOMPARE(wrong.size(), 1);
    QCOMPARE(wrong[0].peerName, QStringLiteral("Basement"));
    QVERIFY2(qAbs(wrong[0].offset - 3 * Day) < 60, qPrintable(QString::number(wrong[0].offset)));
    QVERIFY(wrong[0].urgency == Concern::Urgency::Soon && !wrong[0].bundle.isNull());
    QVERIFY2(wrong[0].text().contains(u"3 days ahead") || wrong[0].text().contains(u"2 days ahead"),
        qPrintable(wrong[0].text()));
    m_world->advance(31 * Day);
    QVERIFY(of(m_world->site, Concern::Kind::PeerClock).isEmpty()); // somebody may have set it since
}

void TestConcerns::aClockThatIsBehindIsSeenByItsReceipt()
{
    roundTrip(*m_world, backendOff(-5 * Hour));
    const auto wrong = of(m_world->site, Concern::Kind::PeerClock);
    QCOMPARE(wrong.size(), 1);
    QVERIFY2(qAbs(wrong[0].offset + 5 * Hour) < 60, qPrintable(QString::number(wrong[0].offset)));
    QVERIFY(wrong[0].urgency == Concern::Urgency::Later);
    QVERIFY2(wrong[0].text().contains(u"hours behind"), qPrintable(wrong[0].text()));
}

void TestConcerns::slowSticksAreNoWrongClocks()
{
    const auto device = m_world->putDevice(QStringLiteral("SN-1"));
    m_world->site.gather({m_world->path(QStringLiteral("spool"))});
    m_world->site.exportTo(m_world->path(QStringLiteral("out")));
    m_world->advance(2 * Day);
    m_world->backend.import({m_world->path(QStringLiteral("out"))});
    m_world->backend.gather(
        {m_world->put(QStringLiteral("answer"), m_world->pki.voucher(device.serial, device.nonce))});
    m_world->backend.exportTo(m_world->path(QStringLiteral("back")));
    m_world->advance(Day);
    m_world->site.import({m_world->path(QStringLiteral("back"))});
    QVERIFY(of(m_world->site, Concern::Kind::PeerClock).isEmpty());
    QVERIFY(of(m_world->backend, Concern::Kind::PeerClock).isEmpty());
}

void TestConcerns::ownClockThatWasSetBack()
{
    gatherDevice("SN-1");
    m_world->site.exportTo(m_world->path(QStringLiteral("stick")));
    const auto exported = m_world->now();
    const auto isWrong = [&](qint64 seconds) {
        const auto all = at(m_world->site, exported.addSecs(seconds));
        return std::any_of(
            all.begin(), all.end(), [](const Concern& concern) { return concern.kind == Concern::Kind::OwnClock; });
    };
    QVERIFY(!isWrong(0));
    QVERIFY(!isWrong(-300)); // no clock is right
    QVERIFY(isWrong(-2 * Day));
    const auto first = at(m_world->site, exported.addSecs(-2 * Day)).first();
    QVERIFY(first.kind == Concern::Kind::OwnClock && first.urgency == Concern::Urgency::Now);
    QVERIFY2(first.text().contains(u"behind what it wrote itself"), qPrintable(first.text()));
}

void TestConcerns::theMostUrgentComesFirst()
{
    gatherDevice("SN-1");
    m_world->advance(Day);
    gatherDevice("SN-2");
    m_world->advance(2 * Day + Hour);
    QStringList devices;
    const auto all = concernsOf(m_world->site.read()).value().told;
    for (const auto& concern : all) {
        devices.append(concern.device);
    }
    QCOMPARE(devices, (QStringList{QStringLiteral("SN-1"), QStringLiteral("SN-2")}));
}

// Ten of each kind are told one by one. What is behind them is neither forgotten nor pushed out by another kind.
void TestConcerns::howManyMoreThereAreIsCounted()
{
    for (int i = 0; i < 13; ++i) {
        m_world->putDevice(QStringLiteral("SN-%1").arg(i));
    }
    m_world->site.gather({m_world->path(QStringLiteral("spool"))});
    QVERIFY(itemsOfConcern(m_world->site.read(), Concern::Kind::RequestLapses).value().isEmpty());
    m_world->advance(3 * Day + Hour);
    const auto concerns = concernsOf(m_world->site.read()).value();
    QCOMPARE(concerns.told.size(), 10);
    QCOMPARE(concerns.further.size(), 1);
    QVERIFY(concerns.further[0].kind == Concern::Kind::RequestLapses);
    QCOMPARE(concerns.further[0].count, 3);
    QCOMPARE(concerns.further[0].text(), QStringLiteral("and 3 more devices that give up"));
    QCOMPARE((FurtherConcerns{Concern::Kind::DeviceCertificateEnds, 990, true}.text()),
        QStringLiteral("and at least 990 more certificates of devices that end"));
    const auto all = itemsOfConcern(m_world->site.read(), Concern::Kind::RequestLapses).value();
    QCOMPARE(QSet<ItemId>(all.begin(), all.end()).size(), 13);
    for (const auto& concern : concerns.told) {
        QVERIFY(all.contains(concern.item));
    }
    QVERIFY(itemsOfConcern(m_world->site.read(), Concern::Kind::VoucherEnds).value().isEmpty());
    QVERIFY(itemsOfConcern(m_world->site.read(), Concern::Kind::NoReceipt).value().isEmpty());

    JsonWriter writer;
    writer.beginObject();
    statusOf(m_world->site.read()).value().writeJson(writer);
    writer.endObject();
    const auto json = QString::fromUtf8(writer.text());
    QVERIFY2(
        json.contains(QStringLiteral(R"("furtherConcerns":[{"kind":"request-lapses","count":3,)")), qPrintable(json));
}

void TestConcerns::countsWhatLapsesByTheCalendar()
{
    const auto noon = [](const QDateTime& time) { return QDateTime{time.toLocalTime().date(), QTime{12, 0}}; };
    m_world->advance(m_world->now().secsTo(noon(m_world->now())));
    gatherDevice("SN-1");
    const auto lapsing = [this] {
        const auto status = statusOf(m_world->site.read()).value();
        return QList<qint64>{status.lapseToday, status.lapseTomorrow};
    };
    QCOMPARE(lapsing(), (QList<qint64>{0, 0}));
    m_world->advance(3 * Day);
    QCOMPARE(lapsing(), (QList<qint64>{0, 1}));
    m_world->advance(Day - Hour);
    QCOMPARE(lapsing(), (QList<qint64>{1, 0}));
}

void TestConcerns::countsTheLastDays()
{
    gatherDevice("SN-1");
    m_world->carry(m_world->site, m_world->backend, QStringLiteral("out"));
    m_world->advance(Day);
    m_world->backend.deliver(m_world->path(QStringLiteral("ca")));
    const auto site = lastDays(m_world->site.read(), 3).value();
    QCOMPARE(site.size(), 3);
    QCOMPARE(site.last().day, m_world->now().toLocalTime().date());
    QCOMPARE(site[0].counts.gathered, 0);
    QCOMPARE(site[1].counts.gathered, 2);
    QCOMPARE(site[2].counts.gathered, 0);
    const auto backend = lastDays(m_world->backend.read(), 3).value();
    QCOMPARE(backend[1].counts.broughtIn, 2);
    QCOMPARE(backend[2].counts.delivered, 2);
}

void TestConcerns::isPrinted()
{
    gatherDevice("SN-1");
    m_world->advance(3 * Day + Hour);
    JsonWriter writer;
    writer.beginObject();
    statusOf(m_world->site.read()).value().writeJson(writer);
    writeDaysJson(writer, lastDays(m_world->site.read(), 1).value());
    writer.endObject();
    const auto json = QString::fromUtf8(writer.text());
    QVERIFY2(json.contains(QStringLiteral(R"("concerns":[{"kind":"request-lapses","urgency":"now","at":")")),
        qPrintable(json));
    QVERIFY2(json.contains(QStringLiteral(R"("lapsing":{"today":)")), qPrintable(json));
    QVERIFY2(json.contains(QStringLiteral(R"("days":[{"day":")")), qPrintable(json));
}

SATCHEL_TEST(TestConcerns)
#include "TestConcerns.moc"
