#pragma once

#include <core/objects/EnrolmentObject.h>

#include <QByteArray>

#include <vector>

namespace satchel {

// What a CA wants to see in certification requests: EST's answer to csrattrs (RFC 7030 section 4.5.2, RFC 8951, RFC
// 9908). A list of object identifiers and attributes; for a whole station and not for a device. Nobody signs it.
class CsrAttributes final : public EnrolmentObject {
public:
    // CsrAttrs in DER. Malformed if it is anything else, or more attributes than anybody needs.
    [[nodiscard]] static Result<EnrolmentObjectPtr> parse(const QByteArray& der);

    [[nodiscard]] Kind kind() const override { return Kind::Attributes; }
    [[nodiscard]] Protocol protocol() const override { return Protocol::Est; }
    [[nodiscard]] QString extension() const override { return QStringLiteral("csrattrs"); }
    [[nodiscard]] QString device() const override { return {}; }
    [[nodiscard]] bool isSelfContained() const override { return true; }
    [[nodiscard]] QString correlation() const override { return {}; }
    [[nodiscard]] QString series() const override { return QStringLiteral("attributes"); }
    [[nodiscard]] Assessment assess(const CheckContext& context) const override;
    // Answers a request for attributes, whichever.
    [[nodiscard]] Result<void> matches(const EnrolmentObject& request) const override;
    [[nodiscard]] JsonValue describe() const override;

private:
    // AttrOrOID: with values, an attribute.
    struct Wanted {
        QByteArray oid; // dotted
        bool hasValues = false;
        QByteArray values; // content of the SET
    };

    CsrAttributes() = default;

    std::vector<Wanted> m_wanted;
    QStringList m_deviations;
};

} // namespace satchel
