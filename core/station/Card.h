#pragma once

#include <core/base/Result.h>
#include <core/crypto/Certificate.h>
#include <core/crypto/PrivateKey.h>
#include <core/station/StationId.h>
#include <core/station/StationRole.h>

#include <QByteArray>
#include <QDateTime>
#include <QList>
#include <QString>

namespace satchel {

// How a station introduces itself: its current signing and decryption certificates under its own signature.
// A Card object is always one whose signature verified under the key that its station id names.
class Card final {
public:
    struct Facts {
        StationId station;
        StationRole role = StationRole::Site;
        QString name;
        qint64 issue = 1; // only grows
        QDateTime created;
        QList<Certificate> signing; // 1 to 8
        QList<Certificate> decryption; // 1 to 8; a bundle is encrypted to all of them
    };

    // Makes and signs the card file (docs/bundle-format.md, "Cards").
    [[nodiscard]] static Result<Card> create(const Facts& facts, const PrivateKey& key, const Certificate& signer);
    // Reads a card file from wherever it came. Self-consistency only: whether it is the right station's is for a person
    // to say, by its fingerprint.
    [[nodiscard]] static Result<Card> parse(const QByteArray& file);

    [[nodiscard]] const Facts& facts() const { return m_facts; }
    [[nodiscard]] const StationId& station() const { return m_facts.station; }
    [[nodiscard]] const QByteArray& file() const { return m_file; } // byte for byte as it came

private:
    Card(Facts facts, QByteArray file)
        : m_facts{std::move(facts)}
        , m_file{std::move(file)}
    {
    }

    Facts m_facts;
    QByteArray m_file;
};

} // namespace satchel
