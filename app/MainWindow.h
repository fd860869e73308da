#pragma once

#include <app/StationView.h>
#include <app/VerbThread.h>
#include <app/look/Icons.h>
#include <core/exchange/report/Concern.h>

#include <QElapsedTimer>
#include <QListWidget>
#include <QMainWindow>
#include <QStackedWidget>
#include <QTimer>

class QLabel;

namespace satchel {

class BringInPage;
class BundlesPage;
class IntroductionPage;
class ItemsPage;
class LogPage;
class OverviewPage;
class PeersPage;
class SettingsPage;
class TakeOutPage;
class VerifyPage;

// One window: the pages' names on the left, the page on the right.
class MainWindow final : public QMainWindow {
    Q_OBJECT

public:
    explicit MainWindow(StationView station, QWidget* parent = nullptr);

    [[nodiscard]] OverviewPage& overview() { return *m_overview; }
    [[nodiscard]] TakeOutPage& takeOut() { return *m_takeOut; }
    [[nodiscard]] BringInPage& bringIn() { return *m_bringIn; }
    [[nodiscard]] ItemsPage& items() { return *m_items; }
    [[nodiscard]] BundlesPage& bundles() { return *m_bundles; }
    [[nodiscard]] VerifyPage& verify() { return *m_verify; }
    [[nodiscard]] PeersPage& peers() { return *m_peers; }
    [[nodiscard]] LogPage& log() { return *m_log; }
    [[nodiscard]] SettingsPage& settings() { return *m_settings; }
    void refresh(); // looks at the station again
    // How often it does so by itself, in milliseconds: others work with the station, too.
    void lookEvery(int interval) { m_looking.setInterval(interval); }
    // Bundles and receipts, to verify; those that come before there is a station wait for it, and the window says so.
    void openFiles(const QStringList& files);

Q_SIGNALS:
    void refreshed();

protected:
    void changeEvent(QEvent* event) override;
    void closeEvent(QCloseEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override; // bundles that are dropped, anywhere on the window

private:
    void addPage(QWidget* page, const QString& name, Icon sign, int row = -1); // -1: below the others
    void open(QWidget* page);
    void removePage(QWidget* page);
    void openWhatIsThere();
    void closePages();
    void fitToLetters();
    void giveShortcuts();
    void tellShortcuts();
    [[nodiscard]] int rowOf(const QWidget* page) const;
    [[nodiscard]] QString nameOfPage() const;
    void openPageOfBefore();
    void keepState() const;
    void keepStateAtTheEnd();
    [[nodiscard]] QList<VerbThread*> awaited() const;
    [[nodiscard]] bool remindOfDecision();
    [[nodiscard]] bool waitForWork();
    void tellOfWaitingFiles();
    [[nodiscard]] bool isAtWork() const;
    void lookAgain();
    void openConcern(const Concern& concern);
    void openConcerns(Concern::Kind kind);
    void openStation();
    void connectPages();
    void offerFirstStart();
    void offerIntroduction(const Station& station, bool isInFront);

    StationView m_station;
    QListWidget* m_names;
    QStackedWidget* m_pages;
    QLabel* m_note; // above whatever page: what the window waits for
    OverviewPage* m_overview = nullptr;
    TakeOutPage* m_takeOut = nullptr;
    BringInPage* m_bringIn = nullptr;
    ItemsPage* m_items = nullptr;
    BundlesPage* m_bundles = nullptr;
    VerifyPage* m_verify = nullptr;
    PeersPage* m_peers = nullptr;
    LogPage* m_log = nullptr;
    SettingsPage* m_settings = nullptr;
    QStringList m_files; // to verify once there is a station
    QTimer m_looking;
    QElapsedTimer m_lastLook;
    bool m_isClosing = false; // as soon as what runs has ended
    VerbThread m_reading{this}; // these last: they end before what they report to
    VerbThread m_finding{this};
};

} // namespace satchel
