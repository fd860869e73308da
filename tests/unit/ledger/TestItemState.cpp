#include <core/ledger/ItemState.h>

#include <tests/support/TestRegistry.h>

#include <QTest>

using satchel::ItemState;
using satchel::Standing;
using satchel::StationRole;

class TestItemState : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyStateHasAName();
    void standingFollowsRoleAndDirection();
    void allowsExactlyTheTable_data();
    void allowsExactlyTheTable();
    void beginsOnlyHeldOrAtWork_data();
    void beginsOnlyHeldOrAtWork();
};

void TestItemState::everyStateHasAName()
{
    QCOMPARE(satchel::allItemStates().size(), std::size_t{11});
    for (const auto state : satchel::allItemStates()) {
        QVERIFY(satchel::itemStateFromName(satchel::itemStateName(state)) == state);
    }
    QVERIFY(!satchel::itemStateFromName(u"lost"));
    QVERIFY(!satchel::itemStateFromName(u"Held"));
}

void TestItemState::standingFollowsRoleAndDirection()
{
    QCOMPARE(satchel::standingOf(StationRole::Site, true), Standing::RequestAtSite);
    QCOMPARE(satchel::standingOf(StationRole::Site, false), Standing::AnswerAtSite);
    QCOMPARE(satchel::standingOf(StationRole::Backend, true), Standing::AnswerAtBackend);
    QCOMPARE(satchel::standingOf(StationRole::Backend, false), Standing::RequestAtBackend);
}

// One row for each state of each standing, written out from docs/architecture.md; what a row does not name is
// forbidden, also staying where it is.
void TestItemState::allowsExactlyTheTable_data()
{
    QTest::addColumn<Standing>("standing");
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("allowed");

    const auto row = [](const char* place, Standing standing, const char* from, const char* allowed) {
        QTest::addRow("%s: %s", place, from) << standing << QString::fromLatin1(from) << QString::fromLatin1(allowed);
    };
    const auto requestAtSite = [&](const char* from, const char* allowed) {
        row("request at the site", Standing::RequestAtSite, from, allowed);
    };
    requestAtSite("held", "pending rejected superseded lapsed");
    requestAtSite("pending", "packed received answered rejected superseded lapsed");
    requestAtSite("packed", "received answered rejected superseded lapsed");
    requestAtSite("received", "packed answered rejected superseded lapsed");
    requestAtSite("ready", "");
    requestAtSite("delivered", "");
    requestAtSite("answered", "confirmed");
    requestAtSite("rejected", "");
    requestAtSite("confirmed", "");
    requestAtSite("superseded", "");
    requestAtSite("lapsed", "superseded");

    const auto requestAtBackend = [&](const char* from, const char* allowed) {
        row("request at the backend", Standing::RequestAtBackend, from, allowed);
    };
    requestAtBackend("held", "ready rejected");
    requestAtBackend("pending", "");
    requestAtBackend("packed", "");
    requestAtBackend("received", "");
    requestAtBackend("ready", "delivered answered rejected");
    requestAtBackend("delivered", "answered rejected");
    requestAtBackend("answered", "delivered");
    requestAtBackend("rejected", "");
    requestAtBackend("confirmed", "");
    requestAtBackend("superseded", "");
    requestAtBackend("lapsed", "");

    const auto answerAtBackend = [&](const char* from, const char* allowed) {
        row("answer at the backend", Standing::AnswerAtBackend, from, allowed);
    };
    answerAtBackend("held", "pending rejected");
    answerAtBackend("pending", "packed received rejected superseded");
    answerAtBackend("packed", "received rejected superseded");
    answerAtBackend("received", "packed rejected superseded");
    answerAtBackend("ready", "");
    answerAtBackend("delivered", "");
    answerAtBackend("answered", "");
    answerAtBackend("rejected", "pending");
    answerAtBackend("confirmed", "");
    answerAtBackend("superseded", "");
    answerAtBackend("lapsed", "");

    const auto answerAtSite = [&](const char* from, const char* allowed) {
        row("answer at the site", Standing::AnswerAtSite, from, allowed);
    };
    answerAtSite("held", "ready rejected");
    answerAtSite("pending", "");
    answerAtSite("packed", "");
    answerAtSite("received", "");
    answerAtSite("ready", "delivered rejected superseded");
    answerAtSite("delivered", "confirmed");
    answerAtSite("answered", "");
    answerAtSite("rejected", "");
    answerAtSite("confirmed", "");
    answerAtSite("superseded", "");
    answerAtSite("lapsed", "");
}

void TestItemState::allowsExactlyTheTable()
{
    QFETCH(Standing, standing);
    QFETCH(QString, from);
    QFETCH(QString, allowed);
    const auto expected = allowed.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    for (const auto to : satchel::allItemStates()) {
        const auto name = satchel::itemStateName(to);
        QVERIFY2(satchel::mayBecome(standing, *satchel::itemStateFromName(from), to) == expected.contains(name),
            qPrintable(from + QStringLiteral(" to ") + name));
    }
}

void TestItemState::beginsOnlyHeldOrAtWork_data()
{
    QTest::addColumn<Standing>("standing");
    QTest::addColumn<QString>("working");

    QTest::newRow("request at the site") << Standing::RequestAtSite << QStringLiteral("pending");
    QTest::newRow("request at the backend") << Standing::RequestAtBackend << QStringLiteral("ready");
    QTest::newRow("answer at the backend") << Standing::AnswerAtBackend << QStringLiteral("pending");
    QTest::newRow("answer at the site") << Standing::AnswerAtSite << QStringLiteral("ready");
}

void TestItemState::beginsOnlyHeldOrAtWork()
{
    QFETCH(Standing, standing);
    QFETCH(QString, working);
    for (const auto state : satchel::allItemStates()) {
        const auto name = satchel::itemStateName(state);
        QCOMPARE(satchel::mayBeginAs(standing, state), name == working || state == ItemState::Held);
    }
}

SATCHEL_TEST(TestItemState)
#include "TestItemState.moc"
