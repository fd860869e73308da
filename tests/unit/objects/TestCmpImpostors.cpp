#include <core/objects/cmp/CmpMessage.h>
#include <tests/support/MessageForge.h>
#include <tests/support/TestRegistry.h>
#include <tests/support/Verdicts.h>

#include <QTest>

using namespace satchel;
using namespace satchel::test;

namespace {

const QByteArray PasswordBasedMac = QByteArray::fromHex("300b06092a864886f67d07420d");

} // namespace

// Messages that speak for a device without showing that they are its own.
class TestCmpImpostors : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void onlyWhatShowsItsDeviceSupersedes_data();
    void onlyWhatShowsItsDeviceSupersedes();
    void judges_data();
    void judges();
    void onlyASignatureShowsWhatIsRenewed();
    void looksAtFewOfManySigners_data();
    void looksAtFewOfManySigners();
    void looksNoFurtherOnceRefused();

private:
    [[nodiscard]] CmpDraft withMac() const;
    [[nodiscard]] CmpDraft byNamelessSigner() const;
    [[nodiscard]] CmpDraft confirmation() const;

    MessageForge m_forge;
};

CmpDraft TestCmpImpostors::withMac() const
{
    auto draft = m_forge.initialRequest();
    draft.claimedAlgorithm = PasswordBasedMac;
    return draft;
}

CmpDraft TestCmpImpostors::byNamelessSigner() const
{
    auto draft = m_forge.initialRequest();
    draft.signer = MessageForge::issue({.commonName = QStringLiteral("a device"),
                                           .notBefore = MessageForge::now().addDays(-1),
                                           .notAfter = MessageForge::now().addDays(1)},
        m_forge.manufacturer);
    return draft;
}

// One certStatus: certHash and certReqId.
CmpDraft TestCmpImpostors::confirmation() const
{
    auto draft = m_forge.initialRequest();
    draft.bodyTag = 24;
    draft.body = QByteArray::fromHex("302730250420") + QByteArray(32, 'h') + QByteArray::fromHex("020100");
    draft.signer.reset();
    return draft;
}

void TestCmpImpostors::onlyWhatShowsItsDeviceSupersedes_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<bool>("supersedes");

    QTest::newRow("signed by the device") << makeCmp(m_forge.initialRequest()) << true;
    QTest::newRow("a MAC, which nobody on the way can check") << makeCmp(withMac()) << false;
    QTest::newRow("signed by one that has no serial number") << makeCmp(byNamelessSigner()) << false;
}

void TestCmpImpostors::onlyWhatShowsItsDeviceSupersedes()
{
    QFETCH(QByteArray, bytes);

    const auto request = recognised(bytes);

    QCOMPARE(request->device(), QStringLiteral("device-1"));
    QTEST(!request->supersedingMark().isEmpty(), "supersedes");
}

void TestCmpImpostors::judges_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<bool>("hasRecord");
    QTest::addColumn<QString>("atSite");
    QTest::addColumn<QString>("atBackend");

    const auto row
        = [](const char* name, const CmpDraft& draft, bool hasRecord, const char* atSite, const char* atBackend) {
              QTest::newRow(name) << makeCmp(draft) << hasRecord << QString::fromLatin1(atSite)
                                  << QString::fromLatin1(atBackend);
          };
    row("a MAC", withMac(), false, "none", "none");
    auto half = withMac();
    half.omitsProtection = true;
    row("a MAC that is named and not there", half, false, "refused:bad-signature", "refused:bad-signature");
    row("a signer without a serial number, for a device", byNamelessSigner(), false, "none", "held:serial-mismatch");
    row("a confirmation that nobody signed", confirmation(), false, "none", "held:requester-unknown");
    row("the same, with a record of who sent it", confirmation(), true, "none", "none");
}

void TestCmpImpostors::judges()
{
    QFETCH(QByteArray, bytes);
    QFETCH(bool, hasRecord);
    const auto object = recognised(bytes);

    for (const auto here : {StationRole::Site, StationRole::Backend}) {
        CheckContext context = m_forge.context(here);
        if (hasRecord) {
            context.requester = m_forge.requester();
        }
        QTEST(verdictOf(object->assess(context)), here == StationRole::Site ? "atSite" : "atBackend");
    }
}

void TestCmpImpostors::onlyASignatureShowsWhatIsRenewed()
{
    auto draft = m_forge.initialRequest();
    draft.bodyTag = 7;
    const auto isSigned = recognised(makeCmp(draft))->renews(m_forge.context());
    QVERIFY(isSigned && isSigned->certificate == m_forge.idevid.certificate);
    draft.claimedAlgorithm = PasswordBasedMac;
    QVERIFY(!recognised(makeCmp(draft))->renews(m_forge.context()));
}

// Each certificate of the sender's name costs a verification, and a small message can bring many.
void TestCmpImpostors::looksAtFewOfManySigners_data()
{
    QTest::addColumn<int>("others"); // certificates of the same name before the signer's
    QTest::addColumn<bool>("hasSigner");
    QTest::addColumn<QString>("verdict");

    QTest::newRow("the signer's alone") << 0 << true << QStringLiteral("none");
    QTest::newRow("the signer's the second") << 1 << true << QStringLiteral("none");
    QTest::newRow("the signer's the third") << 2 << true << QStringLiteral("held:held");
    QTest::newRow("two of others") << 2 << false << QStringLiteral("refused:bad-signature");
    QTest::newRow("three of others") << 3 << false << QStringLiteral("held:held");
}

void TestCmpImpostors::looksAtFewOfManySigners()
{
    QFETCH(int, others);
    QFETCH(bool, hasSigner);
    auto draft = m_forge.initialRequest();
    draft.includesSigner = false;
    for (int i = 0; i < others; ++i) {
        draft.extraCertificates.append(m_forge.device(QStringLiteral("device-1")).certificate);
    }
    if (hasSigner) {
        draft.extraCertificates.append(m_forge.idevid.certificate);
    }

    QTEST(verdictOf(recognised(makeCmp(draft))->assess(m_forge.context())), "verdict");
}

void TestCmpImpostors::looksNoFurtherOnceRefused()
{
    auto draft = m_forge.initialRequest();
    const auto good = recognised(makeCmp(draft))->assess(m_forge.context());
    QCOMPARE(checkOf(good, u"proof-of-possession"), QStringLiteral("pass"));
    draft.signer->key = m_forge.newKey;

    const auto bad = recognised(makeCmp(draft))->assess(m_forge.context());

    QCOMPARE(verdictOf(bad), QStringLiteral("refused:bad-signature"));
    QCOMPARE(checkOf(bad, u"proof-of-possession"), QString{});
}

SATCHEL_TEST(TestCmpImpostors)
#include "TestCmpImpostors.moc"
