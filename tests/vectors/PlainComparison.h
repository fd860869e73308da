#pragma once

#include "SignedMatter.h"

#include <core/objects/EnrolmentObject.h>
#include <core/station/TrustStore.h>
#include <tests/reference/PlainChecks.h>

#include <QDateTime>
#include <QList>
#include <QString>

#include <vector>

namespace satchel {
class CmpMessage;
class Voucher;
} // namespace satchel

namespace satchel::vectors {

// One verdict by core and by plain OpenSSL. Only signatures, chains and proofs of possession are judged, so that each
// refusal is on those grounds.
struct Comparison {
    QString name; // of the vector, then what was judged
    Result<void> core;
    Result<void> plain;
};

// Anchors of every purpose at one instant, for both sides.
class Judges final {
public:
    Judges(const QList<Anchor>& anchors, const QDateTime& at);

    // Of one station's signature there is no memory.
    [[nodiscard]] static Comparison compare(const StationSignature& signature);
    // `trust` may have judged other messages before.
    [[nodiscard]] std::vector<Comparison> compare(const Message& message, const TrustStore& trust) const;
    // Has judged nothing yet.
    [[nodiscard]] TrustStore freshTrust() const { return TrustStore::inMemory(m_anchors); }

private:
    struct Look {
        const TrustStore& trust;
        std::vector<Comparison>& found;
    };

    void compareVoucher(const QString& name, const QByteArray& der, const Assessment& said, const Look& look) const;
    void compareCmp(const QString& name, const QByteArray& der, const CmpMessage& message, const Assessment& said,
        const Look& look) const;
    void compareRequester(const Message& message, const Assessment& said, const Look& look) const;
    void compareChain(
        const QString& name, const Certificate& leaf, const QList<Certificate>& others, const Look& look) const;
    void compareChains(const QString& name, const QList<Certificate>& certificates, const Look& look) const;

    QList<Anchor> m_anchors;
    QDateTime m_at;
    std::vector<plain::Anchors> m_plain; // of manufacturer, domain, MASA, and of devices
};

} // namespace satchel::vectors
