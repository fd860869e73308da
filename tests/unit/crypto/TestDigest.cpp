#include <core/crypto/Digest.h>

#include <tests/support/TestRegistry.h>

#include <QSet>
#include <QTest>

using namespace satchel;

class TestDigest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void digestsAreThoseOfTheStandard_data();
    void digestsAreThoseOfTheStandard();
    void piecesDigestLikeTheWhole();
    void fieldsDoNotRunIntoEachOther();
    void aFieldIsItsLengthAndItsBytes();
    void aMovedDigestGoesOn();
    void randomBytesDiffer();
};

void TestDigest::digestsAreThoseOfTheStandard_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("digest");

    // FIPS 180-4 examples
    QTest::newRow("empty") << QByteArray()
                           << QStringLiteral("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    QTest::newRow("abc") << QByteArray("abc")
                         << QStringLiteral("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    QTest::newRow("two blocks") << QByteArray("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")
                                << QStringLiteral("248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

void TestDigest::digestsAreThoseOfTheStandard()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QString, digest);

    QCOMPARE(sha256(bytes).toString(), digest);
}

void TestDigest::piecesDigestLikeTheWhole()
{
    Sha256 pieces;
    pieces.add("a");
    pieces.add(QByteArray());
    pieces.add("bc");

    QCOMPARE(pieces.finish(), sha256("abc").bytes());
}

void TestDigest::fieldsDoNotRunIntoEachOther()
{
    Sha256 one;
    one.addField("ab");
    one.addField("c");
    Sha256 other;
    other.addField("a");
    other.addField("bc");

    QVERIFY(one.finish() != other.finish());
}

void TestDigest::aFieldIsItsLengthAndItsBytes()
{
    Sha256 field;
    field.addField("abc");

    QCOMPARE(field.finish(), sha256(QByteArray("\0\0\0\0\0\0\0\3abc", 11)).bytes());
}

void TestDigest::aMovedDigestGoesOn()
{
    Sha256 first;
    first.add("ab");
    Sha256 second{std::move(first)};
    second.add("c");

    QCOMPARE(second.finish(), sha256("abc").bytes());
}

void TestDigest::randomBytesDiffer()
{
    QSet<QByteArray> seen;
    for (int i = 0; i < 64; ++i) {
        const QByteArray bytes = randomBytes(16);
        QCOMPARE(bytes.size(), 16);
        seen.insert(bytes);
    }
    QCOMPARE(seen.size(), 64);
    QVERIFY(randomBytes(0).isEmpty());
}

SATCHEL_TEST(TestDigest)
#include "TestDigest.moc"
