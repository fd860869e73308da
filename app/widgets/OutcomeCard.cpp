#include "OutcomeCard.h"

#include "PlainLabel.h"
#include "SignLabel.h"

#include <app/look/Colours.h>

#include <QAccessible>
#include <QEvent>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>

namespace satchel {

namespace {

constexpr double CardRadius = 6;

struct Face {
    Icon sign;
    Meaning meaning;
};

Face faceOf(OutcomeCard::Tone tone)
{
    switch (tone) {
    case OutcomeCard::Tone::Good:
        return {Icon::Pass, Meaning::Good};
    case OutcomeCard::Tone::InPart:
        return {Icon::Warn, Meaning::Warning};
    case OutcomeCard::Tone::Bad:
        return {Icon::Fail, Meaning::Bad};
    }
    Q_UNREACHABLE();
}

} // namespace

OutcomeCard::OutcomeCard(QWidget* parent)
    : QFrame{parent}
    , m_sign{new SignLabel{Icon::Pass, 2.6, this}}
    , m_headline{selectableLabel(this, 1.4)}
    , m_details{selectableLabel(this, 1.0)}
    , m_actions{new QHBoxLayout}
{
    m_headline->setObjectName(QStringLiteral("headline"));
    m_details->setObjectName(QStringLiteral("details"));
    auto* const grid = new QGridLayout{this};
    grid->setContentsMargins(20, 16, 20, 16);
    grid->setHorizontalSpacing(16);
    grid->addWidget(m_sign, 0, 0, 3, 1, Qt::AlignTop);
    grid->addWidget(m_headline, 0, 1);
    grid->addWidget(m_details, 1, 1);
    grid->addLayout(m_actions, 2, 1);
    m_actions->addStretch(1);
    grid->setColumnStretch(1, 1);
    colourLabels();
    setVisible(false);
}

void OutcomeCard::show(Tone tone, const QString& headline, const QString& details)
{
    m_tone = tone;
    m_sign->setSign(faceOf(tone).sign);
    m_headline->setText(headline);
    m_details->setText(details);
    m_details->setVisible(!details.isEmpty());
    setAccessibleName(headline);
    setAccessibleDescription(details);
    setVisible(true);
    update();
    // Whoever does not see it come hears it.
    QAccessibleEvent alert{this, QAccessible::Alert};
    QAccessible::updateAccessibility(&alert);
}

QString OutcomeCard::headline() const
{
    return m_headline->text();
}

QString OutcomeCard::details() const
{
    return m_details->text();
}

void OutcomeCard::changeEvent(QEvent* event)
{
    QFrame::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) {
        colourLabels();
    }
}

// On the children, not on the card: its own palette stays the application's, and tells of each change of it.
void OutcomeCard::colourLabels()
{
    const auto& colours = currentColours();
    QPalette onFill = colours.palette;
    for (const auto role : {QPalette::WindowText, QPalette::Text}) {
        onFill.setColor(role, colours.onFill());
    }
    onFill.setColor(QPalette::Highlight, colours.onFill());
    onFill.setColor(QPalette::HighlightedText, QColor{Qt::black});
    for (auto* const child :
        {static_cast<QWidget*>(m_sign), static_cast<QWidget*>(m_headline), static_cast<QWidget*>(m_details)}) {
        child->setPalette(onFill);
    }
}

void OutcomeCard::paintEvent(QPaintEvent*)
{
    QPainter painter{this};
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(currentColours().fill(faceOf(m_tone).meaning));
    painter.drawRoundedRect(rect(), CardRadius, CardRadius);
}

} // namespace satchel
