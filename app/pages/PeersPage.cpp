#include "PeersPage.h"

#include <app/widgets/PlainLabel.h>
#include <app/widgets/SaveBar.h>

#include <core/base/File.h>
#include <core/exchange/StationTables.h>

#include <QFileDialog>
#include <QFormLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace satchel {

namespace {

constexpr qint64 LargestCard = 1024 * 1024;

struct Known {
    QString own;
    QList<Peer> peers;
    QString failure;
};

Known knownTo(const StationView& station)
{
    const auto session = station.forReading();
    if (!session) {
        return {{}, {}, session.error().message};
    }
    return {groupedFingerprint(session->station().id()), session->station().peers().all(), {}};
}

QString roleText(StationRole role)
{
    return role == StationRole::Site ? PeersPage::tr("site") : PeersPage::tr("backend");
}

} // namespace

PeersPage::PeersPage(const StationView& station, QWidget* parent)
    : QWidget{parent}
    , m_station{station}
    , m_own{selectableLabel(this)}
    , m_peers{new QTreeWidget{this}}
    , m_open{new QPushButton{tr("&Open a card…"), this}}
    , m_card{selectableLabel(this)}
    , m_told{new QLineEdit{this}}
    , m_alias{new QLineEdit{this}}
    , m_add{new QPushButton{tr("&Add this station"), this}}
    , m_remark{selectableLabel(this)}
{
    m_peers->setHeaderLabels({tr("Name"), tr("Role"), tr("Fingerprint"), QString{}});
    m_peers->setAccessibleName(tr("Known stations"));
    m_peers->setRootIsDecorated(false);
    m_peers->header()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_told->setObjectName(QStringLiteral("told"));
    m_told->setPlaceholderText(tr("as the other side reads it out"));
    m_add->setObjectName(QStringLiteral("add"));
    m_add->setMinimumHeight(44);
    auto* const form = new QFormLayout;
    form->addRow(tr("This station:"), m_own);
    auto* const further = new QFormLayout;
    further->addRow(m_open, m_card);
    further->addRow(tr("&Fingerprint"), m_told);
    further->addRow(tr("&Name here"), m_alias);
    auto* const column = new QVBoxLayout{this};
    column->setSpacing(14);
    column->addLayout(form);
    column->addWidget(m_peers, 1);
    auto* const save = new SaveBar{tr("&Save the list…"), tr("satchel-stations"), this};
    column->addWidget(save);
    save->offerTable([this] {
        return [station = m_station](TableForm as, const QString& file, const Conduct& conduct) {
            const auto session = station.forReading();
            return session ? saveTable(peersTable(*session), as, file, conduct) : fail(session.error());
        };
    });
    column->addLayout(further);
    column->addWidget(m_add, 0, Qt::AlignLeft);
    column->addWidget(m_remark);

    connect(m_open, &QPushButton::clicked, this, [this] {
        const auto file = QFileDialog::getOpenFileName(
            this, tr("A station's card"), QString{}, tr("Cards (*.satchel-card);;All files (*)"));
        if (!file.isEmpty()) {
            readCard(file);
        }
    });
    connect(m_told, &QLineEdit::textChanged, this, &PeersPage::follow);
    connect(m_add, &QPushButton::clicked, this, &PeersPage::add);
    follow();
}

QString PeersPage::remark() const
{
    return m_remark->text();
}

void PeersPage::refresh()
{
    m_reading.runNext<Known>([station = m_station](const Conduct&) { return knownTo(station); },
        [this](const Known& known) {
            m_own->setText(known.own);
            m_peers->clear();
            for (const auto& peer : known.peers) {
                new QTreeWidgetItem{m_peers,
                    {peer.alias, roleText(peer.role()), groupedFingerprint(peer.id()),
                        peer.revoked ? tr("revoked") : QString{}}};
            }
            if (!known.failure.isEmpty()) {
                m_remark->setText(known.failure);
            }
            Q_EMIT refreshed();
        });
}

void PeersPage::readCard(const QString& file)
{
    m_read.reset();
    m_card->clear();
    m_told->clear();
    const auto bytes = readFile(file, LargestCard);
    auto card = bytes ? satchel::readCard(*bytes, {}) : fail(bytes.error());
    if (card) {
        m_read = *std::move(card);
        m_card->setText(QStringLiteral("%1 (%2)").arg(m_read->facts().name, roleText(m_read->facts().role)));
        m_alias->setText(m_read->facts().name);
        m_remark->setText(tr("Call the other side, let them read out the fingerprint that their own window shows, and "
                             "enter it. Only their card can have it."));
        m_told->setFocus();
    } else {
        m_remark->setText(tr("This is no station's card: %1").arg(card.error().message));
    }
    follow();
}

// The fingerprint is never shown beside the field: what is shown gets copied instead of compared.
void PeersPage::follow()
{
    const auto told = parseTypedFingerprint(m_told->text());
    const bool isSame = m_read && told && *told == m_read->station();
    m_told->setEnabled(m_read.has_value());
    m_alias->setEnabled(m_read.has_value());
    m_add->setEnabled(isSame && !m_adding.isRunning());
    if (m_read && told && !isSame) {
        m_remark->setText(tr("This is another fingerprint than the card's. The card is not from that station, or was "
                             "exchanged on its way: do not use it."));
    } else if (isSame) {
        m_remark->setText(tr("The fingerprint is the card's."));
    }
}

void PeersPage::add()
{
    using Failure = std::optional<Error>;
    m_adding.run<Failure>(
        [station = m_station, card = *m_read, alias = m_alias->text().trimmed()](const Conduct& conduct) -> Failure {
            auto session = station.forWriting(QStringLiteral("peer"), conduct.stop);
            const auto added = session ? addPeer(*session, card, alias) : fail(session.error());
            return added ? Failure{} : Failure{added.error()};
        },
        [this, name = m_read->facts().name](const Failure& failure) {
            if (failure) {
                m_remark->setText(failure->message);
            } else {
                m_read.reset();
                m_card->clear();
                m_told->clear();
                m_alias->clear();
                m_remark->setText(tr("%1 is known now: bundles can be made for it and taken from it.").arg(name));
                refresh();
                Q_EMIT changed();
            }
            follow();
        });
    follow();
}

} // namespace satchel
