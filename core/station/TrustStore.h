#pragma once

#include <core/base/Result.h>
#include <core/crypto/TrustAnchors.h>

#include <QDateTime>
#include <QList>
#include <QString>
#include <QStringView>

#include <array>
#include <optional>

namespace satchel {

// What an anchor may vouch for: IDevID chains, LDevID (and registrar) chains, voucher signers.
enum class AnchorUse { Manufacturer, Domain, Masa };

[[nodiscard]] QString anchorUseName(AnchorUse use); // "manufacturer", "domain", "masa"
[[nodiscard]] std::optional<AnchorUse> anchorUseFromName(QStringView name);

struct Anchor {
    AnchorUse use = AnchorUse::Manufacturer;
    Certificate certificate;
};

// The anchors by which this station checks items: `<home>/trust/<use>/<sha256>.pem`, files a person may add by hand
// too.
class TrustStore final {
public:
    static constexpr qint64 LargestFile = 1024 * 1024; // bytes, of one file of anchors

    // PEM or DER, any number of certificates in a file; a file that is neither is named and refuses the whole store,
    // for a missing anchor would look like a bad item.
    [[nodiscard]] static Result<TrustStore> load(const QString& folder);
    // For tests and for checks without a station: nothing on disk.
    [[nodiscard]] static TrustStore inMemory(const QList<Anchor>& anchors);

    [[nodiscard]] const QList<Anchor>& all() const { return m_anchors; }
    [[nodiscard]] const TrustAnchors& anchorsFor(AnchorUse use) const { return m_sets[static_cast<std::size_t>(use)]; }
    // Manufacturer and domain anchors together: who may sign a CMP message.
    [[nodiscard]] const TrustAnchors& deviceAnchors() const { return m_sets[3]; }

    // Adding one that is there already changes nothing. Returns those given, whether new or not.
    [[nodiscard]] Result<QList<Anchor>> add(AnchorUse use, const QList<Certificate>& certificates);
    // By SHA-256, shortened to what is unique and at least 4 digits; from every use, or from one. NotFound, or Usage if
    // more than one certificate is meant.
    [[nodiscard]] Result<QList<Anchor>> remove(QStringView sha256, std::optional<AnchorUse> use);

private:
    [[nodiscard]] bool holds(AnchorUse use, const Certificate& certificate) const;
    [[nodiscard]] Result<QList<Anchor>> matching(QStringView sha256, std::optional<AnchorUse> use) const;
    void insert(AnchorUse use, const QList<Certificate>& certificates);
    void rebuild();

    QString m_folder; // empty: in memory
    QList<Anchor> m_anchors;
    std::array<TrustAnchors, 4> m_sets;
};

} // namespace satchel
