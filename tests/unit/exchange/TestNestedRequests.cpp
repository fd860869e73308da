#include <core/exchange/deliver/NestedRequests.h>
#include <core/objects/cmp/CmpMessage.h>
#include <core/objects/cmp/CmpNesting.h>
#include <core/objects/Sidecar.h>
#include <core/station/CertificatePem.h>
#include <tests/support/CmpFlow.h>
#include <tests/support/TestRegistry.h>
#include <tests/support/TestWorld.h>

#include <QDir>
#include <QFileInfo>
#include <QSet>
#include <QTest>

#include <algorithm>

using namespace satchel;
using namespace satchel::test;

namespace {

QString memberText(const JsonValue& row, QStringView name)
{
    return *row.find(name)->string();
}

// The messages in the nested one that lies there.
std::vector<QByteArray> insideOf(const QString& path)
{
    const auto message = CmpMessage::parse(TestWorld::read(path));
    return message ? (*message)->body().nested : std::vector<QByteArray>{};
}

QSet<QString> pathsOf(const DeliverReport& report)
{
    QSet<QString> paths;
    for (const auto& row : report.files.values()) {
        paths.insert(memberText(row, u"path"));
    }
    return paths;
}

} // namespace

// A backend that hands CMP requests to its RA in nested messages: consents and batches.
class TestNestedRequests : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void withoutThePolicyAllGoAsTheyCame();
    void oneEachIsTheConsent();
    void severalAreABatch();
    void whatIsHandedOverAgainIsTheSame();
    void whatWasWrittenDownFirstIsHandedOver();
    void aBatchThatLostOneIsMadeAnew();
    void theAnswersToABatchFindTheirRequests();
    void twoOfOneTransactionAreNoBatch();
    void confirmationsGoTheSameWay();
    void aConsentFromTheSiteStaysAsItIs();
    void othersGoAsTheyCame();
    void onlyARegistrationAuthorityConsents();

private:
    void setPolicy(int nested, const IssuerIdentity& ra) const;
    void setPolicy(int nested) const { setPolicy(nested, m_world->pki.registrar); }
    // So many devices ask, and their requests are at the backend.
    void ask(int devices);
    [[nodiscard]] DeliverReport toRa(bool again = false) const
    {
        auto session = m_world->backend.write();
        return deliver(session, {m_world->path(QStringLiteral("ra")), QStringLiteral("ra"), again}, {});
    }
    void rightWithTheRa() const { QVERIFY(QDir{m_world->path(QStringLiteral("ra"))}.removeRecursively()); }

    std::unique_ptr<TestWorld> m_world;
    std::vector<CmpFlow> m_flows;
};

void TestNestedRequests::init()
{
    m_world = std::make_unique<TestWorld>();
    m_flows.clear();
}

void TestNestedRequests::setPolicy(int nested, const IssuerIdentity& ra) const
{
    const auto home = m_world->backend.home();
    m_world->put(QStringLiteral("backend/keys/ra.key.pem"), ra.key.toPkcs8Pem(Secret{})->reveal());
    m_world->put(QStringLiteral("backend/keys/ra.cert.pem"),
        certificatesPem({ra.certificate, m_world->pki.domainCa.certificate}));
    auto settings = Settings::load(home + QStringLiteral("/settings.toml"));
    QVERIFY(settings.has_value());
    settings->registrationAuthority = {QStringLiteral("keys/ra.key.pem"), QStringLiteral("keys/ra.cert.pem")};
    settings->policy.cmpNested = nested;
    QVERIFY(settings->save(home + QStringLiteral("/settings.toml")).has_value());
}

void TestNestedRequests::ask(int devices)
{
    for (int i = 1; i <= devices; ++i) {
        const auto serial = QStringLiteral("SN-%1").arg(i);
        m_flows.emplace_back(*m_world, serial);
        m_world->put(QStringLiteral("spool/%1.pki").arg(serial), m_flows.back().ir());
    }
    QCOMPARE(m_world->site.gather({m_world->path(QStringLiteral("spool"))}).held, 0);
    m_world->carry(m_world->site, m_world->backend, QStringLiteral("stick"));
}

void TestNestedRequests::withoutThePolicyAllGoAsTheyCame()
{
    setPolicy(0);
    ask(1);
    const auto report = toRa();
    QCOMPARE(TestWorld::read(memberText(report.files.values().front(), u"path")), m_flows[0].ir());
}

void TestNestedRequests::oneEachIsTheConsent()
{
    setPolicy(1);
    ask(3);

    const auto report = toRa();

    QVERIFY2(!report.failure, report.failure ? qPrintable(report.failure->message) : "");
    QCOMPARE(report.delivered, 3);
    QCOMPARE(pathsOf(report).size(), 3);
    for (const auto& row : report.files.values()) {
        const auto path = memberText(row, u"path");
        QCOMPARE(QFileInfo{path}.fileName(), memberText(row, u"item") + QStringLiteral(".pki"));
        const auto inside = insideOf(path);
        QCOMPARE(inside.size(), std::size_t{1});
        QVERIFY(std::ranges::any_of(m_flows, [&](const CmpFlow& flow) { return flow.ir() == inside.front(); }));
        const auto sidecar = Sidecar::parse(TestWorld::read(path + QStringLiteral(".meta")));
        QVERIFY(sidecar.has_value() && sidecar->device.startsWith(QStringLiteral("SN-")));
    }
    QCOMPARE(m_world->backend.count(ItemState::Delivered), 3);
    const auto answer = m_world->backend.gather({m_world->put(QStringLiteral("in/ip"), m_flows[0].ip())});
    QCOMPARE(answer.paired, 1);
    QCOMPARE(answer.held, 0);
}

void TestNestedRequests::severalAreABatch()
{
    setPolicy(2);
    ask(3);

    const auto report = toRa();

    QCOMPARE(report.delivered, 3);
    QCOMPARE(pathsOf(report).size(), 2);
    QSet<QByteArray> inside;
    for (const auto& path : pathsOf(report)) {
        const auto messages = insideOf(path);
        QCOMPARE(path.endsWith(QStringLiteral(".batch.pki")), messages.size() == 2);
        QVERIFY(Sidecar::parse(TestWorld::read(path + QStringLiteral(".meta"))).has_value());
        for (const auto& message : messages) {
            inside.insert(message);
        }
    }
    QCOMPARE(inside, (QSet<QByteArray>{m_flows[0].ir(), m_flows[1].ir(), m_flows[2].ir()}));
    QCOMPARE(m_world->list(QStringLiteral("ra")).size(), 4);
    QCOMPARE(m_world->backend.count(ItemState::Delivered), 3);
    QCOMPARE(toRa().delivered, 0);
}

void TestNestedRequests::whatIsHandedOverAgainIsTheSame()
{
    setPolicy(2);
    ask(3);
    QMap<QString, QByteArray> before;
    for (const auto& path : pathsOf(toRa())) {
        before[path] = TestWorld::read(path);
    }
    rightWithTheRa();
    QCOMPARE(toRa().delivered, 0);

    const auto again = toRa(true);

    QCOMPARE(again.delivered, 3);
    QMap<QString, QByteArray> after;
    for (const auto& path : pathsOf(again)) {
        after[path] = TestWorld::read(path);
    }
    QCOMPARE(after, before);
    QCOMPARE(toRa(true).delivered, 0); // they lie there still
}

// As after a crash between the ledger and the folder: the batch that was made counts, whatever came since.
void TestNestedRequests::whatWasWrittenDownFirstIsHandedOver()
{
    setPolicy(2);
    ask(2);
    qint64 number = 0;
    {
        auto session = m_world->backend.write();
        const auto page = session.ledger().items().readyAfter(0, {}, false, 10, 1 << 20);
        QVERIFY(page.has_value() && page->size() == 2);
        number = page->front().number;
        // What deliver does before it writes a file.
        const NestedRequests requests{session, false};
        const auto wait = [](bool all) { return [all](const Item&) { return Result<bool>{all}; }; };
        const auto none = requests.around(*page, wait(true));
        QVERIFY(none.has_value() && none->isEmpty());
        const auto made = requests.around(*page, wait(false));
        QVERIFY(made.has_value() && made->size() == 1);
        // What the RA may have waits for nothing, nor do those beside it.
        const auto again = requests.around(*page, wait(true));
        QVERIFY(again.has_value() && again->size() == 1 && again->front().bytes == made->front().bytes);
    }
    const auto written = m_world->backend.read().ledger().wrappings().around(number);
    QVERIFY(written.has_value() && *written);
    QCOMPARE((*written)->members.size(), 2);
    m_flows.emplace_back(*m_world, QStringLiteral("SN-9"));
    m_world->put(QStringLiteral("spool/SN-9.pki"), m_flows.back().ir());
    m_world->site.gather({m_world->path(QStringLiteral("spool"))});
    m_world->carry(m_world->site, m_world->backend, QStringLiteral("stick"));

    const auto report = toRa();

    QCOMPARE(report.delivered, 3);
    QVERIFY(pathsOf(report).contains(m_world->path(QStringLiteral("ra/")) + (*written)->name));
    QCOMPARE(TestWorld::read(m_world->path(QStringLiteral("ra/")) + (*written)->name), (*written)->bytes);
}

void TestNestedRequests::aBatchThatLostOneIsMadeAnew()
{
    setPolicy(3);
    ask(3);
    const auto first = pathsOf(toRa());
    QCOMPARE(first.size(), 1);
    rightWithTheRa();
    m_world->backend.gather({m_world->put(QStringLiteral("in/ip"), m_flows[1].ip())});

    const auto again = toRa(true);

    QCOMPARE(again.delivered, 2);
    QCOMPARE(pathsOf(again).size(), 1);
    QVERIFY(pathsOf(again) != first);
    QCOMPARE(insideOf(*pathsOf(again).begin()).size(), std::size_t{2});
}

void TestNestedRequests::theAnswersToABatchFindTheirRequests()
{
    setPolicy(32);
    ask(3);
    QCOMPARE(pathsOf(toRa()).size(), 1);
    const auto nested = nestCmpMessages(
        {m_flows[2].ip(), m_flows[0].ip({}, 2), m_flows[1].ip()}, {m_world->pki.registrar, {}}, m_world->now());
    QVERIFY(nested.has_value());

    const auto report = m_world->backend.gather({m_world->put(QStringLiteral("in/answer"), *nested)});

    QCOMPARE(report.paired, 3);
    QCOMPARE(report.held, 0);
    m_world->carry(m_world->backend, m_world->site, QStringLiteral("stick"));
    QCOMPARE(m_world->site.count(ItemState::Answered), 2);
    QCOMPARE(m_world->site.count(ItemState::Rejected), 1);
}

void TestNestedRequests::twoOfOneTransactionAreNoBatch()
{
    setPolicy(32);
    ask(1);
    const auto other = m_world->station(QStringLiteral("other"), StationRole::Site);
    other.know(m_world->backend);
    m_world->backend.know(other);
    other.gather({m_world->path(QStringLiteral("spool"))});
    m_world->carry(other, m_world->backend, QStringLiteral("stick-2"));

    const auto report = toRa();

    QCOMPARE(report.delivered, 2);
    QCOMPARE(pathsOf(report).size(), 2);
}

void TestNestedRequests::confirmationsGoTheSameWay()
{
    setPolicy(1);
    m_flows.emplace_back(*m_world, QStringLiteral("SN-1"));
    m_world->site.gather({m_world->put(QStringLiteral("spool/certconf"), m_flows[0].certConf())});
    m_world->carry(m_world->site, m_world->backend, QStringLiteral("stick"));
    QCOMPARE(insideOf(*pathsOf(toRa()).begin()), std::vector<QByteArray>{m_flows[0].certConf()});
}

void TestNestedRequests::aConsentFromTheSiteStaysAsItIs()
{
    setPolicy(32);
    m_flows.emplace_back(*m_world, QStringLiteral("SN-1"));
    const auto consent = nestCmpMessages({m_flows[0].ir()}, {m_world->pki.registrar, {}}, m_world->now());
    QVERIFY(consent.has_value());
    m_world->site.gather({m_world->put(QStringLiteral("spool/consent"), *consent)});
    m_world->carry(m_world->site, m_world->backend, QStringLiteral("stick"));

    const auto report = toRa();

    QCOMPARE(report.delivered, 1);
    QCOMPARE(TestWorld::read(*pathsOf(report).begin()), *consent);
}

void TestNestedRequests::othersGoAsTheyCame()
{
    setPolicy(1);
    const auto device = m_world->putDevice(QStringLiteral("SN-1"));
    m_world->site.gather({m_world->path(QStringLiteral("spool"))});
    m_world->carry(m_world->site, m_world->backend, QStringLiteral("stick"));
    const auto report = toRa();
    QCOMPARE(report.delivered, 1);
    QCOMPARE(TestWorld::read(*pathsOf(report).begin()), device.certificationRequest);
}

void TestNestedRequests::onlyARegistrationAuthorityConsents()
{
    setPolicy(1, m_world->pki.device(QStringLiteral("SN-7")));
    ask(1);
    const auto report = toRa();
    QVERIFY(report.failure.has_value());
    QCOMPARE(report.failure->code, ErrorCode::KeyMismatch);
    QVERIFY(report.failure->message.contains(QStringLiteral("id-kp-cmcRA")));
    QCOMPARE(m_world->backend.count(ItemState::Ready), 1);
}

SATCHEL_TEST(TestNestedRequests)
#include "TestNestedRequests.moc"
