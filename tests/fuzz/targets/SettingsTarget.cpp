#include <core/issuer/IssuerSettings.h>
#include <core/station/Settings.h>
#include <tests/fuzz/FuzzTarget.h>
#include <tests/fuzz/InputFile.h>

#include <QTemporaryDir>

namespace satchel::fuzz {

namespace {

// Loads, saves and loads again; settings are saved beside each other and renamed, which needs a folder.
template <typename T> Verdict reload(const QByteArray& input, bool (*areSame)(const T&, const T&))
{
    static const QTemporaryDir folder;
    const InputFile file{input};
    const auto settings = T::load(file.path());
    if (!settings) {
        return refused(settings.error());
    }
    const auto path = folder.filePath(QStringLiteral("settings.toml"));
    require(settings->save(path).has_value(), "what was read can be written");
    const auto again = T::load(path);
    require(again.has_value(), "what is written can be read");
    require(areSame(*settings, *again), "writing changes nothing");
    return Verdict::Accepted;
}

bool areSamePairs(const Settings::KeyPair& a, const Settings::KeyPair& b)
{
    return a.key == b.key && a.certificate == b.certificate;
}

bool areSameSettings(const Settings& a, const Settings& b)
{
    return a.role == b.role && a.name == b.name && areSamePairs(a.signing, b.signing)
        && std::equal(a.decryption.begin(), a.decryption.end(), b.decryption.begin(), b.decryption.end(), &areSamePairs)
        && a.policy.refuseExpiredSenders == b.policy.refuseExpiredSenders
        && a.policy.voucherRequestDays == b.policy.voucherRequestDays && a.policy.itemBytes == b.policy.itemBytes
        && a.policy.threads == b.policy.threads;
}

bool areSameIssuerSettings(const IssuerSettings& a, const IssuerSettings& b)
{
    return a.certificateDays == b.certificateDays && a.voucherDays == b.voucherDays
        && a.requireRequester == b.requireRequester;
}

} // namespace

Verdict runSettings(const QByteArray& input)
{
    return reload<Settings>(input, &areSameSettings);
}

Verdict runIssuerSettings(const QByteArray& input)
{
    return reload<IssuerSettings>(input, &areSameIssuerSettings);
}

} // namespace satchel::fuzz
