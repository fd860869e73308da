#include "DerText.h"

#include <core/crypto/DerReader.h>
#include <core/crypto/OpenSslError.h>
#include <core/crypto/OpenSslHandle.h>

#include <QStringDecoder>

#include <algorithm>
#include <array>

#include <openssl/objects.h>

namespace satchel {

namespace {

constexpr int DeepestLevel = 12; // what lies below is shown as bytes
constexpr qsizetype MostBytesShown = 64;
constexpr qsizetype LongestPlainText = 256;
constexpr std::uint8_t Boolean = 0x01;
constexpr std::uint8_t ConstructedBit = 0x20;

struct NewName {
    QByteArrayView oid;
    const char16_t* name;
};

// RFC 9908 section 3.4, RFC 2985 section 5.4.2, RFC 2307 section 3.
constexpr std::array NewNames{
    NewName{"1.2.840.113549.1.9.16.2.61", u"Certification Request Info Template"},
    NewName{"1.2.840.113549.1.9.16.2.62", u"Extension Request Template"},
    NewName{"1.3.6.1.1.1.1.22", u"macAddress"},
};

QString knownName(const QByteArray& dottedOid)
{
    const auto* const added
        = std::ranges::find(NewNames, QByteArrayView{dottedOid}, [](const NewName& entry) { return entry.oid; });
    if (added != NewNames.end()) {
        return QString::fromUtf16(added->name);
    }
    const OpenSslErrorScope scope;
    const int nid = OBJ_txt2nid(dottedOid.constData());
    return nid == NID_undef ? QString{} : QString::fromLatin1(OBJ_nid2ln(nid));
}

QString hexText(QByteArrayView bytes)
{
    const auto shown = bytes.first(qMin(bytes.size(), MostBytesShown));
    const QString digits = QString::fromLatin1(shown.toByteArray().toHex());
    return shown.size() == bytes.size() ? digits : QStringLiteral("%1… (%2 bytes)").arg(digits).arg(bytes.size());
}

// Nothing but what can be printed; anything else is shown as bytes.
QString stringText(QByteArrayView bytes)
{
    QStringDecoder decoder{QStringDecoder::Utf8, QStringDecoder::Flag::Stateless}; // what is cut off is wrong too
    const QString text = decoder(bytes);
    const bool isPlain = !decoder.hasError() && text.size() <= LongestPlainText
        && std::ranges::all_of(text, [](QChar c) { return c.isPrint(); });
    return isPlain ? text : hexText(bytes);
}

JsonValue integerValue(const DerElement& element)
{
    DerReader reader{element.whole};
    const auto small = reader.expectSmallInteger();
    return small ? JsonValue{*small} : JsonValue{hexText(element.content)};
}

JsonValue elementText(const DerElement& element, int level);

JsonValue listText(QByteArrayView content, int level)
{
    JsonArray list;
    DerReader reader{content};
    while (!reader.atEnd()) {
        const auto next = reader.next();
        if (!next) {
            return JsonValue{hexText(content)};
        }
        list.push_back(elementText(*next, level + 1));
    }
    return JsonValue{std::move(list)};
}

JsonValue elementText(const DerElement& element, int level)
{
    const bool isConstructed = (element.tag & ConstructedBit) != 0;
    if (isConstructed && level < DeepestLevel) {
        return listText(element.content, level);
    }
    switch (element.tag) {
    case der::Oid: {
        const QByteArray dotted = dottedOid(element.content);
        return JsonValue{dotted.isEmpty() ? hexText(element.content) : objectName(dotted)};
    }
    case der::Integer:
        return integerValue(element);
    case Boolean:
        return JsonValue{element.content != QByteArrayView{"\0", 1}};
    case der::Utf8String:
    case der::PrintableString:
    case der::Ia5String:
        return JsonValue{stringText(element.content)};
    default:
        return JsonValue{hexText(element.content)};
    }
}

} // namespace

QString objectName(const QByteArray& dottedOid)
{
    const QString name = knownName(dottedOid);
    const QString numbers = QString::fromLatin1(dottedOid);
    return name.isEmpty() ? numbers.left(LongestPlainText) : QStringLiteral("%1 (%2)").arg(name, numbers);
}

JsonValue derText(QByteArrayView element)
{
    DerReader reader{element};
    const auto whole = reader.next();
    return whole ? elementText(*whole, 0) : JsonValue{hexText(element)};
}

} // namespace satchel
