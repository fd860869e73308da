#pragma once

#include "VectorIndex.h"

#include <core/bundle/Part.h>
#include <core/bundle/RequesterRecord.h>
#include <core/crypto/Certificate.h>
#include <core/crypto/Envelope.h>
#include <core/station/Card.h>

#include <QByteArray>
#include <QList>
#include <QMap>
#include <QString>

#include <optional>

namespace satchel::vectors {

// What one station signed: a label, a card or a receipt.
struct StationSignature {
    QString name;
    QByteArray cms;
    std::optional<QByteArray> content; // where it is detached
    QList<Certificate> allowed;
};

// What stands in a file of enrolment or in an item of a bundle, as it came.
struct Message {
    QString name;
    QByteArray bytes;
    std::optional<RequesterRecord> requester = {};
};

// Everything signed that can be got at in a set of vectors: the label of each bundle whose container and label can be
// read, the items and receipts of the parts that open for the vector's reader, cards, and receipts.
class SignedMatter final {
public:
    explicit SignedMatter(const QString& folder);

    [[nodiscard]] const QList<StationSignature>& signatures() const { return m_signatures; }
    [[nodiscard]] const QList<Message>& messages() const { return m_messages; }

private:
    void readCards();
    void read(const VectorRow& row);
    void readBundle(const VectorRow& row);
    void readPart(const QString& name, const PartContent& content);
    void readReceipt(const QString& name, const QByteArray& bytes);
    void readCard(const QString& name, const QByteArray& bytes);
    [[nodiscard]] QList<Certificate> signersOf(const StationId& station) const;
    [[nodiscard]] QList<DecryptionIdentity> identitiesOf(const QString& reader) const;

    VectorIndex m_index;
    QList<Card> m_cards;
    QList<StationSignature> m_signatures;
    QList<Message> m_messages;
};

} // namespace satchel::vectors
