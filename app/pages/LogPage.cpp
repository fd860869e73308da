#include "LogPage.h"

#include <app/Wording.h>
#include <app/paper/LogPaper.h>
#include <app/widgets/PlainLabel.h>
#include <app/widgets/SaveBar.h>

#include <core/exchange/StationTables.h>

#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QTableView>
#include <QVBoxLayout>

namespace satchel {

namespace {

constexpr int ColumnWidth = 150;

struct Read {
    std::vector<LogEntry> entries;
    CustodyLog::Verification verification;
};

Result<Read> readLog(const StationView& station)
{
    const auto session = station.forReading();
    if (!session) {
        return fail(session.error());
    }
    const auto& log = session->ledger().log();
    Read read;
    SATCHEL_TRY(log.forEach({}, [&read](const LogEntry& entry) -> Result<void> {
        read.entries.push_back(entry);
        return {};
    }));
    const auto verification = log.verify();
    if (!verification) {
        return fail(verification.error());
    }
    read.verification = *verification;
    return read;
}

} // namespace

LogPage::LogPage(const StationView& station, QWidget* parent)
    : QWidget{parent}
    , m_station{station}
    , m_table{new LogTable{this}}
    , m_text{new QLineEdit{this}}
    , m_verdict{plainLabel(this)}
    , m_view{new QTableView{this}}
{
    m_text->setPlaceholderText(tr("Filter"));
    m_text->setAccessibleName(tr("Only entries with this text"));
    m_text->setClearButtonEnabled(true);
    m_view->setModel(m_table);
    m_view->setAccessibleName(tr("Custody log"));
    m_view->setTabKeyNavigation(false);
    m_view->setWordWrap(false);
    m_view->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_view->verticalHeader()->setVisible(false);
    m_view->horizontalHeader()->setStretchLastSection(true);
    for (const int column : {LogTable::At, LogTable::Who, LogTable::Action}) {
        m_view->setColumnWidth(column, ColumnWidth);
    }
    m_view->setColumnWidth(LogTable::Verdict, 2 * ColumnWidth);
    auto* const column = new QVBoxLayout{this};
    column->addWidget(m_verdict);
    column->addWidget(m_text);
    column->addWidget(m_view, 1);
    column->addWidget(makeSaveBar());
    connect(m_text, &QLineEdit::textChanged, m_table, &LogTable::setFilter);
}

SaveBar* LogPage::makeSaveBar()
{
    auto* const save = new SaveBar{tr("&Save or print…"), tr("satchel-custody-log"), this};
    save->offerTable([this] {
        return [station = m_station, entries = m_table->shownEntries()](
                   TableForm form, const QString& file, const Conduct& conduct) {
            return station.read(
                [&](const Session& session) { return saveTable(logTable(session, entries), form, file, conduct); });
        };
    });
    save->offerPaper(tr("Custody log"), QPageLayout::Landscape, [this] {
        return [station = m_station, extract = LogExtract{m_table->shownEntries(), m_table->filter()}](
                   QPagedPaintDevice& device, const Conduct& conduct) {
            return station.read([&](const Session& session) { return paintLog(device, session, extract, conduct); });
        };
    });
    return save;
}

QString LogPage::verdict() const
{
    return m_verdict->text();
}

void LogPage::refresh()
{
    using Told = std::shared_ptr<Result<Read>>;
    m_reading.runNext<Told>(
        [station = m_station](const Conduct&) { return std::make_shared<Result<Read>>(readLog(station)); },
        [this](const Told& told) {
            if (!*told) {
                m_verdict->setText(
                    tr("The custody log cannot be read: %1").arg(wordingOf(told->error(), Errand::Look).whole()));
            } else {
                m_verdict->setText(verdictText((*told)->verification));
                m_table->setEntries(std::move((*told)->entries));
            }
            Q_EMIT refreshed();
        });
}

} // namespace satchel
