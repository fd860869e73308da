#include <core/bundle/BundleReader.h>
#include <core/bundle/BundleWriter.h>
#include <core/bundle/Limits.h>
#include <core/crypto/Digest.h>
#include <tests/support/BundleForge.h>
#include <tests/support/TestRegistry.h>

#include <QFile>
#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>

using namespace satchel;
using namespace satchel::test;

class TestBundleWriter : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void bundleWithoutItemsHasOnePart();
    void itemsComeBackAsTheyWent_data();
    void itemsComeBackAsTheyWent();
    void tellsWhatItWrote();
    void tellsTheNumbersOfItemsOnceTheyAreInTheFile();
    void entriesAreTheDocumentedOnes();
    void numberOfThreadsChangesNothingOfTheDivision();
    void staysWithinTheBytesAllowed_data();
    void staysWithinTheBytesAllowed();
    void usesTheBytesAllowedWell();
    void refusesWhenNotOneItemFits();
    void leavesTheRestToTheNextBundle();
    void stopsAtTheLargestNumberOfParts();
    void largeMattersGetAPartOfTheirOwn();
    void tellsOnlyAsManyBurntNumbersAsFit();
    void refusesTooManyReceipts();
    void refusesAnItemAboveTheLimit();
    void stopsOnRequest();
    void passesOnWhatTheSourceSays();
    void encryptsForEveryCertificateOfTheAddressee();

private:
    QTemporaryDir m_folder;
    int m_files = 0;

    struct Written {
        WrittenBundle bundle;
        QString path;
        qint64 callbacks = 0;
    };
    Result<Written> write(const BundlePlan& plan, ItemSource& source, const Conduct& conduct = {});
};

namespace {

std::vector<PartItem> items(int count, int size, quint32 seed = 1)
{
    QRandomGenerator random{seed};
    std::vector<PartItem> made;
    for (int i = 0; i < count; ++i) {
        QByteArray bytes(size, '\0');
        std::generate(bytes.begin(), bytes.end(), [&] { return static_cast<char>(random.bounded(256)); });
        made.push_back(someItem(someSite(), bytes));
        made.back().number = 1000 + i;
    }
    return made;
}

Result<std::vector<PartContent>> readAll(const QString& path, const ForgedStation& reader = someBackend())
{
    auto opened = UntrustedBundle::open(path);
    if (!opened) {
        return fail(opened.error());
    }
    const auto bundle = VerifiedBundle::verify(*std::move(opened), {someSite().signing});
    if (!bundle) {
        return fail(bundle.error());
    }
    std::vector<PartContent> parts;
    SATCHEL_TRY(bundle->readParts({reader.decrypter()}, 2,
        [&](PartContent content) -> Result<void> {
            parts.push_back(std::move(content));
            return {};
        },
        {}));
    return parts;
}

std::vector<qint64> numbersOf(const std::vector<PartItem>& list)
{
    std::vector<qint64> numbers;
    for (const auto& item : list) {
        numbers.push_back(item.number);
    }
    return numbers;
}

QList<QByteArray> idsOf(const std::vector<PartItem>& list)
{
    QList<QByteArray> ids;
    for (const auto& item : list) {
        ids.append(item.id().bytes());
    }
    return ids;
}

QList<QByteArray> idsOf(const std::vector<PartContent>& parts)
{
    QList<QByteArray> ids;
    for (const auto& part : parts) {
        ids.append(idsOf(part.items));
    }
    return ids;
}

QByteArray contentOf(const QString& path)
{
    QFile file{path};
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray{};
}

} // namespace

Result<TestBundleWriter::Written> TestBundleWriter::write(
    const BundlePlan& plan, ItemSource& source, const Conduct& conduct)
{
    Written written;
    auto file = MediumFile::create(m_folder.path(), QStringLiteral("%1.satchel").arg(++m_files));
    if (!file) {
        return fail(std::move(file).error());
    }
    auto bundle = writeBundle(
        plan, source, *file,
        [&](std::span<const qint64> numbers) -> Result<void> {
            written.callbacks += std::ssize(numbers);
            return {};
        },
        conduct);
    if (!bundle) {
        return fail(std::move(bundle).error());
    }
    const auto path = file->publish();
    if (!path) {
        return fail(path.error());
    }
    written.bundle = *std::move(bundle);
    written.path = *path;
    return written;
}

void TestBundleWriter::bundleWithoutItemsHasOnePart()
{
    auto plan = planFor(someSite(), someBackend(), 4);
    plan.matters.receipts = {"a receipt"};
    plan.matters.heard = Heard{someBackend().ledger, 3, {}};
    plan.matters.voidSequences = {1, 2};
    ListSource source{{}};

    const auto written = write(plan, source);
    QVERIFY2(written.has_value(), written ? "" : qPrintable(written.error().message));
    const auto parts = readAll(written->path);

    QVERIFY2(parts.has_value(), parts ? "" : qPrintable(parts.error().message));
    QCOMPARE(parts->size(), std::size_t{1});
    QVERIFY(parts->front().items.empty());
    QCOMPARE(parts->front().matters.receipts, plan.matters.receipts);
    QCOMPARE(parts->front().matters.heard->contiguous, 3);
    QCOMPARE(parts->front().matters.voidSequences, plan.matters.voidSequences);
    QVERIFY(written->bundle.label.shipmentLast);
}

void TestBundleWriter::itemsComeBackAsTheyWent_data()
{
    QTest::addColumn<int>("count");
    QTest::addColumn<int>("size");
    QTest::addColumn<int>("leastParts");

    QTest::newRow("one empty item") << 1 << 0 << 1;
    QTest::newRow("one item") << 1 << 600 << 1;
    QTest::newRow("5,000 small items") << 5000 << 600 << 4;
    QTest::newRow("4 MiB that cannot be compressed") << 1 << static_cast<int>(limits::Item) << 1;
    QTest::newRow("three of 4 MiB") << 3 << static_cast<int>(limits::Item) << 3;
}

void TestBundleWriter::itemsComeBackAsTheyWent()
{
    QFETCH(int, count);
    QFETCH(int, size);
    QFETCH(int, leastParts);
    const auto sent = items(count, size);
    ListSource source{sent};

    const auto written = write(planFor(someSite(), someBackend()), source);
    QVERIFY2(written.has_value(), written ? "" : qPrintable(written.error().message));
    const auto parts = readAll(written->path);

    QVERIFY2(parts.has_value(), parts ? "" : qPrintable(parts.error().message));
    QVERIFY(static_cast<int>(parts->size()) >= leastParts);
    QCOMPARE(idsOf(*parts), idsOf(sent));
    QVERIFY(written->bundle.label.shipmentLast);
    for (const auto& part : written->bundle.label.parts) {
        QVERIFY(part.plainSize <= 2 * limits::TargetPart || count <= 3);
    }
}

void TestBundleWriter::tellsWhatItWrote()
{
    auto plan = planFor(someSite(), someBackend(), 42);
    plan.shipmentIndex = 3;
    plan.notAfter = forgeTime().addDays(4);
    ListSource source{items(10, 1000)};

    const auto written = write(plan, source);
    QVERIFY(written.has_value());

    const auto& bundle = written->bundle;
    const auto bytes = contentOf(written->path);
    QCOMPARE(bundle.items, 10);
    QCOMPARE(bundle.bytes, bytes.size());
    QVERIFY(bundle.fileDigest == sha256(bytes));
    const auto opened = UntrustedBundle::open(written->path);
    QVERIFY(opened.has_value());
    QVERIFY(bundle.labelDigest == sha256(opened->labelJson()));
    QCOMPARE(bundle.label.toJson(), opened->labelJson());
    QVERIFY(opened->claimedLabel().address == plan.address);
    QVERIFY(opened->claimedLabel().shipment == plan.shipment);
    QCOMPARE(opened->claimedLabel().shipmentIndex, 3);
    QCOMPARE(opened->claimedLabel().created, plan.created);
    QCOMPARE(opened->claimedLabel().notAfter, plan.notAfter);
    QVERIFY(opened->claimedLabel().producer.startsWith(QStringLiteral("satchel ")));
}

void TestBundleWriter::tellsTheNumbersOfItemsOnceTheyAreInTheFile()
{
    const auto sent = items(3000, 300);
    ListSource source{sent};
    auto file = MediumFile::create(m_folder.path(), QStringLiteral("calls.satchel"));
    QVERIFY(file.has_value());
    std::vector<qint64> seen;
    qint64 smallest = limits::Bundle;

    const auto written = writeBundle(planFor(someSite(), someBackend()), source, *file,
        [&](std::span<const qint64> numbers) -> Result<void> {
            seen.insert(seen.end(), numbers.begin(), numbers.end());
            smallest = std::min(smallest, file->size());
            return {};
        },
        {});

    QVERIFY(written.has_value());
    QCOMPARE(seen, numbersOf(sent));
    QVERIFY(smallest > limits::TargetPart / 8); // the first part was in the file before its first item was told

    // What the callback says counts.
    auto second = MediumFile::create(m_folder.path(), QStringLiteral("calls2.satchel"));
    ListSource again{sent};
    const auto refused = writeBundle(planFor(someSite(), someBackend()), again, *second,
        [](std::span<const qint64>) -> Result<void> {
            return fail(ErrorCode::NoSpaceForLedger, QStringLiteral("full"));
        },
        {});
    QVERIFY(!refused.has_value());
    QCOMPARE(refused.error().code, ErrorCode::NoSpaceForLedger);
}

void TestBundleWriter::entriesAreTheDocumentedOnes()
{
    ListSource source{items(3, static_cast<int>(limits::TargetPart))};
    const auto written = write(planFor(someSite(), someBackend()), source);
    QVERIFY(written.has_value());

    const auto entries = entriesOf(contentOf(written->path));

    QList<QByteArray> names;
    for (const auto& entry : entries) {
        names.append(entry.name);
    }
    QCOMPARE(names,
        (QList<QByteArray>{
            "mimetype", "parts/000001.p7m", "parts/000002.p7m", "parts/000003.p7m", "label.json", "label.p7s"}));
    QCOMPARE(entries.first().content, QByteArray("application/vnd.satchel.bundle"));
    QCOMPARE(archiveOf(entries), contentOf(written->path));
}

void TestBundleWriter::numberOfThreadsChangesNothingOfTheDivision()
{
    QList<QList<qint64>> divisions;
    for (const unsigned threads : {1U, 2U, 5U}) {
        auto plan = planFor(someSite(), someBackend());
        plan.threads = threads;
        ListSource source{items(2000, 1500)};
        const auto written = write(plan, source);
        QVERIFY(written.has_value());
        QList<qint64> sizes;
        for (const auto& part : written->bundle.label.parts) {
            sizes.append(part.plainSize);
        }
        divisions.append(sizes);
    }
    QVERIFY(divisions.first().size() > 2);
    QCOMPARE(divisions.at(1), divisions.first());
    QCOMPARE(divisions.at(2), divisions.first());
}

void TestBundleWriter::staysWithinTheBytesAllowed_data()
{
    QTest::addColumn<qint64>("most");

    for (const qint64 most : {20'000, 50'000, 100'001, 333'333, 1'000'000, 2'500'000}) {
        QTest::addRow("%lld bytes", most) << most;
    }
}

void TestBundleWriter::staysWithinTheBytesAllowed()
{
    QFETCH(qint64, most);
    auto plan = planFor(someSite(), someBackend());
    plan.mostBytes = most;
    plan.recipients = QList<Certificate>{someBackend().decryption, someStranger().decryption};
    const auto sent = items(4000, 700);
    ListSource source{sent};

    const auto written = write(plan, source);

    QVERIFY2(written.has_value(), written ? "" : qPrintable(written.error().message));
    QVERIFY(contentOf(written->path).size() <= most);
    QVERIFY(!written->bundle.label.shipmentLast);
    QCOMPARE(written->bundle.items + static_cast<qint64>(source.left().size()), 4000);
    const auto parts = readAll(written->path);
    QVERIFY(parts.has_value());
    QCOMPARE(idsOf(*parts) + idsOf(source.left()), idsOf(sent));
}

void TestBundleWriter::usesTheBytesAllowedWell()
{
    // Compresses well, so that what was reserved for a part under way is far more than what it took.
    std::vector<PartItem> sent;
    for (int i = 0; i < 4000; ++i) {
        sent.push_back(someItem(someSite(), QByteArray(2000, 'a') + QByteArray::number(i)));
    }
    auto plan = planFor(someSite(), someBackend());
    plan.mostBytes = 100'000;
    ListSource source{sent};

    const auto written = write(plan, source);

    QVERIFY(written.has_value());
    const bool wellUsed = written->bundle.label.shipmentLast || written->bundle.bytes > plan.mostBytes * 3 / 4;
    QVERIFY2(wellUsed, qPrintable(QString::number(written->bundle.bytes)));
}

void TestBundleWriter::refusesWhenNotOneItemFits()
{
    for (const qint64 most : {1, 4096, 30'000}) {
        auto plan = planFor(someSite(), someBackend());
        plan.mostBytes = most;
        ListSource source{items(2, 30'000)};

        const auto written = write(plan, source);

        QVERIFY(!written.has_value());
        QCOMPARE(written.error().code, ErrorCode::Usage);
        QCOMPARE(source.left().size(), std::size_t{2});
    }
}

void TestBundleWriter::leavesTheRestToTheNextBundle()
{
    const auto sent = items(10, 20'000);
    ListSource source{sent};
    QList<QByteArray> arrived;
    qint64 index = 0;
    bool last = false;
    while (!last) {
        auto plan = planFor(someSite(), someBackend(), ++index);
        plan.mostBytes = 100'000;
        const auto written = write(plan, source);
        QVERIFY(written.has_value());
        const auto parts = readAll(written->path);
        QVERIFY(parts.has_value());
        arrived += idsOf(*parts);
        last = written->bundle.label.shipmentLast;
        QVERIFY(index < 10);
    }
    QVERIFY(index > 1);
    QCOMPARE(arrived, idsOf(sent));
}

namespace {

// As many items as one likes, one per part.
class EndlessSource final : public ItemSource {
public:
    Result<std::vector<PartItem>> take(qint64, qint64) override
    {
        ++m_given;
        return std::vector{someItem(someSite(), QByteArray::number(m_given))};
    }

    void putBack(std::vector<PartItem> items) override { m_given -= static_cast<qint64>(items.size()); }

private:
    qint64 m_given = 0;
};

class FailingSource final : public ItemSource {
public:
    Result<std::vector<PartItem>> take(qint64, qint64) override
    {
        return fail(ErrorCode::DatabaseUnavailable, QStringLiteral("the ledger is gone"));
    }

    void putBack(std::vector<PartItem>) override { }
};

} // namespace

void TestBundleWriter::stopsAtTheLargestNumberOfParts()
{
    EndlessSource source;

    const auto written = write(planFor(someSite(), someBackend()), source);

    QVERIFY2(written.has_value(), written ? "" : qPrintable(written.error().message));
    QCOMPARE(written->bundle.label.parts.size(), limits::Parts);
    QVERIFY(!written->bundle.label.shipmentLast);
    QVERIFY(written->bundle.label.toJson().size() <= limits::Label);
    QVERIFY(UntrustedBundle::open(written->path).has_value());
}

void TestBundleWriter::largeMattersGetAPartOfTheirOwn()
{
    auto plan = planFor(someSite(), someBackend());
    for (const auto& item : items(8, 250'000)) {
        plan.matters.receipts.append(item.bytes);
    }
    const auto sent = items(1, static_cast<int>(limits::Item), 2);
    ListSource source{sent};

    const auto written = write(plan, source);
    QVERIFY2(written.has_value(), written ? "" : qPrintable(written.error().message));
    const auto parts = readAll(written->path);

    QVERIFY(parts.has_value());
    QCOMPARE(parts->size(), std::size_t{2});
    QVERIFY(parts->front().items.empty());
    QCOMPARE(parts->front().matters.receipts, plan.matters.receipts);
    QCOMPARE(idsOf(*parts), idsOf(sent));
}

void TestBundleWriter::tellsOnlyAsManyBurntNumbersAsFit()
{
    auto plan = planFor(someSite(), someBackend(), 10'000);
    for (qint64 number = 1; number < 6000; ++number) {
        plan.matters.voidSequences.append(number);
    }
    ListSource source{items(1, 10)};

    const auto written = write(plan, source);
    QVERIFY2(written.has_value(), written ? "" : qPrintable(written.error().message));
    const auto parts = readAll(written->path);

    QVERIFY(parts.has_value());
    QCOMPARE(parts->front().matters.voidSequences, plan.matters.voidSequences.first(limits::VoidsPerBundle));
}

void TestBundleWriter::refusesTooManyReceipts()
{
    auto plan = planFor(someSite(), someBackend());
    plan.matters.receipts.fill("a receipt", limits::ReceiptsPerBundle + 1);
    ListSource source{{}};

    const auto written = write(plan, source);

    QVERIFY(!written.has_value());
    QCOMPARE(written.error().code, ErrorCode::TooLarge);
}

void TestBundleWriter::refusesAnItemAboveTheLimit()
{
    ListSource source{items(1, static_cast<int>(limits::Item) + 1)};

    const auto written = write(planFor(someSite(), someBackend()), source);

    QVERIFY(!written.has_value());
    QCOMPARE(written.error().code, ErrorCode::TooLarge);
    QVERIFY(!written.error().item.isEmpty());
}

void TestBundleWriter::stopsOnRequest()
{
    std::stop_source stop;
    EndlessSource source;
    const Conduct conduct{[&](const Progress& progress) {
                              if (progress.done >= 5) {
                                  stop.request_stop();
                              }
                          },
        stop.get_token()};

    const auto written = write(planFor(someSite(), someBackend()), source, conduct);

    QVERIFY(!written.has_value());
    QCOMPARE(written.error().code, ErrorCode::Cancelled);
}

void TestBundleWriter::passesOnWhatTheSourceSays()
{
    FailingSource source;

    const auto written = write(planFor(someSite(), someBackend()), source);

    QVERIFY(!written.has_value());
    QCOMPARE(written.error().code, ErrorCode::DatabaseUnavailable);
}

void TestBundleWriter::encryptsForEveryCertificateOfTheAddressee()
{
    auto plan = planFor(someSite(), someBackend());
    plan.recipients = QList<Certificate>{someBackend().decryption, someStranger().decryption};
    ListSource source{items(1, 10)};

    const auto written = write(plan, source);

    QVERIFY(written.has_value());
    QVERIFY(readAll(written->path, someBackend()).has_value());
    QVERIFY(readAll(written->path, someStranger()).has_value());
    QVERIFY(!readAll(written->path, someSite()).has_value());

    plan.recipients.clear();
    ListSource more{items(1, 10)};
    QVERIFY(!write(plan, more).has_value());
}

SATCHEL_TEST(TestBundleWriter)
#include "TestBundleWriter.moc"
