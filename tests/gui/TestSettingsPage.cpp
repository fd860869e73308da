#include "Clicks.h"

#include <app/MainWindow.h>
#include <app/pages/LogPage.h>
#include <app/pages/SettingsPage.h>
#include <app/widgets/KeyTable.h>
#include <app/widgets/PassphrasePane.h>
#include <tests/support/TestRegistry.h>
#include <tests/support/TestWorld.h>

#include <core/station/CertificatePem.h>

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTableWidget>
#include <QTest>
#include <QTreeWidget>

using namespace satchel;
using namespace satchel::test;

class TestSettingsPage : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void showsWhatTheFileSays();
    void savesWhatWasEntered();
    void isSavedBeforeTheWindowCloses();
    void discardsWhatWasEntered();
    void whatWasDiscardedIsPutBack();
    void columnsOfKeysStayAsTheyWereLeft();
    void whatWasEnteredSurvivesALook();
    void anotherNameWantsTheCardHandedOutAgain();
    void whatSomebodyElseChangedIsNotUndone();
    void aStationInUseIsTold();
    void unreadableSettingsAreTold();
    void takesAFurtherDecryptionKey();
    void aKeyThatDoesNotFitIsTold();
    void aBackendNamesARegistrationAuthority();
    void thePersonIsInTheLogAndRemembered();
    void addsAnchorsByDrag();
    void aFileWithoutACertificateIsTold();
    void removesAnAnchorAndPutsItBack();

private:
    void open(const TestStation& station);
    void save();
    [[nodiscard]] SettingsPage& page() const { return m_window->settings(); }
    [[nodiscard]] QString settingsFile() const { return m_world->site.home() + QStringLiteral("/settings.toml"); }
    [[nodiscard]] Settings saved() const { return Settings::load(settingsFile()).value(); }
    [[nodiscard]] Settings::KeyPair pair(CertificateTemplate::Use use) const;

    OwnMemory m_memory;
    std::unique_ptr<TestWorld> m_world;
    std::unique_ptr<MainWindow> m_window;
};

void TestSettingsPage::init()
{
    m_memory.clear();
    m_world = std::make_unique<TestWorld>();
    open(m_world->site);
}

void TestSettingsPage::cleanup()
{
    m_window.reset();
}

void TestSettingsPage::open(const TestStation& station)
{
    m_window = std::make_unique<MainWindow>(StationView{station.home(), station.access().clock});
    m_window->show();
    auto& pages = named<QListWidget>(*m_window, "pages");
    pages.setCurrentItem(pages.findItems(QStringLiteral("Settings"), Qt::MatchExactly).first());
    QSignalSpy refreshed{&page(), &SettingsPage::refreshed};
    QVERIFY(refreshed.wait(LongEnough));
    QVERIFY(page().isVisible());
}

void TestSettingsPage::save()
{
    QSignalSpy savedSpy{&page(), &SettingsPage::saved};
    press(page(), "saveSettings");
    QVERIFY(savedSpy.wait(LongEnough));
}

Settings::KeyPair TestSettingsPage::pair(CertificateTemplate::Use use) const
{
    const auto key = PrivateKey::generate(KeyType::P256).value();
    auto certificate = issueSelfSigned(
        {.commonName = QStringLiteral("New"), .notBefore = beginningOfTime(), .notAfter = endOfTime(), .use = use}, key)
                           .value();
    return {m_world->put(QStringLiteral("new/key.pem"), key.toPkcs8Pem({}).value().reveal()),
        m_world->put(QStringLiteral("new/cert.pem"), certificatePem(certificate))};
}

void TestSettingsPage::showsWhatTheFileSays()
{
    QCOMPARE(named<QLineEdit>(page(), "stationName").text(), QStringLiteral("site"));
    QCOMPARE(named<QSpinBox>(page(), "voucherRequestDays").value(), 4);
    QCOMPARE(named<QSpinBox>(page(), "itemBytes").maximum(), 4 * 1024 * 1024);
    QVERIFY(!named<QCheckBox>(page(), "refuseExpired").isChecked());
    QVERIFY(!named<QPushButton>(page(), "saveSettings").isEnabled());
    QCOMPARE(named<QTableWidget>(page(), "keys").rowCount(), 2);
    QCOMPARE(named<QTreeWidget>(page(), "anchors").topLevelItemCount(), 3);
    QVERIFY(!named<QPushButton>(page(), "addAuthority").isVisible()); // only a backend has one
}

void TestSettingsPage::savesWhatWasEntered()
{
    const auto before = TestWorld::read(settingsFile());
    named<QSpinBox>(page(), "voucherRequestDays").setValue(9);
    named<QSpinBox>(page(), "itemBytes").setValue(4096);
    named<QSpinBox>(page(), "threads").setValue(2);
    press(page(), "refuseExpired");
    save();

    QVERIFY2(page().remark().contains(u"Saved."), qPrintable(page().remark()));
    QCOMPARE(saved().policy.voucherRequestDays, 9);
    QCOMPARE(saved().policy.itemBytes, 4096);
    QCOMPARE(saved().policy.threads, 2);
    QVERIFY(saved().policy.refuseExpiredSenders);
    QVERIFY(!named<QPushButton>(page(), "saveSettings").isEnabled());
    QCOMPARE(TestWorld::read(settingsFile() + QStringLiteral(".former")), before);
    QTRY_COMPARE_WITH_TIMEOUT(m_window->log().table().rowCount(), 1, LongEnough);
}

void TestSettingsPage::isSavedBeforeTheWindowCloses()
{
    named<QSpinBox>(page(), "voucherRequestDays").setValue(9);
    press(page(), "saveSettings");
    QVERIFY(!m_window->close());
    QTRY_VERIFY_WITH_TIMEOUT(!m_window->isVisible(), LongEnough);
    QCOMPARE(saved().policy.voucherRequestDays, 9);
}

void TestSettingsPage::discardsWhatWasEntered()
{
    const auto before = TestWorld::read(settingsFile());
    type(page(), "stationName", QStringLiteral("Nowhere"));
    named<QSpinBox>(page(), "threads").setValue(7);
    press(page(), "discardSettings");

    QCOMPARE(named<QLineEdit>(page(), "stationName").text(), QStringLiteral("site"));
    QCOMPARE(named<QSpinBox>(page(), "threads").value(), 0);
    QVERIFY(!named<QPushButton>(page(), "saveSettings").isEnabled());
    QCOMPARE(TestWorld::read(settingsFile()), before);
}

void TestSettingsPage::whatWasDiscardedIsPutBack()
{
    QVERIFY(!named<QPushButton>(page(), "putBackSettings").isVisible());
    type(page(), "stationName", QStringLiteral("Depot 4"));
    named<QSpinBox>(page(), "threads").setValue(7);
    press(page(), "discardSettings");
    press(page(), "putBackSettings");
    QCOMPARE(named<QLineEdit>(page(), "stationName").text(), QStringLiteral("Depot 4"));
    QCOMPARE(named<QSpinBox>(page(), "threads").value(), 7);
    QVERIFY(!named<QPushButton>(page(), "putBackSettings").isVisible());
    save();
    QCOMPARE(saved().name, QStringLiteral("Depot 4"));

    // Not over what was entered or changed since.
    type(page(), "stationName", QStringLiteral("Depot 5"));
    press(page(), "discardSettings");
    QVERIFY(named<QPushButton>(page(), "putBackSettings").isVisible());
    named<QSpinBox>(page(), "threads").setValue(2);
    QVERIFY(!named<QPushButton>(page(), "putBackSettings").isVisible());
    named<QSpinBox>(page(), "threads").setValue(7);
    QVERIFY(named<QPushButton>(page(), "putBackSettings").isVisible());
    auto other = saved();
    other.policy.threads = 3;
    QVERIFY(other.save(settingsFile()).has_value());
    QSignalSpy refreshed{&page(), &SettingsPage::refreshed};
    m_window->refresh();
    QTRY_COMPARE_WITH_TIMEOUT(named<QSpinBox>(page(), "threads").value(), 3, LongEnough);
    QTRY_VERIFY_WITH_TIMEOUT(!named<QPushButton>(page(), "putBackSettings").isVisible(), LongEnough);
}

void TestSettingsPage::columnsOfKeysStayAsTheyWereLeft()
{
    const auto width = [this] { return page().findChild<QTableWidget*>(QStringLiteral("keys"))->columnWidth(1); };
    page().findChild<QTableWidget*>(QStringLiteral("keys"))->setColumnWidth(1, 321);
    m_window->close();
    open(m_world->site);
    QCOMPARE(width(), 321);
}

void TestSettingsPage::whatWasEnteredSurvivesALook()
{
    type(page(), "stationName", QStringLiteral("Depot 4"));
    QSignalSpy refreshed{&page(), &SettingsPage::refreshed};
    m_window->refresh();
    QVERIFY(refreshed.wait(LongEnough));
    QCOMPARE(named<QLineEdit>(page(), "stationName").text(), QStringLiteral("Depot 4"));
    QVERIFY(named<QPushButton>(page(), "saveSettings").isEnabled());
}

void TestSettingsPage::anotherNameWantsTheCardHandedOutAgain()
{
    type(page(), "stationName", QStringLiteral("Depot 4"));
    save();
    QVERIFY2(page().remark().contains(u"hand it out again"), qPrintable(page().remark()));
    QCOMPARE(m_world->site.card().facts().name, QStringLiteral("Depot 4"));

    type(page(), "stationName", QStringLiteral(" at an end"));
    save();
    QVERIFY2(page().remark().contains(u"Nothing was saved"), qPrintable(page().remark()));
    QCOMPARE(saved().name, QStringLiteral("Depot 4"));
}

void TestSettingsPage::whatSomebodyElseChangedIsNotUndone()
{
    auto text = TestWorld::read(settingsFile());
    text.replace("threads = 0", "threads = 3");
    m_world->put(QStringLiteral("site/settings.toml"), text);
    named<QSpinBox>(page(), "voucherRequestDays").setValue(9);
    save();
    QVERIFY2(page().remark().contains(u"somebody has changed the settings meanwhile"), qPrintable(page().remark()));
    QCOMPARE(TestWorld::read(settingsFile()), text);

    QSignalSpy refreshed{&page(), &SettingsPage::refreshed};
    press(page(), "discardSettings");
    QVERIFY(refreshed.wait(LongEnough));
    QCOMPARE(named<QSpinBox>(page(), "threads").value(), 3);
}

void TestSettingsPage::aStationInUseIsTold()
{
    const auto other = m_world->site.write();
    named<QSpinBox>(page(), "threads").setValue(1);
    save();
    QVERIFY2(page().remark().contains(u"Nothing was saved"), qPrintable(page().remark()));
    QCOMPARE(named<QSpinBox>(page(), "threads").value(), 1); // to be saved when it is free
    QVERIFY(named<QPushButton>(page(), "saveSettings").isEnabled());
}

void TestSettingsPage::unreadableSettingsAreTold()
{
    const auto whole = TestWorld::read(settingsFile());
    m_world->put(QStringLiteral("site/settings.toml"), whole + "thread = 1\n");
    QSignalSpy refreshed{&page(), &SettingsPage::refreshed};
    m_window->refresh();
    QVERIFY(refreshed.wait(LongEnough));
    QVERIFY2(page().remark().contains(u"there is no setting \"policy.thread\"")
            && page().remark().contains(u"settings.toml") && page().remark().contains(u"Nothing is lost"),
        qPrintable(page().remark()));
    QVERIFY(!page().form().isEnabled());

    m_world->put(QStringLiteral("site/settings.toml"), whole);
    m_window->refresh();
    QVERIFY(refreshed.wait(LongEnough));
    QVERIFY(page().remark().isEmpty());
    QVERIFY(page().form().isEnabled());
}

void TestSettingsPage::takesAFurtherDecryptionKey()
{
    const auto added = pair(CertificateTemplate::Use::Decryption);
    press(page(), "addDecryption");
    auto& table = named<QTableWidget>(page(), "keys");
    QCOMPARE(table.item(1, 0)->text(), QStringLiteral("Decryption, current"));
    QCOMPARE(table.item(2, 0)->text(), QStringLiteral("Decryption, older"));
    table.setCurrentCell(1, 1);
    page().form().keys().chooseFile(added.key);
    table.item(1, 2)->setText(added.certificate);
    save();
    QVERIFY2(page().remark().contains(u"hand it out again"), qPrintable(page().remark()));
    QCOMPARE(saved().decryption.size(), 2);
    QCOMPARE(saved().decryption.first().key, added.key);

    table.setCurrentCell(2, 1);
    press(page(), "removePair");
    save();
    QCOMPARE(saved().decryption.size(), 1);
    table.setCurrentCell(1, 1);
    QVERIFY(!named<QPushButton>(page(), "removePair").isEnabled()); // one must stay
}

void TestSettingsPage::aKeyThatDoesNotFitIsTold()
{
    const auto before = TestWorld::read(settingsFile());
    const auto stranger = pair(CertificateTemplate::Use::Signing);
    auto& table = named<QTableWidget>(page(), "keys");
    table.item(0, 1)->setText(stranger.key);
    table.item(0, 2)->setText(stranger.certificate);
    save();
    QVERIFY2(page().remark().contains(u"Nothing was saved: ")
            && page().remark().contains(u"not the key that the station is named after"),
        qPrintable(page().remark()));
    QCOMPARE(TestWorld::read(settingsFile()), before);
}

void TestSettingsPage::aBackendNamesARegistrationAuthority()
{
    open(m_world->backend);
    named<QSpinBox>(page(), "cmpNested").setValue(8);
    save();
    QVERIFY2(page().remark().contains(u"needs a [registration-authority]"), qPrintable(page().remark()));

    const auto key = PrivateKey::generate(KeyType::P256).value();
    const auto certificate = issueCertificate({.commonName = QStringLiteral("RA"),
                                                  .notBefore = beginningOfTime(),
                                                  .notAfter = endOfTime(),
                                                  .use = CertificateTemplate::Use::Registrar},
        key.publicKeyInfo(), m_world->pki.domainCa);
    const auto pem = key.toPkcs8Pem({});
    const auto keyFile = m_world->put(QStringLiteral("ra.key"), pem->reveal());
    press(page(), "addAuthority");
    auto& table = named<QTableWidget>(page(), "keys");
    table.item(2, 1)->setText(keyFile);
    table.item(2, 2)->setText(m_world->put(QStringLiteral("ra.cer"), certificate->der()));
    save();
    QVERIFY2(page().remark().contains(u"Saved."), qPrintable(page().remark()));
    const auto settings = Settings::load(m_world->backend.home() + QStringLiteral("/settings.toml"));
    QCOMPARE(settings->policy.cmpNested, 8);
    QCOMPARE(settings->registrationAuthority->key, keyFile);
}

void TestSettingsPage::thePersonIsInTheLogAndRemembered()
{
    type(page(), "personName", QStringLiteral("Grace Hopper"));
    named<QSpinBox>(page(), "threads").setValue(1);
    save();
    QString operatorName;
    const auto session = m_world->site.read();
    QVERIFY(session.ledger()
            .log()
            .forEach({},
                [&operatorName](const LogEntry& entry) -> Result<void> {
                    operatorName = entry.operatorName;
                    return {};
                })
            .has_value());
    QCOMPARE(operatorName, QStringLiteral("Grace Hopper"));

    open(m_world->site);
    QCOMPARE(named<QLineEdit>(page(), "personName").text(), QStringLiteral("Grace Hopper"));
}

void TestSettingsPage::addsAnchorsByDrag()
{
    const TestPki other;
    const auto file = m_world->put(QStringLiteral("masa.pem"), certificatePem(other.masa.certificate));
    auto& anchors = page().anchors();
    auto& use = named<QComboBox>(page(), "anchorUse");
    use.setCurrentIndex(use.findData(static_cast<int>(AnchorUse::Masa)));
    QSignalSpy changed{&anchors, &AnchorList::changed};
    dropFile(anchors, file);
    QVERIFY(changed.wait(LongEnough));

    const auto digest = other.masa.certificate.sha256();
    QVERIFY2(anchors.remark().startsWith(u"✔ Trusted from now on")
            && anchors.remark().contains(groupedFingerprint(StationId::fromBytes(digest.bytes()))),
        qPrintable(anchors.remark()));
    QCOMPARE(m_world->site.read().station().trust().all().size(), 4);
    QTRY_COMPARE_WITH_TIMEOUT(named<QTreeWidget>(page(), "anchors").topLevelItemCount(), 4, LongEnough);
}

void TestSettingsPage::aFileWithoutACertificateIsTold()
{
    auto& anchors = page().anchors();
    QSignalSpy changed{&anchors, &AnchorList::changed};
    anchors.add({m_world->put(QStringLiteral("photo.jpg"), "not ours")});
    QVERIFY(changed.wait(LongEnough));
    QVERIFY2(anchors.remark().contains(u"photo.jpg was not taken"), qPrintable(anchors.remark()));
    QCOMPARE(m_world->site.read().station().trust().all().size(), 3);
}

void TestSettingsPage::removesAnAnchorAndPutsItBack()
{
    auto& anchors = page().anchors();
    auto& list = named<QTreeWidget>(page(), "anchors");
    list.setCurrentItem(list.topLevelItem(0));
    QSignalSpy changed{&anchors, &AnchorList::changed};
    press(page(), "removeAnchor");
    QVERIFY(changed.wait(LongEnough));
    QVERIFY2(anchors.remark().startsWith(u"No longer trusted"), qPrintable(anchors.remark()));
    QCOMPARE(m_world->site.read().station().trust().all().size(), 2);

    press(page(), "putBackAnchor");
    QVERIFY(changed.wait(LongEnough));
    QCOMPARE(m_world->site.read().station().trust().all().size(), 3);
    QVERIFY(!named<QPushButton>(page(), "putBackAnchor").isVisible());
}

SATCHEL_TEST(TestSettingsPage)
#include "TestSettingsPage.moc"
