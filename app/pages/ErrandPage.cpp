#include "ErrandPage.h"

#include <app/widgets/PlainLabel.h>

#include <core/media/Volumes.h>

#include <QHBoxLayout>

namespace satchel {

ErrandPage::ErrandPage(const StationView& station, const QString& title, const QString& begin, QWidget* parent)
    : QWidget{parent}
    , m_station{station}
    , m_upper{new QVBoxLayout}
    , m_lower{new QVBoxLayout}
    , m_place{new MediaPicker{station.media(), this}}
    , m_begin{new QPushButton{begin, this}}
    , m_progress{new ProgressPane{this}}
    , m_card{new OutcomeCard{this}}
    , m_eject{new QPushButton{tr("&Eject the medium"), this}}
{
    auto* const heading = plainLabel(this, 1.6, title);
    m_begin->setObjectName(QStringLiteral("begin"));
    m_eject->setObjectName(QStringLiteral("eject"));
    for (auto* const button : {m_begin, m_eject}) {
        button->setMinimumHeight(44); // for a thumb in a glove
    }
    auto* const row = new QHBoxLayout;
    row->addWidget(m_begin);
    row->addWidget(m_eject);
    row->addStretch(1);
    auto* const column = new QVBoxLayout{this};
    column->setSpacing(14);
    column->addWidget(heading);
    column->addLayout(m_upper);
    column->addWidget(m_place);
    column->addLayout(row);
    column->addWidget(m_progress);
    column->addWidget(m_card);
    column->addLayout(m_lower);
    column->addStretch(1);

    connect(m_place, &MediaPicker::changed, this, &ErrandPage::follow);
    connect(m_begin, &QPushButton::clicked, this, [this] { this->begin(); });
    connect(m_eject, &QPushButton::clicked, this, &ErrandPage::eject);
    connect(m_progress, &ProgressPane::cancelled, &m_thread, &VerbThread::cancel);
    connect(&m_thread, &VerbThread::progressed, m_progress, &ProgressPane::show);
    connect(&m_thread, &VerbThread::begun, this, [this] {
        m_card->setVisible(false);
        m_progress->begin();
        follow();
    });
    connect(&m_thread, &VerbThread::ended, this, [this] {
        m_progress->setVisible(false);
        m_place->refresh();
        follow();
        Q_EMIT done();
    });
    follow();
}

Result<ErrandPage::Place> ErrandPage::placeOf(
    const std::optional<Volume>& volume, const QString& folder, const MediaAccess& media, const Conduct& conduct)
{
    if (!volume) {
        return Place{folder, {}};
    }
    const auto mounted
        = volume->isMounted() ? Result<QString>{volume->mountPoint()} : Volumes::open(media).mount(*volume, conduct);
    return mounted ? Result<Place>{Place{*mounted, *mounted}} : fail(mounted.error());
}

void ErrandPage::follow()
{
    const bool isFree = !m_thread.isRunning();
    m_place->setEnabled(isFree);
    m_begin->setEnabled(isFree && m_place->isChosen());
    m_eject->setVisible(m_place->volume().has_value());
    m_eject->setEnabled(isFree);
}

void ErrandPage::show(OutcomeCard::Tone tone, const QString& headline, const QString& details)
{
    m_card->show(tone, headline, details);
}

void ErrandPage::eject()
{
    const QString id = m_place->volume().value_or(Volume{}).id;
    m_thread.run<EjectReport>(
        [station = m_station, id](const Conduct& conduct) { return ejectVolume(station.access(), id, conduct); },
        [this](const EjectReport& report) { tell(report); });
}

void ErrandPage::tell(const EjectReport& report)
{
    const QString name = report.volume ? volumeTitle(*report.volume) : QString{};
    if (report.failure) {
        show(OutcomeCard::Tone::Bad, tr("Do not pull it yet"), report.failure->message);
    } else {
        show(OutcomeCard::Tone::Good, tr("%1 can be pulled now").arg(name), report.warnings.join(QLatin1Char('\n')));
    }
    Q_EMIT ejected();
}

} // namespace satchel
