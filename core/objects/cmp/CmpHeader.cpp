#include "CmpHeader.h"

#include <core/objects/encoding/DerTime.h>

#include <array>

namespace satchel {

namespace {

constexpr std::array BodyNames{u"ir", u"ip", u"cr", u"cp", u"p10cr", u"popdecc", u"popdecr", u"kur", u"kup", u"krr",
    u"krp", u"rr", u"rp", u"ccr", u"ccp", u"ckuann", u"cann", u"rann", u"crlann", u"pkiconf", u"nested", u"genm",
    u"genp", u"error", u"certConf", u"pollReq", u"pollRep"};

// Empty where somebody is named by something else than a directory name.
DistinguishedName directoryName(const DerFields& fields, const DerElement& name)
{
    return name.tag == DirectoryName ? DistinguishedName{fields.inside(name).takeName()} : DistinguishedName{};
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

// It counts as no name at all, and by it the signer is found.
void remarkUnreadable(CmpHeader& header, const DistinguishedName& name, const QString& whose)
{
    if (!name.isReadable()) {
        header.remarks.append(
            QStringLiteral("the name of the %1 cannot be read; it may be text that is not UTF-8").arg(whose));
    }
}

void readTime(CmpHeader& header, DerFields& fields)
{
    auto field = fields.enterIf(der::contextConstructed(0));
    if (!field) {
        return;
    }
    const auto time = readGeneralizedTime(field->take(der::GeneralizedTime).content);
    field->end();
    if (time) {
        header.messageTime = *time;
    } else {
        header.remarks.append(QStringLiteral("the messageTime of the header cannot be read"));
    }
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
    header.sender = directoryName(fields, fields.take());
    remarkUnreadable(header, header.sender, QStringLiteral("sender"));
    const DerElement recipient = fields.take();
    header.recipient = directoryName(fields, recipient);
    remarkUnreadable(header, header.recipient, QStringLiteral("recipient"));
    header.recipientName = recipient.whole.toByteArray();
    readTime(header, fields);
    if (auto field = fields.enterIf(der::contextConstructed(1))) {
        header.protectionAlgorithm = field->take(der::Sequence).whole.toByteArray();
        field->end();
    }
    header.senderKeyId = readOctets(fields, 2);
    readOctets(fields, 3); // the recipient's key
    header.transactionId = readOctets(fields, 4);
    header.senderNonce = readOctets(fields, 5);
    header.recipientNonce = readOctets(fields, 6);
    if (auto text = fields.enterIf(der::contextConstructed(7))) {
        header.freeText
            = readCmpFreeText(text->enter(der::Sequence), QStringLiteral("the freeText of the header"), header.remarks);
        text->end();
    }
    if (auto infos = fields.enterIf(der::contextConstructed(8))) {
        header.generalInfo = CmpGeneralInfo::read(infos->enter(der::Sequence));
        infos->end();
    }
    header.remarks += header.generalInfo.remarks;
    fields.end();
    return header;
}

} // namespace satchel
