#include "ErrandPage.h"

#include <app/WarningWords.h>
#include <app/Wording.h>
#include <app/look/Icons.h>
#include <app/widgets/PlainLabel.h>
#include <app/widgets/ThumbSize.h>

#include <core/media/Volumes.h>

#include <QHBoxLayout>
#include <QSet>

namespace satchel {

namespace {

QPushButton* thumbButton(const QString& text, const QString& name, QWidget* parent)
{
    auto* const button = new QPushButton{text, parent};
    button->setObjectName(name);
    fitThumb(*button);
    return button;
}

} // namespace

ErrandPage::ErrandPage(const StationView& station, const QString& title, const QString& begin, QWidget* parent)
    : QWidget{parent}
    , m_station{station}
    , m_upper{new QVBoxLayout}
    , m_lower{new QVBoxLayout}
    , m_place{new MediaPicker{station.media(), this}}
    , m_begin{thumbButton(begin, QStringLiteral("begin"), this)}
    , m_eject{thumbButton(tr("&Eject"), QStringLiteral("eject"), this)}
    , m_progress{new ProgressPane{this}}
    , m_card{new OutcomeCard{this}}
    , m_ejectNow{thumbButton(tr("Eject"), QStringLiteral("ejectNow"), m_card)}
    , m_choice{makeChoice()}
{
    m_eject->setIcon(icon(Icon::Eject));
    m_ejectNow->setIcon(icon(Icon::Eject));
    m_card->actions().insertWidget(0, m_ejectNow);
    auto* const column = new QVBoxLayout{this};
    column->setSpacing(14);
    column->addWidget(plainLabel(this, 1.6, title));
    column->addWidget(m_card);
    column->addWidget(m_progress);
    column->addWidget(m_choice);
    column->addLayout(m_lower, 1);

    connect(m_place, &MediaPicker::changed, this, &ErrandPage::follow);
    connect(m_begin, &QPushButton::clicked, this, [this] { this->begin(); });
    connect(m_eject, &QPushButton::clicked, this, &ErrandPage::eject);
    connect(m_ejectNow, &QPushButton::clicked, this, &ErrandPage::eject);
    connect(m_progress, &ProgressPane::cancelled, &m_thread, &VerbThread::cancel);
    connect(&m_thread, &VerbThread::progressed, m_progress, &ProgressPane::show);
    connect(&m_thread, &VerbThread::begun, this, [this] {
        m_card->setVisible(false);
        m_choice->setVisible(false);
        m_progress->begin();
        follow();
    });
    connect(&m_thread, &VerbThread::ended, this, [this] {
        m_progress->setVisible(false);
        m_choice->setVisible(true);
        m_place->refresh();
        follow();
        Q_EMIT done();
    });
    follow();
}

QWidget* ErrandPage::makeChoice()
{
    auto* const choice = new QWidget{this};
    auto* const buttons = new QHBoxLayout;
    buttons->addWidget(m_begin);
    buttons->addWidget(m_eject);
    buttons->addStretch(1);
    auto* const column = new QVBoxLayout{choice};
    column->setContentsMargins({});
    column->setSpacing(14);
    column->addLayout(m_upper);
    column->addWidget(m_place);
    column->addLayout(buttons);
    return choice;
}

Result<QList<ErrandPage::Place>> ErrandPage::placesOf(
    Session& session, const Target& target, const MediaAccess& media, const Conduct& conduct)
{
    QList<Place> places;
    if (target.volumes.isEmpty()) {
        places.append(Place{target.folder, {}});
    }
    for (const auto& volume : target.volumes) {
        const auto mounted = mountVolume(session, Volumes::open(media), volume, conduct);
        if (!mounted) {
            return fail(mounted.error());
        }
        places.append(Place{*mounted, *mounted});
    }
    return places;
}

void ErrandPage::setReady(bool isReady)
{
    m_isReady = isReady;
    follow();
}

void ErrandPage::follow()
{
    const bool isFree = !m_thread.isRunning();
    const bool hasMedium = m_place->volume().has_value();
    m_place->setEnabled(isFree);
    m_begin->setEnabled(isFree && m_isReady && m_place->isChosen());
    m_eject->setVisible(hasMedium);
    m_eject->setEnabled(isFree);
    m_ejectNow->setVisible(hasMedium);
}

void ErrandPage::show(OutcomeCard::Tone tone, const QString& headline, const QString& details)
{
    m_card->show(tone, headline, details);
    (m_ejectNow->isVisibleTo(m_card) ? m_ejectNow : m_begin)->setFocus();
}

void ErrandPage::eject()
{
    QStringList ids;
    QSet<QString> drives; // two file systems of one stick go together, and the second would not be found any more
    for (const auto& volume : m_place->volumes()) {
        if (volume.drive.isEmpty() || !drives.contains(volume.drive)) {
            drives += volume.drive;
            ids += volume.id;
        }
    }
    progress().setStages({});
    m_thread.run<QList<EjectReport>>(
        [station = m_station, ids](const Conduct& conduct) {
            QList<EjectReport> reports;
            for (const auto& id : ids) {
                reports += ejectVolume(station.access(), id, conduct);
            }
            return reports;
        },
        [this](const QList<EjectReport>& reports) { tell(reports); });
}

void ErrandPage::tell(const QList<EjectReport>& reports)
{
    QStringList names;
    QStringList details;
    bool isWell = true;
    bool isThere = false; // one that is not ready to be pulled
    for (const auto& report : reports) {
        const QString name = report.volume ? volumeTitle(*report.volume) : QString{};
        names += name;
        details += wordsOf(report.warnings, name);
        if (report.failure) {
            isWell = false;
            isThere = isThere || report.failure->code != ErrorCode::MediumGone;
            const auto wording = wordingOf(*report.failure, Errand::Eject);
            details += name.isEmpty() ? wording.whatHappened : tr("%1: %2").arg(name, wording.whatHappened);
            details += wording.details();
        }
    }
    if (isWell) {
        show(OutcomeCard::Tone::Good,
            tr("%1 can be pulled now", nullptr, static_cast<int>(names.size())).arg(names.join(QStringLiteral(", "))),
            details.join(QLatin1Char('\n')));
    } else {
        show(OutcomeCard::Tone::Bad, isThere ? tr("Do not pull it yet") : tr("It was pulled before it was ejected"),
            details.join(QLatin1Char('\n')));
    }
    Q_EMIT ejected();
}

} // namespace satchel
