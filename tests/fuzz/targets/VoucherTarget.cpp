#include <core/objects/voucher/Voucher.h>
#include <core/objects/voucher/CoseVoucherContent.h>
#include <core/objects/voucher/VoucherContent.h>
#include <tests/fuzz/ObjectPromises.h>

namespace satchel::fuzz {

Verdict runVoucher(const QByteArray& input)
{
    auto opened = openVoucher(input);
    if (!opened) {
        return Verdict::Refused;
    }
    if (!*opened) {
        return refused(opened->error());
    }
    return judgedObject(Voucher::parse(**std::move(opened)), input);
}

// The CBOR alone, without a signature around it.
Verdict runVoucherCbor(const QByteArray& input)
{
    QStringList deviations;
    const auto json = jsonOfCborVoucher(input, deviations);
    if (!json) {
        return refused(json.error());
    }
    if (!VoucherContent::isVoucher(*json)) {
        return Verdict::Refused;
    }
    const auto content = VoucherContent::read(*json);
    if (!content) {
        return refused(content.error());
    }
    QStringList none;
    const auto again = jsonOfCborVoucher(cborOfJsonVoucher(*json), none);
    require(again.has_value(), "what was read can be written and read again");
    require(VoucherContent::isVoucher(*again), "and is a voucher still");
    return Verdict::Accepted;
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
