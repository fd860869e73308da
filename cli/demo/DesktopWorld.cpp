#include "DesktopWorld.h"

#include "DemoAnswers.h"

#include <core/base/File.h>
#include <core/issuer/DeviceCertificates.h>
#include <core/issuer/IssuerFolder.h>
#include <core/objects/cmp/CmpResponder.h>
#include <core/station/CertificatePem.h>

#include <QDir>
#include <QFile>

#include <algorithm>

namespace satchel {

namespace {

constexpr int CertificateDays = 40; // of devices: those of a month ago end in some days
constexpr int FirstSerial = 1001;
constexpr qint64 LargestMessage = 1024 * 1024;

Result<IssuerIdentity> selfIssued(CertificateTemplate facts)
{
    auto key = PrivateKey::generate(KeyType::P256);
    if (!key) {
        return fail(std::move(key).error());
    }
    auto certificate = issueSelfSigned(facts, *key);
    if (!certificate) {
        return fail(std::move(certificate).error());
    }
    return IssuerIdentity{*std::move(certificate), *std::move(key)};
}

QStringList messagesIn(const QString& folder)
{
    QStringList files;
    const QDir all{folder};
    for (const auto& name : all.entryList(QDir::Files, QDir::Name)) {
        if (!name.endsWith(QStringLiteral(".meta"))) {
            files += all.filePath(name);
        }
    }
    return files;
}

} // namespace

Result<void> DesktopWorld::make()
{
    auto pki = DemoPki::make(m_folder, QStringLiteral("Registrar of the basement"), m_clock());
    auto stranger = pki ? pki->withManufacturer(QStringLiteral("Strange Controllers")) : fail(pki.error());
    if (!stranger) {
        return fail(std::move(stranger).error());
    }
    m_pki = *std::move(pki);
    m_stranger = *std::move(stranger);
    IssuerSettings settings;
    settings.certificateDays = CertificateDays;
    return settings.save(path(QStringLiteral("issuer/settings.toml")));
}

Result<Settings::KeyPair> DesktopWorld::makeEndingKeys(const QString& folder, const QDateTime& notAfter) const
{
    const auto identity = selfIssued({.commonName = folder,
        .notBefore = notAfter.addYears(-1),
        .notAfter = notAfter,
        .use = CertificateTemplate::Use::Signing});
    const auto pem = identity ? identity->key.toPkcs8Pem({}) : fail(identity.error());
    if (!pem) {
        return fail(pem.error());
    }
    const QString stem = path(folder + QStringLiteral("-keys"));
    SATCHEL_TRY(makeFolder(stem, 0700));
    SATCHEL_TRY(writeFileAtomically(stem + QStringLiteral("/signing.key"), pem->reveal(), 0600));
    SATCHEL_TRY(writeFileAtomically(stem + QStringLiteral("/signing.pem"), certificatePem(identity->certificate)));
    return Settings::KeyPair{stem + QStringLiteral("/signing.key"), stem + QStringLiteral("/signing.pem")};
}

// --- Devices and their registrar ---

Result<DesktopWorld::Devices> DesktopWorld::write(
    const QString& folder, Result<DemoPledge> asked, Devices devices) const
{
    const auto written = asked ? asked->writeRequests(path(folder)) : fail(asked.error());
    if (!written) {
        return fail(written.error());
    }
    devices.push_back(*std::move(asked));
    return devices;
}

Result<DesktopWorld::Devices> DesktopWorld::ask(
    const QString& folder, int count, DemoPledge::Protocol protocol, Maker maker)
{
    SATCHEL_TRY(makeFolder(path(folder)));
    const DemoPki& pki = maker == Maker::Known ? *m_pki : *m_stranger;
    Result<Devices> devices = Devices{};
    for (int i = 0; i < count && devices; ++i) {
        const auto serial = QStringLiteral("ACME-%1").arg(FirstSerial + m_made++);
        devices = write(folder, DemoPledge::make(pki, serial, protocol, m_clock()), *std::move(devices));
    }
    return devices;
}

Result<DesktopWorld::Devices> DesktopWorld::askAnew(const QString& folder, const Devices& before) const
{
    SATCHEL_TRY(makeFolder(path(folder)));
    Result<Devices> devices = Devices{};
    for (const auto& device : before) {
        if (devices) {
            devices = write(folder, device.askAnew(*m_pki, m_clock()), *std::move(devices));
        }
    }
    return devices;
}

Result<void> DesktopWorld::loseRecords(const QString& folder) const
{
    QDir all{path(folder)};
    for (const auto& name : all.entryList({QStringLiteral("*.meta")}, QDir::Files)) {
        if (!all.remove(name)) {
            return fail(Error{ErrorCode::Unreadable, QStringLiteral("it cannot be removed"), all.filePath(name)});
        }
    }
    return {};
}

Result<void> DesktopWorld::confirm(const QString& folder, const Devices& devices, const QString& answers) const
{
    SATCHEL_TRY(makeFolder(path(folder)));
    const auto found = readAnswers(path(answers));
    if (!found) {
        return fail(found.error());
    }
    for (const auto& device : devices) {
        const auto confirmation = device.confirm(*found, m_clock());
        if (!confirmation) {
            return fail(confirmation.error());
        }
        SATCHEL_TRY(writeFileAtomically(
            path(folder) + QStringLiteral("/%1-confirmation.pki").arg(device.serialNumber()), *confirmation));
    }
    return {};
}

QStringList DesktopWorld::serialsOf(const Devices& devices)
{
    QStringList serials;
    for (const auto& device : devices) {
        serials += device.serialNumber();
    }
    return serials;
}

// --- RA and MASA ---

Result<void> DesktopWorld::acknowledge(
    const QString& folder, const Devices& devices, const QString& confirmations) const
{
    SATCHEL_TRY(makeFolder(path(folder)));
    const auto issuer = IssuerFolder::open(path(QStringLiteral("issuer")), m_clock());
    if (!issuer) {
        return fail(issuer.error());
    }
    const CmpResponder ra{{issuer->registrationAuthority(), DeviceCertificates{*issuer}.chain(),
        issuer->trust().deviceAnchors().certificates(), {}}};
    for (const auto& file : messagesIn(path(confirmations))) {
        const auto confirmation = readFile(file, LargestMessage);
        if (!confirmation) {
            return fail(confirmation.error());
        }
        const auto device = std::find_if(devices.begin(), devices.end(),
            [&](const DemoPledge& each) { return each.isOfItsTransaction(*confirmation); });
        const auto answer = device == devices.end()
            ? fail(ErrorCode::NoMatchingRequest, QStringLiteral("nobody began the transaction of %1").arg(file))
            : ra.acknowledge(device->certificationRequest(), *confirmation, m_clock());
        if (!answer) {
            return fail(answer.error());
        }
        SATCHEL_TRY(writeFileAtomically(path(folder) + QLatin1Char('/') + QFileInfo{file}.fileName(), *answer));
    }
    return {};
}

Result<void> DesktopWorld::issueStrangely(const QString& folder, const Devices& devices) const
{
    SATCHEL_TRY(makeFolder(path(folder)));
    const auto masa = selfIssued({.commonName = QStringLiteral("MASA of somebody"),
        .notBefore = m_clock().addDays(-1),
        .notAfter = m_clock().addYears(1),
        .use = CertificateTemplate::Use::Signing});
    if (!masa) {
        return fail(masa.error());
    }
    for (const auto& device : devices) {
        const auto voucher = device.voucherBy(*masa, m_clock());
        if (!voucher) {
            return fail(voucher.error());
        }
        SATCHEL_TRY(writeFileAtomically(path(folder) + QStringLiteral("/%1.vcj").arg(device.serialNumber()), *voucher));
    }
    return {};
}

Result<void> DesktopWorld::copyHalf(const QString& folder, const QString& from) const
{
    SATCHEL_TRY(makeFolder(path(folder)));
    const auto files = messagesIn(path(from));
    for (const auto& file : files.first(files.size() / 2)) {
        const QString copy = path(folder) + QLatin1Char('/') + QFileInfo{file}.fileName();
        const bool hasRecord = QFile::exists(file + QStringLiteral(".meta"));
        if (!QFile::copy(file, copy)
            || (hasRecord && !QFile::copy(file + QStringLiteral(".meta"), copy + QStringLiteral(".meta")))) {
            return fail(Error{ErrorCode::Unreadable, QStringLiteral("it cannot be copied"), file});
        }
    }
    return {};
}

} // namespace satchel
