#include <core/objects/cmp/CmpNesting.h>
#include <tests/support/CmpFlow.h>
#include <tests/support/TestRegistry.h>
#include <tests/support/TestWorld.h>

#include <QFileInfo>
#include <QTest>

using namespace satchel;
using namespace satchel::test;

// Answers that an authority puts into one nested message.
class TestCmpBatches : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void eachAnswerInsideIsAnItem();
    void aSingleNestedAnswerIsTakenApartToo();
    void theOuterSignatureStandsForAll_data();
    void theOuterSignatureStandsForAll();
    void theSourceGoesOnce();
    void whatASiteIsHandedIsHeld();

private:
    [[nodiscard]] QByteArray nest(const QList<QByteArray>& messages, const IssuerIdentity& signer) const
    {
        const auto nested = nestCmpMessages(messages, {signer, {}}, m_world->now());
        return nested.value_or(QByteArray{});
    }
    [[nodiscard]] QList<QByteArray> answers() const
    {
        QList<QByteArray> all;
        for (const auto& flow : m_flows) {
            all.append(flow.ip());
        }
        return all;
    }

    std::unique_ptr<TestWorld> m_world;
    std::vector<CmpFlow> m_flows;
};

// Three devices have asked, and their requests are with the RA.
void TestCmpBatches::init()
{
    m_world = std::make_unique<TestWorld>();
    m_flows.clear();
    for (const auto* const serial : {u"SN-1", u"SN-2", u"SN-3"}) {
        m_flows.emplace_back(*m_world, QString::fromUtf16(serial));
        m_world->put(QStringLiteral("spool/%1.pki").arg(QString::fromUtf16(serial)), m_flows.back().ir());
    }
    QCOMPARE(m_world->site.gather({m_world->path(QStringLiteral("spool"))}).held, 0);
    m_world->carry(m_world->site, m_world->backend, QStringLiteral("stick"));
    QCOMPARE(m_world->backend.deliver(m_world->path(QStringLiteral("ra"))).delivered, 3);
}

void TestCmpBatches::eachAnswerInsideIsAnItem()
{
    const auto path = m_world->put(QStringLiteral("in/answers"), nest(answers(), m_world->pki.registrar));

    const auto report = m_world->backend.gather({path});

    QCOMPARE(report.gathered, 3);
    QCOMPARE(report.paired, 3);
    QCOMPARE(report.held, 0);
    QVERIFY(report.warnings.isEmpty());
    QCOMPARE(m_world->backend.gather({path}).duplicates, 3);
    m_world->carry(m_world->backend, m_world->site, QStringLiteral("stick"));
    const auto delivered = m_world->site.deliver(m_world->path(QStringLiteral("registrar")));
    QCOMPARE(delivered.delivered, 3);
    QList<QByteArray> bytes;
    for (const auto& row : delivered.files.values()) {
        bytes.append(TestWorld::read(*row.find(u"path")->string()));
    }
    for (const auto& answer : answers()) {
        QVERIFY(bytes.contains(answer));
    }
    QCOMPARE(m_world->site.count(ItemState::Answered), 3);
}

void TestCmpBatches::aSingleNestedAnswerIsTakenApartToo()
{
    const auto path = m_world->put(QStringLiteral("in/answer"), nest({m_flows.front().ip()}, m_world->pki.registrar));
    const auto report = m_world->backend.gather({path});
    QCOMPARE(report.gathered, 1);
    QCOMPARE(report.paired, 1);
    m_world->carry(m_world->backend, m_world->site, QStringLiteral("stick"));
    const auto delivered = m_world->site.deliver(m_world->path(QStringLiteral("registrar")));
    QCOMPARE(TestWorld::read(*delivered.files.values().front().find(u"path")->string()), m_flows.front().ip());
}

void TestCmpBatches::theOuterSignatureStandsForAll_data()
{
    QTest::addColumn<bool>("isForged");
    QTest::addColumn<int>("held");
    QTest::addColumn<QString>("code");
    QTest::newRow("by somebody without the domain's trust") << false << 3 << QStringLiteral("untrusted-issuer");
    QTest::newRow("that does not verify") << true << 0 << QStringLiteral("bad-signature");
}

void TestCmpBatches::theOuterSignatureStandsForAll()
{
    QFETCH(bool, isForged);
    QFETCH(int, held);
    QFETCH(QString, code);
    auto batch = nest(answers(), isForged ? m_world->pki.registrar : m_flows.front().device);
    if (isForged) {
        batch[batch.indexOf("Registrar")] = 'X'; // the sender in the outer header
    }
    const auto path = m_world->put(QStringLiteral("in/answers"), batch);

    const auto report = m_world->backend.gather({path});

    QCOMPARE(report.held, held);
    QCOMPARE(report.gathered, held);
    QCOMPARE(codesOf(report.refused), isForged ? QStringList{code} : QStringList{});
    for (const auto& item : m_world->backend.items()) {
        QCOMPARE(item.state == ItemState::Held, item.gatheredHere);
        QVERIFY(!item.reason || errorCodeName(item.reason->code) == code);
    }
    QCOMPARE(m_world->backend.count(ItemState::Answered), 0);
}

void TestCmpBatches::theSourceGoesOnce()
{
    const auto path = m_world->put(QStringLiteral("in/answers"), nest(answers(), m_world->pki.registrar));
    auto session = m_world->backend.write();
    GatherOrder order;
    order.paths = {path};
    order.remove = true;

    const auto report = gather(session, order, {});

    QCOMPARE(report.gathered, 3);
    QVERIFY(report.warnings.isEmpty());
    QVERIFY(!QFileInfo::exists(path));
}

void TestCmpBatches::whatASiteIsHandedIsHeld()
{
    const auto requests = nest({m_flows[0].ir(), m_flows[1].ir()}, m_world->pki.registrar);
    const auto other = m_world->station(QStringLiteral("other"), StationRole::Site);
    QCOMPARE(other.gather({m_world->put(QStringLiteral("in/requests"), requests)}).held, 1);
    QCOMPARE(other.only().reason->code, ErrorCode::Held);

    const auto report
        = m_world->site.gather({m_world->put(QStringLiteral("in/answers"), nest(answers(), m_world->pki.registrar))});
    QCOMPARE(report.held, 3); // nobody but the backend sends answers
    QCOMPARE(m_world->site.count(ItemState::Held), 3);
}

SATCHEL_TEST(TestCmpBatches)
#include "TestCmpBatches.moc"
