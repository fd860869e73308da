#include "BundlesPage.h"

#include <app/BundleWords.h>
#include <app/Wording.h>
#include <app/widgets/FilterLine.h>
#include <app/widgets/FlowLayout.h>
#include <app/widgets/KeptRows.h>
#include <app/widgets/PlainLabel.h>
#include <app/widgets/RowTable.h>
#include <app/widgets/SlipBar.h>
#include <app/widgets/SortKeys.h>
#include <core/exchange/report/ReportTables.h>
#include <core/exchange/report/StationTables.h>

#include <QComboBox>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScopedValueRollback>
#include <QScrollArea>
#include <QScrollBar>
#include <QSettings>
#include <QSplitter>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>

namespace satchel {

namespace {

using Choice = BundleTable::Choice;

const QString BundlesTableKey = QStringLiteral("bundles/columns");
const QString CarriedKey = QStringLiteral("bundles/carriedColumns");
const QString BundlesHalvesKey = QStringLiteral("bundles/halves");
const QString BundlesTextKey = QStringLiteral("bundles/filter");
const QString ChoiceKey = QStringLiteral("bundles/choice");

QList<std::pair<Choice, QString>> choices()
{
    return {{Choice::All, BundlesPage::tr("all bundles")}, {Choice::MadeHere, BundlesPage::tr("made here")},
        {Choice::CameHere, BundlesPage::tr("came here")},
        {Choice::WithoutReceipt, BundlesPage::tr("without a receipt")},
        {Choice::WithRefusals, BundlesPage::tr("with refused items")},
        {Choice::Missing, BundlesPage::tr("never arrived")}};
}

// Also of one that never came, which has no id.
QString keyOf(const BundleFacts& bundle)
{
    return QStringLiteral("%1 %2 %3")
               .arg(bundle.peer.toString(), QString::number(static_cast<int>(bundle.way)),
                   QString::number(bundle.sequence))
        + QLatin1Char(' ') + (bundle.id.isNull() ? QString{} : bundle.id.toString());
}

} // namespace

struct BundlesPage::Read {
    std::vector<BundleFacts> bundles;
    QList<BundleGap> gaps;
};

Result<BundlesPage::Read> BundlesPage::readAll(const StationView& station)
{
    return station.read([](const Session& session) -> Result<Read> {
        Read read;
        SATCHEL_TRY(forEachBundle(session, [&read](const BundleFacts& bundle) -> Result<void> {
            read.bundles.push_back(bundle);
            return {};
        }));
        auto gaps = bundleGaps(session);
        if (!gaps) {
            return fail(std::move(gaps).error());
        }
        read.gaps = *std::move(gaps);
        return read;
    });
}

BundlesPage::BundlesPage(const StationView& station, QWidget* parent)
    : QWidget{parent}
    , m_station{station}
    , m_table{new BundleTable{this}}
    , m_carried{new CarriedTable{this}}
    , m_gaps{selectableLabel(this)}
    , m_text{new FilterLine{this}}
    , m_choice{new QComboBox{this}}
    , m_count{new QLabel{this}}
    , m_view{rowTable(*m_table, tr("Bundles"), this)}
    , m_story{selectableLabel(this)}
    , m_items{rowTable(*m_carried, tr("What the bundle carried"), this)}
    , m_halves{new QSplitter{Qt::Vertical, this}}
    , m_lead{new QPushButton{tr("&Show its items under Requests"), this}}
    , m_saveCarried{makeCarriedBar()}
    , m_slip{slipBar(station, [this] { return QList<Ulid>{m_carried->report().bundle.id}; }, this)}
{
    m_gaps->setObjectName(QStringLiteral("gaps"));
    m_gaps->setVisible(false);
    m_story->setObjectName(QStringLiteral("story"));
    m_lead->setObjectName(QStringLiteral("lead"));
    m_slip->setObjectName(QStringLiteral("slip"));
    m_text->setObjectName(QStringLiteral("filter"));
    m_text->setPlaceholderText(tr("Id, station or medium"));
    m_text->setAccessibleName(tr("Only bundles with this in their id, station or medium"));
    m_choice->setObjectName(QStringLiteral("choice"));
    m_choice->setAccessibleName(tr("Only bundles of this sort"));
    for (const auto& [choice, name] : choices()) {
        m_choice->addItem(name, static_cast<int>(choice));
    }
    setUpTables();
    layOut();
    addSaving();
    restoreState();
    showNone();
    connect(m_text, &QLineEdit::textChanged, this, &BundlesPage::follow);
    connect(m_choice, &QComboBox::currentIndexChanged, this, &BundlesPage::follow);
    connect(m_view->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &BundlesPage::tellStory);
    connect(m_lead, &QPushButton::clicked, this, &BundlesPage::leadToItems);
}

void BundlesPage::keepState() const
{
    QSettings settings;
    settings.setValue(BundlesTableKey, m_view->horizontalHeader()->saveState());
    settings.setValue(CarriedKey, m_items->horizontalHeader()->saveState());
    settings.setValue(BundlesHalvesKey, m_halves->saveState());
    settings.setValue(BundlesTextKey, m_text->text());
    settings.setValue(ChoiceKey, m_choice->currentData());
}

// As the window was left. A header that takes its state back tells its order, as if somebody had clicked on it.
void BundlesPage::restoreState()
{
    const QSettings settings;
    m_view->horizontalHeader()->restoreState(settings.value(BundlesTableKey).toByteArray());
    m_items->horizontalHeader()->restoreState(settings.value(CarriedKey).toByteArray());
    m_halves->restoreState(settings.value(BundlesHalvesKey).toByteArray());
    m_text->setText(settings.value(BundlesTextKey).toString());
    m_choice->setCurrentIndex(std::max(0, m_choice->findData(settings.value(ChoiceKey).toInt())));
    follow();
}

void BundlesPage::setUpTables()
{
    m_view->setObjectName(QStringLiteral("bundles"));
    m_items->setObjectName(QStringLiteral("carried"));
    auto& header = *m_view->horizontalHeader();
    makeSortable(header);
    addSortKeys(*this, BundleTable::ColumnCount, [this]() -> QHeaderView& { return *m_view->horizontalHeader(); });
    connect(&header, &QHeaderView::sortIndicatorChanged, this,
        [this](int column, Qt::SortOrder order) { keepingPlace([&] { m_table->sort(column, order); }); });
    setLetters(header,
        {{BundleTable::Sequence, 9}, {BundleTable::Way, 9}, {BundleTable::Station, 12}, {BundleTable::When, 19},
            {BundleTable::Items, 8}, {BundleTable::Size, 11}, {BundleTable::Receipt, 17}, {BundleTable::Medium, 14},
            {BundleTable::Id, 10}});
    setLetters(*m_items->horizontalHeader(),
        {{CarriedTable::Device, 28}, {CarriedTable::What, 24}, {CarriedTable::State, 24}});
}

void BundlesPage::layOut()
{
    auto* const filters = new FlowLayout;
    filters->addWidget(m_text);
    filters->addWidget(m_choice);
    filters->addWidget(m_count);
    auto* const lower = new QWidget{this};
    auto* const detail = new QVBoxLayout{lower};
    detail->setContentsMargins({});
    auto* const words = new QScrollArea{this}; // a long path must not push the table away
    words->setWidget(m_story);
    words->setWidgetResizable(true);
    words->setAccessibleName(tr("What is known of the bundle"));
    detail->addWidget(words, 1);
    detail->addWidget(m_items, 2);
    auto* const leads = new FlowLayout;
    leads->addWidget(m_lead);
    leads->addWidget(m_saveCarried);
    leads->addWidget(m_slip);
    detail->addLayout(leads);
    m_halves->addWidget(m_view);
    m_halves->addWidget(lower);
    m_halves->setStretchFactor(0, 3);
    m_halves->setStretchFactor(1, 2);
    m_halves->setChildrenCollapsible(false);
    auto* const column = new QVBoxLayout{this};
    column->addWidget(m_gaps);
    column->addLayout(filters);
    column->addWidget(m_halves, 1);
}

void BundlesPage::addSaving()
{
    auto* const save = new SaveBar{tr("Save the &list…"), tr("satchel-bundles"), this};
    save->setObjectName(QStringLiteral("saveList"));
    layout()->addWidget(save);
    save->offerTable([this] {
        return [bundles = m_table->shownRows()](
                   TableForm form, const QString& file, const Conduct& conduct) -> Result<qint64> {
            return saveTable(bundlesTable(bundles), form, file, conduct);
        };
    });
}

SaveBar* BundlesPage::makeCarriedBar()
{
    auto* const save = new SaveBar{tr("Save what it carried…"), tr("satchel-bundle"), this};
    save->setObjectName(QStringLiteral("saveCarried"));
    save->offerTable([this] {
        return [report = m_carried->report()](TableForm form, const QString& file, const Conduct& conduct) {
            return saveTable(carriedTable(report), form, file, conduct);
        };
    });
    return save;
}

void BundlesPage::refresh()
{
    m_reading.runNext<Result<Read>>([station = m_station](const Conduct&) { return readAll(station); },
        [this](Result<Read>&& read) { tell(std::move(read)); });
}

void BundlesPage::tell(Result<Read>&& read)
{
    QStringList lines;
    if (read) {
        keepingPlace([&] { m_table->setRows(std::move(read->bundles)); });
        count();
        for (const auto& gap : read->gaps) {
            lines += gapText(gap);
        }
        if (!chooseWanted()) {
            tellStory(); // its receipt may have come
        }
    } else {
        lines += tr("The bundles cannot be read: %1").arg(wordingOf(read.error(), Errand::Look).whole());
    }
    m_gaps->setText(lines.join(QLatin1Char('\n')));
    m_gaps->setVisible(!lines.isEmpty());
    Q_EMIT refreshed();
}

void BundlesPage::follow()
{
    keepingPlace(
        [this] { m_table->setFilter(m_text->text().trimmed(), static_cast<Choice>(m_choice->currentData().toInt())); });
    count();
}

void BundlesPage::count()
{
    m_count->setText(tr("%n bundle(s)", nullptr, m_table->rowCount()));
}

// What is chosen stays so while it is in the table, and its story with it.
void BundlesPage::keepingPlace(const std::function<void()>& change)
{
    const bool wasChosen = m_view->currentIndex().isValid();
    {
        const QScopedValueRollback restoring{m_isRestoring, true};
        const KeptRows place{*m_view, [this](int row) { return keyOf(m_table->rowAt(row)); }};
        change();
        place.putBack();
    }
    if (wasChosen && !m_view->currentIndex().isValid()) {
        showNone();
    }
}

void BundlesPage::showBundle(const Ulid& bundle)
{
    m_wanted = bundle;
    m_text->clear();
    m_choice->setCurrentIndex(0);
    chooseWanted();
}

bool BundlesPage::chooseWanted()
{
    const auto row = m_wanted.isNull() ? std::nullopt : m_table->rowOf(m_wanted);
    if (row) {
        m_wanted = Ulid{};
        choose(*row);
    }
    return row.has_value();
}

void BundlesPage::choose(int row)
{
    m_view->setCurrentIndex(m_table->index(row, 0));
    m_view->scrollTo(m_table->index(row, 0));
}

void BundlesPage::tellStory()
{
    const auto current = m_view->currentIndex();
    if (!current.isValid() || m_isRestoring) {
        return;
    }
    m_wanted = Ulid{};
    const int asked = ++m_asked;
    const BundleFacts bundle = m_table->rowAt(current.row());
    if (bundle.id.isNull()) {
        show(BundleReport{bundle, {}}); // it never came: there is nothing to read
        return;
    }
    m_showing.runNext<Result<BundleReport>>(
        [station = m_station, bundle](const Conduct&) {
            return station.read([&bundle](const Session& session) {
                return satchel::showBundle(session, bundle.way, bundle.peer, bundle.id);
            });
        },
        [this, asked](const Result<BundleReport>& told) {
            if (asked == m_asked) { // else another one was chosen meanwhile
                show(told);
            }
        });
}

void BundlesPage::show(const Result<BundleReport>& report)
{
    if (report) {
        const bool isSame = keyOf(report->bundle) == keyOf(m_carried->report().bundle);
        const int place = isSame ? m_items->verticalScrollBar()->value() : 0;
        m_carried->show(*report);
        m_items->verticalScrollBar()->setValue(place);
        m_story->setText(storyOf(report->bundle));
    } else {
        m_carried->show({});
        m_story->setText(tr("This bundle cannot be shown: %1").arg(wordingOf(report.error(), Errand::Look).whole()));
    }
    m_lead->setEnabled(m_carried->rowCount() > 0);
    m_saveCarried->setVisible(report.has_value());
    m_slip->setVisible(report && report->bundle.isToBeCarried());
    Q_EMIT shown();
}

void BundlesPage::showNone()
{
    ++m_asked; // what was asked for is not wanted any more
    m_carried->show({});
    m_story->setText(tr("Choose a bundle to see what it carried and what became of it."));
    m_lead->setEnabled(false);
    m_saveCarried->setVisible(false);
    m_slip->setVisible(false);
}

void BundlesPage::leadToItems()
{
    const auto& report = m_carried->report();
    QList<ItemId> items;
    for (const auto& carried : report.items) {
        items += carried.id;
    }
    Q_EMIT itemsChosen(report.bundle.way == BundleWay::Out
            ? tr("Bundle %1 for %2").arg(QString::number(report.bundle.sequence), report.bundle.peerName)
            : tr("Bundle %1 of %2").arg(QString::number(report.bundle.sequence), report.bundle.peerName),
        items);
}

} // namespace satchel
