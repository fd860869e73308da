#include "LogPage.h"

#include <app/Wording.h>
#include <app/paper/LogPaper.h>
#include <app/widgets/FilterLine.h>
#include <app/widgets/KeptRows.h>
#include <app/widgets/PlainLabel.h>
#include <app/widgets/RowTable.h>
#include <app/widgets/SaveBar.h>
#include <core/exchange/report/StationTables.h>

#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QSettings>
#include <QTableView>
#include <QVBoxLayout>

namespace satchel {

namespace {

const QString LogTableKey = QStringLiteral("log/columns");

struct Read {
    std::vector<LogEntry> entries;
    CustodyLog::Verification verification;
};

Result<Read> readLog(const StationView& station)
{
    return station.read([](const Session& session) -> Result<Read> {
        const auto& log = session.ledger().log();
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
    });
}

} // namespace

LogPage::LogPage(const StationView& station, QWidget* parent)
    : QWidget{parent}
    , m_station{station}
    , m_table{new LogTable{this}}
    , m_text{new FilterLine{this}}
    , m_verdict{plainLabel(this)}
    , m_view{rowTable(*m_table, tr("Custody log"), this)}
{
    m_text->setPlaceholderText(tr("Filter"));
    m_text->setAccessibleName(tr("Only entries with this text"));
    m_view->setObjectName(QStringLiteral("entries"));
    m_view->setSelectionMode(QAbstractItemView::ExtendedSelection);
    setLetters(*m_view->horizontalHeader(),
        {{LogTable::At, 18}, {LogTable::Who, 22}, {LogTable::Action, 16}, {LogTable::Verdict, 44},
            {LogTable::Medium, 14}});
    m_view->horizontalHeader()->restoreState(QSettings{}.value(LogTableKey).toByteArray());
    auto* const column = new QVBoxLayout{this};
    column->addWidget(m_verdict);
    column->addWidget(m_text);
    column->addWidget(m_view, 1);
    column->addWidget(makeSaveBar());
    connect(m_text, &QLineEdit::textChanged, this,
        [this](const QString& text) { keepingPlace([&] { m_table->setFilter(text); }); });
}

void LogPage::keepState() const
{
    QSettings{}.setValue(LogTableKey, m_view->horizontalHeader()->saveState());
}

// What is marked to be compared, or read out, stays marked.
void LogPage::keepingPlace(const std::function<void()>& change)
{
    const KeptRows place{*m_view, [this](int row) { return QString::number(m_table->entryAt(row).seq); }};
    change();
    place.putBack();
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
    m_reading.runNext<Result<Read>>([station = m_station](const Conduct&) { return readLog(station); },
        [this](Result<Read>&& told) {
            if (!told) {
                m_verdict->setText(
                    tr("The custody log cannot be read: %1").arg(wordingOf(told.error(), Errand::Look).whole()));
            } else {
                m_verdict->setText(verdictText(told->verification));
                keepingPlace([&] { m_table->setEntries(std::move(told->entries)); });
            }
            Q_EMIT refreshed();
        });
}

} // namespace satchel
