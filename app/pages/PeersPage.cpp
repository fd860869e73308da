#include "PeersPage.h"

#include <app/Wording.h>
#include <app/widgets/PlainLabel.h>
#include <app/widgets/SaveBar.h>
#include <core/exchange/report/StationTables.h>

#include <QLabel>
#include <QVBoxLayout>

namespace satchel {

namespace {

struct KnownPeers {
    StationId id;
    QString name;
    QList<Peer> peers;
};

Result<KnownPeers> knownTo(const StationView& station)
{
    return station.read([](const Session& session) -> Result<KnownPeers> {
        const auto& own = session.station();
        return KnownPeers{own.id(), own.settings().name, listPeers(session).peers};
    });
}

} // namespace

PeersPage::PeersPage(const StationView& station, QWidget* parent)
    : QWidget{parent}
    , m_station{station}
    , m_own{new OwnCard{station, this}}
    , m_peers{new PeerList{station, this}}
    , m_intake{new PeerIntake{station, this}}
    , m_failure{selectableLabel(this)}
{
    m_failure->setVisible(false);
    auto* const column = new QVBoxLayout{this};
    column->setSpacing(14);
    column->addWidget(m_failure);
    column->addWidget(m_own);
    column->addWidget(m_peers, 1);
    auto* const save = new SaveBar{tr("Save the &list…"), tr("satchel-stations"), this};
    column->addWidget(save);
    save->offerTable([this] {
        return [station = m_station](TableForm as, const QString& file, const Conduct& conduct) {
            return station.read(
                [&](const Session& session) { return saveTable(peersTable(session), as, file, conduct); });
        };
    });
    column->addWidget(m_intake);

    connect(m_intake, &PeerIntake::added, this, &PeersPage::changed);
    connect(m_peers, &PeerList::changed, this, &PeersPage::changed);
}

void PeersPage::refresh()
{
    m_reading.runNext<Result<KnownPeers>>([station = m_station](const Conduct&) { return knownTo(station); },
        [this](const Result<KnownPeers>& known) {
            m_failure->setVisible(!known);
            if (known) {
                m_own->show(known->id, known->name);
                m_peers->show(known->peers);
            } else {
                m_failure->setText(
                    tr("The stations cannot be read: %1").arg(wordingOf(known.error(), Errand::Look).whole()));
            }
            Q_EMIT refreshed();
        });
}

} // namespace satchel
