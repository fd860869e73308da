#include "ProgressPane.h"

#include "PlainLabel.h"
#include "ThumbSize.h"

#include <app/look/Icons.h>

#include <QHash>
#include <QLabel>
#include <QLocale>
#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace satchel {

namespace {

constexpr int Steps = 1000; // of the bar: numbers of bytes are too large for it
constexpr int MostStopping = 4000; // ms, before it looks as if something hung
constexpr int SecondsInMinutes = 120; // from here on, seconds are more than anybody wants to know
constexpr double Second = 1000; // ms

QString stageText(const QString& stage)
{
    static const QHash<QString, const char*> texts{
        {QStringLiteral("looking"), QT_TRANSLATE_NOOP("satchel::ProgressPane", "Looking for bundles")},
        {QStringLiteral("packing"), QT_TRANSLATE_NOOP("satchel::ProgressPane", "Packing")},
        {QStringLiteral("writing"), QT_TRANSLATE_NOOP("satchel::ProgressPane", "Writing")},
        {QString{FlushingStage}, QT_TRANSLATE_NOOP("satchel::ProgressPane", "Making sure it is on the medium")},
        {QStringLiteral("reading back"), QT_TRANSLATE_NOOP("satchel::ProgressPane", "Reading back")},
        {QStringLiteral("checking"), QT_TRANSLATE_NOOP("satchel::ProgressPane", "Checking")},
        {QStringLiteral("unmounting"), QT_TRANSLATE_NOOP("satchel::ProgressPane", "Unmounting")},
    };
    const auto found = texts.find(stage);
    return found == texts.end() ? stage : ProgressPane::tr(*found);
}

QString durationText(double milliseconds)
{
    const int seconds = static_cast<int>(milliseconds / Second) + 1;
    return seconds < SecondsInMinutes ? ProgressPane::tr("%n second(s)", nullptr, seconds)
                                      : ProgressPane::tr("%n minute(s)", nullptr, (seconds + 59) / 60);
}

QString timeLeftText(const TimeLeft::Guess& guess)
{
    const QString duration = durationText(guess.milliseconds);
    switch (guess.of) {
    case TimeLeft::Guess::Of::Stage:
        return ProgressPane::tr("about %1 left of this step").arg(duration);
    case TimeLeft::Guess::Of::Bundle:
        return ProgressPane::tr("about %1 left of this bundle").arg(duration);
    case TimeLeft::Guess::Of::All:
        return ProgressPane::tr("about %1 left").arg(duration);
    }
    Q_UNREACHABLE();
}

// How long the medium takes nobody knows; what comes after it can be foreseen.
QString waitingText(const std::optional<TimeLeft::Guess>& guess)
{
    QStringList facts{ProgressPane::tr("Waiting for the medium to have all of it; how long that takes, only it knows")};
    if (guess) {
        facts += ProgressPane::tr("then about %1 to read it back").arg(durationText(guess->milliseconds));
    }
    return facts.join(QStringLiteral(" · "));
}

} // namespace

ProgressPane::ProgressPane(QWidget* parent)
    : QWidget{parent}
    , m_row{plainLabel(this)}
    , m_stage{plainLabel(this, 1.4)}
    , m_bar{new QProgressBar{this}}
    , m_rate{plainLabel(this)}
    , m_cancel{new QPushButton{tr("&Stop"), this}}
{
    m_row->setObjectName(QStringLiteral("stages"));
    m_row->setAccessibleName(tr("Stages"));
    m_stage->setObjectName(QStringLiteral("stage"));
    m_rate->setObjectName(QStringLiteral("rate"));
    m_sinceMade.start();
    m_clock = [this] { return m_sinceMade.elapsed(); };
    m_bar->setTextVisible(false);
    m_bar->setAccessibleName(tr("Progress"));
    m_cancel->setObjectName(QStringLiteral("stop"));
    m_cancel->setIcon(icon(Icon::Stop));
    fitThumb(*m_cancel);
    m_hanging.setSingleShot(true);
    m_hanging.setInterval(MostStopping);
    connect(m_cancel, &QPushButton::clicked, this, &ProgressPane::stop);
    connect(&m_hanging, &QTimer::timeout, this, [this] {
        m_rate->setText(tr("The medium does not answer. You may pull it out: nothing that is lost with it counts as "
                           "carried, and what was brought in stays."));
    });
    auto* const column = new QVBoxLayout{this};
    column->setContentsMargins({});
    column->addWidget(m_row);
    column->addWidget(m_stage);
    column->addWidget(m_bar);
    column->addWidget(m_rate);
    column->addWidget(m_cancel, 0, Qt::AlignLeft);
    setVisible(false);
}

void ProgressPane::setStages(const QStringList& stages)
{
    m_stages = stages;
}

void ProgressPane::begin()
{
    m_shownStage.clear();
    m_timeLeft.begin();
    m_hanging.stop();
    m_row->setVisible(!m_stages.isEmpty());
    showRow(-1);
    m_stage->setText(tr("Beginning…"));
    m_rate->setText(QStringLiteral(" "));
    m_bar->setRange(0, 0);
    m_cancel->setEnabled(true);
    setVisible(true);
    m_cancel->setFocus();
}

void ProgressPane::stop()
{
    if (isStopping()) {
        return;
    }
    m_cancel->setEnabled(false);
    m_stage->setText(tr("Stopping…"));
    m_rate->setText(QStringLiteral(" "));
    m_bar->setRange(0, 0);
    m_hanging.start();
    Q_EMIT cancelled();
}

bool ProgressPane::isStopping() const
{
    return !m_cancel->isEnabled();
}

// A sign for each: done, at work, to come.
void ProgressPane::showRow(qsizetype current)
{
    QStringList signs;
    for (qsizetype i = 0; i < m_stages.size(); ++i) {
        const QString sign = i < current ? QStringLiteral("✔")
            : i == current               ? QStringLiteral("▶")
                                         : QStringLiteral("○");
        signs += sign + QChar{QChar::Nbsp} + stageText(m_stages.at(i)).replace(QLatin1Char(' '), QChar{QChar::Nbsp});
    }
    m_row->setText(signs.join(QStringLiteral("    ")));
}

void ProgressPane::beginStage(const Progress& progress)
{
    m_shownStage = progress.stage;
    m_shownBundle = progress.bundle;
    const QString stage = stageText(progress.stage);
    const bool isOneOfSeveral = progress.bundle > 0 && progress.bundles > 1;
    m_stage->setText(
        isOneOfSeveral ? tr("%1 (bundle %2 of %3)").arg(stage).arg(progress.bundle).arg(progress.bundles) : stage);
    if (m_stages.contains(progress.stage)) {
        showRow(m_stages.indexOf(progress.stage));
    }
}

void ProgressPane::show(const Progress& progress)
{
    if (isStopping()) {
        return;
    }
    if (progress.stage != m_shownStage || progress.bundle != m_shownBundle) {
        beginStage(progress);
    }
    m_timeLeft.note(progress, m_clock());
    showAmount(progress);
    m_rate->setText(rateText(progress));
}

void ProgressPane::showAmount(const Progress& progress)
{
    const bool isKnown = progress.total > 0;
    m_bar->setRange(0, isKnown ? Steps : 0);
    if (isKnown) {
        const double share = static_cast<double>(progress.done) / static_cast<double>(progress.total);
        m_bar->setValue(static_cast<int>(std::clamp(share, 0.0, 1.0) * Steps));
    }
}

QString ProgressPane::rateText(const Progress& progress) const
{
    if (progress.stage == FlushingStage) {
        return waitingText(m_timeLeft.guess());
    }
    if (progress.total == 0 && progress.done == 0) {
        return QStringLiteral(" ");
    }
    const QLocale locale;
    const bool isBytes = progress.unit == u"bytes";
    const auto amount
        = [&](qint64 number) { return isBytes ? locale.formattedDataSize(number) : locale.toString(number); };
    QStringList facts{
        progress.total > 0 ? tr("%1 of %2").arg(amount(progress.done), amount(progress.total)) : amount(progress.done)};
    if (const auto pace = m_timeLeft.pace()) {
        const qint64 rate = std::max<qint64>(1, static_cast<qint64>(*pace * Second));
        facts += isBytes ? tr("%1/s").arg(amount(rate)) : tr("%1 per second").arg(amount(rate));
    }
    if (const auto guess = m_timeLeft.guess()) {
        facts += timeLeftText(*guess);
    }
    return facts.join(QStringLiteral(" · "));
}

} // namespace satchel
