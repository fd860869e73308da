#pragma once

#include <core/base/Result.h>
#include <core/ledger/ItemStore.h>

#include <QByteArray>
#include <QDateTime>
#include <QString>
#include <QVariant>

#include <functional>
#include <optional>

namespace satchel {

class Database;

// A certificate of a device, as an item showed it.
struct DeviceCertificate {
    QByteArray fingerprint; // SHA-256 of its IssuerAndSerialNumber (RFC 5652 section 10.2.4): what a renewal names
    QString device; // serial; empty where nothing tells
    QString subject;
    QDateTime notAfter;
    ItemId item; // that brought it: the answer, or the request that renews it

    friend bool operator==(const DeviceCertificate&, const DeviceCertificate&) = default;
};

// Which certificates devices have, until when, and which requests renew them; and which vouchers end soon. What
// an item brings is written when the item is taken in; it counts while that item is in the ledger and is neither held
// nor rejected.
class DeviceRecords final {
public:
    DeviceRecords(Database& database, const ItemStore& items);

    // These need an open Transaction; the same again changes nothing.
    [[nodiscard]] Result<void> remember(const DeviceCertificate& certificate);
    [[nodiscard]] Result<void> rememberRenewal(const ItemId& request, const QByteArray& fingerprint);

    // Keys of all certificates of a ledger that has none (Schema.cpp).
    [[nodiscard]] static Result<void> keyAll(Database& database);
    // How many certificates would not be found by their keys or are there twice, and how many keys are of none.
    [[nodiscard]] Result<qint64> countLost() const;

    // The certificate that a request renews, as far as the ledger knows it; nullopt if the request renews none, or none
    // that was seen here.
    [[nodiscard]] Result<std::optional<DeviceCertificate>> renewedBy(const ItemId& request) const;
    // The newest request that renews a certificate and is not rejected or superseded.
    [[nodiscard]] Result<std::optional<Item>> renewalOf(const QByteArray& fingerprint) const;

    // Visits those that end before `until` and have no later one for the same device and subject, the next to end
    // first. At most `most`; 0: all. The visitor's failure ends the walk. The visitor must not change the ledger.
    using Visitor = std::function<Result<void>(const DeviceCertificate&, const Item&)>;
    [[nodiscard]] Result<void> forEachEnding(const QDateTime& until, qint64 most, const Visitor& visit) const
    {
        return forEachEnding({}, until, most, visit);
    }
    // The same without what ended before `from`, which is not looked at.
    [[nodiscard]] Result<void> forEachEnding(
        const QDateTime& from, const QDateTime& until, qint64 most, const Visitor& visit) const;
    // Visits the vouchers that end from `from` on and before `until` and are still here or on their way, in the same
    // way.
    [[nodiscard]] Result<void> forEachEndingVoucher(const QDateTime& from, const QDateTime& until, qint64 most,
        const std::function<Result<void>(const Item&)>& visit) const;
    [[nodiscard]] Result<qint64> countEndingVouchers(const QDateTime& from, const QDateTime& until) const;

private:
    [[nodiscard]] Result<std::optional<Item>> sourceOf(const ItemId& item) const;
    [[nodiscard]] Result<bool> isReplaced(const DeviceCertificate& certificate) const;
    [[nodiscard]] Result<bool> anyCounts(const QList<ItemId>& items) const;
    struct Numbered {
        qint64 number = 0;
        DeviceCertificate certificate;
    };
    [[nodiscard]] Result<bool> isToldBefore(const Numbered& entry) const;
    [[nodiscard]] Result<QList<Numbered>> entries(const QString& where, const QVariantList& values) const;
    [[nodiscard]] Result<QList<Numbered>> endingAfter(const QString& from, qint64 number, const QString& until) const;

    Database* m_database;
    const ItemStore* m_items;
};

} // namespace satchel
