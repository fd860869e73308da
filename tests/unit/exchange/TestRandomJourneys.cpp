#include <core/bundle/BundleReader.h>
#include <core/exchange/export/ReceiptFiles.h>
#include <core/exchange/station/Restored.h>
#include <tests/support/LedgerQuery.h>
#include <tests/support/TestRegistry.h>
#include <tests/support/TestWorld.h>

#include <QDir>
#include <QRandomGenerator>
#include <QTest>

#include <array>
#include <filesystem>
#include <memory>
#include <system_error>

using namespace satchel;
using namespace satchel::test;

// Whatever happens to sticks and ledgers, honest carriage afterwards brings every request that the registrar still has
// to its answer. The name of a row is the seed of its journey.
class TestRandomJourneys : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void everyRequestEndsAnswered_data();
    void everyRequestEndsAnswered();

private:
    struct Pool;
    std::shared_ptr<Pool> m_pool;
};

namespace {

void put(const QString& from, const QString& to)
{
    std::error_code error;
    std::filesystem::remove_all(to.toStdString(), error);
    std::filesystem::copy(from.toStdString(), to.toStdString(), std::filesystem::copy_options::recursive, error);
    if (error) {
        qFatal("cannot copy %s: %s", qPrintable(from), error.message().c_str());
    }
}

} // namespace

struct AskingDevice {
    TestDevice device;
    std::array<QByteArray, 2> vouchers; // who is asked twice may answer otherwise
};

// Keys, devices and stations as they were when they had done nothing yet: making them takes longer than a journey.
struct TestRandomJourneys::Pool {
    TestWorld world;
    std::vector<AskingDevice> devices;
};

namespace {

constexpr int JourneyDevices = 4;
constexpr int Steps = 24;

class Journey final {
public:
    Journey(TestWorld& world, const std::vector<AskingDevice>& devices, quint32 seed)
        : m_world{world}
        , m_devices{devices}
        , m_random{seed}
        , m_folder{QStringLiteral("journey-%1").arg(seed)}
        , m_sides{Side{&world.site, {}}, Side{&world.backend, {}}}
    {
        for (auto& side : m_sides) {
            put(pristine(*side.station), side.station->home());
            keep(side);
        }
    }

    static QString pristine(const TestStation& station) { return station.home() + QStringLiteral("-pristine"); }

    void wander()
    {
        for (int step = 0; step < Steps; ++step) {
            m_world.advance(60);
            takeStep();
        }
    }

    // Honest carriage both ways. A new device asks, so that each side hears of the other.
    void comeHome()
    {
        for (int i = 0; i < JourneyDevices; ++i) {
            ask(i);
        }
        for (int round = 0; round < 4; ++round) {
            m_world.advance(60);
            gatherSpool();
            carry(m_sides[0], m_sides[1]);
            deliver(m_sides[1]);
            answer(Zeal::All);
            carry(m_sides[1], m_sides[0]);
            deliver(m_sides[0]);
            exchangeReceipts();
        }
    }

    // What is wrong now; empty if nothing is.
    [[nodiscard]] QString fault() const
    {
        if (!m_fault.isEmpty()) {
            return m_fault;
        }
        for (const auto& side : m_sides) {
            const auto session = side.station->read();
            const auto verdict = session.ledger().log().verify();
            if (!verdict || !verdict->intact) {
                return QStringLiteral("the custody log is broken");
            }
            if (wronglyIndexed(side.station->ledgerFile()) != 0) {
                return QStringLiteral("what is due is not what the states say");
            }
            const auto integrity = session.ledger().checkIntegrity();
            if (!integrity || !integrity->isEmpty()) {
                return integrity ? *integrity : integrity.error().message;
            }
            const auto& peer = session.station().peers().all().front().id();
            const auto due = session.ledger().items().countDue({peer});
            if (!due || due->items != 0) {
                return QStringLiteral("something is due still");
            }
        }
        return faultOfAnswers();
    }

    [[nodiscard]] QString story() const { return m_story.join(QStringLiteral(", ")); }

private:
    struct Side {
        const TestStation* station;
        QStringList copies;
    };

    struct LooseReceipt {
        const Side* to;
        QString path;
    };

    int below(int most) { return m_random.bounded(most); }

    QString path(const QString& name) const { return m_world.path(m_folder + QLatin1Char('/') + name); }

    QString fresh(const QString& name) { return path(name + QString::number(++m_counter)); }

    void takeStep()
    {
        auto& side = m_sides[static_cast<std::size_t>(below(2))];
        const auto name = side.station == &m_world.site ? QStringLiteral("site ") : QStringLiteral("backend ");
        const int dice = below(120);
        if (dice >= 110) {
            note(name + QStringLiteral("receipts"));
            writeSomeReceipts(side);
        } else if (dice >= 100) {
            importSomeReceipt();
        } else if (dice < 15) {
            note(QStringLiteral("ask"));
            ask(below(JourneyDevices - 1));
            gatherSpool();
        } else if (dice < 40) {
            note(name + QStringLiteral("export"));
            m_sticks += write(side);
        } else if (dice < 65) {
            importSome();
        } else if (dice < 70) {
            note(QStringLiteral("lose"));
            if (!m_sticks.isEmpty()) {
                m_sticks.removeAt(below(static_cast<int>(m_sticks.size())));
            }
        } else if (dice < 85) {
            note(QStringLiteral("answer"));
            deliver(m_sides[1]);
            answer(Zeal::Some);
        } else if (dice < 90) {
            note(name + QStringLiteral("deliver"));
            deliver(side);
        } else if (dice < 95) {
            note(name + QStringLiteral("copy"));
            keep(side);
        } else {
            restore(side, name);
        }
    }

    void note(const QString& what) { m_story += what; }

    void ask(int device)
    {
        const auto& asking = m_devices[static_cast<std::size_t>(device)].device;
        m_asked.insert(device);
        m_world.put(m_folder + QStringLiteral("/spool/%1.vcj").arg(asking.serial), asking.voucherRequest);
    }

    void gatherSpool() { judge(m_sides[0].station->gather({path(QStringLiteral("spool"))}).failure); }

    QStringList write(const Side& side)
    {
        const auto report = side.station->exportTo(fresh(QStringLiteral("stick-")));
        judge(report.failure);
        QStringList paths;
        for (const auto& bundle : report.bundles) {
            paths += bundle.path;
        }
        return paths;
    }

    // They go by another way than the sticks, and arrive when they like.
    void writeSomeReceipts(const Side& side)
    {
        const auto& other = m_sides[side.station == &m_world.site ? 1 : 0];
        for (const auto& path : receiptsOf(side)) {
            m_receipts.append({&other, path});
        }
    }

    void importSomeReceipt()
    {
        if (m_receipts.isEmpty()) {
            return;
        }
        const auto index = below(static_cast<int>(m_receipts.size()));
        const auto receipt = m_receipts[index];
        if (below(3) > 0) {
            m_receipts.removeAt(index);
        }
        note(QStringLiteral("import ") + receipt.path.section(QLatin1Char('/'), -2, -2));
        import(*receipt.to, {receipt.path});
    }

    // Any stick, and it may come again.
    void importSome()
    {
        if (m_sticks.isEmpty()) {
            return;
        }
        const auto index = below(static_cast<int>(m_sticks.size()));
        const auto stick = m_sticks[index];
        if (below(3) > 0) {
            m_sticks.removeAt(index);
        }
        note(QStringLiteral("import ") + stick.section(QLatin1Char('/'), -2, -2));
        const auto bundle = UntrustedBundle::open(stick);
        const bool toSite = bundle && bundle->claimedLabel().address.to == m_world.site.card().station();
        import(m_sides[toSite ? 0 : 1], {stick});
    }

    void import(const Side& side, const QStringList& paths)
    {
        const auto report = side.station->import(paths);
        judge(report.failure);
        for (const auto& bundle : report.bundles) {
            judge(bundle.failure);
        }
        for (const auto& receipt : report.receipts) {
            judge(receipt.failure);
        }
    }

    void carry(const Side& from, const Side& to)
    {
        const auto paths = write(from);
        if (!paths.isEmpty()) {
            import(to, paths);
        }
    }

    void exchangeReceipts()
    {
        for (std::size_t i = 0; i < m_sides.size(); ++i) {
            const auto paths = receiptsOf(m_sides[i]);
            if (!paths.isEmpty()) {
                import(m_sides[1 - i], paths);
            }
        }
    }

    QStringList receiptsOf(const Side& side)
    {
        auto session = side.station->write();
        const auto report = writeReceipts(session, {}, fresh(QStringLiteral("receipts-")));
        judge(report.failure);
        QStringList paths;
        for (const auto& receipt : report.receipts) {
            paths += receipt.path;
        }
        return paths;
    }

    [[nodiscard]] QString inbox(const Side& side) const
    {
        return path(side.station == &m_world.site ? QStringLiteral("registrar") : QStringLiteral("masa"));
    }

    void deliver(const Side& side) { judge(side.station->deliver(inbox(side)).failure); }

    // Files that were delivered stay, whatever becomes of the ledger.
    [[nodiscard]] QList<QByteArray> delivered(const Side& side) const
    {
        QList<QByteArray> contents;
        const auto folder = inbox(side);
        for (const auto& name : QDir{folder}.entryList({QStringLiteral("*.vcj")}, QDir::Files)) {
            contents += TestWorld::read(folder + QLatin1Char('/') + name);
        }
        return contents;
    }

    enum class Zeal { Some, All };

    void answer(Zeal zeal)
    {
        const auto requests = delivered(m_sides[1]);
        for (const auto& asking : m_devices) {
            if (requests.contains(asking.device.voucherRequest) && (below(5) > 0 || zeal == Zeal::All)) {
                const auto which = static_cast<std::size_t>(below(10) == 0 ? 1 : 0);
                m_world.put(m_folder + QStringLiteral("/answers/%1-%2.vcj").arg(asking.device.serial).arg(which),
                    asking.vouchers[which]);
            }
        }
        if (QDir{path(QStringLiteral("answers"))}.exists()) {
            judge(m_sides[1].station->gather({path(QStringLiteral("answers"))}).failure);
        }
    }

    void keep(Side& side)
    {
        const auto copy = fresh(QStringLiteral("copy-"));
        QDir{}.mkpath(path({}));
        put(side.station->home(), copy);
        side.copies += copy;
    }

    void restore(Side& side, const QString& name)
    {
        const auto index = below(static_cast<int>(side.copies.size()));
        note(name + QStringLiteral("restore ") + QString::number(index));
        put(side.copies[index], side.station->home());
        auto session = side.station->write();
        if (!declareRestored(session)) {
            m_fault = QStringLiteral("restored failed");
        }
    }

    void judge(const std::optional<Error>& failure)
    {
        if (failure && m_fault.isEmpty()) {
            m_fault = errorCodeName(failure->code) + QStringLiteral(": ") + failure->message;
        }
    }

    [[nodiscard]] QString faultOfAnswers() const
    {
        const auto answers = delivered(m_sides[0]);
        qsizetype belonging = 0;
        for (const int device : m_asked) {
            const auto& vouchers = m_devices[static_cast<std::size_t>(device)].vouchers;
            const auto count = answers.count(vouchers[0]) + answers.count(vouchers[1]);
            if (count == 0) {
                return QStringLiteral("device %1 was not answered").arg(device);
            }
            belonging += count;
        }
        if (belonging != answers.size()) {
            return QStringLiteral("something was delivered that nobody asked for");
        }
        for (const auto& side : m_sides) {
            if (side.station->count(ItemState::Answered) != m_asked.size()) {
                return QStringLiteral("%1 requests are answered at %2 of %3")
                    .arg(side.station->count(ItemState::Answered))
                    .arg(side.station->home().section(QLatin1Char('/'), -1))
                    .arg(m_asked.size());
            }
        }
        return {};
    }

    TestWorld& m_world;
    const std::vector<AskingDevice>& m_devices;
    QRandomGenerator m_random;
    QString m_folder;
    std::array<Side, 2> m_sides;
    QStringList m_sticks;
    QList<LooseReceipt> m_receipts;
    QSet<int> m_asked;
    QStringList m_story;
    QString m_fault;
    int m_counter = 0;
};

} // namespace

void TestRandomJourneys::initTestCase()
{
    m_pool = std::make_shared<Pool>();
    auto& world = m_pool->world;
    for (int i = 0; i < JourneyDevices; ++i) {
        auto device = world.makeDevice(QStringLiteral("SN-%1").arg(i));
        const auto first = world.pki.voucher(device.serial, device.nonce);
        const auto second = world.pki.voucher(device.serial, device.nonce);
        QVERIFY(first != second);
        m_pool->devices.push_back({std::move(device), {first, second}});
    }
    put(world.site.home(), Journey::pristine(world.site));
    put(world.backend.home(), Journey::pristine(world.backend));
}

void TestRandomJourneys::everyRequestEndsAnswered_data()
{
    QTest::addColumn<quint32>("seed");
    const auto seeds = qEnvironmentVariable("SATCHEL_JOURNEYS", QStringLiteral("1-30")).split(QLatin1Char('-'));
    for (quint32 seed = seeds.front().toUInt(); seed <= seeds.back().toUInt(); ++seed) {
        QTest::addRow("%u", seed) << seed;
    }
}

void TestRandomJourneys::everyRequestEndsAnswered()
{
    QFETCH(quint32, seed);
    Journey journey{m_pool->world, m_pool->devices, seed};
    journey.wander();
    journey.comeHome();
    const auto fault = journey.fault();
    QVERIFY2(fault.isEmpty(), qPrintable(fault + QStringLiteral(" after: ") + journey.story()));
}

SATCHEL_TEST(TestRandomJourneys)
#include "TestRandomJourneys.moc"
