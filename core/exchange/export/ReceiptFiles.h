#pragma once

#include <core/base/Outcome.h>
#include <core/exchange/session/Session.h>

#include <QList>
#include <QString>

#include <optional>

namespace satchel {

struct WrittenReceipt {
    QString bundle;
    QString from; // station id of the bundle's sender
    QString path;
};

struct ReceiptReport {
    QList<WrittenReceipt> receipts;
    std::optional<Error> failure;

    [[nodiscard]] Outcome outcome() const;
    void writeJson(JsonWriter& writer) const;
};

// Writes `<bundle id>.receipt` files: of one bundle (id, may be shortened), or of all whose sender has not certainly
// got it. `target`: a file if one bundle is named and it is no folder, else a folder (empty: the current one).
[[nodiscard]] ReceiptReport writeReceipts(Session& session, const QString& bundle, const QString& target);

// The receipts that a bundle for this peer carries, signed now.
[[nodiscard]] Result<QList<QByteArray>> signReceipts(Session& session, const QList<IncomingBundle>& bundles);

} // namespace satchel
