#include "Giants.h"

#include <core/base/JsonWriter.h>
#include <core/base/StrictJson.h>

namespace satchel::torture {

namespace {

constexpr auto Base64Url = QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals;

void write(JsonWriter& writer, const JsonValue& value, const JsonValue* at, const QByteArray& instead)
{
    if (&value == at) {
        writer.raw(instead);
    } else if (const auto* const members = value.object()) {
        writer.beginObject();
        for (const auto& [name, member] : *members) {
            write(writer.key(name), member, at, instead);
        }
        writer.endObject();
    } else if (const auto* const elements = value.array()) {
        writer.beginArray();
        for (const auto& element : *elements) {
            write(writer, element, at, instead);
        }
        writer.endArray();
    } else {
        writer.value(value);
    }
}

QByteArray textOf(const JsonValue& value, const JsonValue* at = nullptr, const QByteArray& instead = {})
{
    JsonWriter writer;
    write(writer, value, at, instead);
    return writer.text();
}

// What a JWS carries: JSON in base64url.
std::optional<QByteArray> jsonInside(const JsonValue& value)
{
    const auto* const text = value.string();
    if (text == nullptr) {
        return std::nullopt;
    }
    const auto decoded
        = QByteArray::fromBase64Encoding(text->toLatin1(), Base64Url | QByteArray::AbortOnBase64DecodingErrors);
    const bool isJson = decoded && (*decoded).startsWith('{') && parseJson(*decoded, JsonDialect::Lenient);
    return isJson ? std::optional{*decoded} : std::nullopt;
}

class Maker final {
public:
    Maker(const JsonValue& root, qsizetype size, const TakeGiant& take)
        : m_root{root}
        , m_size{size}
        , m_room{size - textOf(root).size() - 16}
        , m_take{take}
    {
    }

    void makeOf(const JsonValue& value, const QString& path) const
    {
        const QByteArray whole = textOf(value);
        const auto times = m_room / (whole.size() + 1);
        give(path + QStringLiteral(" repeated in a list"), value, '[' + (whole + ',').repeated(times) + whole + ']');
        give(path + QStringLiteral(" nested"), value, QByteArray(m_room / 2, '[') + QByteArray(m_room / 2, ']'));
        give(path + QStringLiteral(" as an object of many"), value, objectOfMany());
        give(path + QStringLiteral(" as many numbers"), value, '[' + QByteArray{"1,"}.repeated(m_room / 2 - 2) + "1]");
        give(path + QStringLiteral(" as a number"), value, QByteArray(m_room, '9'));
        give(path + QStringLiteral(" stretched"), value, '"' + QByteArray(m_room, 'a') + '"');
        give(path + QStringLiteral(" of escapes"), value, '"' + QByteArray{"\\u00e9"}.repeated(m_room / 6) + '"');
        if (const auto inside = jsonInside(value)) {
            forEachJsonGiant(*inside, (m_size - textOf(m_root).size()) / 4 * 3, [&](const Giant& inner) {
                give(path + QStringLiteral(" with ") + inner.what, value, '"' + inner.bytes.toBase64(Base64Url) + '"');
            });
        }
        if (const auto* const members = value.object()) {
            for (const auto& [name, member] : *members) {
                makeOf(member, path + QLatin1Char('/') + name);
            }
        }
        if (const auto* const elements = value.array()) {
            for (const auto& element : *elements) {
                give(path + QStringLiteral("/ repeated"), element, repeatedIn(element));
                makeOf(element, path + QStringLiteral("/*"));
            }
        }
    }

private:
    [[nodiscard]] QByteArray repeatedIn(const JsonValue& element) const
    {
        const QByteArray whole = textOf(element);
        return (whole + ',').repeated(m_room / (whole.size() + 1)) + whole;
    }

    [[nodiscard]] QByteArray objectOfMany() const
    {
        QByteArray text{"{"};
        for (int i = 0; text.size() + 16 < m_room; ++i) {
            text += "\"m" + QByteArray::number(i) + "\":1,";
        }
        return text + "\"m\":1}";
    }

    void give(const QString& what, const JsonValue& at, const QByteArray& instead) const
    {
        m_take({what.isEmpty() ? QStringLiteral("all") : what, textOf(m_root, &at, instead)});
    }

    const JsonValue& m_root;
    qsizetype m_size;
    qsizetype m_room;
    const TakeGiant& m_take;
};

} // namespace

void forEachJsonGiant(const QByteArray& seed, qsizetype size, const TakeGiant& take)
{
    if (const auto root = parseJson(seed, JsonDialect::Lenient)) {
        Maker{*root, size, take}.makeOf(*root, {});
    }
}

} // namespace satchel::torture
