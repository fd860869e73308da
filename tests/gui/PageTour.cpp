#include "PageTour.h"

#include "Patience.h"

#include <app/MainWindow.h>
#include <app/VerbThread.h>
#include <app/models/ArrivalTable.h>
#include <app/widgets/FoundBundles.h>
#include <app/widgets/OutcomeCard.h>
#include <app/widgets/ProgressPane.h>
#include <app/widgets/SaveBar.h>

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QDeadlineTimer>
#include <QLabel>
#include <QListWidget>
#include <QScrollArea>
#include <QStackedWidget>
#include <QTableView>
#include <QTest>

#include <algorithm>

namespace satchel::test {

namespace {

constexpr int Pause = 30; // ms
constexpr int PausesWithoutChange = 3;

SurveyReport manyFound()
{
    SurveyReport report;
    for (const auto code : {ErrorCode::UnknownSender, ErrorCode::BadSignature}) {
        SurveyedBundle bundle;
        bundle.path = QStringLiteral("/media/stick/satchel-5984fd66-cae64ff6-%1.satchel").arg(report.bundles.size(), 6);
        bundle.fromName = QStringLiteral("basement of the north building");
        bundle.created = QDateTime::currentDateTimeUtc();
        bundle.size = 123'456'789;
        bundle.failure = Error{code, QStringLiteral("in core's words")};
        report.bundles += bundle;
    }
    return report;
}

std::vector<Arrival> manyArrivals()
{
    Arrival good;
    good.device = QStringLiteral("SN-1234567890-1234567890");
    good.kind = Kind::CertificationResponse;
    good.state = ItemState::Ready;
    Arrival held = good;
    held.state = ItemState::Held;
    held.reason = Reason{ErrorCode::UntrustedIssuer, QStringLiteral("in core's words")};
    Arrival refused;
    refused.reason = Reason{ErrorCode::NoMatchingRequest, QStringLiteral("in core's words")};
    return {refused, held, good};
}

} // namespace

PageTour::PageTour(MainWindow& window)
    : m_window{window}
    , m_names{window.findChild<QListWidget*>(QStringLiteral("pages"))}
{
    Q_ASSERT(m_names != nullptr);
}

int PageTour::count() const
{
    return m_names->count();
}

QString PageTour::name(int row) const
{
    return m_names->item(row)->text();
}

QWidget* PageTour::open(int row) const
{
    m_names->setCurrentRow(row);
    auto* const shown = m_window.findChild<QStackedWidget*>(QStringLiteral("stack"))->currentWidget();
    auto* const frame = qobject_cast<QScrollArea*>(shown);
    settle();
    return frame != nullptr ? frame->widget() : shown;
}

int PageTour::opened() const
{
    return m_names->currentRow();
}

QString PageTour::everythingWritten() const
{
    QString written;
    for (const auto* const label : m_window.findChildren<QLabel*>()) {
        written += label->text();
    }
    for (const auto* const button : m_window.findChildren<QAbstractButton*>()) {
        written += button->text();
    }
    for (const auto* const view : m_window.findChildren<QAbstractItemView*>()) {
        written += view->model() != nullptr ? QString::number(view->model()->rowCount()) : QString{};
    }
    return written;
}

// What writes is left alone: it may be waiting for a person.
bool PageTour::isReading() const
{
    const auto threads = m_window.findChildren<const VerbThread*>();
    return std::any_of(
        threads.begin(), threads.end(), [](const auto* thread) { return thread->isRunning() && !thread->isAwaited(); });
}

void PageTour::settle() const
{
    const QDeadlineTimer deadline{LongEnough};
    QString before = everythingWritten();
    for (int quiet = 0; quiet < PausesWithoutChange && !deadline.hasExpired();) {
        QTest::qWait(Pause);
        const QString now = everythingWritten();
        quiet = now == before && !isReading() ? quiet + 1 : 0;
        before = now;
    }
}

void PageTour::chooseFirst(QWidget& page)
{
    for (auto* const view : page.findChildren<QAbstractItemView*>()) {
        if (view->model() != nullptr && view->model()->rowCount() > 0 && !view->currentIndex().isValid()
            && view->selectionMode() != QAbstractItemView::NoSelection) {
            view->setCurrentIndex(view->model()->index(0, 0));
        }
    }
}

void PageTour::showMore(QWidget& page)
{
    chooseFirst(page);
    for (auto* const progress : page.findChildren<ProgressPane*>()) {
        progress->begin();
        progress->show({QStringLiteral("flushing"), 1'234'567, 98'765'432, QStringLiteral("bytes"), 2, 3});
    }
    for (auto* const card : page.findChildren<OutcomeCard*>()) {
        const QString text = QStringLiteral("What was read back from the medium is not what was written. ");
        card->show(OutcomeCard::Tone::Bad, text, text.repeated(4));
    }
    for (auto* const found : page.findChildren<FoundBundles*>()) {
        found->show(manyFound());
    }
    for (auto* const arrivals : page.findChildren<ArrivalTable*>()) {
        arrivals->setRows(manyArrivals());
        page.findChild<QTableView*>(QStringLiteral("arrivals"))->setVisible(true);
    }
    for (auto* const bar : page.findChildren<SaveBar*>()) {
        bar->setVisible(true);
    }
    for (const char* const name :
        {"revoking", "forgetting", "putBackPeer", "putBackAnchor", "putBackSettings", "tooMany", "gaps"}) {
        if (auto* const shown = page.findChild<QWidget*>(QLatin1StringView{name})) {
            shown->setVisible(true);
        }
    }
}

} // namespace satchel::test
