#include "OutcomeCard.h"

#include "PlainLabel.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>

namespace satchel {

namespace {

struct Look {
    const char* sign;
    const char* background; // with white on it, 4.5 to 1 at least (WCAG 2.1, 1.4.3)
};

Look lookOf(OutcomeCard::Tone tone)
{
    switch (tone) {
    case OutcomeCard::Tone::Good:
        return {"✔", "#1b6e3a"};
    case OutcomeCard::Tone::InPart:
        return {"!", "#7a5200"};
    case OutcomeCard::Tone::Bad:
        return {"✘", "#a11d1d"};
    }
    Q_UNREACHABLE();
}

} // namespace

OutcomeCard::OutcomeCard(QWidget* parent)
    : QFrame{parent}
    , m_sign{plainLabel(this, 2.4)}
    , m_headline{selectableLabel(this, 1.4)}
    , m_details{selectableLabel(this, 1.0)}
    , m_actions{new QHBoxLayout}
{
    m_sign->setWordWrap(false);
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
    setVisible(false);
}

void OutcomeCard::show(Tone tone, const QString& headline, const QString& details)
{
    const Look look = lookOf(tone);
    m_tone = tone;
    setStyleSheet(
        QStringLiteral("satchel--OutcomeCard { background: %1; border-radius: 6px; } QLabel { color: white; }")
            .arg(QLatin1StringView{look.background}));
    m_sign->setText(QString::fromUtf8(look.sign));
    m_headline->setText(headline);
    m_details->setText(details);
    m_details->setVisible(!details.isEmpty());
    setAccessibleName(headline);
    setAccessibleDescription(details);
    setVisible(true);
}

QString OutcomeCard::headline() const
{
    return m_headline->text();
}

QString OutcomeCard::details() const
{
    return m_details->text();
}

} // namespace satchel
