#include "MainWindow.h"

#include <app/pages/BringInPage.h>
#include <app/pages/FirstStartPage.h>
#include <app/pages/IntroductionPage.h>
#include <app/pages/ItemsPage.h>
#include <app/pages/LogPage.h>
#include <app/pages/OverviewPage.h>
#include <app/pages/PeersPage.h>
#include <app/pages/SettingsPage.h>
#include <app/pages/TakeOutPage.h>
#include <app/pages/UnopenedPage.h>
#include <app/pages/VerifyPage.h>
#include <app/widgets/PassphrasePane.h>
#include <app/widgets/PersonSettings.h>

#include <core/station/Station.h>

#include <QCloseEvent>
#include <QDragEnterEvent>
#include <QHBoxLayout>
#include <QMimeData>
#include <QSettings>
#include <QUrl>
#include <QVBoxLayout>

namespace satchel {

namespace {

const QString GeometryKey = QStringLiteral("window/geometry");

struct Look {
    Result<StatusReport> status = fail(ErrorCode::Internal, {});
    QStringList peers;
};

Look lookAt(const StationView& station)
{
    Look look;
    auto session = station.forReading();
    if (!session) {
        look.status = fail(std::move(session).error());
        return look;
    }
    look.status = statusOf(*session);
    for (const auto& peer : session->station().peers().all()) {
        if (!peer.revoked) {
            look.peers += peer.alias;
        }
    }
    return look;
}

} // namespace

MainWindow::MainWindow(StationView station, QWidget* parent)
    : QMainWindow{parent}
    , m_station{std::move(station)}
    , m_names{new QListWidget{this}}
    , m_pages{new QStackedWidget{this}}
{
    setWindowTitle(QStringLiteral("Satchel"));
    m_names->setObjectName(QStringLiteral("pages"));
    m_names->setAccessibleName(tr("Pages"));
    m_names->setMaximumWidth(180);
    auto* const body = new QWidget{this};
    auto* const column = new QVBoxLayout;
    column->addWidget(new PassphrasePane{m_station, this});
    column->addWidget(m_pages, 1);
    auto* const row = new QHBoxLayout{body};
    row->addWidget(m_names);
    row->addLayout(column, 1);
    setCentralWidget(body);
    connect(m_names, &QListWidget::currentRowChanged, m_pages, &QStackedWidget::setCurrentIndex);
    resize(1000, 640);
    restoreGeometry(QSettings{}.value(GeometryKey).toByteArray());

    m_station.credentials().setOperatorName(PersonSettings::rememberedName());
    openWhatIsThere();
}

void MainWindow::openWhatIsThere()
{
    const auto found = Station::open(m_station.home(), {}, m_station.access().clock);
    if (found) {
        openStation();
        if (IntroductionPage::isDueFor(*found)) {
            offerIntroduction(*found);
        }
    } else if (found.error().code == ErrorCode::NotAStation) {
        offerFirstStart();
    } else {
        // Not a place for a new one: whoever has it must mend it.
        auto* const unopened = new UnopenedPage{found.error(), this};
        addPage(unopened, tr("Overview"));
        connect(unopened, &UnopenedPage::lookAgain, this, [this] {
            closePages();
            openWhatIsThere();
        });
    }
}

// Of a window that shows no station yet.
void MainWindow::closePages()
{
    m_names->clear();
    while (auto* const page = m_pages->currentWidget()) {
        m_pages->removeWidget(page);
        page->deleteLater();
    }
}

void MainWindow::offerFirstStart()
{
    auto* const first = new FirstStartPage{m_station, this};
    addPage(first, tr("First start"));
    connect(first, &FirstStartPage::made, this, [this] {
        closePages();
        openWhatIsThere();
    });
}

// Beside the other pages and never in their way.
void MainWindow::offerIntroduction(const Station& station)
{
    auto* const introduction = new IntroductionPage{m_station, this};
    introduction->show(station);
    introduction->setAccessibleName(tr("First steps"));
    m_pages->insertWidget(0, introduction);
    m_names->insertItem(0, tr("First steps"));
    open(introduction);
    connect(introduction, &IntroductionPage::changed, this, &MainWindow::refresh);
    connect(introduction, &IntroductionPage::finished, this, [this, introduction] {
        open(m_overview);
        const int row = m_pages->indexOf(introduction);
        m_pages->removeWidget(introduction);
        delete m_names->takeItem(row);
        introduction->deleteLater();
    });
}

void MainWindow::openStation()
{
    m_overview = new OverviewPage{this};
    m_takeOut = new TakeOutPage{m_station, this};
    m_bringIn = new BringInPage{m_station, this};
    m_items = new ItemsPage{m_station, this};
    m_verify = new VerifyPage{m_station, this};
    m_peers = new PeersPage{m_station, this};
    m_log = new LogPage{m_station, this};
    m_settings = new SettingsPage{m_station, this};
    addPage(m_overview, tr("Overview"));
    addPage(m_takeOut, tr("Take out"));
    addPage(m_bringIn, tr("Bring in"));
    addPage(m_verify, tr("Verify"));
    addPage(m_items, tr("Requests"));
    addPage(m_peers, tr("Stations"));
    addPage(m_log, tr("Log"));
    addPage(m_settings, tr("Settings"));
    setAcceptDrops(true);
    connectPages();
    open(m_overview);
    refresh();
}

void MainWindow::connectPages()
{
    connect(m_peers, &PeersPage::changed, this, &MainWindow::refresh);
    connect(m_items, &ItemsPage::changed, this, &MainWindow::refresh);
    connect(m_settings, &SettingsPage::changed, this, &MainWindow::refresh);
    connect(m_overview, &OverviewPage::takeOut, this, [this] { open(m_takeOut); });
    connect(m_overview, &OverviewPage::bringIn, this, [this] { open(m_bringIn); });
    connect(m_overview, &OverviewPage::stateChosen, this, [this](ItemState state) {
        m_items->showState(state);
        open(m_items);
    });
    for (auto* const errand : {static_cast<ErrandPage*>(m_takeOut), static_cast<ErrandPage*>(m_bringIn)}) {
        connect(errand, &ErrandPage::done, this, &MainWindow::refresh);
    }
}

void MainWindow::addPage(QWidget* page, const QString& name)
{
    page->setAccessibleName(name);
    m_pages->addWidget(page);
    m_names->addItem(name);
    m_names->setCurrentRow(0);
}

void MainWindow::open(QWidget* page)
{
    m_names->setCurrentRow(m_pages->indexOf(page));
}

void MainWindow::refresh()
{
    if (m_overview == nullptr) {
        return;
    }
    m_items->refresh();
    m_peers->refresh();
    m_log->refresh();
    m_settings->refresh();
    m_reading.runNext<Look>([station = m_station](const Conduct&) { return lookAt(station); },
        [this](const Look& look) {
            if (look.status) {
                m_overview->show(*look.status, m_station.now());
                m_takeOut->setPeers(look.peers);
            } else {
                m_overview->show(look.status.error());
            }
            Q_EMIT refreshed();
        });
}

// A verb that runs gets an orderly end: it stops between two steps, when the page goes.
void MainWindow::closeEvent(QCloseEvent* event)
{
    QSettings{}.setValue(GeometryKey, saveGeometry());
    if (m_items != nullptr) {
        m_items->keepState();
    }
    QMainWindow::closeEvent(event);
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event)
{
    if (event->mimeData()->hasUrls()) {
        event->acceptProposedAction();
    }
}

void MainWindow::dropEvent(QDropEvent* event)
{
    QStringList files;
    for (const auto& url : event->mimeData()->urls()) {
        if (url.isLocalFile()) {
            files += url.toLocalFile();
        }
    }
    event->acceptProposedAction();
    if (files.size() == 1 && files.first().endsWith(QStringLiteral(".satchel-card"))) {
        open(m_peers);
        m_peers->readCard(files.first());
        return;
    }
    open(m_verify);
    m_verify->verify(files);
}

} // namespace satchel
