#include "Printable.h"

#include <QChar>
#include <QList>

#include <algorithm>

namespace satchel {

namespace {

bool isPlainAscii(char16_t unit)
{
    return unit >= 0x20 && unit < 0x7F;
}

bool isDangerous(char32_t point)
{
    switch (QChar::category(point)) {
    case QChar::Other_Control:
    case QChar::Other_Format:
    case QChar::Other_Surrogate:
    case QChar::Separator_Line:
    case QChar::Separator_Paragraph:
        return true;
    default:
        return false;
    }
}

QString writtenOut(char32_t point)
{
    const auto digits = QString::number(point, 16);
    return point < 0x100 ? QStringLiteral("\\x%1").arg(digits, 2, u'0') : QStringLiteral("\\u{%1}").arg(digits);
}

QString writtenOutForJson(char32_t point)
{
    QString text;
    const auto units = QChar::fromUcs4(point);
    for (const QChar unit : QStringView{units}) {
        text += QStringLiteral("\\u%1").arg(static_cast<uint>(unit.unicode()), 4, 16, QLatin1Char('0'));
    }
    return text;
}

template <typename Replacement> QString replaceDangerous(QStringView text, Replacement replacement)
{
    QString out;
    out.reserve(text.size());
    for (const auto point : text.toUcs4()) {
        if (isDangerous(point)) {
            out += replacement(point);
        } else {
            out += QChar::fromUcs4(point);
        }
    }
    return out;
}

} // namespace

QString printable(QStringView text)
{
    if (std::all_of(text.utf16(), text.utf16() + text.size(), isPlainAscii)) {
        return text.toString();
    }
    return replaceDangerous(text, writtenOut);
}

QByteArray printableJson(QByteArrayView json)
{
    const auto isAscii = [](char c) { return static_cast<unsigned char>(c) < 0x80; };
    if (std::all_of(json.begin(), json.end(), isAscii)) {
        return json.toByteArray(); // JsonWriter has escaped the control characters that are ASCII
    }
    return replaceDangerous(QString::fromUtf8(json), writtenOutForJson).toUtf8();
}

} // namespace satchel
