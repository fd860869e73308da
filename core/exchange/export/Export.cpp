#include "Export.h"

#include "ExportPeers.h"
#include "ExportPlaces.h"
#include "PeerExport.h"

#include <core/base/JsonText.h>

#include <QSet>

namespace satchel {

namespace {

Result<QList<qint64>> numbersOf(const Session& session, const QStringList& items)
{
    if (items.size() > DueFilter::MostNumbers) {
        return fail(ErrorCode::Usage,
            QStringLiteral("at most %1 items can be named; leave them out and everything due is taken")
                .arg(DueFilter::MostNumbers));
    }
    QSet<qint64> numbers; // one may be named twice
    for (const auto& prefix : items) {
        const auto id = session.ledger().items().resolve(prefix);
        const auto number = id ? session.ledger().items().numberOf(*id) : fail(id.error());
        if (!number) {
            return fail(number.error());
        }
        numbers.insert(*number);
    }
    return numbers.values();
}

Result<QList<Ulid>> bundlesOf(const Session& session, const QStringList& prefixes)
{
    QList<Ulid> bundles;
    for (const auto& prefix : prefixes) {
        const auto found = session.ledger().bundleList().resolve(prefix, {});
        if (!found) {
            return fail(found.error());
        }
        bundles.append(found->bundle);
    }
    return bundles;
}

// All that one export has to do, peer after peer.
class ExportRun final {
public:
    ExportRun(Session& session, const ExportOrder& order, const Conduct& conduct, ExportReport& report)
        : m_session{session}
        , m_order{order}
        , m_conduct{conduct}
        , m_report{report}
    {
    }

    Result<void> run()
    {
        const auto peers = choosePeers(m_session, m_order, m_report);
        if (!peers) {
            return fail(peers.error());
        }
        auto numbers = numbersOf(m_session, m_order.items);
        if (!numbers) {
            return fail(std::move(numbers).error());
        }
        auto notIn = bundlesOf(m_session, m_order.notIn);
        if (!notIn) {
            return fail(std::move(notIn).error());
        }
        m_numbers = *std::move(numbers);
        m_notIn = *std::move(notIn);
        SATCHEL_TRY(m_numbers.isEmpty() ? Result<void>{} : countNotDue(*peers));
        return m_order.dryRun ? countOnly(*peers) : write(*peers);
    }

private:
    [[nodiscard]] DueFilter filterFor(const Peer& peer) const
    {
        return {peer.id(), m_order.devices, m_order.kind, m_order.onlyNew, m_numbers, m_notIn};
    }

    Result<void> countNotDue(const QList<Peer>& peers)
    {
        QSet<qint64> due; // one may be due for several
        for (const auto& peer : peers) {
            const auto numbers = m_session.ledger().items().dueNumbers(filterFor(peer));
            if (!numbers) {
                return fail(numbers.error());
            }
            due.unite(QSet<qint64>(numbers->begin(), numbers->end()));
        }
        m_report.notDue = m_numbers.size() - due.size();
        return {};
    }

    Result<void> countOnly(const QList<Peer>& peers)
    {
        for (const auto& peer : peers) {
            auto filter = filterFor(peer);
            const auto total = m_session.ledger().items().countDue(filter);
            filter.onlyNew = true;
            const auto fresh = m_session.ledger().items().countDue(filter);
            if (!total || !fresh) {
                return fail(total ? fresh.error() : total.error());
            }
            m_report.items += total->items;
            m_report.fresh += fresh->items;
            m_report.again += total->items - fresh->items;
            if (total->items > 0) {
                m_report.bundles.append(
                    {{}, {}, 0, peer.id(), peer.alias, total->items, total->bytes, {}, false, false});
            }
        }
        return {};
    }

    Result<void> write(const QList<Peer>& peers)
    {
        ExportPlaces places{m_session, m_order, m_report};
        auto opened = places.open();
        if (!opened) {
            return stopAt(std::move(opened).error(), peers, 0, {});
        }
        m_allItems = m_conduct.report ? countAll(peers) : 0;
        for (qsizetype i = 0; i < peers.size(); ++i) {
            const auto& peer = peers.at(i);
            const auto conduct = countingAll(peers.size() - i - 1);
            PeerExport one{m_session, m_order, places, peer, filterFor(peer), conduct, m_report};
            if (auto done = one.run(); !done) {
                return stopAt(std::move(done).error(), peers, i + 1, one.left());
            }
        }
        return {};
    }

    [[nodiscard]] qint64 countAll(const QList<Peer>& peers) const
    {
        qint64 items = 0;
        for (const auto& peer : peers) {
            items += m_session.ledger().items().countDue(filterFor(peer)).value_or(ItemStore::DueTotal{}).items;
        }
        return items;
    }

    // Who writes one bundle knows neither of the others nor how many items there will be.
    [[nodiscard]] Conduct countingAll(qint64 peersAfter) const
    {
        if (!m_conduct.report) {
            return m_conduct;
        }
        return {[this, peersAfter](Progress progress) {
                    progress.bundle = m_report.bundles.size() + 1;
                    progress.bundles = progress.bundle + peersAfter;
                    if (progress.unit == u"items") {
                        progress.done += m_report.items;
                        progress.total = m_allItems;
                    }
                    m_conduct.tell(progress);
                },
            m_conduct.stop};
    }

    // Where the media were at fault, counts what stays for want of another: `begun` of the peer that was being written
    // for, and all of those from `next` on.
    Result<void> stopAt(Error why, const QList<Peer>& peers, qsizetype next, const Result<ItemStore::DueTotal>& begun)
    {
        if (outcomeOf(why) == Outcome::Medium && begun) {
            ExportRemainder stayed;
            add(*begun, stayed);
            for (auto i = next; i < peers.size(); ++i) {
                add(m_session.ledger().items().countDue(filterFor(peers.at(i))).value_or(ItemStore::DueTotal{}),
                    stayed);
            }
            m_report.stayed = stayed;
        }
        return fail(std::move(why));
    }

    static void add(const ItemStore::DueTotal& total, ExportRemainder& stayed)
    {
        stayed.items += total.items;
        stayed.bytes += total.bytes;
        if (total.nextDeadline && (!stayed.nextDeadline || *total.nextDeadline < *stayed.nextDeadline)) {
            stayed.nextDeadline = total.nextDeadline;
        }
    }

    Session& m_session;
    const ExportOrder& m_order;
    const Conduct& m_conduct;
    ExportReport& m_report;
    QList<qint64> m_numbers; // of the items that were named
    QList<Ulid> m_notIn; // bundles, likewise
    qint64 m_allItems = 0; // when it began; 0 where nobody wants to know
};

} // namespace

ExportReport exportBundles(Session& session, const ExportOrder& order, const Conduct& conduct)
{
    ExportReport report;
    report.dryRun = order.dryRun;
    auto done = ExportRun{session, order, conduct, report}.run();
    if (!done) {
        report.failure = std::move(done).error();
    }
    return report;
}

Outcome ExportReport::outcome() const
{
    return failure ? outcomeOf(*failure) : Outcome::Done;
}

void ExportReport::writeJson(JsonWriter& writer) const
{
    writer.member(u"items", items).member(u"new", fresh).member(u"again", again);
    if (dryRun) {
        writer.member(u"dryRun", true);
    }
    writer.key(u"bundles").beginArray();
    for (const auto& bundle : bundles) {
        writer.beginObject();
        writer.optionalMember(u"path", bundle.path);
        writer.optionalMember(u"id", bundle.id.toString());
        writer.member(u"sequence", bundle.sequence).member(u"to", bundle.to.toString());
        writer.member(u"items", bundle.items).member(u"bytes", bundle.bytes);
        writer.optionalMember(u"sha256", bundle.sha256.toString());
        writer.key(u"readBack").beginObject();
        writer.member(u"verified", bundle.readBackVerified).member(u"cacheBypassed", bundle.cacheBypassed).endObject();
        writer.endObject();
    }
    writer.endArray();
    if (notDue) {
        writer.member(u"notDue", *notDue);
    }
    if (stayed) {
        writer.key(u"stayed").beginObject().member(u"items", stayed->items).member(u"bytes", stayed->bytes);
        writer.optionalMember(u"nextDeadline", stayed->nextDeadline ? toUtcText(*stayed->nextDeadline) : QString{});
        writer.endObject();
    }
    writeWarnings(writer, u"warnings", warnings);
    if (failure) {
        writeError(writer, *failure);
    }
}

} // namespace satchel
