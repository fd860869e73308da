#include "Concerns.h"

#include <core/base/Time.h>

#include <algorithm>
#include <cstdlib>
#include <tuple>

namespace satchel {

namespace {

using Urgency = Concern::Urgency;

constexpr int MostOfAKind = 10;
// Whether a certificate was renewed is looked at one by one, and those of a whole fleet may end in one week.
constexpr int MostCounted = 1000;
// Days ahead, or back, that each kind is told.
constexpr int ItemDays = 3;
constexpr int DeviceDays = 30;
constexpr int EndedDays = 30;
constexpr qint64 ClockTolerance = 600; // seconds: no clock is right, and files are written before they are signed

// Of what ends: within a day (or over), within so many days, or later.
Urgency urgencyOf(const QDateTime& now, const QDateTime& end, int soonDays)
{
    return end < now.addDays(1) ? Urgency::Now : end < now.addDays(soonDays) ? Urgency::Soon : Urgency::Later;
}

bool isMoreUrgent(const Concern& one, const Concern& other)
{
    const auto rank = [](const Concern& concern) {
        return std::tuple{concern.urgency, concern.at, concern.kind, concern.item, concern.peer};
    };
    return rank(one) < rank(other);
}

// When what is told now ends, or has ended.
struct Span {
    QDateTime from;
    QDateTime until;
};

Span spanOf(Concern::Kind kind, const QDateTime& now)
{
    switch (kind) {
    case Concern::Kind::VoucherEnds:
        return {now.addDays(-EndedDays), now.addDays(ItemDays)};
    case Concern::Kind::DeviceCertificateEnds:
        return {now.addDays(-EndedDays), now.addDays(DeviceDays)};
    default: // at a backend a request may stay open for good after its device has given up
        return {now.addDays(-ItemDays), now.addDays(ItemDays)};
    }
}

DeadlineFilter deadlinesOf(Concern::Kind kind, const QDateTime& now)
{
    const auto span = spanOf(kind, now);
    return {span.from, span.until,
        kind == Concern::Kind::ConfirmationDue ? DeadlineFilter::Of::Confirmations : DeadlineFilter::Of::Requests};
}

// Everything that is told of one session, kind by kind.
class Collection final {
public:
    explicit Collection(const Session& session)
        : m_session{session}
        , m_now{session.station().now()}
    {
    }

    Result<Concerns> collect()
    {
        SATCHEL_TRY(lookAtOwnClock());
        SATCHEL_TRY(lookAtDeadlines(Concern::Kind::RequestLapses));
        SATCHEL_TRY(lookAtDeadlines(Concern::Kind::ConfirmationDue));
        SATCHEL_TRY(lookAtVouchers());
        SATCHEL_TRY(lookAtDevices());
        lookAtCertificates();
        for (const auto& peer : m_session.station().peers().all()) {
            if (!peer.revoked) {
                SATCHEL_TRY(lookForReceipts(peer));
                SATCHEL_TRY(lookAtClock(peer));
            }
        }
        std::sort(m_concerns.begin(), m_concerns.end(), &isMoreUrgent);
        return Concerns{std::move(m_concerns), std::move(m_further)};
    }

private:
    // Nothing on a station without a network can tell the right time, but what was done before was done before.
    Result<void> lookAtOwnClock()
    {
        const auto exported = m_session.ledger().bundles().lastOutgoing();
        const auto imported = m_session.ledger().bundles().lastIncoming();
        if (!exported || !imported) {
            return fail(!exported ? exported.error() : imported.error());
        }
        QDateTime last = *exported ? (*exported)->at : QDateTime{};
        if (*imported && (!last.isValid() || (*imported)->at > last)) {
            last = (*imported)->at;
        }
        if (last.isValid() && m_now.secsTo(last) > ClockTolerance) {
            Concern concern;
            concern.kind = Concern::Kind::OwnClock;
            concern.urgency = Urgency::Now;
            concern.at = last;
            concern.offset = -m_now.secsTo(last);
            m_concerns += concern;
        }
        return {};
    }

    Result<void> lookAtDeadlines(Concern::Kind kind)
    {
        const auto& items = m_session.ledger().items();
        const auto filter = deadlinesOf(kind, m_now);
        SATCHEL_TRY(items.forEachDeadline(filter, MostOfAKind, [&](const Item& item) -> Result<void> {
            addItem(kind, item, *item.deadline);
            return {};
        }));
        return addFurther(kind, items.countDeadlines(filter));
    }

    Result<void> lookAtVouchers()
    {
        const auto& devices = m_session.ledger().devices();
        const auto [from, until] = spanOf(Concern::Kind::VoucherEnds, m_now);
        SATCHEL_TRY(devices.forEachEndingVoucher(from, until, MostOfAKind, [&](const Item& item) -> Result<void> {
            addItem(Concern::Kind::VoucherEnds, item, *item.voucherEnds);
            return {};
        }));
        return addFurther(Concern::Kind::VoucherEnds, devices.countEndingVouchers(from, until));
    }

    Result<void> addFurther(Concern::Kind kind, const Result<qint64>& all)
    {
        if (!all) {
            return fail(all.error());
        }
        if (*all > MostOfAKind) {
            m_further += FurtherConcerns{kind, *all - MostOfAKind};
        }
        return {};
    }

    void addItem(Concern::Kind kind, const Item& item, const QDateTime& at)
    {
        Concern concern;
        concern.kind = kind;
        concern.urgency = urgencyOf(m_now, at, 2);
        concern.at = at;
        concern.item = item.id;
        concern.state = item.state;
        concern.device = item.device;
        m_concerns += concern;
    }

    Result<void> lookAtDevices()
    {
        qint64 found = 0;
        const auto [from, until] = spanOf(Concern::Kind::DeviceCertificateEnds, m_now);
        SATCHEL_TRY(m_session.ledger().devices().forEachEnding(
            from, until, MostCounted, [&](const DeviceCertificate& certificate, const Item& item) {
                return ++found > MostOfAKind ? Result<void>{} : addDevice(certificate, item);
            }));
        SATCHEL_TRY(addFurther(Concern::Kind::DeviceCertificateEnds, found));
        if (found == MostCounted) {
            m_further.last().isAtLeast = true;
        }
        return {};
    }

    Result<void> addDevice(const DeviceCertificate& certificate, const Item& item)
    {
        const auto renewal = m_session.ledger().devices().renewalOf(certificate.fingerprint);
        if (!renewal) {
            return fail(renewal.error());
        }
        addItem(Concern::Kind::DeviceCertificateEnds, item, certificate.notAfter);
        auto& concern = m_concerns.last();
        concern.urgency = urgencyOf(m_now, certificate.notAfter, 7);
        concern.device = certificate.device;
        concern.subject = certificate.subject;
        concern.isRenewing = renewal->has_value();
        return {};
    }

    void lookAtCertificates()
    {
        // One that cannot be read (on a token that is not plugged in, say) ends nothing here; `doctor` tells of it.
        if (const auto own = m_session.station().signingCertificates()) {
            addCertificates(Concern::Kind::OwnCertificateEnds, *own, nullptr);
        }
        for (const auto& peer : m_session.station().peers().all()) {
            if (!peer.revoked) {
                addCertificates(Concern::Kind::PeerCertificateEnds,
                    peer.card.facts().signing + peer.card.facts().decryption, &peer);
            }
        }
    }

    // Of the certificates of one station the next to end is told: a new card renews them all.
    void addCertificates(Concern::Kind kind, const QList<Certificate>& certificates, const Peer* peer)
    {
        const auto next = std::min_element(certificates.begin(), certificates.end(),
            [](const Certificate& one, const Certificate& other) { return one.notAfter() < other.notAfter(); });
        if (next == certificates.end() || next->notAfter() >= m_now.addDays(StationCertificateDays)) {
            return;
        }
        Concern concern;
        concern.kind = kind;
        concern.urgency = urgencyOf(m_now, next->notAfter(), 14);
        concern.at = next->notAfter();
        concern.subject = next->subject();
        concern.peer = peer ? peer->id() : m_session.station().id();
        concern.peerName = peer ? peer->alias : QString{};
        m_concerns += concern;
    }

    // Since longer than devices wait.
    Result<void> lookForReceipts(const Peer& peer)
    {
        const auto longAgo = m_now.addDays(-m_session.station().settings().policy.voucherRequestDays);
        const auto bundles = m_session.ledger().bundleList().withoutReceipt(peer.id(), longAgo, 100);
        if (!bundles || bundles->isEmpty()) {
            return bundles ? Result<void>{} : fail(bundles.error());
        }
        Concern concern;
        concern.kind = Concern::Kind::NoReceipt;
        concern.urgency = Urgency::Soon;
        concern.at = bundles->first().at;
        concern.bundle = bundles->first().id;
        concern.sequence = bundles->first().sequence;
        concern.count = bundles->size();
        concern.peer = peer.id();
        concern.peerName = peer.alias;
        m_concerns += concern;
        return {};
    }

    // A stick takes its time, so that a clock which is a little slow cannot be told from it. Only what cannot be true
    // counts: a bundle that was taken in here before it was made there, or there before it was made here.
    Result<void> lookAtClock(const Peer& peer)
    {
        const auto& list = m_session.ledger().bundleList();
        const auto taken = list.madeBeforeTakenIn(peer.id());
        const auto confirmed = list.madeBeforeConfirmed(peer.id());
        if (!taken || !confirmed) {
            return fail(!taken ? taken.error() : confirmed.error());
        }
        if (*taken && (*taken)->here.secsTo((*taken)->there) > ClockTolerance) {
            addClock(peer, **taken);
        } else if (*confirmed && (*confirmed)->there.secsTo((*confirmed)->here) > ClockTolerance) {
            addClock(peer, **confirmed);
        }
        return {};
    }

    void addClock(const Peer& peer, const BundleList::ClockWitness& witness)
    {
        if (witness.here < m_now.addDays(-EndedDays)) {
            return; // somebody may have set it since
        }
        Concern concern;
        concern.kind = Concern::Kind::PeerClock;
        concern.at = witness.here;
        concern.bundle = witness.bundle;
        concern.sequence = witness.sequence;
        concern.peer = peer.id();
        concern.peerName = peer.alias;
        concern.offset = witness.here.secsTo(witness.there);
        concern.urgency = std::abs(concern.offset) >= SecondsPerDay ? Urgency::Soon : Urgency::Later;
        m_concerns += concern;
    }

    const Session& m_session;
    QDateTime m_now;
    QList<Concern> m_concerns;
    QList<FurtherConcerns> m_further;
};

} // namespace

Result<Concerns> concernsOf(const Session& session)
{
    return Collection{session}.collect();
}

Result<QList<ItemId>> itemsOfConcern(const Session& session, Concern::Kind kind)
{
    QList<ItemId> items;
    const auto add = [&items](const Item& item) -> Result<void> {
        items += item.id;
        return {};
    };
    const auto now = session.station().now();
    const auto [from, until] = spanOf(kind, now);
    const auto& ledger = session.ledger();
    Result<void> walked;
    switch (kind) {
    case Concern::Kind::RequestLapses:
    case Concern::Kind::ConfirmationDue:
        walked = ledger.items().forEachDeadline(deadlinesOf(kind, now), 0, add);
        break;
    case Concern::Kind::VoucherEnds:
        walked = ledger.devices().forEachEndingVoucher(from, until, 0, add);
        break;
    case Concern::Kind::DeviceCertificateEnds:
        walked = ledger.devices().forEachEnding(
            from, until, 0, [&add](const DeviceCertificate&, const Item& item) { return add(item); });
        break;
    default:
        break;
    }
    if (!walked) {
        return fail(walked.error());
    }
    return items;
}

} // namespace satchel
