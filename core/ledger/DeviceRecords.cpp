#include "DeviceRecords.h"

#include "Database.h"
#include "ItemRecords.h"
#include "RowReader.h"
#include "ShortKeys.h"

#include <core/crypto/Digest.h>

namespace satchel {

namespace {

constexpr int DevicesPerPage = 256;

// What has been handed over, or has arrived at the other side, has reached those who must look to it. It repeats the
// condition of the partial index (Schema.cpp) word for word.
constexpr QLatin1StringView EndingUnderWay{"ends <> '' AND state IN ('held', 'pending', 'packed', 'ready')"};

const QString Columns = QStringLiteral("number, fingerprint, device, subject, not_after, item");

const ShortKeys::Tables& keysOfCertificates()
{
    static const ShortKeys::Tables tables{QLatin1StringView{"certificate"}, QLatin1StringView{"device_certificates"}};
    return tables;
}

// The certificates of a fingerprint, with the values that this waits for.
const QString HasFingerprint
    = QStringLiteral("number IN (SELECT certificate FROM certificate_lookups WHERE key = ?) AND fingerprint = ?");

QVariantList fingerprintValues(const QByteArray& fingerprint)
{
    return {ShortKeys::leadingBits(fingerprint), hexText(fingerprint)};
}

// The one that an item brought. It has a key of its own, since any number of items may bring one certificate: each
// names what it likes as issuer and serial number.
const QString IsBroughtBy = HasFingerprint + QStringLiteral(" AND item = ?");
constexpr qint64 Brought = qint64{1} << ShortKeys::Bits;

qint64 keyOfBrought(const QByteArray& fingerprint, const QString& item)
{
    return Brought + ShortKeys::leadingBits(sha256(hexText(fingerprint).toLatin1() + item.toLatin1()).bytes());
}

QVariantList broughtValues(const QByteArray& fingerprint, const QString& item)
{
    return {keyOfBrought(fingerprint, item), hexText(fingerprint), item};
}

Result<DeviceCertificate> certificateOf(RowReader row)
{
    DeviceCertificate read;
    read.fingerprint = QByteArray::fromHex(row.text().toLatin1());
    read.device = row.text();
    read.subject = row.text();
    read.notAfter = row.time();
    read.item = row.id<ItemId>();
    SATCHEL_TRY(row.finish());
    return read;
}

Result<void> addKeys(Database& database, qint64 number, const QByteArray& fingerprint, const QString& item)
{
    const ShortKeys keys{database, keysOfCertificates()};
    SATCHEL_TRY(keys.add({ShortKeys::leadingBits(fingerprint), number, keyOfBrought(fingerprint, item), number}));
    return keys.settleNowAndThen(number);
}

Result<bool> isLost(Database& database, qint64 number, const QByteArray& fingerprint, const QString& item)
{
    const auto byFingerprint = database.queryNumber(
        QStringLiteral("SELECT COUNT(*) FROM certificate_lookups WHERE key = ? AND certificate = ?"),
        {ShortKeys::leadingBits(fingerprint), number});
    const auto brought = database.queryNumber(
        QStringLiteral("SELECT CASE WHEN COUNT(*) = 1 THEN MAX(number) ELSE 0 END FROM device_certificates WHERE %1")
            .arg(IsBroughtBy),
        broughtValues(fingerprint, item));
    if (!byFingerprint || !brought) {
        return fail(!byFingerprint ? byFingerprint.error() : brought.error());
    }
    return *byFingerprint != 1 || *brought != number;
}

} // namespace

DeviceRecords::DeviceRecords(Database& database, const ItemStore& items)
    : m_database{&database}
    , m_items{&items}
{
}

Result<void> DeviceRecords::remember(const DeviceCertificate& certificate)
{
    static const auto sql = QStringLiteral("INSERT INTO device_certificates (fingerprint, device, subject, not_after, "
                                           "item) SELECT ?, ?, ?, ?, ? WHERE NOT EXISTS "
                                           "(SELECT 1 FROM device_certificates WHERE %1) RETURNING number")
                                .arg(IsBroughtBy);
    const auto item = certificate.item.toString();
    const auto number = m_database->changeReturning(sql,
        QVariantList{hexText(certificate.fingerprint), certificate.device, certificate.subject,
            toUtcText(certificate.notAfter), item}
            + broughtValues(certificate.fingerprint, item));
    if (!number || !*number) {
        return number ? Result<void>{} : fail(number.error());
    }
    return addKeys(*m_database, **number, certificate.fingerprint, item);
}

Result<void> DeviceRecords::keyAll(Database& database)
{
    return forEachRow(database.query(QStringLiteral("SELECT number, fingerprint, item FROM device_certificates")),
        [&database](const Rows& row) -> Result<void> {
            return addKeys(database, row.number(0), QByteArray::fromHex(row.text(1).toLatin1()), row.text(2));
        });
}

Result<qint64> DeviceRecords::countLost() const
{
    qint64 lost = 0;
    SATCHEL_TRY(
        forEachRow(m_database->query(QStringLiteral("SELECT number, fingerprint, item FROM device_certificates")),
            [this, &lost](const Rows& row) -> Result<void> {
                const auto found
                    = isLost(*m_database, row.number(0), QByteArray::fromHex(row.text(1).toLatin1()), row.text(2));
                if (!found) {
                    return fail(found.error());
                }
                lost += *found ? 1 : 0;
                return {};
            }));
    const auto astray = m_database->queryNumber(QStringLiteral(
        "SELECT COUNT(*) FROM certificate_lookups WHERE certificate NOT IN (SELECT number FROM device_certificates)"));
    return astray ? Result<qint64>{lost + *astray} : astray;
}

Result<void> DeviceRecords::rememberRenewal(const ItemId& request, const QByteArray& fingerprint)
{
    SATCHEL_TRY(m_database->change(QStringLiteral("INSERT INTO renewals (item, fingerprint) VALUES (?, ?) "
                                                  "ON CONFLICT (item) DO NOTHING"),
        {request.toString(), hexText(fingerprint)}));
    return {};
}

// An item that was staged and never taken in has left its line: it is looked at through the item.
Result<std::optional<Item>> DeviceRecords::sourceOf(const ItemId& item) const
{
    auto found = m_items->find(item);
    if (found && *found && ((*found)->state == ItemState::Held || (*found)->state == ItemState::Rejected)) {
        return std::nullopt;
    }
    return found;
}

Result<std::optional<DeviceCertificate>> DeviceRecords::renewedBy(const ItemId& request) const
{
    QByteArray fingerprint;
    SATCHEL_TRY(forEachRow(
        m_database->query(QStringLiteral("SELECT fingerprint FROM renewals WHERE item = ?"), {request.toString()}),
        [&fingerprint](const Rows& row) -> Result<void> {
            fingerprint = QByteArray::fromHex(row.text(0).toLatin1());
            return {};
        }));
    if (fingerprint.isEmpty()) {
        return std::nullopt;
    }
    std::optional<DeviceCertificate> found;
    SATCHEL_TRY(forEachRow(
        m_database->query(QStringLiteral("SELECT %1 FROM device_certificates WHERE %2 ORDER BY number LIMIT 1")
                              .arg(Columns, HasFingerprint),
            fingerprintValues(fingerprint)),
        [&found](const Rows& rows) -> Result<void> {
            auto read = certificateOf(RowReader{rows, 1});
            if (!read) {
                return fail(std::move(read).error());
            }
            found = *std::move(read);
            return {};
        }));
    return found;
}

Result<std::optional<Item>> DeviceRecords::renewalOf(const QByteArray& fingerprint) const
{
    QList<ItemId> requests;
    SATCHEL_TRY(forEachRow(
        m_database->query(QStringLiteral("SELECT item FROM renewals WHERE fingerprint = ? ORDER BY number DESC"),
            {hexText(fingerprint)}),
        [&requests](const Rows& rows) -> Result<void> {
            RowReader row{rows};
            requests.append(row.id<ItemId>());
            return row.finish();
        }));
    for (const ItemId& request : std::as_const(requests)) {
        auto item = m_items->find(request);
        if (!item) {
            return fail(item.error());
        }
        const bool counts = *item && (*item)->state != ItemState::Rejected && (*item)->state != ItemState::Superseded;
        if (counts) {
            return item;
        }
    }
    return std::nullopt;
}

Result<bool> DeviceRecords::isReplaced(const DeviceCertificate& certificate) const
{
    if (certificate.device.isEmpty()) {
        return false; // no later one can be told to be the same device's
    }
    QList<ItemId> later;
    SATCHEL_TRY(forEachRow(
        m_database->query(QStringLiteral("SELECT item FROM device_certificates "
                                         "WHERE device <> '' AND device = ? AND subject = ? AND not_after > ?"),
            {certificate.device, certificate.subject, toUtcText(certificate.notAfter)}),
        [&later](const Rows& rows) -> Result<void> {
            RowReader row{rows};
            later.append(row.id<ItemId>());
            return row.finish();
        }));
    return anyCounts(later);
}

// A certificate that several items brought is told once: for the first of them that counts.
Result<bool> DeviceRecords::isToldBefore(const Numbered& entry) const
{
    QList<ItemId> earlier;
    SATCHEL_TRY(
        forEachRow(m_database->query(
                       QStringLiteral("SELECT item FROM device_certificates WHERE number IN "
                                      "(SELECT certificate FROM certificate_lookups WHERE key = ? AND certificate < ?) "
                                      "AND fingerprint = ?"),
                       {ShortKeys::leadingBits(entry.certificate.fingerprint), entry.number,
                           hexText(entry.certificate.fingerprint)}),
            [&earlier](const Rows& rows) -> Result<void> {
                RowReader row{rows};
                earlier.append(row.id<ItemId>());
                return row.finish();
            }));
    return anyCounts(earlier);
}

Result<bool> DeviceRecords::anyCounts(const QList<ItemId>& items) const
{
    for (const ItemId& item : items) {
        const auto source = sourceOf(item);
        if (!source || *source) {
            return source ? Result<bool>{true} : fail(source.error());
        }
    }
    return false;
}

Result<QList<DeviceRecords::Numbered>> DeviceRecords::entries(const QString& where, const QVariantList& values) const
{
    QList<Numbered> page;
    const auto sql = QStringLiteral("SELECT %1 FROM device_certificates WHERE %2 ORDER BY not_after, number LIMIT %3")
                         .arg(Columns, where)
                         .arg(DevicesPerPage);
    SATCHEL_TRY(forEachRow(m_database->query(sql, values), [&page](const Rows& rows) -> Result<void> {
        auto read = certificateOf(RowReader{rows, 1});
        if (!read) {
            return fail(std::move(read).error());
        }
        page.append(Numbered{rows.number(0), *std::move(read)});
        return {};
    }));
    return page;
}

// In two steps, for a whole delivery of certificates may end at one instant: (not_after, number) > (?, ?) would look at
// all of them again for each page.
Result<QList<DeviceRecords::Numbered>> DeviceRecords::endingAfter(
    const QString& from, qint64 number, const QString& until) const
{
    auto sameEnd = entries(QStringLiteral("not_after = ? AND number > ?"), {from, number});
    if (!sameEnd || !sameEnd->isEmpty()) {
        return sameEnd;
    }
    return entries(QStringLiteral("not_after > ? AND not_after < ?"), {from, until});
}

Result<void> DeviceRecords::forEachEnding(
    const QDateTime& first, const QDateTime& until, qint64 most, const Visitor& visit) const
{
    QString from = first.isValid() ? toUtcText(first) : QString{};
    qint64 number = 0;
    for (qint64 count = 0;;) {
        const auto page = endingAfter(from, number, toUtcText(until));
        if (!page || page->isEmpty()) {
            return page ? Result<void>{} : fail(page.error());
        }
        from = toUtcText(page->last().certificate.notAfter);
        number = page->last().number;
        for (const auto& entry : *page) {
            const auto source = sourceOf(entry.certificate.item);
            const auto replaced = isReplaced(entry.certificate);
            const auto told = isToldBefore(entry);
            if (!source || !replaced || !told) {
                return fail(!source ? source.error() : !replaced ? replaced.error() : told.error());
            }
            if (!*source || *replaced || *told) {
                continue;
            }
            SATCHEL_TRY(visit(entry.certificate, **source));
            if (++count == most) {
                return {};
            }
        }
    }
}

Result<void> DeviceRecords::forEachEndingVoucher(const QDateTime& from, const QDateTime& until, qint64 most,
    const std::function<Result<void>(const Item&)>& visit) const
{
    auto rows = m_database->query(
        QStringLiteral("SELECT %1 FROM %2 WHERE %3 AND ends >= ? AND ends < ? ORDER BY ends, number LIMIT ?")
            .arg(ItemRecords::selected(), ItemRecords::Whole, EndingUnderWay),
        {toUtcText(from), toUtcText(until), most > 0 ? most : -1});
    return ItemRecords::forEach(std::move(rows), visit);
}

Result<qint64> DeviceRecords::countEndingVouchers(const QDateTime& from, const QDateTime& until) const
{
    return m_database->queryNumber(
        QStringLiteral("SELECT COUNT(*) FROM items WHERE %1 AND ends >= ? AND ends < ?").arg(EndingUnderWay),
        {toUtcText(from), toUtcText(until)});
}

} // namespace satchel
