#include "LogTable.h"

#include "ColumnTitle.h"

#include <app/Words.h>

#include <algorithm>

namespace satchel {

LogTable::LogTable(QObject* parent)
    : QAbstractTableModel{parent}
{
}

void LogTable::setEntries(std::vector<LogEntry> entries)
{
    beginResetModel();
    m_entries = std::move(entries);
    choose();
    endResetModel();
}

void LogTable::setFilter(const QString& text)
{
    beginResetModel();
    m_text = text;
    choose();
    endResetModel();
}

void LogTable::choose()
{
    m_shown.clear();
    for (std::size_t i = m_entries.size(); i > 0; --i) {
        const LogEntry& entry = m_entries[i - 1];
        const QStringList texts{
            entry.action, entry.verdict, entry.bundle, entry.medium, entry.operatorName, entry.user};
        const bool isShown = m_text.isEmpty() || std::any_of(texts.begin(), texts.end(), [this](const QString& text) {
            return text.contains(m_text, Qt::CaseInsensitive);
        });
        if (isShown) {
            m_shown.push_back(i - 1);
        }
    }
}

std::vector<qint64> LogTable::shownEntries() const
{
    std::vector<qint64> numbers;
    numbers.reserve(m_shown.size());
    for (const auto shown : m_shown) {
        numbers.push_back(m_entries[shown].seq);
    }
    std::sort(numbers.begin(), numbers.end());
    return numbers;
}

int LogTable::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_shown.size());
}

int LogTable::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant LogTable::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || role != Qt::DisplayRole) {
        return {};
    }
    const LogEntry& entry = entryAt(index.row());
    switch (index.column()) {
    case At:
        return timeText(entry.at);
    case Who:
        return entry.operatorName.isEmpty() ? entry.user : entry.operatorName;
    case Action:
        return entry.action;
    case Verdict:
        return entry.verdict;
    case Medium:
        return entry.medium;
    default:
        return {};
    }
}

QVariant LogTable::headerData(int section, Qt::Orientation orientation, int role) const
{
    return columnTitle(
        {tr("When"), tr("Who"), tr("What"), tr("With what result"), tr("Where")}, section, orientation, role);
}

} // namespace satchel
