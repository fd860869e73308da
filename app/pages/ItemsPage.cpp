#include "ItemsPage.h"

#include <app/Words.h>
#include <app/widgets/SaveBar.h>

#include <core/exchange/StationTables.h>

#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>
#include <QSplitter>
#include <QTableView>
#include <QVBoxLayout>

namespace satchel {

namespace {

constexpr int ColumnWidth = 170;
constexpr qint64 MostRows = 200'000; // some 30 MB

using Rows = Result<std::vector<ItemRow>>;

Rows rowsOf(const StationView& station)
{
    const auto session = station.forReading();
    if (!session) {
        return fail(session.error());
    }
    std::vector<ItemRow> rows;
    ItemFilter filter;
    filter.limit = MostRows;
    SATCHEL_TRY(session->ledger().items().forEach(filter, [&rows](const Item& item) -> Result<void> {
        rows.push_back({item.id, item.device, item.kind, item.state, item.gatheredAt, item.deadline});
        return {};
    }));
    return rows;
}

Result<ShowReport> storyOf(const StationView& station, const ItemId& item)
{
    return station.read([&item](const Session& session) { return showItem(session, item.toString()); });
}

} // namespace

ItemsPage::ItemsPage(const StationView& station, QWidget* parent)
    : QWidget{parent}
    , m_station{station}
    , m_table{new ItemTable{this}}
    , m_text{new QLineEdit{this}}
    , m_state{new QComboBox{this}}
    , m_view{new QTableView{this}}
    , m_count{new QLabel{this}}
    , m_all{new QPushButton{this}}
    , m_takeOut{new QPushButton{tr("&Take out the selected…"), this}}
    , m_story{new ItemStory{this}}
{
    m_text->setPlaceholderText(tr("Serial number"));
    m_text->setAccessibleName(tr("Only devices with this in their serial number"));
    m_text->setClearButtonEnabled(true);
    m_state->setAccessibleName(tr("Only items in this state"));
    m_state->addItem(tr("in any state"));
    for (const ItemState state : allItemStates()) {
        m_state->addItem(stateText(state), static_cast<int>(state));
    }
    m_view->setModel(m_table);
    m_view->setAccessibleName(tr("Items"));
    m_view->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_view->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_view->setTabKeyNavigation(false);
    m_view->verticalHeader()->setVisible(false);
    m_view->horizontalHeader()->setStretchLastSection(true);
    m_view->horizontalHeader()->setSortIndicator(-1, Qt::AscendingOrder);
    m_view->setSortingEnabled(true);
    m_view->setWordWrap(false);
    for (const int column : {ItemTable::Device, ItemTable::What, ItemTable::State, ItemTable::Gathered}) {
        m_view->setColumnWidth(column, ColumnWidth);
    }

    auto* const filters = new QHBoxLayout;
    filters->addWidget(m_text, 1);
    filters->addWidget(m_state);
    filters->addWidget(m_count);
    filters->addWidget(m_takeOut);
    auto* const halves = new QSplitter{Qt::Vertical, this};
    halves->addWidget(m_view);
    halves->addWidget(m_story);
    halves->setStretchFactor(0, 3);
    halves->setStretchFactor(1, 2);
    m_all->setObjectName(QStringLiteral("all"));
    m_all->setVisible(false);
    connect(m_all, &QPushButton::clicked, this, &ItemsPage::showAll);
    auto* const column = new QVBoxLayout{this};
    column->addWidget(m_all, 0, Qt::AlignLeft);
    column->addLayout(filters);
    column->addWidget(halves, 1);
    auto* const save = new SaveBar{tr("&Save the list…"), tr("satchel-requests"), this};
    column->addWidget(save);
    save->offerTable([this] {
        return
            [station = m_station, items = shownItems()](TableForm form, const QString& file, const Conduct& conduct) {
                return station.read(
                    [&](const Session& session) { return saveTable(itemsTable(session, items), form, file, conduct); });
            };
    });

    connect(m_text, &QLineEdit::textChanged, this, &ItemsPage::follow);
    connect(m_state, &QComboBox::currentIndexChanged, this, &ItemsPage::follow);
    connect(m_view->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &ItemsPage::tellStory);
    m_takeOut->setObjectName(QStringLiteral("takeOutSelected"));
    connect(m_view->selectionModel(), &QItemSelectionModel::selectionChanged, this, &ItemsPage::followSelection);
    connect(m_table, &ItemTable::modelReset, this, &ItemsPage::followSelection);
    connect(m_takeOut, &QPushButton::clicked, this, [this] { Q_EMIT takeOutWanted(selectedItems()); });
    followSelection();
}

QStringList ItemsPage::selectedItems() const
{
    QStringList items;
    for (const auto& index : m_view->selectionModel()->selectedRows()) {
        items += m_table->rowAt(index.row()).id.toString();
    }
    return items;
}

void ItemsPage::followSelection()
{
    m_takeOut->setEnabled(m_view->selectionModel()->hasSelection());
}

void ItemsPage::showDevice(const QString& serial)
{
    m_state->setCurrentIndex(0);
    m_text->setText(serial);
}

void ItemsPage::refresh()
{
    m_reading.runNext<std::shared_ptr<Rows>>(
        [station = m_station](const Conduct&) { return std::make_shared<Rows>(rowsOf(station)); },
        [this](const std::shared_ptr<Rows>& rows) {
            if (*rows) {
                m_table->setRows(std::move(**rows));
                follow();
            } else {
                m_story->show(rows->error());
            }
            Q_EMIT refreshed();
        });
}

void ItemsPage::showOnly(const QString& whose, const QList<ItemId>& items)
{
    showState({});
    m_table->setOnly(std::vector<ItemId>{items.begin(), items.end()});
    m_all->setText(tr("%1: show all items again").arg(whose).replace(QLatin1Char('&'), QStringLiteral("&&")));
    m_all->setVisible(true);
    follow();
}

void ItemsPage::showAll()
{
    m_table->setOnly({});
    m_all->setVisible(false);
    follow();
}

void ItemsPage::showState(std::optional<ItemState> state)
{
    showAll();
    m_text->clear();
    m_state->setCurrentIndex(state ? m_state->findData(static_cast<int>(*state)) : 0);
}

void ItemsPage::follow()
{
    const QVariant state = m_state->currentData();
    m_table->setFilter(m_text->text().trimmed(),
        state.isValid() ? std::optional{static_cast<ItemState>(state.toInt())} : std::nullopt);
    m_count->setText(tr("%n item(s)", nullptr, m_table->rowCount()));
}

QList<ItemId> ItemsPage::shownItems() const
{
    QList<ItemId> items;
    items.reserve(m_table->rowCount());
    for (int row = 0; row < m_table->rowCount(); ++row) {
        items += m_table->rowAt(row).id;
    }
    return items;
}

void ItemsPage::choose(int row)
{
    m_view->setCurrentIndex(m_table->index(row, 0));
}

void ItemsPage::tellStory()
{
    const auto current = m_view->currentIndex();
    if (!current.isValid()) {
        return;
    }
    const ItemId item = m_table->rowAt(current.row()).id;
    using Told = std::shared_ptr<Result<ShowReport>>;
    m_showing.runNext<Told>(
        [station = m_station, item](
            const Conduct&) { return std::make_shared<Result<ShowReport>>(storyOf(station, item)); },
        [this](const Told& told) {
            *told ? m_story->show(**told) : m_story->show(told->error());
            Q_EMIT shown();
        });
}

} // namespace satchel
