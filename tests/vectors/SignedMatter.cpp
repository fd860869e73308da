#include "SignedMatter.h"

#include <core/base/File.h>
#include <core/base/StrictJson.h>
#include <core/bundle/BundleReader.h>
#include <core/bundle/Receipt.h>
#include <core/crypto/PrivateKey.h>
#include <tests/reference/PlainChecks.h>

#include <QDir>

namespace satchel::vectors {

namespace {

constexpr qint64 LargestFile = 16 * 1024 * 1024;

QByteArray bytesOf(const QString& path)
{
    return readFile(path, LargestFile).value_or(QByteArray{});
}

std::optional<RequesterRecord> requesterOf(const PartItem& item)
{
    if (item.requester.isEmpty()) {
        return std::nullopt;
    }
    const auto record = parseJson(item.requester).and_then([](const JsonValue& json) {
        return RequesterRecord::fromJson(json, QStringLiteral("requester"));
    });
    return record ? std::optional{*record} : std::nullopt;
}

} // namespace

SignedMatter::SignedMatter(const QString& folder)
    : m_index{folder}
{
    readCards();
    for (const auto& row : m_index.rows()) {
        read(row);
    }
    const QDir requests{m_index.worldPath(QStringLiteral("requests"))};
    for (const auto& name : requests.entryList(QDir::Files)) {
        m_messages.append({QStringLiteral("requests/") + name, bytesOf(requests.filePath(name))});
    }
}

void SignedMatter::readCards()
{
    const QDir world{m_index.worldPath({})};
    for (const auto& name : world.entryList({QStringLiteral("*.satchel-card")}, QDir::Files)) {
        const auto bytes = bytesOf(world.filePath(name));
        readCard(name, bytes);
        if (auto card = Card::parse(bytes)) {
            m_cards.append(*std::move(card));
        }
    }
}

void SignedMatter::read(const VectorRow& row)
{
    if (row.kind == u"bundle") {
        readBundle(row);
    } else if (row.kind == u"receipt") {
        readReceipt(row.name, bytesOf(m_index.path(row.file)));
    } else {
        readCard(row.name, bytesOf(m_index.path(row.file)));
    }
}

void SignedMatter::readBundle(const VectorRow& row)
{
    auto bundle = UntrustedBundle::open(m_index.path(row.file));
    if (!bundle) {
        return;
    }
    const auto signers = signersOf(bundle->claimedLabel().address.from);
    m_signatures.append({row.name, bundle->labelSignature(), bundle->labelJson(), signers});
    const auto verified = VerifiedBundle::verify(*std::move(bundle), signers);
    if (!verified) {
        return;
    }
    // The parts before a bad one count too.
    static_cast<void>(verified->readParts(identitiesOf(row.reader), 1,
        [&](const PartContent& content) -> Result<void> {
            readPart(row.name, content);
            return {};
        },
        {}));
}

void SignedMatter::readPart(const QString& name, const PartContent& content)
{
    int number = 0;
    for (const auto& item : content.items) {
        m_messages.append({QStringLiteral("%1: part %2, item %3").arg(name).arg(content.number).arg(++number),
            item.bytes, requesterOf(item)});
    }
    for (const auto& receipt : content.matters.receipts) {
        readReceipt(name + QStringLiteral(": receipt inside"), receipt);
    }
}

void SignedMatter::readReceipt(const QString& name, const QByteArray& bytes)
{
    const auto receiver = Receipt::claimedReceiver(bytes);
    m_signatures.append({name, bytes, std::nullopt, receiver ? signersOf(*receiver) : QList<Certificate>{}});
}

// A card is signed by whom it introduces, so that the certificate is inside.
void SignedMatter::readCard(const QString& name, const QByteArray& bytes)
{
    QList<Certificate> inside;
    for (const auto& der : plain::certificatesInside(bytes)) {
        if (auto certificate = Certificate::fromDer(der)) {
            inside.append(*std::move(certificate));
        }
    }
    m_signatures.append({name, bytes, std::nullopt, inside});
}

QList<Certificate> SignedMatter::signersOf(const StationId& station) const
{
    QList<Certificate> signers;
    for (const auto& card : m_cards) {
        if (card.station() == station) {
            signers += card.facts().signing;
        }
    }
    return signers;
}

QList<DecryptionIdentity> SignedMatter::identitiesOf(const QString& reader) const
{
    QList<DecryptionIdentity> identities;
    for (const auto& row : m_index.readers()) {
        const auto file = m_index.worldPath(row.station + QStringLiteral("-decryption.pem"));
        const auto certificates = Certificate::fromPemOrDer(bytesOf(file));
        auto key = loadKey(file, {});
        if (row.name == reader && certificates && key) {
            identities.append({*std::move(key), certificates->first()});
        }
    }
    return identities;
}

} // namespace satchel::vectors
