#pragma once

#include <core/base/JsonWriter.h>
#include <core/exchange/report/Concerns.h>
#include <core/exchange/session/Session.h>
#include <core/objects/Assessment.h>

#include <QByteArray>
#include <QDate>
#include <QList>
#include <QMap>
#include <QString>
#include <QStringView>

#include <functional>
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
    Concerns concerns;
    // Requests whose devices give up, by this computer's calendar.
    qint64 lapseToday = 0;
    qint64 lapseTomorrow = 0;

    void writeJson(JsonWriter& writer) const;
};
[[nodiscard]] Result<StatusReport> statusOf(const Session& session);

// How much came and went on one day of this computer's calendar.
struct DayReport {
    QDate day;
    Activity::Counts counts;
};
// The last `days` days, the oldest first and today last.
[[nodiscard]] Result<QList<DayReport>> lastDays(const Session& session, int days);
void writeDaysJson(JsonWriter& writer, const QList<DayReport>& days); // "days", a member of an open object

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
    std::optional<DeviceCertificate> renews; // the certificate that a request is to replace, if it was seen here

    void writeJson(JsonWriter& writer) const; // {"items": [...]} members of an open object
    void writeItem(JsonWriter& writer) const; // the one of them, an object
};
[[nodiscard]] Result<ShowReport> showItem(const Session& session, QStringView idPrefix);

// A certificate of a device that ends soon and has no later one.
struct EndingCertificate {
    DeviceCertificate certificate;
    Item item; // that brought it
    std::optional<Item> renewal; // the newest request that is to renew it

    void writeJson(JsonWriter& writer) const; // "certificate" and "renewal", members of an open object
};
// The next to end first, at most `most`; 0: all. The visitor's failure ends the walk and is returned.
[[nodiscard]] Result<void> forEachEnding(const Session& session, const QDateTime& until, qint64 most,
    const std::function<Result<void>(const EndingCertificate&)>& visit);

} // namespace satchel
