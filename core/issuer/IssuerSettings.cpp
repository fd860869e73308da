#include "IssuerSettings.h"

#include <core/base/File.h>
#include <core/station/StrictToml.h>

namespace satchel {

namespace {

constexpr std::int64_t MostDays = 36500;

const QString CertificateDays = QStringLiteral("certificate-days");
const QString VoucherDays = QStringLiteral("voucher-days");
const QString RequireRequester = QStringLiteral("require-requester");

int readDays(StrictToml& toml, const QString& key, int otherwise)
{
    return toml.has(key) ? static_cast<int>(toml.integer(key, 1, MostDays)) : otherwise;
}

} // namespace

Result<IssuerSettings> IssuerSettings::load(const QString& file)
{
    auto toml = StrictToml::load(file);
    if (!toml) {
        return fail(toml.error());
    }
    IssuerSettings settings;
    settings.certificateDays = readDays(*toml, CertificateDays, settings.certificateDays);
    settings.voucherDays = readDays(*toml, VoucherDays, settings.voucherDays);
    settings.requireRequester = toml->has(RequireRequester) && toml->boolean(RequireRequester);
    SATCHEL_TRY(toml->finish());
    return settings;
}

Result<void> IssuerSettings::save(const QString& file) const
{
    const QString lines
        = QStringLiteral("# docs/issuer.md tells what each of these does.\n"
                         "%1 = %2\n%3 = %4\n%5 = %6\n")
              .arg(CertificateDays)
              .arg(certificateDays)
              .arg(VoucherDays)
              .arg(voucherDays)
              .arg(RequireRequester, requireRequester ? QStringLiteral("true") : QStringLiteral("false"));
    return writeFileAtomically(file, lines.toUtf8());
}

} // namespace satchel
