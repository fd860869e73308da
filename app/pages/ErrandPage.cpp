#include "ErrandPage.h"

#include <QFileDialog>
#include <QHBoxLayout>

namespace satchel {

ErrandPage::ErrandPage(const StationView& station, const QString& title, const QString& begin, QWidget* parent)
    : QWidget{parent}
    , m_station{station}
    , m_upper{new QVBoxLayout}
    , m_folder{new QLineEdit{this}}
    , m_choose{new QPushButton{tr("&Choose…"), this}}
    , m_begin{new QPushButton{begin, this}}
    , m_progress{new ProgressPane{this}}
    , m_card{new OutcomeCard{this}}
{
    auto* const heading = new QLabel{title, this};
    auto font = heading->font();
    font.setPointSizeF(font.pointSizeF() * 1.6);
    heading->setFont(font);
    auto* const place = new QLabel{tr("&Stick or folder:"), this};
    place->setBuddy(m_folder);
    m_folder->setObjectName(QStringLiteral("folder"));
    m_begin->setObjectName(QStringLiteral("begin"));
    m_begin->setMinimumHeight(44); // for a thumb in a glove

    auto* const row = new QHBoxLayout;
    row->addWidget(place);
    row->addWidget(m_folder, 1);
    row->addWidget(m_choose);
    auto* const column = new QVBoxLayout{this};
    column->setSpacing(14);
    column->addWidget(heading);
    column->addLayout(m_upper);
    column->addLayout(row);
    column->addWidget(m_begin, 0, Qt::AlignLeft);
    column->addWidget(m_progress);
    column->addWidget(m_card);
    column->addStretch(1);

    connect(m_folder, &QLineEdit::textChanged, this, &ErrandPage::followFolder);
    connect(m_choose, &QPushButton::clicked, this, &ErrandPage::chooseFolder);
    connect(m_begin, &QPushButton::clicked, this, [this] { this->begin(); });
    connect(m_progress, &ProgressPane::cancelled, &m_thread, &VerbThread::cancel);
    connect(&m_thread, &VerbThread::progressed, m_progress, &ProgressPane::show);
    connect(&m_thread, &VerbThread::begun, this, [this] {
        m_card->setVisible(false);
        m_progress->begin();
        followFolder();
    });
    connect(&m_thread, &VerbThread::ended, this, [this] {
        m_progress->setVisible(false);
        followFolder();
        Q_EMIT done();
    });
    followFolder();
}

void ErrandPage::setFolder(const QString& folder)
{
    m_folder->setText(folder);
}

void ErrandPage::followFolder()
{
    const bool isFree = !m_thread.isRunning();
    m_folder->setEnabled(isFree);
    m_choose->setEnabled(isFree);
    m_begin->setEnabled(isFree && !m_folder->text().trimmed().isEmpty());
}

void ErrandPage::chooseFolder()
{
    const auto chosen = QFileDialog::getExistingDirectory(this, tr("Stick or folder"), m_folder->text());
    if (!chosen.isEmpty()) {
        m_folder->setText(chosen);
    }
}

void ErrandPage::show(OutcomeCard::Tone tone, const QString& headline, const QString& details)
{
    m_card->show(tone, headline, details);
}

} // namespace satchel
