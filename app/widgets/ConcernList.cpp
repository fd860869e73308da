#include "ConcernList.h"

#include "PlainLabel.h"
#include "TextButton.h"

#include <app/ConcernWords.h>

#include <QLabel>
#include <QVBoxLayout>

#include <algorithm>

namespace satchel {

namespace {

constexpr int RowsAtFirst = 8;

QString urgentHeadline(const Concern& concern, const QString& headline)
{
    return concern.urgency == Concern::Urgency::Now ? ConcernList::tr("Urgent: %1").arg(headline) : headline;
}

} // namespace

ConcernList::ConcernList(QWidget* parent)
    : QWidget{parent}
    , m_column{new QVBoxLayout{this}}
{
    m_column->setContentsMargins({});
    setAccessibleName(tr("Deadlines and what needs attention"));
}

void ConcernList::show(const Concerns& concerns, const QDateTime& now)
{
    const bool isAsBefore = hasRowsOf(concerns, now);
    m_concerns = concerns;
    m_now = now;
    if (!isAsBefore) {
        showRows();
    }
}

// Then whoever is on a row stays on it.
bool ConcernList::hasRowsOf(const Concerns& concerns, const QDateTime& now) const
{
    const auto isSame = [this, &now](const Concern& former, const Concern& concern) {
        const auto before = wordsOf(former, m_now);
        const auto after = wordsOf(concern, now);
        return former.item == concern.item && former.bundle == concern.bundle && former.peer == concern.peer
            && former.urgency == concern.urgency && before.headline == after.headline && before.advice == after.advice;
    };
    const auto& former = m_concerns.told;
    return !m_rows.isEmpty() && m_concerns.further == concerns.further
        && std::equal(former.begin(), former.end(), concerns.told.begin(), concerns.told.end(), isSame);
}

// Rows are made anew: what stood in the third place may be another concern now, and somebody may be pressing it.
void ConcernList::showRows()
{
    for (auto* const row : std::as_const(m_rows)) {
        m_column->removeWidget(row);
        row->hide();
        row->setObjectName({});
        row->deleteLater();
    }
    m_rows.clear();
    const int all = static_cast<int>(m_concerns.told.size());
    const int shown = m_isWhole ? all : std::min(all, RowsAtFirst);
    for (int place = 0; place < shown; ++place) {
        addConcern(m_concerns.told.at(place), place);
    }
    if (shown < all) {
        addRest(all - shown);
    }
    for (const auto& further : std::as_const(m_concerns.further)) {
        addFurther(further);
    }
    if (all == 0) {
        addRow(plainLabel(this, 1.0, tr("No deadline is near, and nothing is amiss.")));
    }
}

void ConcernList::addConcern(const Concern& concern, int place)
{
    auto* const row = new TextButton{this};
    const auto words = wordsOf(concern, m_now);
    row->setObjectName(QStringLiteral("concern-%1").arg(place));
    row->setTexts(urgentHeadline(concern, words.headline), words.advice);
    connect(row, &TextButton::clicked, this, [this, concern] { Q_EMIT chosen(concern); });
    addRow(row);
}

void ConcernList::addRest(int count)
{
    auto* const row = new TextButton{this};
    row->setObjectName(QStringLiteral("rest"));
    row->setTexts(tr("Show %n more", nullptr, count), {});
    connect(row, &TextButton::clicked, this, [this] {
        m_isWhole = true;
        showRows();
        if (RowsAtFirst < m_rows.size()) {
            m_rows.at(RowsAtFirst)->setFocus(); // the first of those that were not there
        }
    });
    addRow(row);
}

void ConcernList::addFurther(const FurtherConcerns& further)
{
    auto* const row = new TextButton{this};
    row->setObjectName(QStringLiteral("further-") + concernKindName(further.kind));
    row->setTexts(furtherText(further), tr("Show all of them under Requests"));
    connect(row, &TextButton::clicked, this, [this, kind = further.kind] { Q_EMIT allChosen(kind); });
    addRow(row);
}

void ConcernList::addRow(QWidget* row)
{
    m_column->addWidget(row);
    row->show(); // at once: what is not shown takes no focus
    m_rows.append(row);
}

} // namespace satchel
