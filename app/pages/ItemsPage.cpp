#include "ItemsPage.h"

#include "ItemVerbs.h"

#include <app/Words.h>
#include <app/widgets/FilterLine.h>
#include <app/widgets/FlowLayout.h>
#include <app/widgets/KeptPlace.h>
#include <app/widgets/RowTable.h>
#include <app/widgets/SaveBar.h>
#include <app/widgets/WrappedText.h>

#include <core/exchange/StationTables.h>

#include <QAction>
#include <QComboBox>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScopedValueRollback>
#include <QSettings>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableView>
#include <QTreeView>
#include <QVBoxLayout>

#include <algorithm>
#include <set>

namespace satchel {

namespace {

constexpr int ColumnLetters = 22;
constexpr qint64 FirstPage = 500; // rows: more than any window shows
// Items of which something is done at once: no more than stay chosen. The command line takes any number.
constexpr qsizetype MostSelected = KeptPlace::MostKept;

const QString TableKey = QStringLiteral("items/table");
const QString TreeKey = QStringLiteral("items/tree");
const QString HalvesKey = QStringLiteral("items/halves");
const QString ByDeviceKey = QStringLiteral("items/byDevice");

} // namespace

ItemsPage::ItemsPage(const StationView& station, QWidget* parent)
    : QWidget{parent}
    , m_station{station}
    , m_list{std::make_shared<ItemList>()}
    , m_table{new ItemTable{this}}
    , m_devices{new DeviceTree{this}}
    , m_text{new FilterLine{this}}
    , m_state{new QComboBox{this}}
    , m_kind{new QComboBox{this}}
    , m_byDevice{new QPushButton{tr("By &device"), this}}
    , m_items{rowTable(*m_table, tr("Items"), this)}
    , m_tree{new QTreeView}
    , m_views{new QStackedWidget}
    , m_halves{new QSplitter{Qt::Vertical, this}}
    , m_count{new QLabel{this}}
    , m_all{new QPushButton{this}}
    , m_takeOut{new QPushButton{tr("&Take out the selected…"), this}}
    , m_decisions{new DecisionBar}
    , m_story{new ItemStory}
{
    addFilters();
    m_items->setObjectName(QStringLiteral("items"));
    m_tree->setUniformRowHeights(true);
    m_tree->setItemDelegate(new RoomyRows{m_tree});
    m_tree->setObjectName(QStringLiteral("devices"));
    m_tree->setAccessibleName(tr("Devices and their items"));
    prepare(*m_items, *m_items->horizontalHeader(), *m_table);
    prepare(*m_tree, *m_tree->header(), *m_devices);
    addOrders();
    auto* const filters = new FlowLayout;
    filters->addWidget(m_text);
    filters->addWidget(m_kind);
    filters->addWidget(m_state);
    filters->addWidget(m_byDevice);
    filters->addWidget(m_count);
    filters->addWidget(m_takeOut);
    auto* const lower = new QWidget;
    auto* const below = new QVBoxLayout{lower};
    below->setContentsMargins({});
    below->addWidget(m_decisions);
    below->addWidget(m_story, 1);
    m_halves->addWidget(m_views);
    m_halves->addWidget(lower);
    m_halves->setStretchFactor(0, 3);
    m_halves->setStretchFactor(1, 2);
    m_halves->setChildrenCollapsible(false);
    auto* const column = new QVBoxLayout{this};
    column->addWidget(m_all, 0, Qt::AlignLeft);
    column->addLayout(filters);
    column->addWidget(m_halves, 1);
    addLeads();
    addSaving();
    restoreState();
    connect(m_decisions, &DecisionBar::decided, this, &ItemsPage::decide);
}

void ItemsPage::addFilters()
{
    m_text->setObjectName(QStringLiteral("serial"));
    m_text->setPlaceholderText(tr("Serial number"));
    m_text->setAccessibleName(tr("Only devices with this in their serial number"));
    m_state->setObjectName(QStringLiteral("state"));
    m_state->setAccessibleName(tr("Only items in this state"));
    m_state->addItem(tr("in any state"));
    for (const ItemState state : allItemStates()) {
        m_state->addItem(stateText(state), static_cast<int>(state));
    }
    m_kind->setObjectName(QStringLiteral("kind"));
    m_kind->setAccessibleName(tr("Only items of this kind"));
    m_kind->addItem(tr("of any kind"));
    for (int kind = 0; kind <= static_cast<int>(Kind::Checkpoint); ++kind) {
        if (isListed(static_cast<Kind>(kind))) {
            m_kind->addItem(kindText(static_cast<Kind>(kind)), kind);
        }
    }
    m_byDevice->setObjectName(QStringLiteral("byDevice"));
    m_byDevice->setCheckable(true);
    m_byDevice->setToolTip(tr("Each device with all of its items below it"));
    connect(m_text, &QLineEdit::textChanged, this, &ItemsPage::follow);
    connect(m_state, &QComboBox::currentIndexChanged, this, &ItemsPage::follow);
    connect(m_kind, &QComboBox::currentIndexChanged, this, &ItemsPage::follow);
    connect(m_byDevice, &QPushButton::toggled, this, &ItemsPage::group);
}

// What a table and a tree have in common. A click on a header does not sort by itself, as Qt would have it: what is
// chosen and in sight shall stay.
void ItemsPage::prepare(QAbstractItemView& view, QHeaderView& header, ItemModel& model)
{
    m_views->addWidget(&view);
    view.setModel(&model);
    view.setSelectionMode(QAbstractItemView::ExtendedSelection);
    view.setTabKeyNavigation(false);
    view.setVerticalScrollMode(QAbstractItemView::ScrollPerItem);
    header.setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    header.setStretchLastSection(true);
    header.setSectionsClickable(true);
    header.setSortIndicatorShown(true);
    header.setSortIndicator(-1, Qt::AscendingOrder);
    for (int column = 0; column < ItemModel::Deadline; ++column) {
        setLetters(header, {{column, ColumnLetters}});
    }
    connect(&header, &QHeaderView::sortIndicatorChanged, this, [this, &view, &model](int column, Qt::SortOrder order) {
        keepingPlace(view, model, [&] { model.sort(column, order); });
        tellChoices();
    });
    connect(view.selectionModel(), &QItemSelectionModel::currentRowChanged, this, &ItemsPage::tellStory);
    connect(view.selectionModel(), &QItemSelectionModel::selectionChanged, this, &ItemsPage::tellChoices);
}

// Headers take no keys: Alt and the number of a column do the same as a click on it.
void ItemsPage::addOrders()
{
    for (int column = 0; column < ItemModel::ColumnCount; ++column) {
        auto* const action = new QAction{this};
        action->setShortcut(QKeySequence{Qt::ALT | static_cast<Qt::Key>(Qt::Key_1 + column)});
        action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
        addAction(action);
        connect(action, &QAction::triggered, this, [this, column] {
            auto& header = isByDevice() ? *m_tree->header() : *m_items->horizontalHeader();
            const bool turns
                = header.sortIndicatorSection() == column && header.sortIndicatorOrder() == Qt::AscendingOrder;
            header.setSortIndicator(column, turns ? Qt::DescendingOrder : Qt::AscendingOrder);
        });
    }
}

// Where else one goes from here, and how one comes back to all.
void ItemsPage::addLeads()
{
    m_all->setObjectName(QStringLiteral("all"));
    m_all->setVisible(false);
    connect(m_all, &QPushButton::clicked, this, &ItemsPage::showAll);
    m_takeOut->setObjectName(QStringLiteral("takeOutSelected"));
    m_takeOut->setEnabled(false);
    connect(m_takeOut, &QPushButton::clicked, this, [this] {
        QStringList ids;
        for (const auto& item : selectedItems()) {
            ids += item.toString();
        }
        if (!ids.isEmpty()) {
            Q_EMIT takeOutWanted(ids);
        }
    });
}

void ItemsPage::addSaving()
{
    auto* const save = new SaveBar{tr("&Save the list…"), tr("satchel-requests"), this};
    layout()->addWidget(save);
    save->offerTable([this] {
        return
            [station = m_station, items = shownItems()](TableForm form, const QString& file, const Conduct& conduct) {
                return station.read(
                    [&](const Session& session) { return saveTable(itemsTable(session, items), form, file, conduct); });
            };
    });
}

QList<ItemId> ItemsPage::shownItems() const
{
    QList<ItemId> items;
    items.reserve(model().shownItems());
    for (int row = 0; row < model().rowCount(); ++row) {
        for (const quint32 item : model().itemsAt(model().index(row, 0))) {
            items += m_list->rows()[item].itemId();
        }
    }
    return items;
}

// A header that takes its state back tells its order, as if somebody had clicked on it.
void ItemsPage::restoreState()
{
    const QSettings settings;
    m_items->horizontalHeader()->restoreState(settings.value(TableKey).toByteArray());
    m_tree->header()->restoreState(settings.value(TreeKey).toByteArray());
    m_halves->restoreState(settings.value(HalvesKey).toByteArray());
    m_byDevice->setChecked(settings.value(ByDeviceKey).toBool());
}

void ItemsPage::keepState() const
{
    QSettings settings;
    settings.setValue(TableKey, m_items->horizontalHeader()->saveState());
    settings.setValue(TreeKey, m_tree->header()->saveState());
    settings.setValue(HalvesKey, m_halves->saveState());
    settings.setValue(ByDeviceKey, isByDevice());
}

// --- The list ---

// At first a page by itself, so that something is there at once.
void ItemsPage::refresh()
{
    if (m_isRead) {
        readAll();
        return;
    }
    m_reading.runNext<Result<ItemList::Ptr>>(
        [station = m_station](const Conduct& conduct) { return readItems(station, FirstPage, conduct.stop); },
        [this](const Result<ItemList::Ptr>& read) {
            if (read && !m_isRead) {
                replace(*read);
                Q_EMIT began();
            }
            readAll();
        });
}

void ItemsPage::readAll()
{
    m_reading.runNext<Result<ItemList::Ptr>>(
        [station = m_station](const Conduct& conduct) { return readItems(station, AllItems, conduct.stop); },
        [this](const Result<ItemList::Ptr>& read) {
            if (read) {
                m_isRead = true;
                replace(*read);
                tellStory();
                tellChoices();
            } else {
                m_story->show(read.error());
            }
            Q_EMIT refreshed();
        });
}

void ItemsPage::replace(const ItemList::Ptr& list)
{
    m_list = list;
    keepingPlace(view(), model(), [this] { model().setList(m_list); });
    count();
}

void ItemsPage::keepingPlace(QAbstractItemView& view, ItemModel& model, const std::function<void()>& change)
{
    const QScopedValueRollback restoring{m_isRestoring, true};
    const KeptPlace place{view, model};
    change();
    place.putBack();
}

// --- What is shown of it ---

bool ItemsPage::isByDevice() const
{
    return m_byDevice->isChecked();
}

QAbstractItemView& ItemsPage::view() const
{
    return isByDevice() ? static_cast<QAbstractItemView&>(*m_tree) : *m_items;
}

ItemModel& ItemsPage::model() const
{
    if (isByDevice()) {
        return *m_devices;
    }
    return *m_table;
}

ItemChoice ItemsPage::filter() const
{
    ItemChoice choice{m_text->text().trimmed()};
    choice.only = m_only;
    if (const QVariant state = m_state->currentData(); state.isValid()) {
        choice.state = static_cast<ItemState>(state.toInt());
    }
    if (const QVariant kind = m_kind->currentData(); kind.isValid()) {
        choice.kind = static_cast<Kind>(kind.toInt());
    }
    return choice;
}

void ItemsPage::showState(std::optional<ItemState> state)
{
    showAll();
    m_text->clear();
    m_kind->setCurrentIndex(0);
    m_state->setCurrentIndex(state ? m_state->findData(static_cast<int>(*state)) : 0);
}

void ItemsPage::showDevice(const QString& serial)
{
    showState({});
    m_text->setText(serial);
}

void ItemsPage::showOnly(const QString& whose, const QList<ItemId>& items)
{
    showState({});
    m_only = std::vector<ItemId>{items.begin(), items.end()};
    std::sort(m_only->begin(), m_only->end());
    m_all->setText(whose.isEmpty()
            ? tr("Show all items again")
            : tr("%1: show all items again").arg(whose).replace(QLatin1Char('&'), QStringLiteral("&&")));
    m_all->setVisible(true);
    follow();
}

void ItemsPage::showAll()
{
    m_only = {};
    m_all->setVisible(false);
    follow();
}

void ItemsPage::follow()
{
    keepingPlace(view(), model(), [this] { model().setChoice(filter()); });
    count();
    tellChoices();
}

void ItemsPage::count()
{
    m_count->setText(tr("%n item(s)", nullptr, static_cast<int>(model().shownItems())));
}

// The item that was chosen in one view is chosen in the other.
void ItemsPage::group(bool byDevice)
{
    auto* const former = byDevice ? static_cast<ItemModel*>(m_table) : m_devices;
    const auto& formerView = byDevice ? static_cast<QAbstractItemView&>(*m_items) : *m_tree;
    const auto items = former->itemsAt(formerView.currentIndex());
    model().setList(m_list);
    model().setChoice(filter());
    m_views->setCurrentWidget(&view());
    if (!items.empty()) {
        const auto index = model().indexOf(items.front());
        view().setCurrentIndex(index);
        view().scrollTo(index);
    }
    former->setList(std::make_shared<ItemList>());
    count();
    tellChoices();
}

void ItemsPage::choose(int row)
{
    view().setCurrentIndex(model().index(row, 0));
}

// --- The one that is chosen, and those ---

void ItemsPage::tellStory()
{
    const auto items = model().itemsAt(view().currentIndex());
    if (m_isRestoring || items.empty()) {
        return;
    }
    const ItemId item = m_list->rows()[items.front()].itemId();
    m_showing.runNext<Result<ItemTold>>([station = m_station, item](const Conduct&) { return storyOf(station, item); },
        [this](const Result<ItemTold>& told) {
            if (told) {
                m_story->show(told->item, told->device, m_station.now());
            } else {
                m_story->show(told.error());
            }
            Q_EMIT shown();
        });
}

QList<ItemId> ItemsPage::selectedItems() const
{
    qsizetype rows = 0;
    for (const auto& range : view().selectionModel()->selection()) {
        rows += range.height();
    }
    if (rows > MostSelected) {
        return {};
    }
    std::set<quint32> places; // a device may be chosen together with its items
    for (const auto& index : view().selectionModel()->selectedRows()) {
        const auto items = model().itemsAt(index);
        places.insert(items.begin(), items.end());
    }
    QList<ItemId> items;
    for (const quint32 place : places) {
        items += m_list->rows()[place].itemId();
    }
    return items.size() > MostSelected ? QList<ItemId>{} : items;
}

// Until it is known what may be decided of these, nothing is offered: what somebody presses meanwhile would be about
// those that were chosen before.
void ItemsPage::tellChoices()
{
    if (m_isRestoring) {
        return;
    }
    const auto items = selectedItems();
    m_takeOut->setEnabled(!items.isEmpty());
    if (items != m_offered) {
        m_offered = items;
        m_decisions->offerNothing();
    }
    if (items.isEmpty()) {
        return;
    }
    m_choosing.runNext<ItemChoices>([station = m_station, items](const Conduct&) { return choicesOf(station, items); },
        [this, items](const ItemChoices& choices) {
            if (items == m_offered) {
                m_decisions->offer(choices.decidable, choices.role);
            }
        });
}

// One at a time: the bar offers none before it was told what came of the last.
void ItemsPage::decide(const ItemDecision& decision)
{
    m_deciding.run<DecisionReport>(
        [station = m_station, decision](const Conduct& conduct) { return carryOut(station, decision, conduct); },
        [this, verb = decision.verb](const DecisionReport& report) {
            m_decisions->tell(outcomeText(report, verb));
            Q_EMIT changed();
        });
}

} // namespace satchel
