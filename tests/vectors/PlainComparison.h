#pragma once

#include "RawParts.h"
#include "SignedMatter.h"

#include <core/objects/EnrolmentObject.h>
#include <core/station/TrustStore.h>
#include <tests/reference/PlainChecks.h>

#include <QDateTime>
#include <QList>
#include <QString>

#include <vector>

namespace satchel {
class CmcMessage;
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
        const Message& message;
        const CheckContext& context;
        Assessment said; // by core
        std::vector<Comparison>& found;
    };

    static void note(const Look& look, QStringView check, const Result<void>& plain);
    [[nodiscard]] static QList<QByteArray> signersElsewhere(const Voucher& voucher, const Look& look);
    void compareInside(const QString& what, const QByteArray& bytes, const Look& look) const;
    void compareVoucher(const Voucher& voucher, const QByteArray& bytes, const Look& look) const;
    void compareJose(const Voucher& voucher, const QByteArray& bytes, const Look& look) const;
    void compareCmp(const QByteArray& der, const CmpMessage& message, const Look& look) const;
    void compareCmc(const QByteArray& der, const CmcMessage& message, const Look& look) const;
    static void compareProofs(const RawRequests& requests, const QList<Certificate>& certificates, const Look& look);
    void compareSignedData(const QByteArray& der, bool isAnswer, const Look& look) const;
    void compareSigner(const QByteArray& der, const Look& look) const;
    void compareIssued(
        QStringView check, const QList<Certificate>& issued, const QList<Certificate>& all, const Look& look) const;
    void compareRequester(const Look& look) const;
    void compareChain(
        const QString& name, const Certificate& leaf, const QList<Certificate>& others, const Look& look) const;
    void compareChains(const QString& name, const QList<Certificate>& certificates, const Look& look) const;

    QList<Anchor> m_anchors;
    QDateTime m_at;
    std::vector<plain::Anchors> m_plain; // of manufacturer, domain, MASA, and of devices
};

} // namespace satchel::vectors
