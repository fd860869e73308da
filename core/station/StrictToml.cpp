#include "StrictToml.h"

#include <core/base/File.h>

#define TOML_HEADER_ONLY 1
#define TOML_EXCEPTIONS 0
#define TOML_ENABLE_FORMATTERS 0
// toml++ 3.3 takes for granted what an input need not keep (that a key follows "["), and would end the program, or have
// clang build on it. Without that it finds the same fault a few lines on and reports it.
#include <toml++/impl/preprocessor.h>
#undef TOML_ASSERT
#define TOML_ASSERT(expression) static_assert(true)
#undef TOML_ASSERT_ASSUME
#define TOML_ASSERT_ASSUME(expression) static_assert(true)

#include <toml++/toml.h>

#include <algorithm>

namespace satchel {

namespace {

constexpr qint64 LargestFile = 64 * 1024;

QString textOf(std::string_view utf8)
{
    return QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size()));
}

// A key and the line it stands on.
struct Place {
    QString path;
    std::uint32_t line = 0;
};

class UnaskedKeys final {
public:
    explicit UnaskedKeys(const QSet<QString>& asked)
        : m_asked{asked}
    {
    }

    void visitTable(const toml::table& table, const QString& path)
    {
        for (const auto& [key, node] : table) {
            const auto name = textOf(key.str());
            visit(node, path.isEmpty() ? name : path + QLatin1Char('.') + name, key.source().begin.line);
        }
    }

    [[nodiscard]] const std::optional<Place>& first() const { return m_first; }

private:
    void visit(const toml::node& node, const QString& path, std::uint32_t line)
    {
        if (m_asked.contains(path)) {
            return;
        }
        const bool isParent = std::any_of(m_asked.begin(), m_asked.end(), [&path](const QString& asked) {
            return asked.startsWith(path + QLatin1Char('.')) || asked.startsWith(path + QLatin1Char('['));
        });
        if (!isParent) {
            note({path, line});
        } else if (const auto* const table = node.as_table()) {
            visitTable(*table, path);
        } else if (const auto* const array = node.as_array()) {
            qsizetype index = 0;
            for (const auto& element : *array) {
                visit(element, QStringLiteral("%1[%2]").arg(path).arg(index++), element.source().begin.line);
            }
        }
    }

    void note(const Place& place)
    {
        if (!m_first || place.line < m_first->line) {
            m_first = place;
        }
    }

    const QSet<QString>& m_asked;
    std::optional<Place> m_first;
};

} // namespace

struct StrictToml::Document {
    toml::table table;

    [[nodiscard]] const toml::node* find(const QString& path) const
    {
        return toml::at_path(table, path.toStdString()).node();
    }
};

StrictToml::StrictToml(std::unique_ptr<Document> document, QString file)
    : m_document{std::move(document)}
    , m_file{std::move(file)}
{
}

StrictToml::StrictToml(StrictToml&&) noexcept = default;
StrictToml& StrictToml::operator=(StrictToml&&) noexcept = default;
StrictToml::~StrictToml() = default;

Result<StrictToml> StrictToml::parse(QByteArrayView text, const QString& file)
{
    auto parsed = toml::parse(std::string_view{text.data(), static_cast<std::size_t>(text.size())});
    if (!parsed) {
        const auto& error = parsed.error();
        return fail(Error{ErrorCode::Malformed,
            QStringLiteral("line %1: %2").arg(error.source().begin.line).arg(textOf(error.description())), file});
    }
    return StrictToml{std::make_unique<Document>(Document{std::move(parsed).table()}), file};
}

Result<StrictToml> StrictToml::load(const QString& file)
{
    const auto text = readFile(file, LargestFile);
    if (!text) {
        return fail(text.error());
    }
    return parse(*text, file);
}

bool StrictToml::has(const QString& path) const
{
    return m_document->find(path) != nullptr;
}

qsizetype StrictToml::count(const QString& path)
{
    const auto* const node = m_document->find(path);
    if (!node) {
        return 0;
    }
    if (!node->is_array_of_tables()) {
        refuse(path, QStringLiteral("is not a list of tables: [[%1]] is due").arg(path));
        return 0;
    }
    return static_cast<qsizetype>(node->as_array()->size());
}

void StrictToml::refuseAt(std::uint32_t line, ErrorCode code, const QString& reason)
{
    if (!m_error) {
        const auto where = line > 0 ? QStringLiteral("line %1: ").arg(line) : QString{};
        m_error = Error{code, where + reason, m_file};
    }
}

void StrictToml::refuse(const QString& path, const QString& reason)
{
    const auto* const node = m_document->find(path);
    refuseAt(node ? node->source().begin.line : 0, ErrorCode::Malformed, QStringLiteral("\"%1\" %2").arg(path, reason));
}

template <typename T> std::optional<T> StrictToml::take(const QString& path, const QString& due)
{
    m_asked.insert(path);
    const auto* const node = m_document->find(path);
    const auto value = node ? node->value_exact<T>() : std::optional<T>{};
    if (!value) {
        refuse(path, node ? QStringLiteral("is not %1").arg(due) : QStringLiteral("is missing: %1 is due").arg(due));
    }
    return value;
}

QString StrictToml::string(const QString& path)
{
    return textOf(take<std::string>(path, QStringLiteral("a text in quotes")).value_or(std::string{}));
}

std::int64_t StrictToml::integer(const QString& path, std::int64_t least, std::int64_t most)
{
    const auto due = QStringLiteral("a whole number from %1 to %2").arg(least).arg(most);
    const auto value = take<std::int64_t>(path, due);
    if (value && (*value < least || *value > most)) {
        refuse(path, QStringLiteral("is not %1").arg(due));
    }
    return value && *value >= least && *value <= most ? *value : least;
}

bool StrictToml::boolean(const QString& path)
{
    return take<bool>(path, QStringLiteral("true or false")).value_or(false);
}

Result<void> StrictToml::finish()
{
    UnaskedKeys unasked{m_asked};
    unasked.visitTable(m_document->table, {});
    if (unasked.first()) {
        refuseAt(unasked.first()->line, ErrorCode::UnknownField,
            QStringLiteral("there is no setting \"%1\"").arg(unasked.first()->path));
    }
    if (m_error) {
        return fail(*m_error);
    }
    return {};
}

QByteArray tomlQuoted(const QString& text)
{
    QByteArray quoted{"\""};
    for (const char c : text.toUtf8()) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            quoted += '\\';
            quoted += c;
        } else if (byte < 0x20 || byte == 0x7F) {
            quoted += "\\u00" + QByteArray(1, c).toHex();
        } else {
            quoted += c;
        }
    }
    return quoted + '"';
}

} // namespace satchel
