#include "StrictJson.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace satchel {

namespace {

// A value takes many times the memory of its text, and no text that is read here has a tenth of as many.
constexpr std::size_t MostValues = 256 * 1024;

struct DialectRules {
    std::size_t depth;
    std::size_t members; // of one object: looking for duplicates costs the square of this
    bool informalValues; // null, fractions, negative numbers
};

constexpr DialectRules rulesOf(JsonDialect dialect)
{
    return dialect == JsonDialect::Strict ? DialectRules{8, 64, false} : DialectRules{32, 1024, true};
}

// Builds the tree as nlohmann's parser reads, and stops it at the first thing the dialect does not allow.
class TreeBuilder final : public nlohmann::json_sax<nlohmann::json> {
public:
    explicit TreeBuilder(DialectRules rules)
        : m_rules{rules}
    {
    }

    bool null() override
    {
        return m_rules.informalValues ? add(JsonValue{}) : refuse(QStringLiteral("null is not allowed"));
    }

    bool boolean(bool value) override { return add(JsonValue{value}); }

    bool number_integer(number_integer_t value) override
    {
        return m_rules.informalValues && value >= -LargestJsonInteger
            ? add(JsonValue{std::int64_t{value}})
            : refuse(QStringLiteral("a negative number is not allowed"));
    }

    bool number_unsigned(number_unsigned_t value) override
    {
        return value <= static_cast<number_unsigned_t>(LargestJsonInteger)
            ? add(JsonValue{static_cast<std::int64_t>(value)})
            : refuse(QStringLiteral("an integer above 2^53-1 is not allowed"));
    }

    bool number_float(number_float_t value, const string_t&) override
    {
        return m_rules.informalValues
            ? add(JsonValue{value})
            : refuse(QStringLiteral("a number with a fraction or an exponent is not allowed"));
    }

    bool string(string_t& value) override
    {
        const auto text = checked(value);
        return text && add(JsonValue{*text});
    }

    bool binary(binary_t&) override { return refuse(QStringLiteral("binary data is not JSON")); }

    bool start_object(std::size_t) override { return open(JsonValue{JsonMembers{}}); }

    bool end_object() override { return close(); }

    bool start_array(std::size_t) override { return open(JsonValue{JsonArray{}}); }

    bool end_array() override { return close(); }

    bool key(string_t& value) override
    {
        const auto name = checked(value);
        if (!name) {
            return false;
        }
        const auto& members = std::get<JsonMembers>(m_open.back());
        if (members.size() >= m_rules.members) {
            return refuse(QStringLiteral("an object has more than %1 fields").arg(m_rules.members));
        }
        if (std::any_of(
                members.begin(), members.end(), [&](const JsonMember& member) { return member.first == *name; })) {
            return refuse(QStringLiteral("the field \"%1\" stands twice").arg(*name), ErrorCode::DuplicateField);
        }
        m_keys.back() = *name;
        return true;
    }

    bool parse_error(std::size_t position, const std::string&, const nlohmann::json::exception&) override
    {
        // The parser calls this for text after a complete value too, and says so only by the state of the tree.
        const bool complete = m_root.has_value();
        return refuse(complete ? QStringLiteral("there is text after the JSON value, from byte %1").arg(position)
                               : QStringLiteral("this is not JSON, from byte %1").arg(position),
            complete ? ErrorCode::TrailingData : ErrorCode::Malformed);
    }

    Result<JsonValue> result() &&
    {
        if (m_error) {
            return fail(*std::move(m_error));
        }
        if (!m_root) {
            return fail(ErrorCode::Malformed, QStringLiteral("the JSON text ends too early"));
        }
        return *std::move(m_root);
    }

private:
    using Container = std::variant<JsonArray, JsonMembers>;

    bool refuse(const QString& reason, ErrorCode code = ErrorCode::Malformed)
    {
        if (!m_error) {
            m_error = Error{code, reason};
        }
        return false;
    }

    std::optional<QString> checked(const string_t& utf8)
    {
        const auto text = QString::fromStdString(utf8);
        const bool plain = std::none_of(
            text.begin(), text.end(), [](QChar c) { return c.category() == QChar::Other_Control; }); // C0, DEL, C1
        if (!plain && !m_rules.informalValues) {
            refuse(QStringLiteral("a text holds a control character"));
            return std::nullopt;
        }
        return text;
    }

    bool open(JsonValue empty)
    {
        if (m_open.size() >= m_rules.depth) {
            return refuse(QStringLiteral("the JSON text is nested more than %1 deep").arg(m_rules.depth));
        }
        if (empty.array()) {
            m_open.emplace_back(JsonArray{});
        } else {
            m_open.emplace_back(JsonMembers{});
        }
        m_keys.emplace_back();
        return true;
    }

    bool close()
    {
        auto value = std::visit([](auto& content) { return JsonValue{std::move(content)}; }, m_open.back());
        m_open.pop_back();
        m_keys.pop_back();
        return add(std::move(value));
    }

    bool add(JsonValue value)
    {
        if (++m_values > MostValues) {
            return refuse(QStringLiteral("the JSON text has more than %1 values").arg(MostValues), ErrorCode::TooLarge);
        }
        if (m_open.empty()) {
            m_root = std::move(value);
        } else if (auto* const array = std::get_if<JsonArray>(&m_open.back())) {
            array->push_back(std::move(value));
        } else {
            std::get<JsonMembers>(m_open.back()).emplace_back(m_keys.back(), std::move(value));
        }
        return true;
    }

    DialectRules m_rules;
    std::size_t m_values = 0;
    std::vector<Container> m_open;
    std::vector<QString> m_keys;
    std::optional<JsonValue> m_root;
    std::optional<Error> m_error;
};

} // namespace

JsonValue::JsonValue(JsonArray value)
    : m_value{std::move(value)}
{
}

JsonValue::JsonValue(JsonMembers value)
    : m_value{std::move(value)}
{
}

const JsonValue* JsonValue::find(QStringView name) const
{
    const auto* const members = object();
    if (!members) {
        return nullptr;
    }
    const auto found = std::find_if(
        members->begin(), members->end(), [name](const JsonMember& member) { return member.first == name; });
    return found == members->end() ? nullptr : &found->second;
}

Result<JsonValue> parseJson(QByteArrayView text, JsonDialect dialect)
{
    // nlohmann's parser skips a byte order mark; a signed text has exactly one form.
    if (text.startsWith("\xEF\xBB\xBF")) {
        return fail(ErrorCode::Malformed, QStringLiteral("the JSON text begins with a byte order mark"));
    }
    TreeBuilder builder{rulesOf(dialect)};
    nlohmann::json::sax_parse(text.begin(), text.end(), &builder);
    auto result = std::move(builder).result();
    // That parser takes a NUL byte for the end of the text. Elsewhere than behind a value it is an error already.
    if (result && text.contains('\0')) {
        return fail(ErrorCode::TrailingData, QStringLiteral("there is a NUL byte after the JSON value"));
    }
    return result;
}

JsonObjectReader::JsonObjectReader(const JsonValue& value, QString place)
    : m_value{value}
    , m_place{std::move(place)}
{
    if (!m_value.object()) {
        m_error = Error{ErrorCode::Malformed, QStringLiteral("%1 is not a JSON object").arg(m_place)};
    }
}

void JsonObjectReader::refuse(ErrorCode code, QLatin1StringView name, const QString& reason)
{
    if (!m_error) {
        m_error = Error{code, QStringLiteral("%1: field \"%2\": %3").arg(m_place, name, reason)};
    }
}

const JsonValue* JsonObjectReader::take(QLatin1StringView name)
{
    m_asked.append(name);
    const auto* const found = m_error ? nullptr : m_value.find(QString{name});
    if (!found) {
        refuse(ErrorCode::Malformed, name, QStringLiteral("is missing"));
    }
    return found;
}

bool JsonObjectReader::has(QLatin1StringView name) const
{
    return m_value.find(QString{name}) != nullptr;
}

QString JsonObjectReader::string(QLatin1StringView name)
{
    const auto* const found = take(name);
    if (found && found->string()) {
        return *found->string();
    }
    refuse(ErrorCode::Malformed, name, QStringLiteral("is not a text"));
    return {};
}

std::int64_t JsonObjectReader::integer(QLatin1StringView name, std::int64_t least, std::int64_t most)
{
    const auto* const found = take(name);
    if (found && found->integer() && *found->integer() >= least && *found->integer() <= most) {
        return *found->integer();
    }
    refuse(ErrorCode::Malformed, name, QStringLiteral("is not an integer from %1 to %2").arg(least).arg(most));
    return least;
}

bool JsonObjectReader::boolean(QLatin1StringView name)
{
    const auto* const found = take(name);
    if (found && found->boolean()) {
        return *found->boolean();
    }
    refuse(ErrorCode::Malformed, name, QStringLiteral("is neither true nor false"));
    return false;
}

JsonArray JsonObjectReader::array(QLatin1StringView name, qsizetype mostElements)
{
    const auto* const found = take(name);
    if (found && found->array() && static_cast<qsizetype>(found->array()->size()) <= mostElements) {
        return *found->array();
    }
    refuse(found && found->array() ? ErrorCode::TooLarge : ErrorCode::Malformed, name,
        QStringLiteral("is not a list of at most %1 elements").arg(mostElements));
    return {};
}

JsonValue JsonObjectReader::value(QLatin1StringView name)
{
    const auto* const found = take(name);
    return found ? *found : JsonValue{};
}

std::optional<QString> JsonObjectReader::optionalString(QLatin1StringView name)
{
    if (!has(name)) {
        return std::nullopt;
    }
    return string(name);
}

Result<void> JsonObjectReader::finish() const
{
    if (m_error) {
        return fail(*m_error);
    }
    for (const auto& member : *m_value.object()) {
        if (!m_asked.contains(member.first)) {
            return fail(
                ErrorCode::UnknownField, QStringLiteral("%1: there is no field \"%2\"").arg(m_place, member.first));
        }
    }
    return {};
}

} // namespace satchel
