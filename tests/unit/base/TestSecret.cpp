#include <core/base/Secret.h>

#include <tests/support/TestRegistry.h>

#include <QTest>

#include <type_traits>

using satchel::Secret;

static_assert(!std::is_copy_constructible_v<Secret> && !std::is_copy_assignable_v<Secret>);

class TestSecret : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void keepsBytesOfItsOwn();
    void aMoveLeavesNothingBehind();
    void anAssignmentReplaces();
    void aCloneOutlivesItsOriginal();
    void emptyIsEmpty();
};

void TestSecret::keepsBytesOfItsOwn()
{
    QByteArray bytes{"correct horse"};
    const Secret secret{bytes};
    bytes.fill('x');
    QCOMPARE(secret.reveal(), QByteArray("correct horse"));
}

void TestSecret::aMoveLeavesNothingBehind()
{
    Secret first{QByteArray("battery staple")};
    const Secret second{std::move(first)};
    QVERIFY(first.isEmpty()); // NOLINT(bugprone-use-after-move)
    QCOMPARE(second.reveal(), QByteArray("battery staple"));
}

void TestSecret::anAssignmentReplaces()
{
    Secret kept{QByteArray("old")};
    Secret other{QByteArray("new")};
    kept = std::move(other);
    QCOMPARE(kept.reveal(), QByteArray("new"));
    QVERIFY(other.isEmpty()); // NOLINT(bugprone-use-after-move)
}

void TestSecret::aCloneOutlivesItsOriginal()
{
    Secret original{QByteArray("tr0ub4dor")};
    const auto clone = original.clone();
    original = Secret{};
    QCOMPARE(clone.reveal(), QByteArray("tr0ub4dor"));
    QVERIFY(original.isEmpty());
}

void TestSecret::emptyIsEmpty()
{
    QVERIFY(Secret{}.isEmpty());
    QVERIFY(Secret{QByteArray()}.isEmpty());
    QVERIFY(!Secret{QByteArray(1, '\0')}.isEmpty());
}

SATCHEL_TEST(TestSecret)
#include "TestSecret.moc"
