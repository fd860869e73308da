#pragma once

#include <core/base/Result.h>
#include <core/ledger/Ledger.h>
#include <core/objects/EnrolmentObject.h>

#include <QByteArray>
#include <QString>

namespace satchel {

// What is for a whole station and for no device (CA certificates, CSR attributes, revocation lists) comes in editions:
// the backend gathers a newer one now and then, every site gets it unasked, and only the newest counts. Editions are of
// one edition line if their objects are of one series, for one EST label.

// The correlation by which the ledger finds the other editions; empty for what has none. `context` is the item's.
[[nodiscard]] QString editionLine(const EnrolmentObject& object, const QByteArray& context);
// The EST label in the context of such an item.
[[nodiscard]] QString editionLabel(const QByteArray& context);

// Of all editions of that line that no request has asked for and that are bound to that peer (null: to none), those
// older than the newest become superseded, as far as they have not reached their end. The newest is the one whose
// content says so (a revocation list has its time), else the one gathered last; what is held or rejected counts for
// nothing. Returns how many.
[[nodiscard]] Result<qint64> supersedeOlderEditions(
    Ledger& ledger, Kind kind, const QString& line, const StationId& peer);

} // namespace satchel
