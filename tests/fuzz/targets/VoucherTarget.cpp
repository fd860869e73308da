#include <core/objects/CmsVoucher.h>
#include <core/objects/SignedData.h>
#include <core/objects/VoucherContent.h>
#include <tests/fuzz/ObjectPromises.h>

namespace satchel::fuzz {

Verdict runVoucher(const QByteArray& input)
{
    auto cms = SignedData::read(input);
    if (!cms) {
        return refused(cms.error());
    }
    if (!cms->content()) {
        return Verdict::Refused;
    }
    const auto json = parseJson(*cms->content(), JsonDialect::Lenient);
    if (!json) {
        return refused(json.error());
    }
    return judgedObject(CmsVoucher::parse(*std::move(cms), *json), input);
}

// The JSON alone: mutations of it need no lengths of DER to be right.
Verdict runVoucherJson(const QByteArray& input)
{
    const auto json = parseJson(input, JsonDialect::Lenient);
    if (!json) {
        return refused(json.error());
    }
    const auto content = VoucherContent::read(*json);
    if (!content) {
        return refused(content.error());
    }
    require(VoucherContent::isVoucher(*json), "what can be read is a voucher");
    require(content->comparableNonce().isEmpty() == content->nonce.isEmpty(), "a nonce stays a nonce");
    return Verdict::Accepted;
}

} // namespace satchel::fuzz
