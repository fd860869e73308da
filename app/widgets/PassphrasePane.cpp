#include "PassphrasePane.h"

#include "PlainLabel.h"
#include "SecretLine.h"

#include <app/Words.h>
#include <app/look/Icons.h>

#include <QApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace satchel {

PassphrasePane::PassphrasePane(const StationView& station, QWidget* parent)
    : QFrame{parent}
    , m_station{station}
    , m_question{plainLabel(this)}
    , m_passphrase{secretLine(this)}
    , m_unlock{new QPushButton{tr("Unlock"), this}}
    , m_decline{new QPushButton{tr("Not now"), this}}
{
    setObjectName(QStringLiteral("passphrasePane"));
    setFrameShape(QFrame::StyledPanel);
    setAccessibleName(tr("Passphrase"));
    m_question->setObjectName(QStringLiteral("question"));
    m_passphrase->setObjectName(QStringLiteral("passphrase"));
    m_unlock->setObjectName(QStringLiteral("unlock"));
    m_unlock->setIcon(icon(Icon::Key));
    m_decline->setObjectName(QStringLiteral("decline"));
    // Without letters of Alt: it stands above every page, each of which has its own. It has the keyboard when it comes.
    auto* const name = new QLabel{tr("Passphrase:"), this};
    name->setBuddy(m_passphrase);
    auto* const row = new QHBoxLayout;
    row->addWidget(name);
    row->addWidget(m_passphrase, 1);
    row->addWidget(m_unlock);
    row->addWidget(m_decline);
    auto* const column = new QVBoxLayout{this};
    column->addWidget(m_question);
    column->addLayout(row);
    setVisible(false);

    connect(&station.credentials(), &Credentials::asked, this, &PassphrasePane::ask);
    connect(&station.credentials(), &Credentials::settled, this, &PassphrasePane::settle);
    connect(m_passphrase, &QLineEdit::textChanged, this, &PassphrasePane::follow);
    connect(m_passphrase, &QLineEdit::returnPressed, this, &PassphrasePane::answer);
    connect(m_unlock, &QPushButton::clicked, this, &PassphrasePane::answer);
    connect(m_decline, &QPushButton::clicked, this, [this] { m_station.credentials().decline(); });
}

void PassphrasePane::ask(const QString& station, bool again)
{
    m_isTrying = false;
    m_question->setText(again
            ? markedBad(
                  tr("That passphrase does not open the keys of %1. Look at the capitals and the keyboard's language, "
                     "and enter it once more.")
                      .arg(station))
            : tr("This needs the keys of %1, which are locked. The passphrase stays in this window's memory until the "
                 "window is closed; it is written nowhere.")
                  .arg(station));
    clearSecret(*m_passphrase);
    if (!isVisible()) {
        m_before = QApplication::focusWidget();
        setVisible(true);
    }
    follow();
    m_passphrase->setFocus();
}

void PassphrasePane::answer()
{
    if (!m_unlock->isEnabled()) {
        return;
    }
    m_isTrying = true;
    m_question->setText(tr("Looking whether it opens the keys…"));
    auto passphrase = takeSecret(*m_passphrase);
    follow();
    m_station.credentials().answer(std::move(passphrase));
}

void PassphrasePane::settle()
{
    m_isTrying = false;
    clearSecret(*m_passphrase);
    const bool hadFocus = isAncestorOf(QApplication::focusWidget());
    setVisible(false);
    if (hadFocus && m_before) {
        m_before->setFocus();
    }
}

void PassphrasePane::follow()
{
    m_passphrase->setEnabled(!m_isTrying);
    m_unlock->setEnabled(!m_isTrying && !m_passphrase->text().isEmpty());
}

} // namespace satchel
