#include "VoucherEnvelope.h"

#include <core/objects/encoding/CmsTypes.h>
#include <core/objects/encoding/DerForm.h>

namespace satchel {

namespace {

constexpr QByteArrayView AnimaJsonVoucherOid = "1.2.840.113549.1.9.16.1.40";

// JSON in CMS SignedData (RFC 8366 section 5.4).
class CmsEnvelope final : public VoucherEnvelope {
public:
    explicit CmsEnvelope(SignedData cms)
        : m_cms{std::move(cms)}
    {
    }

    [[nodiscard]] VoucherForm form() const override { return VoucherForm::Cms; }
    [[nodiscard]] std::size_t signerCount() const override { return m_cms.signerCount(); }

    [[nodiscard]] std::optional<Certificate> signer(std::size_t index) const override
    {
        return index == 0 ? m_cms.signer() : std::nullopt;
    }

    [[nodiscard]] std::optional<Certificate> signerNamedAmong(const QList<Certificate>& others) const override
    {
        return m_cms.signer(others);
    }

    [[nodiscard]] QList<Certificate> certificates() const override { return m_cms.certificates(); }

    // Whatever the index: SignedData has one signer or none that is taken.
    [[nodiscard]] Result<void> verify(std::size_t, const Certificate& signer) const override
    {
        return m_cms.verify(signer);
    }

    [[nodiscard]] QStringList deviations() const override
    {
        if (m_cms.unreadableCertificates() == 0) {
            return {};
        }
        return {QStringLiteral("%1 of the certificates inside cannot be read").arg(m_cms.unreadableCertificates())};
    }

private:
    SignedData m_cms;
};

} // namespace

QString voucherFormName(VoucherForm form)
{
    switch (form) {
    case VoucherForm::Cms:
        return QStringLiteral("CMS");
    case VoucherForm::Jws:
        return QStringLiteral("JWS");
    case VoucherForm::Cose:
        return QStringLiteral("COSE");
    }
    Q_UNREACHABLE();
}

QString voucherFormExtension(VoucherForm form)
{
    switch (form) {
    case VoucherForm::Cms:
        return QStringLiteral("vcj");
    case VoucherForm::Jws:
        return QStringLiteral("vjj");
    case VoucherForm::Cose:
        return QStringLiteral("vch");
    }
    Q_UNREACHABLE();
}

bool isVoucherContentType(const QByteArray& dottedOid)
{
    return dottedOid == DataOid || dottedOid == AnimaJsonVoucherOid;
}

Result<OpenedVoucher> openCmsVoucher(SignedData cms)
{
    auto json = parseJson(cms.content().value_or(QByteArray{}), JsonDialect::Lenient);
    if (!json) {
        return fail(std::move(json).error().withContext(QStringLiteral("the signed JSON")));
    }
    return OpenedVoucher{std::make_shared<CmsEnvelope>(std::move(cms)), *std::move(json)};
}

std::optional<Result<OpenedVoucher>> openVoucher(const QByteArray& bytes)
{
    if (derFormOf(bytes) == DerForm::Cms) {
        auto cms = SignedData::read(bytes);
        return cms ? openCmsVoucher(*std::move(cms)) : Result<OpenedVoucher>{fail(std::move(cms).error())};
    }
    if (looksLikeCoseSign1(bytes)) {
        return openCoseVoucher(bytes);
    }
    const QByteArray text = bytes.trimmed();
    if (looksLikeCompactJws(text)) {
        return openCompactJwsVoucher(text);
    }
    if (!text.startsWith('{')) {
        return std::nullopt;
    }
    auto json = parseJson(text, JsonDialect::Lenient);
    if (!json) {
        return Result<OpenedVoucher>{fail(std::move(json).error())};
    }
    return isJws(*json) ? std::optional{openJwsVoucher(*json)} : std::nullopt;
}

} // namespace satchel
