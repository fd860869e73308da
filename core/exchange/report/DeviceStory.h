#pragma once

#include <core/base/JsonWriter.h>
#include <core/exchange/session/Session.h>

#include <QDateTime>
#include <QList>
#include <QString>

#include <optional>

namespace satchel {

// One line of what became of a device's items at this station.
struct DeviceEvent {
    QDateTime at; // by the clock of this station
    ItemId item;
    Kind kind = Kind::VoucherRequest;
    ItemState state = ItemState::Held;
    std::optional<Reason> reason;
    Ulid bundle; // that carried it then; null where none did
    QString medium; // where that bundle lay, as of ListedOutgoing and ListedIncoming; empty where none did
    QString peer; // the alias of the station that it went to or came from; empty where nobody knows it

    void writeJson(JsonWriter& writer) const; // as an object
};

// All items of a device, and what became of each.
struct DeviceStory {
    QString device; // serial; empty: an item that tells of no device, with what it answers and what answers it
    QList<Item> items; // in the order of arrival
    QList<DeviceEvent> events; // in the order of time, within one second in that of the ledger
};

// Of the device to which that item belongs. NotFound if there is no such item.
[[nodiscard]] Result<DeviceStory> storyOfDevice(const Session& session, const ItemId& item);

} // namespace satchel
