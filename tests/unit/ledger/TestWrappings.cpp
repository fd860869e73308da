#include <core/ledger/Wrappings.h>

#include "LedgerFixture.h"

#include <tests/support/TestRegistry.h>

using namespace satchel;

namespace {

QList<qint64> numbersOf(const Wrapping& wrapping)
{
    QList<qint64> numbers;
    for (const auto& member : wrapping.members) {
        numbers.append(member.number);
    }
    return numbers;
}

} // namespace

class TestWrappings : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void givesBackWhatWasAdded();
    void tellsWhereItsMembersStand();
    void aLaterOneTakesItsItemsOver();
    void needsATransaction();

private:
    std::unique_ptr<LedgerFixture> m_fixture;
    QList<ItemId> m_items; // numbered from 1
};

void TestWrappings::init()
{
    m_fixture = std::make_unique<LedgerFixture>(StationRole::Backend);
    m_items.clear();
    for (const auto* const bytes : {"one", "two", "three"}) {
        m_items.append(m_fixture->add(m_fixture->imported(bytes)));
    }
}

void TestWrappings::givesBackWhatWasAdded()
{
    auto& wrappings = m_fixture->ledger.wrappings();
    QVERIFY(!got(wrappings.around(1)));
    m_fixture->inTransaction([&] { got(wrappings.add(QStringLiteral("a.pki"), "around both", {2, 1})); });

    for (const qint64 item : {1, 2}) {
        const auto found = got(wrappings.around(item));
        QVERIFY(found.has_value());
        QCOMPARE(found->name, QStringLiteral("a.pki"));
        QCOMPARE(found->bytes, QByteArray{"around both"});
        QCOMPARE(numbersOf(*found), (QList<qint64>{1, 2}));
        QCOMPARE(found->members.front().content.item.id, m_items.front());
        QVERIFY(found->isWhole);
    }
    QVERIFY(!got(wrappings.around(3)));
}

void TestWrappings::tellsWhereItsMembersStand()
{
    auto& wrappings = m_fixture->ledger.wrappings();
    m_fixture->inTransaction([&] { got(wrappings.add(QStringLiteral("a.pki"), "a", {1, 3})); });
    m_fixture->setState(m_items[2], ItemState::Delivered);
    const auto found = got(wrappings.around(1));
    QCOMPARE(found->members.front().content.item.state, ItemState::Ready);
    QCOMPARE(found->members.back().content.item.state, ItemState::Delivered);
}

// Its bytes are still around all of them, so that it must not be handed over any more.
void TestWrappings::aLaterOneTakesItsItemsOver()
{
    auto& wrappings = m_fixture->ledger.wrappings();
    m_fixture->inTransaction([&] {
        got(wrappings.add(QStringLiteral("a.pki"), "around all", {1, 2, 3}));
        got(wrappings.add(QStringLiteral("b.pki"), "around two", {1, 3}));
    });
    const auto earlier = got(wrappings.around(2));
    QCOMPARE(earlier->name, QStringLiteral("a.pki"));
    QCOMPARE(numbersOf(*earlier), QList<qint64>{2});
    QVERIFY(!earlier->isWhole);
    const auto later = got(wrappings.around(3));
    QCOMPARE(later->name, QStringLiteral("b.pki"));
    QCOMPARE(numbersOf(*later), (QList<qint64>{1, 3}));
    QVERIFY(later->isWhole);
}

void TestWrappings::needsATransaction()
{
    VERIFY_FAILS(m_fixture->ledger.wrappings().add(QStringLiteral("a.pki"), "a", {1}), ErrorCode::Internal);
}

SATCHEL_TEST(TestWrappings)
#include "TestWrappings.moc"
