#include "DatedStation.h"

#include <core/base/File.h>
#include <core/exchange/station/Decide.h>
#include <core/exchange/deliver/Deliver.h>
#include <core/exchange/export/Export.h>
#include <core/exchange/gather/Gather.h>
#include <core/exchange/import/Import.h>
#include <core/exchange/report/Overview.h>
#include <core/exchange/station/Peering.h>

namespace satchel {

namespace {

constexpr qint64 LargestCard = 1024 * 1024;

} // namespace

DatedStation::DatedStation(DemoStage& stage, QString folder, QString home, QString name, StationRole role, Clock clock)
    : m_stage{stage}
    , m_folder{std::move(folder)}
    , m_home{std::move(home)}
    , m_name{std::move(name)}
    , m_role{role}
    , m_clock{std::move(clock)}
{
}

StationAccess DatedStation::access() const
{
    StationAccess access{homeFolder()};
    access.clock = m_clock;
    return access;
}

CommandResult DatedStation::run(const QStringList& arguments, const Work& work) const
{
    return m_stage.perform(arguments + QStringList{QStringLiteral("--home"), m_home}, [&](CommandResult& result) {
        auto session = Session::forWriting(access(), arguments.first());
        const auto done = session ? work(*session, result) : Result<void>{fail(session.error())};
        if (!done) {
            result.take(done.error());
        }
    });
}

// --- Setting up ---

void DatedStation::setUp(const std::optional<Settings::KeyPair>& keys)
{
    QStringList arguments{QStringLiteral("init"), QStringLiteral("--role"), stationRoleName(m_role),
        QStringLiteral("--name"), m_name, QStringLiteral("--home"), m_home};
    if (keys) {
        arguments += {QStringLiteral("--key"), keys->key, QStringLiteral("--cert"), keys->certificate};
    }
    m_stage.perform(arguments, [&](CommandResult& result) {
        const auto made = initStation(access(), {m_role, m_name, keys, {}});
        if (!made) {
            result.take(made.error());
            return;
        }
        m_id = made->id;
    });
    const QString card = m_home + QStringLiteral(".satchel-card");
    run({QStringLiteral("card"), QStringLiteral("-o"), card}, [&](Session& session, CommandResult&) -> Result<void> {
        const auto made = session.station().card();
        return made ? writeFileAtomically(path(card), made->file()) : fail(made.error());
    });
    m_stage.checked(
        QStringLiteral("made keys and a card; its fingerprint starts with %1").arg(m_id.toString().left(16)));
}

void DatedStation::meet(const DatedStation& other) const
{
    const QString card = other.m_home + QStringLiteral(".satchel-card");
    run({QStringLiteral("peer"), QStringLiteral("add"), card, QStringLiteral("--name"), other.m_home,
            QStringLiteral("--fingerprint"), other.m_id.toString()},
        [&](Session& session, CommandResult& result) -> Result<void> {
            const auto file = readFile(path(card), LargestCard);
            const auto read = file ? readCard(*file, other.m_id) : fail(file.error());
            const auto added = read ? addPeer(session, *read, other.m_home) : fail(read.error());
            if (!added) {
                return fail(added.error());
            }
            result.printAs([&added](JsonWriter& writer) { added->writeJson(writer); });
            return {};
        });
    m_stage.expect(u"peers[0].fingerprint", other.m_id.toString());
}

void DatedStation::trustAnchors() const
{
    for (const auto& [use, name] : {std::pair{AnchorUse::Manufacturer, "manufacturer"},
             std::pair{AnchorUse::Domain, "domain"}, std::pair{AnchorUse::Masa, "masa"}}) {
        const QString text = QString::fromLatin1(name);
        const QString file = QStringLiteral("pki/%1.pem").arg(text);
        run({QStringLiteral("trust"), QStringLiteral("add"), QStringLiteral("--for"), text, file},
            [&, usedFor = use](Session& session, CommandResult& result) -> Result<void> {
                result.take(addAnchors(session, {usedFor, {path(file)}, {}}));
                return {};
            });
        m_stage.expect(u"anchors[0].for", text);
    }
}

// --- The loop ---

CommandResult DatedStation::gather(const QString& from, const QString& whose) const
{
    QStringList arguments{QStringLiteral("gather"), from};
    if (!whose.isEmpty()) {
        arguments += {QStringLiteral("--from"), whose};
    }
    return run(arguments, [&](Session& session, CommandResult& result) -> Result<void> {
        GatherOrder order;
        order.paths += path(from);
        order.from = whose;
        result.take(satchel::gather(session, order, {}));
        return {};
    });
}

CommandResult DatedStation::exportTo(const QString& stick, const QStringList& devices) const
{
    QStringList arguments{QStringLiteral("export"), QStringLiteral("--out"), stick};
    if (!devices.isEmpty()) {
        arguments += QStringLiteral("--device");
        arguments += devices;
    }
    return run(arguments, [&](Session& session, CommandResult& result) -> Result<void> {
        ExportOrder order;
        order.folder = path(stick);
        order.devices = devices;
        result.take(exportBundles(session, order, {}));
        return {};
    });
}

CommandResult DatedStation::import(const QString& stick) const
{
    return run({QStringLiteral("import"), stick}, [&](Session& session, CommandResult& result) -> Result<void> {
        ImportOrder order;
        order.paths += path(stick);
        result.take(importBundles(session, order, {}));
        return {};
    });
}

CommandResult DatedStation::deliver(const QString& to, const QString& recipient) const
{
    return run({QStringLiteral("deliver"), QStringLiteral("--out"), to, QStringLiteral("--for"), recipient},
        [&](Session& session, CommandResult& result) -> Result<void> {
            DeliverOrder order;
            order.folder = path(to);
            order.recipient = recipient;
            result.take(satchel::deliver(session, order, {}));
            return {};
        });
}

CommandResult DatedStation::reject(const QStringList& items, ErrorCode code, const QString& text) const
{
    QStringList shortened;
    for (const auto& item : items) {
        shortened += item.left(12);
    }
    return run(QStringList{QStringLiteral("reject")} + shortened
            + QStringList{QStringLiteral("--reason"), errorCodeName(code), QStringLiteral("--text"), text},
        [&](Session& session, CommandResult& result) -> Result<void> {
            result.take(satchel::reject(session, {items, code, text}));
            return {};
        });
}

// --- Looking ---

QStringList DatedStation::itemsOf(const QStringList& devices) const
{
    QStringList items;
    const auto session = Session::forReading(access());
    for (const auto& device : devices) {
        ItemFilter filter;
        filter.device = device;
        const auto walked = session ? session->ledger().items().forEach(filter,
                                          [&items](const Item& item) -> Result<void> {
                                              items += item.id.toString();
                                              return {};
                                          })
                                    : Result<void>{fail(session.error())};
        if (!walked) {
            m_stage.fail(walked.error());
        }
    }
    return items;
}

QMap<ItemState, qint64> DatedStation::counts() const
{
    const auto session = Session::forReading(access());
    const auto status = session ? statusOf(*session) : fail(session.error());
    if (!status) {
        m_stage.fail(status.error());
        return {};
    }
    return status->counts;
}

} // namespace satchel
