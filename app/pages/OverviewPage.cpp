#include "OverviewPage.h"

#include <app/Words.h>
#include <app/look/Icons.h>
#include <app/widgets/FlowLayout.h>
#include <app/widgets/PlainLabel.h>

#include <QHBoxLayout>
#include <QLocale>
#include <QVBoxLayout>

namespace satchel {

namespace {

QString sentenceOf(const StatusReport& status)
{
    const auto count = [&status](ItemState state) { return static_cast<int>(status.counts.value(state)); };
    QStringList parts;
    if (const int due = count(ItemState::Pending) + count(ItemState::Packed); due > 0) {
        parts += OverviewPage::tr("%n item(s) wait to be carried", nullptr, due);
    }
    if (const int ready = count(ItemState::Ready); ready > 0) {
        parts += OverviewPage::tr("%n item(s) wait to be handed over here", nullptr, ready);
    }
    if (const int held = count(ItemState::Held); held > 0) {
        parts += OverviewPage::tr("%n item(s) need a person's decision", nullptr, held);
    }
    return parts.isEmpty() ? OverviewPage::tr("Nothing waits here.")
                           : parts.join(QStringLiteral("; ")) + QLatin1Char('.');
}

QString deadlineOf(const Item& item, const QDateTime& now)
{
    const auto days = static_cast<int>(now.daysTo(*item.deadline));
    const QString when = timeText(*item.deadline);
    const QString left = days < 0 ? OverviewPage::tr("over")
        : days == 0               ? OverviewPage::tr("today")
                                  : OverviewPage::tr("in %n day(s)", nullptr, days);
    return QStringLiteral("%1 · %2 (%3)").arg(item.device, when, left);
}

QPushButton* errandButton(const QString& text, const char* name, QWidget* parent)
{
    auto* const button = new QPushButton{text, parent};
    button->setObjectName(QLatin1StringView{name});
    button->setMinimumSize(220, 72);
    setTextSize(*button, 1.4);
    return button;
}

} // namespace

OverviewPage::OverviewPage(QWidget* parent)
    : QWidget{parent}
    , m_name{plainLabel(this)}
    , m_sentence{plainLabel(this, 1.5)}
    , m_stations{}
    , m_deadlines{plainLabel(this)}
{
    m_sentence->setObjectName(QStringLiteral("sentence"));
    auto* const pipeline = new FlowLayout;
    for (std::size_t i = 0; i < Pipeline.size(); ++i) {
        m_stations[i] = new QPushButton{this};
        m_stations[i]->setMinimumHeight(64);
        m_stations[i]->setIcon(stateIcon(Pipeline[i]));
        const ItemState state = Pipeline[i];
        connect(m_stations[i], &QPushButton::clicked, this, [this, state] { Q_EMIT stateChosen(state); });
        pipeline->addWidget(m_stations[i]);
    }
    auto* const out = errandButton(tr("&Take out"), "takeOut", this);
    auto* const in = errandButton(tr("&Bring in"), "bringIn", this);
    out->setIcon(icon(Icon::TakeOut));
    in->setIcon(icon(Icon::BringIn));
    connect(out, &QPushButton::clicked, this, &OverviewPage::takeOut);
    connect(in, &QPushButton::clicked, this, &OverviewPage::bringIn);
    auto* const errands = new QHBoxLayout;
    errands->addWidget(out);
    errands->addWidget(in);
    errands->addStretch(1);
    auto* const column = new QVBoxLayout{this};
    column->setSpacing(18);
    column->addWidget(m_name);
    column->addWidget(m_sentence);
    column->addLayout(pipeline);
    column->addLayout(errands);
    column->addWidget(m_deadlines);
    column->addStretch(1);
}

void OverviewPage::show(const StatusReport& status, const QDateTime& now)
{
    const QString role = status.role == StationRole::Site ? tr("site") : tr("backend");
    m_name->setText(QStringLiteral("%1 (%2)").arg(status.name, role));
    m_sentence->setText(sentenceOf(status));
    for (std::size_t i = 0; i < Pipeline.size(); ++i) {
        const QString number = QLocale{}.toString(status.counts.value(Pipeline[i]));
        m_stations[i]->setText(number + QLatin1Char('\n') + stateText(Pipeline[i]));
        m_stations[i]->setAccessibleName(QStringLiteral("%1 %2").arg(number, stateText(Pipeline[i])));
    }
    QStringList lines;
    for (const Item& item : status.deadlines) {
        lines += deadlineOf(item, now);
    }
    m_deadlines->setText(
        lines.isEmpty() ? QString{} : tr("Next deadlines:") + QLatin1Char('\n') + lines.join(QLatin1Char('\n')));
}

void OverviewPage::show(const Error& error)
{
    m_sentence->setText(error.message);
}

} // namespace satchel
