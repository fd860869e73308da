#pragma once

#include <core/crypto/Digest.h>
#include <core/ledger/Ledger.h>

#include <tests/support/LedgerQuery.h>

#include <QTemporaryDir>
#include <QTest>

#include <functional>
#include <optional>

// The value of a result that must be good.
template <typename T> T got(satchel::Result<T> result)
{
    if (!result) {
        qFatal("unexpected failure: %s", qPrintable(result.error().message));
    }
    if constexpr (!std::is_void_v<T>) {
        return *std::move(result);
    }
}

#define VERIFY_FAILS(expression, expectedCode)                                                                         \
    do {                                                                                                               \
        const auto failingResult = (expression);                                                                       \
        QVERIFY2(!failingResult.has_value(), "it should have failed");                                                 \
        QCOMPARE(satchel::errorCodeName(failingResult.error().code), satchel::errorCodeName(expectedCode));            \
    } while (false)

// A ledger in a folder of its own, a clock that the test moves, and items to put in.
class LedgerFixture final {
public:
    explicit LedgerFixture(satchel::StationRole role = satchel::StationRole::Site)
        : m_role{role}
        , id{got(satchel::Ledger::create(folder(), here(), role, clock()))}
        , ledger{got(open(satchel::LedgerAccess::ReadWrite))}
    {
    }

    [[nodiscard]] QString folder() const { return m_folder.filePath(QStringLiteral("ledger")); }
    [[nodiscard]] QString file() const { return folder() + QStringLiteral("/ledger.sqlite"); }

    [[nodiscard]] satchel::Clock clock()
    {
        return [this] { return now; };
    }

    [[nodiscard]] satchel::Result<satchel::Ledger> open(satchel::LedgerAccess access)
    {
        return satchel::Ledger::open(folder(), access, clock());
    }

    [[nodiscard]] static satchel::StationId station(char letter)
    {
        return satchel::StationId::fromBytes(QByteArray(satchel::StationId::Size, letter));
    }
    [[nodiscard]] static satchel::StationId here() { return station('H'); }
    [[nodiscard]] static satchel::StationId peer() { return station('P'); }

    [[nodiscard]] static satchel::LedgerId ledgerId(char letter)
    {
        return satchel::LedgerId::fromBytes(QByteArray(satchel::LedgerId::Size, letter));
    }

    [[nodiscard]] satchel::Ulid ulid() const { return satchel::Ulid::generate(now); }

    // An item as gathering would make it at this station; the test changes what it cares for.
    [[nodiscard]] satchel::ItemWithBytes gathered(const QByteArray& bytes) const
    {
        const bool atSite = m_role == satchel::StationRole::Site;
        satchel::ItemWithBytes content;
        content.bytes = bytes;
        auto& item = content.item;
        item.kind = atSite ? satchel::Kind::CertificationRequest : satchel::Kind::CertificationResponse;
        item.protocol = satchel::Protocol::Est;
        item.extension = atSite ? QStringLiteral("p10") : QStringLiteral("p7c");
        item.origin = here();
        item.gatheredHere = true;
        item.gatheredAt = now;
        item.size = bytes.size();
        item.state = satchel::ItemState::Pending;
        item.id = satchel::itemIdOf(item.kind, item.protocol, item.origin, {}, bytes);
        return content;
    }

    // An item as it comes out of a peer's bundle.
    [[nodiscard]] satchel::ItemWithBytes imported(const QByteArray& bytes) const
    {
        auto content = gathered(bytes);
        auto& item = content.item;
        const bool atSite = m_role == satchel::StationRole::Site;
        item.kind = atSite ? satchel::Kind::CertificationResponse : satchel::Kind::CertificationRequest;
        item.origin = peer();
        item.peer = peer();
        item.gatheredHere = false;
        item.state = satchel::ItemState::Ready;
        item.id = satchel::itemIdOf(item.kind, item.protocol, item.origin, {}, bytes);
        return content;
    }

    void inTransaction(const std::function<void()>& change)
    {
        auto transaction = got(ledger.begin());
        change();
        got(transaction.commit());
    }

    satchel::ItemId add(const satchel::ItemWithBytes& content)
    {
        inTransaction([&] { QVERIFY(got(ledger.items().add(content))); });
        return content.item.id;
    }

    void setState(
        const satchel::ItemId& item, satchel::ItemState state, const std::optional<satchel::Reason>& reason = {})
    {
        inTransaction([&] { got(ledger.items().setState(item, state, reason)); });
    }

    [[nodiscard]] satchel::ItemState stateOf(const satchel::ItemId& item) const
    {
        return got(ledger.items().get(item)).state;
    }

    // A bundle with these items, proved.
    satchel::OutgoingBundle pack(
        const QList<satchel::ItemId>& items, const satchel::StationId& to = LedgerFixture::peer())
    {
        satchel::OutgoingBundle bundle;
        inTransaction([&] {
            bundle = got(ledger.bundles().beginOutgoing(to, ulid(), ulid(), 1, QStringLiteral("/media/.x.part")));
            addTo(bundle.id, items);
            got(ledger.bundles().packItems(bundle.id));
            bundle.path = QStringLiteral("/media/x.satchel");
            bundle.labelDigest = satchel::sha256(bundle.id.toString().toUtf8());
            bundle.fileDigest = satchel::sha256("file");
            bundle.items = items.size();
            bundle.bytes = 4711;
            got(ledger.bundles().finishOutgoing(bundle));
        });
        return bundle;
    }

    [[nodiscard]] QList<satchel::ItemId> due(
        const satchel::StationId& to = LedgerFixture::peer(), bool onlyNew = false) const
    {
        satchel::DueCursor cursor;
        QList<satchel::ItemId> ids;
        for (const auto& each : got(ledger.items().dueAfter({to, {}, {}, onlyNew}, cursor, 1000, 1'000'000))) {
            ids += idOf(each);
        }
        return ids;
    }

    [[nodiscard]] static satchel::ItemId idOf(const satchel::DueItem& item)
    {
        return satchel::itemIdOf(item.kind, item.protocol, item.origin, item.context, item.bytes);
    }

    // Into a bundle being written, in an open transaction.
    void addTo(const satchel::Ulid& bundle, const QList<satchel::ItemId>& items)
    {
        QList<qint64> numbers;
        for (const auto& item : items) {
            numbers += numberOf(item);
        }
        got(ledger.bundles().addToOutgoing(bundle, numbers));
    }

    // As the ledger numbers its items; 0 if it has none of that id.
    [[nodiscard]] qint64 numberOf(const satchel::ItemId& item) const
    {
        return satchel::test::numberFrom(
            file(), QStringLiteral("SELECT item FROM item_facts WHERE id = '%1'").arg(item.toString()));
    }

    // satchel::test::wronglyIndexed()
    [[nodiscard]] qint64 wronglyIndexed() const { return satchel::test::wronglyIndexed(file()); }

    // For changeLedger(): as many new keys as are moved at once (ShortKeys), all of the first item: none is looked up.
    [[nodiscard]] static QString manyFreshKeys()
    {
        return QStringLiteral("WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 131072) "
                              "INSERT INTO fresh_item_keys (key, item) "
                              "SELECT (i * 7919) % 1000003 + 70000000000000, 1 FROM n");
    }

private:
    QTemporaryDir m_folder;
    satchel::StationRole m_role;

public:
    QDateTime now = QDateTime::fromString(QStringLiteral("2026-11-22T09:00:00Z"), Qt::ISODate);
    satchel::LedgerId id;
    satchel::Ledger ledger;
};
