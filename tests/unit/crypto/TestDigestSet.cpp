#include <core/crypto/DigestSet.h>

#include <tests/support/TestRegistry.h>

#include <QTest>

using namespace satchel;

class TestDigestSet : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void containsWhatWasPutIn();
    void countsEachOnce();
    void aMarkIsTheBeginningOfADigest();
    void takesNoMoreWhenItIsFull();
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

// SHA-256("abc") is ba7816bf 8f01cfea 414140de 5dae2223 ...
void TestDigestSet::aMarkIsTheBeginningOfADigest()
{
    const auto bytesOf = [](const DigestSet::Mark& mark) {
        return QByteArray{reinterpret_cast<const char*>(mark.data()), sizeof mark}.toHex();
    };
    QCOMPARE(bytesOf(DigestSet::markOf("a", "bc")), QByteArray("ba7816bf8f01cfea414140de"));
    QCOMPARE(bytesOf(DigestSet::markOf("ab", "c")), QByteArray("ba7816bf8f01cfea414140de"));
    QVERIFY(DigestSet::markOf("b", "bc") != DigestSet::markOf("a", "bc"));
}

void TestDigestSet::takesNoMoreWhenItIsFull()
{
    DigestSet set;
    for (std::size_t i = 0; i < DigestSet::Most; ++i) {
        set.insert(text(i));
    }
    QCOMPARE(set.size(), DigestSet::Most);
    set.insert(text(DigestSet::Most));
    QCOMPARE(set.size(), DigestSet::Most);
    QVERIFY(!set.contains(text(DigestSet::Most)));
    QVERIFY(set.contains(text(0)));
    QVERIFY(set.contains(text(DigestSet::Most - 1)));
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

SATCHEL_TEST(TestDigestSet)
#include "TestDigestSet.moc"
