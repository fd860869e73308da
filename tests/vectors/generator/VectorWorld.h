#pragma once

#include <core/bundle/RequesterRecord.h>
#include <core/ledger/ItemId.h>
#include <core/station/Card.h>
#include <tests/support/BundleForge.h>
#include <tests/support/TestWorld.h>

#include <QByteArray>
#include <QString>

#include <functional>
#include <vector>

namespace satchel::vectors {

// A result that the generator cannot do without.
template <typename T> T orDie(Result<T> result)
{
    if (!result) {
        qFatal("%s: %s", qPrintable(result.error().file), qPrintable(result.error().message));
    }
    return *std::move(result);
}

void writeFile(const QString& path, const QByteArray& bytes);

struct WorldStation {
    QByteArray name;
    StationRole role;
    QString displayName;
    test::ForgedStation keys;
    Card card;
};

// The device that asks for a voucher and, by EST, for a certificate: what its requests show, since they are kept
// longer than its keys.
struct WorldDevice {
    QString serial;
    QString nonce;
    QByteArray voucherRequest;
    QByteArray certificationRequest;
    QByteArray sidecar; // of the latter

    [[nodiscard]] QByteArray publicKeyInfo() const; // that a certificate is asked for
    [[nodiscard]] RequesterRecord requester() const;
};

// A device that speaks CMP.
struct CmpDevice {
    QString serial;
    IssuerIdentity idevid;
    IssuerIdentity ldevid; // what its initial request is answered with
    QByteArray initialRequest; // accepts an implicit confirmation
    QByteArray confirmation; // of another transaction, in which there was none
};

// The stations, anchors and requests that the vectors speak of, in `<folder>/world`. All that is there is kept, so that
// only signatures and envelopes differ from one making to the next.
class VectorWorld final {
public:
    explicit VectorWorld(const QString& folder);

    [[nodiscard]] const test::ForgedStation& keys(const char* name) const { return station(name).keys; }
    [[nodiscard]] const WorldStation& station(const char* name) const;
    [[nodiscard]] Card::Facts cardFacts(const char* name) const { return station(name).card.facts(); }

    // The requests that a reader `site` gathers, and what their devices hold.
    [[nodiscard]] const WorldDevice& device() const { return m_device; }
    [[nodiscard]] const CmpDevice& cmpDevice() const { return m_cmpDevice; }
    [[nodiscard]] const test::TestPki& pki() const { return m_pki; }
    // Their ids, as gathered at the site.
    [[nodiscard]] ItemId voucherRequestId() const;
    [[nodiscard]] ItemId certificationRequestId() const;
    [[nodiscard]] ItemId initialRequestId() const;
    [[nodiscard]] ItemId confirmationId() const;
    // Another file of `world/requests`: what is there, or what `make` makes.
    [[nodiscard]] QByteArray request(const char* file, const std::function<QByteArray()>& make) const;
    // The id of what the site gathers from it, with nothing beside it.
    [[nodiscard]] ItemId gatheredId(const QByteArray& bytes, Kind kind, Protocol protocol) const;

private:
    void addStation(const char* name, StationRole role, const char* displayName, KeyType type, const QDateTime& from,
        const QDateTime& to);
    void writeTables() const;
    [[nodiscard]] QString path(const QString& name) const { return m_folder + u'/' + name; }

    QString m_folder;
    std::vector<WorldStation> m_stations;
    test::TestPki m_pki;
    WorldDevice m_device;
    CmpDevice m_cmpDevice;
};

} // namespace satchel::vectors
