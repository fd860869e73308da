#include "WorkloadMaker.h"

#include "Demand.h"

#include <core/base/File.h>
#include <core/crypto/Digest.h>
#include <core/objects/PledgeMaker.h>
#include <core/objects/Sidecar.h>

#include <QFile>

#include <thread>
#include <vector>

namespace satchel::bench {

namespace {

const QString Vouchers = QStringLiteral("answers/vouchers");
constexpr int YearsOfACertificate = 2;
const QString Certificates = QStringLiteral("answers/certificates");

constexpr int DevicesOfAFolder = 1000;
constexpr qsizetype NonceBytes = 16;
constexpr qsizetype PemLine = 64;

QString subfolder(int number)
{
    return QStringLiteral("%1").arg(number / DevicesOfAFolder, 3, 10, QLatin1Char('0'));
}

QByteArray pemOf(const Certificate& certificate)
{
    const QByteArray base64 = certificate.der().toBase64();
    QByteArray pem{"-----BEGIN CERTIFICATE-----\n"};
    for (qsizetype at = 0; at < base64.size(); at += PemLine) {
        pem += base64.mid(at, PemLine) + '\n';
    }
    return pem + "-----END CERTIFICATE-----\n";
}

VoucherRequestFacts factsOf(const WorkloadDevice& device, const Certificate& registrar, const QDateTime& now)
{
    VoucherRequestFacts facts;
    facts.createdOn = now;
    facts.assertion = QStringLiteral("proximity");
    facts.serialNumber = device.serial;
    facts.nonce = QString::fromLatin1(randomBytes(NonceBytes).toBase64());
    facts.proximityRegistrarCertificate = registrar;
    return facts;
}

CertificateTemplate operationalCertificateOf(const WorkloadDevice& device)
{
    CertificateTemplate facts;
    facts.commonName = QStringLiteral("Device");
    facts.serialNumber = device.serial;
    facts.notBefore = beginningOfTime();
    facts.notAfter = QDateTime::currentDateTimeUtc().addYears(YearsOfACertificate); // as an operator's CA does
    return facts;
}

QByteArray sidecarOf(const WorkloadDevice& device, const Manufacturer& maker, const QDateTime& now)
{
    RequesterRecord record;
    record.idevid = {device.idevid.certificate, maker.subordinate.certificate};
    record.authenticatedBy = QStringLiteral("tls-client-certificate");
    record.proofOfPossession = QStringLiteral("signature");
    record.at = now;
    Sidecar sidecar;
    sidecar.requester = record;
    return sidecar.toJson();
}

} // namespace

WorkloadMaker::WorkloadMaker(const WorkloadPlan& plan, const Workload& place)
    : m_plan{plan}
    , m_place{place}
    , m_pki{plan}
    , m_now{QDateTime::currentDateTimeUtc()}
{
}

MadeFiles WorkloadMaker::make()
{
    writeAnchors();
    makeFolders();
    {
        std::vector<std::jthread> threads;
        for (unsigned i = 0; i < std::max(1U, std::thread::hardware_concurrency()); ++i) {
            threads.emplace_back([this] { makeDevices(); });
        }
    }
    return {m_files, m_bytes};
}

void WorkloadMaker::writeAnchors() const
{
    QByteArray roots;
    QByteArray subordinates;
    for (const auto& manufacturer : m_pki.manufacturers()) {
        roots += pemOf(manufacturer.root.certificate);
        subordinates += pemOf(manufacturer.subordinate.certificate);
    }
    demanded(makeFolder(m_place.folder() + QStringLiteral("/anchors")));
    demanded(writeFileAtomically(m_place.deviceAuthorities(), subordinates));
    demanded(writeFileAtomically(m_place.anchors(QStringLiteral("manufacturer")), roots));
    demanded(writeFileAtomically(m_place.anchors(QStringLiteral("domain")), pemOf(m_pki.domain().certificate)));
    demanded(writeFileAtomically(m_place.anchors(QStringLiteral("masa")), roots));
}

void WorkloadMaker::makeFolders() const
{
    const auto spooled = [](const QString& kind) { return QStringLiteral("spool/") + kind; };
    QStringList kinds{
        spooled(Workload::voucherRequests()), spooled(Workload::certificationRequests()), Vouchers, Certificates};
    if (m_plan.shape == WorkloadShape::Mixed) {
        kinds.append(spooled(Workload::cmp()));
    }
    for (const auto& kind : kinds) {
        for (int i = 0; i < m_plan.devices; i += DevicesOfAFolder) {
            demanded(makeFolder(QStringLiteral("%1/%2/%3").arg(m_place.folder(), kind, subfolder(i))));
        }
    }
}

void WorkloadMaker::makeDevices()
{
    for (int number = m_next++; number < m_plan.devices; number = m_next++) {
        makeDevice(number);
    }
}

void WorkloadMaker::makeDevice(int number)
{
    const auto& maker = m_pki.manufacturerOf(number);
    const auto device = m_pki.makeDevice(number);
    const auto facts = factsOf(device, m_pki.registrar().certificate, m_now);
    const auto asked = demanded(makePkcs10(device.newKey, QStringLiteral("Device"), device.serial));
    write(QStringLiteral("spool/") + Workload::voucherRequests(), number, device.serial + QStringLiteral(".vcj"),
        demanded(makeVoucherRequest(facts, {device.idevid, {maker.subordinate.certificate}})));
    write(QStringLiteral("spool/") + Workload::certificationRequests(), number, device.serial + QStringLiteral(".p10"),
        asked);
    write(QStringLiteral("spool/") + Workload::certificationRequests(), number,
        device.serial + QStringLiteral(".p10.meta"), sidecarOf(device, maker, m_now));
    if (m_plan.shape == WorkloadShape::Mixed) {
        const auto request = makeCmpInitialRequest(
            {device.idevid, {maker.subordinate.certificate}, device.newKey, QStringLiteral("Device"), device.serial});
        write(QStringLiteral("spool/") + Workload::cmp(), number, device.serial + QStringLiteral(".pki"),
            demanded(request));
    }
    makeAnswers(number, device, facts);
}

void WorkloadMaker::makeAnswers(int number, const WorkloadDevice& device, const VoucherRequestFacts& asked)
{
    const auto& maker = m_pki.manufacturerOf(number);
    const VoucherFacts facts{
        m_now, {}, QStringLiteral("logged"), device.serial, asked.nonce, m_pki.domain().certificate};
    write(Vouchers, number, device.serial + QStringLiteral(".vch"),
        demanded(makeVoucher(facts, {maker.voucherSigner, {maker.subordinate.certificate}})));
    const auto issued
        = demanded(issueCertificate(operationalCertificateOf(device), device.newKey.publicKeyInfo(), m_pki.domain()));
    write(Certificates, number, device.serial + QStringLiteral(".p7"), demanded(makeCertsOnlyCms({issued})));
}

// Not flushed one by one: that a registrar's spool survives a power cut is not what is measured.
void WorkloadMaker::write(const QString& folder, int number, const QString& name, const QByteArray& bytes)
{
    QFile file{QStringLiteral("%1/%2/%3/%4").arg(m_place.folder(), folder, subfolder(number), name)};
    demand(file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() && file.flush(),
        QStringLiteral("%1 cannot be written: %2").arg(file.fileName(), file.errorString()));
    if (folder.startsWith(u"spool/")) {
        ++m_files;
        m_bytes += bytes.size();
    }
}

} // namespace satchel::bench
