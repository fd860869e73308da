#include "OfflineRa.h"
#include "RecipeWorld.h"

#include <tests/support/TestRegistry.h>

#include <QDir>
#include <QFile>
#include <QSet>
#include <QTest>

#include <memory>

using namespace satchel;
using namespace satchel::test;

namespace {

const char* const Heading = "Siemens LightweightCmpRa";

QSet<QByteArray> setOf(const QList<QByteArray>& messages)
{
    return {messages.begin(), messages.end()};
}

} // namespace

// docs/registrars.md with LightweightCmpRa at both ends, polling and deleting while Satchel's commands run.
class TestOfflineRa : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void requestsOutAnswersBack();
    void nothingIsLostWhileTheRaWrites();
    void theRaOverwritesWithinASecond();

private:
    // An ir of a device of its own, and what the CA says to it.
    struct Exchange {
        QByteArray request;
        QByteArray answer;
    };
    [[nodiscard]] Exchange exchange(int number) const;
    [[nodiscard]] QString folder(const QString& name) const;
    [[nodiscard]] int requestsAtTheSite() const;

    std::unique_ptr<RecipeWorld> m_world;
    MessageForge m_forge; // for the form of CMP messages
};

void TestOfflineRa::init()
{
    m_world = std::make_unique<RecipeWorld>();
}

TestOfflineRa::Exchange TestOfflineRa::exchange(int number) const
{
    const auto serial = QStringLiteral("device-%1").arg(number);
    const auto key = PrivateKey::generate(KeyType::P256).value();
    auto request = m_forge.initialRequest();
    request.transactionId = "transaction-" + QByteArray::number(number);
    request.body = makeCrmf(key, makeName(QStringLiteral("pledge"), serial), CrmfProof::Signature);
    request.signer = m_world->pki.device(serial);
    auto answer = m_forge.initialAnswer();
    answer.transactionId = request.transactionId;
    answer.body
        = makeCertRep(0, Certificate::fromDer(m_world->pki.certificateFor(publicKeyInfoOf(key), serial)).value());
    answer.signer = m_world->pki.registrar;
    return {makeCmp(request), makeCmp(answer)};
}

// The RA does not start without its folders.
QString TestOfflineRa::folder(const QString& name) const
{
    QDir{}.mkpath(m_world->path(name));
    return m_world->path(name);
}

int TestOfflineRa::requestsAtTheSite() const
{
    const bool listed
        = m_world->shell(QStringLiteral("site"), "satchel --json list | grep -o '\"protocol\":\"cmp\"' | wc -l >n");
    return listed ? m_world->read(QStringLiteral("site/n")).trimmed().toInt() : -1;
}

void TestOfflineRa::requestsOutAnswersBack()
{
    const QList<Exchange> exchanges{exchange(1), exchange(2), exchange(3)};
    QSet<QByteArray> requests;
    QSet<QByteArray> answers;
    const auto now = QDateTime::currentDateTimeUtc();
    for (const auto& each : exchanges) {
        // Of one second, in three profiles; the last asks for none.
        const QStringList profiles{QStringLiteral("sensors"), QStringLiteral("pumps"), QString{}};
        QVERIFY(OfflineRa::writeRequest(
            folder(QStringLiteral("site/ra-requests")), profiles[requests.size()], now, each.request));
        requests.insert(each.request);
        answers.insert(each.answer);
    }
    QVERIFY(m_world->shell(QStringLiteral("site"), RecipeWorld::recipe(Heading, "sh site")));
    QVERIFY(m_world->namesIn(QStringLiteral("site/ra-requests")).isEmpty());
    QVERIFY(m_world->carry(QStringLiteral("site"), QStringLiteral("office")));

    {
        const OfflineRa server{folder(QStringLiteral("office/ca-requests")),
            folder(QStringLiteral("office/ca-answers")), [&exchanges](const QByteArray& bytes) {
                for (const auto& each : exchanges) {
                    if (each.request == bytes) {
                        return each.answer;
                    }
                }
                return QByteArray{};
            }};
        QVERIFY(m_world->shell(QStringLiteral("office"), RecipeWorld::recipe(Heading, "sh office")));
        QTRY_COMPARE(server.taken().size(), exchanges.size());
        // Picked up is delivered: it is not written again, and nothing but messages ever lay there.
        QVERIFY(m_world->shell(QStringLiteral("office"), RecipeWorld::recipe(Heading, "sh office")));
        QCOMPARE(server.taken().size(), exchanges.size());
        QCOMPARE(setOf(server.taken()), requests);
        QTRY_COMPARE(m_world->namesIn(QStringLiteral("office/ca-answers")).size(), exchanges.size());
        QVERIFY(m_world->shell(QStringLiteral("office"), RecipeWorld::recipe(Heading, "sh office-again")));
    }
    QVERIFY(m_world->namesIn(QStringLiteral("office/ca-answers")).isEmpty());
    QVERIFY(m_world->carry(QStringLiteral("office"), QStringLiteral("site")));
    const OfflineRa client{folder(QStringLiteral("site/ra-answers"))};
    QVERIFY(m_world->shell(QStringLiteral("site"), RecipeWorld::recipe(Heading, "sh site-again")));
    QTRY_COMPARE(client.taken().size(), exchanges.size());
    QCOMPARE(setOf(client.taken()), answers);
}

// The RA writes in place and slowly, and gather, which removes, runs all the time.
void TestOfflineRa::nothingIsLostWhileTheRaWrites()
{
    constexpr int Count = 6;
    QList<QByteArray> requests;
    for (int number = 0; number < Count; ++number) {
        requests.append(exchange(number).request);
    }
    const auto requestFolder = folder(QStringLiteral("site/ra-requests"));
    std::atomic<bool> isDone = false;
    std::thread ra{[&] {
        for (int number = 0; number < Count; ++number) {
            QFile file{requestFolder
                + QStringLiteral("/REQ_p%1.der")
                    .arg(OfflineRa::dateText(QDateTime::currentDateTimeUtc().addSecs(number)))};
            if (file.open(QIODevice::WriteOnly)) {
                const auto half = requests[number].size() / 2;
                file.write(requests[number].first(half));
                file.flush();
                std::this_thread::sleep_for(std::chrono::milliseconds{300});
                file.write(requests[number].sliced(half));
            }
        }
        isDone = true;
    }};
    // Half a file alone is left alone: 3 or 4.
    const QByteArray gather = RecipeWorld::recipe(Heading, "sh site") + " || case $? in 3|4) ;; *) exit 1 ;; esac";
    bool isGood = true;
    while (isGood && !isDone) {
        isGood = m_world->shell(QStringLiteral("site"), gather);
    }
    ra.join();

    QVERIFY(isGood);
    QVERIFY(m_world->shell(QStringLiteral("site"), RecipeWorld::recipe(Heading, "sh site")));
    QVERIFY(m_world->namesIn(QStringLiteral("site/ra-requests")).isEmpty());
    QCOMPARE(requestsAtTheSite(), Count);
}

// Two requests in two seconds are two, whatever the names; what the RA overwrites before anybody looks is lost with it.
void TestOfflineRa::theRaOverwritesWithinASecond()
{
    const auto now = QDateTime::currentDateTimeUtc();
    const auto requestFolder = folder(QStringLiteral("site/ra-requests"));
    const auto write = [&](int number, const QDateTime& at) {
        return OfflineRa::writeRequest(requestFolder, QStringLiteral("p"), at, exchange(number).request);
    };
    const QByteArray gather = RecipeWorld::recipe(Heading, "sh site");
    QVERIFY(write(1, now));
    QVERIFY(m_world->shell(QStringLiteral("site"), gather));
    QVERIFY(write(2, now)); // the first is taken already
    QVERIFY(m_world->shell(QStringLiteral("site"), gather));
    QCOMPARE(requestsAtTheSite(), 2);

    QVERIFY(OfflineRa::writeRequest(requestFolder, QStringLiteral("p"), now, exchange(3).request.chopped(40)));
    QVERIFY(m_world->shell(QStringLiteral("site"), gather + " || [ $? -ge 3 ]"));
    QCOMPARE(m_world->namesIn(QStringLiteral("site/ra-requests")).size(), 1); // left until it is whole
    QVERIFY(write(3, now));
    QVERIFY(write(4, now));
    QVERIFY(m_world->shell(QStringLiteral("site"), gather));
    QCOMPARE(requestsAtTheSite(), 3);
    QVERIFY(m_world->namesIn(QStringLiteral("site/ra-requests")).isEmpty());
}

SATCHEL_TEST(TestOfflineRa)
#include "TestOfflineRa.moc"
