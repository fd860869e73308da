#include <core/ledger/ItemId.h>

#include <tests/support/TestRegistry.h>

#include <QCryptographicHash>
#include <QTest>

using satchel::ItemId;
using satchel::Kind;
using satchel::Protocol;
using satchel::StationId;

namespace {

StationId origin(char letter)
{
    return StationId::fromBytes(QByteArray(StationId::Size, letter));
}

QByteArray field(const QByteArray& bytes)
{
    QByteArray length(8, '\0');
    for (int i = 0; i < 8; ++i) {
        length[7 - i] = static_cast<char>(static_cast<quint64>(bytes.size()) >> (8 * i) & 0xff);
    }
    return length + bytes;
}

} // namespace

class TestItemId : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void isTheDigestThatTheFormatDescribes();
    void everyFieldCounts();
    void fieldsCannotRunIntoEachOther();
    void contextsOfDifferentRequestersDiffer();
};

// docs/bundle-format.md, "Item id", computed here by other means.
void TestItemId::isTheDigestThatTheFormatDescribes()
{
    const QByteArray text = field("satchel-item-1") + field("voucher-status") + field("brski")
        + field(QByteArray(64, '4').replace("44", "42")) + field("JADA-0001/") + field("{}");
    QCOMPARE(satchel::itemIdOf(Kind::VoucherStatus, Protocol::Brski, origin('B'), "JADA-0001/", "{}").bytes(),
        QCryptographicHash::hash(text, QCryptographicHash::Sha256));
}

void TestItemId::everyFieldCounts()
{
    const QSet<ItemId> ids{
        satchel::itemIdOf(Kind::Voucher, Protocol::Brski, origin('a'), {}, "x"),
        satchel::itemIdOf(Kind::VoucherRequest, Protocol::Brski, origin('a'), {}, "x"),
        satchel::itemIdOf(Kind::Voucher, Protocol::Est, origin('a'), {}, "x"),
        satchel::itemIdOf(Kind::Voucher, Protocol::Brski, origin('b'), {}, "x"),
        satchel::itemIdOf(Kind::Voucher, Protocol::Brski, origin('a'), "c", "x"),
        satchel::itemIdOf(Kind::Voucher, Protocol::Brski, origin('a'), {}, "y"),
    };
    QCOMPARE(ids.size(), 6);
}

void TestItemId::fieldsCannotRunIntoEachOther()
{
    QVERIFY(satchel::itemIdOf(Kind::Voucher, Protocol::Brski, origin('a'), "ab", "c")
        != satchel::itemIdOf(Kind::Voucher, Protocol::Brski, origin('a'), "a", "bc"));
}

void TestItemId::contextsOfDifferentRequestersDiffer()
{
    QVERIFY(satchel::itemContext({}, {}).isEmpty());
    const QSet<QByteArray> contexts{
        satchel::itemContext({}, {}),
        satchel::itemContext(QStringLiteral("1"), {}),
        satchel::itemContext({}, QStringLiteral("1")),
        satchel::itemContext(QStringLiteral("1/"), {}),
        satchel::itemContext(QStringLiteral("1"), QStringLiteral("2")),
        satchel::itemContext(QStringLiteral("1/2"), {}),
    };
    QCOMPARE(contexts.size(), 6);
}

SATCHEL_TEST(TestItemId)
#include "TestItemId.moc"
