#include "SettingsPage.h"

#include <app/ErrorSentences.h>
#include <app/Wording.h>
#include <app/Words.h>
#include <app/widgets/FlowLayout.h>
#include <app/widgets/KeyTable.h>
#include <app/widgets/PersonSettings.h>
#include <app/widgets/PlainLabel.h>
#include <app/widgets/ThumbSize.h>
#include <core/exchange/station/Configure.h>

#include <QGroupBox>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include <utility>

namespace satchel {

namespace {

struct KnownSettings {
    Settings settings;
    QList<Anchor> anchors;
};

Result<KnownSettings> knownOf(const StationView& station)
{
    return station.read([](const Session& session) -> Result<KnownSettings> {
        return KnownSettings{session.station().settings(), listAnchors(session, {}).anchors};
    });
}

Result<SettingsReport> change(
    const StationView& station, const Settings& seen, const Settings& wanted, const std::stop_token& stop)
{
    using Keys = StationView::Keys;
    const Keys keys = wanted.hasKeysOf(seen) ? Keys::NotNeeded : Keys::Needed;
    auto session = station.forWriting(QStringLiteral("settings"), stop, keys);
    return session ? changeSettings(*session, seen, wanted) : fail(std::move(session).error());
}

} // namespace

SettingsPage::SettingsPage(const StationView& station, QWidget* parent)
    : QWidget{parent}
    , m_station{station}
    , m_form{new SettingsForm{this}}
    , m_save{new QPushButton{tr("&Save the settings"), this}}
    , m_discard{new QPushButton{tr("&Discard what was entered"), this}}
    , m_putBack{new QPushButton{tr("Put back what was discarded"), this}}
    , m_remark{selectableLabel(this)}
    , m_anchors{new AnchorList{station, this}}
{
    m_save->setObjectName(QStringLiteral("saveSettings"));
    m_discard->setObjectName(QStringLiteral("discardSettings"));
    m_putBack->setObjectName(QStringLiteral("putBackSettings"));
    m_remark->setObjectName(QStringLiteral("settingsRemark"));
    fitThumb(*m_save);
    auto* const person = new QGroupBox{tr("Who works here"), this};
    (new QVBoxLayout{person})->addWidget(new PersonSettings{station, person});
    auto* const trust = new QGroupBox{tr("Trust anchors"), this};
    (new QVBoxLayout{trust})->addWidget(m_anchors);
    auto* const column = new QVBoxLayout{this};
    column->setSpacing(16);
    column->addWidget(person);
    column->addWidget(makeStationPart());
    column->addWidget(trust);
    column->addStretch(1);

    connect(m_form, &SettingsForm::changed, this, &SettingsPage::follow);
    connect(m_save, &QPushButton::clicked, this, &SettingsPage::save);
    connect(m_discard, &QPushButton::clicked, this, &SettingsPage::discard);
    connect(m_putBack, &QPushButton::clicked, this, &SettingsPage::putBack);
    connect(m_anchors, &AnchorList::changed, this, &SettingsPage::changed);
    follow();
}

QWidget* SettingsPage::makeStationPart()
{
    auto* const part = new QGroupBox{tr("This station"), this};
    auto* const buttons = new FlowLayout;
    buttons->addWidget(m_save);
    buttons->addWidget(m_discard);
    buttons->addWidget(m_putBack);
    auto* const column = new QVBoxLayout{part};
    column->addWidget(m_form);
    column->addWidget(plainLabel(part, 0.9,
        tr("They are kept in settings.toml in %1, which may be edited by hand too. Saving writes that file anew, "
           "without remarks of your own; the former one stays beside it as settings.toml.former.")
            .arg(m_station.home())));
    column->addLayout(buttons);
    column->addWidget(m_remark);
    return part;
}

QString SettingsPage::remark() const
{
    return m_remark->text();
}

void SettingsPage::refresh()
{
    m_reading.runNext<Result<KnownSettings>>([station = m_station](const Conduct&) { return knownOf(station); },
        [this](const Result<KnownSettings>& known) {
            if (!known) {
                m_isKnown = false;
                tellUnreadable(known.error());
            } else {
                if (!m_isKnown || !m_form->isChanged()) {
                    m_form->show(known->settings);
                }
                if (!m_isKnown) {
                    m_remark->clear();
                }
                m_isKnown = true;
                m_anchors->show(known->anchors);
            }
            follow();
            Q_EMIT refreshed();
        });
}

void SettingsPage::tellUnreadable(const Error& error)
{
    m_remark->setText(markedBad(tr("The station cannot be opened: %1").arg(explained(error))) + QLatin1Char('\n')
        + tr("Nothing is lost, and nothing is changed from here until it can. Put right what is said above with a text "
             "editor; settings.toml.former holds what was valid before, if the file was changed from this window."));
}

void SettingsPage::discard()
{
    m_discarded = Discarded{m_form->shown(), m_form->wanted()};
    m_form->show(m_form->shown());
    m_remark->clear();
    follow();
    m_putBack->setFocus();
    refresh();
}

// Neither over what was entered since, nor over what somebody else has changed meanwhile.
bool SettingsPage::canPutBack() const
{
    return m_discarded && !m_form->isChanged() && m_form->shown().changesTo(m_discarded->shown).isEmpty();
}

void SettingsPage::putBack()
{
    m_form->enter(std::exchange(m_discarded, std::nullopt)->entered);
    follow();
    m_save->setFocus();
}

void SettingsPage::keepState() const
{
    m_form->keys().keepState();
}

void SettingsPage::follow()
{
    const bool isFree = m_isKnown && !m_saving.isRunning();
    m_form->setEnabled(isFree);
    m_save->setEnabled(isFree && m_form->isChanged());
    m_discard->setEnabled(isFree && m_form->isChanged());
    m_putBack->setVisible(canPutBack());
    m_putBack->setEnabled(isFree);
}

void SettingsPage::save()
{
    const Settings wanted = m_form->wanted();
    m_remark->clear();
    m_saving.run<Result<SettingsReport>>(
        [station = m_station, seen = m_form->shown(), wanted](
            const Conduct& conduct) { return change(station, seen, wanted, conduct.stop); },
        [this, wanted](const Result<SettingsReport>& made) {
            if (!made) {
                m_remark->setText(
                    markedBad(tr("Nothing was saved: %1").arg(wordingOf(made.error(), Errand::Change).whole())));
            } else {
                m_form->show(wanted);
                m_discarded.reset();
                m_remark->setText(markedGood(made->makesNewCard
                        ? tr("Saved. The card of this station is another one now: hand it out again.")
                        : tr("Saved. It applies to everything that is begun from now on.")));
                Q_EMIT changed();
            }
            follow();
            Q_EMIT saved();
        });
    follow();
}

} // namespace satchel
