#include "ProgressPane.h"

#include <QLabel>
#include <QLocale>
#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>

namespace satchel {

namespace {

constexpr int Steps = 1000; // of the bar: numbers of bytes are too large for it
constexpr qint64 LeastTime = 2000; // ms, before a rate means anything

QString stageText(const QString& stage)
{
    static const QHash<QString, const char*> texts{
        {QStringLiteral("packing"), QT_TRANSLATE_NOOP("satchel::ProgressPane", "Packing")},
        {QStringLiteral("writing"), QT_TRANSLATE_NOOP("satchel::ProgressPane", "Writing")},
        {QStringLiteral("flushing"), QT_TRANSLATE_NOOP("satchel::ProgressPane", "Writing to the medium itself")},
        {QStringLiteral("reading back"), QT_TRANSLATE_NOOP("satchel::ProgressPane", "Reading back what was written")},
        {QStringLiteral("checking"), QT_TRANSLATE_NOOP("satchel::ProgressPane", "Checking")},
    };
    const auto found = texts.find(stage);
    return found == texts.end() ? stage : ProgressPane::tr(*found);
}

} // namespace

ProgressPane::ProgressPane(QWidget* parent)
    : QWidget{parent}
    , m_stage{new QLabel{this}}
    , m_bar{new QProgressBar{this}}
    , m_rate{new QLabel{this}}
    , m_cancel{new QPushButton{tr("&Stop"), this}}
{
    m_bar->setTextVisible(false);
    m_bar->setAccessibleName(tr("Progress"));
    m_cancel->setObjectName(QStringLiteral("stop"));
    connect(m_cancel, &QPushButton::clicked, this, [this] {
        m_cancel->setEnabled(false);
        m_stage->setText(tr("Stopping…"));
        Q_EMIT cancelled();
    });
    auto* const column = new QVBoxLayout{this};
    column->setContentsMargins({});
    column->addWidget(m_stage);
    column->addWidget(m_bar);
    column->addWidget(m_rate);
    column->addWidget(m_cancel, 0, Qt::AlignLeft);
    setVisible(false);
}

void ProgressPane::begin()
{
    m_shownStage.clear();
    m_stage->setText(tr("Beginning…"));
    m_rate->setText(QStringLiteral(" "));
    m_bar->setRange(0, 0);
    m_cancel->setEnabled(true);
    setVisible(true);
}

void ProgressPane::show(const Progress& progress)
{
    if (!m_cancel->isEnabled()) {
        return; // it is being stopped
    }
    if (progress.stage != m_shownStage) {
        m_shownStage = progress.stage;
        m_ofStage.start();
        m_stage->setText(stageText(progress.stage));
    }
    const bool isKnown = progress.total > 0;
    m_bar->setRange(0, isKnown ? Steps : 0);
    if (!isKnown) {
        return;
    }
    const double share = static_cast<double>(progress.done) / static_cast<double>(progress.total);
    m_bar->setValue(static_cast<int>(share * Steps));
    const qint64 elapsed = m_ofStage.elapsed();
    const QLocale locale;
    QString text = progress.unit == u"bytes"
        ? tr("%1 of %2").arg(locale.formattedDataSize(progress.done), locale.formattedDataSize(progress.total))
        : tr("%1 of %2").arg(locale.toString(progress.done), locale.toString(progress.total));
    if (elapsed > LeastTime && share > 0) {
        const auto left = static_cast<int>(static_cast<double>(elapsed) * (1 - share) / share / 1000) + 1;
        text += QStringLiteral(" · ") + tr("about %n second(s) left", nullptr, left);
    }
    m_rate->setText(text);
}

} // namespace satchel
