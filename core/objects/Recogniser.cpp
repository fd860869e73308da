#include "Recogniser.h"

#include "ForeignObject.h"
#include "Rejection.h"
#include "ToldKind.h"

#include <core/crypto/DerReader.h>
#include <core/objects/cmc/CmcMessage.h>
#include <core/objects/cmp/CmpMessage.h>
#include <core/objects/encoding/DerForm.h>
#include <core/objects/encoding/MultipartBody.h>
#include <core/objects/encoding/SignedData.h>
#include <core/objects/encoding/Wrapping.h>
#include <core/objects/est/CertificateAnswer.h>
#include <core/objects/est/CsrAttributes.h>
#include <core/objects/est/Pkcs10Request.h>
#include <core/objects/est/RevocationList.h>
#include <core/objects/est/ServerKeyAnswer.h>
#include <core/objects/scep/ScepMessage.h>
#include <core/objects/voucher/AuditLog.h>
#include <core/objects/voucher/BrskiStatus.h>
#include <core/objects/voucher/Voucher.h>

#include <algorithm>

namespace satchel {

namespace {

tl::unexpected<Error> notRecognised(const QString& looksLike)
{
    return fail(ErrorCode::NotRecognised, QStringLiteral("nothing that is carried: it looks like %1").arg(looksLike));
}

template <typename T> Result<EnrolmentObjectPtr> asObject(Result<T> parsed)
{
    if (!parsed) {
        return fail(std::move(parsed).error());
    }
    return EnrolmentObjectPtr{*std::move(parsed)};
}

// Of a signed form that carries vouchers; what else is signed that way is named for what it looks like.
Result<EnrolmentObjectPtr> recogniseOpened(Result<OpenedVoucher> opened)
{
    if (!opened) {
        return fail(std::move(opened).error());
    }
    if (!VoucherContent::isVoucher(opened->content)) {
        const bool isCbor = opened->envelope->form() == VoucherForm::Cose;
        return notRecognised(isCbor ? QStringLiteral("signed CBOR of an unknown kind")
                                    : QStringLiteral("signed %1").arg(foreignJsonName(opened->content)));
    }
    return asObject(Voucher::parse(*std::move(opened)));
}

Result<EnrolmentObjectPtr> recogniseCms(const QByteArray& bytes)
{
    auto cms = SignedData::read(bytes);
    if (!cms) {
        return fail(std::move(cms).error());
    }
    if (cms->signerCount() == 0 && !cms->content()) {
        return CertificateAnswer::fromCertsOnly(*cms);
    }
    if (ScepAttributes::areIn(*cms)) {
        return asObject(ScepMessage::parse(*std::move(cms)));
    }
    if (CmcMessage::isContentType(cms->contentType())) {
        return asObject(CmcMessage::parse(*std::move(cms)));
    }
    if (isVoucherContentType(cms->contentType()) && cms->content() && cms->content()->trimmed().startsWith('{')) {
        return recogniseOpened(openCmsVoucher(*std::move(cms)));
    }
    return notRecognised(foreignCmsName(*cms));
}

Result<EnrolmentObjectPtr> recogniseForm(DerForm form, const QByteArray& der)
{
    switch (form) {
    case DerForm::Cms:
        return recogniseCms(der);
    case DerForm::Pkcs10:
        return asObject(Pkcs10Request::parse(der));
    case DerForm::CmpMessage:
        return asObject(CmpMessage::parse(der));
    case DerForm::Certificate: {
        const auto certificate = Certificate::fromDer(der);
        if (!certificate) {
            return fail(certificate.error());
        }
        return CertificateAnswer::fromCertificates({*certificate});
    }
    case DerForm::CsrAttributes:
        return CsrAttributes::parse(der);
    case DerForm::RevocationList:
        return RevocationList::parse(der);
    default:
        return notRecognised(derFormName(form));
    }
}

bool isCarried(DerForm form)
{
    return form == DerForm::Cms || form == DerForm::Pkcs10 || form == DerForm::Certificate
        || form == DerForm::CmpMessage || form == DerForm::CsrAttributes || form == DerForm::RevocationList;
}

Result<EnrolmentObjectPtr> recogniseWithTail(DerForm form, const QByteArray& bytes, qint64 length)
{
    auto object = recogniseForm(form, bytes.first(length));
    if (!object) {
        return object;
    }
    return fail(ErrorCode::TrailingData,
        QStringLiteral("%1 bytes follow the end of %2").arg(bytes.size() - length).arg(derFormName(form)));
}

Result<EnrolmentObjectPtr> recognisePem(const QByteArray& text)
{
    const auto blocks = unwrapPem(text);
    if (!blocks) {
        return fail(blocks.error());
    }
    const bool hasKey
        = std::ranges::any_of(*blocks, [](const PemBlock& block) { return block.label.endsWith("PRIVATE KEY"); });
    if (hasKey) {
        return notRecognised(derFormName(DerForm::PrivateKey));
    }
    if (blocks->size() == 1) {
        return recogniseDer(blocks->first().content);
    }
    QList<Certificate> certificates;
    for (const PemBlock& block : *blocks) {
        if (derFormOf(block.content) != DerForm::Certificate) {
            return fail(ErrorCode::TrailingData,
                QStringLiteral("%1 PEM blocks in one file; each object needs a file of its own").arg(blocks->size()));
        }
        auto certificate = Certificate::fromDer(block.content);
        if (!certificate) {
            return fail(std::move(certificate).error());
        }
        certificates.append(*std::move(certificate));
    }
    return CertificateAnswer::fromCertificates(certificates);
}

Result<EnrolmentObjectPtr> recogniseJson(const QByteArray& text)
{
    const auto value = parseJson(text, JsonDialect::Lenient);
    if (!value) {
        return fail(value.error());
    }
    const JsonValue* const type = value->find(u"type");
    if (type != nullptr && type->string() != nullptr && *type->string() == u"satchel-rejection") {
        return Rejection::parse(text);
    }
    if (isJws(*value)) {
        return recogniseOpened(openJwsVoucher(*value));
    }
    if (AuditLog::isAuditLog(*value)) {
        return AuditLog::parse(*value);
    }
    if (BrskiStatus::isStatus(*value)) {
        return BrskiStatus::parse(*value);
    }
    return notRecognised(foreignJsonName(*value));
}

} // namespace

Result<EnrolmentObjectPtr> recogniseDer(const QByteArray& bytes)
{
    const DerForm form = derFormOf(bytes);
    if (!isCarried(form)) {
        return notRecognised(derFormName(form));
    }
    const bool isIndefinite = bytes.size() > 1 && static_cast<std::uint8_t>(bytes[1]) == 0x80;
    if (form == DerForm::Cms && isIndefinite) {
        return recogniseCms(bytes);
    }
    const auto length = derTotalLength(bytes);
    if (!length) {
        return fail(Error{length.error()}.withContext(derFormName(form)));
    }
    if (*length > bytes.size()) {
        return fail(ErrorCode::Malformed,
            QStringLiteral("%1 that is cut off: %2 of %3 bytes are there")
                .arg(derFormName(form))
                .arg(bytes.size())
                .arg(*length));
    }
    return *length < bytes.size() ? recogniseWithTail(form, bytes, *length) : recogniseForm(form, bytes);
}

namespace {

// By themselves, whatever is said of them.
Result<EnrolmentObjectPtr> recogniseBytes(const QByteArray& bytes)
{
    const QByteArray text = bytes.trimmed();
    if (text.isEmpty()) {
        return fail(ErrorCode::Empty, QStringLiteral("there is nothing in it"));
    }
    if (derFormOf(bytes) != DerForm::None) {
        return recogniseDer(bytes);
    }
    if (looksLikeCoseSign1(bytes)) {
        return recogniseOpened(openCoseVoucher(bytes));
    }
    if (MultipartBody::looksLikeOne(bytes)) {
        return ServerKeyAnswer::parse(bytes);
    }
    if (looksLikePem(bytes)) {
        return recognisePem(bytes);
    }
    if (text.startsWith('{')) {
        return recogniseJson(text);
    }
    if (looksLikeCompactJws(text)) {
        return recogniseOpened(openCompactJwsVoucher(text));
    }
    if (const auto unwrapped = unwrapBase64(text)) {
        if (derFormOf(*unwrapped) != DerForm::None) {
            return recogniseDer(*unwrapped);
        }
        if (looksLikeCoseSign1(*unwrapped)) {
            return recogniseOpened(openCoseVoucher(*unwrapped));
        }
    }
    return notRecognised(foreignBytesName(bytes));
}

} // namespace

Result<EnrolmentObjectPtr> EnrolmentObject::recognise(const QByteArray& bytes, std::optional<Kind> told)
{
    auto object = recogniseBytes(bytes);
    return object && told ? asTold(*std::move(object), *told) : std::move(object);
}

std::optional<RenewedCertificate> EnrolmentObject::renews(const CheckContext&) const
{
    return std::nullopt;
}

Result<void> EnrolmentObject::matches(const EnrolmentObject&) const
{
    return fail(ErrorCode::NoMatchingRequest, QStringLiteral("this is a request itself and answers none"));
}

} // namespace satchel
