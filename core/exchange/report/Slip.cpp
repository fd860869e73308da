#include "Slip.h"

#include <QHash>

namespace satchel {

namespace {

// Where the bundles were written. One walk for all: the log has no index by bundle.
Result<QHash<QString, QString>> placesOf(const Session& session, const QList<Ulid>& bundles)
{
    QHash<QString, QString> places;
    for (const auto& bundle : bundles) {
        places.insert(bundle.toString(), {});
    }
    SATCHEL_TRY(session.ledger().log().forEach({}, [&places](const LogEntry& entry) -> Result<void> {
        const auto found = places.find(entry.bundle);
        if (found != places.end() && entry.action == u"export") {
            *found = entry.medium;
        }
        return {};
    }));
    return places;
}

Result<SlipBundle> bundleOf(const Session& session, const Ulid& id)
{
    const auto& bundles = session.ledger().bundles();
    auto record = bundles.findOutgoing(id);
    if (!record) {
        return fail(std::move(record).error());
    }
    if (!*record) {
        return fail(ErrorCode::NotFound, QStringLiteral("no bundle %1 was made here").arg(id.toString()));
    }
    if ((*record)->labelDigest.isNull()) {
        return fail(ErrorCode::Usage, QStringLiteral("bundle %1 was never finished").arg(id.toString()));
    }
    auto kinds = bundles.kindsIn(id);
    if (!kinds) {
        return fail(std::move(kinds).error());
    }
    const auto peer = session.station().peers().byId((*record)->peer);
    return SlipBundle{**record, peer ? peer->alias : QString{}, *std::move(kinds), {}};
}

} // namespace

Result<SlipReport> slipOf(const Session& session, const QList<Ulid>& bundles)
{
    const auto places = placesOf(session, bundles);
    if (!places) {
        return fail(places.error());
    }
    SlipReport report{session.station().id(), session.station().settings().name, {}};
    for (const auto& id : bundles) {
        auto bundle = bundleOf(session, id);
        if (!bundle) {
            return fail(std::move(bundle).error());
        }
        bundle->place = places->value(id.toString());
        report.bundles += *std::move(bundle);
    }
    return report;
}

} // namespace satchel
