#pragma once

#include <core/base/Result.h>

#include <QByteArray>
#include <QByteArrayView>
#include <QString>
#include <QStringList>

#include <cstdint>
#include <optional>
#include <utility>
#include <variant>
#include <vector>

namespace satchel {

// What every reader of JSON takes exactly (RFC 8259 section 6).
inline constexpr std::int64_t LargestJsonInteger = (std::int64_t{1} << 53) - 1;

class JsonValue;
using JsonArray = std::vector<JsonValue>;
using JsonMember = std::pair<QString, JsonValue>;
using JsonMembers = std::vector<JsonMember>; // in the order of the text

// One JSON value as it stood in the text.
class JsonValue final {
public:
    struct Null { };

    JsonValue() = default;

    explicit JsonValue(bool value)
        : m_value{value}
    {
    }

    explicit JsonValue(std::int64_t value)
        : m_value{value}
    {
    }

    explicit JsonValue(double value)
        : m_value{value}
    {
    }

    explicit JsonValue(QString value)
        : m_value{std::move(value)}
    {
    }

    explicit JsonValue(JsonArray value);
    explicit JsonValue(JsonMembers value);

    [[nodiscard]] bool isNull() const { return std::holds_alternative<Null>(m_value); }
    [[nodiscard]] const bool* boolean() const { return std::get_if<bool>(&m_value); }
    [[nodiscard]] const std::int64_t* integer() const { return std::get_if<std::int64_t>(&m_value); }
    [[nodiscard]] const double* real() const { return std::get_if<double>(&m_value); }
    [[nodiscard]] const QString* string() const { return std::get_if<QString>(&m_value); }
    [[nodiscard]] const JsonArray* array() const { return std::get_if<JsonArray>(&m_value); }
    [[nodiscard]] const JsonMembers* object() const { return std::get_if<JsonMembers>(&m_value); }

    // The member of an object; nullptr if this is no object or has none of that name.
    [[nodiscard]] const JsonValue* find(QStringView name) const;

private:
    std::variant<Null, bool, std::int64_t, double, QString, JsonArray, JsonMembers> m_value;
};

// Strict: what docs/bundle-format.md allows ("Strict JSON") and nothing else; for everything that we sign ourselves.
// Lenient: RFC 8259 with null, fractions and negative numbers and a depth of 32, for objects that others wrote.
// Both refuse text that is not UTF-8, duplicate names (DuplicateField) and anything after the value (TrailingData):
// two readers of one text must never see two different values.
enum class JsonDialect { Strict, Lenient };

[[nodiscard]] Result<JsonValue> parseJson(QByteArrayView text, JsonDialect dialect = JsonDialect::Strict);

// Reads the members of one object by name and knows at the end which were never asked for. The first failure is kept;
// after it every further read gives an empty value, so that a reader's code is a plain list of fields.
class JsonObjectReader final {
public:
    // `place` is how messages name this object: "label", "part.json", "items[3]".
    JsonObjectReader(const JsonValue& value, QString place);

    [[nodiscard]] QString string(QLatin1StringView name);
    [[nodiscard]] std::int64_t integer(QLatin1StringView name, std::int64_t least, std::int64_t most);
    [[nodiscard]] bool boolean(QLatin1StringView name);
    [[nodiscard]] JsonArray array(QLatin1StringView name, qsizetype mostElements);
    // For nested objects and whatever else the caller reads itself.
    [[nodiscard]] JsonValue value(QLatin1StringView name);

    [[nodiscard]] bool has(QLatin1StringView name) const;
    [[nodiscard]] std::optional<QString> optionalString(QLatin1StringView name);

    // Parses a string member with a verb like Ulid::parse. A failure names the member.
    template <typename T> [[nodiscard]] T parsed(QLatin1StringView name, Result<T> (*parse)(QStringView))
    {
        const auto text = string(name);
        if (m_error) {
            return T{};
        }
        auto result = parse(text);
        if (!result) {
            refuse(result.error().code, name, result.error().message);
            return T{};
        }
        return *std::move(result);
    }

    void refuse(ErrorCode code, QLatin1StringView name, const QString& reason);

    // The first failure, else UnknownField if a member was never asked for.
    [[nodiscard]] Result<void> finish() const;

private:
    const JsonValue* take(QLatin1StringView name);

    JsonValue m_value;
    QString m_place;
    QStringList m_asked;
    std::optional<Error> m_error;
};

} // namespace satchel
