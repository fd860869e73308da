#include "PeerList.h"

#include "FlowLayout.h"
#include "PlainLabel.h"
#include "WholeText.h"

#include <app/Wording.h>
#include <app/Words.h>

#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QTreeWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace satchel {

namespace {

QDateTime firstEnd(const QList<Certificate>& certificates)
{
    QDateTime end = certificates.first().notAfter();
    for (const auto& certificate : certificates) {
        end = std::min(end, certificate.notAfter());
    }
    return end;
}

QString describe(const Peer& peer)
{
    const auto& facts = peer.card.facts();
    QStringList lines{PeerList::tr("Fingerprint: %1").arg(groupedFingerprint(peer.id())),
        PeerList::tr("On its card it is called “%1”. Card number %2, made %3, added %4.")
            .arg(peer.name(), QString::number(facts.issue), timeText(facts.created), timeText(peer.addedAt))};
    const QDateTime end = firstEnd(facts.signing + facts.decryption);
    if (end < endOfTime()) {
        lines += PeerList::tr("Its certificates end %1: ask for its new card before then.").arg(timeText(end));
    }
    return lines.join(QLatin1Char('\n'));
}

} // namespace

PeerList::PeerList(const StationView& station, QWidget* parent)
    : QWidget{parent}
    , m_station{station}
    , m_list{new QTreeWidget{this}}
    , m_details{selectableLabel(this)}
    , m_forget{new QPushButton{tr("For&get this station"), this}}
    , m_putBack{new QPushButton{tr("Put &back what was forgotten"), this}}
    , m_revoke{new QPushButton{tr("&Revoke this station…"), this}}
    , m_revoking{new QWidget{this}}
    , m_forgetting{new QWidget{this}}
    , m_remark{selectableLabel(this)}
{
    m_list->setObjectName(QStringLiteral("peers"));
    m_list->setHeaderLabels({tr("Name"), tr("Role"), tr("Fingerprint"), QString{}});
    m_list->setAccessibleName(tr("Known stations"));
    m_list->setRootIsDecorated(false);
    m_list->setMinimumHeight(120);
    WholeText::tellIn(*m_list);
    m_list->header()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_remark->setObjectName(QStringLiteral("peerListRemark"));
    auto* const known = new QLabel{tr("&Known stations:"), this};
    known->setBuddy(m_list);
    auto* const column = new QVBoxLayout{this};
    column->setContentsMargins({});
    column->addWidget(known);
    column->addWidget(m_list, 1);
    column->addWidget(m_details);
    column->addLayout(makeButtons());
    column->addWidget(makeRevoking());
    column->addWidget(makeForgetting());
    column->addWidget(m_remark);

    connect(m_list, &QTreeWidget::itemSelectionChanged, this, [this] {
        askNothing();
        follow();
    });
    connect(m_forget, &QPushButton::clicked, this, &PeerList::askToForget);
    connect(m_putBack, &QPushButton::clicked, this, &PeerList::putBack);
    connect(m_revoke, &QPushButton::clicked, this, [this] {
        askNothing();
        m_revoking->setVisible(true);
    });
    follow();
}

QLayout* PeerList::makeButtons()
{
    m_forget->setObjectName(QStringLiteral("forgetPeer"));
    m_putBack->setObjectName(QStringLiteral("putBackPeer"));
    m_revoke->setObjectName(QStringLiteral("revokePeer"));
    auto* const row = new FlowLayout;
    row->addWidget(m_forget);
    row->addWidget(m_putBack);
    row->addWidget(m_revoke);
    return row;
}

void PeerList::makeQuestion(QWidget& place, const Question& question, void (PeerList::*then)())
{
    auto* const yes = new QPushButton{question.yes.text, &place};
    auto* const no = new QPushButton{question.no.text, &place};
    yes->setObjectName(QLatin1StringView{question.yes.name});
    no->setObjectName(QLatin1StringView{question.no.name});
    auto* const row = new FlowLayout;
    row->addWidget(yes);
    row->addWidget(no);
    auto* const column = new QVBoxLayout{&place};
    column->setContentsMargins({});
    column->addWidget(plainLabel(&place, 1.0, markedWarning(question.text)));
    column->addLayout(row);
    place.setVisible(false);
    connect(yes, &QPushButton::clicked, this, then);
    connect(no, &QPushButton::clicked, &place, &QWidget::hide);
}

QWidget* PeerList::makeRevoking()
{
    m_revoking->setObjectName(QStringLiteral("revoking"));
    makeQuestion(*m_revoking,
        {tr("A station that is revoked stays so: its bundles are refused, also those already on their way, and none "
            "is made for it. Do this if its computer or its keys were stolen."),
            {tr("Revoke it for good"), "revokeForGood"}, {tr("Do not revoke it"), "doNotRevoke"}},
        &PeerList::revoke);
    return m_revoking;
}

QWidget* PeerList::makeForgetting()
{
    m_forgetting->setObjectName(QStringLiteral("forgetting"));
    makeQuestion(*m_forgetting,
        {tr("This station is revoked. Once it is forgotten, nothing here knows of that but the custody log: whoever "
            "has "
            "its card can add it again. It cannot be put back as revoked."),
            {tr("Forget it all the same"), "forgetForGood"}, {tr("Keep it revoked"), "keepRevoked"}},
        &PeerList::forget);
    return m_forgetting;
}

void PeerList::askNothing()
{
    m_revoking->setVisible(false);
    m_forgetting->setVisible(false);
}

// Putting a revoked one back would undo its revocation, so that it is asked before and not undone after.
void PeerList::askToForget()
{
    askNothing();
    if (chosen()->revoked) {
        m_forgetting->setVisible(true);
    } else {
        forget();
    }
}

QString PeerList::remark() const
{
    return m_remark->text();
}

void PeerList::show(const QList<Peer>& peers)
{
    const auto before = chosen();
    const QSignalBlocker quiet{m_list}; // who reads the question, goes on reading it
    m_peers = peers;
    m_list->clear();
    for (const auto& peer : peers) {
        auto* const line = new QTreeWidgetItem{m_list,
            {peer.alias, roleText(peer.role()), groupedFingerprint(peer.id()),
                peer.revoked ? tr("revoked") : QString{}}};
        if (before && before->id() == peer.id()) {
            m_list->setCurrentItem(line);
        }
    }
    const auto now = chosen();
    if (!before || !now || before->id() != now->id()) {
        askNothing();
    }
    if (m_wanted) {
        choose(*m_wanted);
    }
    follow();
}

void PeerList::choose(const StationId& peer)
{
    m_wanted = peer;
    for (int row = 0; row < m_list->topLevelItemCount(); ++row) {
        if (m_peers[row].id() == peer) {
            m_list->setCurrentItem(m_list->topLevelItem(row));
            m_wanted.reset();
        }
    }
    follow();
}

std::optional<Peer> PeerList::chosen() const
{
    const auto selected = m_list->selectedItems();
    return selected.isEmpty() ? std::nullopt : std::optional{m_peers[m_list->indexOfTopLevelItem(selected.first())]};
}

void PeerList::follow()
{
    const bool isFree = !m_thread.isRunning();
    const auto peer = chosen();
    if (!isFree) {
        askNothing(); // it was asked before what runs now
    }
    m_details->setVisible(peer.has_value());
    m_details->setText(peer ? describe(*peer) : QString{});
    m_forget->setEnabled(isFree && peer);
    m_revoke->setEnabled(isFree && peer && !peer->revoked);
    m_putBack->setVisible(m_forgotten.has_value());
    m_putBack->setEnabled(isFree);
}

// By its whole fingerprint: an alias may be another's by the time the verb runs.
void PeerList::forget()
{
    const Peer peer = *chosen();
    askNothing();
    run(
        QStringLiteral("peer remove"),
        [id = peer.id().toString()](Session& session) { return removePeer(session, id); },
        [this, peer] {
            m_forgotten = peer.revoked ? std::nullopt : std::optional{peer};
            m_remark->setText(tr("%1 is a stranger from now on: its bundles are refused.").arg(peer.alias));
        });
}

void PeerList::putBack()
{
    run(
        QStringLiteral("peer add"),
        [peer = *m_forgotten](Session& session) { return addPeer(session, peer.card, peer.alias); },
        [this] {
            m_remark->setText(tr("%1 is known again.").arg(m_forgotten->alias));
            m_forgotten.reset();
        });
}

void PeerList::revoke()
{
    const Peer peer = *chosen();
    askNothing();
    run(
        QStringLiteral("peer revoke"),
        [id = peer.id().toString()](Session& session) { return revokePeer(session, id); },
        [this, peer] {
            m_remark->setText(
                tr("%1 is revoked for good: its bundles are refused, and none is made for it.").arg(peer.alias));
        });
}

void PeerList::run(const QString& name, const Verb& verb, const std::function<void()>& done)
{
    if (m_thread.isRunning()) {
        return;
    }
    using Failure = std::optional<Error>;
    m_thread.run<Failure>(
        [station = m_station, name, verb](const Conduct& conduct) {
            auto session = station.forWriting(name, conduct.stop, StationView::Keys::NotNeeded);
            const auto report = session ? verb(*session) : fail(session.error());
            return report ? Failure{} : Failure{report.error()};
        },
        [this, done](const Failure& failure) {
            if (failure) {
                m_remark->setText(markedBad(wordingOf(*failure, Errand::Change).whole()));
            } else {
                done();
            }
            follow();
            Q_EMIT changed();
        });
    follow();
}

} // namespace satchel
