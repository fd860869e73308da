#include "VerifyPage.h"

#include <app/ErrorSentences.h>
#include <app/WarningWords.h>
#include <app/Wording.h>
#include <app/Words.h>
#include <app/look/Icons.h>
#include <app/widgets/SaveBar.h>
#include <app/widgets/ThumbSize.h>
#include <app/widgets/WrappedText.h>
#include <core/exchange/report/ReportTables.h>

#include <QFileDialog>
#include <QFileInfo>
#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QTreeWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <numeric>
#include <utility>

namespace satchel {

namespace {

using Tone = OutcomeCard::Tone;

constexpr qint64 MostFailures = 500; // lines; all of them are in the list that is saved

// A sign and a word: colour alone tells nothing to many.
void addCheck(QTreeWidgetItem& head, const QString& name, CheckResult result, const QString& why, const QString& detail)
{
    auto* const line = new QTreeWidgetItem{&head, {name, checkText(result), why}};
    line->setIcon(1, checkIcon(result));
    line->setToolTip(2, detail.toHtmlEscaped()); // the words of core, which are English
}

void addFact(QTreeWidgetItem& head, const QString& name, const QString& value)
{
    auto* const line = new QTreeWidgetItem{&head, {name, QString{}, value}};
    line->setToolTip(2, value.toHtmlEscaped());
}

// As people call it, and by its fingerprint where nobody here knows it.
QString stationText(const QString& name, const StationId& id)
{
    return name.isEmpty() ? VerifyPage::tr("unknown here: %1").arg(groupedFingerprint(id))
                          : VerifyPage::tr("%1 (%2)").arg(name, id.toString().left(8));
}

void addLabel(QTreeWidgetItem& head, const VerifiedFile& file)
{
    const Label& label = *file.label;
    const bool isProved = file.isProved();
    auto* const group = new QTreeWidgetItem{
        &head, {isProved ? VerifyPage::tr("what it is") : VerifyPage::tr("what it claims to be, unproved")}};
    const auto to = stationText(file.toName, label.address.to);
    addFact(*group, VerifyPage::tr("from"), stationText(file.fromName, label.address.from));
    addFact(*group, VerifyPage::tr("to"), to);
    addFact(*group, VerifyPage::tr("number"), QLocale{}.toString(label.address.sequence));
    addFact(*group, VerifyPage::tr("bundle"), label.address.bundle.toString());
    addFact(*group, VerifyPage::tr("made"), timeText(label.created));
    if (label.notAfter) {
        addFact(*group, VerifyPage::tr("to be used until"), timeText(*label.notAfter));
    }
    const auto bytes = std::accumulate(label.parts.begin(), label.parts.end(), qint64{0},
        [](qint64 sum, const PartEntry& part) { return sum + part.size; });
    addFact(*group, VerifyPage::tr("size"),
        VerifyPage::tr("%n part(s), %1", nullptr, static_cast<int>(label.parts.size()))
            .arg(QLocale{}.formattedDataSize(bytes)));
    addFact(*group, VerifyPage::tr("written by"), label.producer);
    addFact(*group, VerifyPage::tr("who may open it"), VerifyPage::tr("only %1").arg(to));
}

void addFailure(QTreeWidgetItem& head, const Refusal& failure)
{
    const auto name = failure.item.isEmpty() ? VerifyPage::tr("reason") : failure.item;
    addCheck(head, name, CheckResult::Fail, whatHappened(failure.code), failure.reason);
}

void addFile(QTreeWidget& tree, const VerifiedFile& file)
{
    auto* const head = new QTreeWidgetItem{&tree, {QFileInfo{file.file}.fileName(), verdictText(file.verdict)}};
    head->setToolTip(0, file.file.toHtmlEscaped());
    if (file.label) {
        addLabel(*head, file);
    }
    for (const auto& check : file.checks) {
        addCheck(*head, checkNameText(check.name), check.result, wordsOf(check, file), check.detail);
    }
    qint64 shown = 0;
    forEachRefusal(file.failures, [&](const Refusal& failure) {
        if (++shown <= MostFailures) {
            addFailure(*head, failure);
        }
    });
    if (shown > MostFailures) {
        addFact(*head, QString{},
            VerifyPage::tr(
                "%n more; the list that is saved has all of them", nullptr, static_cast<int>(shown - MostFailures)));
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
    , m_save{new SaveBar{tr("Sa&ve the checks…"), tr("satchel-checks"), this}}
{
    auto* const hint = new QLabel{tr("Drop bundles or receipts anywhere on this window. Nothing is taken in."), this};
    hint->setWordWrap(true);
    fitThumb(*m_choose);
    m_choose->setIcon(icon(Icon::Open));
    m_checks->setHeaderLabels({tr("Check"), tr("Result"), tr("Details")});
    m_checks->setObjectName(QStringLiteral("checks"));
    m_checks->setAccessibleName(tr("Checks"));
    m_checks->setWordWrap(true);
    m_checks->setItemDelegate(new WrappedText{*m_checks});
    m_checks->header()->setSectionResizeMode(0, QHeaderView::ResizeToContents);
    m_checks->header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
    auto* const column = new QVBoxLayout{this};
    column->setSpacing(14);
    column->addWidget(hint);
    column->addWidget(m_choose, 0, Qt::AlignLeft);
    column->addWidget(m_progress);
    column->addWidget(m_card);
    column->addWidget(m_checks, 1);
    column->addWidget(m_save);
    m_save->setVisible(false);
    m_save->offerTable([this] {
        return [report = m_told](TableForm form, const QString& file, const Conduct& conduct) {
            return saveTable(verifiedTable(report, form), form, file, conduct);
        };
    });

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
        m_save->setVisible(false);
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
    m_progress->setVisible(false);
    m_choose->setEnabled(true);
    m_save->setVisible(!m_told.files.isEmpty());
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
