#include "Settings.h"

#include "PlainName.h"
#include "StrictToml.h"

#include <core/base/File.h>

namespace satchel {

namespace {

constexpr std::int64_t MostDays = 3650;
constexpr std::int64_t LeastItemBytes = 1024;
constexpr std::int64_t MostItemBytes = 4 * 1024 * 1024; // what a bundle carries (docs/bundle-format.md, "Limits")
constexpr std::int64_t MostThreads = 256;
constexpr qsizetype MostDecryptionKeys = 64;
constexpr std::int64_t MostCmpNested = 32; // what one nested message holds (docs/objects.md, "Limits")

Settings::KeyPair readPair(StrictToml& toml, const QString& table)
{
    return {toml.string(table + QStringLiteral(".key")), toml.string(table + QStringLiteral(".certificate"))};
}

StationRole readRole(StrictToml& toml)
{
    const auto path = QStringLiteral("role");
    const auto role = stationRoleFromName(toml.string(path));
    if (!role) {
        toml.refuse(path, QStringLiteral("is neither \"site\" nor \"backend\""));
    }
    return role.value_or(StationRole::Site);
}

QString readName(StrictToml& toml)
{
    const auto path = QStringLiteral("name");
    const auto name = toml.string(path);
    if (!requirePlainName(name, path)) {
        toml.refuse(
            path, QStringLiteral("has 1 to %1 printable characters and no space at its ends").arg(LongestPlainName));
    }
    return name;
}

QList<Settings::KeyPair> readDecryption(StrictToml& toml)
{
    const auto path = QStringLiteral("decryption");
    const auto count = toml.count(path);
    if (count < 1 || count > MostDecryptionKeys) {
        toml.refuse(path, QStringLiteral("needs 1 to %1 entries [[decryption]]").arg(MostDecryptionKeys));
        return {};
    }
    QList<Settings::KeyPair> pairs;
    for (qsizetype i = 0; i < count; ++i) {
        pairs << readPair(toml, QStringLiteral("%1[%2]").arg(path).arg(i));
    }
    return pairs;
}

// A policy that is not there has its default: a new version's settings need not be written into every old file.
Settings::Policy readPolicy(StrictToml& toml)
{
    Settings::Policy policy;
    const auto integer = [&toml](const char* name, std::int64_t standard, std::int64_t least, std::int64_t most) {
        const auto path = QStringLiteral("policy.") + QLatin1StringView{name};
        return toml.has(path) ? toml.integer(path, least, most) : standard;
    };
    const auto refuseExpired = QStringLiteral("policy.refuse-expired-senders");
    policy.refuseExpiredSenders = toml.has(refuseExpired) && toml.boolean(refuseExpired);
    policy.voucherRequestDays
        = static_cast<int>(integer("voucher-request-days", policy.voucherRequestDays, 1, MostDays));
    policy.itemBytes = integer("item-bytes", policy.itemBytes, LeastItemBytes, MostItemBytes);
    policy.threads = static_cast<int>(integer("threads", policy.threads, 0, MostThreads));
    policy.cmpNested = static_cast<int>(integer("cmp-nested", policy.cmpNested, 0, MostCmpNested));
    return policy;
}

std::optional<Settings::KeyPair> readRegistrationAuthority(StrictToml& toml)
{
    const auto table = QStringLiteral("registration-authority");
    const auto hasAny = toml.has(table + QStringLiteral(".key")) || toml.has(table + QStringLiteral(".certificate"));
    return hasAny ? std::optional{readPair(toml, table)} : std::nullopt;
}

QByteArray textOf(const Settings::KeyPair& pair)
{
    return "key = " + tomlQuoted(pair.key) + "\ncertificate = " + tomlQuoted(pair.certificate) + '\n';
}

QByteArray textOf(const Settings::Policy& policy)
{
    return "[policy]\n"
           "# What to do with a bundle whose sender's certificate is out of its time by this computer's clock:\n"
           "# false warns, true refuses.\n"
           "refuse-expired-senders = "
        + QByteArray{policy.refuseExpiredSenders ? "true" : "false"}
    + "\n"
      "# How many days after gathering a voucher request with a nonce is given up (a device keeps its nonce about 4).\n"
      "voucher-request-days = "
        + QByteArray::number(policy.voucherRequestDays)
        + "\n"
          "# The largest file that gather takes, in bytes; a bundle carries items up to 4194304.\n"
          "item-bytes = "
        + QByteArray::number(policy.itemBytes)
        + "\n"
          "# How many threads check and pack; 0 is one for each processor core.\n"
          "threads = "
        + QByteArray::number(policy.threads)
        + "\n"
          "# For the RA: how many CMP messages go into one nested message that the [registration-authority] signs;\n"
          "# 0 none, 1 one each (its consent), more: batches of at most so many.\n"
          "cmp-nested = "
        + QByteArray::number(policy.cmpNested) + '\n';
}

} // namespace

Result<Settings> Settings::load(const QString& file)
{
    auto toml = StrictToml::load(file);
    if (!toml) {
        return fail(std::move(toml).error());
    }
    Settings settings;
    settings.role = readRole(*toml);
    settings.name = readName(*toml);
    settings.signing = readPair(*toml, QStringLiteral("signing"));
    settings.decryption = readDecryption(*toml);
    settings.registrationAuthority = readRegistrationAuthority(*toml);
    settings.policy = readPolicy(*toml);
    if (settings.policy.cmpNested > 0 && !settings.registrationAuthority) {
        toml->refuse(
            QStringLiteral("policy.cmp-nested"), QStringLiteral("needs a [registration-authority] to sign with"));
    }
    SATCHEL_TRY(toml->finish());
    return settings;
}

Result<void> Settings::save(const QString& file) const
{
    QByteArray text{
        "# The settings of a Satchel station. docs/settings.md tells each of them; a key that is not known is\n"
        "# refused. Keys and certificates are named by file path, counted from this folder, or by URI.\n"
        "\n"
        "# \"site\" (beside the registrar) or \"backend\" (beside RA, CA and MASA); fixed when the station was made.\n"
        "role = "};
    text += tomlQuoted(stationRoleName(role));
    text += "\n# What people at the other stations see.\nname = " + tomlQuoted(name);
    text += "\n\n# The key that signs bundles, receipts and the card. Its first one is the station's identity for "
            "life.\n"
            "[signing]\n"
        + textOf(signing);
    text += "\n# The keys that open bundles. The first is on the card; later ones still open older bundles.\n";
    for (const auto& pair : decryption) {
        text += "[[decryption]]\n" + textOf(pair) + '\n';
    }
    if (registrationAuthority) {
        text += "# The key that signs nested CMP messages for the RA; its certificate has id-kp-cmcRA.\n"
                "[registration-authority]\n"
            + textOf(*registrationAuthority) + '\n';
    }
    return writeFileAtomically(file, text + textOf(policy), 0600);
}

} // namespace satchel
