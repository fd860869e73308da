#include <core/exchange/report/ReportTables.h>
#include <core/exchange/station/Peering.h>
#include <tests/support/TestRegistry.h>
#include <tests/support/TestWorld.h>

#include <QFileInfo>
#include <QTest>

using namespace satchel;
using namespace satchel::test;

namespace {

// The object of `--json`, by the function that the command line calls.
template <typename Report> QByteArray objectOf(const Report& report)
{
    JsonWriter writer;
    writer.beginObject();
    report.writeJson(writer);
    writer.endObject();
    return writer.text();
}

std::optional<JsonValue> parsed(const QByteArray& json)
{
    auto value = parseJson(json.trimmed(), JsonDialect::Lenient);
    return value ? std::optional{*std::move(value)} : std::nullopt;
}

QByteArray textOf(const JsonValue& object, QStringView member)
{
    const auto* const value = object.find(member);
    return value && value->string() ? value->string()->toUtf8() : QByteArray{};
}

// An item that was refused, as import tells it.
RowList refusedOf(const QString& item, ErrorCode code, const QString& reason)
{
    JsonWriter row;
    row.beginObject().member(u"item", item).member(u"code", errorCodeName(code)).member(u"reason", reason).endObject();
    RowList rows;
    rows.append(row);
    return rows;
}

} // namespace

class TestReportTables : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void anchorsAreSavedAsTheyAreListed();
    void whatABundleCarriedIsSavedAsItIsTold();
    void checksAreSavedAsTheyAreTold();
    void everyFailureIsSaved();
    void aStoryIsSaved();
    void anItemIsSavedAsItIsShown();
    void keysAreSaved();
    void whatIsFoundIsSaved();
    void whatCameOfItIsSaved();
    void arrivalsAreSaved();

private:
    [[nodiscard]] QByteArray saved(const SavedTable& table, TableForm form) const;
    [[nodiscard]] QList<QByteArrayList> fieldsOf(const SavedTable& table) const; // below the head; no comma in them

    std::unique_ptr<TestWorld> m_world;
    QString m_bundle;
};

void TestReportTables::init()
{
    m_world = std::make_unique<TestWorld>();
    m_world->putDevice(QStringLiteral("SN-1"));
    m_world->site.gather({m_world->path(QStringLiteral("spool"))});
    m_bundle = m_world->site.exportTo(m_world->path(QStringLiteral("stick"))).bundles.front().path;
}

QByteArray TestReportTables::saved(const SavedTable& table, TableForm form) const
{
    const auto path = m_world->path(QStringLiteral("saved"));
    const auto rows = saveTable(table, form, path, {});
    return rows && *rows == table.rows ? TestWorld::read(path) : QByteArray("not saved");
}

QList<QByteArrayList> TestReportTables::fieldsOf(const SavedTable& table) const
{
    QList<QByteArrayList> rows;
    auto lines = saved(table, TableForm::Csv).trimmed().split('\n');
    lines.removeFirst();
    for (const auto& line : lines) {
        const auto fields = line.trimmed().split(',');
        rows += fields.size() == table.fields.size() ? QByteArrayList{fields} : QByteArrayList{"another number"};
    }
    return rows;
}

void TestReportTables::anchorsAreSavedAsTheyAreListed()
{
    const auto report = listAnchors(m_world->site.read(), {});
    QVERIFY(!report.anchors.isEmpty());
    const auto table = anchorsTable(report.anchors);
    const auto json = parsed(saved(table, TableForm::Json));
    const auto told = parsed(objectOf(report));
    QVERIFY(json && told);
    QCOMPARE(json->find(u"anchors")->array()->size(), told->find(u"anchors")->array()->size());
    for (int i = 0; i < report.anchors.size(); ++i) {
        const auto& anchor = json->find(u"anchors")->array()->at(static_cast<std::size_t>(i));
        QCOMPARE(textOf(anchor, u"sha256"), report.anchors.at(i).certificate.sha256().toString().toLatin1());
        QCOMPARE(textOf(anchor, u"for"), anchorUseName(report.anchors.at(i).use).toLatin1());
    }
    QVERIFY(saved(table, TableForm::Csv).contains(report.anchors.front().certificate.sha256().toString().toLatin1()));
}

void TestReportTables::whatABundleCarriedIsSavedAsItIsTold()
{
    const auto session = m_world->site.read();
    const auto record = session.ledger().bundles().lastOutgoing();
    QVERIFY(record && *record);
    const auto report = showBundle(session, BundleWay::Out, m_world->backend.card().station(), (*record)->id);
    QVERIFY(report.has_value());
    QCOMPARE(report->items.size(), 2);

    const auto json = parsed(saved(carriedTable(*report), TableForm::Json));
    QVERIFY(json.has_value());
    QCOMPARE(json->find(u"carried")->array()->size(), std::size_t{2});
    QCOMPARE(textOf(json->find(u"bundles")->array()->front(), u"id"), (*record)->id.toString().toLatin1());
    const auto rows = fieldsOf(carriedTable(*report));
    QCOMPARE(rows.size(), 2);
    for (int i = 0; i < rows.size(); ++i) {
        QCOMPARE(rows.at(i),
            (QByteArrayList{report->items.at(i).id.toString().toLatin1(), "SN-1",
                kindName(report->items.at(i).item->kind).toLatin1(), "packed", ""}));
    }
}

void TestReportTables::checksAreSavedAsTheyAreTold()
{
    auto session = m_world->backend.write();
    const auto report = verifyFiles(&session, {}, {m_bundle}, {});
    QCOMPARE(report.files.size(), 1);
    QCOMPARE(saved(verifiedTable(report, TableForm::Json), TableForm::Json), objectOf(report) + '\n');

    const auto csv = saved(verifiedTable(report, TableForm::Csv), TableForm::Csv);
    for (const auto& check : report.files.front().checks) {
        QVERIFY2(csv.contains(",good," + check.name.toLatin1() + ",pass,"), csv);
    }
    const auto& file = report.files.front();
    QVERIFY(file.label.has_value());
    QCOMPARE(file.fromName, QStringLiteral("site"));
    QCOMPARE(file.toName, session.station().settings().name);

    // What the label says and who may open it goes along.
    const auto json = parsed(saved(verifiedTable(report, TableForm::Json), TableForm::Json));
    QVERIFY(json.has_value());
    const auto& told = json->find(u"files")->array()->front();
    QCOMPARE(textOf(*told.find(u"label"), u"bundle"), file.label->address.bundle.toString().toLatin1());
    QVERIFY(*told.find(u"labelProved")->boolean());
    QCOMPARE(textOf(told, u"fromName"), QByteArray("site"));
    const auto& openers = *told.find(u"mayOpen")->array();
    QCOMPARE(openers.size(), std::size_t{1});
    QCOMPARE(textOf(openers.front(), u"station"), session.station().id().toString().toLatin1());
    QVERIFY(*openers.front().find(u"self")->boolean());
    const auto& address = file.label->address;
    const QByteArray label
        = QStringLiteral(",%1,%2,site,%3,%4,1,")
              .arg(address.bundle.toString(), address.from.toString(), address.to.toString(), file.toName)
              .toLatin1();
    auto lines = csv.trimmed().split('\n');
    QVERIFY2(lines.takeFirst().trimmed().endsWith(",bundle,from,fromName,to,toName,sequence,created,proved"), csv);
    QCOMPARE(lines.size(), file.checks.size());
    for (const auto& line : std::as_const(lines)) {
        QVERIFY2(line.contains(label) && line.trimmed().endsWith(",true"), line);
    }
}

void TestReportTables::aStoryIsSaved()
{
    const auto session = m_world->site.read();
    const auto item = m_world->site.items().front();
    const auto story = storyOfDevice(session, item.id);
    QVERIFY(story.has_value());
    QCOMPARE(story->events.size(), 4); // two were gathered, two were packed
    const auto json = parsed(saved(storyTable(*story), TableForm::Json));
    QVERIFY(json.has_value());
    QCOMPARE(textOf(*json, u"device"), QByteArray("SN-1"));
    QCOMPARE(json->find(u"events")->array()->size(), std::size_t{4});
    const auto rows = fieldsOf(storyTable(*story));
    QCOMPARE(rows.size(), 4);
    for (int i = 0; i < rows.size(); ++i) {
        const auto& event = story->events.at(i);
        const auto& told = json->find(u"events")->array()->at(static_cast<std::size_t>(i));
        QCOMPARE(textOf(told, u"item"), event.item.toString().toLatin1());
        QCOMPARE(textOf(told, u"state"), itemStateName(event.state).toLatin1());
        QCOMPARE(rows.at(i).at(1), event.item.toString().toLatin1());
        QCOMPARE(rows.at(i).at(3), itemStateName(event.state).toLatin1());
        const bool isPacked = event.state == ItemState::Packed;
        QCOMPARE(rows.at(i).at(7), isPacked ? m_bundle.toUtf8() : QByteArray());
        QCOMPARE(rows.at(i).at(8), isPacked ? QByteArray("backend") : QByteArray());
        QCOMPARE(told.find(u"peer") != nullptr, isPacked);
    }
}

// Decoded, with everything else that is known of it.
void TestReportTables::anItemIsSavedAsItIsShown()
{
    const auto session = m_world->site.read();
    for (const auto& item : m_world->site.items()) {
        const auto report = showItem(session, item.id.toString());
        QVERIFY(report.has_value());
        QCOMPARE(saved(shownTable(*report, TableForm::Json), TableForm::Json), objectOf(*report) + '\n');
        const auto csv = saved(shownTable(*report, TableForm::Csv), TableForm::Csv);
        QVERIFY2(csv.contains("\nid," + item.id.toString().toLatin1() + "\r\n"), csv);
        QVERIFY2(csv.contains("\nobject."), csv);
        QVERIFY2(csv.contains("\nchecks[0].result,pass\r\n"), csv);
        QVERIFY2(csv.contains("\nhistory[0].state,pending\r\n"), csv);
    }
}

void TestReportTables::keysAreSaved()
{
    Settings settings;
    settings.signing = {QStringLiteral("keys/signing.key"), QStringLiteral("keys/signing.cer")};
    settings.decryption = {
        {QStringLiteral("new.key"), QStringLiteral("new.cer")}, {QStringLiteral("old.key"), QStringLiteral("old.cer")}};
    settings.registrationAuthority = {QStringLiteral("ra.key"), QStringLiteral("ra.cer")};
    QCOMPARE(fieldsOf(keysTable(settings)),
        (QList<QByteArrayList>{{"signing", "keys/signing.key", "keys/signing.cer"},
            {"decryption", "new.key", "new.cer"}, {"decryption", "old.key", "old.cer"},
            {"registration-authority", "ra.key", "ra.cer"}}));
    const auto json = parsed(saved(keysTable(settings), TableForm::Json));
    QVERIFY(json.has_value());
    QCOMPARE(json->find(u"keys")->array()->size(), std::size_t{4});
    QCOMPARE(textOf(json->find(u"keys")->array()->at(2), u"certificate"), QByteArray("old.cer"));
}

void TestReportTables::everyFailureIsSaved()
{
    VerifiedFile file;
    file.file = QStringLiteral("a.satchel");
    file.verdict = QStringLiteral("good-in-part");
    file.checks = {{QStringLiteral("objects"), CheckResult::Fail, QStringLiteral("2 items; 2 refused")}};
    file.fail({ErrorCode::BadSignature, QStringLiteral("01A"), {}, QStringLiteral("first")});
    file.fail({ErrorCode::Expired, QStringLiteral("01B"), {}, QStringLiteral("second")});
    const VerifyReport report{{file}, {}};
    const QByteArrayList noLabel(8, "");

    const auto rows = fieldsOf(verifiedTable(report, TableForm::Csv));
    QCOMPARE(rows,
        (QList<QByteArrayList>{
            QByteArrayList{"a.satchel", "good-in-part", "objects", "fail", "2 items; 2 refused", "", ""} + noLabel,
            QByteArrayList{"a.satchel", "good-in-part", "", "fail", "first", "01A", "bad-signature"} + noLabel,
            QByteArrayList{"a.satchel", "good-in-part", "", "fail", "second", "01B", "expired"} + noLabel}));
    QVERIFY(!file.isBadAsAWhole);
    QCOMPARE(file.firstFailure->reason, QStringLiteral("first"));
}

void TestReportTables::whatIsFoundIsSaved()
{
    const auto bad = m_world->put(QStringLiteral("stick/none.satchel"), "not a bundle");
    const auto report = surveyPaths(m_world->backend.read(), {m_world->path(QStringLiteral("stick"))}, {});
    QCOMPARE(report.bundles.size(), 2);
    const auto json = parsed(saved(surveyedTable(report), TableForm::Json));
    QVERIFY(json.has_value());
    int good = 0;
    for (const auto& bundle : *json->find(u"bundles")->array()) {
        if (textOf(bundle, u"path") == bad.toUtf8()) {
            QCOMPARE(textOf(bundle, u"code"), QByteArray("not-recognised"));
        } else {
            QCOMPARE(textOf(bundle, u"path"), m_bundle.toUtf8());
            QCOMPARE(textOf(bundle, u"fromName"), QByteArray("site"));
            QVERIFY(bundle.find(u"code") == nullptr && !*bundle.find(u"known")->boolean());
            ++good;
        }
    }
    QCOMPARE(good, 1);
    const auto csv = saved(surveyedTable(report), TableForm::Csv);
    QVERIFY2(csv.contains(",not-recognised,") && csv.contains(",false,false,,"), csv);
}

void TestReportTables::whatCameOfItIsSaved()
{
    const auto report = m_world->backend.import({m_bundle});
    const auto json = parsed(saved(importedTable(report), TableForm::Json));
    QVERIFY(json.has_value());
    const auto told = parsed(objectOf(report));
    QVERIFY(told.has_value());
    const auto& row = json->find(u"bundles")->array()->front();
    for (const auto* const member : {u"path", u"id", u"from", u"verdict"}) {
        QVERIFY(!textOf(row, member).isEmpty());
        QCOMPARE(textOf(row, member), textOf(told->find(u"bundles")->array()->front(), member));
    }
    const auto rows = fieldsOf(importedTable(report));
    QCOMPARE(rows.size(), 1);
    const auto created = textOf(row, u"created");
    const auto size = QByteArray::number(QFileInfo{m_bundle}.size());
    QVERIFY2(QDateTime::fromString(QLatin1StringView{created}, Qt::ISODate).isValid(), created);
    QCOMPARE(*row.find(u"size")->integer(), QFileInfo{m_bundle}.size());
    QCOMPARE(rows.front().mid(5), (QByteArrayList{"imported", "2", "0", "0", "0", "", "", created, size}));
}

void TestReportTables::arrivalsAreSaved()
{
    auto report = m_world->backend.import({m_bundle});
    const auto id = m_world->backend.items().front().id.toString();
    report.bundles.front().refused = refusedOf(id, ErrorCode::BadSignature, QStringLiteral("made up"));
    const auto session = m_world->backend.read();
    const auto table = arrivalsTable(session, report, 3);

    const auto rows = fieldsOf(table);
    QCOMPARE(rows.size(), 3);
    QCOMPARE(rows.at(0).mid(1, 3), (QByteArrayList{"SN-1", rows.at(0).at(2), "ready"}));
    QCOMPARE(rows.at(2), (QByteArrayList{id.toLatin1(), "", "", "refused", "bad-signature", "made up"}));
    const auto json = parsed(saved(table, TableForm::Json));
    QVERIFY(json.has_value());
    QCOMPARE(json->find(u"arrivals")->array()->size(), std::size_t{3});
    QCOMPARE(textOf(json->find(u"arrivals")->array()->at(2), u"code"), QByteArray("bad-signature"));
}

SATCHEL_TEST(TestReportTables)
#include "TestReportTables.moc"
