#include "IdentityRecord.h"

#include "StrictToml.h"

#include <core/base/File.h>
#include <core/base/StrictJson.h>

namespace satchel {

Result<IdentityRecord> IdentityRecord::load(const QString& file)
{
    auto toml = StrictToml::load(file);
    if (!toml) {
        return fail(std::move(toml).error());
    }
    IdentityRecord record;
    record.station = toml->parsed(QStringLiteral("station"), &StationId::parse);
    const auto role = stationRoleFromName(toml->string(QStringLiteral("role")));
    if (!role) {
        toml->refuse(QStringLiteral("role"), QStringLiteral("is neither \"site\" nor \"backend\""));
    }
    record.role = role.value_or(StationRole::Site);
    record.cardIssue = toml->integer(QStringLiteral("card-issue"), 1, LargestJsonInteger);
    if (const auto content = QStringLiteral("card-content"); toml->has(content)) {
        record.cardContent = toml->parsed(content, &Sha256Digest::parse);
    }
    SATCHEL_TRY(toml->finish());
    return record;
}

Result<void> IdentityRecord::save(const QString& file) const
{
    QByteArray text{"# Written by satchel: who this station is, and which card it gave out last. Do not edit.\n"};
    text += "station = " + tomlQuoted(station.toString()) + '\n';
    text += "role = " + tomlQuoted(stationRoleName(role)) + '\n';
    text += "card-issue = " + QByteArray::number(cardIssue) + '\n';
    if (!cardContent.isNull()) {
        text += "card-content = " + tomlQuoted(cardContent.toString()) + '\n';
    }
    return writeFileAtomically(file, text, 0600);
}

} // namespace satchel
