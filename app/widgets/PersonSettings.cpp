#include "PersonSettings.h"

#include "Explained.h"
#include "PlainLabel.h"

#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSettings>

namespace satchel {

namespace {

constexpr int LongestOperator = 200; // characters; what the custody log keeps

const QString NameKey = QStringLiteral("person/name");

} // namespace

PersonSettings::PersonSettings(const StationView& station, QWidget* parent)
    : QWidget{parent}
    , m_station{station}
    , m_name{new QLineEdit{rememberedName(), this}}
    , m_passphrase{plainLabel(this)}
    , m_forget{new QPushButton{tr("Forget the &passphrase"), this}}
{
    m_name->setObjectName(QStringLiteral("personName"));
    m_name->setMaxLength(LongestOperator);
    m_passphrase->setObjectName(QStringLiteral("passphraseState"));
    m_forget->setObjectName(QStringLiteral("forgetPassphrase"));
    auto* const form = new QFormLayout{this};
    form->setContentsMargins({});
    addExplained(*form, tr("&Your name:"), m_name,
        tr("Stands in the custody log beside the name of this login, which several people may share. It counts at "
           "once and is remembered on this computer. Empty: nobody is named."));
    form->addRow(tr("Passphrase:"), m_passphrase);
    auto* const forgetting = new QHBoxLayout;
    forgetting->addWidget(m_forget);
    forgetting->addStretch(1);
    form->addRow(QString{}, forgetting);

    connect(m_name, &QLineEdit::textChanged, this, &PersonSettings::takeName);
    connect(m_forget, &QPushButton::clicked, this, [this] { m_station.credentials().forget(); });
    connect(&station.credentials(), &Credentials::changed, this, &PersonSettings::follow);
    follow();
}

QString PersonSettings::rememberedName()
{
    return QSettings{}.value(NameKey).toString();
}

void PersonSettings::takeName()
{
    const QString name = m_name->text().simplified();
    QSettings{}.setValue(NameKey, name);
    m_station.credentials().setOperatorName(name);
}

void PersonSettings::follow()
{
    const bool isKnown = m_station.credentials().isKnown();
    m_passphrase->setText(isKnown ? tr("This window knows the passphrase of the station's keys until it is closed.")
                                  : tr("This window knows no passphrase. It asks for one when the keys are locked."));
    m_forget->setEnabled(isKnown);
}

} // namespace satchel
