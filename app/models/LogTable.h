#pragma once

#include <QAbstractTableModel>

#include <core/ledger/CustodyLog.h>

#include <vector>

namespace satchel {

// The custody log, newest first.
class LogTable final : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { At, Who, Action, Verdict, Medium, ColumnCount };

    explicit LogTable(QObject* parent = nullptr);

    void setEntries(std::vector<LogEntry> entries); // in their order
    void setFilter(const QString& text); // in action, verdict, bundle, medium or name, recorded or shown

    [[nodiscard]] const LogEntry& entryAt(int row) const { return m_entries[m_shown[static_cast<std::size_t>(row)]]; }
    [[nodiscard]] std::vector<qint64> shownEntries() const; // their numbers, ascending
    [[nodiscard]] const QString& filter() const { return m_text; }

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    void choose();
    [[nodiscard]] bool hasText(const LogEntry& entry) const;

    std::vector<LogEntry> m_entries;
    std::vector<std::size_t> m_shown;
    QString m_text;
};

} // namespace satchel
