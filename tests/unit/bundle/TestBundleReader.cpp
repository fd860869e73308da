#include <core/bundle/BundleReader.h>
#include <core/crypto/Digest.h>
#include <tests/support/BundleForge.h>
#include <tests/support/TestRegistry.h>

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <fcntl.h>
#include <sys/stat.h>

using namespace satchel;
using namespace satchel::test;

// What a reader does with a sound bundle, and that it does it in the right order.
class TestBundleReader : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void openTellsOnlyWhatIsClaimed();
    void verifyTellsWhoSigned_data();
    void verifyTellsWhoSigned();
    void digestsTheWholeFile();
    void handsPartsOverInOrder();
    void checksPartsWithoutAKey();
    void opensWithAnyOfTheAddresseesKeys();
    void unknownKindsAreHandedOver();
    void noPartIsReadBeforeTheLabelIsVerified();
    void noContentIsHandedOverOfAPartThatIsNotGood();
    void readsTheFileThatWasLookedAt();
    void passesOnWhatTheConsumerSays();
    void stopsOnRequest();
    void refusesWhatIsNoFile();

private:
    QTemporaryDir m_folder;
    int m_files = 0;

    QString path() { return m_folder.filePath(QStringLiteral("%1.satchel").arg(++m_files)); }
    QString written(const BundleForge& forge);
};

namespace {

Result<VerifiedBundle> verified(const QString& path, const ForgedStation& sender = someSite())
{
    return UntrustedBundle::open(path).and_then(
        [&](UntrustedBundle bundle) { return VerifiedBundle::verify(std::move(bundle), {sender.signing}); });
}

BundleForge withParts(int count)
{
    BundleForge forge;
    forge.parts.resize(static_cast<std::size_t>(count));
    for (std::size_t i = 0; i < forge.parts.size(); ++i) {
        forge.parts[i].items = {someItem(someSite(), "item " + QByteArray::number(static_cast<int>(i) + 1))};
    }
    return forge;
}

} // namespace

QString TestBundleReader::written(const BundleForge& forge)
{
    const auto file = path();
    forge.write(file);
    return file;
}

void TestBundleReader::openTellsOnlyWhatIsClaimed()
{
    const auto file = written(withParts(2));

    const auto bundle = UntrustedBundle::open(file);

    QVERIFY2(bundle.has_value(), bundle ? "" : qPrintable(bundle.error().message));
    QVERIFY(bundle->claimedLabel().address.from == someSite().id);
    QVERIFY(bundle->claimedLabel().address.to == someBackend().id);
    QCOMPARE(bundle->claimedLabel().parts.size(), 2);
    QCOMPARE(bundle->path(), file);
    QCOMPARE(bundle->fileSize(), QFileInfo{file}.size());
    QCOMPARE(bundle->claimedLabel().toJson(), bundle->labelJson());
    QVERIFY(!bundle->labelSignature().isEmpty());
}

void TestBundleReader::verifyTellsWhoSigned_data()
{
    QTest::addColumn<KeyType>("type");

    QTest::newRow("P-256") << KeyType::P256;
    QTest::newRow("P-384") << KeyType::P384;
    QTest::newRow("RSA of 3072 bits") << KeyType::Rsa3072;
}

void TestBundleReader::verifyTellsWhoSigned()
{
    QFETCH(KeyType, type);
    const auto sender = ForgedStation::make(QStringLiteral("Sender"), type);
    const auto receiver = ForgedStation::make(QStringLiteral("Receiver"), type);
    const auto file = written(BundleForge{sender, receiver});

    const auto bundle = UntrustedBundle::open(file).and_then([&](UntrustedBundle opened) {
        return VerifiedBundle::verify(std::move(opened), {someStranger().signing, sender.signing});
    });

    QVERIFY2(bundle.has_value(), bundle ? "" : qPrintable(bundle.error().message));
    QVERIFY(bundle->signer() == sender.signing);
    QCOMPARE(bundle->signingTime(), forgeTime());
    QVERIFY(bundle->labelDigest() == sha256(bundle->label().toJson()));
    int items = 0;
    const auto read = bundle->readParts({receiver.decrypter()}, 1,
        [&](const PartContent& content) -> Result<void> {
            items += static_cast<int>(content.items.size());
            return {};
        },
        {});
    QVERIFY(read.has_value());
    QCOMPARE(items, 1);
}

void TestBundleReader::digestsTheWholeFile()
{
    const auto file = written(BundleForge{});
    QFile content{file};
    QVERIFY(content.open(QIODevice::ReadOnly));
    const auto bundle = UntrustedBundle::open(file);

    const auto digest = bundle->fileDigest({});

    QVERIFY(digest.has_value());
    QVERIFY(*digest == sha256(content.readAll()));

    std::stop_source stop;
    stop.request_stop();
    const auto stopped = bundle->fileDigest({{}, stop.get_token()});
    QVERIFY(!stopped.has_value());
    QCOMPARE(stopped.error().code, ErrorCode::Cancelled);
}

void TestBundleReader::handsPartsOverInOrder()
{
    const auto bundle = verified(written(withParts(30)));
    QVERIFY(bundle.has_value());
    for (const unsigned threads : {1U, 4U}) {
        QList<qint64> numbers;
        QList<QByteArray> contents;
        const auto read = bundle->readParts({someBackend().decrypter()}, threads,
            [&](const PartContent& content) -> Result<void> {
                numbers.append(content.number);
                contents.append(content.items.front().bytes);
                return {};
            },
            {});

        QVERIFY2(read.has_value(), read ? "" : qPrintable(read.error().message));
        QCOMPARE(numbers.size(), 30);
        QVERIFY(std::is_sorted(numbers.begin(), numbers.end()));
        QCOMPARE(contents.first(), QByteArray("item 1"));
        QCOMPARE(contents.last(), QByteArray("item 30"));
    }
}

void TestBundleReader::checksPartsWithoutAKey()
{
    const auto sound = verified(written(withParts(3)));
    QVERIFY(sound.has_value());
    QVERIFY(sound->checkParts({}).has_value());

    auto forge = withParts(3);
    forge.changeEnvelope = [](QByteArray& envelope) { envelope[0] = '1'; };
    const auto odd = verified(written(forge));
    QVERIFY(odd.has_value());
    const auto refused = odd->checkParts({});
    QVERIFY(!refused.has_value());
    QCOMPARE(refused.error().code, ErrorCode::BadContainer);
    QVERIFY(refused.error().message.contains(QStringLiteral("parts/000001.p7m")));

    std::stop_source stop;
    stop.request_stop();
    const auto stopped = sound->checkParts({{}, stop.get_token()});
    QVERIFY(!stopped.has_value());
    QCOMPARE(stopped.error().code, ErrorCode::Cancelled);
}

void TestBundleReader::opensWithAnyOfTheAddresseesKeys()
{
    BundleForge forge;
    forge.recipients = {someStranger().decryption, someBackend().decryption};
    const auto bundle = verified(written(forge));
    QVERIFY(bundle.has_value());

    const auto read = bundle->readParts(
        {someSite().decrypter(), someBackend().decrypter()}, 1, [](const PartContent&) { return Result<void>{}; }, {});

    QVERIFY2(read.has_value(), read ? "" : qPrintable(read.error().message));
}

void TestBundleReader::unknownKindsAreHandedOver()
{
    BundleForge forge;
    forge.parts.front().items.push_back(someItem(someSite(), "from the future"));
    forge.parts.front().items.back().kind = std::nullopt;
    forge.parts.front().items.back().kindText = QStringLiteral("ownership-voucher");
    const auto bundle = verified(written(forge));
    QVERIFY(bundle.has_value());

    std::vector<PartItem> items;
    const auto read = bundle->readParts({someBackend().decrypter()}, 1,
        [&](PartContent content) -> Result<void> {
            items = std::move(content.items);
            return {};
        },
        {});

    QVERIFY(read.has_value());
    QCOMPARE(items.size(), std::size_t{2});
    QVERIFY(items.front().kind.has_value());
    QVERIFY(!items.back().kind.has_value());
    QCOMPARE(items.back().kindText, QStringLiteral("ownership-voucher"));
}

void TestBundleReader::noPartIsReadBeforeTheLabelIsVerified()
{
    // Parts that would fail every check are not even looked at by open() and verify(): with them gone, both still pass.
    const auto file = written(withParts(2));
    const auto entries = entriesOf([&] {
        QFile content{file};
        return content.open(QIODevice::ReadOnly) ? content.readAll() : QByteArray{};
    }());
    QFile content{file};
    QVERIFY(content.open(QIODevice::ReadWrite));
    content.seek(512 + 512 + 512); // the mimetype and the header of the first part
    content.write(QByteArray(entries.at(1).content.size(), 'x'));
    content.close();

    const auto bundle = verified(file);

    QVERIFY2(bundle.has_value(), bundle ? "" : qPrintable(bundle.error().message));
    QVERIFY(!bundle->checkParts({}).has_value());
    // And a bundle that is not verified has no way to its parts: UntrustedBundle offers none.
    QVERIFY(!verified(file, someStranger()).has_value());
}

void TestBundleReader::noContentIsHandedOverOfAPartThatIsNotGood()
{
    auto forge = withParts(5);
    int made = 0;
    forge.changeEnvelope = [&made](QByteArray& envelope) {
        if (++made == 3) {
            envelope.back() = static_cast<char>(envelope.back() ^ 1);
        }
    };
    const auto bundle = verified(written(forge));
    QVERIFY(bundle.has_value());
    QList<qint64> handed;

    const auto read = bundle->readParts({someBackend().decrypter()}, 4,
        [&](const PartContent& content) -> Result<void> {
            handed.append(content.number);
            return {};
        },
        {});

    QVERIFY(!read.has_value());
    QCOMPARE(read.error().code, ErrorCode::CannotDecrypt);
    QVERIFY(read.error().message.contains(QStringLiteral("parts/000003.p7m")));
    QCOMPARE(read.error().file, bundle->path());
    QCOMPARE(handed, (QList<qint64>{1, 2}));
}

void TestBundleReader::readsTheFileThatWasLookedAt()
{
    const auto file = written(withParts(1));
    const auto bundle = verified(file);
    QVERIFY(bundle.has_value());
    QVERIFY(QFile::remove(file));
    written(withParts(2)); // another file, perhaps in the same place of the disk

    QVERIFY(bundle->checkParts({}).has_value());
}

void TestBundleReader::passesOnWhatTheConsumerSays()
{
    const auto bundle = verified(written(withParts(3)));
    QVERIFY(bundle.has_value());

    const auto read = bundle->readParts({someBackend().decrypter()}, 2,
        [](const PartContent&) -> Result<void> { return fail(ErrorCode::NoSpaceForLedger, QStringLiteral("full")); },
        {});

    QVERIFY(!read.has_value());
    QCOMPARE(read.error().code, ErrorCode::NoSpaceForLedger);
}

void TestBundleReader::stopsOnRequest()
{
    const auto bundle = verified(written(withParts(20)));
    QVERIFY(bundle.has_value());
    std::stop_source stop;
    int handed = 0;

    const auto read = bundle->readParts({someBackend().decrypter()}, 2,
        [&](const PartContent&) -> Result<void> {
            ++handed;
            stop.request_stop();
            return {};
        },
        {{}, stop.get_token()});

    QVERIFY(!read.has_value());
    QCOMPARE(read.error().code, ErrorCode::Cancelled);
    QCOMPARE(handed, 1);
}

void TestBundleReader::refusesWhatIsNoFile()
{
    const auto missing = UntrustedBundle::open(m_folder.filePath(QStringLiteral("missing")));
    QVERIFY(!missing.has_value());
    QCOMPARE(missing.error().code, ErrorCode::Unreadable);

    const auto folder = UntrustedBundle::open(m_folder.path());
    QVERIFY(!folder.has_value());
    QCOMPARE(folder.error().code, ErrorCode::Unreadable);

    const auto pipe = m_folder.filePath(QStringLiteral("pipe"));
    QCOMPARE(::mkfifo(pipe.toLocal8Bit().constData(), 0600), 0);
    const auto named = UntrustedBundle::open(pipe);
    QVERIFY(!named.has_value());
    QCOMPARE(named.error().code, ErrorCode::Unreadable);
}

SATCHEL_TEST(TestBundleReader)
#include "TestBundleReader.moc"
