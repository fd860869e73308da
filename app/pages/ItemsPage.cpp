#include "ItemsPage.h"

#include <app/Words.h>
#include <app/widgets/FilterLine.h>
#include <app/widgets/FlowLayout.h>
#include <app/widgets/KeptPlace.h>
#include <app/widgets/PlainLabel.h>
#include <app/widgets/RowTable.h>
#include <app/widgets/SaveBar.h>
#include <app/widgets/SortKeys.h>
#include <app/widgets/WrappedText.h>
#include <core/exchange/report/ReportTables.h>
#include <core/exchange/report/StationTables.h>

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

namespace satchel {

namespace {

constexpr int ColumnLetters = 22;
constexpr qint64 FirstPage = 500; // rows: more than any window shows

const QString ItemsTableKey = QStringLiteral("items/table");
const QString TreeKey = QStringLiteral("items/tree");
const QString ItemsHalvesKey = QStringLiteral("items/halves");
const QString ByDeviceKey = QStringLiteral("items/byDevice");
const QString ItemsTextKey = QStringLiteral("items/serial");
const QString StateKey = QStringLiteral("items/state");
const QString KindKey = QStringLiteral("items/kind");

// By its name, which another version knows as well. Of none, or of one that is not there: all.
template <typename Named> void chooseByName(QComboBox& box, const QString& name, QString (*nameOf)(Named))
{
    int found = 0;
    for (int row = 1; row < box.count(); ++row) {
        found = nameOf(static_cast<Named>(box.itemData(row).toInt())) == name ? row : found;
    }
    box.setCurrentIndex(found);
}

template <typename Named> QString chosenName(const QComboBox& box, QString (*nameOf)(Named))
{
    const QVariant chosen = box.currentData();
    return chosen.isValid() ? nameOf(static_cast<Named>(chosen.toInt())) : QString{};
}

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
    , m_tooMany{plainLabel(this)}
    , m_decisions{new DecisionBar}
    , m_story{new ItemStory}
    , m_saveStory{new SaveBar{tr("Save the story…"), tr("satchel-story"), this}}
    , m_saveShown{new SaveBar{tr("Save what is known of the item…"), tr("satchel-item"), this}}
{
    addFilters();
    m_tooMany->setObjectName(QStringLiteral("tooMany"));
    m_tooMany->setVisible(false);
    setMostSelected(KeptPlace::MostKept);
    m_items->setObjectName(QStringLiteral("items"));
    m_tree->setUniformRowHeights(true);
    m_tree->setItemDelegate(new RoomyRows{*m_tree});
    m_tree->setObjectName(QStringLiteral("devices"));
    m_tree->setAccessibleName(tr("Devices and their items"));
    prepare(*m_items, *m_items->horizontalHeader(), *m_table);
    prepare(*m_tree, *m_tree->header(), *m_devices);
    addSortKeys(*this, ItemModel::ColumnCount,
        [this]() -> QHeaderView& { return isByDevice() ? *m_tree->header() : *m_items->horizontalHeader(); });
    auto* const filters = new FlowLayout;
    filters->addWidget(m_text);
    filters->addWidget(m_kind);
    filters->addWidget(m_state);
    filters->addWidget(m_byDevice);
    filters->addWidget(m_count);
    filters->addWidget(m_takeOut);
    m_halves->addWidget(m_views);
    m_halves->addWidget(m_story);
    m_halves->setStretchFactor(0, 3);
    m_halves->setStretchFactor(1, 2);
    m_halves->setChildrenCollapsible(false);
    auto* const column = new QVBoxLayout{this};
    column->addWidget(m_all, 0, Qt::AlignLeft);
    column->addLayout(filters);
    column->addWidget(m_halves, 1);
    // Below: what comes and goes must not push away what the pointer is on. And not in a half, which would cut it off.
    column->addWidget(m_tooMany);
    column->addWidget(m_decisions);
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

// What a table and a tree have in common.
void ItemsPage::prepare(QAbstractItemView& view, QHeaderView& header, ItemModel& model)
{
    m_views->addWidget(&view);
    view.setModel(&model);
    view.setSelectionMode(QAbstractItemView::ExtendedSelection);
    view.setTabKeyNavigation(false);
    view.setVerticalScrollMode(QAbstractItemView::ScrollPerItem);
    header.setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    header.setStretchLastSection(true);
    header.setHighlightSections(false); // it would ask of every row whether it is chosen, each time it is drawn
    makeSortable(header);
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
        for (const auto& item : selectedItems().value_or(QList<ItemId>{})) {
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
    save->setObjectName(QStringLiteral("saveList"));
    auto* const bars = new FlowLayout;
    bars->addWidget(save);
    static_cast<QVBoxLayout*>(layout())->addLayout(bars);
    addStorySaving(*bars);
    // Places alone are taken on this thread: the list never changes, and of a hundred thousand items the ids are made
    // on the other one.
    save->offerTable([this] {
        return [station = m_station, list = m_list, places = model().shown()](
                   TableForm form, const QString& file, const Conduct& conduct) {
            return station.read([&](const Session& session) {
                return saveTable(itemsTable(session, list->idsAt(places)), form, file, conduct);
            });
        };
    });
}

void ItemsPage::addStorySaving(QLayout& bars)
{
    m_saveStory->setObjectName(QStringLiteral("saveStory"));
    m_saveShown->setObjectName(QStringLiteral("saveShown"));
    for (auto* const bar : {m_saveStory, m_saveShown}) {
        bar->setVisible(false);
        bars.addWidget(bar);
    }
    m_saveStory->offerTable([this] {
        return [story = m_told ? m_told->device : DeviceStory{}](TableForm form, const QString& file,
                   const Conduct& conduct) { return saveTable(storyTable(story), form, file, conduct); };
    });
    m_saveShown->offerTable([this] {
        return [report = m_told ? m_told->item : ShowReport{}](TableForm form, const QString& file,
                   const Conduct& conduct) { return saveTable(shownTable(report, form), form, file, conduct); };
    });
}

// A header that takes its state back tells its order, as if somebody had clicked on it.
void ItemsPage::restoreState()
{
    const QSettings settings;
    m_items->horizontalHeader()->restoreState(settings.value(ItemsTableKey).toByteArray());
    m_tree->header()->restoreState(settings.value(TreeKey).toByteArray());
    m_halves->restoreState(settings.value(ItemsHalvesKey).toByteArray());
    m_byDevice->setChecked(settings.value(ByDeviceKey).toBool());
    m_text->setText(settings.value(ItemsTextKey).toString());
    chooseByName(*m_state, settings.value(StateKey).toString(), &itemStateName);
    chooseByName(*m_kind, settings.value(KindKey).toString(), &kindName);
}

void ItemsPage::keepState() const
{
    QSettings settings;
    settings.setValue(ItemsTableKey, m_items->horizontalHeader()->saveState());
    settings.setValue(TreeKey, m_tree->header()->saveState());
    settings.setValue(ItemsHalvesKey, m_halves->saveState());
    settings.setValue(ByDeviceKey, isByDevice());
    settings.setValue(ItemsTextKey, m_text->text());
    settings.setValue(StateKey, chosenName(*m_state, &itemStateName));
    settings.setValue(KindKey, chosenName(*m_kind, &kindName));
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
    m_only = items;
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
        [this](const Result<ItemTold>& told) { tell(told); });
}

void ItemsPage::tell(const Result<ItemTold>& told)
{
    m_told = told ? std::optional{*told} : std::nullopt;
    if (told) {
        m_story->show(told->item, told->device, m_station.now());
    } else {
        m_story->show(told.error());
    }
    m_saveStory->setVisible(told.has_value());
    m_saveShown->setVisible(told.has_value());
    Q_EMIT shown();
}

void ItemsPage::setMostSelected(qsizetype most)
{
    m_mostSelected = most;
    m_tooMany->setText(
        tr("More than %n item(s) are selected, and only so many can be taken out or decided on at once. Select fewer, "
           "or take out everything that is due.",
            nullptr, static_cast<int>(most)));
}

std::optional<QList<ItemId>> ItemsPage::selectedItems() const
{
    const auto selected = view().selectionModel()->selection();
    qsizetype rows = 0;
    for (const auto& range : selected) {
        rows += range.height();
    }
    if (rows > m_mostSelected) {
        return std::nullopt;
    }
    const auto places = model().itemsIn(selected);
    return static_cast<qsizetype>(places.size()) > m_mostSelected ? std::nullopt : std::optional{m_list->idsAt(places)};
}

// Until it is known what may be decided of these, nothing is offered: what somebody presses meanwhile would be about
// those that were chosen before.
void ItemsPage::tellChoices()
{
    if (m_isRestoring) {
        return;
    }
    const auto selected = selectedItems();
    const auto items = selected.value_or(QList<ItemId>{});
    m_tooMany->setVisible(!selected);
    m_takeOut->setEnabled(!items.isEmpty());
    if (items != m_offered) {
        m_offered = items;
        m_decisions->offerNothing();
    }
    if (items.isEmpty()) {
        return;
    }
    m_choosing.runNext<Decidable>([station = m_station, items](const Conduct&) { return choicesOf(station, items); },
        [this, items](const Decidable& decidable) {
            if (items == m_offered) {
                m_decisions->offer(decidable);
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
