#include <core/base/CsvText.h>
#include <core/base/StrictJson.h>
#include <core/exchange/export/ReceiptFiles.h>
#include <core/exchange/report/BundleReports.h>
#include <core/exchange/report/LogRows.h>
#include <core/exchange/report/Overview.h>
#include <core/exchange/report/StationTables.h>
#include <core/exchange/station/Peering.h>
#include <tests/support/TestRegistry.h>
#include <tests/support/TestWorld.h>

#include <QDir>
#include <QTest>

#include <algorithm>

using namespace satchel;
using namespace satchel::test;

namespace {

// The object of `--json`, by the functions that the command line calls.
QByteArray objectOf(const std::function<void(JsonWriter&)>& members)
{
    JsonWriter writer;
    writer.beginObject();
    members(writer);
    writer.endObject();
    return writer.text() + '\n';
}

QList<QByteArray> linesOf(const QByteArray& csv)
{
    auto lines = csv.split('\n');
    if (lines.last().isEmpty()) {
        lines.removeLast();
    }
    return lines;
}

} // namespace

class TestStationTables : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void itemsAreSavedAsTheyAreListed();
    void onlyWhatIsMeantInItsOrder();
    void theLogSaysWhetherItIsIntact();
    void stationsAreSavedAsTheyAreListed();
    void bundlesAreSavedAsTheyAreListed();
    void aBundlesReceiptIsSaved();
    void longListsAreWrittenByPieces();
    void csvHasAByteOrderMarkAndItsLineEnds();
    void aStopLeavesWhatWasThere();
    void aPlaceThatIsNoneIsTold();

private:
    [[nodiscard]] QByteArray saved(const SavedTable& table, TableForm form) const;
    [[nodiscard]] static QList<ItemId> idsOf(const QList<Item>& items);
    [[nodiscard]] static std::vector<qint64> allEntries(const Session& session);

    std::unique_ptr<TestWorld> m_world;
};

void TestStationTables::init()
{
    m_world = std::make_unique<TestWorld>();
    m_world->putDevice(QStringLiteral("SN-1"));
    m_world->putDevice(QStringLiteral("SN-2"));
    m_world->site.gather({m_world->path(QStringLiteral("spool"))});
    m_world->site.exportTo(m_world->path(QStringLiteral("stick")));
}

QByteArray TestStationTables::saved(const SavedTable& table, TableForm form) const
{
    const auto path = m_world->path(QStringLiteral("saved"));
    const auto rows = saveTable(table, form, path, {});
    if (!rows || *rows != table.rows) {
        return "not saved";
    }
    return TestWorld::read(path);
}

QList<ItemId> TestStationTables::idsOf(const QList<Item>& items)
{
    QList<ItemId> ids;
    for (const auto& item : items) {
        ids += item.id;
    }
    return ids;
}

std::vector<qint64> TestStationTables::allEntries(const Session& session)
{
    std::vector<qint64> numbers;
    (void)session.ledger().log().forEach({}, [&numbers](const LogEntry& entry) -> Result<void> {
        numbers.push_back(entry.seq);
        return {};
    });
    return numbers;
}

void TestStationTables::itemsAreSavedAsTheyAreListed()
{
    const auto items = m_world->site.items();
    QCOMPARE(items.size(), 4);
    const auto session = m_world->site.read();
    const auto table = itemsTable(session, idsOf(items));

    QCOMPARE(saved(table, TableForm::Json), objectOf([&items](JsonWriter& writer) {
        writer.key(u"items").beginArray();
        for (const auto& item : items) {
            writer.beginObject();
            writeItemMembers(writer, item);
            writer.endObject();
        }
        writer.endArray();
    }));
    const auto lines = linesOf(saved(table, TableForm::Csv));
    QCOMPARE(lines.size(), items.size() + 1);
    for (int i = 0; i < items.size(); ++i) {
        const auto& item = items.at(i);
        const auto fields = lines.at(i + 1).trimmed().split(',');
        QCOMPARE(fields.size(), table.fields.size());
        QCOMPARE(fields.at(0), item.id.toString().toLatin1());
        QCOMPARE(fields.at(1), kindName(item.kind).toLatin1());
        QCOMPARE(fields.at(3), item.device.toUtf8());
        QCOMPARE(fields.at(5), QByteArray("packed"));
        QCOMPARE(fields.at(8), toUtcText(item.gatheredAt).toLatin1());
        QCOMPARE(fields.at(10), item.bundle.toString().toLatin1());
    }
}

void TestStationTables::onlyWhatIsMeantInItsOrder()
{
    auto ids = idsOf(m_world->site.items());
    ids = {ids.at(3), ids.at(1)};
    const auto session = m_world->site.read();

    const auto lines = linesOf(saved(itemsTable(session, ids), TableForm::Csv));
    QCOMPARE(lines.size(), 3);
    QVERIFY(lines.at(1).startsWith(ids.first().toString().toLatin1()));
    QVERIFY(lines.at(2).startsWith(ids.last().toString().toLatin1()));

    const auto entries = linesOf(saved(logTable(session, {2}), TableForm::Csv));
    QCOMPARE(entries.size(), 2);
    QVERIFY(entries.at(1).startsWith("2,"));
}

void TestStationTables::theLogSaysWhetherItIsIntact()
{
    const auto session = m_world->site.read();
    const auto numbers = allEntries(session);
    QVERIFY(numbers.size() >= 2);

    QCOMPARE(saved(logTable(session, numbers), TableForm::Json), objectOf([&session](JsonWriter& writer) {
        writer.key(u"entries").beginArray();
        (void)session.ledger().log().forEach({}, [&writer](const LogEntry& entry) -> Result<void> {
            writeLogEntry(writer, entry);
            return {};
        });
        writer.endArray();
        writer.member(u"intact", true).key(u"firstBad").null();
    }));
}

void TestStationTables::stationsAreSavedAsTheyAreListed()
{
    const auto session = m_world->site.read();
    const auto report = listPeers(session);

    QCOMPARE(saved(peersTable(session), TableForm::Json),
        objectOf([&report](JsonWriter& writer) { report.writeJson(writer); }));
    const auto lines = linesOf(saved(peersTable(session), TableForm::Csv));
    QCOMPARE(lines.size(), 2);
    QVERIFY2(lines.at(1).contains(report.peers.first().id().toString().toLatin1()), lines.at(1));
}

// One of each way, and one that never came.
void TestStationTables::bundlesAreSavedAsTheyAreListed()
{
    m_world->putDevice(QStringLiteral("SN-3"));
    m_world->site.gather({m_world->path(QStringLiteral("spool"))});
    const auto second = m_world->site.exportTo(m_world->path(QStringLiteral("other"))).bundles.front();
    m_world->backend.import({second.path});
    m_world->backend.exportTo(m_world->path(QStringLiteral("back")));
    const auto session = m_world->backend.read();
    std::vector<BundleFacts> bundles;
    QVERIFY(forEachBundle(session, [&bundles](const BundleFacts& bundle) -> Result<void> {
        bundles.push_back(bundle);
        return {};
    }).has_value());
    QVERIFY(bundles.size() >= 2);

    QCOMPARE(saved(bundlesTable(bundles), TableForm::Json), objectOf([&bundles](JsonWriter& writer) {
        writer.key(u"bundles").beginArray();
        for (const auto& bundle : bundles) {
            writer.beginObject();
            bundle.writeJson(writer);
            writer.endObject();
        }
        writer.endArray();
    }));
    const auto table = bundlesTable(bundles);
    const auto lines = linesOf(saved(table, TableForm::Csv));
    QCOMPARE(lines.size(), static_cast<qsizetype>(bundles.size()) + 1);
    for (std::size_t i = 0; i < bundles.size(); ++i) {
        const auto fields = lines.at(static_cast<qsizetype>(i) + 1).trimmed().split(',');
        QCOMPARE(fields.size(), table.fields.size());
        QCOMPARE(fields.at(0), QByteArray{bundles[i].way == BundleWay::Out ? "out" : "in"});
        QCOMPARE(fields.at(1), bundleStandingName(bundles[i].standing).toLatin1());
        QCOMPARE(fields.at(2), bundles[i].id.isNull() ? QByteArray{} : bundles[i].id.toString().toLatin1());
        QCOMPARE(fields.at(5), QByteArray::number(bundles[i].sequence));
    }
}

void TestStationTables::aBundlesReceiptIsSaved()
{
    m_world->backend.import({m_world->path(QStringLiteral("stick"))});
    {
        auto there = m_world->backend.write();
        QCOMPARE(writeReceipts(there, {}, m_world->path(QStringLiteral("receipts"))).receipts.size(), 1);
    }
    m_world->site.import({m_world->path(QStringLiteral("receipts"))});
    const auto session = m_world->site.read();
    std::vector<BundleFacts> bundles;
    QVERIFY(forEachBundle(session, [&bundles](const BundleFacts& bundle) -> Result<void> {
        if (bundle.receipt) {
            bundles.push_back(bundle);
        }
        return {};
    }).has_value());
    QVERIFY(!bundles.empty());
    const auto table = bundlesTable(bundles);
    const auto lines = linesOf(saved(table, TableForm::Csv));
    QCOMPARE(lines.size(), static_cast<qsizetype>(bundles.size()) + 1);
    const auto fields = lines.at(1).trimmed().split(',');
    const auto& receipt = *bundles.front().receipt;
    QCOMPARE(fields.at(table.fields.indexOf(QStringLiteral("receipt"))), receipt.verdict.toLatin1());
}

void TestStationTables::longListsAreWrittenByPieces()
{
    SavedTable table;
    table.name = QStringLiteral("numbers");
    table.fields = QStringList{QStringLiteral("number")};
    table.rows = 20'000;
    table.forEach = [](const SavedTable::Visit& visit) -> Result<void> {
        for (int i = 0; i < 20'000; ++i) {
            const auto text = QString::number(i).rightJustified(10, QLatin1Char('0'));
            const auto told = visit({[text] { return QStringList{text}; },
                [text](JsonWriter& writer) { writer.beginObject().member(u"number", text).endObject(); }});
            if (!told) {
                return told;
            }
        }
        return {};
    };
    for (const auto form : {TableForm::Csv, TableForm::Json}) {
        QList<qint64> toldRows;
        const Conduct conduct{[&toldRows](const Progress& progress) { toldRows += progress.done; }};
        const auto path = m_world->path(QStringLiteral("saved"));
        QCOMPARE(saveTable(table, form, path, conduct).value(), 20'000);
        const auto bytes = TestWorld::read(path);
        QVERIFY(bytes.size() > 200'000);
        QCOMPARE(bytes.count("0000000000"), 1);
        QCOMPARE(bytes.count("0000019999"), 1);
        QVERIFY(toldRows.size() > 10 && std::is_sorted(toldRows.begin(), toldRows.end()));
        if (form == TableForm::Csv) {
            QCOMPARE(linesOf(bytes).size(), 20'001);
        } else {
            const auto json = parseJson(bytes.trimmed());
            QVERIFY(json.has_value());
            QCOMPARE(json->find(u"numbers")->array()->size(), std::size_t{20'000});
        }
    }
}

void TestStationTables::csvHasAByteOrderMarkAndItsLineEnds()
{
    const auto session = m_world->site.read();
    const auto csv = saved(logTable(session, allEntries(session)), TableForm::Csv);

    QVERIFY(csv.startsWith("\xEF\xBB\xBFseq,at,monotonic,"));
    QCOMPARE(csv.count("\r\n"), csv.count('\n'));
    QVERIFY(csv.endsWith("\r\n"));
    QVERIFY(!saved(logTable(session, {1}), TableForm::Json).startsWith("\xEF\xBB\xBF"));
}

void TestStationTables::aStopLeavesWhatWasThere()
{
    const auto session = m_world->site.read();
    const auto path = m_world->put(QStringLiteral("kept/list.csv"), "what was there");
    std::stop_source stop;
    stop.request_stop();
    const auto rows
        = saveTable(logTable(session, allEntries(session)), TableForm::Csv, path, Conduct{{}, stop.get_token()});

    QVERIFY(!rows.has_value());
    QCOMPARE(rows.error().code, ErrorCode::Cancelled);
    QCOMPARE(TestWorld::read(path), QByteArray("what was there"));
    QCOMPARE(m_world->list(QStringLiteral("kept")), QStringList{QStringLiteral("list.csv")});
}

void TestStationTables::aPlaceThatIsNoneIsTold()
{
    const auto session = m_world->site.read();
    const auto nowhere = m_world->path(QStringLiteral("absent/list.csv"));
    const auto rows = saveTable(peersTable(session), TableForm::Csv, nowhere, {});

    QVERIFY(!rows.has_value());
    QCOMPARE(rows.error().file, nowhere);
}

SATCHEL_TEST(TestStationTables)
#include "TestStationTables.moc"
