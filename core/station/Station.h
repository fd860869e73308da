#pragma once

#include <core/base/File.h>
#include <core/base/Result.h>
#include <core/base/Secret.h>
#include <core/base/Time.h>
#include <core/crypto/Envelope.h>
#include <core/crypto/PrivateKey.h>
#include <core/station/Card.h>
#include <core/station/IdentityRecord.h>
#include <core/station/Peers.h>
#include <core/station/Settings.h>
#include <core/station/StationId.h>
#include <core/station/TrustStore.h>

#include <QList>
#include <QString>

#include <chrono>
#include <optional>
#include <stop_token>

namespace satchel {

// Where a station keeps what, below its home directory (mode 0700).
struct StationPaths {
    explicit StationPaths(QString homeFolder)
        : home{std::move(homeFolder)}
    {
    }

    QString home;
    [[nodiscard]] QString settings() const { return home + QStringLiteral("/settings.toml"); }
    // What the settings were before they were last changed through the program.
    [[nodiscard]] QString formerSettings() const { return settings() + QStringLiteral(".former"); }
    [[nodiscard]] QString identity() const { return home + QStringLiteral("/identity.toml"); } // station id, card issue
    [[nodiscard]] QString keys() const { return home + QStringLiteral("/keys"); }
    [[nodiscard]] QString peers() const { return home + QStringLiteral("/peers"); }
    [[nodiscard]] QString trust() const { return home + QStringLiteral("/trust"); }
    [[nodiscard]] QString ledger() const { return home + QStringLiteral("/ledger"); } // folder of ledger.sqlite
    [[nodiscard]] QString lock() const { return home + QStringLiteral("/lock"); }
};

struct StationInit {
    StationRole role = StationRole::Site;
    QString name;
    // Both or neither of each pair; without them P-256 pairs with self-issued certificates are made.
    std::optional<Settings::KeyPair> signing = {};
    std::optional<Settings::KeyPair> decryption = {};
};

// One installation of Satchel: identity, peers, anchors, policy. Opening it locks nothing and needs no passphrase; keys
// are opened when a verb first needs them. Use by one thread; the parts it hands out may be shared.
class Station final {
public:
    // Makes everything but the ledger. Refuses (Usage) a home that holds a station, or anything else. Given keys must
    // match their certificates, be of an allowed kind and work. If it fails half-way it leaves no station behind:
    // settings.toml is written last.
    [[nodiscard]] static Result<Station> init(
        const QString& home, const StationInit& wishes, const Secret& passphrase, const Clock& clock);
    // Where the station at `home` is: its settings and what it is are read, neither peers nor anchors. NotAStation if
    // there is none; WrongRole if somebody changed the role in the settings.
    [[nodiscard]] static Result<StationPaths> find(const QString& home);
    // The same, whole.
    [[nodiscard]] static Result<Station> open(const QString& home, Secret passphrase, const Clock& clock);

    [[nodiscard]] const StationPaths& paths() const { return m_paths; }
    [[nodiscard]] const StationId& id() const { return m_identity.station; }
    [[nodiscard]] StationRole role() const { return m_settings.role; }
    [[nodiscard]] const Settings& settings() const { return m_settings; }
    [[nodiscard]] bool hasPassphrase() const { return !m_passphrase.isEmpty(); } // right or wrong
    [[nodiscard]] qint64 cardIssue() const { return m_identity.cardIssue; }
    [[nodiscard]] const Clock& clock() const { return m_clock; }
    [[nodiscard]] QDateTime now() const { return m_clock(); }

    [[nodiscard]] Peers& peers() { return m_peers; }
    [[nodiscard]] const Peers& peers() const { return m_peers; }
    [[nodiscard]] TrustStore& trust() { return m_trust; }
    [[nodiscard]] const TrustStore& trust() const { return m_trust; }

    // KeyUnavailable, WrongPassphrase, or KeyMismatch if the settings name another station's key. Loaded once.
    [[nodiscard]] Result<IssuerIdentity> signingIdentity();
    [[nodiscard]] Result<QList<DecryptionIdentity>> decryptionIdentities();
    // What signs nested CMP messages, its certificate first and the chain above it. Usage if the settings name none;
    // KeyUnavailable, WrongPassphrase or KeyMismatch as above. Loaded once.
    struct RegistrationAuthorityKeys {
        IssuerIdentity identity;
        QList<Certificate> chain;
    };
    [[nodiscard]] Result<RegistrationAuthorityKeys> registrationAuthority();
    // The certificates alone, for looking at our own bundles and at ends of validity: no key is opened.
    [[nodiscard]] Result<QList<Certificate>> signingCertificates() const;

    // This station's card, signed now. If its name or certificates are not those of the last card, the issue number
    // grows and is recorded first: hold the station's lock.
    [[nodiscard]] Result<Card> card();

    // Writes other settings in the place of these, which are kept as formerSettings(). WrongRole if the role is
    // another, Malformed if a value is not allowed; keys that are not those of before are opened and tried first, with
    // the errors that their first use would have. Hold the station's lock.
    [[nodiscard]] Result<void> changeSettings(const Settings& wanted);

    // Who may be a peer of this station: not itself (Usage), and a site exchanges with backends only, a backend with
    // sites (WrongRole).
    [[nodiscard]] Result<void> requireCounterpart(const Card& card) const;
    // Peers::add for those who may be.
    [[nodiscard]] Result<Peer> addPeer(const Card& card, const QString& alias);

private:
    Station(StationPaths paths, Settings settings, IdentityRecord identity, Secret passphrase, Clock clock);

    [[nodiscard]] static Result<void> fill(
        const StationPaths& paths, const StationInit& wishes, const Secret& passphrase, const Clock& clock);
    [[nodiscard]] static Result<void> proveDecryption(const QList<DecryptionIdentity>& identities);
    [[nodiscard]] Result<void> proveKeys();
    [[nodiscard]] Result<void> loadPeersAndTrust();
    [[nodiscard]] Result<Card::Facts> cardFacts();
    [[nodiscard]] Result<void> recordCard(const Sha256Digest& content);

    StationPaths m_paths;
    Settings m_settings;
    IdentityRecord m_identity;
    Secret m_passphrase;
    Clock m_clock;
    Peers m_peers;
    TrustStore m_trust;
    std::optional<IssuerIdentity> m_signing;
    std::optional<QList<DecryptionIdentity>> m_decryption;
    std::optional<RegistrationAuthorityKeys> m_registrationAuthority;
};

// Held by a verb that writes, for its duration. The lock file names the holder: process id, command, since when.
// Released by the kernel whatever happens to the process.
class StationLock final {
public:
    // Waits up to `patience`, then StationInUse naming the holder. `command` is what others are told.
    [[nodiscard]] static Result<StationLock> acquire(const StationPaths& paths, const QString& command,
        std::chrono::milliseconds patience, const std::stop_token& stop = {});

private:
    explicit StationLock(FileDescriptor file)
        : m_file{std::move(file)}
    {
    }

    FileDescriptor m_file;
};

} // namespace satchel
