#include "Pipeline.h"

#include "FlowLayout.h"
#include "TextButton.h"

#include <app/Words.h>

#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>

#include <array>

namespace satchel {

namespace {

// What needs a person stands before the way that all else goes.
constexpr std::array SiteSteps{ItemState::Held, ItemState::Pending, ItemState::Packed, ItemState::Received,
    ItemState::Answered, ItemState::Ready, ItemState::Delivered};
constexpr std::array BackendSteps{ItemState::Held, ItemState::Ready, ItemState::Delivered, ItemState::Answered,
    ItemState::Pending, ItemState::Packed, ItemState::Received};

constexpr double NumberSize = 1.5;

} // namespace

Pipeline::Pipeline(QWidget* parent)
    : QWidget{parent}
{
    auto* const flow = new FlowLayout{this};
    flow->setContentsMargins({});
    setAccessibleName(tr("The way of items"));
}

void Pipeline::show(StationRole role, const QMap<ItemState, qint64>& counts)
{
    if (m_steps.isEmpty()) {
        build(role == StationRole::Site ? std::span<const ItemState>{SiteSteps}
                                        : std::span<const ItemState>{BackendSteps});
    }
    for (auto step = m_steps.constBegin(); step != m_steps.constEnd(); ++step) {
        const QString number = QLocale{}.toString(counts.value(step.key()));
        step.value()->setTexts(number, stateText(step.key()));
        step.value()->setAccessibleName(tr("%1: %2").arg(stateText(step.key()), number));
        step.value()->setAccessibleDescription(tr("Shows these items"));
    }
}

void Pipeline::build(std::span<const ItemState> steps)
{
    for (const ItemState state : steps) {
        addStep(state, state != ItemState::Held && state != steps.back());
    }
}

void Pipeline::addStep(ItemState state, bool hasNext)
{
    auto* const cell = new QWidget{this};
    cell->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    auto* const step = new TextButton{cell, NumberSize};
    step->setObjectName(QStringLiteral("step-") + itemStateName(state));
    step->setSign(stateSign(state));
    step->setCentred();
    connect(step, &TextButton::clicked, this, [this, state] { Q_EMIT chosen(state); });
    m_steps.insert(state, step);
    auto* const row = new QHBoxLayout{cell};
    row->setContentsMargins({});
    row->addWidget(step, 1);
    if (hasNext) {
        row->addWidget(
            new QLabel{layoutDirection() == Qt::RightToLeft ? QStringLiteral("←") : QStringLiteral("→"), cell});
    }
    layout()->addWidget(cell);
}

} // namespace satchel
