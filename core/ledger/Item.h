#pragma once

#include <core/base/ErrorCode.h>
#include <core/base/Ulid.h>
#include <core/ledger/ItemId.h>
#include <core/ledger/ItemState.h>
#include <core/ledger/Kind.h>
#include <core/station/StationId.h>

#include <QByteArray>
#include <QDateTime>
#include <QString>
#include <QStringList>

#include <optional>
#include <utility>

namespace satchel {

// Why an item is held or refused: a code to decide by and words for people.
struct Reason {
    ErrorCode code = ErrorCode::Held;
    QString text;
};

// Everything the ledger knows of an item but its bytes.
struct Item {
    ItemId id;
    Kind kind = Kind::VoucherRequest;
    Protocol protocol = Protocol::Brski;
    QString extension; // "vcj": for the delivered file's name
    StationId origin; // where it was gathered
    bool gatheredHere = true;
    // The station it is bound to: who sent it (imported), who asked for it (answers). Null: any peer (requests at a
    // site).
    StationId peer;
    QString device; // serial; empty where the object tells none
    QString correlation; // what pairs a request with its answer, from core/objects; empty where nothing does
    ItemId inReplyTo; // null if it answers nothing
    QByteArray context; // part of the id
    QByteArray requester; // the requester record as JSON, empty if none
    QString localName; // the file name it was gathered under, without folders
    QString path; // of the EST or BRSKI resource that it was posted to or came from, empty if nobody told
    QStringList warnings;
    QDateTime gatheredAt;
    std::optional<QDateTime> deadline;
    std::optional<QDateTime> voucherEnds; // of a voucher that says so; not of those taken in before schema 8
    qint64 size = 0;

    ItemState state = ItemState::Held;
    std::optional<Reason> reason; // always there while held
    Ulid bundle; // the last bundle that carried it, null if none

    [[nodiscard]] Standing standing(StationRole here) const { return standingOf(here, gatheredHere); }
};

struct ItemWithBytes {
    Item item;
    QByteArray bytes;
};

// One line of an item's story.
struct ItemEvent {
    QDateTime at;
    ItemState state = ItemState::Held;
    std::optional<Reason> reason;
    Ulid bundle;
    std::pair<qint64, qint64> order = {}; // among all events of the ledger, which tell seconds only
};

} // namespace satchel
