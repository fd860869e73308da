#include <core/exchange/station/Decide.h>
#include <tests/support/CmcForge.h>
#include <tests/support/MessageForge.h>
#include <tests/support/ScepForge.h>
#include <tests/support/TestRegistry.h>
#include <tests/support/TestWorld.h>

#include <QFileInfo>
#include <QTest>

using namespace satchel;
using namespace satchel::test;

namespace {

QString stateOf(const TestStation& station, const QString& localName)
{
    for (const auto& item : station.items()) {
        if (item.localName == localName) {
            return itemStateName(item.state);
        }
    }
    return QStringLiteral("missing");
}

QString reasonOf(const TestStation& station, const QString& localName)
{
    for (const auto& item : station.items()) {
        if (item.localName == localName && item.reason) {
            return errorCodeName(item.reason->code);
        }
    }
    return {};
}

QString reply(const TestStation& station, const QString& localName)
{
    for (const auto& item : station.items()) {
        if (item.localName == localName) {
            return item.inReplyTo.toString();
        }
    }
    return {};
}

QString idOf(const TestStation& station, const QString& localName)
{
    for (const auto& item : station.items()) {
        if (item.localName == localName) {
            return item.id.toString();
        }
    }
    return {};
}

} // namespace

// Protocols whose devices ask after their requests (SCEP, CMC), on the whole way: site, stick, backend, authority and
// back.
class TestTransactions : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void scepEnrolmentThatIsPendingAtFirst();
    void scepEnrolmentThatIsRefused();
    void requestIsHandedOverBeforeItsPoll();
    void onlyTheNewestPollTravels();
    void pollsOfADeviceThatNobodyKnowsReplaceEachOther();
    void requestOutlivesAnyNumberOfPolls();
    void answerToAnOlderPollLeavesTheNewerOneOpen();
    void strangersPollEndsNothing();
    void rejectingAPollByHandLeavesTheRequest();
    void secondAnswerOfATransactionIsHeld();
    void newTransactionReplacesTheOlderOne();
    void nonceTellsWhichSiteIsMeant();
    void cmcEnrolmentThatIsPendingAtFirst();
    void cmcEnrolmentByKeyAlone();

private:
    // A file that the site's or the backend's local system hands in.
    void gatherAtSite(const QString& name, const QByteArray& bytes) const
    {
        QVERIFY(!m_world->site.gather({m_world->put(QStringLiteral("spool/") + name, bytes)}).failure);
    }
    void gatherAtBackend(const QString& name, const QByteArray& bytes) const
    {
        QVERIFY(!m_world->backend.gather({m_world->put(QStringLiteral("answers/") + name, bytes)}).failure);
    }
    void carryOut() const
    {
        m_world->carry(m_world->site, m_world->backend, QStringLiteral("stick"));
        m_world->advance(1); // so that each run of deliver() is seen to be another
    }
    void carryBack() const { m_world->carry(m_world->backend, m_world->site, QStringLiteral("stick")); }

    // What the station hands over, as the bytes of the files but for sidecars.
    [[nodiscard]] QList<QByteArray> delivered(const TestStation& station, const QString& recipient) const
    {
        QList<QByteArray> files;
        for (const auto& row : station.deliver(m_world->path(recipient), recipient).files.values()) {
            files.append(TestWorld::read(*row.find(u"path")->string()));
        }
        return files;
    }

    [[nodiscard]] QByteArray scepRequestOf(const IssuerIdentity& device, const QByteArray& transaction = "T+1/=") const
    {
        auto draft = scepRequest(device, m_world->pki.domainCa.certificate);
        draft.transactionId = transaction;
        draft.senderNonce = "nonce-of-request";
        return makeScep(draft);
    }
    [[nodiscard]] QByteArray scepPollOf(
        const IssuerIdentity& device, const QByteArray& nonce, const QByteArray& transaction = "T+1/=") const
    {
        auto draft = scepPoll(device, m_world->pki.domainCa.certificate, nonce);
        draft.transactionId = transaction;
        return makeScep(draft);
    }
    [[nodiscard]] QByteArray scepAnswerTo(const QByteArray& nonce) const
    {
        auto draft = scepSuccess(m_world->pki.registrar, m_device->certificate, nonce);
        draft.transactionId = "T+1/=";
        return makeScep(draft);
    }
    [[nodiscard]] QByteArray scepStatusTo(const QByteArray& nonce, const QByteArray& status) const
    {
        auto draft = scepStatus(m_world->pki.registrar, status, nonce);
        draft.transactionId = "T+1/=";
        return makeScep(draft);
    }

    std::unique_ptr<TestWorld> m_world;
    std::optional<IssuerIdentity> m_device;
};

void TestTransactions::init()
{
    m_world = std::make_unique<TestWorld>();
    m_device = m_world->pki.device(QStringLiteral("SN-1"));
}

void TestTransactions::scepEnrolmentThatIsPendingAtFirst()
{
    const auto asked = scepRequestOf(*m_device);
    gatherAtSite(QStringLiteral("request"), asked);
    carryOut();
    QCOMPARE(delivered(m_world->backend, QStringLiteral("ra")), QList<QByteArray>{asked});
    gatherAtBackend(QStringLiteral("pending"), scepStatusTo("nonce-of-request", "3"));
    QCOMPARE(stateOf(m_world->backend, QStringLiteral("pending")), QStringLiteral("held"));
    QCOMPARE(reasonOf(m_world->backend, QStringLiteral("pending")), QStringLiteral("held"));
    QCOMPARE(stateOf(m_world->backend, QStringLiteral("request")), QStringLiteral("delivered"));

    const auto poll = scepPollOf(*m_device, "nonce-of-poll-01");
    gatherAtSite(QStringLiteral("poll"), poll);
    QCOMPARE(stateOf(m_world->site, QStringLiteral("request")), QStringLiteral("packed"));
    carryOut();
    QCOMPARE(delivered(m_world->backend, QStringLiteral("ra")), QList<QByteArray>{poll});
    const auto answer = scepAnswerTo("nonce-of-poll-01");
    gatherAtBackend(QStringLiteral("answer"), answer);
    QCOMPARE(stateOf(m_world->backend, QStringLiteral("answer")), QStringLiteral("pending"));
    QCOMPARE(reply(m_world->backend, QStringLiteral("answer")), idOf(m_world->backend, QStringLiteral("poll")));
    QCOMPARE(stateOf(m_world->backend, QStringLiteral("poll")), QStringLiteral("answered"));
    QCOMPARE(stateOf(m_world->backend, QStringLiteral("request")), QStringLiteral("answered"));

    carryBack();
    QCOMPARE(stateOf(m_world->site, QStringLiteral("poll")), QStringLiteral("answered"));
    QCOMPARE(stateOf(m_world->site, QStringLiteral("request")), QStringLiteral("answered"));
    QCOMPARE(delivered(m_world->site, QStringLiteral("registrar")), QList<QByteArray>{answer});
    // Nothing of it is due for ever.
    QCOMPARE(m_world->site.exportTo(m_world->path(QStringLiteral("stick"))).items, 0);
}

void TestTransactions::scepEnrolmentThatIsRefused()
{
    gatherAtSite(QStringLiteral("request"), scepRequestOf(*m_device));
    gatherAtSite(QStringLiteral("poll"), scepPollOf(*m_device, "nonce-of-poll-01"));
    carryOut();
    QCOMPARE(delivered(m_world->backend, QStringLiteral("ra")).size(), 1);
    m_world->advance(1);
    QCOMPARE(delivered(m_world->backend, QStringLiteral("ra")).size(), 1);
    const auto failure = scepStatusTo("nonce-of-poll-01", "2");
    gatherAtBackend(QStringLiteral("failure"), failure);
    carryBack();

    QCOMPARE(stateOf(m_world->site, QStringLiteral("poll")), QStringLiteral("rejected"));
    QCOMPARE(stateOf(m_world->site, QStringLiteral("request")), QStringLiteral("rejected"));
    // It is the protocol's own, for the device, and no file of ours.
    const auto report = m_world->site.deliver(m_world->path(QStringLiteral("registrar")));
    QCOMPARE(report.files.values().size(), 1);
    const QString path = *report.files.values().front().find(u"path")->string();
    QVERIFY2(path.endsWith(idOf(m_world->site, QStringLiteral("failure")) + QStringLiteral(".scep")), qPrintable(path));
    QCOMPARE(TestWorld::read(path), failure);
}

// An authority that meets the poll first says no to what it does not know yet, and the files of one folder are read in
// any order.
void TestTransactions::requestIsHandedOverBeforeItsPoll()
{
    const auto asked = scepRequestOf(*m_device);
    const auto poll = scepPollOf(*m_device, "nonce-of-poll-01");
    const auto stranger = scepPollOf(m_world->pki.device(QStringLiteral("SN-2")), "nonce-of-poll-02");
    gatherAtSite(QStringLiteral("1 poll"), poll);
    gatherAtSite(QStringLiteral("2 request"), asked);
    gatherAtSite(QStringLiteral("3 stranger's poll"), stranger);
    carryOut();
    const auto first = delivered(m_world->backend, QStringLiteral("ra"));
    QVERIFY(first.contains(asked) && first.contains(stranger) && !first.contains(poll));
    QCOMPARE(stateOf(m_world->backend, QStringLiteral("1 poll")), QStringLiteral("ready"));
    m_world->advance(1);
    QCOMPARE(delivered(m_world->backend, QStringLiteral("ra")), QList<QByteArray>{poll});
    QCOMPARE(m_world->backend.count(ItemState::Ready), 0);
}

void TestTransactions::onlyTheNewestPollTravels()
{
    gatherAtSite(QStringLiteral("request"), scepRequestOf(*m_device));
    gatherAtSite(QStringLiteral("poll 1"), scepPollOf(*m_device, "nonce-of-poll-01"));
    gatherAtSite(QStringLiteral("poll 2"), scepPollOf(*m_device, "nonce-of-poll-02"));
    QCOMPARE(stateOf(m_world->site, QStringLiteral("request")), QStringLiteral("pending"));
    QCOMPARE(stateOf(m_world->site, QStringLiteral("poll 1")), QStringLiteral("superseded"));
    QCOMPARE(stateOf(m_world->site, QStringLiteral("poll 2")), QStringLiteral("pending"));

    carryOut();
    QCOMPARE(m_world->backend.items().size(), 2);
    gatherAtBackend(QStringLiteral("to poll 1"), scepAnswerTo("nonce-of-poll-01"));
    QCOMPARE(reasonOf(m_world->backend, QStringLiteral("to poll 1")), QStringLiteral("nonce-mismatch"));
    QCOMPARE(stateOf(m_world->backend, QStringLiteral("request")), QStringLiteral("ready"));
}

// A first enrolment: the device has made its certificate itself, and no registrar says who it is. It holds the key of
// its transaction all the same.
void TestTransactions::pollsOfADeviceThatNobodyKnowsReplaceEachOther()
{
    const auto device = selfMadeDevice({});
    gatherAtSite(QStringLiteral("request"), scepRequestOf(device));
    gatherAtSite(QStringLiteral("poll 1"), scepPollOf(device, "nonce-of-poll-01"));
    gatherAtSite(QStringLiteral("poll 2"), scepPollOf(device, "nonce-of-poll-02"));
    QCOMPARE(stateOf(m_world->site, QStringLiteral("request")), QStringLiteral("pending"));
    QCOMPARE(stateOf(m_world->site, QStringLiteral("poll 1")), QStringLiteral("superseded"));
    QCOMPARE(stateOf(m_world->site, QStringLiteral("poll 2")), QStringLiteral("pending"));
    carryOut();
    QCOMPARE(reasonOf(m_world->backend, QStringLiteral("request")), QStringLiteral("requester-unknown"));
}

void TestTransactions::requestOutlivesAnyNumberOfPolls()
{
    constexpr int Polls = 80; // more than are looked at of one transaction
    gatherAtSite(QStringLiteral("request"), scepRequestOf(*m_device));
    const auto nonceOf = [](int i) { return "nonce-of-poll-" + QByteArray::number(100 + i); };
    for (int i = 0; i < Polls; ++i) {
        m_world->put(QStringLiteral("polls/%1").arg(i, 3, 10, QLatin1Char('0')), scepPollOf(*m_device, nonceOf(i)));
    }
    QCOMPARE(m_world->site.gather({m_world->path(QStringLiteral("polls"))}).superseded, Polls - 1);
    carryOut();
    gatherAtBackend(QStringLiteral("answer"), scepAnswerTo(nonceOf(Polls - 1)));
    carryBack();
    QCOMPARE(m_world->site.count(ItemState::Answered), 2);
    QCOMPARE(stateOf(m_world->site, QStringLiteral("request")), QStringLiteral("answered"));
}

void TestTransactions::answerToAnOlderPollLeavesTheNewerOneOpen()
{
    gatherAtSite(QStringLiteral("request"), scepRequestOf(*m_device));
    gatherAtSite(QStringLiteral("poll 1"), scepPollOf(*m_device, "nonce-of-poll-01"));
    carryOut();
    gatherAtSite(QStringLiteral("poll 2"), scepPollOf(*m_device, "nonce-of-poll-02"));
    carryOut();
    gatherAtBackend(QStringLiteral("to poll 1"), scepAnswerTo("nonce-of-poll-01"));
    QCOMPARE(stateOf(m_world->backend, QStringLiteral("poll 2")), QStringLiteral("ready"));
    carryBack();
    // The device waits for another nonce by now.
    QCOMPARE(reasonOf(m_world->site, QStringLiteral("to poll 1")), QStringLiteral("superseded"));
    QVERIFY(stateOf(m_world->site, QStringLiteral("poll 2")) != u"answered");

    const auto last = scepAnswerTo("nonce-of-poll-02");
    gatherAtBackend(QStringLiteral("to poll 2"), last);
    QCOMPARE(stateOf(m_world->backend, QStringLiteral("poll 2")), QStringLiteral("answered"));
    carryBack();
    QCOMPARE(stateOf(m_world->site, QStringLiteral("request")), QStringLiteral("answered"));
    QCOMPARE(delivered(m_world->site, QStringLiteral("registrar")), QList<QByteArray>{last});
}

// A transaction's name is anybody's to write; the key is not.
void TestTransactions::strangersPollEndsNothing()
{
    const auto stranger = m_world->pki.device(QStringLiteral("SN-2"));
    gatherAtSite(QStringLiteral("request"), scepRequestOf(*m_device));
    gatherAtSite(QStringLiteral("poll"), scepPollOf(*m_device, "nonce-of-poll-01"));
    gatherAtSite(QStringLiteral("stranger's"), scepPollOf(stranger, "nonce-of-poll-02"));
    QCOMPARE(stateOf(m_world->site, QStringLiteral("poll")), QStringLiteral("pending"));
    carryOut();
    auto draft = scepSuccess(m_world->pki.registrar, stranger.certificate, "nonce-of-poll-02");
    draft.transactionId = "T+1/=";
    gatherAtBackend(QStringLiteral("answer"), makeScep(draft));
    QCOMPARE(stateOf(m_world->backend, QStringLiteral("stranger's")), QStringLiteral("answered"));
    carryBack();
    for (const auto* const station : {&m_world->site, &m_world->backend}) {
        QVERIFY(stateOf(*station, QStringLiteral("request")) != u"answered");
        QVERIFY(stateOf(*station, QStringLiteral("poll")) != u"answered");
    }
}

// It names one request, and nobody has said anything of the other.
void TestTransactions::rejectingAPollByHandLeavesTheRequest()
{
    gatherAtSite(QStringLiteral("request"), scepRequestOf(*m_device));
    gatherAtSite(QStringLiteral("poll"), scepPollOf(*m_device, "nonce-of-poll-01"));
    carryOut();
    {
        auto session = m_world->backend.write();
        const RejectOrder order{
            {idOf(m_world->backend, QStringLiteral("poll"))}, ErrorCode::NotInInventory, QStringLiteral("no")};
        QCOMPARE(reject(session, order).items.values().size(), 1);
    }
    QCOMPARE(stateOf(m_world->backend, QStringLiteral("request")), QStringLiteral("ready"));
    carryBack();
    QCOMPARE(stateOf(m_world->site, QStringLiteral("poll")), QStringLiteral("rejected"));
    QVERIFY(stateOf(m_world->site, QStringLiteral("request")) != u"rejected");
}

void TestTransactions::secondAnswerOfATransactionIsHeld()
{
    gatherAtSite(QStringLiteral("request"), scepRequestOf(*m_device));
    gatherAtSite(QStringLiteral("poll"), scepPollOf(*m_device, "nonce-of-poll-01"));
    carryOut();
    gatherAtBackend(QStringLiteral("to the poll"), scepAnswerTo("nonce-of-poll-01"));
    gatherAtBackend(QStringLiteral("to the request"), scepAnswerTo("nonce-of-request"));
    QCOMPARE(stateOf(m_world->backend, QStringLiteral("to the request")), QStringLiteral("held"));
    QCOMPARE(reasonOf(m_world->backend, QStringLiteral("to the request")), QStringLiteral("superseded"));
    carryBack();
    QCOMPARE(delivered(m_world->site, QStringLiteral("registrar")).size(), 1);
}

void TestTransactions::newTransactionReplacesTheOlderOne()
{
    gatherAtSite(QStringLiteral("request"), scepRequestOf(*m_device));
    gatherAtSite(QStringLiteral("anew"), scepRequestOf(*m_device, "T+2/="));
    QCOMPARE(stateOf(m_world->site, QStringLiteral("request")), QStringLiteral("superseded"));
    QCOMPARE(stateOf(m_world->site, QStringLiteral("anew")), QStringLiteral("pending"));
    // The same transaction once more, as a device that was switched off begins again.
    auto again = scepRequest(*m_device, m_world->pki.domainCa.certificate);
    again.transactionId = "T+2/=";
    again.senderNonce = "another-nonce-01";
    gatherAtSite(QStringLiteral("again"), makeScep(again));
    QCOMPARE(stateOf(m_world->site, QStringLiteral("anew")), QStringLiteral("superseded"));
    // A stranger who only says that he is the device replaces nothing.
    gatherAtSite(QStringLiteral("stranger's"), scepRequestOf(selfMadeDevice(QStringLiteral("SN-1")), "T+3/="));
    QCOMPARE(stateOf(m_world->site, QStringLiteral("again")), QStringLiteral("pending"));
}

void TestTransactions::nonceTellsWhichSiteIsMeant()
{
    const auto other = m_world->station(QStringLiteral("other"), StationRole::Site);
    other.know(m_world->backend);
    m_world->backend.know(other);
    const auto elsewhere = m_world->pki.device(QStringLiteral("SN-2"));
    gatherAtSite(QStringLiteral("request"), scepRequestOf(*m_device));
    carryOut();
    other.gather({m_world->put(QStringLiteral("other-spool/poll"), scepPollOf(elsewhere, "nonce-of-poll-02"))});
    m_world->carry(other, m_world->backend, QStringLiteral("other-stick"));

    gatherAtBackend(QStringLiteral("answer"), scepAnswerTo("nonce-of-request"));

    QCOMPARE(stateOf(m_world->backend, QStringLiteral("answer")), QStringLiteral("pending"));
    QCOMPARE(stateOf(m_world->backend, QStringLiteral("request")), QStringLiteral("answered"));
    QCOMPARE(stateOf(m_world->backend, QStringLiteral("poll")), QStringLiteral("ready"));
}

void TestTransactions::cmcEnrolmentThatIsPendingAtFirst()
{
    const auto newKey = m_world->makeDevice(QStringLiteral("SN-1")).newKey;
    const auto pkcs10 = test::makePkcs10({.serialNumber = QStringLiteral("SN-1"), .key = newKey});
    const auto asked = makeCmc({.controls = {cmcTransaction(), cmcSenderNonce("1")},
        .requests = {cmcPkcs10(pkcs10)},
        .outside = {.signers = {*m_device}}});
    gatherAtSite(QStringLiteral("request"), asked);
    carryOut();
    QCOMPARE(delivered(m_world->backend, QStringLiteral("ra")), QList<QByteArray>{asked});
    gatherAtBackend(QStringLiteral("pending"),
        makeCmc({.isResponse = true,
            .controls = {cmcTransaction(), cmcRecipientNonce("1"), cmcPending("token")},
            .outside = {.signers = {m_world->pki.registrar}}}));
    QCOMPARE(stateOf(m_world->backend, QStringLiteral("pending")), QStringLiteral("held"));

    const auto poll = makeCmc({.controls = {cmcTransaction(), cmcSenderNonce("2"), cmcQueryPending("token")},
        .outside = {.signers = {*m_device}}});
    gatherAtSite(QStringLiteral("poll"), poll);
    carryOut();
    QCOMPARE(delivered(m_world->backend, QStringLiteral("ra")), QList<QByteArray>{poll});
    const auto certificate
        = Certificate::fromDer(m_world->pki.certificateFor(publicKeyInfoOf(newKey), QStringLiteral("SN-1")));
    QVERIFY(certificate.has_value());
    const auto answer = makeCmc({.isResponse = true,
        .controls = {cmcTransaction(), cmcRecipientNonce("2"), cmcStatus(0)},
        .outside = {.signers = {m_world->pki.registrar}, .certificates = {*certificate}}});
    gatherAtBackend(QStringLiteral("answer"), answer);
    carryBack();

    QCOMPARE(stateOf(m_world->site, QStringLiteral("poll")), QStringLiteral("answered"));
    QCOMPARE(stateOf(m_world->site, QStringLiteral("request")), QStringLiteral("answered"));
    const auto report = m_world->site.deliver(m_world->path(QStringLiteral("registrar")));
    QCOMPARE(report.files.values().size(), 1);
    const QString path = *report.files.values().front().find(u"path")->string();
    QVERIFY(path.endsWith(QStringLiteral(".crp")));
    QCOMPARE(TestWorld::read(path), answer);
}

void TestTransactions::cmcEnrolmentByKeyAlone()
{
    const auto newKey = m_world->makeDevice(QStringLiteral("SN-1")).newKey;
    const auto pkcs10 = test::makePkcs10({.serialNumber = QStringLiteral("SN-1"), .key = newKey});
    gatherAtSite(
        QStringLiteral("request"), makeCmc({.requests = {cmcPkcs10(pkcs10)}, .outside = {.signers = {*m_device}}}));
    carryOut();
    const auto certificate
        = Certificate::fromDer(m_world->pki.certificateFor(publicKeyInfoOf(newKey), QStringLiteral("SN-1")));
    QVERIFY(certificate.has_value());
    gatherAtBackend(QStringLiteral("answer"),
        makeCmc({.isResponse = true,
            .controls = {cmcStatus(0)},
            .outside = {.signers = {m_world->pki.registrar}, .certificates = {*certificate}}}));
    carryBack();
    QCOMPARE(stateOf(m_world->site, QStringLiteral("request")), QStringLiteral("answered"));
    QCOMPARE(delivered(m_world->site, QStringLiteral("registrar")).size(), 1);
}

SATCHEL_TEST(TestTransactions)
#include "TestTransactions.moc"
