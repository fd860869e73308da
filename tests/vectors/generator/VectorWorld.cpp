#include "VectorWorld.h"

#include <core/base/File.h>
#include <core/base/Time.h>
#include <core/crypto/DerReader.h>
#include <core/crypto/DerWriter.h>
#include <core/crypto/Digest.h>
#include <core/ledger/ItemId.h>
#include <core/objects/cmp/CmpHeader.h>
#include <core/objects/est/Pkcs10Request.h>
#include <core/objects/PledgeMaker.h>
#include <core/objects/Sidecar.h>
#include <core/station/CertificatePem.h>
#include <tests/support/MessageForge.h>

#include <QDir>
#include <QFile>

#include <functional>

namespace satchel::vectors {

namespace {

using Use = CertificateTemplate::Use;

constexpr qint64 LargestFile = 64 * 1024;

QDateTime year(int number)
{
    return QDateTime{QDate{number, 1, 1}, QTime{0, 0}, Qt::UTC};
}

// One file with a key and its certificate: what is there, or what `make` makes.
IssuerIdentity keptIdentity(const QString& file, const std::function<IssuerIdentity()>& make)
{
    if (QFile::exists(file)) {
        return {orDie(loadCertificates(file)).first(), orDie(loadKey(file, Secret{}))};
    }
    auto made = make();
    const auto pem = orDie(made.key.toPkcs8Pem(Secret{}));
    writeFile(file, pem.reveal() + certificatePem(made.certificate));
    return made;
}

IssuerIdentity makeIdentity(
    const QString& name, Use use, KeyType type, const QDateTime& notBefore, const QDateTime& notAfter)
{
    CertificateTemplate facts;
    facts.commonName = name;
    facts.notBefore = notBefore;
    facts.notAfter = notAfter;
    facts.use = use;
    auto key = orDie(PrivateKey::generate(type));
    auto certificate = orDie(issueSelfSigned(facts, key));
    return {std::move(certificate), std::move(key)};
}

// The file that is there, or what `make` makes.
QByteArray kept(const QString& path, const std::function<QByteArray()>& make)
{
    if (!QFile::exists(path)) {
        writeFile(path, make());
    }
    return orDie(readFile(path, LargestFile));
}

WorldDevice keptDevice(const QString& folder, const test::TestPki& pki)
{
    WorldDevice device{QStringLiteral("SN-1"), QStringLiteral("bm9uY2UtMDAwMDAwMDAwMQ=="), {}, {}, {}};
    const auto idevid = pki.device(device.serial);
    const auto newKey = orDie(PrivateKey::generate(KeyType::P256));
    device.voucherRequest = kept(folder + QStringLiteral("/voucher-request.vcj"),
        [&] { return pki.voucherRequest(idevid, device.serial, device.nonce); });
    device.certificationRequest = kept(folder + QStringLiteral("/request.p10"),
        [&] { return orDie(makePkcs10(newKey, QStringLiteral("Device"), device.serial)); });
    device.sidecar = kept(folder + QStringLiteral("/request.p10.meta"), [&] { return pki.sidecar(idevid); });
    return device;
}

// RFC 4210 section 5.3.18: the digest of the certificate that is confirmed, and the number of its request.
QByteArray makeConfirmation(const CmpDevice& device)
{
    const auto status = derElement(der::OctetString, sha256(device.ldevid.certificate.der()).bytes())
        + derElement(der::Integer, QByteArray(1, '\0'));
    test::CmpDraft draft;
    draft.transactionId = "transaction-0002";
    draft.senderNonce = "confirm-nonce-01";
    draft.recipientNonce = "answer-nonce-001";
    draft.bodyTag = static_cast<unsigned>(CmpBodyType::CertConf);
    draft.body = derElement(der::Sequence, derElement(der::Sequence, status));
    draft.signer = device.idevid;
    return makeCmp(draft);
}

CmpDevice keptCmpDevice(const QString& world, const test::TestPki& pki)
{
    const auto serial = QStringLiteral("SN-2");
    const auto idevid
        = keptIdentity(world + QStringLiteral("/cmp-device-idevid.pem"), [&] { return pki.device(serial); });
    const auto ldevid = keptIdentity(world + QStringLiteral("/cmp-device-ldevid.pem"), [&] {
        auto key = orDie(PrivateKey::generate(KeyType::P256));
        auto certificate = orDie(Certificate::fromDer(pki.certificateFor(test::publicKeyInfoOf(key), serial)));
        return IssuerIdentity{std::move(certificate), std::move(key)};
    });
    CmpDevice device{serial, idevid, ldevid, {}, {}};
    device.initialRequest = kept(world + QStringLiteral("/requests/initial-request.pki"), [&] {
        return orDie(makeCmpInitialRequest({device.idevid, {}, device.ldevid.key, QStringLiteral("Device"), serial}));
    });
    device.confirmation
        = kept(world + QStringLiteral("/requests/confirmation.pki"), [&] { return makeConfirmation(device); });
    return device;
}

test::TestPki keptPki(const QString& folder)
{
    if (!QDir{}.mkpath(folder + QStringLiteral("/requests"))) {
        qFatal("cannot make %s", qPrintable(folder));
    }
    test::TestPki pki;
    const auto keep = [&folder](const char* name, IssuerIdentity& identity) {
        const auto file = folder + u'/' + QLatin1StringView{name};
        const auto made = identity;
        identity = keptIdentity(file + QStringLiteral("-key.pem"), [&made] { return made; });
        writeFile(file + QStringLiteral(".pem"), certificatePem(identity.certificate));
    };
    keep("manufacturer", pki.manufacturer);
    keep("masa", pki.masa);
    keep("domain", pki.domainCa);
    keep("registrar", pki.registrar); // of that domain
    return pki;
}

} // namespace

void writeFile(const QString& path, const QByteArray& bytes)
{
    QFile file{path};
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.flush()) {
        qFatal("cannot write %s", qPrintable(path));
    }
}

QByteArray WorldDevice::publicKeyInfo() const
{
    return orDie(Pkcs10Request::parse(certificationRequest))->publicKeyInfo();
}

RequesterRecord WorldDevice::requester() const
{
    return *orDie(Sidecar::parse(sidecar)).requester;
}

VectorWorld::VectorWorld(const QString& folder)
    : m_folder{folder + QStringLiteral("/world")}
    , m_pki{keptPki(m_folder)}
    , m_device{keptDevice(m_folder + QStringLiteral("/requests"), m_pki)}
    , m_cmpDevice{keptCmpDevice(m_folder, m_pki)}
{
    const auto ever = endOfTime();
    const auto first = beginningOfTime();
    addStation("site", StationRole::Site, "Depot 4", KeyType::P256, first, ever);
    addStation("backend", StationRole::Backend, "Head office", KeyType::P256, first, ever);
    addStation("site-p384", StationRole::Site, "Depot 5", KeyType::P384, first, ever);
    addStation("site-rsa", StationRole::Site, "Depot 6", KeyType::Rsa3072, first, ever);
    addStation("backend-p384", StationRole::Backend, "Second office", KeyType::P384, first, ever);
    addStation("backend-rsa", StationRole::Backend, "Third office", KeyType::Rsa3072, first, ever);
    addStation("expired-site", StationRole::Site, "Old depot", KeyType::P256, first, year(2001));
    addStation("future-site", StationRole::Site, "Depot to come", KeyType::P256, year(9998), ever);
    addStation("revoked-site", StationRole::Site, "Lost laptop", KeyType::P256, first, ever);
    addStation("new-site", StationRole::Site, "New depot", KeyType::P256, first, ever);
    addStation("stranger", StationRole::Site, "Stranger", KeyType::P256, first, ever);
    writeTables();
}

const WorldStation& VectorWorld::station(const char* name) const
{
    for (const auto& station : m_stations) {
        if (station.name == name) {
            return station;
        }
    }
    qFatal("no station %s", name);
}

void VectorWorld::addStation(const char* name, StationRole role, const char* displayName, KeyType type,
    const QDateTime& from, const QDateTime& to)
{
    const auto shown = QString::fromLatin1(displayName);
    const auto identity = [&](const char* purpose, Use use) {
        const auto file = path(QStringLiteral("%1-%2.pem").arg(QLatin1StringView{name}, QLatin1StringView{purpose}));
        return keptIdentity(file, [&] { return makeIdentity(shown, use, type, from, to); });
    };
    const auto signing = identity("signing", Use::Signing);
    const auto decryption = identity("decryption", Use::Decryption);
    const auto id = signing.certificate.keyFingerprint();
    const auto ledger = LedgerId::fromBytes(sha256(QByteArray{name}).bytes().left(LedgerId::Size));
    const test::ForgedStation keys{
        signing.key, signing.certificate, decryption.key, decryption.certificate, id, ledger};
    const Card::Facts facts{id, role, shown, 1, test::forgeTime(), {signing.certificate}, {decryption.certificate}};
    const auto card = kept(path(QStringLiteral("%1.satchel-card").arg(QLatin1StringView{name})),
        [&] { return orDie(Card::create(facts, signing.key, signing.certificate)).file(); });
    m_stations.push_back({name, role, shown, keys, orDie(Card::parse(card))});
}

ItemId VectorWorld::voucherRequestId() const
{
    return itemIdOf(Kind::VoucherRequest, Protocol::Brski, keys("site").id, {}, m_device.voucherRequest);
}

ItemId VectorWorld::certificationRequestId() const
{
    return itemIdOf(Kind::CertificationRequest, Protocol::Est, keys("site").id,
        itemContext(m_device.requester().device(), {}), m_device.certificationRequest);
}

ItemId VectorWorld::initialRequestId() const
{
    return itemIdOf(Kind::CertificationRequest, Protocol::Cmp, keys("site").id, {}, m_cmpDevice.initialRequest);
}

ItemId VectorWorld::confirmationId() const
{
    return itemIdOf(Kind::Confirmation, Protocol::Cmp, keys("site").id, {}, m_cmpDevice.confirmation);
}

QByteArray VectorWorld::request(const char* file, const std::function<QByteArray()>& make) const
{
    return kept(path(QStringLiteral("requests/") + QLatin1StringView{file}), make);
}

ItemId VectorWorld::gatheredId(const QByteArray& bytes, Kind kind, Protocol protocol) const
{
    return itemIdOf(kind, protocol, keys("site").id, {}, bytes);
}

void VectorWorld::writeTables() const
{
    QByteArray table = "station\trole\tname\tid\tledger\n";
    for (const auto& station : m_stations) {
        table += station.name + '\t' + stationRoleName(station.role).toLatin1() + '\t' + station.displayName.toLatin1()
            + '\t' + station.keys.id.toString().toLatin1() + '\t' + station.keys.ledger.toString().toLatin1() + '\n';
    }
    writeFile(path(QStringLiteral("stations.tsv")), table);

    const QByteArray sites = "site,site-p384,site-rsa,expired-site,future-site,revoked-site";
    writeFile(path(QStringLiteral("readers.tsv")),
        "reader\tstation\trefuse-expired-senders\tpeers\trevoked\tunfit\n"
        "backend\tbackend\tfalse\t"
            + sites
            + "\trevoked-site\t-\n"
              "strict-backend\tbackend\ttrue\t"
            + sites
            + "\trevoked-site\t-\n"
              "backend-p384\tbackend-p384\tfalse\tsite\t-\t-\n"
              "backend-rsa\tbackend-rsa\tfalse\tsite\t-\t-\n"
              "old-backend\tbackend\tfalse\tsite\t-\tbackend-p384\n"
              "site\tsite\tfalse\tbackend,backend-p384\t-\t-\n");
}

} // namespace satchel::vectors
