#include "Station.h"

#include "PlainName.h"
#include "StationDisk.h"

namespace satchel {

namespace {

constexpr qint64 LargestSettings = 64 * 1024;

Result<void> writeBesideFormer(const StationPaths& paths, const Settings& wanted)
{
    const auto former = readFile(paths.settings(), LargestSettings);
    if (!former) {
        return fail(former.error());
    }
    SATCHEL_TRY(writeFileAtomically(paths.formerSettings(), *former, 0600));
    return wanted.save(paths.settings());
}

} // namespace

Result<void> Station::proveKeys()
{
    SATCHEL_TRY(signingIdentity());
    const auto decryption = decryptionIdentities();
    if (!decryption) {
        return fail(decryption.error());
    }
    if (m_settings.registrationAuthority) {
        SATCHEL_TRY(registrationAuthority());
    }
    return proveDecryption(*decryption);
}

Result<void> Station::changeSettings(const Settings& wanted)
{
    if (wanted.role != role()) {
        return fail(ErrorCode::WrongRole, QStringLiteral("the role of a station is for life"));
    }
    SATCHEL_TRY(requirePlainName(wanted.name, QStringLiteral("a station's name")));
    // Read as the next command will read it: no settings are written with which the station does not open.
    SATCHEL_TRY(Settings::parse(wanted.text(), m_paths.settings()));
    Station changed{m_paths, wanted, m_identity, m_passphrase.clone(), m_clock};
    if (!wanted.hasKeysOf(m_settings)) {
        SATCHEL_TRY(changed.proveKeys());
    }
    if (auto written = writeBesideFormer(m_paths, wanted); !written) {
        return fail(ofStationDisk(std::move(written).error()));
    }
    m_settings = wanted;
    m_signing = std::move(changed.m_signing);
    m_decryption = std::move(changed.m_decryption);
    m_registrationAuthority = std::move(changed.m_registrationAuthority);
    return {};
}

} // namespace satchel
