#pragma once

#include <core/base/JsonWriter.h>
#include <core/exchange/Session.h>
#include <core/objects/Assessment.h>

#include <QByteArray>
#include <QList>
#include <QMap>
#include <QString>
#include <QStringView>

#include <optional>

namespace satchel {

// What stands where, at one look.
struct StatusReport {
    StationId station;
    LedgerId ledger;
    StationRole role = StationRole::Site;
    QString name;
    qint64 cardIssue = 1;
    QMap<ItemState, qint64> counts; // all states
    QList<Item> deadlines; // the next ten
    std::optional<OutgoingBundle> lastExport;
    std::optional<IncomingBundle> lastImport;

    void writeJson(JsonWriter& writer) const;
};
[[nodiscard]] Result<StatusReport> statusOf(const Session& session);

// `"station": {name, role, fingerprint, ledger, issue}` for init, card and status.
void writeStationJson(JsonWriter& writer, const QString& name, StationRole role, const StationId& id,
    const LedgerId& ledger, qint64 issue);

// One element of `items` of list and show, as an open object's members.
void writeItemMembers(JsonWriter& writer, const Item& item);

// The whole story of one item.
struct ShowReport {
    Item item;
    QByteArray bytes;
    JsonValue object; // decoded, null where it cannot be
    bool holdsKey = false; // a private key, encrypted or not: its bytes are not for showing
    Assessment assessment; // as it would be judged now
    QList<ItemEvent> history;
    QList<Item> answers; // for a request

    void writeJson(JsonWriter& writer) const; // {"items": [...]} members of an open object
};
[[nodiscard]] Result<ShowReport> showItem(const Session& session, QStringView idPrefix);

} // namespace satchel
