#include "OverviewPage.h"

#include <app/Wording.h>
#include <app/widgets/ConcernList.h>
#include <app/widgets/FlowLayout.h>
#include <app/widgets/MonthBars.h>
#include <app/widgets/Pipeline.h>
#include <app/widgets/PlainLabel.h>
#include <app/widgets/TextButton.h>

#include <QVBoxLayout>

namespace satchel {

namespace {

// One part of the sentence, where there is anything to say.
void addPart(QStringList& parts, qint64 count, QString (*words)(int))
{
    if (count > 0) {
        parts += words(static_cast<int>(count));
    }
}

QString dueAtSite(int count)
{
    return OverviewPage::tr("%n request(s) wait to be carried", nullptr, count);
}

QString dueAtBackend(int count)
{
    return OverviewPage::tr("%n answer(s) wait to be carried", nullptr, count);
}

QString outFromSite(int count)
{
    return OverviewPage::tr("%n request(s) on a medium, without a receipt", nullptr, count);
}

QString outFromBackend(int count)
{
    return OverviewPage::tr("%n answer(s) on a medium, without a receipt", nullptr, count);
}

QString cameBack(int count)
{
    return OverviewPage::tr("%n answer(s) came back today", nullptr, count);
}

QString cameIn(int count)
{
    return OverviewPage::tr("%n request(s) came in today", nullptr, count);
}

QString ready(int count)
{
    return OverviewPage::tr("%n item(s) wait to be handed over here", nullptr, count);
}

QString held(int count)
{
    return OverviewPage::tr("%n item(s) need a person's decision", nullptr, count);
}

QString lapseToday(int count)
{
    return OverviewPage::tr("%n voucher request(s) lapse today", nullptr, count);
}

QString lapseTomorrow(int count)
{
    return OverviewPage::tr("%n voucher request(s) lapse tomorrow", nullptr, count);
}

QString sentenceOf(const StatusReport& status, qint64 broughtInToday)
{
    const bool isSite = status.role == StationRole::Site;
    QStringList parts;
    addPart(parts, status.counts.value(ItemState::Pending), isSite ? &dueAtSite : &dueAtBackend);
    addPart(parts, status.counts.value(ItemState::Packed), isSite ? &outFromSite : &outFromBackend);
    addPart(parts, broughtInToday, isSite ? &cameBack : &cameIn);
    addPart(parts, status.counts.value(ItemState::Ready), &ready);
    addPart(parts, status.counts.value(ItemState::Held), &held);
    addPart(parts, status.lapseToday, &lapseToday);
    addPart(parts, status.lapseTomorrow, &lapseTomorrow);
    return parts.isEmpty() ? OverviewPage::tr("Nothing waits here.")
                           : parts.join(QStringLiteral("; ")) + QLatin1Char('.');
}

QLabel* headline(QWidget* parent, const QString& text)
{
    auto* const label = plainLabel(parent, 1.15, text);
    auto font = label->font();
    font.setBold(true);
    label->setFont(font);
    return label;
}

TextButton* errandButton(const QString& text, const QString& details, const char* name, QWidget* parent)
{
    auto* const button = new TextButton{parent, 1.8};
    button->setObjectName(QLatin1StringView{name});
    button->setTexts(text, details);
    return button;
}

} // namespace

OverviewPage::OverviewPage(QWidget* parent)
    : QWidget{parent}
    , m_name{plainLabel(this)}
    , m_sentence{plainLabel(this, 1.5)}
    , m_pipeline{new Pipeline{this}}
    , m_concerns{new ConcernList{this}}
    , m_bars{new MonthBars{this}}
    , m_day{plainLabel(this)}
{
    m_sentence->setObjectName(QStringLiteral("sentence"));
    m_concerns->setObjectName(QStringLiteral("concerns"));
    m_bars->setObjectName(QStringLiteral("month"));
    m_day->setObjectName(QStringLiteral("day"));
    layOut();
    connect(m_pipeline, &Pipeline::chosen, this, &OverviewPage::stateChosen);
    connect(m_concerns, &ConcernList::chosen, this, &OverviewPage::concernChosen);
    connect(m_concerns, &ConcernList::allChosen, this, &OverviewPage::allConcernsChosen);
    connect(m_bars, &MonthBars::dayChosen, m_day, &QLabel::setText);
}

void OverviewPage::layOut()
{
    auto* const out = errandButton(tr("Take out"), tr("Onto a medium, for the other side"), "takeOut", this);
    auto* const in = errandButton(tr("Bring in"), tr("What came on a medium"), "bringIn", this);
    out->setSign(Icon::TakeOut);
    in->setSign(Icon::BringIn);
    out->setShortcut(tr("Alt+T"));
    in->setShortcut(tr("Alt+B"));
    connect(out, &TextButton::clicked, this, &OverviewPage::takeOut);
    connect(in, &TextButton::clicked, this, &OverviewPage::bringIn);
    auto* const errands = new FlowLayout;
    errands->setSpacing(12);
    errands->addWidget(out);
    errands->addWidget(in);
    auto* const column = new QVBoxLayout{this};
    column->setSpacing(14);
    column->addWidget(m_name);
    column->addWidget(m_sentence);
    column->addWidget(m_pipeline);
    column->addLayout(errands);
    column->addWidget(headline(this, tr("Deadlines and what needs attention")));
    column->addWidget(m_concerns);
    column->addWidget(headline(this, tr("The last month")));
    column->addWidget(m_bars);
    column->addWidget(m_day);
    column->addStretch(1);
}

void OverviewPage::show(const StatusReport& status, const QList<DayReport>& days, const QDateTime& now)
{
    m_name->setText(
        status.role == StationRole::Site ? tr("%1 (site)").arg(status.name) : tr("%1 (backend)").arg(status.name));
    m_sentence->setText(sentenceOf(status, days.isEmpty() ? 0 : days.last().counts.broughtIn));
    m_pipeline->show(status.role, status.counts);
    m_concerns->show(status.concerns, now);
    m_bars->show(days);
    m_day->setText(m_bars->dayText(m_bars->chosen() < 0 ? static_cast<int>(days.size()) - 1 : m_bars->chosen()));
}

void OverviewPage::show(const Error& error)
{
    m_sentence->setText(tr("This station cannot be looked at: %1").arg(wordingOf(error, Errand::Look).whole()));
}

} // namespace satchel
