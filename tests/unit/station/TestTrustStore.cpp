#include "StationFixture.h"

#include <core/station/CertificatePem.h>
#include <core/station/TrustStore.h>

#include <tests/support/TestRegistry.h>

#include <QTemporaryDir>

#include <memory>

using satchel::Anchor;
using satchel::AnchorUse;
using satchel::Certificate;
using satchel::CertificateTemplate;
using satchel::ErrorCode;
using satchel::TrustStore;

namespace {

Certificate makeAuthority()
{
    return fixture::makePair(CertificateTemplate::Use::Authority).certificate;
}

} // namespace

class TestTrustStore : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();

    void usesHaveNames();
    void noFolderIsNoAnchors();
    void keepsWhatIsAdded();
    void addingAgainChangesNothing();
    void usesAreApart();
    void takesFilesPutThereByHand_data();
    void takesFilesPutThereByHand();
    void namesAFileItCannotRead_data();
    void namesAFileItCannotRead();
    void aFolderItCannotReadIsNotEmpty();
    void removesByShortenedDigest();
    void removesFromOneUseOrAll();
    void removesOneOfSeveralInAFile();
    void removesNothingElse_data();
    void removesNothingElse();
    void inMemoryWritesNothing();
    void pemIsWhatOpenSslReads();

private:
    [[nodiscard]] QString folder() const { return m_folder->filePath(QStringLiteral("trust")); }
    [[nodiscard]] QString file(const char* path) const { return folder() + QLatin1Char('/') + QLatin1StringView{path}; }
    [[nodiscard]] TrustStore load() const { return TrustStore::load(folder()).value(); }

    const Certificate m_first = makeAuthority();
    const Certificate m_second = makeAuthority();
    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestTrustStore::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
}

void TestTrustStore::usesHaveNames()
{
    for (const auto use : {AnchorUse::Manufacturer, AnchorUse::Domain, AnchorUse::Masa}) {
        QCOMPARE(satchel::anchorUseFromName(satchel::anchorUseName(use)), std::optional{use});
    }
    QCOMPARE(satchel::anchorUseName(AnchorUse::Masa), QStringLiteral("masa"));
    QVERIFY(!satchel::anchorUseFromName(u"Masa"));
}

void TestTrustStore::noFolderIsNoAnchors()
{
    const auto store = TrustStore::load(folder());
    QVERIFY(store.has_value());
    QVERIFY(store->all().isEmpty());
    QVERIFY(store->deviceAnchors().isEmpty());
}

void TestTrustStore::keepsWhatIsAdded()
{
    auto store = load();
    const auto added = store.add(AnchorUse::Domain, {m_first, m_second});
    QVERIFY2(added.has_value(), added ? "" : qPrintable(added.error().message));
    QCOMPARE(added->size(), 2);
    QCOMPARE(load().all().size(), 2);
    QVERIFY(load().anchorsFor(AnchorUse::Domain).contains(m_first));
    const auto path = file("domain/") + m_first.sha256().toString() + QStringLiteral(".pem");
    QCOMPARE(fixture::contentOf(path), satchel::certificatePem(m_first));
}

void TestTrustStore::addingAgainChangesNothing()
{
    auto store = load();
    QVERIFY(store.add(AnchorUse::Domain, {m_first}).has_value());
    const auto again = store.add(AnchorUse::Domain, {m_first, m_first});
    QVERIFY(again.has_value());
    QCOMPARE(again->size(), 2);
    QCOMPARE(store.all().size(), 1);
    QCOMPARE(load().all().size(), 1);
}

void TestTrustStore::usesAreApart()
{
    auto store = load();
    QVERIFY(store.add(AnchorUse::Manufacturer, {m_first}).has_value());
    QVERIFY(store.add(AnchorUse::Masa, {m_second}).has_value());
    for (const auto& one : {store, load()}) {
        QVERIFY(one.anchorsFor(AnchorUse::Manufacturer).contains(m_first));
        QVERIFY(!one.anchorsFor(AnchorUse::Manufacturer).contains(m_second));
        QVERIFY(one.anchorsFor(AnchorUse::Domain).isEmpty());
        QVERIFY(one.anchorsFor(AnchorUse::Masa).contains(m_second));
        QVERIFY(one.deviceAnchors().contains(m_first));
        QVERIFY(!one.deviceAnchors().contains(m_second));
    }
}

void TestTrustStore::takesFilesPutThereByHand_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("count");

    QTest::newRow("DER") << m_first.der() << 1;
    QTest::newRow("PEM") << satchel::certificatePem(m_first) << 1;
    QTest::newRow("two in one file") << satchel::certificatesPem({m_first, m_second}) << 2;
    QTest::newRow("the same twice") << satchel::certificatesPem({m_first, m_first}) << 1;
}

void TestTrustStore::takesFilesPutThereByHand()
{
    QFETCH(QByteArray, bytes);
    QFETCH(int, count);
    fixture::put(file("manufacturer/by hand.crt"), bytes);
    fixture::put(file("manufacturer/.hidden"), "not for us");
    fixture::put(file("manufacturer/folder/x"), "not for us");
    const auto store = TrustStore::load(folder());
    QVERIFY2(store.has_value(), store ? "" : qPrintable(store.error().message));
    QCOMPARE(store->all().size(), count);
    QVERIFY(store->anchorsFor(AnchorUse::Manufacturer).contains(m_first));
}

void TestTrustStore::namesAFileItCannotRead_data()
{
    QTest::addColumn<QByteArray>("bytes");

    QTest::newRow("empty") << QByteArray();
    QTest::newRow("text") << QByteArray("put your anchors here");
    QTest::newRow("cut off") << m_first.der().chopped(1);
    QTest::newRow("a byte too many") << m_first.der() + '\0';
    QTest::newRow("too large") << QByteArray(1024 * 1024 + 1, '\n');
}

void TestTrustStore::namesAFileItCannotRead()
{
    QFETCH(QByteArray, bytes);
    fixture::put(file("masa/good.pem"), satchel::certificatePem(m_first));
    fixture::put(file("masa/odd.pem"), bytes);
    const auto store = TrustStore::load(folder());
    QVERIFY(!store.has_value());
    QCOMPARE(store.error().file, file("masa/odd.pem"));
}

void TestTrustStore::aFolderItCannotReadIsNotEmpty()
{
    fixture::put(file("domain"), "a file");

    const auto store = TrustStore::load(folder());
    QVERIFY(!store.has_value());
    QCOMPARE(store.error().file, file("domain"));
}

void TestTrustStore::removesByShortenedDigest()
{
    auto store = load();
    QVERIFY(store.add(AnchorUse::Domain, {m_first, m_second}).has_value());
    const auto removed = store.remove(m_first.sha256().toString().left(12), std::nullopt);
    QVERIFY(removed.has_value());
    QCOMPARE(removed->size(), 1);
    QVERIFY(removed->first().certificate == m_first);
    for (const auto& one : {store, load()}) {
        QVERIFY(!one.anchorsFor(AnchorUse::Domain).contains(m_first));
        QVERIFY(one.anchorsFor(AnchorUse::Domain).contains(m_second));
        QVERIFY(!one.deviceAnchors().contains(m_first));
    }
}

void TestTrustStore::removesFromOneUseOrAll()
{
    const auto digest = m_first.sha256().toString();
    auto store = load();
    for (const auto use : {AnchorUse::Manufacturer, AnchorUse::Domain, AnchorUse::Masa}) {
        QVERIFY(store.add(use, {m_first}).has_value());
    }
    QCOMPARE(store.remove(digest, AnchorUse::Domain)->size(), 1);
    QCOMPARE(load().all().size(), 2);
    QCOMPARE(store.remove(digest, AnchorUse::Domain).error().code, ErrorCode::NotFound);
    QCOMPARE(store.remove(digest, std::nullopt)->size(), 2);
    QVERIFY(load().all().isEmpty());
}

void TestTrustStore::removesOneOfSeveralInAFile()
{
    fixture::put(file("domain/both.pem"), satchel::certificatesPem({m_first, m_second}));
    fixture::put(file("domain/again.cer"), m_first.der());
    auto store = load();
    QVERIFY(store.remove(m_first.sha256().toString(), AnchorUse::Domain).has_value());
    QCOMPARE(fixture::namesIn(file("domain")), QStringList{QStringLiteral("both.pem")});
    QCOMPARE(load().all().size(), 1);
    QVERIFY(load().anchorsFor(AnchorUse::Domain).contains(m_second));
}

void TestTrustStore::removesNothingElse_data()
{
    QTest::addColumn<QString>("prefix");
    QTest::addColumn<bool>("matches");

    QTest::newRow("empty") << QString() << false;
    QTest::newRow("three digits") << m_first.sha256().toString().left(3) << false;
    QTest::newRow("unknown") << QString{64, QLatin1Char('0')} << false;
}

void TestTrustStore::removesNothingElse()
{
    QFETCH(QString, prefix);
    auto store = load();
    QVERIFY(store.add(AnchorUse::Domain, {m_first}).has_value());
    const auto removed = store.remove(prefix, std::nullopt);
    QVERIFY(!removed.has_value());
    QCOMPARE(removed.error().code, ErrorCode::NotFound);
    QCOMPARE(load().all().size(), 1);
}

void TestTrustStore::inMemoryWritesNothing()
{
    auto store = TrustStore::inMemory({Anchor{AnchorUse::Domain, m_first}, Anchor{AnchorUse::Domain, m_first}});
    QCOMPARE(store.all().size(), 1);
    QVERIFY(store.add(AnchorUse::Masa, {m_second}).has_value());
    QVERIFY(store.anchorsFor(AnchorUse::Masa).contains(m_second));
    QVERIFY(store.remove(m_first.sha256().toString(), std::nullopt).has_value());
    QCOMPARE(store.all().size(), 1);
    QVERIFY(fixture::namesIn(m_folder->path()).isEmpty());
}

void TestTrustStore::pemIsWhatOpenSslReads()
{
    fixture::put(m_folder->filePath(QStringLiteral("a.pem")), satchel::certificatePem(m_first));
    QVERIFY(fixture::openssl(
        {QStringLiteral("x509"), QStringLiteral("-in"), QStringLiteral("a.pem"), QStringLiteral("-outform"),
            QStringLiteral("DER"), QStringLiteral("-out"), QStringLiteral("a.cer")},
        m_folder->path()));
    QCOMPARE(fixture::contentOf(m_folder->filePath(QStringLiteral("a.cer"))), m_first.der());
}

SATCHEL_TEST(TestTrustStore)
#include "TestTrustStore.moc"
