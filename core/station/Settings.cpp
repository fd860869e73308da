#include "Settings.h"

#include "PlainName.h"
#include "StrictToml.h"

#include <core/base/File.h>

#include <algorithm>
#include <utility>

namespace satchel {

namespace {

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
    if (count < 1 || count > Settings::MostDecryptionKeys) {
        toml.refuse(path, QStringLiteral("needs 1 to %1 entries [[decryption]]").arg(Settings::MostDecryptionKeys));
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
        = static_cast<int>(integer("voucher-request-days", policy.voucherRequestDays, 1, Settings::MostDays));
    policy.itemBytes = integer("item-bytes", policy.itemBytes, Settings::LeastItemBytes, Settings::MostItemBytes);
    policy.threads = static_cast<int>(integer("threads", policy.threads, 0, Settings::MostThreads));
    policy.cmpNested = static_cast<int>(integer("cmp-nested", policy.cmpNested, 0, Settings::MostCmpNested));
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
          "# How many threads check and pack; 0 is one for each processor core, three at most. More than four count as "
          "four.\n"
          "threads = "
        + QByteArray::number(policy.threads)
        + "\n"
          "# For the RA: how many CMP messages go into one nested message that the [registration-authority] signs;\n"
          "# 0 none, 1 one each (its consent), more: batches of at most so many.\n"
          "cmp-nested = "
        + QByteArray::number(policy.cmpNested) + '\n';
}

using Entries = QList<std::pair<QString, QString>>; // key, value as the file has it

void addPair(Entries& entries, const QString& table, const Settings::KeyPair& pair)
{
    entries.append({table + QStringLiteral(".key"), QString::fromUtf8(tomlQuoted(pair.key))});
    entries.append({table + QStringLiteral(".certificate"), QString::fromUtf8(tomlQuoted(pair.certificate))});
}

Entries entriesOf(const Settings& settings)
{
    const auto& policy = settings.policy;
    Entries entries{{QStringLiteral("name"), QString::fromUtf8(tomlQuoted(settings.name))}};
    addPair(entries, QStringLiteral("signing"), settings.signing);
    for (qsizetype i = 0; i < settings.decryption.size(); ++i) {
        addPair(entries, QStringLiteral("decryption[%1]").arg(i), settings.decryption[i]);
    }
    if (settings.registrationAuthority) {
        addPair(entries, QStringLiteral("registration-authority"), *settings.registrationAuthority);
    }
    entries += {{QStringLiteral("policy.refuse-expired-senders"),
                    policy.refuseExpiredSenders ? QStringLiteral("true") : QStringLiteral("false")},
        {QStringLiteral("policy.voucher-request-days"), QString::number(policy.voucherRequestDays)},
        {QStringLiteral("policy.item-bytes"), QString::number(policy.itemBytes)},
        {QStringLiteral("policy.threads"), QString::number(policy.threads)},
        {QStringLiteral("policy.cmp-nested"), QString::number(policy.cmpNested)}};
    return entries;
}

Result<Settings> settingsOf(Result<StrictToml> toml)
{
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

} // namespace

Result<Settings> Settings::load(const QString& file)
{
    return settingsOf(StrictToml::load(file));
}

Result<Settings> Settings::parse(QByteArrayView text, const QString& file)
{
    return settingsOf(StrictToml::parse(text, file));
}

QByteArray Settings::text() const
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
    return text + textOf(policy);
}

Result<void> Settings::save(const QString& file) const
{
    return writeFileAtomically(file, text(), 0600);
}

bool Settings::hasKeysOf(const Settings& other) const
{
    return signing == other.signing && decryption == other.decryption
        && registrationAuthority == other.registrationAuthority;
}

QStringList Settings::changesTo(const Settings& wanted) const
{
    const Entries before = entriesOf(*this);
    const Entries after = entriesOf(wanted);
    QStringList changes;
    for (const auto& entry : after) {
        if (!before.contains(entry)) {
            changes += QStringLiteral("%1 = %2").arg(entry.first, entry.second);
        }
    }
    for (const auto& entry : before) {
        const bool isThere = std::any_of(
            after.begin(), after.end(), [&entry](const auto& other) { return other.first == entry.first; });
        if (!isThere) {
            changes += entry.first + QStringLiteral(" is gone");
        }
    }
    return changes;
}

} // namespace satchel
