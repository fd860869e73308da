#pragma once

#include <core/crypto/PrivateKey.h>
#include <core/exchange/export/Export.h>
#include <core/exchange/gather/Gather.h>
#include <core/exchange/import/Import.h>
#include <core/exchange/deliver/Deliver.h>
#include <core/exchange/session/Session.h>
#include <core/objects/voucher/VoucherMaker.h>

#include <QByteArray>
#include <QDateTime>
#include <QList>
#include <QString>
#include <QTemporaryDir>

#include <memory>
#include <optional>

namespace satchel::test {

// The keys and certificates of one throw-away world: a manufacturer with its MASA, an operator with CA and registrar.
struct TestPki {
    TestPki();

    IssuerIdentity manufacturer;
    IssuerIdentity masa;
    IssuerIdentity domainCa;
    IssuerIdentity registrar;

    [[nodiscard]] IssuerIdentity device(const QString& serial) const; // IDevID
    [[nodiscard]] QByteArray voucherRequest(
        const IssuerIdentity& device, const QString& serial, const QString& nonce) const;
    [[nodiscard]] QByteArray voucher(const QString& serial, const QString& nonce) const;
    [[nodiscard]] QByteArray certificateFor(const QByteArray& publicKeyInfo, const QString& serial) const; // DER
    [[nodiscard]] QByteArray sidecar(const IssuerIdentity& device) const; // a `.meta` with its requester record
};

struct TestDevice {
    QString serial;
    QString nonce;
    IssuerIdentity idevid;
    PrivateKey newKey;
    QByteArray voucherRequest;
    QByteArray certificationRequest;
};

// One station in a folder of its own. Every call opens it anew, as every command does.
class TestStation final {
public:
    TestStation(const QString& folder, StationRole role, const QString& name, Clock clock);

    [[nodiscard]] const QString& home() const { return m_home; }
    [[nodiscard]] QString ledgerFile() const { return m_home + QStringLiteral("/ledger/ledger.sqlite"); }
    [[nodiscard]] StationAccess access() const;
    [[nodiscard]] Session write() const; // ends the test if it cannot
    [[nodiscard]] Session read() const;
    [[nodiscard]] Card card() const;

    void know(const TestStation& other) const;
    void trust(AnchorUse use, const Certificate& certificate) const;

    GatherReport gather(const QStringList& paths) const;
    ExportReport exportTo(const QString& folder) const;
    ImportReport import(const QStringList& paths) const;
    DeliverReport deliver(const QString& folder, const QString& recipient = {}) const;

    [[nodiscard]] qint64 count(ItemState state) const;
    [[nodiscard]] QList<Item> items() const;
    [[nodiscard]] Item only() const; // the one item there is

private:
    QString m_home;
    Clock m_clock;
};

// A site and a backend that know each other and trust the PKI's anchors, a spool on each side and a stick between them.
class TestWorld final {
public:
    TestWorld();

    [[nodiscard]] QString path(const QString& name) const { return m_folder.filePath(name); }
    // Writes the bytes there, folders made; returns the path.
    QString put(const QString& name, const QByteArray& bytes) const;
    [[nodiscard]] static QByteArray read(const QString& path);
    [[nodiscard]] QStringList list(const QString& folder) const; // names, sorted, hidden ones too

    [[nodiscard]] TestDevice makeDevice(const QString& serial) const;
    // Both requests into the site's spool, the PKCS #10 with its sidecar.
    TestDevice putDevice(const QString& serial) const;

    // A further pair, with a PKI in common.
    [[nodiscard]] TestStation station(const QString& name, StationRole role) const;

    // Stick from one to the other: the bundle's path.
    QString carry(const TestStation& from, const TestStation& to, const QString& stick) const;

    void advance(qint64 seconds) { *m_now = m_now->addSecs(seconds); }
    [[nodiscard]] QDateTime now() const { return *m_now; }

    TestPki pki;

private:
    QTemporaryDir m_folder;
    std::shared_ptr<QDateTime> m_now;

public:
    TestStation site;
    TestStation backend;
};

// The codes of a report's rows, sorted.
[[nodiscard]] QStringList codesOf(const RowList& rows);

} // namespace satchel::test
