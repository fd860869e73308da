#include "BundleForge.h"

#include <core/bundle/UstarArchive.h>
#include <core/crypto/Digest.h>
#include <core/crypto/Signature.h>

#include <QFile>

#include <algorithm>

namespace satchel::test {

namespace {

Certificate selfIssued(const QString& name, const PrivateKey& key, CertificateTemplate::Use use)
{
    CertificateTemplate facts;
    facts.commonName = name;
    facts.notBefore = beginningOfTime();
    facts.notAfter = endOfTime();
    facts.use = use;
    return issueSelfSigned(facts, key).value();
}

void apply(const BundleForge::Change& change, QByteArray& bytes)
{
    if (change) {
        change(bytes);
    }
}

} // namespace

QDateTime forgeTime()
{
    return QDateTime{QDate{2026, 11, 22}, QTime{9, 0}, Qt::UTC};
}

ForgedStation ForgedStation::make(const QString& name, KeyType type)
{
    auto signingKey = PrivateKey::generate(type).value();
    auto decryptionKey = PrivateKey::generate(type).value();
    const auto signing = selfIssued(name, signingKey, CertificateTemplate::Use::Signing);
    const auto decryption = selfIssued(name, decryptionKey, CertificateTemplate::Use::Decryption);
    const auto id = signing.keyFingerprint();
    return {std::move(signingKey), signing, std::move(decryptionKey), decryption, id,
        LedgerId::fromBytes(randomBytes(LedgerId::Size))};
}

const ForgedStation& someSite()
{
    static const auto station = ForgedStation::make(QStringLiteral("Depot"));
    return station;
}

const ForgedStation& someBackend()
{
    static const auto station = ForgedStation::make(QStringLiteral("Head office"));
    return station;
}

const ForgedStation& someStranger()
{
    static const auto station = ForgedStation::make(QStringLiteral("Stranger"));
    return station;
}

BundleAddress addressFor(const ForgedStation& from, const ForgedStation& to, qint64 sequence)
{
    return {Ulid::generate(forgeTime()), from.id, from.ledger, to.id, sequence};
}

PartItem someItem(const ForgedStation& origin, const QByteArray& bytes, Kind kind, Protocol protocol)
{
    PartItem item;
    item.kind = kind;
    item.protocol = protocol;
    item.kindText = kindName(kind);
    item.protocolText = protocolName(protocol);
    item.extension = QStringLiteral("p10");
    item.origin = origin.id;
    item.gatheredAt = forgeTime().addSecs(-60);
    item.localName = QStringLiteral("pledge.p10");
    item.bytes = bytes;
    return item;
}

QByteArray archiveOf(const QList<ForgedEntry>& entries)
{
    QByteArray archive;
    for (const auto& entry : entries) {
        archive += ustar::header(entry.name, entry.content.size());
        archive += entry.content;
        archive += ustar::padding(entry.content.size());
    }
    return archive + ustar::end();
}

QList<ForgedEntry> entriesOf(const QByteArray& archive)
{
    QList<ForgedEntry> entries;
    qint64 at = 0;
    while (const auto header = ustar::parseHeader(QByteArrayView{archive}.sliced(at, ustar::BlockSize)).value()) {
        at += ustar::BlockSize;
        entries.append({header->name, archive.mid(at, header->size)});
        at += header->size + ustar::padding(header->size).size();
    }
    return entries;
}

BundleForge::BundleForge()
    : BundleForge{someSite(), someBackend()}
{
}

BundleForge::BundleForge(const ForgedStation& from, const ForgedStation& to, qint64 sequence)
    : address{addressFor(from, to, sequence)}
    , parts(1)
    , recipients{to.decryption}
    , signer{from.signer()}
{
    parts.front().items.push_back(someItem(from, "what a device asked"));
}

QByteArray BundleForge::makeArchive(PartContent content) const
{
    auto repeated = address;
    if (changePart) {
        changePart(content, repeated);
    }
    auto entries = entriesOf(partArchive(content, repeated).value());
    apply(changePartJson, entries.first().content);
    if (changePartEntries) {
        changePartEntries(entries);
    }
    auto archive = archiveOf(entries);
    apply(changeArchive, archive);
    return archive;
}

BundleForge::MadePart BundleForge::makePart(const PartContent& content) const
{
    const auto archive = makeArchive(content);
    auto frame = compressPart(archive).value();
    apply(changeFrame, frame);
    auto envelope = encrypt(frame, recipients).value();
    apply(changeEnvelope, envelope);
    return {envelope, archive.size()};
}

Label BundleForge::makeLabel(const QList<MadePart>& made) const
{
    Label label;
    label.address = address;
    label.shipment = Ulid::generate(forgeTime());
    label.created = forgeTime();
    label.producer = QStringLiteral("forge 1");
    for (const auto& part : made) {
        label.parts.append(PartEntry{
            partEntryName(label.parts.size() + 1), part.envelope.size(), sha256(part.envelope), part.plainSize});
    }
    if (changeLabel) {
        changeLabel(label);
    }
    return label;
}

QByteArray BundleForge::make() const
{
    QList<MadePart> made;
    for (auto content : parts) {
        content.number = made.size() + 1;
        made.append(makePart(content));
    }
    auto labelJson = makeLabel(made).toJson();
    apply(changeLabelJson, labelJson);
    auto signature = signDetached(labelJson, signer.key, signer.certificate, forgeTime()).value();
    apply(changeSignature, signature);
    apply(changeSignedLabelJson, labelJson);

    QList<ForgedEntry> entries{{"mimetype", "application/vnd.satchel.bundle"}};
    for (qsizetype i = 0; i < made.size(); ++i) {
        entries.append({partEntryName(i + 1).toLatin1(), made.at(i).envelope});
    }
    entries.append({"label.json", labelJson});
    entries.append({"label.p7s", signature});
    if (changeEntries) {
        changeEntries(entries);
    }
    auto container = archiveOf(entries);
    apply(changeContainer, container);
    return container;
}

void BundleForge::write(const QString& path) const
{
    QFile file{path};
    if (!file.open(QIODevice::WriteOnly) || file.write(make()) < 0) {
        qFatal("cannot write %s", qPrintable(path));
    }
}

ListSource::ListSource(std::vector<PartItem> items)
    : m_items{std::move(items)}
{
}

Result<std::vector<PartItem>> ListSource::take(qint64 mostBytes, qint64 mostItems)
{
    std::size_t count = 0;
    qint64 bytes = 0;
    while (count < m_items.size() && static_cast<qint64>(count) < mostItems) {
        bytes += m_items[count].bytes.size();
        if (count > 0 && bytes > mostBytes) {
            break;
        }
        ++count;
    }
    const auto end = m_items.begin() + static_cast<std::ptrdiff_t>(count);
    std::vector<PartItem> taken(m_items.begin(), end);
    m_items.erase(m_items.begin(), end);
    return taken;
}

void ListSource::putBack(std::vector<PartItem> items)
{
    m_items.insert(m_items.begin(), items.begin(), items.end());
}

BundlePlan planFor(const ForgedStation& from, const ForgedStation& to, qint64 sequence)
{
    BundlePlan plan{addressFor(from, to, sequence), Ulid::generate(forgeTime()), 1, forgeTime(), std::nullopt, {},
        {to.decryption}, from.signer()};
    plan.threads = 2;
    return plan;
}

} // namespace satchel::test
