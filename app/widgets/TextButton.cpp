#include "TextButton.h"

#include "PlainLabel.h"
#include "SignLabel.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

namespace satchel {

namespace {

constexpr int TextMargin = 12;
constexpr double SignInLines = 1.5;

QLabel* labelOn(QPushButton& button, double size)
{
    auto* const label = plainLabel(&button, size);
    label->setAttribute(Qt::WA_TransparentForMouseEvents);
    label->setForegroundRole(QPalette::ButtonText);
    return label;
}

} // namespace

TextButton::TextButton(QWidget* parent, double headlineSize)
    : QPushButton{parent}
    , m_row{new QHBoxLayout{this}}
    , m_headline{labelOn(*this, headlineSize)}
    , m_details{labelOn(*this, 1.0)}
{
    auto font = m_headline->font();
    font.setBold(true);
    m_headline->setFont(font);
    setAutoDefault(true);
    auto policy = sizePolicy();
    policy.setVerticalPolicy(QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    m_row->setContentsMargins(TextMargin, TextMargin, TextMargin, TextMargin);
    auto* const column = new QVBoxLayout;
    m_row->addLayout(column, 1);
    column->setSpacing(2);
    column->addWidget(m_headline);
    column->addWidget(m_details);
}

void TextButton::setTexts(const QString& headline, const QString& details)
{
    m_headline->setText(headline);
    m_details->setText(details);
    m_details->setVisible(!details.isEmpty());
    setAccessibleName(headline);
    setAccessibleDescription(details);
    updateGeometry();
}

QString TextButton::headline() const
{
    return m_headline->text();
}

QString TextButton::details() const
{
    return m_details->text();
}

void TextButton::setSign(Icon sign)
{
    auto* const label = new SignLabel{sign, SignInLines, this};
    label->setAttribute(Qt::WA_TransparentForMouseEvents);
    m_row->insertWidget(0, label);
}

void TextButton::setCentred()
{
    m_headline->setAlignment(Qt::AlignCenter);
    m_details->setAlignment(Qt::AlignCenter);
}

QSize TextButton::sizeHint() const
{
    return layout()->totalSizeHint();
}

QSize TextButton::minimumSizeHint() const
{
    return layout()->totalMinimumSize();
}

} // namespace satchel
