#include "MainWindow.h"

#include <app/ConcernWords.h>
#include <app/pages/BringInPage.h>
#include <app/pages/BundlesPage.h>
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
#include <app/widgets/LocalFiles.h>
#include <app/widgets/PassphrasePane.h>
#include <app/widgets/PersonSettings.h>
#include <app/widgets/PlainLabel.h>

#include <core/station/Station.h>

#include <QApplication>
#include <QCloseEvent>
#include <QDragEnterEvent>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QMimeData>
#include <QScrollArea>
#include <QScrollBar>
#include <QSettings>
#include <QShortcut>
#include <QTimer>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace satchel {

namespace {

const QString GeometryKey = QStringLiteral("window/geometry");
const QString PageKey = QStringLiteral("window/page");
constexpr qsizetype MostFilesNamed = 5; // files that wait
// For a verb to end before the window closes all the same: more than any takes that does not hang.
constexpr int MostToEndIn = 10'000; // ms
constexpr int DaysShown = 31;
constexpr int LookEvery = 60'000; // ms, while the window is seen
constexpr int LookAtMostEvery = 3'000; // ms, as somebody goes from window to window
constexpr int MostShortcuts = 10; // the digits, of which 0 comes last

struct Glance {
    Result<StatusReport> status = fail(ErrorCode::Internal, {});
    QList<DayReport> days;
    Addressees addressees;
};

Glance lookAt(const StationView& station)
{
    Glance look;
    auto session = station.forReading();
    if (!session) {
        look.status = fail(std::move(session).error());
        return look;
    }
    look.status = statusOf(*session);
    auto days = lastDays(*session, DaysShown);
    if (days) {
        look.days = *std::move(days);
    } else if (look.status) {
        look.status = fail(std::move(days).error());
    }
    look.addressees = addresseesOf(session->station());
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
    , m_note{plainLabel(this)}
{
    setWindowTitle(QStringLiteral("Satchel"));
    m_names->setObjectName(QStringLiteral("pages"));
    m_names->setAccessibleName(tr("Pages"));
    m_names->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_names->setSpacing(2);
    m_pages->setObjectName(QStringLiteral("stack"));
    auto* const body = new QWidget{this};
    auto* const column = new QVBoxLayout;
    column->addWidget(new PassphrasePane{m_station, this});
    m_note->setObjectName(QStringLiteral("note"));
    m_note->setVisible(false);
    column->addWidget(m_note);
    column->addWidget(m_pages, 1);
    auto* const row = new QHBoxLayout{body};
    row->addWidget(m_names);
    row->addLayout(column, 1);
    setCentralWidget(body);
    connect(m_names, &QListWidget::currentRowChanged, m_pages, &QStackedWidget::setCurrentIndex);
    giveShortcuts();
    connect(&m_looking, &QTimer::timeout, this, [this] {
        if (isVisible() && !isMinimized()) {
            lookAgain();
        }
    });
    m_looking.start(LookEvery);
    resize(1000, 640);
    restoreGeometry(QSettings{}.value(GeometryKey).toByteArray());

    m_station.credentials().setOperatorName(PersonSettings::rememberedName());
    setAcceptDrops(true);
    QCoreApplication::instance()->installEventFilter(this);
    keepStateAtTheEnd();
    openWhatIsThere();
}

void MainWindow::openWhatIsThere()
{
    const auto found = Station::open(m_station.home(), {}, m_station.access().clock);
    if (found) {
        const bool isAsked = !m_files.isEmpty(); // to look at them, which comes first
        openStation();
        if (IntroductionPage::isDueFor(*found)) {
            offerIntroduction(*found, !isAsked);
        }
    } else if (found.error().code == ErrorCode::NotAStation) {
        offerFirstStart();
    } else {
        // Not a place for a new one: whoever has it must mend it.
        auto* const unopened = new UnopenedPage{found.error(), this};
        addPage(unopened, tr("Overview"), Icon::Overview);
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
    addPage(first, tr("First start"), Icon::FirstStart);
    connect(first, &FirstStartPage::made, this, [this] {
        closePages();
        openWhatIsThere();
    });
}

// Beside the other pages and never in their way.
void MainWindow::offerIntroduction(const Station& station, bool isInFront)
{
    auto* const introduction = new IntroductionPage{m_station, this};
    introduction->show(station);
    auto* const opened = m_pages->currentWidget();
    addPage(introduction, tr("First steps"), Icon::FirstStart, 0);
    m_names->setCurrentRow(isInFront ? 0 : m_pages->indexOf(opened));
    connect(introduction, &IntroductionPage::changed, this, &MainWindow::refresh);
    connect(introduction, &IntroductionPage::finished, this, [this, introduction] {
        open(m_overview);
        removePage(introduction);
    });
}

void MainWindow::openStation()
{
    m_overview = new OverviewPage{this};
    m_takeOut = new TakeOutPage{m_station, this};
    m_bringIn = new BringInPage{m_station, this};
    m_items = new ItemsPage{m_station, this};
    m_bundles = new BundlesPage{m_station, this};
    m_verify = new VerifyPage{m_station, this};
    m_peers = new PeersPage{m_station, this};
    m_log = new LogPage{m_station, this};
    m_settings = new SettingsPage{m_station, this};
    addPage(m_overview, tr("Overview"), Icon::Overview);
    addPage(m_takeOut, tr("Take out"), Icon::TakeOut);
    addPage(m_bringIn, tr("Bring in"), Icon::BringIn);
    addPage(m_verify, tr("Verify"), Icon::Verify);
    addPage(m_items, tr("Requests"), Icon::Requests);
    addPage(m_bundles, tr("Bundles"), Icon::Bundles);
    addPage(m_peers, tr("Stations"), Icon::Stations);
    addPage(m_log, tr("Log"), Icon::Log);
    addPage(m_settings, tr("Settings"), Icon::Settings);
    connectPages();
    openPageOfBefore();
    refresh();
    openFiles(std::exchange(m_files, {}));
    m_note->setVisible(false);
}

void MainWindow::connectPages()
{
    connect(m_peers, &PeersPage::changed, this, &MainWindow::refresh);
    connect(m_items, &ItemsPage::changed, this, &MainWindow::refresh);
    connect(m_settings, &SettingsPage::changed, this, &MainWindow::refresh);
    connect(m_overview, &OverviewPage::takeOut, this, [this] {
        m_takeOut->forgetSelection();
        open(m_takeOut);
    });
    connect(m_overview, &OverviewPage::bringIn, this, [this] { open(m_bringIn); });
    connect(m_overview, &OverviewPage::stateChosen, this, [this](ItemState state) {
        m_items->showState(state);
        open(m_items);
    });
    connect(m_overview, &OverviewPage::concernChosen, this, &MainWindow::openConcern);
    connect(m_overview, &OverviewPage::allConcernsChosen, this, &MainWindow::openConcerns);
    connect(m_bundles, &BundlesPage::itemsChosen, this, [this](const QString& whose, const QList<ItemId>& items) {
        m_items->showOnly(whose, items);
        open(m_items);
    });
    for (auto* const errand : {static_cast<ErrandPage*>(m_takeOut), static_cast<ErrandPage*>(m_bringIn)}) {
        connect(errand, &ErrandPage::done, this, &MainWindow::refresh);
    }
    connect(m_items, &ItemsPage::takeOutWanted, this, [this](const QStringList& items) {
        if (!items.isEmpty()) {
            m_takeOut->select(items);
            open(m_takeOut);
        }
    });
    connect(m_bringIn, &BringInPage::deviceChosen, this, [this](const QString& serial) {
        m_items->showDevice(serial);
        open(m_items);
    });
}

// Ctrl+1 and so on: also for whoever cannot use a mouse.
void MainWindow::giveShortcuts()
{
    for (int i = 0; i < MostShortcuts; ++i) {
        const auto digit = static_cast<Qt::Key>(Qt::Key_0 + (i + 1) % MostShortcuts);
        auto* const shortcut = new QShortcut{QKeySequence{Qt::CTRL | digit}, this};
        connect(shortcut, &QShortcut::activated, this, [this, i] {
            if (i < m_names->count()) {
                m_names->setCurrentRow(i);
            }
        });
    }
    auto* const again = new QShortcut{QKeySequence{Qt::Key_F5}, this};
    connect(again, &QShortcut::activated, this, [this] {
        lookAgain();
        if (m_bringIn != nullptr && m_bringIn->isVisible()) {
            m_bringIn->lookAnew();
        }
    });
}

// What is higher than the window scrolls; nothing is ever wider than it.
void MainWindow::addPage(QWidget* page, const QString& name, Icon sign, int row)
{
    page->setAccessibleName(name);
    auto* const frame = new QScrollArea{m_pages};
    frame->setWidgetResizable(true);
    frame->setFrameShape(QFrame::NoFrame);
    frame->setFocusPolicy(Qt::NoFocus);
    frame->setWidget(page);
    const int at = row < 0 ? m_names->count() : row;
    m_pages->insertWidget(at, frame);
    m_names->insertItem(at, new QListWidgetItem{icon(sign), name});
    tellShortcuts();
    fitToLetters();
    m_names->setCurrentRow(0);
}

void MainWindow::removePage(QWidget* page)
{
    const int row = rowOf(page);
    auto* const frame = m_pages->widget(row);
    m_pages->removeWidget(frame);
    delete m_names->takeItem(row);
    frame->deleteLater();
    tellShortcuts();
}

void MainWindow::tellShortcuts()
{
    for (int i = 0; i < m_names->count(); ++i) {
        m_names->item(i)->setToolTip(i < MostShortcuts ? tr("Ctrl+%1").arg((i + 1) % MostShortcuts) : QString{});
    }
}

int MainWindow::rowOf(const QWidget* page) const
{
    int row = 0;
    while (row < m_pages->count() && !m_pages->widget(row)->isAncestorOf(page)) {
        ++row;
    }
    return row;
}

void MainWindow::open(QWidget* page)
{
    m_names->setCurrentRow(rowOf(page));
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
    m_lastLook.start();
    m_items->refresh();
    m_bundles->refresh();
    m_peers->refresh();
    m_log->refresh();
    m_settings->refresh();
    m_reading.runNext<Glance>([station = m_station](const Conduct&) { return lookAt(station); },
        [this](const Glance& look) {
            if (look.status) {
                m_overview->show(*look.status, look.days, m_station.now());
                m_takeOut->setAddressees(look.addressees);
            } else {
                m_overview->show(look.status.error());
            }
            Q_EMIT refreshed();
        });
}

// Whose end is waited for. Each belongs to the widget that it works for.
QList<VerbThread*> MainWindow::awaited() const
{
    auto threads = findChildren<VerbThread*>();
    threads.removeIf([](const VerbThread* thread) { return !thread->isAwaited(); });
    return threads;
}

// Whether anything is written, or read at length, that tells by itself when it is done.
bool MainWindow::isAtWork() const
{
    return m_verify->isRunning() || !awaited().isEmpty();
}

// The command line and the system's timers gather and import as well, and the window would go on showing what was.
void MainWindow::lookAgain()
{
    if (m_overview != nullptr && !m_reading.isRunning() && !isAtWork()) {
        refresh();
    }
}

// To the item, the bundle or the station that it is about; what is amiss here itself stands in the log.
void MainWindow::openConcern(const Concern& concern)
{
    if (!concern.item.isNull()) {
        m_items->showOnly(concern.device, {concern.item});
        m_items->choose(0);
        open(m_items);
    } else if (!concern.bundle.isNull()) {
        m_bundles->showBundle(concern.bundle);
        open(m_bundles);
    } else if (!concern.peer.isNull()) {
        m_peers->choose(concern.peer);
        open(m_peers);
    } else if (concern.kind == Concern::Kind::OwnCertificateEnds) {
        open(m_peers); // where its card is, which the others need anew
    } else {
        open(m_log);
    }
}

// All of a kind, which the overview does not have: they may be very many.
void MainWindow::openConcerns(Concern::Kind kind)
{
    using Found = Result<QList<ItemId>>;
    m_finding.runNext<Found>(
        [station = m_station, kind](const Conduct&) -> Found {
            return station.read([kind](const Session& session) { return itemsOfConcern(session, kind); });
        },
        [this, kind](const Found& items) {
            if (items) {
                m_items->showOnly(groupText(kind), *items);
                open(m_items);
            } else {
                m_overview->show(items.error());
            }
        });
}

// --- The end ---

// What runs gets its end first. Whoever closes once more does not wait.
void MainWindow::closeEvent(QCloseEvent* event)
{
    keepState();
    if (!m_isClosing && (remindOfDecision() || waitForWork())) {
        event->ignore();
    } else {
        QMainWindow::closeEvent(event);
    }
}

// Within the seconds in which it can be taken back, closing the window takes it back.
bool MainWindow::remindOfDecision()
{
    if (m_items == nullptr || !m_items->decisions().warnOfClosing()) {
        return false;
    }
    open(m_items);
    return true;
}

// An errand is stopped in order, and says so: "stopping". What is short is done.
bool MainWindow::waitForWork()
{
    const auto threads = awaited();
    if (threads.isEmpty()) {
        return false;
    }
    m_isClosing = true;
    m_station.credentials().decline(); // or what waits for it never ends
    for (auto* const errand : {static_cast<ErrandPage*>(m_takeOut), static_cast<ErrandPage*>(m_bringIn)}) {
        if (errand != nullptr && errand->isRunning()) {
            open(errand);
            errand->stop();
        }
    }
    m_note->setText(
        tr("The window closes as soon as what was begun is done. Close it once more, and that is broken off."));
    m_note->setVisible(true);
    for (const auto* const thread : threads) {
        connect(
            thread, &VerbThread::ended, this,
            [this] {
                if (awaited().isEmpty()) {
                    close();
                }
            },
            Qt::QueuedConnection); // once it has told what came of it
    }
    QTimer::singleShot(MostToEndIn, this, &QWidget::close);
    return true;
}

// By its class: what people call it is in their language.
QString MainWindow::nameOfPage() const
{
    const auto* const frame = qobject_cast<const QScrollArea*>(m_pages->currentWidget());
    return frame == nullptr ? QString{} : QString::fromLatin1(frame->widget()->metaObject()->className());
}

void MainWindow::openPageOfBefore()
{
    const QString before = QSettings{}.value(PageKey).toString();
    open(m_overview);
    for (int row = 0; row < m_pages->count(); ++row) {
        const auto* const frame = qobject_cast<const QScrollArea*>(m_pages->widget(row));
        if (before == QLatin1StringView{frame->widget()->metaObject()->className()}) {
            m_names->setCurrentRow(row);
        }
    }
}

void MainWindow::keepState() const
{
    QSettings settings;
    settings.setValue(GeometryKey, saveGeometry());
    if (m_items != nullptr) {
        settings.setValue(PageKey, nameOfPage());
        m_items->keepState();
        m_bundles->keepState();
        m_log->keepState();
        m_settings->keepState();
    }
}

// Whoever ends the session closes no window.
void MainWindow::keepStateAtTheEnd()
{
    const auto keep = [this] {
        if (isVisible()) {
            keepState();
        }
    };
    connect(qApp, &QCoreApplication::aboutToQuit, this, keep);
    connect(qApp, &QGuiApplication::commitDataRequest, this, keep, Qt::DirectConnection);
}

// --- Files that are opened or dropped ---

// Line edits take whatever is dropped onto them for text, and there are widgets that take cards and certificates: a
// bundle is meant for none of these.
bool MainWindow::eventFilter(QObject* watched, QEvent* event)
{
    const auto type = event->type();
    if (type != QEvent::DragEnter && type != QEvent::DragMove && type != QEvent::Drop) {
        return QMainWindow::eventFilter(watched, event);
    }
    const auto* const widget = qobject_cast<const QWidget*>(watched);
    auto* const dragged = static_cast<QDropEvent*>(event); // which the two others are as well
    const auto files = localFiles(*dragged->mimeData());
    if (widget == nullptr || widget->window() != this || !holdBundles(files)) {
        return QMainWindow::eventFilter(watched, event);
    }
    dragged->acceptProposedAction();
    if (type == QEvent::Drop) {
        openFiles(files);
    }
    return true;
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event)
{
    if (!localFiles(*event->mimeData()).isEmpty()) {
        event->acceptProposedAction();
    }
}

void MainWindow::dropEvent(QDropEvent* event)
{
    event->acceptProposedAction();
    openFiles(localFiles(*event->mimeData()));
}

void MainWindow::openFiles(const QStringList& files)
{
    if (m_verify == nullptr) {
        m_files += files;
        m_files.removeDuplicates();
        tellOfWaitingFiles();
    } else if (files.size() == 1 && isCard(files.first())) {
        open(m_peers);
        m_peers->readCard(files.first());
    } else if (!files.isEmpty()) {
        open(m_verify);
        m_verify->verify(files);
    }
}

// Without a station there is no card to check a signature by, so nothing that would be worth the name of a verdict.
void MainWindow::tellOfWaitingFiles()
{
    QStringList names;
    for (const auto& file : m_files.mid(0, MostFilesNamed)) {
        names += QFileInfo{file}.fileName();
    }
    if (m_files.size() > MostFilesNamed) {
        names += QStringLiteral("…");
    }
    m_note->setText(tr(
        "%n file(s) will be looked at as soon as a station is open here: %1", nullptr, static_cast<int>(m_files.size()))
            .arg(names.join(QStringLiteral(", "))));
    m_note->setVisible(!m_files.isEmpty());
}

void MainWindow::changeEvent(QEvent* event)
{
    QMainWindow::changeEvent(event);
    if (event->type() == QEvent::FontChange) {
        fitToLetters();
    } else if (event->type() == QEvent::ActivationChange && isActiveWindow() && m_lastLook.isValid()
        && m_lastLook.hasExpired(LookAtMostEvery)) {
        lookAgain();
    }
}

} // namespace satchel
