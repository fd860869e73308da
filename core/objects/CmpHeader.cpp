#include "CmpHeader.h"

#include <array>

namespace satchel {

namespace {

constexpr std::uint8_t DirectoryName = der::contextConstructed(4);
constexpr QByteArrayView ImplicitConfirmOid = "1.3.6.1.5.5.7.4.13";

constexpr std::array BodyNames{u"ir", u"ip", u"cr", u"cp", u"p10cr", u"popdecc", u"popdecr", u"kur", u"kup", u"krr",
    u"krp", u"rr", u"rp", u"ccr", u"ccp", u"ckuann", u"cann", u"rann", u"crlann", u"pkiconf", u"nested", u"genm",
    u"genp", u"error", u"certConf", u"pollReq", u"pollRep"};

DistinguishedName readGeneralName(DerFields& fields)
{
    const DerElement name = fields.take();
    if (name.tag != DirectoryName) {
        return {};
    }
    return DistinguishedName{fields.inside(name).take(der::Sequence).whole};
}

QByteArray readOctets(DerFields& fields, unsigned number)
{
    auto field = fields.enterIf(der::contextConstructed(number));
    if (!field) {
        return {};
    }
    const QByteArray octets = field->take(der::OctetString).content.toByteArray();
    field->end();
    return octets;
}

QDateTime readTime(DerFields& fields)
{
    auto field = fields.enterIf(der::contextConstructed(0));
    if (!field) {
        return {};
    }
    const QByteArrayView text = field->take(der::GeneralizedTime).content;
    field->end();
    // Fractions of a second are passed over.
    constexpr qsizetype ToTheSecond = 14;
    QDateTime time = QDateTime::fromString(
        QString::fromLatin1(text.first(qMin(text.size(), ToTheSecond))), QStringLiteral("yyyyMMddHHmmss"));
    time.setTimeSpec(Qt::UTC);
    return time;
}

bool readImplicitConfirm(DerFields& fields)
{
    auto wrapper = fields.enterIf(der::contextConstructed(8));
    if (!wrapper) {
        return false;
    }
    bool found = false;
    DerFields infos = wrapper->enter(der::Sequence);
    while (!infos.atEnd()) {
        found = infos.enter(der::Sequence).takeOid() == ImplicitConfirmOid || found;
    }
    return found;
}

} // namespace

std::optional<CmpBodyType> cmpBodyType(unsigned tagNumber)
{
    return tagNumber < BodyNames.size() ? std::optional{static_cast<CmpBodyType>(tagNumber)} : std::nullopt;
}

QString cmpBodyName(CmpBodyType type)
{
    return QString::fromUtf16(BodyNames[static_cast<std::size_t>(type)]);
}

CmpHeader CmpHeader::read(DerFields fields)
{
    CmpHeader header;
    header.version = fields.takeSmallInteger();
    header.sender = readGeneralName(fields);
    header.recipient = readGeneralName(fields);
    header.messageTime = readTime(fields);
    if (auto field = fields.enterIf(der::contextConstructed(1))) {
        header.protectionAlgorithm = field->take(der::Sequence).whole.toByteArray();
        field->end();
    }
    header.senderKeyId = readOctets(fields, 2);
    readOctets(fields, 3); // the recipient's key
    header.transactionId = readOctets(fields, 4);
    header.senderNonce = readOctets(fields, 5);
    header.recipientNonce = readOctets(fields, 6);
    fields.takeIf(der::contextConstructed(7)); // free text
    header.wantsImplicitConfirm = readImplicitConfirm(fields);
    fields.end();
    return header;
}

} // namespace satchel
