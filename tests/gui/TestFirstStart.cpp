#include <app/MainWindow.h>
#include <app/pages/FirstStartPage.h>
#include <app/pages/OverviewPage.h>
#include <app/pages/VerifyPage.h>

#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace satchel;

namespace {

constexpr int LongEnough = 60'000; // ms

} // namespace

// From a computer that is no station to one that is.
class TestFirstStart : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void makesTheStation();
    void asksForARole();
    void aFolderWithSomethingElseIsTold();
    void aBrokenStationIsNotMadeAnew();
    void whatWasOpenedIsVerifiedAfterwards();

private:
    QTemporaryDir m_folder;
};

void TestFirstStart::makesTheStation()
{
    const QString home = m_folder.filePath(QStringLiteral("home"));
    MainWindow window{StationView{home}};
    window.show();
    auto* const page = window.findChild<FirstStartPage*>();
    QVERIFY(page != nullptr);
    QSignalSpy refreshed{&window, &MainWindow::refreshed};
    page->findChild<QRadioButton*>(QStringLiteral("site"))->click();
    page->findChild<QLineEdit*>(QStringLiteral("name"))->setText(QStringLiteral("Basement 7"));
    page->findChild<QPushButton*>(QStringLiteral("make"))->click();
    QVERIFY(refreshed.wait(LongEnough));

    QCOMPARE(window.overview().sentence(), QStringLiteral("Nothing waits here."));
    const auto station = Session::forReading({home});
    QVERIFY(station.has_value());
    QCOMPARE(station->role(), StationRole::Site);
    QCOMPARE(station->station().settings().name, QStringLiteral("Basement 7"));
}

void TestFirstStart::asksForARole()
{
    MainWindow window{StationView{m_folder.filePath(QStringLiteral("none"))}};
    auto* const make = window.findChild<QPushButton*>(QStringLiteral("make"));
    QVERIFY(!make->isEnabled());
    window.findChild<QRadioButton*>(QStringLiteral("backend"))->click();
    QVERIFY(make->isEnabled());
    window.findChild<QLineEdit*>(QStringLiteral("name"))->clear();
    QVERIFY(!make->isEnabled());
}

void TestFirstStart::aFolderWithSomethingElseIsTold()
{
    QVERIFY(QDir{m_folder.path()}.mkpath(QStringLiteral("photos/of people")));
    MainWindow window{StationView{m_folder.filePath(QStringLiteral("photos"))}};
    auto* const page = window.findChild<FirstStartPage*>();
    page->findChild<QRadioButton*>(QStringLiteral("site"))->click();
    page->findChild<QPushButton*>(QStringLiteral("make"))->click();
    auto* const error = page->findChild<QLabel*>(QStringLiteral("error"));
    QTRY_VERIFY_WITH_TIMEOUT(!error->text().isEmpty(), LongEnough);

    QVERIFY(page->findChild<QPushButton*>(QStringLiteral("make"))->isEnabled());
}

void TestFirstStart::aBrokenStationIsNotMadeAnew()
{
    const QString home = m_folder.filePath(QStringLiteral("broken"));
    QVERIFY(initStation({home}, {.role = StationRole::Site, .name = QStringLiteral("Basement 7")}));
    QFile settings{home + QStringLiteral("/settings.toml")};
    QVERIFY(settings.open(QIODevice::Append) && settings.write("what = 1\n") > 0);
    settings.close();
    const MainWindow window{StationView{home}};

    QCOMPARE(window.findChild<FirstStartPage*>(), nullptr);
    const auto labels = window.findChildren<QLabel*>();
    QVERIFY(std::any_of(labels.begin(), labels.end(),
        [](const QLabel* label) { return label->text().startsWith(u"This station cannot be opened"); }));
}

// A double click on a bundle where there is no station yet: first things first, but it is not forgotten.
void TestFirstStart::whatWasOpenedIsVerifiedAfterwards()
{
    QFile file{m_folder.filePath(QStringLiteral("opened.satchel"))};
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write("no bundle") > 0);
    file.close();
    MainWindow window{StationView{m_folder.filePath(QStringLiteral("home-of-another"))}};
    window.show();
    window.openFiles({file.fileName()});
    auto* const page = window.findChild<FirstStartPage*>();
    QVERIFY(page != nullptr && page->isVisible());
    page->findChild<QRadioButton*>(QStringLiteral("backend"))->click();
    page->findChild<QPushButton*>(QStringLiteral("make"))->click();

    QTRY_VERIFY_WITH_TIMEOUT(window.findChild<VerifyPage*>() != nullptr, LongEnough);
    QVERIFY(window.verify().isVisible());
    QTRY_VERIFY_WITH_TIMEOUT(window.verify().card().isVisible(), LongEnough);
    QCOMPARE(window.verify().card().tone(), OutcomeCard::Tone::Bad);
}

QTEST_MAIN(TestFirstStart)
#include "TestFirstStart.moc"
