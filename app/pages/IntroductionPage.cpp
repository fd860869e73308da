#include "IntroductionPage.h"

#include <app/Words.h>
#include <app/widgets/PlainLabel.h>
#include <app/widgets/ThumbSize.h>

#include <QGroupBox>
#include <QLabel>
#include <QPushButton>
#include <QSettings>
#include <QVBoxLayout>

namespace satchel {

namespace {

// By station: one login may have several.
QString keyFor(const StationId& id)
{
    return QStringLiteral("introduced/") + id.toString();
}

QGroupBox* groupWith(const QString& title, QWidget* content, QWidget* parent)
{
    auto* const group = new QGroupBox{title, parent};
    auto* const inside = new QVBoxLayout{group};
    inside->addWidget(content);
    return group;
}

} // namespace

IntroductionPage::IntroductionPage(const StationView& station, QWidget* parent)
    : QWidget{parent}
    , m_made{plainLabel(this, 1.5)}
    , m_own{new OwnCard{station, this}}
    , m_intake{new PeerIntake{station, this}}
{
    m_made->setObjectName(QStringLiteral("madeStation"));
    auto* const ready = new QPushButton{tr("Don&e"), this};
    ready->setObjectName(QStringLiteral("finish"));
    fitThumb(*ready);
    auto* const column = new QVBoxLayout{this};
    column->setSpacing(16);
    column->addWidget(m_made);
    column->addWidget(plainLabel(this, 1.0,
        tr("Two stations exchange bundles once each has the other's card. Until then requests can be gathered, and "
           "nothing can be taken out.")));
    column->addWidget(groupWith(tr("1. The card of this station goes to the other side"), m_own, this));
    column->addWidget(groupWith(tr("2. The card of the other side comes here"), m_intake, this));
    column->addWidget(ready, 0, Qt::AlignLeft);
    column->addWidget(plainLabel(this, 1.0, tr("All of this stays on the page “Stations”.")));
    column->addStretch(1);

    connect(m_intake, &PeerIntake::added, this, &IntroductionPage::changed);
    connect(ready, &QPushButton::clicked, this, &IntroductionPage::finish);
}

bool IntroductionPage::isDueFor(const Station& station)
{
    return station.peers().all().isEmpty() && !QSettings{}.value(keyFor(station.id()), false).toBool();
}

void IntroductionPage::show(const Station& station)
{
    m_id = station.id();
    m_made->setText(tr("“%1” is a station now (%2)").arg(station.settings().name, roleText(station.role())));
    m_own->show(station.id(), station.settings().name);
}

void IntroductionPage::finish()
{
    QSettings{}.setValue(keyFor(m_id), true);
    Q_EMIT finished();
}

} // namespace satchel
