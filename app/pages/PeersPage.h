#pragma once

#include <QWidget>

#include <app/StationView.h>
#include <app/VerbThread.h>
#include <app/widgets/OwnCard.h>
#include <app/widgets/PeerIntake.h>
#include <app/widgets/PeerList.h>

class QLabel;

namespace satchel {

// With whom this station exchanges bundles: its own card, the known stations, and how one more is added.
class PeersPage final : public QWidget {
    Q_OBJECT

public:
    explicit PeersPage(const StationView& station, QWidget* parent = nullptr);

    void refresh();
    void readCard(const QString& file) { m_intake->readCard(file); }
    void choose(const StationId& peer) { m_peers->choose(peer); }
    [[nodiscard]] OwnCard& ownCard() { return *m_own; }
    [[nodiscard]] PeerIntake& intake() { return *m_intake; }
    [[nodiscard]] PeerList& peers() { return *m_peers; }

Q_SIGNALS:
    void refreshed();
    void changed(); // a peer was added, forgotten or revoked

private:
    StationView m_station;
    OwnCard* m_own;
    PeerList* m_peers;
    PeerIntake* m_intake;
    QLabel* m_failure;
    VerbThread m_reading{this}; // last: it ends before what it reports to
};

} // namespace satchel
