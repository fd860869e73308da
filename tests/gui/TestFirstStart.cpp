#include "Clicks.h"

#include <app/MainWindow.h>
#include <app/pages/FirstStartPage.h>
#include <app/pages/IntroductionPage.h>
#include <app/pages/OverviewPage.h>
#include <app/pages/VerifyPage.h>

#include <core/station/CertificatePem.h>

#include <tests/support/TestFiles.h>
#include <tests/support/TestRegistry.h>

#include <QDir>
#include <QFile>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QTreeWidget>

using namespace satchel;
using namespace satchel::test;

namespace {

void write(const QString& path, const QByteArray& bytes)
{
    QFile file{path};
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(bytes), bytes.size());
}

} // namespace

// From a computer that is no station to one that is.
class TestFirstStart : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void makesTheStation();
    void asksForARoleAndAName();
    void lockedByAPassphrase();
    void takesKeysThatAreThere();
    void keysThatCannotBeUsedAreTold_data();
    void keysThatCannotBeUsedAreTold();
    void aFolderWithSomethingElseIsTold();
    void whoGoesAwayHasChangedNothing();
    void aWindowClosedInTheMiddleLeavesNothingHalf();
    void whatBrokeOffIsPutAside();
    void theExampleIsStarted();
    void withoutItsProgramTheExampleIsExplained();
    void aBrokenStationIsNotMadeAnew();
    void whatWasOpenedIsVerifiedAfterwards();

private:
    [[nodiscard]] QString at(const char* name) const { return m_folder->filePath(QLatin1StringView{name}); }
    [[nodiscard]] QString home() const { return at("home"); }
    // A pair by its stem; encrypted under the passphrase if there is one.
    void putPair(const char* stem, CertificateTemplate::Use use, const QByteArray& passphrase = {}) const;
    void make(const MainWindow& window) const;

    OwnMemory m_memory;
    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestFirstStart::init()
{
    m_memory.clear();
    m_folder = std::make_unique<QTemporaryDir>();
}

void TestFirstStart::putPair(const char* stem, CertificateTemplate::Use use, const QByteArray& passphrase) const
{
    const auto key = PrivateKey::generate(KeyType::P384).value();
    const auto certificate = issueSelfSigned(
        {.commonName = QStringLiteral("Given"), .notBefore = beginningOfTime(), .notAfter = endOfTime(), .use = use},
        key)
                                 .value();
    write(at(stem) + QStringLiteral(".key"), key.toPkcs8Pem(Secret{passphrase}).value().reveal());
    write(at(stem) + QStringLiteral(".cer"), certificatePem(certificate));
}

// Until the window shows it, or says why not.
void TestFirstStart::make(const MainWindow& window) const
{
    press(window, "make");
    QTRY_VERIFY_WITH_TIMEOUT(window.findChild<IntroductionPage*>() != nullptr
            || named<QPushButton>(window, "make").isEnabled()
            || named<QLabel>(window, "error").text().startsWith(u"No station was made"),
        LongEnough);
}

void TestFirstStart::makesTheStation()
{
    MainWindow window{StationView{home()}};
    window.show();
    QVERIFY(window.findChild<FirstStartPage*>() != nullptr);
    QSignalSpy refreshed{&window, &MainWindow::refreshed};
    press(window, "site");
    type(window, "name", QStringLiteral("Basement 7"));
    make(window);
    QTRY_VERIFY_WITH_TIMEOUT(!refreshed.isEmpty(), LongEnough); // perhaps while the page was waited for

    QCOMPARE(window.overview().sentence(), QStringLiteral("Nothing waits here."));
    QVERIFY(window.findChild<IntroductionPage*>()->isVisible());
    const auto station = Session::forReading({home()});
    QVERIFY(station.has_value());
    QCOMPARE(station->role(), StationRole::Site);
    QCOMPARE(station->station().settings().name, QStringLiteral("Basement 7"));
}

void TestFirstStart::asksForARoleAndAName()
{
    MainWindow window{StationView{home()}};
    window.show();
    const auto& makeIt = named<QPushButton>(window, "make");
    QVERIFY(!makeIt.isEnabled());
    press(window, "backend");
    QVERIFY(makeIt.isEnabled());
    type(window, "name", QStringLiteral("  "));
    QVERIFY(!makeIt.isEnabled());
}

void TestFirstStart::lockedByAPassphrase()
{
    const StationView view{home()};
    MainWindow window{view};
    window.show();
    press(window, "site");
    type(window, "newPassphrase", QStringLiteral("correct horse"));
    type(window, "newPassphraseAgain", QStringLiteral("correct hearse"));
    QVERIFY(!named<QPushButton>(window, "make").isEnabled());
    QCOMPARE(named<QLabel>(window, "error").text(), QStringLiteral("The two passphrases are not the same."));
    type(window, "newPassphraseAgain", QStringLiteral("correct horse"));
    make(window);

    QVERIFY(contentOf(home() + QStringLiteral("/keys/signing.key.pem")).startsWith("-----BEGIN ENCRYPTED"));
    QVERIFY(view.credentials().isKnown());
    auto station = Station::open(home(), Secret{"correct horse"}, systemClock());
    QVERIFY(openKeys(*station).has_value());
}

void TestFirstStart::takesKeysThatAreThere()
{
    putPair("signing", CertificateTemplate::Use::Signing, "open sesame");
    MainWindow window{StationView{home()}};
    window.show();
    press(window, "backend");
    press(window, "givenKeys");
    type(window, "signingKey", at("signing.key"));
    type(window, "signingCertificate", QUrl::fromLocalFile(at("signing.cer")).toString());
    type(window, "newPassphrase", QStringLiteral("open sesame"));
    type(
        window, "newPassphraseAgain", QStringLiteral("open sesame")); // a decryption key is made, so it may be mistyped
    make(window);
    QVERIFY(window.findChild<IntroductionPage*>() != nullptr);

    auto station = Station::open(home(), Secret{"open sesame"}, systemClock());
    QCOMPARE(station->settings().signing.key, at("signing.key"));
    QCOMPARE(station->settings().decryption.first().key, QStringLiteral("keys/decryption.key.pem"));
    QVERIFY(station->id() == loadCertificates(at("signing.cer"))->first().keyFingerprint());
    QVERIFY(openKeys(*station).has_value());
}

void TestFirstStart::keysThatCannotBeUsedAreTold_data()
{
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("certificate");
    QTest::addColumn<QString>("passphrase");
    QTest::addColumn<QString>("words");

    QTest::newRow("not there") << "none.key" << "signing.cer" << "" << "there is no such key file";
    QTest::newRow("a token") << "pkcs11:object=signing" << "signing.cer" << "" << "pkcs11:";
    QTest::newRow("another's certificate") << "signing.key" << "other.cer" << "open sesame" << "the key is not that of";
    QTest::newRow("half a pair") << "signing.key" << "" << "open sesame" << "given together";
    QTest::newRow("wrong passphrase") << "signing.key" << "signing.cer" << "close sesame" << "does not open the key";
    QTest::newRow("no certificate") << "signing.key" << "signing.key" << "open sesame" << "";
}

void TestFirstStart::keysThatCannotBeUsedAreTold()
{
    QFETCH(QString, key);
    QFETCH(QString, certificate);
    QFETCH(QString, passphrase);
    QFETCH(QString, words);
    putPair("signing", CertificateTemplate::Use::Signing, "open sesame");
    putPair("other", CertificateTemplate::Use::Signing);
    const auto path = [this](const QString& name) {
        return name.isEmpty() || name.contains(QLatin1Char(':')) ? name : m_folder->filePath(name);
    };
    MainWindow window{StationView{home()}};
    window.show();
    press(window, "site");
    press(window, "givenKeys");
    type(window, "signingKey", path(key));
    type(window, "signingCertificate", path(certificate));
    if (!passphrase.isEmpty()) {
        type(window, "newPassphrase", passphrase);
        type(window, "newPassphraseAgain", passphrase);
    }
    make(window);

    const QString told = named<QLabel>(window, "error").text();
    QVERIFY2(told.startsWith(u"No station was made: ") && told.contains(words), qPrintable(told));
    QVERIFY(!QFile::exists(home()));
    // No dead end: with new keys it goes on.
    press(window, "newKeys");
    make(window);
    QVERIFY(window.findChild<IntroductionPage*>() != nullptr);
}

void TestFirstStart::aFolderWithSomethingElseIsTold()
{
    QVERIFY(QDir{m_folder->path()}.mkpath(QStringLiteral("home/of people")));
    MainWindow window{StationView{home()}};
    window.show();
    press(window, "site");
    make(window);

    QVERIFY(named<QLabel>(window, "error").text().contains(u"of people"));
    QVERIFY(named<QPushButton>(window, "make").isEnabled());
}

void TestFirstStart::whoGoesAwayHasChangedNothing()
{
    {
        MainWindow window{StationView{home()}};
        window.show();
        press(window, "site");
        type(window, "newPassphrase", QStringLiteral("correct horse"));
        window.close();
    }
    QVERIFY(!QFile::exists(home()));
    QVERIFY(MainWindow{StationView{home()}}.findChild<FirstStartPage*>() != nullptr);
}

void TestFirstStart::aWindowClosedInTheMiddleLeavesNothingHalf()
{
    {
        MainWindow window{StationView{home()}};
        window.show();
        press(window, "site");
        type(window, "newPassphrase", QStringLiteral("correct horse"));
        type(window, "newPassphraseAgain", QStringLiteral("correct horse"));
        press(window, "make");
        QVERIFY(!window.close()); // before it is made
        QTRY_VERIFY_WITH_TIMEOUT(!window.isVisible(), LongEnough);
    }
    QVERIFY(Session::forReading({home()}).has_value());
    const MainWindow window{StationView{home()}};
    QVERIFY(window.findChild<IntroductionPage*>() != nullptr);
}

// As a power cut leaves it.
void TestFirstStart::whatBrokeOffIsPutAside()
{
    QVERIFY(QDir{m_folder->path()}.mkpath(QStringLiteral("home/keys")));
    write(home() + QStringLiteral("/keys/signing.key.pem"), "half a key");
    MainWindow window{StationView{home()}};
    window.show();
    press(window, "site");
    QVERIFY(!named<QPushButton>(window, "make").isEnabled());
    press(window, "aside");
    QTRY_VERIFY_WITH_TIMEOUT(named<QPushButton>(window, "make").isEnabled(), LongEnough);
    QVERIFY2(named<QLabel>(window, "error").text().contains(u".unfinished-"),
        qPrintable(named<QLabel>(window, "error").text()));
    make(window);
    QVERIFY(window.findChild<IntroductionPage*>() != nullptr);
    QCOMPARE(QDir{m_folder->path()}.entryList({QStringLiteral("home.unfinished-*")}, QDir::Dirs).size(), 1);
}

void TestFirstStart::theExampleIsStarted()
{
    const QString program = at("satchel");
    write(program, "#!/bin/sh\necho \"$@\" > \"$0.told\"\nmv \"$0.told\" \"$0.arguments\"\n");
    QVERIFY(QFile::setPermissions(program, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
    MainWindow window{StationView{home()}};
    window.show();
    window.findChild<FirstStartPage*>()->setExampleProgram(program);
    press(window, "example");

    QTRY_COMPARE_WITH_TIMEOUT(
        contentOf(program + QStringLiteral(".arguments")), QByteArray{"demo desktop\n"}, LongEnough);
    QVERIFY(named<QLabel>(window, "exampleRemark").text().contains(u"is being made"));
    QVERIFY(!QFile::exists(home()));
}

void TestFirstStart::withoutItsProgramTheExampleIsExplained()
{
    MainWindow window{StationView{home()}};
    window.show();
    window.findChild<FirstStartPage*>()->setExampleProgram(at("none"));

    QVERIFY(!named<QPushButton>(window, "example").isVisible());
    QVERIFY(named<QLabel>(window, "exampleRemark").text().contains(u"is not installed"));
}

void TestFirstStart::aBrokenStationIsNotMadeAnew()
{
    QVERIFY(initStation({home()}, {.role = StationRole::Site, .name = QStringLiteral("Basement 7")}));
    const QString settings = home() + QStringLiteral("/settings.toml");
    const QByteArray whole = contentOf(settings);
    write(settings, whole + "what = 1\n");
    MainWindow window{StationView{home()}};
    window.show();

    QCOMPARE(window.findChild<FirstStartPage*>(), nullptr);
    QCOMPARE(named<QLabel>(window, "headline").text(), QStringLiteral("This station cannot be opened"));
    const QString details = named<QLabel>(window, "details").text();
    QVERIFY2(
        details.contains(u"there is no setting \"policy.what\"") && details.contains(settings), qPrintable(details));
    press(window, "lookAgain");
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    QCOMPARE(named<QLabel>(window, "headline").text(), QStringLiteral("This station cannot be opened"));

    write(settings, whole);
    press(window, "lookAgain");
    QVERIFY(window.overview().isVisibleTo(&window) || window.findChild<IntroductionPage*>() != nullptr);
    QCOMPARE(contentOf(settings), whole);
}

// A double click on a bundle where there is no station yet: first things first, but it is not forgotten, nor what is
// dropped there.
void TestFirstStart::whatWasOpenedIsVerifiedAfterwards()
{
    write(at("opened.satchel"), "no bundle");
    write(at("dropped.receipt"), "no receipt");
    MainWindow window{StationView{home()}};
    window.show();
    const auto& note = named<QLabel>(window, "note");
    QVERIFY(!note.isVisible());
    window.openFiles({at("opened.satchel")});
    const auto* const page = window.findChild<FirstStartPage*>();
    QVERIFY(page != nullptr && page->isVisible());
    QVERIFY(note.isVisible());
    QCOMPARE(
        note.text(), QStringLiteral("1 file(s) will be looked at as soon as a station is open here: opened.satchel"));
    dropFile(named<QLineEdit>(window, "name"), at("dropped.receipt"));
    window.openFiles({at("opened.satchel")}); // once more: it is the same
    QCOMPARE(note.text(),
        QStringLiteral(
            "2 file(s) will be looked at as soon as a station is open here: opened.satchel, dropped.receipt"));
    press(window, "backend");
    press(window, "make");

    QTRY_VERIFY_WITH_TIMEOUT(window.findChild<VerifyPage*>() != nullptr, LongEnough);
    QVERIFY(window.verify().isVisible());
    QVERIFY(!note.isVisible());
    QTRY_VERIFY_WITH_TIMEOUT(window.verify().card().isVisible(), LongEnough);
    QCOMPARE(window.verify().card().tone(), OutcomeCard::Tone::Bad);
    QCOMPARE(window.verify().checks().topLevelItemCount(), 2);
}

SATCHEL_TEST(TestFirstStart)
#include "TestFirstStart.moc"
