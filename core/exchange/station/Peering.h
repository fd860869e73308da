#pragma once

#include <core/base/JsonWriter.h>
#include <core/base/Outcome.h>
#include <core/base/Result.h>
#include <core/base/RowList.h>
#include <core/exchange/session/Session.h>
#include <core/station/Card.h>
#include <core/station/Peers.h>
#include <core/station/TrustStore.h>

#include <QByteArray>
#include <QList>
#include <QString>
#include <QStringList>
#include <QStringView>

#include <optional>

// Whom a station knows and trusts, and how it introduces itself. Each change is written to the custody log in one
// go with the change itself; each needs a session for writing.
namespace satchel {

// `"peers": [{alias, name, role, fingerprint, issue, revoked, addedAt}]`
struct PeersReport {
    QList<Peer> peers;
    bool changed = false; // false too where nothing was left to change

    void writeJson(JsonWriter& writer) const;
};

void writePeer(JsonWriter& writer, const Peer& peer); // one of them

[[nodiscard]] PeersReport listPeers(const Session& session);
// The card's fingerprint has been compared by now. The card that is known already changes nothing.
[[nodiscard]] Result<PeersReport> addPeer(Session& session, const Card& card, const QString& alias);
[[nodiscard]] Result<PeersReport> removePeer(Session& session, QStringView aliasOrId);
[[nodiscard]] Result<PeersReport> revokePeer(Session& session, QStringView aliasOrId);

// A card as it came from elsewhere, the file or its text (cardText); FingerprintMismatch unless it is `expected`'s,
// where that is given.
[[nodiscard]] Result<Card> readCard(const QByteArray& file, const std::optional<StationId>& expected);

// `"anchors": [{for, subject, sha256, notAfter}]`
struct AnchorsReport {
    QList<Anchor> anchors;
    RowList refused; // {path, code, reason}
    std::optional<Error> failure;

    [[nodiscard]] Outcome outcome() const;
    void writeJson(JsonWriter& writer) const;
};

struct AnchorOrder {
    AnchorUse use = AnchorUse::Manufacturer;
    QStringList files; // one DER certificate or any number of PEM ones each
    std::optional<QByteArray> standardInput; // what came on stdin, where "-" was named
};

void writeAnchor(JsonWriter& writer, const Anchor& anchor); // one of them, an object
[[nodiscard]] AnchorsReport listAnchors(const Session& session, std::optional<AnchorUse> use);
// Each file is taken or refused by itself.
[[nodiscard]] AnchorsReport addAnchors(Session& session, const AnchorOrder& order);
[[nodiscard]] AnchorsReport removeAnchors(
    Session& session, const QStringList& sha256Prefixes, std::optional<AnchorUse> use);

// This station's card, signed now.
struct CardReport {
    Card card;
    LedgerId ledger;
    QString path; // where the caller wrote it, empty if nowhere yet

    void writeJson(JsonWriter& writer) const; // "station", and "file" or else "card" in base64
};
[[nodiscard]] Result<CardReport> ownCard(Session& session);
enum class CardForm { File, Text }; // Text is what a mail can carry
[[nodiscard]] QByteArray cardBytesAs(CardForm form, const Card& card);
// Writes it to a file, too, which appears, or is replaced, only once it is whole.
[[nodiscard]] Result<CardReport> writeOwnCard(Session& session, const QString& path, CardForm form = CardForm::File);

} // namespace satchel
