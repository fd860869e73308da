#include "Station.h"

#include "KeyUri.h"
#include "StationCertificate.h"
#include "StationDisk.h"

#include <core/crypto/Digest.h>

#include <QDir>
#include <QFileInfo>

namespace satchel {

namespace {

struct LoadedPair {
    PrivateKey key;
    Certificate certificate;
};

// The first certificate of the file: what follows it may be its chain, which nobody here builds upon.
Result<Certificate> loadCertificate(const QString& uri, Result<void> (*require)(const Certificate&))
{
    auto certificates = loadCertificates(uri);
    if (!certificates) {
        return fail(std::move(certificates).error().withFile(uri));
    }
    if (certificates->isEmpty()) {
        return fail(Error{ErrorCode::KeyUnavailable, QStringLiteral("the file holds no certificate"), uri});
    }
    if (auto allowed = require(certificates->first()); !allowed) {
        return fail(std::move(allowed).error().withFile(uri));
    }
    return certificates->first();
}

Result<LoadedPair> loadPair(const QString& home, const Settings::KeyPair& uris, const Secret& passphrase,
    Result<void> (*require)(const Certificate&))
{
    const auto certificateUri = absoluteKeyUri(uris.certificate, home);
    auto certificate = loadCertificate(certificateUri, require);
    if (!certificate) {
        return fail(ofStationDisk(std::move(certificate).error()));
    }
    const auto keyUri = absoluteKeyUri(uris.key, home);
    auto key = loadKey(keyUri, passphrase);
    if (!key) {
        return fail(std::move(key).error().withFile(keyUri));
    }
    if (!key->matches(*certificate)) {
        return fail(Error{ErrorCode::KeyMismatch,
            QStringLiteral("the key is not that of the certificate %1").arg(certificateUri), keyUri});
    }
    return LoadedPair{*std::move(key), *std::move(certificate)};
}

// All that a card says but for when: if this changes, the card is another one.
Sha256Digest contentOf(const Card::Facts& facts)
{
    Sha256 digest;
    digest.addField("satchel-card-content-1");
    digest.addField(stationRoleName(facts.role).toUtf8());
    digest.addField(facts.name.toUtf8());
    for (const auto& certificates : {facts.signing, facts.decryption}) {
        digest.addField(QByteArray::number(certificates.size()));
        for (const auto& certificate : certificates) {
            digest.addField(certificate.der());
        }
    }
    return Sha256Digest::fromBytes(digest.finish());
}

struct Records {
    StationPaths paths;
    Settings settings;
    IdentityRecord identity;
};

Result<Records> readRecords(const QString& home)
{
    const StationPaths paths{QDir::cleanPath(QDir::current().absoluteFilePath(home))};
    if (!QFileInfo::exists(paths.settings())) {
        return fail(Error{ErrorCode::NotAStation, QStringLiteral("there is no station here"), paths.home});
    }
    auto settings = Settings::load(paths.settings());
    auto identity = IdentityRecord::load(paths.identity());
    if (!settings || !identity) {
        return fail(ofStationDisk(!settings ? std::move(settings).error() : std::move(identity).error()));
    }
    if (settings->role != identity->role) {
        return fail(Error{ErrorCode::WrongRole,
            QStringLiteral("the settings say \"%1\", but the station was made as \"%2\"; its role is for life")
                .arg(stationRoleName(settings->role), stationRoleName(identity->role)),
            paths.settings()});
    }
    return Records{paths, *std::move(settings), *std::move(identity)};
}

} // namespace

Station::Station(StationPaths paths, Settings settings, IdentityRecord identity, Secret passphrase, Clock clock)
    : m_paths{std::move(paths)}
    , m_settings{std::move(settings)}
    , m_identity{std::move(identity)}
    , m_passphrase{std::move(passphrase)}
    , m_clock{std::move(clock)}
{
}

Result<StationPaths> Station::find(const QString& home)
{
    auto records = readRecords(home);
    return records ? Result<StationPaths>{std::move(records->paths)} : fail(std::move(records).error());
}

Result<Station> Station::open(const QString& home, Secret passphrase, const Clock& clock)
{
    auto records = readRecords(home);
    if (!records) {
        return fail(std::move(records).error());
    }
    Station station{
        records->paths, std::move(records->settings), std::move(records->identity), std::move(passphrase), clock};
    SATCHEL_TRY(station.loadPeersAndTrust());
    return station;
}

Result<void> Station::loadPeersAndTrust()
{
    auto peers = Peers::load(m_paths.peers());
    auto trust = TrustStore::load(m_paths.trust());
    if (!peers || !trust) {
        return fail(ofStationDisk(!peers ? std::move(peers).error() : std::move(trust).error()));
    }
    m_peers = *std::move(peers);
    m_trust = *std::move(trust);
    return {};
}

Result<IssuerIdentity> Station::signingIdentity()
{
    if (!m_signing) {
        auto pair = loadPair(m_paths.home, m_settings.signing, m_passphrase, &requireSigningCertificate);
        if (!pair) {
            return fail(std::move(pair).error());
        }
        if (pair->certificate.keyFingerprint() != m_identity.station) {
            return fail(Error{ErrorCode::KeyMismatch,
                QStringLiteral("this is not the key that the station is named after; peers would refuse what it signs"),
                m_settings.signing.key});
        }
        m_signing = IssuerIdentity{pair->certificate, pair->key};
    }
    return *m_signing;
}

Result<QList<DecryptionIdentity>> Station::decryptionIdentities()
{
    if (!m_decryption) {
        QList<DecryptionIdentity> identities;
        for (const auto& uris : m_settings.decryption) {
            auto pair = loadPair(m_paths.home, uris, m_passphrase, &requireDecryptionCertificate);
            if (!pair) {
                return fail(std::move(pair).error());
            }
            identities << DecryptionIdentity{pair->key, pair->certificate};
        }
        m_decryption = std::move(identities);
    }
    return *m_decryption;
}

Result<Station::RegistrationAuthorityKeys> Station::registrationAuthority()
{
    if (!m_registrationAuthority) {
        if (!m_settings.registrationAuthority) {
            return fail(ErrorCode::Usage, QStringLiteral("the settings name no [registration-authority]"));
        }
        auto pair
            = loadPair(m_paths.home, *m_settings.registrationAuthority, m_passphrase, &requireRegistrationAuthority);
        if (!pair) {
            return fail(std::move(pair).error());
        }
        const auto all = loadCertificates(absoluteKeyUri(m_settings.registrationAuthority->certificate, m_paths.home));
        if (!all) {
            return fail(ofStationDisk(all.error()));
        }
        m_registrationAuthority = RegistrationAuthorityKeys{{pair->certificate, pair->key}, all->sliced(1)};
    }
    return *m_registrationAuthority;
}

// Only the current decryption certificate: the later ones of the settings are there for bundles already on their way.
Result<Card::Facts> Station::cardFacts()
{
    const auto signing = signingIdentity();
    if (!signing) {
        return fail(signing.error());
    }
    const auto decryption = loadCertificate(
        absoluteKeyUri(m_settings.decryption.first().certificate, m_paths.home), &requireDecryptionCertificate);
    if (!decryption) {
        return fail(decryption.error());
    }
    return Card::Facts{.station = m_identity.station,
        .role = m_settings.role,
        .name = m_settings.name,
        .issue = m_identity.cardIssue,
        .created = now(),
        .signing = {signing->certificate},
        .decryption = {*decryption}};
}

Result<QList<Certificate>> Station::signingCertificates() const
{
    auto certificate
        = loadCertificate(absoluteKeyUri(m_settings.signing.certificate, m_paths.home), &requireSigningCertificate);
    if (!certificate) {
        return fail(std::move(certificate).error());
    }
    return QList<Certificate>{*std::move(certificate)};
}

Result<Card> Station::card()
{
    auto facts = cardFacts();
    if (!facts) {
        return fail(std::move(facts).error());
    }
    const auto content = contentOf(*facts);
    if (content != m_identity.cardContent) {
        SATCHEL_TRY(recordCard(content));
    }
    facts->issue = m_identity.cardIssue;
    return Card::create(*facts, m_signing->key, m_signing->certificate);
}

// Durable before the card is handed out: two different cards must never carry one number.
Result<void> Station::recordCard(const Sha256Digest& content)
{
    auto record = IdentityRecord::load(m_paths.identity());
    if (!record) {
        return fail(std::move(record).error());
    }
    if (record->cardContent != content) {
        record->cardIssue += record->cardContent.isNull() ? 0 : 1;
        record->cardContent = content;
        SATCHEL_TRY(record->save(m_paths.identity()));
    }
    m_identity = *std::move(record);
    return {};
}

Result<void> Station::requireCounterpart(const Card& card) const
{
    if (card.station() == m_identity.station) {
        return fail(ErrorCode::Usage, QStringLiteral("this is this station's own card; it is for the other side"));
    }
    if (card.facts().role != counterpartOf(role())) {
        return fail(ErrorCode::WrongRole,
            QStringLiteral("\"%1\" is a %2 station like this one; a %2 exchanges with a %3")
                .arg(card.facts().name, stationRoleName(role()), stationRoleName(counterpartOf(role()))));
    }
    return {};
}

Result<Peer> Station::addPeer(const Card& card, const QString& alias)
{
    SATCHEL_TRY(requireCounterpart(card));
    return m_peers.add(card, alias, now());
}

} // namespace satchel
