#include "PageTour.h"

#include <app/MainWindow.h>
#include <app/widgets/OutcomeCard.h>
#include <app/widgets/ProgressPane.h>

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QDeadlineTimer>
#include <QLabel>
#include <QListWidget>
#include <QScrollArea>
#include <QStackedWidget>
#include <QTest>

namespace satchel::test {

namespace {

constexpr int LongEnough = 30'000; // ms
constexpr int Pause = 100; // ms
constexpr int PausesWithoutChange = 3;

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

void PageTour::settle() const
{
    const QDeadlineTimer deadline{LongEnough};
    QString before = everythingWritten();
    for (int quiet = 0; quiet < PausesWithoutChange && !deadline.hasExpired();) {
        QTest::qWait(Pause);
        const QString now = everythingWritten();
        quiet = now == before ? quiet + 1 : 0;
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
        progress->show({QStringLiteral("flushing"), 1'234'567, 98'765'432, QStringLiteral("bytes")});
    }
    for (auto* const card : page.findChildren<OutcomeCard*>()) {
        const QString text = QStringLiteral("What was read back from the medium is not what was written. ");
        card->show(OutcomeCard::Tone::Bad, text, text.repeated(4));
    }
}

} // namespace satchel::test
