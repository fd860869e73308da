#include "TestWorld.h"

#include <core/base/File.h>
#include <core/objects/PledgeMaker.h>
#include <core/objects/Sidecar.h>
#include <tests/support/MessageForge.h>

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <algorithm>

namespace satchel::test {

namespace {

// A test world that cannot be made is a broken test, not a failed one.
template <typename T> T must(Result<T> result)
{
    if (!result) {
        qFatal("%s", qPrintable(result.error().message));
    }
    return *std::move(result);
}

void must(const Result<void>& result)
{
    if (!result) {
        qFatal("%s", qPrintable(result.error().message));
    }
}

using Use = CertificateTemplate::Use;

CertificateTemplate named(const QString& name, Use use, const QString& serial = {})
{
    CertificateTemplate facts;
    facts.commonName = name;
    facts.serialNumber = serial;
    facts.use = use;
    facts.notBefore = beginningOfTime();
    facts.notAfter = endOfTime();
    return facts;
}

IssuerIdentity authority(const QString& name)
{
    auto key = must(PrivateKey::generate(KeyType::P256));
    auto certificate = must(issueSelfSigned(named(name, Use::Authority), key));
    return {std::move(certificate), std::move(key)};
}

IssuerIdentity issued(const CertificateTemplate& facts, const IssuerIdentity& issuer)
{
    auto key = must(PrivateKey::generate(KeyType::P256));
    return {must(issueCertificate(facts, publicKeyInfoOf(key), issuer)), std::move(key)};
}

} // namespace

TestPki::TestPki()
    : manufacturer{authority(QStringLiteral("Manufacturer CA"))}
    , masa{authority(QStringLiteral("MASA"))}
    , domainCa{authority(QStringLiteral("Domain CA"))}
    , registrar{issued(named(QStringLiteral("Registrar"), Use::Registrar), domainCa)}
{
}

IssuerIdentity TestPki::device(const QString& serial) const
{
    return issued(named(QStringLiteral("Device"), Use::EndEntity, serial), manufacturer);
}

QByteArray TestPki::voucherRequest(const IssuerIdentity& device, const QString& serial, const QString& nonce) const
{
    VoucherRequestFacts facts;
    facts.createdOn = QDateTime::currentDateTimeUtc();
    facts.assertion = QStringLiteral("proximity");
    facts.serialNumber = serial;
    facts.nonce = nonce;
    facts.proximityRegistrarCertificate = registrar.certificate;
    return must(makeVoucherRequest(facts, {device, {}}));
}

QByteArray TestPki::voucher(const QString& serial, const QString& nonce) const
{
    return must(makeVoucher(
        {QDateTime::currentDateTimeUtc(), {}, QStringLiteral("logged"), serial, nonce, domainCa.certificate},
        {masa, {}}));
}

QByteArray TestPki::certificateFor(const QByteArray& publicKeyInfo, const QString& serial) const
{
    return must(issueCertificate(named(QStringLiteral("LDevID"), Use::EndEntity, serial), publicKeyInfo, domainCa))
        .der();
}

QByteArray TestPki::sidecar(const IssuerIdentity& device) const
{
    Sidecar sidecar;
    RequesterRecord record;
    record.idevid = {device.certificate};
    record.authenticatedBy = QStringLiteral("tls-client-certificate");
    record.proofOfPossession = QStringLiteral("signature");
    record.at = QDateTime::fromString(QStringLiteral("2026-11-22T08:00:00Z"), Qt::ISODate);
    sidecar.requester = record;
    return sidecar.toJson();
}

TestStation::TestStation(const QString& folder, StationRole role, const QString& name, Clock clock)
    : m_home{folder}
    , m_clock{std::move(clock)}
{
    StationInit wishes;
    wishes.role = role;
    wishes.name = name;
    must(initStation(access(), wishes));
}

StationAccess TestStation::access() const
{
    StationAccess access;
    access.home = m_home;
    access.clock = m_clock;
    return access;
}

Session TestStation::write() const
{
    return must(Session::forWriting(access(), QStringLiteral("test")));
}

Session TestStation::read() const
{
    return must(Session::forReading(access()));
}

Card TestStation::card() const
{
    auto session = write();
    return must(session.station().card());
}

void TestStation::know(const TestStation& other) const
{
    auto session = write();
    must(session.station().addPeer(other.card(), {}));
}

void TestStation::trust(AnchorUse use, const Certificate& certificate) const
{
    auto session = write();
    must(session.station().trust().add(use, {certificate}));
}

GatherReport TestStation::gather(const QStringList& paths) const
{
    auto session = write();
    GatherOrder order;
    order.paths = paths;
    return satchel::gather(session, order, {});
}

ExportReport TestStation::exportTo(const QString& folder) const
{
    auto session = write();
    ExportOrder order;
    order.folder = folder;
    return exportBundles(session, order, {});
}

ImportReport TestStation::import(const QStringList& paths) const
{
    auto session = write();
    return importBundles(session, {paths, false}, {});
}

DeliverReport TestStation::deliver(const QString& folder, const QString& recipient) const
{
    auto session = write();
    return satchel::deliver(session, {folder, recipient, false}, {});
}

qint64 TestStation::count(ItemState state) const
{
    ItemFilter filter;
    filter.state = state;
    return must(read().ledger().items().count(filter));
}

QList<Item> TestStation::items() const
{
    QList<Item> all;
    const auto session = read();
    must(session.ledger().items().forEach({}, [&all](const Item& item) -> Result<void> {
        all.append(item);
        return {};
    }));
    return all;
}

Item TestStation::only() const
{
    const auto all = items();
    if (all.size() != 1) {
        qFatal("there are %d items, not one", static_cast<int>(all.size()));
    }
    return all.front();
}

TestWorld::TestWorld()
    : m_now{std::make_shared<QDateTime>(QDateTime::currentDateTimeUtc())}
    , site{station(QStringLiteral("site"), StationRole::Site)}
    , backend{station(QStringLiteral("backend"), StationRole::Backend)}
{
    site.know(backend);
    backend.know(site);
}

TestStation TestWorld::station(const QString& name, StationRole role) const
{
    TestStation made{path(name), role, name, [now = m_now] { return *now; }};
    made.trust(AnchorUse::Manufacturer, pki.manufacturer.certificate);
    made.trust(AnchorUse::Masa, pki.masa.certificate);
    made.trust(AnchorUse::Domain, pki.domainCa.certificate);
    return made;
}

QString TestWorld::put(const QString& name, const QByteArray& bytes) const
{
    const auto target = path(name);
    must(makeFolder(QFileInfo{target}.path()));
    must(writeFileAtomically(target, bytes));
    return target;
}

QByteArray TestWorld::read(const QString& path)
{
    return must(readFile(path, qint64{1} << 32));
}

QStringList TestWorld::list(const QString& folder) const
{
    return QDir{path(folder)}.entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot, QDir::Name);
}

TestDevice TestWorld::makeDevice(const QString& serial) const
{
    auto idevid = pki.device(serial);
    auto newKey = must(PrivateKey::generate(KeyType::P256));
    const auto nonce = QStringLiteral("bm9uY2Ut") + QString::fromLatin1(serial.toLatin1().toBase64());
    auto voucherRequest = pki.voucherRequest(idevid, serial, nonce);
    auto certificationRequest = must(makePkcs10(newKey, QStringLiteral("Device"), serial));
    return {serial, nonce, std::move(idevid), std::move(newKey), std::move(voucherRequest),
        std::move(certificationRequest)};
}

TestDevice TestWorld::putDevice(const QString& serial) const
{
    auto device = makeDevice(serial);
    put(QStringLiteral("spool/%1.vcj").arg(serial), device.voucherRequest);
    put(QStringLiteral("spool/%1.p10.meta").arg(serial), pki.sidecar(device.idevid));
    put(QStringLiteral("spool/%1.p10").arg(serial), device.certificationRequest);
    return device;
}

QString TestWorld::carry(const TestStation& from, const TestStation& to, const QString& stick) const
{
    const auto written = from.exportTo(path(stick));
    if (written.failure || written.bundles.size() != 1) {
        qFatal("%d bundles were exported: %s", static_cast<int>(written.bundles.size()),
            written.failure ? qPrintable(written.failure->message) : "no failure");
    }
    const auto read = to.import({written.bundles.front().path});
    if (read.failure || read.bundles.front().failure) {
        qFatal("the bundle was not imported");
    }
    return written.bundles.front().path;
}

QStringList codesOf(const RowList& rows)
{
    QStringList codes;
    for (const auto& row : rows.values()) {
        const auto* const code = row.find(u"code");
        codes.append(code && code->string() ? *code->string() : QString{});
    }
    codes.sort();
    return codes;
}

} // namespace satchel::test
