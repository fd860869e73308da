#include "BundlesPage.h"

#include <app/BundleWords.h>
#include <app/Wording.h>
#include <app/widgets/FilterLine.h>
#include <app/widgets/FlowLayout.h>
#include <app/widgets/PlainLabel.h>

#include <QComboBox>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QSplitter>
#include <QTableView>
#include <QVBoxLayout>

namespace satchel {

namespace {

using Choice = BundleTable::Choice;

QList<std::pair<Choice, QString>> choices()
{
    return {{Choice::All, BundlesPage::tr("all bundles")}, {Choice::MadeHere, BundlesPage::tr("made here")},
        {Choice::CameHere, BundlesPage::tr("came here")},
        {Choice::WithoutReceipt, BundlesPage::tr("without a receipt")},
        {Choice::WithRefusals, BundlesPage::tr("with refused items")},
        {Choice::Missing, BundlesPage::tr("never arrived")}};
}

QTableView* tableOf(QAbstractItemModel& model, const QString& name, QWidget* parent)
{
    auto* const view = new QTableView{parent};
    view->setModel(&model);
    view->setAccessibleName(name);
    view->setSelectionBehavior(QAbstractItemView::SelectRows);
    view->setSelectionMode(QAbstractItemView::SingleSelection);
    view->setTabKeyNavigation(false);
    view->setWordWrap(false);
    view->verticalHeader()->setVisible(false);
    view->horizontalHeader()->setStretchLastSection(true);
    return view;
}

// As wide as letters need: columns that nobody has pulled.
void setWidths(QTableView& view, std::initializer_list<std::pair<int, int>> lettersOfColumns)
{
    const int letter = view.fontMetrics().horizontalAdvance(QLatin1Char('x'));
    for (const auto& [column, letters] : lettersOfColumns) {
        view.setColumnWidth(column, letters * letter);
    }
}

} // namespace

struct BundlesPage::Read {
    std::vector<BundleFacts> bundles;
    QList<BundleGap> gaps;
};

Result<std::shared_ptr<BundlesPage::Read>> BundlesPage::readAll(const StationView& station)
{
    const auto session = station.forReading();
    if (!session) {
        return fail(session.error());
    }
    const auto read = std::make_shared<Read>();
    SATCHEL_TRY(forEachBundle(*session, [&read](const BundleFacts& bundle) -> Result<void> {
        read->bundles.push_back(bundle);
        return {};
    }));
    auto gaps = bundleGaps(*session);
    if (!gaps) {
        return fail(std::move(gaps).error());
    }
    read->gaps = *std::move(gaps);
    return read;
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
    , m_view{tableOf(*m_table, tr("Bundles"), this)}
    , m_story{selectableLabel(this)}
    , m_items{tableOf(*m_carried, tr("What the bundle carried"), this)}
    , m_lead{new QPushButton{tr("&Show its items under Requests"), this}}
{
    m_gaps->setObjectName(QStringLiteral("gaps"));
    m_gaps->setVisible(false);
    m_story->setObjectName(QStringLiteral("story"));
    m_story->setText(tr("Choose a bundle to see what it carried and what became of it."));
    m_lead->setObjectName(QStringLiteral("lead"));
    m_lead->setEnabled(false);
    m_text->setObjectName(QStringLiteral("filter"));
    m_text->setPlaceholderText(tr("Id, station or medium"));
    m_text->setAccessibleName(tr("Only bundles with this in their id, station or medium"));
    m_text->setClearButtonEnabled(true);
    m_choice->setObjectName(QStringLiteral("choice"));
    m_choice->setAccessibleName(tr("Only bundles of this sort"));
    for (const auto& [choice, name] : choices()) {
        m_choice->addItem(name, static_cast<int>(choice));
    }
    setUpTables();
    layOut();
    connect(m_text, &QLineEdit::textChanged, this, &BundlesPage::follow);
    connect(m_choice, &QComboBox::currentIndexChanged, this, &BundlesPage::follow);
    connect(m_view->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &BundlesPage::tellStory);
    connect(m_lead, &QPushButton::clicked, this, &BundlesPage::leadToItems);
}

void BundlesPage::setUpTables()
{
    m_view->setObjectName(QStringLiteral("bundles"));
    m_items->setObjectName(QStringLiteral("carried"));
    m_view->horizontalHeader()->setSortIndicator(-1, Qt::AscendingOrder);
    m_view->setSortingEnabled(true);
    setWidths(*m_view,
        {{BundleTable::Sequence, 10}, {BundleTable::Way, 6}, {BundleTable::Station, 16}, {BundleTable::When, 26},
            {BundleTable::Items, 8}, {BundleTable::Size, 12}, {BundleTable::Receipt, 56}, {BundleTable::Medium, 24}});
    setWidths(*m_items, {{CarriedTable::Device, 28}, {CarriedTable::What, 24}, {CarriedTable::State, 24}});
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
    words->setFrameShape(QFrame::NoFrame);
    words->setAccessibleName(tr("What is known of the bundle"));
    detail->addWidget(words, 1);
    detail->addWidget(m_items, 2);
    detail->addWidget(m_lead, 0, Qt::AlignLeft);
    auto* const halves = new QSplitter{Qt::Vertical, this};
    halves->addWidget(m_view);
    halves->addWidget(lower);
    halves->setStretchFactor(0, 3);
    halves->setStretchFactor(1, 2);
    halves->setChildrenCollapsible(false);
    auto* const column = new QVBoxLayout{this};
    column->addWidget(m_gaps);
    column->addLayout(filters);
    column->addWidget(halves, 1);
}

void BundlesPage::refresh()
{
    using Told = Result<std::shared_ptr<Read>>;
    using Kept = std::shared_ptr<Told>; // a Result has no empty value
    m_reading.runNext<Kept>([station = m_station](const Conduct&) { return std::make_shared<Told>(readAll(station)); },
        [this](const Kept& told) { tell(*told); });
}

void BundlesPage::tell(const Result<std::shared_ptr<Read>>& read)
{
    QStringList lines;
    if (read) {
        if (const auto current = m_view->currentIndex(); m_wanted.isNull() && current.isValid()) {
            m_wanted = m_table->rowAt(current.row()).id; // stays chosen
        }
        m_table->setRows(std::move((*read)->bundles));
        follow();
        for (const auto& gap : (*read)->gaps) {
            lines += gapText(gap);
        }
        chooseWanted();
    } else {
        lines += tr("The bundles cannot be read: %1").arg(wordingOf(read.error(), Errand::Look).whole());
    }
    m_gaps->setText(lines.join(QLatin1Char('\n')));
    m_gaps->setVisible(!lines.isEmpty());
    Q_EMIT refreshed();
}

void BundlesPage::follow()
{
    m_table->setFilter(m_text->text().trimmed(), static_cast<Choice>(m_choice->currentData().toInt()));
    m_count->setText(tr("%n bundle(s)", nullptr, m_table->rowCount()));
}

void BundlesPage::showBundle(const Ulid& bundle)
{
    m_wanted = bundle;
    m_text->clear();
    m_choice->setCurrentIndex(0);
    chooseWanted();
}

void BundlesPage::chooseWanted()
{
    const auto row = m_wanted.isNull() ? std::nullopt : m_table->rowOf(m_wanted);
    if (row) {
        choose(*row);
    }
}

void BundlesPage::choose(int row)
{
    m_view->setCurrentIndex(m_table->index(row, 0));
    m_view->scrollTo(m_table->index(row, 0));
}

void BundlesPage::tellStory()
{
    const auto current = m_view->currentIndex();
    if (!current.isValid()) {
        return;
    }
    m_wanted = Ulid{};
    const BundleFacts bundle = m_table->rowAt(current.row());
    if (bundle.id.isNull()) {
        show(BundleReport{bundle, {}}); // it never came: there is nothing to read
        return;
    }
    using Told = Result<BundleReport>;
    using Kept = std::shared_ptr<Told>;
    m_showing.runNext<Kept>(
        [station = m_station, bundle](const Conduct&) {
            const auto session = station.forReading();
            return std::make_shared<Told>(session ? satchel::showBundle(*session, bundle.way, bundle.peer, bundle.id)
                                                  : Told{fail(session.error())});
        },
        [this](const Kept& told) { show(*told); });
}

void BundlesPage::show(const Result<BundleReport>& report)
{
    if (report) {
        m_carried->show(*report);
        m_story->setText(storyOf(report->bundle));
    } else {
        m_carried->show({});
        m_story->setText(tr("This bundle cannot be shown: %1").arg(wordingOf(report.error(), Errand::Look).whole()));
    }
    m_lead->setEnabled(m_carried->rowCount() > 0);
    Q_EMIT shown();
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
