#include "WindowRun.h"

#include "SlowMedium.h"

#include <app/pages/BringInPage.h>
#include <app/pages/ItemsPage.h>
#include <app/pages/OverviewPage.h>
#include <app/pages/TakeOutPage.h>
#include <core/ledger/ItemStore.h>
#include <tests/bench/Demand.h>

#include <QComboBox>
#include <QCoreApplication>
#include <QEventLoop>
#include <QHeaderView>
#include <QItemSelectionModel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QTableView>
#include <QTreeView>

#include <algorithm>
#include <ctime>

namespace satchel::bench {

namespace {

constexpr double NanosecondsOfAMillisecond = 1e6;
constexpr qint64 MostWait = 600'000; // ms

double millisecondsSince(qint64 begun)
{
    return static_cast<double>(monotonicNow() - begun) / NanosecondsOfAMillisecond;
}

void press(const QWidget& page, const char* name)
{
    auto* const button = page.findChild<QPushButton*>(QLatin1StringView{name});
    demand(
        button != nullptr && button->isEnabled(), QStringLiteral("there is no button %1").arg(QLatin1StringView{name}));
    button->click();
}

} // namespace

qint64 monotonicNow()
{
    timespec now{};
    clock_gettime(CLOCK_MONOTONIC, &now);
    return qint64{now.tv_sec} * 1'000'000'000 + now.tv_nsec;
}

WindowRun::WindowRun(const QString& home, qint64 begun)
    : m_home{home}
    , m_begun{begun}
{
    m_json.beginObject();
}

QByteArray WindowRun::text()
{
    m_json.endObject();
    return m_json.text();
}

double WindowRun::sinceBegin() const
{
    return millisecondsSince(m_begun);
}

// As main() of the app does it.
void WindowRun::openWindow()
{
    m_window = std::make_unique<MainWindow>(StationView{m_home});
    connect(m_window.get(), &MainWindow::refreshed, this, [this] { m_isUp = true; });
    connect(&m_window->items(), &ItemsPage::began, this, [this] { m_hasRows = true; });
    connect(&m_window->items(), &ItemsPage::refreshed, this, [this] { m_hasAllRows = true; });
    connect(&m_window->bringIn(), &BringInPage::arrivalsShown, this, [this] { m_hasArrivals = true; });
    m_window->resize(1280, 800);
    m_window->show();
}

// In the event loop as users have it, which is left once it is so.
void WindowRun::waitFor(const std::function<bool()>& isSo, const QString& what)
{
    QEventLoop loop;
    QElapsedTimer patience;
    patience.start();
    QTimer poll;
    poll.setTimerType(Qt::PreciseTimer);
    poll.setInterval(1);
    connect(&poll, &QTimer::timeout, &loop, [&] {
        demand(patience.elapsed() < MostWait, what);
        if (isSo()) {
            loop.quit();
        }
    });
    poll.start();
    if (!isSo()) {
        loop.exec();
    }
}

// --- Starting ---

// Painted at once, so that what is measured is on the screen.
void WindowRun::start()
{
    openWindow();
    m_window->repaint();
    m_json.member(u"window", sinceBegin());
    waitFor([this] { return m_isUp; }, QStringLiteral("the window did not come up"));
    m_window->overview().repaint();
    m_json.member(u"firstPage", sinceBegin());
    waitFor([this] { return m_hasRows || m_hasAllRows; }, QStringLiteral("no rows came"));
    m_json.member(u"firstRows", sinceBegin());
    waitFor([this] { return m_hasAllRows; }, QStringLiteral("not all rows came"));
    openItems();
    m_json.member(u"allRows", sinceBegin());
    m_json.member(u"rows", qint64{m_window->items().table().rowCount()});
}

void WindowRun::openItems()
{
    Q_EMIT m_window->overview().stateChosen(ItemState::Held);
    m_window->items().showState({});
    m_window->items().repaint();
}

// --- Looking through ---

void WindowRun::measure(const QString& name, QAbstractItemView& view, const std::function<void()>& work)
{
    const qint64 begun = monotonicNow();
    work();
    view.viewport()->repaint();
    QCoreApplication::processEvents();
    m_json.beginObject().member(u"what", name).member(u"ms", millisecondsSince(begun)).endObject();
}

void WindowRun::measureOrders(const QString& what, QAbstractItemView& view, QHeaderView& header)
{
    for (int column = 0; column < ItemModel::ColumnCount; ++column) {
        const auto name = view.model()->headerData(column, Qt::Horizontal).toString();
        for (const auto order : {Qt::AscendingOrder, Qt::DescendingOrder}) {
            measure(QStringLiteral("sort %1 by %2, %3")
                        .arg(what, name, order == Qt::AscendingOrder ? QStringLiteral("up") : QStringLiteral("down")),
                view, [&] { header.setSortIndicator(column, order); });
        }
    }
}

// While the list is sorted, which each filter has to keep.
void WindowRun::measureFilters(const QString& what, QAbstractItemView& view)
{
    auto& page = m_window->items();
    auto* const serial = page.findChild<QLineEdit*>(QStringLiteral("serial"));
    auto* const state = page.findChild<QComboBox*>(QStringLiteral("state"));
    auto* const kind = page.findChild<QComboBox*>(QStringLiteral("kind"));
    for (const auto* const text : {"0", "00", "004", "0049", "nothing like it", ""}) {
        measure(QStringLiteral("filter %1 by the text \"%2\"").arg(what, QLatin1StringView{text}), view,
            [&] { serial->setText(QLatin1StringView{text}); });
    }
    for (auto* const box : {state, kind}) {
        for (const int entry : {2, 1, 0}) {
            measure(QStringLiteral("filter %1 by \"%2\"").arg(what, box->itemText(entry)), view,
                [&] { box->setCurrentIndex(entry); });
        }
    }
}

// Every third row, as many as may be decided on at once: nothing that a list can keep as a few ranges.
void WindowRun::measureChosen(QTableView& view)
{
    const auto& model = *view.model();
    QItemSelection scattered;
    for (qsizetype i = 0, row = 0; i < DueFilter::MostNumbers && row < model.rowCount(); ++i, row += 3) {
        const int at = static_cast<int>(row);
        scattered.append(QItemSelectionRange{model.index(at, 0), model.index(at, model.columnCount() - 1)});
    }
    measure(QStringLiteral("choose every third item"), view,
        [&] { view.selectionModel()->select(scattered, QItemSelectionModel::ClearAndSelect); });
    measure(QStringLiteral("choose, then scroll by a page"), view,
        [&] { view.verticalScrollBar()->triggerAction(QAbstractSlider::SliderPageStepAdd); });
    measure(QStringLiteral("choose, then sort by the second column"), view,
        [&] { view.horizontalHeader()->setSortIndicator(1, Qt::DescendingOrder); });
    auto* const serial = m_window->items().findChild<QLineEdit*>(QStringLiteral("serial"));
    for (const auto* const text : {"00", ""}) {
        measure(QStringLiteral("choose, then filter by the text \"%1\"").arg(QLatin1StringView{text}), view,
            [&] { serial->setText(QLatin1StringView{text}); });
    }
    view.clearSelection();
}

void WindowRun::lookThrough()
{
    openWindow();
    waitFor([this] { return m_hasAllRows; }, QStringLiteral("not all rows came"));
    openItems();
    auto& page = m_window->items();
    auto* const items = page.findChild<QTableView*>(QStringLiteral("items"));
    auto* const devices = page.findChild<QTreeView*>(QStringLiteral("devices"));
    m_json.key(u"steps").beginArray();
    measureOrders(QStringLiteral("items"), *items, *items->horizontalHeader());
    measureFilters(QStringLiteral("items"), *items);
    measureChosen(*items);
    measure(QStringLiteral("group by device"), *devices, [&] { press(page, "byDevice"); });
    measureOrders(QStringLiteral("devices"), *devices, *devices->header());
    measureFilters(QStringLiteral("devices"), *devices);
    m_json.endArray();
    m_json.member(u"rows", qint64{page.devices().shownItems()});
}

// --- Errands ---

void WindowRun::begin(ErrandPage& page, const QString& folder)
{
    const bool takesOut = &page == &m_window->takeOut();
    press(m_window->overview(), takesOut ? "takeOut" : "bringIn");
    page.setFolder(folder);
    press(page, "begin");
}

void WindowRun::errand(const QString& name, const QString& folder)
{
    openWindow();
    waitFor([this] { return m_isUp && m_hasAllRows; }, QStringLiteral("the window did not come up"));
    const bool takesOut = name == u"takeOut";
    auto& page = takesOut ? static_cast<ErrandPage&>(m_window->takeOut()) : m_window->bringIn();
    StallWatch watch;
    QElapsedTimer clock;
    clock.start();
    watch.start();
    m_hasAllRows = false;
    m_hasArrivals = takesOut; // there are none to be shown
    begin(page, folder);
    waitFor([&page] { return !page.isRunning(); }, QStringLiteral("the errand did not end"));
    const auto taken = clock.elapsed();
    waitFor([this] { return m_hasAllRows; }, QStringLiteral("the items were not read again"));
    waitFor([this] { return m_hasArrivals; }, QStringLiteral("what each device got was not shown"));
    page.repaint(); // a list that was filled is seen only once it is drawn
    watch.stop();
    demand(page.card().tone() == OutcomeCard::Tone::Good, page.card().headline());
    m_json.member(u"seconds", static_cast<double>(taken) / 1000).member(u"longestStall", watch.longest());
    m_json.member(u"ticks", watch.ticks()).member(u"headline", page.card().headline());
    m_json.key(u"stalls").beginArray();
    for (const auto& stall : watch.longestOnes()) {
        m_json.beginObject().member(u"at", stall.at).member(u"ms", stall.lasted).endObject();
    }
    m_json.endArray();
}

// From the click on Stop until the verb has ended and its card is there.
double WindowRun::stopAfter(ErrandPage& page, const QString& folder, qint64 bytes)
{
    begin(page, folder);
    waitFor([bytes] { return SlowMedium::written() >= bytes; }, QStringLiteral("nothing was written"));
    demand(page.isRunning(), QStringLiteral("it had ended before it could be stopped"));
    const qint64 stopped = monotonicNow();
    press(page, "stop");
    waitFor([&page] { return !page.isRunning() && page.card().isVisible(); }, QStringLiteral("it did not stop"));
    m_window->repaint();
    const double taken = millisecondsSince(stopped);
    demand(page.card().tone() == OutcomeCard::Tone::Bad, page.card().headline());
    return taken;
}

void WindowRun::cancel(const QString& folder, qint64 bytesPerSecond)
{
    openWindow();
    waitFor([this] { return m_isUp && m_hasAllRows; }, QStringLiteral("the window did not come up"));
    double longest = 0;
    m_json.key(u"stops").beginArray();
    for (const qint64 bytes : {1, 300'000, 1'000'000, 2'500'000, 5'000'000}) {
        const SlowMedium slow{folder, bytesPerSecond};
        const double taken = stopAfter(m_window->takeOut(), folder, bytes);
        longest = std::max(longest, taken);
        m_json.value(taken);
    }
    m_json.endArray();
    m_json.member(u"longest", longest);
}

} // namespace satchel::bench
