#include "MainWindow.h"

#include <app/pages/BringInPage.h>
#include <app/pages/FirstStartPage.h>
#include <app/pages/ItemsPage.h>
#include <app/pages/LogPage.h>
#include <app/pages/OverviewPage.h>
#include <app/pages/PeersPage.h>
#include <app/pages/TakeOutPage.h>
#include <app/pages/VerifyPage.h>
#include <app/widgets/PlainLabel.h>

#include <core/station/Station.h>

#include <QCloseEvent>
#include <QDragEnterEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QMimeData>
#include <QScrollArea>
#include <QScrollBar>
#include <QSettings>
#include <QShortcut>
#include <QUrl>

#include <algorithm>
#include <utility>

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

// No column is narrower than its title.
void fitColumns(const QWidget& page)
{
    for (auto* const header : page.findChildren<QHeaderView*>()) {
        for (int i = 0; header->orientation() == Qt::Horizontal && i < header->count(); ++i) {
            if (!header->isSectionHidden(i)) {
                header->resizeSection(i, std::max(header->sectionSize(i), header->sectionSizeHint(i)));
            }
        }
    }
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
    m_names->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_names->setSpacing(2);
    m_pages->setObjectName(QStringLiteral("stack"));
    auto* const body = new QWidget{this};
    auto* const row = new QHBoxLayout{body};
    row->addWidget(m_names);
    row->addWidget(m_pages, 1);
    setCentralWidget(body);
    connect(m_names, &QListWidget::currentRowChanged, m_pages, &QStackedWidget::setCurrentIndex);
    giveShortcuts();
    resize(1000, 640);
    restoreGeometry(QSettings{}.value(GeometryKey).toByteArray());

    const auto found = Station::open(m_station.home(), {}, m_station.access().clock);
    if (found) {
        openStation();
    } else if (found.error().code == ErrorCode::NotAStation) {
        offerFirstStart();
    } else {
        // Not a place for a new one: whoever has it must mend it.
        addPage(plainLabel(this, 1.2, tr("This station cannot be opened: %1").arg(found.error().message)),
            tr("Overview"), Icon::Overview);
    }
}

void MainWindow::offerFirstStart()
{
    auto* const first = new FirstStartPage{m_station, this};
    addPage(first, tr("First start"), Icon::FirstStart);
    connect(first, &FirstStartPage::made, this, [this] {
        m_names->clear();
        auto* const frame = m_pages->currentWidget();
        m_pages->removeWidget(frame);
        frame->deleteLater();
        openStation();
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
    addPage(m_overview, tr("Overview"), Icon::Overview);
    addPage(m_takeOut, tr("Take out"), Icon::TakeOut);
    addPage(m_bringIn, tr("Bring in"), Icon::BringIn);
    addPage(m_verify, tr("Verify"), Icon::Verify);
    addPage(m_items, tr("Requests"), Icon::Requests);
    addPage(m_peers, tr("Stations"), Icon::Stations);
    addPage(m_log, tr("Log"), Icon::Log);
    setAcceptDrops(true);
    connect(m_peers, &PeersPage::changed, this, &MainWindow::refresh);
    connect(m_overview, &OverviewPage::takeOut, this, [this] { open(m_takeOut); });
    connect(m_overview, &OverviewPage::bringIn, this, [this] { open(m_bringIn); });
    connect(m_overview, &OverviewPage::stateChosen, this, [this](ItemState state) {
        m_items->showState(state);
        open(m_items);
    });
    for (auto* const errand : {static_cast<ErrandPage*>(m_takeOut), static_cast<ErrandPage*>(m_bringIn)}) {
        connect(errand, &ErrandPage::done, this, &MainWindow::refresh);
    }
    open(m_overview);
    refresh();
    openFiles(std::exchange(m_files, {}));
}

// Ctrl+1 and so on: also for whoever cannot use a mouse.
void MainWindow::giveShortcuts()
{
    for (int i = 0; i < 9; ++i) {
        auto* const shortcut = new QShortcut{QKeySequence{Qt::CTRL | static_cast<Qt::Key>(Qt::Key_1 + i)}, this};
        connect(shortcut, &QShortcut::activated, this, [this, i] {
            if (i < m_names->count()) {
                m_names->setCurrentRow(i);
            }
        });
    }
}

// What is higher than the window scrolls; nothing is ever wider than it.
void MainWindow::addPage(QWidget* page, const QString& name, Icon sign)
{
    page->setAccessibleName(name);
    auto* const frame = new QScrollArea{m_pages};
    frame->setWidgetResizable(true);
    frame->setFrameShape(QFrame::NoFrame);
    frame->setFocusPolicy(Qt::NoFocus);
    frame->setWidget(page);
    m_pages->addWidget(frame);
    auto* const entry = new QListWidgetItem{icon(sign), name, m_names};
    entry->setToolTip(tr("Ctrl+%1").arg(m_names->count()));
    fitToLetters();
    m_names->setCurrentRow(0);
}

void MainWindow::open(QWidget* page)
{
    for (int i = 0; i < m_pages->count(); ++i) {
        if (m_pages->widget(i)->isAncestorOf(page)) {
            m_names->setCurrentRow(i);
        }
    }
}

// The list is as wide as its longest name, in whatever letters and language.
void MainWindow::fitToLetters()
{
    fitColumns(*m_pages);
    m_names->setFixedWidth(m_names->sizeHintForColumn(0) + 2 * m_names->frameWidth() + 2 * m_names->spacing()
        + m_names->verticalScrollBar()->sizeHint().width());
}

void MainWindow::refresh()
{
    if (m_overview == nullptr) {
        return;
    }
    m_items->refresh();
    m_peers->refresh();
    m_log->refresh();
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
    openFiles(files);
}

void MainWindow::openFiles(const QStringList& files)
{
    if (m_verify == nullptr) {
        m_files = files;
    } else if (!files.isEmpty()) {
        open(m_verify);
        m_verify->verify(files);
    }
}

void MainWindow::changeEvent(QEvent* event)
{
    QMainWindow::changeEvent(event);
    if (event->type() == QEvent::FontChange) {
        fitToLetters();
    }
}

} // namespace satchel
