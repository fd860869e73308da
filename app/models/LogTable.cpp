#include "LogTable.h"

#include "ColumnTitle.h"

#include <app/LogWords.h>
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
        if (m_text.isEmpty() || hasText(entry)) {
            m_shown.push_back(i - 1);
        }
    }
}

// As it was recorded, and as it is shown.
bool LogTable::hasText(const LogEntry& entry) const
{
    const auto has = [this](const QString& text) { return text.contains(m_text, Qt::CaseInsensitive); };
    const QStringList recorded{entry.action, entry.verdict, entry.bundle, entry.medium, entry.operatorName, entry.user};
    return std::any_of(recorded.begin(), recorded.end(), has) || has(actionText(entry)) || has(resultText(entry));
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
    if (!index.isValid() || (role != Qt::DisplayRole && role != Qt::ToolTipRole)) {
        return {};
    }
    const LogEntry& entry = entryAt(index.row());
    if (role == Qt::ToolTipRole) {
        return index.column() == Verdict ? QVariant{entry.verdict.toHtmlEscaped()} : QVariant{};
    }
    switch (index.column()) {
    case At:
        return timeText(entry.at);
    case Who:
        return entry.operatorName.isEmpty() ? entry.user : entry.operatorName;
    case Action:
        return actionText(entry);
    case Verdict:
        return resultText(entry);
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
