#pragma once

#include <core/bundle/BundleWriter.h>
#include <core/bundle/Label.h>
#include <core/bundle/Part.h>
#include <core/crypto/Envelope.h>
#include <core/crypto/PrivateKey.h>

#include <QByteArray>
#include <QList>
#include <QString>

#include <functional>
#include <vector>

// Stations without a disk, and bundles that are right in everything but what a test makes wrong.
namespace satchel::test {

[[nodiscard]] QDateTime forgeTime(); // 2026-11-22T09:00:00Z

// Keys and certificates as `satchel init` makes them.
struct ForgedStation {
    [[nodiscard]] static ForgedStation make(const QString& name, KeyType type = KeyType::P256);

    PrivateKey signingKey;
    Certificate signing;
    PrivateKey decryptionKey;
    Certificate decryption;
    StationId id;
    LedgerId ledger;

    [[nodiscard]] IssuerIdentity signer() const { return {signing, signingKey}; }
    [[nodiscard]] DecryptionIdentity decrypter() const { return {decryptionKey, decryption}; }
};

// Two stations that every test of one program shares: making keys takes time.
[[nodiscard]] const ForgedStation& someSite();
[[nodiscard]] const ForgedStation& someBackend();
[[nodiscard]] const ForgedStation& someStranger();

[[nodiscard]] BundleAddress addressFor(const ForgedStation& from, const ForgedStation& to, qint64 sequence = 1);

// An item gathered at `origin`; a certification request if nothing else is said.
[[nodiscard]] PartItem someItem(const ForgedStation& origin, const QByteArray& bytes,
    Kind kind = Kind::CertificationRequest, Protocol protocol = Protocol::Est);

struct ForgedEntry {
    QByteArray name;
    QByteArray content;
};

// A ustar archive of these entries, whatever they are, and back.
[[nodiscard]] QByteArray archiveOf(const QList<ForgedEntry>& entries);
[[nodiscard]] QList<ForgedEntry> entriesOf(const QByteArray& archive);

// Makes a whole bundle, step by step as docs/bundle-format.md has them. After each step a test may change what it made;
// all later steps are done properly on what the change left, so that the bundle has that one fault.
class BundleForge final {
public:
    using Change = std::function<void(QByteArray&)>;

    BundleForge(); // from someSite() to someBackend(): one part, one item
    BundleForge(const ForgedStation& from, const ForgedStation& to, qint64 sequence = 1);

    BundleAddress address;
    std::vector<PartContent> parts; // numbered by their order
    QList<Certificate> recipients;
    IssuerIdentity signer;

    // Changes to every part that there is.
    std::function<void(PartContent&, BundleAddress&)> changePart; // the address that part.json repeats
    Change changePartJson;
    std::function<void(QList<ForgedEntry>&)> changePartEntries;
    Change changeArchive;
    Change changeFrame; // compressed
    Change changeEnvelope;
    // Changes to what stands around them.
    std::function<void(Label&)> changeLabel;
    Change changeLabelJson; // before it is signed
    Change changeSignedLabelJson; // after
    Change changeSignature;
    std::function<void(QList<ForgedEntry>&)> changeEntries;
    Change changeContainer;

    [[nodiscard]] QByteArray make() const;
    // Writes it to `path`.
    void write(const QString& path) const;

private:
    struct MadePart {
        QByteArray envelope;
        qint64 plainSize = 0;
    };

    [[nodiscard]] QByteArray makeArchive(PartContent content) const;
    [[nodiscard]] MadePart makePart(const PartContent& content) const;
    [[nodiscard]] Label makeLabel(const QList<MadePart>& made) const;
};

// Gives out a list of items as a writer asks for them.
class ListSource final : public ItemSource {
public:
    explicit ListSource(std::vector<PartItem> items);

    [[nodiscard]] Result<std::vector<PartItem>> take(qint64 mostBytes, qint64 mostItems) override;
    void putBack(std::vector<PartItem> items) override;
    [[nodiscard]] const std::vector<PartItem>& left() const { return m_items; }

private:
    std::vector<PartItem> m_items;
};

// What `from` needs to write a bundle to `to`.
[[nodiscard]] BundlePlan planFor(const ForgedStation& from, const ForgedStation& to, qint64 sequence = 1);

} // namespace satchel::test
