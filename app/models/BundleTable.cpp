#include "BundleTable.h"

#include "ColumnTitle.h"

#include <app/BundleWords.h>
#include <app/Words.h>

#include <QLocale>

#include <algorithm>

namespace satchel {

BundleTable::BundleTable(QObject* parent)
    : QAbstractTableModel{parent}
{
}

void BundleTable::setRows(std::vector<BundleFacts> rows)
{
    beginResetModel();
    m_rows = std::move(rows);
    choose();
    endResetModel();
}

void BundleTable::setFilter(const QString& text, Choice choice)
{
    beginResetModel();
    m_text = text;
    m_choice = choice;
    choose();
    endResetModel();
}

void BundleTable::sort(int column, Qt::SortOrder order)
{
    beginResetModel();
    m_column = column;
    m_order = order;
    choose();
    endResetModel();
}

bool BundleTable::isShown(const BundleFacts& row) const
{
    const auto has = [this](const QString& text) { return text.contains(m_text, Qt::CaseInsensitive); };
    if (!m_text.isEmpty() && !has(row.id.toString()) && !has(row.peerName) && !has(row.place)) {
        return false;
    }
    switch (m_choice) {
    case Choice::All:
        return true;
    case Choice::MadeHere:
        return row.way == BundleWay::Out;
    case Choice::CameHere:
        return row.way == BundleWay::In && row.standing != BundleStanding::Missing;
    case Choice::WithoutReceipt:
        return row.standing == BundleStanding::WithoutReceipt;
    case Choice::WithRefusals:
        return row.refused > 0;
    case Choice::Missing:
        return row.standing == BundleStanding::Missing;
    }
    Q_UNREACHABLE();
}

void BundleTable::choose()
{
    m_shown.clear();
    for (int i = 0; i < static_cast<int>(m_rows.size()); ++i) {
        if (isShown(m_rows[static_cast<std::size_t>(i)])) {
            m_shown.push_back(i);
        }
    }
    if (m_column < 0) {
        return;
    }
    // Equal ones stay as they were given. Not std::stable_sort: libstdc++'s takes what its own headers deprecate.
    const bool ascends = m_order == Qt::AscendingOrder;
    std::sort(m_shown.begin(), m_shown.end(), [&](int one, int other) {
        const BundleFacts& left = m_rows[static_cast<std::size_t>(ascends ? one : other)];
        const BundleFacts& right = m_rows[static_cast<std::size_t>(ascends ? other : one)];
        return isBefore(left, right) || (!isBefore(right, left) && one < other);
    });
}

bool BundleTable::isBefore(const BundleFacts& one, const BundleFacts& other) const
{
    switch (m_column) {
    case Sequence:
        return one.sequence < other.sequence;
    case Way:
        return one.way < other.way;
    case Station:
        return one.peerName < other.peerName;
    case When:
        return one.at < other.at;
    case Items:
        return one.items < other.items;
    case Size:
        return one.bytes < other.bytes;
    case Receipt:
        return one.standing < other.standing;
    case Medium:
        return one.place < other.place;
    case Id:
        return one.id < other.id;
    default:
        return false;
    }
}

const BundleFacts& BundleTable::rowAt(int row) const
{
    return m_rows[static_cast<std::size_t>(m_shown[static_cast<std::size_t>(row)])];
}

std::vector<BundleFacts> BundleTable::shownRows() const
{
    std::vector<BundleFacts> rows;
    rows.reserve(m_shown.size());
    for (int row = 0; row < rowCount(); ++row) {
        rows.push_back(rowAt(row));
    }
    return rows;
}

std::optional<int> BundleTable::rowOf(const Ulid& bundle) const
{
    for (int row = 0; row < rowCount(); ++row) {
        if (rowAt(row).id == bundle) {
            return row;
        }
    }
    return std::nullopt;
}

int BundleTable::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_shown.size());
}

int BundleTable::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString BundleTable::textOf(const BundleFacts& row, int column)
{
    const bool isThere = row.standing != BundleStanding::Missing;
    switch (column) {
    case Sequence:
        return QLocale{}.toString(row.sequence);
    case Way:
        return wayText(row.way);
    case Station:
        return row.peerName;
    case When:
        return isThere ? timeText(row.at) : QString{};
    case Items:
        return isThere ? QLocale{}.toString(row.items) : QString{};
    case Size:
        return sizeText(row);
    case Receipt:
        return receiptVerdictText(row);
    case Medium:
        return mediumText(row);
    case Id:
        return row.id.toString();
    default:
        return {};
    }
}

QVariant BundleTable::data(const QModelIndex& index, int role) const
{
    if (!index.isValid()) {
        return {};
    }
    const BundleFacts& row = rowAt(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return textOf(row, index.column());
    case Qt::ToolTipRole: // as text: names are somebody else's
        return (index.column() == Medium    ? row.place
                : index.column() == Receipt ? receiptText(row)
                                            : textOf(row, index.column()))
            .toHtmlEscaped();
    case Qt::TextAlignmentRole: {
        const bool isNumber = index.column() == Sequence || index.column() == Items || index.column() == Size;
        return QVariant::fromValue(Qt::Alignment{isNumber ? Qt::AlignRight : Qt::AlignLeft} | Qt::AlignVCenter);
    }
    default:
        return {};
    }
}

QVariant BundleTable::headerData(int section, Qt::Orientation orientation, int role) const
{
    return sortableTitle({tr("Number"), tr("Direction"), tr("Station"), tr("When"), tr("Items"), tr("Size"),
                             tr("Receipt"), tr("Medium"), tr("Id")},
        section, orientation, role);
}

} // namespace satchel
