#include <core/bundle/Limits.h>
#include <core/bundle/Part.h>
#include <core/bundle/RequesterRecord.h>
#include <tests/support/BundleForge.h>
#include <tests/support/TestRegistry.h>

#include <QTest>

using namespace satchel;
using namespace satchel::test;

class TestPart : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void archiveHasTheDocumentedEntries();
    void carriesEveryFieldOfAnItem();
    void carriesEveryKind();
    void carriesWhatFirstPartsCarry();
    void idIsTheDocumentedDigest();
    void unknownKindHasNoId();
    void fileNamesAreMadeFitToTravel_data();
    void fileNamesAreMadeFitToTravel();
    void tellsHowManyReceiptsFit();
    void cannotCarry_data();
    void cannotCarry();
    void boundsAreNeverTooSmall_data();
    void boundsAreNeverTooSmall();
};

namespace {

const BundleAddress& somewhere()
{
    static const auto address = addressFor(someSite(), someBackend(), 7);
    return address;
}

Result<PartContent> throughArchive(const PartContent& content)
{
    return partArchive(content, somewhere()).and_then([&](const QByteArray& archive) {
        return parsePartArchive(archive, somewhere(), content.number);
    });
}

PartItem fullItem()
{
    auto item = someItem(someSite(), QByteArray("\0bytes\xFF", 7));
    RequesterRecord requester;
    requester.idevid = {someSite().signing, someBackend().signing};
    requester.authenticatedBy = QStringLiteral("tls-client-certificate");
    requester.proofOfPossession = QStringLiteral("tls-unique");
    requester.at = forgeTime();
    item.requester = requester.toJson();
    item.inReplyTo = QString(64, QLatin1Char('a'));
    item.context = "4711/";
    item.localName = QString::fromUtf8("Tür \"2\" \\ unten.p10");
    item.path = QStringLiteral("/.well-known/est/north/simpleenroll");
    return item;
}

PartMatters fullMatters()
{
    PartMatters matters;
    matters.receipts = {"one receipt", "another"};
    matters.heard = Heard{someBackend().ledger, 12, {14, 15, 20}};
    matters.voidSequences = {3, 6};
    return matters;
}

} // namespace

void TestPart::archiveHasTheDocumentedEntries()
{
    PartContent content;
    content.items = {someItem(someSite(), "first"), someItem(someSite(), "")};
    content.items[1].extension = QStringLiteral("csrattrs");

    const auto entries = entriesOf(partArchive(content, somewhere()).value());

    QCOMPARE(entries.size(), 3);
    QCOMPARE(entries.at(0).name, QByteArray("part.json"));
    QCOMPARE(entries.at(1).name, QByteArray("items/000001.p10"));
    QCOMPARE(entries.at(1).content, QByteArray("first"));
    QCOMPARE(entries.at(2).name, QByteArray("items/000002.csrattrs"));
    QCOMPARE(entries.at(2).content, QByteArray());
    const QByteArray beginning = R"({"type":"satchel-part","version":1,"bundle":")";
    QCOMPARE(entries.at(0).content.left(beginning.size()), beginning);
}

void TestPart::carriesEveryFieldOfAnItem()
{
    PartContent content;
    content.number = 3;
    content.items = {fullItem()};

    const auto read = throughArchive(content);

    QVERIFY2(read.has_value(), read ? "" : qPrintable(read.error().message));
    QCOMPARE(read->number, 3);
    QCOMPARE(read->items.size(), std::size_t{1});
    const auto& item = read->items.front();
    const auto sent = fullItem();
    QCOMPARE(item.kind, sent.kind);
    QCOMPARE(item.protocol, sent.protocol);
    QCOMPARE(item.extension, sent.extension);
    QVERIFY(item.origin == sent.origin);
    QCOMPARE(item.gatheredAt, sent.gatheredAt);
    QCOMPARE(item.requester, sent.requester);
    QCOMPARE(item.inReplyTo, sent.inReplyTo);
    QCOMPARE(item.context, sent.context);
    QCOMPARE(item.localName, sent.localName);
    QCOMPARE(item.path, sent.path);
    QCOMPARE(item.bytes, sent.bytes);
    QVERIFY(item.id() == sent.id());
}

void TestPart::carriesEveryKind()
{
    PartContent content;
    for (int kind = 0; kind <= static_cast<int>(Kind::Checkpoint); ++kind) {
        for (int protocol = 0; protocol <= static_cast<int>(Protocol::Satchel); ++protocol) {
            content.items.push_back(
                someItem(someSite(), "bytes", static_cast<Kind>(kind), static_cast<Protocol>(protocol)));
        }
    }

    const auto read = throughArchive(content);

    QVERIFY(read.has_value());
    QCOMPARE(read->items.size(), content.items.size());
    for (std::size_t i = 0; i < content.items.size(); ++i) {
        QCOMPARE(read->items[i].kind, content.items[i].kind);
        QCOMPARE(read->items[i].protocol, content.items[i].protocol);
    }
}

void TestPart::carriesWhatFirstPartsCarry()
{
    PartContent content;
    content.matters = fullMatters();

    const auto read = throughArchive(content);

    QVERIFY2(read.has_value(), read ? "" : qPrintable(read.error().message));
    QVERIFY(read->items.empty());
    QCOMPARE(read->matters.receipts, content.matters.receipts);
    QVERIFY(read->matters.heard.has_value());
    QVERIFY(read->matters.heard->ledger == someBackend().ledger);
    QCOMPARE(read->matters.heard->contiguous, 12);
    QCOMPARE(read->matters.heard->extras, (QList<qint64>{14, 15, 20}));
    QCOMPARE(read->matters.voidSequences, (QList<qint64>{3, 6}));
}

void TestPart::idIsTheDocumentedDigest()
{
    PartItem item;
    item.kind = Kind::EnrollStatus;
    item.protocol = Protocol::Brski;
    item.origin = StationId::parse(QString(64, QLatin1Char('1'))).value();
    item.context = "4711/";
    item.bytes = "{}";

    // Computed with Python's hashlib from the table in docs/bundle-format.md, "Item id".
    QCOMPARE(item.id().toString(), QStringLiteral("0c543c540ce5f4a8fd446025b468cdec21c660c67f486400dcdf671c0867c682"));
}

void TestPart::unknownKindHasNoId()
{
    PartContent content;
    content.items = {someItem(someSite(), "bytes"), someItem(someSite(), "bytes")};
    content.items[0].kind = std::nullopt;
    content.items[0].kindText = QStringLiteral("ownership-voucher");
    content.items[1].protocol = std::nullopt;
    content.items[1].protocolText = QStringLiteral("acme");

    const auto read = throughArchive(content);

    QVERIFY(read.has_value());
    QVERIFY(!read->items[0].kind.has_value());
    QCOMPARE(read->items[0].kindText, QStringLiteral("ownership-voucher"));
    QVERIFY(read->items[0].id().isNull());
    QVERIFY(!read->items[1].protocol.has_value());
    QCOMPARE(read->items[1].protocolText, QStringLiteral("acme"));
    QVERIFY(read->items[1].id().isNull());
}

void TestPart::fileNamesAreMadeFitToTravel_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("carried");

    QTest::newRow("none") << QString{} << QString{};
    QTest::newRow("control characters") << QStringLiteral("a\nb\x7F") << QStringLiteral("a_b_");
    QTest::newRow("path") << QStringLiteral("../etc/passwd") << QStringLiteral(".._etc_passwd");
    QTest::newRow("lone surrogate") << QString{QChar{0xD800}} << QStringLiteral("?");
}

void TestPart::fileNamesAreMadeFitToTravel()
{
    QFETCH(QString, name);
    QFETCH(QString, carried);
    PartContent content;
    content.items = {someItem(someSite(), "bytes")};
    content.items.front().localName = name;

    const auto read = throughArchive(content);

    QVERIFY2(read.has_value(), read ? "" : qPrintable(read.error().message));
    QCOMPARE(read->items.front().localName, carried);

    content.items.front().localName = QString(5000, QChar{0x20AC});
    const auto shortened = throughArchive(content);
    QVERIFY(shortened.has_value());
    QVERIFY(shortened->items.front().localName.size() > 100);
}

void TestPart::tellsHowManyReceiptsFit()
{
    QCOMPARE(carriableReceipts({}), 0);
    QCOMPARE(carriableReceipts({"one", "two"}), 2);
    QCOMPARE(carriableReceipts(QList<QByteArray>(limits::ReceiptsPerBundle + 5, "x")), limits::ReceiptsPerBundle);
    const QByteArray large(limits::Receipt, 'x');
    QCOMPARE(carriableReceipts({large, large, "x"}), 2);
    QVERIFY(partArchive({1, {}, {{large, large}, {}, {}}}, somewhere()).has_value());
    QVERIFY(!partArchive({1, {}, {{large, large, "x"}, {}, {}}}, somewhere()).has_value());
}

void TestPart::cannotCarry_data()
{
    QTest::addColumn<PartItem>("item");
    QTest::addColumn<ErrorCode>("code");
    const auto with = [](const std::function<void(PartItem&)>& change) {
        auto item = someItem(someSite(), "bytes");
        change(item);
        return item;
    };

    QTest::newRow("more than 4 MiB") << with([](auto& item) { item.bytes = QByteArray(limits::Item + 1, 'x'); })
                                     << ErrorCode::TooLarge;
    QTest::newRow("context above the limit")
        << with([](auto& item) { item.context = QByteArray(limits::Context + 1, 'x'); }) << ErrorCode::TooLarge;
    QTest::newRow("no extension") << with([](auto& item) { item.extension.clear(); }) << ErrorCode::Malformed;
    QTest::newRow("extension with a slash")
        << with([](auto& item) { item.extension = QStringLiteral("a/b"); }) << ErrorCode::Malformed;
    QTest::newRow("extension of 17 characters")
        << with([](auto& item) { item.extension = QString(17, QLatin1Char('a')); }) << ErrorCode::Malformed;
    QTest::newRow("requester that is no JSON")
        << with([](auto& item) { item.requester = "{"; }) << ErrorCode::Malformed;
}

void TestPart::cannotCarry()
{
    QFETCH(PartItem, item);
    QFETCH(ErrorCode, code);
    PartContent content;
    content.items = {item};

    const auto archive = partArchive(content, somewhere());

    QVERIFY(!archive.has_value());
    QCOMPARE(archive.error().code, code);
}

void TestPart::boundsAreNeverTooSmall_data()
{
    QTest::addColumn<int>("items");
    QTest::addColumn<bool>("full");

    QTest::newRow("nothing") << 0 << false;
    QTest::newRow("matters") << 0 << true;
    QTest::newRow("one short item") << 1 << false;
    QTest::newRow("one full item") << 1 << true;
    QTest::newRow("many full items") << 50 << true;
}

void TestPart::boundsAreNeverTooSmall()
{
    QFETCH(int, items);
    QFETCH(bool, full);
    PartContent content;
    if (full) {
        content.matters = fullMatters();
    }
    qint64 bound = archiveBound(content.matters);
    for (int i = 0; i < items; ++i) {
        content.items.push_back(full ? fullItem() : someItem(someSite(), {}));
        content.items.back().localName = QString(300, QLatin1Char('"'));
        content.items.back().path = u'/' + QString(300, QLatin1Char('"'));
        bound += archiveGrowthBound(content.items.back());
    }

    const auto archive = partArchive(content, somewhere());

    QVERIFY(archive.has_value());
    QVERIFY2(archive->size() <= bound, qPrintable(QStringLiteral("%1 > %2").arg(archive->size()).arg(bound)));
}

SATCHEL_TEST(TestPart)
#include "TestPart.moc"
