#include "ForeignObject.h"

#include <core/crypto/DerReader.h>
#include <core/objects/encoding/DerForm.h>
#include <core/objects/encoding/SignedData.h>

#include <algorithm>
#include <array>
#include <utility>

namespace satchel {

namespace {

constexpr qsizetype UstarMagicAt = 257;

QString nameOfOurs(const QString& type)
{
    if (type == u"satchel-meta") {
        return QStringLiteral("a .meta file; it belongs beside its item, under the item's whole name plus .meta");
    }
    return QStringLiteral("a %1, one of Satchel's own; stations exchange these, and nobody gathers them").arg(type);
}

} // namespace

QString foreignCmsName(const SignedData& cms)
{
    if (!cms.content()) {
        return QStringLiteral("a detached signature over something that is not in the file");
    }
    if (const auto json = parseJson(*cms.content(), JsonDialect::Lenient)) {
        return QStringLiteral("signed %1").arg(foreignJsonName(*json));
    }
    return QStringLiteral("a CMS message with content of type %1").arg(QString::fromLatin1(cms.contentType()));
}

QString foreignJsonName(const JsonValue& json)
{
    if (const JsonValue* const type = json.find(u"type");
        type != nullptr && type->string() != nullptr && type->string()->startsWith(u"satchel-")) {
        return nameOfOurs(*type->string());
    }
    for (const QStringView key :
        {u"ietf-voucher:voucher", u"ietf-voucher-request:voucher", u"ietf-voucher-request-prm:voucher"}) {
        if (json.find(key) != nullptr) {
            return QStringLiteral("a voucher or voucher request that nobody signed");
        }
    }
    if (json.find(u"version") != nullptr && json.find(u"status") != nullptr) {
        return QStringLiteral("a voucher or enrolment status");
    }
    if (json.find(u"version") != nullptr && json.find(u"events") != nullptr) {
        return QStringLiteral("an audit log");
    }
    return QStringLiteral("JSON of an unknown kind");
}

QString foreignBytesName(const QByteArray& bytes)
{
    if (bytes.size() > UstarMagicAt && QByteArrayView{bytes}.sliced(UstarMagicAt).startsWith("ustar")) {
        return bytes.startsWith("mimetype") ? QStringLiteral("a Satchel bundle; it is imported, not gathered")
                                            : QStringLiteral("a tar archive");
    }
    if (checkDer(bytes)) {
        return derFormName(DerForm::None);
    }
    static constexpr std::array<std::pair<QByteArrayView, const char16_t*>, 6> Beginnings{{
        {"PK\x03\x04", u"a ZIP archive"},
        {"\x7F"
         "ELF",
            u"a program"},
        {"\xEF\xBB\xBF", u"text with a byte order mark; save it without one"},
        {"\xFF\xFE", u"text in UTF-16; save it as UTF-8"},
        {"\xFE\xFF", u"text in UTF-16; save it as UTF-8"},
        {"%PDF", u"a PDF document"},
    }};
    for (const auto& [beginning, name] : Beginnings) {
        if (bytes.startsWith(beginning)) {
            return QString::fromUtf16(name);
        }
    }
    const bool isText = std::ranges::none_of(bytes.first(qMin<qsizetype>(bytes.size(), 512)),
        [](char c) { return static_cast<unsigned char>(c) < 0x09 || c == 0x7F; });
    return isText ? QStringLiteral("text of an unknown kind") : QStringLiteral("bytes of an unknown kind");
}

} // namespace satchel
