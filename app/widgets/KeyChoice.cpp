#include "KeyChoice.h"

#include "PlainLabel.h"
#include "SecretLine.h"

#include <QFileDialog>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QVBoxLayout>

namespace satchel {

namespace {

std::optional<Settings::KeyPair> pairOf(const QLineEdit& key, const QLineEdit& certificate)
{
    const Settings::KeyPair pair{key.text().trimmed(), certificate.text().trimmed()};
    return pair.key.isEmpty() && pair.certificate.isEmpty() ? std::nullopt : std::optional{pair};
}

} // namespace

KeyChoice::KeyChoice(QWidget* parent)
    : QWidget{parent}
    , m_new{new QRadioButton{tr("Make ne&w keys (P-256)"), this}}
    , m_given{new QRadioButton{tr("&Use keys that are there"), this}}
    , m_files{new QWidget{this}}
    , m_signing{}
    , m_decryption{}
    , m_passphrase{secretLine(this)}
    , m_again{secretLine(this)}
    , m_againName{new QLabel{tr("The passphrase &once more:"), this}}
{
    m_new->setObjectName(QStringLiteral("newKeys"));
    m_given->setObjectName(QStringLiteral("givenKeys"));
    m_passphrase->setObjectName(QStringLiteral("newPassphrase"));
    m_again->setObjectName(QStringLiteral("newPassphraseAgain"));
    m_new->setChecked(true);
    auto* const files = new QFormLayout{m_files};
    files->addRow(plainLabel(m_files, 1.0,
        tr("Each by its file or by a URI (file:…). The certificate's file is PEM or DER. A pair that is left empty is "
           "made new.")));
    m_signing = addPair(*files, tr("Si&gning key:"), tr("Its certificate:"), QStringLiteral("signing"));
    m_decryption = addPair(*files, tr("&Decryption key:"), tr("Its certificate:"), QStringLiteral("decryption"));
    auto* const secrets = new QFormLayout;
    secrets->addRow(plainLabel(this, 1.0,
        tr("With a passphrase nobody can use the keys who only has the computer; it is asked for once in each window. "
           "Without one the line stays empty. A passphrase that is forgotten is lost, and the station with it.")));
    secrets->addRow(tr("Pass&phrase:"), m_passphrase);
    m_againName->setBuddy(m_again);
    secrets->addRow(m_againName, m_again);
    auto* const column = new QVBoxLayout{this};
    column->setContentsMargins({});
    column->addWidget(m_new);
    column->addWidget(m_given);
    column->addWidget(m_files);
    column->addLayout(secrets);

    connect(m_given, &QRadioButton::toggled, this, &KeyChoice::follow);
    for (const auto* const line :
        {m_passphrase, m_again, m_signing.key, m_signing.certificate, m_decryption.key, m_decryption.certificate}) {
        connect(line, &QLineEdit::textChanged, this, &KeyChoice::follow);
    }
    follow();
}

KeyChoice::PairLines KeyChoice::addPair(
    QFormLayout& form, const QString& key, const QString& certificate, const QString& name)
{
    auto* const keyLine = addFile(form, key, name + QStringLiteral("Key"));
    auto* const certificateLine = addFile(form, certificate, name + QStringLiteral("Certificate"));
    return {keyLine, certificateLine};
}

QLineEdit* KeyChoice::addFile(QFormLayout& form, const QString& what, const QString& name)
{
    auto* const line = new QLineEdit{m_files};
    auto* const label = new QLabel{what, m_files};
    auto* const choose = new QPushButton{tr("Choose…"), m_files};
    line->setObjectName(name);
    label->setBuddy(line);
    const QString spoken = QString{what}.remove(QLatin1Char('&'));
    choose->setAccessibleName(tr("Choose the file: %1").arg(spoken));
    auto* const row = new QHBoxLayout;
    row->addWidget(line, 1);
    row->addWidget(choose);
    form.addRow(label, row);
    connect(choose, &QPushButton::clicked, this, [this, line, spoken] {
        const auto file = QFileDialog::getOpenFileName(this, spoken);
        if (!file.isEmpty()) {
            line->setText(file);
        }
    });
    return line;
}

void KeyChoice::fill(StationInit& wishes) const
{
    if (m_given->isChecked()) {
        wishes.signing = pairOf(*m_signing.key, *m_signing.certificate);
        wishes.decryption = pairOf(*m_decryption.key, *m_decryption.certificate);
    }
}

bool KeyChoice::makesKeys() const
{
    StationInit wishes;
    fill(wishes);
    return !wishes.signing || !wishes.decryption;
}

Secret KeyChoice::takePassphrase()
{
    clearSecret(*m_again);
    return takeSecret(*m_passphrase);
}

// One that was mistyped twice would be found out when the first bundle is due, and then the keys are lost.
QString KeyChoice::complaint() const
{
    const bool differ = m_passphrase->text() != m_again->text();
    return makesKeys() && differ ? tr("The two passphrases are not the same.") : QString{};
}

void KeyChoice::follow()
{
    m_files->setVisible(m_given->isChecked());
    const bool isNewSecret = makesKeys() && !m_passphrase->text().isEmpty();
    m_again->setVisible(isNewSecret);
    m_againName->setVisible(isNewSecret);
    if (!isNewSecret) {
        clearSecret(*m_again);
    }
    Q_EMIT changed();
}

} // namespace satchel
