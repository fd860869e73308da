#pragma once

#include <core/base/RowList.h>
#include <core/base/Outcome.h>
#include <core/exchange/session/Session.h>

#include <QLatin1StringView>
#include <QList>
#include <QString>
#include <QStringList>

#include <optional>

namespace satchel {

struct DecisionReport {
    QString verb; // "released" or "rejected": the key of the list
    RowList items; // "id"
    RowList refused; // {item, code, reason}
    std::optional<Error> failure;

    [[nodiscard]] Outcome outcome() const;
    void writeJson(JsonWriter& writer) const;
};

struct ReleaseOrder {
    QStringList items; // ids, may be shortened
    bool all = false; // everything held that may be released
    QString reason; // why, for the custody log; must not be empty
};

// What a person may decide of some items, for a face that offers only what is possible. What an answer's request has
// become meanwhile is looked at when it is done.
struct Decidable {
    // No more of an item than tells what would come of it: they may be many.
    struct Entry {
        ItemId id;
        QString device;
        Standing standing = Standing::RequestAtSite;
    };
    QList<Entry> releasable;
    QList<Entry> rejectable;
};
// Ids that the ledger does not have are passed over.
[[nodiscard]] Result<Decidable> decidableOf(const Session& session, const QList<ItemId>& items);

// How the reason of an item begins that was released; why, as the person wrote it, follows.
inline constexpr QLatin1StringView ReleasedFor{"released: "};

// Ends *held*: the item goes the way it would have gone. What no person may wave through (an answer that fits no
// request, a voucher for a superseded nonce) is refused with its code.
[[nodiscard]] DecisionReport release(Session& session, const ReleaseOrder& order);

struct RejectOrder {
    QStringList items;
    ErrorCode code = ErrorCode::Held;
    QString text;
};

// Answers requests with no: at the backend a rejection goes back with the next export, at the site it is ready for
// delivery. A held answer is put away for good.
[[nodiscard]] DecisionReport reject(Session& session, const RejectOrder& order);

} // namespace satchel
