#include "FirstStartPage.h"

#include <app/widgets/PlainLabel.h>

#include <QFormLayout>
#include <QSysInfo>
#include <QVBoxLayout>

namespace satchel {

FirstStartPage::FirstStartPage(const StationView& station, QWidget* parent)
    : QWidget{parent}
    , m_station{station}
    , m_site{new QRadioButton{tr("&Site: beside the registrar, where devices ask"), this}}
    , m_backend{new QRadioButton{tr("&Backend: beside the authorities that answer"), this}}
    , m_name{new QLineEdit{QSysInfo::machineHostName(), this}}
    , m_make{new QPushButton{tr("&Make the station"), this}}
    , m_error{plainLabel(this)}
{
    auto* const welcome = plainLabel(this, 1.8, tr("Welcome to Satchel"));
    auto* const what = plainLabel(this, 1.0,
        tr("This computer is no station yet. A station has a name and keys of its own, kept in %1.")
            .arg(station.home()));
    m_error->setObjectName(QStringLiteral("error"));
    m_site->setObjectName(QStringLiteral("site"));
    m_backend->setObjectName(QStringLiteral("backend"));
    m_name->setObjectName(QStringLiteral("name"));
    m_make->setObjectName(QStringLiteral("make"));
    m_make->setMinimumHeight(44);

    auto* const form = new QFormLayout;
    form->setRowWrapPolicy(QFormLayout::WrapLongRows);
    form->addRow(tr("It stands as"), m_site);
    form->addRow(QString{}, m_backend);
    form->addRow(tr("&Name"), m_name);
    auto* const column = new QVBoxLayout{this};
    column->setSpacing(16);
    column->addWidget(welcome);
    column->addWidget(what);
    column->addLayout(form);
    column->addWidget(m_make, 0, Qt::AlignLeft);
    column->addWidget(m_error);
    column->addStretch(1);

    for (const auto* const role : {m_site, m_backend}) {
        connect(role, &QRadioButton::toggled, this, &FirstStartPage::follow);
    }
    connect(m_name, &QLineEdit::textChanged, this, &FirstStartPage::follow);
    connect(m_make, &QPushButton::clicked, this, &FirstStartPage::make);
    follow();
}

// Neither role is preselected: which one is right, only the person knows.
void FirstStartPage::follow()
{
    const bool isChosen = m_site->isChecked() || m_backend->isChecked();
    m_make->setEnabled(!m_thread.isRunning() && isChosen && !m_name->text().trimmed().isEmpty());
}

void FirstStartPage::make()
{
    const StationInit wishes{
        .role = m_site->isChecked() ? StationRole::Site : StationRole::Backend, .name = m_name->text().trimmed()};
    m_error->clear();
    using Made = std::optional<Error>;
    m_thread.run<Made>(
        [station = m_station, wishes](const Conduct&) {
            const auto made = initStation(station.access(), wishes);
            return made ? Made{} : Made{made.error()};
        },
        [this](const Made& error) {
            follow();
            if (error) {
                m_error->setText(error->message);
            } else {
                Q_EMIT made();
            }
        });
    follow();
}

} // namespace satchel
