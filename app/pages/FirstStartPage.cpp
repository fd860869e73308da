#include "FirstStartPage.h"

#include <app/ErrorSentences.h>
#include <app/Wording.h>
#include <app/Words.h>
#include <app/widgets/PlainLabel.h>
#include <app/widgets/ThumbSize.h>

#include <core/station/PlainName.h>
#include <core/station/UnfinishedStation.h>

#include <QCoreApplication>
#include <QFileInfo>
#include <QFormLayout>
#include <QGroupBox>
#include <QHBoxLayout>
#include <QProcess>
#include <QSysInfo>
#include <QVBoxLayout>

namespace satchel {

FirstStartPage::FirstStartPage(const StationView& station, QWidget* parent)
    : QWidget{parent}
    , m_station{station}
    , m_site{new QRadioButton{tr("&Site: beside the registrar, where devices ask"), this}}
    , m_backend{new QRadioButton{tr("&Backend: beside the authorities that answer"), this}}
    , m_name{new QLineEdit{QSysInfo::machineHostName().left(LongestPlainName), this}}
    , m_keys{new KeyChoice{this}}
    , m_remains{new QWidget{this}}
    , m_make{new QPushButton{tr("&Make the station"), this}}
    , m_example{new QPushButton{tr("&Try it with an example"), this}}
    , m_exampleRemark{plainLabel(this)}
    , m_error{selectableLabel(this)}
    , m_hasRemains{holdsUnfinishedStation(station.home())}
{
    m_error->setObjectName(QStringLiteral("error"));
    m_site->setObjectName(QStringLiteral("site"));
    m_backend->setObjectName(QStringLiteral("backend"));
    m_name->setObjectName(QStringLiteral("name"));
    m_name->setMaxLength(static_cast<int>(LongestPlainName));
    auto* const form = new QFormLayout;
    form->setRowWrapPolicy(QFormLayout::WrapLongRows);
    form->addRow(tr("Role:"), m_site);
    form->addRow(QString{}, m_backend);
    form->addRow(tr("&Name:"), m_name);
    auto* const keys = new QGroupBox{tr("Keys"), this};
    auto* const inside = new QVBoxLayout{keys};
    inside->addWidget(m_keys);
    auto* const column = new QVBoxLayout{this};
    column->setSpacing(16);
    column->addWidget(plainLabel(this, 1.8, tr("Welcome to Satchel")));
    column->addWidget(plainLabel(this, 1.0,
        tr("This computer is no station yet. A station has a name and keys of its own, kept in %1. Nothing is made "
           "until you press the button below.")
            .arg(station.home())));
    column->addWidget(makeRemains());
    column->addLayout(form);
    column->addWidget(keys);
    column->addLayout(makeButtons());
    column->addWidget(m_exampleRemark);
    column->addWidget(m_error);
    column->addStretch(1);

    for (const auto* const role : {m_site, m_backend}) {
        connect(role, &QRadioButton::toggled, this, &FirstStartPage::follow);
    }
    connect(m_name, &QLineEdit::textChanged, this, &FirstStartPage::follow);
    connect(m_keys, &KeyChoice::changed, this, &FirstStartPage::follow);
    connect(m_make, &QPushButton::clicked, this, &FirstStartPage::make);
    connect(m_example, &QPushButton::clicked, this, &FirstStartPage::tryExample);
    setExampleProgram(QCoreApplication::applicationDirPath() + QStringLiteral("/satchel"));
    follow();
}

QLayout* FirstStartPage::makeButtons()
{
    m_make->setObjectName(QStringLiteral("make"));
    m_example->setObjectName(QStringLiteral("example"));
    m_exampleRemark->setObjectName(QStringLiteral("exampleRemark"));
    auto* const row = new QHBoxLayout;
    for (auto* const button : {m_make, m_example}) {
        fitThumb(*button);
        row->addWidget(button);
    }
    row->addStretch(1);
    return row;
}

QWidget* FirstStartPage::makeRemains()
{
    auto* const aside = new QPushButton{tr("Put the &remains aside"), m_remains};
    aside->setObjectName(QStringLiteral("aside"));
    auto* const column = new QVBoxLayout{m_remains};
    column->setContentsMargins({});
    column->addWidget(plainLabel(m_remains, 1.0,
        markedWarning(
            tr("An earlier start broke off here before the station was whole. Its remains are in the way. Nobody has "
               "seen its keys, so nothing is lost with it."))));
    column->addWidget(aside, 0, Qt::AlignLeft);
    connect(aside, &QPushButton::clicked, this, &FirstStartPage::putRemainsAside);
    return m_remains;
}

void FirstStartPage::putRemainsAside()
{
    m_thread.run<Result<QString>>(
        [home = m_station.home(), now = m_station.now()](const Conduct&) { return putUnfinishedAside(home, now); },
        [this](const Result<QString>& aside) {
            m_hasRemains = holdsUnfinishedStation(m_station.home());
            follow();
            m_error->setText(aside ? tr("The remains are in %1 now, and a station can be made here.").arg(*aside)
                                   : wordingOf(aside.error(), Errand::Change).whole());
        });
    follow();
}

void FirstStartPage::setExampleProgram(const QString& file)
{
    m_program = file;
    const QFileInfo program{file};
    const bool isThere = program.isFile() && program.isExecutable();
    m_example->setVisible(isThere);
    m_exampleRemark->setText(isThere
            ? tr("The example makes two stations with sixty devices in a folder of its own and opens a window on them. "
                 "It touches nothing else.")
            : tr("An example to try would need the program “satchel”, which is not installed beside this one."));
}

// Neither role is preselected: which one is right, only the person knows.
void FirstStartPage::follow()
{
    const bool isFree = !m_thread.isRunning();
    const bool isChosen = m_site->isChecked() || m_backend->isChecked();
    const QString complaint = m_keys->complaint();
    m_remains->setVisible(isFree && m_hasRemains);
    for (auto* const field : {static_cast<QWidget*>(m_site), static_cast<QWidget*>(m_backend),
             static_cast<QWidget*>(m_name), static_cast<QWidget*>(m_keys)}) {
        field->setEnabled(isFree);
    }
    m_make->setEnabled(
        isFree && isChosen && !m_hasRemains && !m_name->text().trimmed().isEmpty() && complaint.isEmpty());
    if (isFree) {
        m_error->setText(complaint);
    }
}

void FirstStartPage::make()
{
    StationInit wishes{
        .role = m_site->isChecked() ? StationRole::Site : StationRole::Backend, .name = m_name->text().trimmed()};
    m_keys->fill(wishes);
    const auto passphrase = std::make_shared<Secret>(m_keys->takePassphrase());
    using Failure = std::optional<Error>;
    m_thread.run<Failure>(
        [station = m_station, wishes, passphrase](const Conduct&) {
            auto access = station.access();
            access.passphrase = passphrase->clone();
            const auto made = initStation(std::move(access), wishes);
            return made ? Failure{} : Failure{made.error()};
        },
        [this, passphrase](const Failure& failure) {
            m_hasRemains = failure && holdsUnfinishedStation(m_station.home());
            follow();
            if (failure) {
                m_error->setText(tr("No station was made: %1").arg(explained(*failure)) + QLatin1Char('\n')
                    + tr("What was begun was taken away again. Put this right, enter the passphrase anew if there is "
                         "to be one, and press the button again."));
                return;
            }
            if (!passphrase->isEmpty()) {
                m_station.credentials().remember(passphrase->clone());
            }
            Q_EMIT made();
        });
    follow();
    m_error->setText(tr("Making the keys…"));
}

void FirstStartPage::tryExample()
{
    const bool isStarted = QProcess::startDetached(m_program, {QStringLiteral("demo"), QStringLiteral("desktop")});
    m_exampleRemark->setText(isStarted ? tr("The example is being made; its window opens by itself in a moment.")
                                       : tr("The example cannot be started: %1 does not run.").arg(m_program));
}

} // namespace satchel
