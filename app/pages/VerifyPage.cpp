#include "VerifyPage.h"

#include <app/ErrorSentences.h>
#include <app/Wording.h>
#include <app/Words.h>
#include <app/look/Icons.h>
#include <app/widgets/ThumbSize.h>

#include <QFileDialog>
#include <QFileInfo>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QTreeWidget>
#include <QVBoxLayout>

#include <utility>

namespace satchel {

namespace {

// A sign and a word: colour alone tells nothing to many.
void addCheck(QTreeWidgetItem& head, const QString& name, CheckResult result, const QString& detail)
{
    auto* const line = new QTreeWidgetItem{&head, {name, checkText(result), detail}};
    line->setIcon(1, checkIcon(result));
    line->setToolTip(2, detail.toHtmlEscaped());
}

void addFile(QTreeWidget& tree, const VerifiedFile& file)
{
    auto* const head = new QTreeWidgetItem{&tree, {QFileInfo{file.file}.fileName(), verdictText(file.verdict)}};
    for (const auto& check : file.checks) {
        addCheck(*head, checkNameText(check.name), check.result, check.detail);
    }
    if (file.firstFailure) {
        addCheck(*head, VerifyPage::tr("reason"), CheckResult::Fail, whatHappened(file.firstFailure->code));
        auto* const detail = new QTreeWidgetItem{head, {QString{}, QString{}, file.firstFailure->reason}};
        detail->setToolTip(2, file.firstFailure->reason.toHtmlEscaped());
    }
}

} // namespace

VerifyPage::VerifyPage(const StationView& station, QWidget* parent)
    : QWidget{parent}
    , m_station{station}
    , m_choose{new QPushButton{tr("&Choose bundles…"), this}}
    , m_progress{new ProgressPane{this}}
    , m_card{new OutcomeCard{this}}
    , m_checks{new QTreeWidget{this}}
{
    auto* const hint = new QLabel{tr("Drop bundles or receipts anywhere on this window. Nothing is taken in."), this};
    hint->setWordWrap(true);
    fitThumb(*m_choose);
    m_checks->setHeaderLabels({tr("Check"), tr("Result"), tr("Details")});
    m_checks->setAccessibleName(tr("Checks"));
    m_checks->setWordWrap(true);
    m_checks->header()->setSectionResizeMode(0, QHeaderView::ResizeToContents);
    m_checks->header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
    auto* const column = new QVBoxLayout{this};
    column->setSpacing(14);
    column->addWidget(hint);
    column->addWidget(m_choose, 0, Qt::AlignLeft);
    column->addWidget(m_progress);
    column->addWidget(m_card);
    column->addWidget(m_checks, 1);

    connect(m_choose, &QPushButton::clicked, this, &VerifyPage::chooseFiles);
    connect(m_progress, &ProgressPane::cancelled, &m_thread, &VerbThread::cancel);
    connect(&m_thread, &VerbThread::progressed, m_progress, &ProgressPane::show);
}

void VerifyPage::chooseFiles()
{
    verify(QFileDialog::getOpenFileNames(
        this, tr("Bundles or receipts"), QString{}, tr("Bundles and receipts (*.satchel *.receipt);;All files (*)")));
}

void VerifyPage::verify(const QStringList& files)
{
    if (m_thread.isRunning()) {
        m_next += files;
    } else if (!files.isEmpty()) {
        m_told = {};
        m_checks->clear();
        begin(files);
    }
}

void VerifyPage::begin(const QStringList& files)
{
    m_card->setVisible(false);
    m_choose->setEnabled(false);
    m_progress->begin();
    m_thread.run<VerifyReport>(
        [station = m_station, files](const Conduct& conduct) {
            VerifyReport report;
            auto session = station.forReading(StationView::Keys::Welcome, conduct.stop);
            if (!session) {
                report.failure = std::move(session).error();
                return report;
            }
            return verifyFiles(&*session, {}, files, conduct);
        },
        [this](const VerifyReport& report) { add(report); });
}

// What was dropped meanwhile comes next, and one card is about all of it.
void VerifyPage::add(const VerifyReport& report)
{
    for (const auto& file : report.files) {
        addFile(*m_checks, file);
    }
    m_checks->expandAll();
    m_told.files += report.files;
    m_told.failure = m_told.failure ? m_told.failure : report.failure;
    const bool isStopped = report.failure && report.failure->code == ErrorCode::Cancelled;
    const auto next = std::exchange(m_next, {});
    if (!next.isEmpty() && !isStopped) {
        begin(next);
    } else {
        tell();
    }
}

void VerifyPage::tell()
{
    using Tone = OutcomeCard::Tone;
    m_progress->setVisible(false);
    m_choose->setEnabled(true);
    const auto outcome = m_told.outcome();
    if (m_told.failure) {
        const auto wording = wordingOf(*m_told.failure, Errand::Look);
        m_card->show(Tone::Bad, wording.whatHappened, wording.whatToDo);
    } else if (outcome == Outcome::Done) {
        m_card->show(Tone::Good, tr("Everything that can be checked here is good"), {});
    } else {
        m_card->show(outcome == Outcome::DoneInPart ? Tone::InPart : Tone::Bad, tr("Not everything is good"),
            tr("The first check that is bad says why. Do not bring in what is refused; ask its sender."));
    }
    Q_EMIT verified();
}

} // namespace satchel
