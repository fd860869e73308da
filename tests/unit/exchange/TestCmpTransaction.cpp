#include <core/crypto/DerReader.h>
#include <core/crypto/DerWriter.h>
#include <core/exchange/station/Decide.h>
#include <core/exchange/report/Overview.h>
#include <tests/support/CmpFlow.h>
#include <tests/support/TestRegistry.h>
#include <tests/support/TestWorld.h>

#include <QFileInfo>
#include <QTest>

using namespace satchel;
using namespace satchel::test;

namespace {

QByteArray confirmWaitTime(const QDateTime& at)
{
    const auto text = at.toUTC().toString(QStringLiteral("yyyyMMddHHmmss")).toLatin1() + 'Z';
    return makeInfo(14, derElement(der::GeneralizedTime, text));
}

QDateTime toTheSecond(const QDateTime& at)
{
    return QDateTime::fromSecsSinceEpoch(at.toSecsSinceEpoch(), Qt::UTC);
}

} // namespace

// The legs of a CMP transaction through two stations: request and answer, confirmation and its acknowledgement.
class TestCmpTransaction : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void theThirdLegConfirmsTheRequest();
    void theAuthoritysDeadlineIsTheConfirmations();
    void aLateConfirmationTravelsAllTheSame();
    void anotherHashIsTold();
    void theConfirmationWaitsForItsRequest();
    void aRejectedRequestHoldsNothingUp();
    void oneOfATransactionAtATime();
    void anotherSitesTransactionHoldsNothingUp();
    void anyNumberOfAnotherSiteHidesNothing();
    void theAcknowledgementWaitsForTheAnswer();
    void aConfirmationOfAnUnknownRequestGoesOn();
    void anErrorRejectsWhatItIsAbout();
    void waitingStaysWhereItIs();
    void generalMessagesTravelBothWays();

private:
    // Puts the message into the station's folder and gathers it there.
    GatherReport gather(const TestStation& station, const QString& name, const QByteArray& bytes) const
    {
        return station.gather({m_world->put(QStringLiteral("in-") + name, bytes)});
    }
    [[nodiscard]] static Item itemOf(const TestStation& station, Kind kind)
    {
        for (const auto& item : station.items()) {
            if (item.kind == kind) {
                return item;
            }
        }
        qFatal("no %s", qPrintable(kindName(kind)));
    }
    [[nodiscard]] static QString stateOf(const TestStation& station, Kind kind)
    {
        return itemStateName(itemOf(station, kind).state);
    }
    void toBackend() const { m_world->carry(m_world->site, m_world->backend, QStringLiteral("stick")); }
    void toSite() const { m_world->carry(m_world->backend, m_world->site, QStringLiteral("stick")); }
    [[nodiscard]] DeliverReport toRa() const
    {
        return m_world->backend.deliver(m_world->path(QStringLiteral("ra")), QStringLiteral("ra"));
    }
    [[nodiscard]] DeliverReport toRegistrar() const
    {
        return m_world->site.deliver(m_world->path(QStringLiteral("registrar")));
    }
    // Everything up to the ip in the registrar's hands.
    void enrol(const QByteArray& generalInfo = {}) const;

    std::unique_ptr<TestWorld> m_world;
    std::unique_ptr<CmpFlow> m_flow;
};

void TestCmpTransaction::init()
{
    m_world = std::make_unique<TestWorld>();
    m_flow = std::make_unique<CmpFlow>(*m_world, QStringLiteral("SN-1"));
}

void TestCmpTransaction::enrol(const QByteArray& generalInfo) const
{
    QCOMPARE(gather(m_world->site, QStringLiteral("ir"), m_flow->ir()).held, 0);
    toBackend();
    QCOMPARE(toRa().delivered, 1);
    QCOMPARE(gather(m_world->backend, QStringLiteral("ip"), m_flow->ip(generalInfo)).paired, 1);
    toSite();
    QCOMPARE(toRegistrar().delivered, 1);
}

void TestCmpTransaction::theThirdLegConfirmsTheRequest()
{
    enrol();
    QCOMPARE(stateOf(m_world->site, Kind::CertificationRequest), QStringLiteral("answered"));

    const auto confirmed = gather(m_world->site, QStringLiteral("certconf"), m_flow->certConf());
    QCOMPARE(confirmed.gathered, 1);
    QCOMPARE(confirmed.held, 0);
    QVERIFY(confirmed.warnings.isEmpty());
    const auto confirmation = itemOf(m_world->site, Kind::Confirmation);
    QCOMPARE(confirmation.device, QStringLiteral("SN-1"));
    QVERIFY(!confirmation.deadline);

    toBackend();
    const auto handedOver = toRa();
    QCOMPARE(handedOver.delivered, 1);
    QCOMPARE(TestWorld::read(*handedOver.files.values().front().find(u"path")->string()), m_flow->certConf());
    QCOMPARE(gather(m_world->backend, QStringLiteral("pkiconf"), m_flow->pkiconf()).paired, 1);
    QCOMPARE(stateOf(m_world->backend, Kind::Confirmation), QStringLiteral("answered"));
    toSite();

    QCOMPARE(stateOf(m_world->site, Kind::Confirmation), QStringLiteral("answered"));
    QCOMPARE(stateOf(m_world->site, Kind::CertificationRequest), QStringLiteral("confirmed"));
    QCOMPARE(stateOf(m_world->site, Kind::CertificationResponse), QStringLiteral("confirmed"));
    const auto acknowledged = toRegistrar();
    QCOMPARE(acknowledged.delivered, 1);
    QCOMPARE(TestWorld::read(*acknowledged.files.values().front().find(u"path")->string()), m_flow->pkiconf());
    const auto session = m_world->site.read();
    QCOMPARE(session.ledger().items().countMiscounted().value_or(-1), 0);
    QCOMPARE(session.ledger().items().countWronglyIndexed().value_or(-1), 0);
}

void TestCmpTransaction::theAuthoritysDeadlineIsTheConfirmations()
{
    const auto until = toTheSecond(m_world->now().addDays(2));
    enrol(confirmWaitTime(until));
    gather(m_world->site, QStringLiteral("certconf"), m_flow->certConf());
    toBackend();

    for (const auto* const station : {&m_world->site, &m_world->backend}) {
        QCOMPARE(itemOf(*station, Kind::Confirmation).deadline.value_or(QDateTime{}), until);
        const auto session = station->read();
        const auto status = statusOf(session);
        QVERIFY(status.has_value());
        QCOMPARE(status->deadlines.size(), 1);
        QCOMPARE(status->deadlines.front().kind, Kind::Confirmation);
    }
}

// Whose clock is right nobody here knows: the authority judges what comes late.
void TestCmpTransaction::aLateConfirmationTravelsAllTheSame()
{
    enrol(confirmWaitTime(m_world->now().addDays(1)));
    m_world->advance(3 * 24 * 3600);

    const auto report = gather(m_world->site, QStringLiteral("certconf"), m_flow->certConf());

    QCOMPARE(report.held, 0);
    QCOMPARE(report.warnings.size(), 1);
    QVERIFY(itemOf(m_world->site, Kind::Confirmation).warnings.first().contains(QStringLiteral("has passed")));
    {
        const auto session = m_world->site.write();
    } // in which what is overdue lapses
    QCOMPARE(stateOf(m_world->site, Kind::Confirmation), QStringLiteral("pending"));
    toBackend();
    QCOMPARE(toRa().delivered, 1);
}

void TestCmpTransaction::anotherHashIsTold()
{
    enrol();
    const auto report = gather(m_world->site, QStringLiteral("certconf"), m_flow->certConfOf(QByteArray(32, 'x')));
    QCOMPARE(report.held, 0);
    QCOMPARE(report.refused.size(), 0);
    QCOMPARE(report.warnings.size(), 1);
    toBackend();
    for (const auto* const station : {&m_world->site, &m_world->backend}) {
        const auto item = itemOf(*station, Kind::Confirmation);
        QCOMPARE(item.warnings.size(), 1);
        QVERIFY2(item.warnings.first().contains(QStringLiteral("another certificate")), qPrintable(item.warnings[0]));
    }
    QCOMPARE(toRa().delivered, 1);
}

void TestCmpTransaction::theConfirmationWaitsForItsRequest()
{
    gather(m_world->site, QStringLiteral("certconf"), m_flow->certConf());
    gather(m_world->site, QStringLiteral("ir"), m_flow->ir());
    toBackend();

    const auto first = toRa();
    QCOMPARE(first.delivered, 1);
    QCOMPARE(first.waiting, 1);
    QCOMPARE(*first.files.values().front().find(u"kind")->string(), QStringLiteral("certification-request"));
    const auto second = toRa();
    QCOMPARE(second.delivered, 0);
    QCOMPARE(second.waiting, 1);

    QCOMPARE(gather(m_world->backend, QStringLiteral("ip"), m_flow->ip()).paired, 1);
    const auto third = toRa();
    QCOMPARE(third.delivered, 1);
    QCOMPARE(third.waiting, 0);
    QCOMPARE(*third.files.values().front().find(u"kind")->string(), QStringLiteral("confirmation"));
}

void TestCmpTransaction::aRejectedRequestHoldsNothingUp()
{
    gather(m_world->site, QStringLiteral("ir"), m_flow->ir());
    gather(m_world->site, QStringLiteral("certconf"), m_flow->certConf());
    toBackend();
    QCOMPARE(toRa().waiting, 1);
    gather(m_world->backend, QStringLiteral("ip"), m_flow->ip({}, 2));
    QCOMPARE(toRa().delivered, 1);
}

void TestCmpTransaction::oneOfATransactionAtATime()
{
    enrol();
    gather(m_world->site, QStringLiteral("certconf"), m_flow->certConf());
    gather(m_world->site, QStringLiteral("certconf-2"), m_flow->certConfOf(QByteArray(32, 'x'), "another nonce"));
    toBackend();

    const auto first = toRa();
    QCOMPARE(first.delivered, 1);
    QCOMPARE(first.waiting, 1);
    QCOMPARE(TestWorld::read(*first.files.values().front().find(u"path")->string()), m_flow->certConf());

    gather(m_world->backend, QStringLiteral("pkiconf"), m_flow->pkiconf());
    QCOMPARE(toRa().delivered, 1);
}

void TestCmpTransaction::anotherSitesTransactionHoldsNothingUp()
{
    const auto other = m_world->station(QStringLiteral("other"), StationRole::Site);
    other.know(m_world->backend);
    m_world->backend.know(other);
    gather(other, QStringLiteral("ir"), m_flow->ir()); // of a transaction that it has overheard
    m_world->carry(other, m_world->backend, QStringLiteral("stick-2"));

    gather(m_world->site, QStringLiteral("certconf"), m_flow->certConf());
    toBackend();

    QCOMPARE(toRa().delivered, 2);
}

void TestCmpTransaction::anyNumberOfAnotherSiteHidesNothing()
{
    const auto other = m_world->station(QStringLiteral("other"), StationRole::Site);
    other.know(m_world->backend);
    m_world->backend.know(other);
    gather(m_world->site, QStringLiteral("ir"), m_flow->ir());
    gather(m_world->site, QStringLiteral("certconf"), m_flow->certConf());
    toBackend();
    for (int i = 0; i < ItemStore::MostRequests; ++i) {
        const auto nonce = QStringLiteral("nonce %1").arg(i).toLatin1();
        m_world->put(QStringLiteral("overheard/%1").arg(i), m_flow->certConfOf(QByteArray(32, 'x'), nonce));
    }
    QCOMPARE(other.gather({m_world->path(QStringLiteral("overheard"))}).gathered, ItemStore::MostRequests);
    m_world->carry(other, m_world->backend, QStringLiteral("stick-2"));

    // The site's confirmation still waits for the site's request; of the other ones one goes.
    const auto handedOver = toRa();
    QCOMPARE(handedOver.delivered, 2);
    QCOMPARE(handedOver.waiting, ItemStore::MostRequests);
    // The answer still finds the request.
    QCOMPARE(gather(m_world->backend, QStringLiteral("ip"), m_flow->ip()).paired, 1);
    QCOMPARE(stateOf(m_world->backend, Kind::CertificationRequest), QStringLiteral("answered"));
}

void TestCmpTransaction::theAcknowledgementWaitsForTheAnswer()
{
    gather(m_world->site, QStringLiteral("ir"), m_flow->ir());
    gather(m_world->site, QStringLiteral("certconf"), m_flow->certConf());
    toBackend();
    QCOMPARE(toRa().delivered, 1);
    gather(m_world->backend, QStringLiteral("ip"), m_flow->ip());
    QCOMPARE(toRa().delivered, 1);
    gather(m_world->backend, QStringLiteral("pkiconf"), m_flow->pkiconf());
    toSite();

    const auto first = toRegistrar();
    QCOMPARE(first.delivered, 1);
    QCOMPARE(first.waiting, 1);
    QCOMPARE(*first.files.values().front().find(u"kind")->string(), QStringLiteral("certification-response"));
    const auto second = toRegistrar();
    QCOMPARE(second.delivered, 1);
    QCOMPARE(*second.files.values().front().find(u"kind")->string(), QStringLiteral("confirmation-response"));
    QCOMPARE(stateOf(m_world->site, Kind::CertificationRequest), QStringLiteral("confirmed"));
}

// Its request may have gone on line, or through another backend.
void TestCmpTransaction::aConfirmationOfAnUnknownRequestGoesOn()
{
    const auto report = gather(m_world->site, QStringLiteral("certconf"), m_flow->certConf());
    QVERIFY(report.warnings.isEmpty());
    toBackend();
    QCOMPARE(toRa().delivered, 1);
    gather(m_world->backend, QStringLiteral("pkiconf"), m_flow->pkiconf());
    toSite();
    QCOMPARE(toRegistrar().delivered, 1);
}

void TestCmpTransaction::anErrorRejectsWhatItIsAbout()
{
    enrol();
    gather(m_world->site, QStringLiteral("certconf"), m_flow->certConf());
    toBackend();
    QCOMPARE(toRa().delivered, 1);
    const auto error = m_flow->error("nonce of the certConf");
    QCOMPARE(gather(m_world->backend, QStringLiteral("error"), error).paired, 1);
    toSite();

    QCOMPARE(stateOf(m_world->site, Kind::Confirmation), QStringLiteral("rejected"));
    QCOMPARE(stateOf(m_world->site, Kind::CertificationRequest), QStringLiteral("answered"));
    // For the device, so under its own name: what a person rejects is told in another form.
    const auto path = *toRegistrar().files.values().front().find(u"path")->string();
    QVERIFY2(path.endsWith(QStringLiteral(".pki")), qPrintable(path));
    QCOMPARE(QFileInfo{path}.baseName(), itemOf(m_world->site, Kind::Rejection).id.toString());
    QCOMPARE(TestWorld::read(path), error);
}

void TestCmpTransaction::waitingStaysWhereItIs()
{
    gather(m_world->site, QStringLiteral("ir"), m_flow->ir());
    toBackend();
    QCOMPARE(toRa().delivered, 1);
    QCOMPARE(gather(m_world->backend, QStringLiteral("waiting"), m_flow->ip({}, 3)).held, 1);
    auto pollReq = CmpDraft{};
    pollReq.transactionId = m_flow->transaction;
    pollReq.bodyTag = 25;
    pollReq.body = QByteArray::fromHex("3000");
    pollReq.signer = m_flow->device;
    QCOMPARE(gather(m_world->site, QStringLiteral("poll"), makeCmp(pollReq)).held, 1);

    for (const auto* const station : {&m_world->site, &m_world->backend}) {
        const auto item = itemOf(*station, Kind::Waiting);
        QCOMPARE(itemStateName(item.state), QStringLiteral("held"));
        auto session = station->write();
        const auto report = release(session, {{item.id.toString()}, false, QStringLiteral("let it go")});
        QCOMPARE(report.items.size(), 0);
        QCOMPARE(report.refused.size(), 1);
    }
    QVERIFY(itemOf(m_world->backend, Kind::Waiting).reason->text.contains(QStringLiteral("not carried")));
    QCOMPARE(stateOf(m_world->backend, Kind::CertificationRequest), QStringLiteral("delivered"));
}

void TestCmpTransaction::generalMessagesTravelBothWays()
{
    const auto with = [this](unsigned tag, const IssuerIdentity& signer, const char* nonce) {
        CmpDraft draft;
        draft.transactionId = m_flow->transaction;
        draft.bodyTag = tag;
        draft.body = derElement(der::Sequence, makeInfo(17));
        draft.signer = signer;
        draft.senderNonce = nonce;
        draft.recipientNonce = tag == 22 ? QByteArray{"nonce of the genm"} : QByteArray{};
        return makeCmp(draft);
    };
    gather(m_world->site, QStringLiteral("genm"), with(21, m_flow->device, "nonce of the genm"));
    toBackend();
    QCOMPARE(toRa().delivered, 1);
    QCOMPARE(gather(m_world->backend, QStringLiteral("genp"), with(22, m_flow->ra, "nonce of the genp")).paired, 1);
    toSite();
    QCOMPARE(stateOf(m_world->site, Kind::CertificationRequest), QStringLiteral("answered"));
    QCOMPARE(toRegistrar().delivered, 1);
}

SATCHEL_TEST(TestCmpTransaction)
#include "TestCmpTransaction.moc"
