#include <core/crypto/DigestSet.h>

#include <QTest>

using namespace satchel;

class TestDigestSet : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void containsWhatWasPutIn();
    void countsEachOnce();
    void forgetsWhenItIsFull();
    void forgetsWhenItIsTold();
};

namespace {

QByteArray text(std::size_t number)
{
    return "text " + QByteArray::number(static_cast<qulonglong>(number));
}

} // namespace

void TestDigestSet::containsWhatWasPutIn()
{
    DigestSet set;
    QVERIFY(!set.contains(text(0)));
    QVERIFY(!set.contains(QByteArrayView{}));
    constexpr std::size_t Count = 50'000; // it grows several times
    for (std::size_t i = 0; i < Count; ++i) {
        set.insert(text(i));
    }
    for (std::size_t i = 0; i < Count; ++i) {
        QVERIFY(set.contains(text(i)));
        QVERIFY(!set.contains(text(Count + i)));
    }
    QVERIFY(!set.contains(QByteArrayView{}));
    set.insert(QByteArrayView{});
    QVERIFY(set.contains(QByteArrayView{}));
}

void TestDigestSet::countsEachOnce()
{
    DigestSet set;
    for (int i = 0; i < 10; ++i) {
        set.insert("a");
        set.insert("b");
    }
    QCOMPARE(set.size(), std::size_t{2});
}

void TestDigestSet::forgetsWhenItIsFull()
{
    DigestSet set;
    for (std::size_t i = 0; i < DigestSet::Most; ++i) {
        set.insert(text(i));
    }
    QCOMPARE(set.size(), DigestSet::Most);
    QVERIFY(set.contains(text(0)));
    QVERIFY(set.contains(text(DigestSet::Most - 1)));
    set.insert(text(DigestSet::Most));
    QCOMPARE(set.size(), std::size_t{1});
    QVERIFY(!set.contains(text(0)));
    QVERIFY(set.contains(text(DigestSet::Most)));
}

void TestDigestSet::forgetsWhenItIsTold()
{
    DigestSet set;
    set.insert("a");
    set.clear();
    QVERIFY(!set.contains("a"));
    QCOMPARE(set.size(), std::size_t{0});
    set.insert("b");
    QVERIFY(set.contains("b"));
}

QTEST_GUILESS_MAIN(TestDigestSet)
#include "TestDigestSet.moc"
