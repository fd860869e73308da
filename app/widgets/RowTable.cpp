#include "RowTable.h"

#include "WholeText.h"

#include <QHeaderView>
#include <QTableView>

namespace satchel {

QTableView* rowTable(QAbstractItemModel& model, const QString& accessibleName, QWidget* parent)
{
    auto* const view = new QTableView{parent};
    view->setModel(&model);
    WholeText::tellIn(*view);
    view->setAccessibleName(accessibleName);
    view->setSelectionBehavior(QAbstractItemView::SelectRows);
    view->setSelectionMode(QAbstractItemView::SingleSelection);
    view->setTabKeyNavigation(false);
    view->setWordWrap(false);
    view->verticalHeader()->setVisible(false);
    view->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    view->horizontalHeader()->setStretchLastSection(true);
    return view;
}

void setLetters(QHeaderView& header, std::initializer_list<std::pair<int, int>> lettersOfColumns)
{
    const int letter = header.fontMetrics().horizontalAdvance(QLatin1Char('x'));
    for (const auto& [column, letters] : lettersOfColumns) {
        header.resizeSection(column, letters * letter);
    }
}

} // namespace satchel
