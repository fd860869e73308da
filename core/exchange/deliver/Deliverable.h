#pragma once

#include <core/base/Result.h>
#include <core/ledger/ItemStore.h>

#include <QByteArray>
#include <QList>
#include <QString>

#include <sys/types.h>

namespace satchel {

// A file that deliver hands over: what it holds, and the items that are with the local system once it is there.
struct Deliverable {
    QString name; // constant, without a folder
    QByteArray bytes;
    QByteArray sidecar;
    QList<ItemStore::NumberedItem> items; // one, but for a batch

    [[nodiscard]] bool wasReady() const; // any of them was not handed over before
    // Who may read the file. One with a device's private key is for its owner, who wrote it, and the folder's group.
    [[nodiscard]] mode_t mode() const;
};

// The constant name of an item's file (docs/cli.md, "Files").
[[nodiscard]] QString fileNameOf(const Item& item);
// The `.meta` that goes beside it.
[[nodiscard]] Result<QByteArray> sidecarOf(const Item& item);

} // namespace satchel
