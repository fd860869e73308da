#pragma once

#include <QWidget>

#include <app/StationView.h>
#include <app/VerbThread.h>

#include <core/exchange/Peering.h>

#include <optional>

class QLabel;
class QLineEdit;
class QPushButton;
class QTreeWidget;

namespace satchel {

// With whom this station exchanges bundles: its own fingerprint, the others', and how one more is added: by its card,
// and only once somebody has entered the fingerprint that the other side has told.
class PeersPage final : public QWidget {
    Q_OBJECT

public:
    explicit PeersPage(const StationView& station, QWidget* parent = nullptr);

    void refresh();
    void readCard(const QString& file);
    [[nodiscard]] QString remark() const;

Q_SIGNALS:
    void refreshed();
    void changed(); // a peer was added

private:
    void follow();
    void add();

    StationView m_station;
    QLabel* m_own;
    QTreeWidget* m_peers;
    QPushButton* m_open;
    QLabel* m_card;
    QLineEdit* m_told;
    QLineEdit* m_alias;
    QPushButton* m_add;
    QLabel* m_remark;
    std::optional<Card> m_read;
    VerbThread m_reading; // these last: they end before what they report to
    VerbThread m_adding;
};

} // namespace satchel
