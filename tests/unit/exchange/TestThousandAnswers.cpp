#include <core/objects/Sidecar.h>
#include <tests/support/MessageForge.h>
#include <tests/support/TestRegistry.h>
#include <tests/support/TestWorld.h>

#include <QHash>
#include <QTest>

#include <algorithm>
#include <random>

using namespace satchel;
using namespace satchel::test;

namespace {

constexpr int AnsweredDevices = 960; // of the first site; ten more ask at the second

enum class Way { Voucher, Pkcs10, Cmp };

Way wayOf(int number)
{
    return static_cast<Way>(number % 3);
}

// A request, and the one answer that is its own.
struct Pair {
    QByteArray request;
    QByteArray answer;
};

} // namespace

// Answers come from the CA in any order, under names that say nothing, some twice, some for nobody, some for a device
// of the same name, some for another site. Each must find its own request and no other.
class TestThousandAnswers : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void findTheirRequests();

private:
    [[nodiscard]] Pair makePair(Way way, const QString& serial, const QByteArray& transaction) const;
    [[nodiscard]] Pair voucherPair(const QString& serial) const;
    [[nodiscard]] Pair pkcs10Pair(const QString& serial) const;
    [[nodiscard]] Pair cmpPair(const QString& serial, const QByteArray& transaction) const;
    void putRequests(const QString& spool, const QString& prefix, const QList<Pair>& pairs) const;
    void putShuffled(QList<QByteArray> answers) const;
    [[nodiscard]] QHash<QByteArray, QByteArray> deliveredAt(const TestStation& site, const QString& folder) const;
    void checkDelivered(const TestStation& site, const QString& folder, const QList<Pair>& expected) const;

    TestWorld m_world;
    MessageForge m_forge;
};

Pair TestThousandAnswers::voucherPair(const QString& serial) const
{
    const auto nonce = QString::fromLatin1(serial.toLatin1().toBase64());
    return {m_world.pki.voucherRequest(m_world.pki.device(serial), serial, nonce), m_world.pki.voucher(serial, nonce)};
}

Pair TestThousandAnswers::pkcs10Pair(const QString& serial) const
{
    const auto device = m_world.makeDevice(serial);
    return {device.certificationRequest, m_world.pki.certificateFor(device.newKey.publicKeyInfo(), serial)};
}

Pair TestThousandAnswers::cmpPair(const QString& serial, const QByteArray& transaction) const
{
    const auto key = PrivateKey::generate(KeyType::P256).value();
    auto request = m_forge.initialRequest();
    request.transactionId = transaction;
    request.body = makeCrmf(key, makeName(QStringLiteral("pledge"), serial), CrmfProof::Signature);
    request.signer = m_world.pki.device(serial);
    auto answer = m_forge.initialAnswer();
    answer.transactionId = transaction;
    answer.body = makeCertRep(0, Certificate::fromDer(m_world.pki.certificateFor(key.publicKeyInfo(), serial)).value());
    answer.signer = m_world.pki.registrar;
    return {makeCmp(request), makeCmp(answer)};
}

Pair TestThousandAnswers::makePair(Way way, const QString& serial, const QByteArray& transaction) const
{
    switch (way) {
    case Way::Voucher:
        return voucherPair(serial);
    case Way::Pkcs10:
        return pkcs10Pair(serial);
    case Way::Cmp:
        return cmpPair(serial, transaction);
    }
    Q_UNREACHABLE();
}

void TestThousandAnswers::putRequests(const QString& spool, const QString& prefix, const QList<Pair>& pairs) const
{
    for (qsizetype i = 0; i < pairs.size(); ++i) {
        const QString file = QStringLiteral("%1/%2").arg(spool).arg(i, 4, 10, QLatin1Char('0'));
        const QString serial = prefix + QString::number(i);
        // Who asked: for the PKCS #10, the others show it themselves.
        m_world.put(file + QStringLiteral(".meta"), m_world.pki.sidecar(m_world.pki.device(serial)));
        m_world.put(file, pairs[i].request);
    }
}

void TestThousandAnswers::putShuffled(QList<QByteArray> answers) const
{
    std::mt19937 random{20261125}; // any order will do, the same each time
    std::shuffle(answers.begin(), answers.end(), random);
    for (const QByteArray& answer : std::as_const(answers)) {
        m_world.put(QStringLiteral("answers/%1").arg(random(), 8, 16, QLatin1Char('0')), answer);
    }
}

// By the item id of the request: what `deliver` says beside each file.
QHash<QByteArray, QByteArray> TestThousandAnswers::deliveredAt(const TestStation& site, const QString& folder) const
{
    site.deliver(m_world.path(folder));
    QHash<QByteArray, QByteArray> byRequest;
    for (const QString& name : m_world.list(folder)) {
        if (name.endsWith(u".meta")) {
            const auto sidecar
                = Sidecar::parse(TestWorld::read(m_world.path(folder + QLatin1Char('/') + name))).value();
            const auto file = m_world.path(folder + QLatin1Char('/') + name.chopped(5));
            byRequest.insert(sidecar.inReplyTo.toLatin1(), TestWorld::read(file));
        }
    }
    return byRequest;
}

void TestThousandAnswers::checkDelivered(
    const TestStation& site, const QString& folder, const QList<Pair>& expected) const
{
    const auto delivered = deliveredAt(site, folder);
    QHash<QByteArray, QByteArray> answerTo;
    for (const Pair& pair : expected) {
        answerTo.insert(pair.request, pair.answer);
    }
    QCOMPARE(delivered.size(), expected.size());
    const auto session = site.read();
    for (auto entry = delivered.begin(); entry != delivered.end(); ++entry) {
        const auto id = ItemId::parse(QString::fromLatin1(entry.key())).value();
        const auto request = session.ledger().items().bytes(id).value();
        QCOMPARE(entry.value(), answerTo.value(request));
    }
}

void TestThousandAnswers::findTheirRequests()
{
    const auto other = m_world.station(QStringLiteral("other-site"), StationRole::Site);
    other.know(m_world.backend);
    m_world.backend.know(other);
    QList<Pair> ours;
    for (int i = 0; i < AnsweredDevices; ++i) {
        ours.append(makePair(wayOf(i), QStringLiteral("SN-%1").arg(i), "transaction-" + QByteArray::number(i)));
    }
    QList<Pair> theirs;
    for (int i = 0; i < 10; ++i) {
        theirs.append(makePair(wayOf(i), QStringLiteral("OTHER-%1").arg(i), "other-" + QByteArray::number(i)));
    }
    putRequests(QStringLiteral("spool"), QStringLiteral("SN-"), ours);
    putRequests(QStringLiteral("other-spool"), QStringLiteral("OTHER-"), theirs);
    QCOMPARE(m_world.site.gather({m_world.path(QStringLiteral("spool"))}).gathered, AnsweredDevices);
    QCOMPARE(other.gather({m_world.path(QStringLiteral("other-spool"))}).gathered, 10);
    m_world.carry(m_world.site, m_world.backend, QStringLiteral("out"));
    m_world.carry(other, m_world.backend, QStringLiteral("other-out"));
    QCOMPARE(m_world.backend.deliver(m_world.path(QStringLiteral("to-ca"))).delivered, AnsweredDevices + 10);

    QList<QByteArray> answers;
    for (const Pair& pair : ours + theirs) {
        answers.append(pair.answer);
    }
    for (int i = 0; i < 10; ++i) {
        const auto way = wayOf(i);
        answers.append(ours[i].answer); // again
        answers.append(makePair(way, QStringLiteral("NOBODY-%1").arg(i), "nobody-" + QByteArray::number(i)).answer);
        // Of a device that has the name of one of ours: another nonce, another key, another transaction.
        const auto namesake = way == Way::Voucher
            ? m_world.pki.voucher(QStringLiteral("SN-%1").arg(i), QStringLiteral("YW5vdGhlciBub25jZQ"))
            : makePair(way, QStringLiteral("SN-%1").arg(i), "namesake-" + QByteArray::number(i)).answer;
        answers.append(namesake);
    }
    QCOMPARE(answers.size(), 1000);
    putShuffled(answers);

    const auto gathered = m_world.backend.gather({m_world.path(QStringLiteral("answers"))});

    QCOMPARE(gathered.gathered, 990);
    QCOMPARE(gathered.duplicates, 10);
    QCOMPARE(gathered.paired, AnsweredDevices + 10);
    QCOMPARE(gathered.held, 20);
    QVERIFY(gathered.refused.isEmpty());
    const auto sent = m_world.backend.exportTo(m_world.path(QStringLiteral("back")));
    QCOMPARE(sent.items, AnsweredDevices + 10);
    m_world.site.import({m_world.path(QStringLiteral("back"))});
    other.import({m_world.path(QStringLiteral("back"))});
    checkDelivered(m_world.site, QStringLiteral("registrar"), ours);
    checkDelivered(other, QStringLiteral("other-registrar"), theirs);
    QCOMPARE(m_world.site.count(ItemState::Answered), AnsweredDevices);
    QCOMPARE(other.count(ItemState::Answered), 10);
}

SATCHEL_TEST(TestThousandAnswers)
#include "TestThousandAnswers.moc"
