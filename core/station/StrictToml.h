#pragma once

#include <core/base/Result.h>

#include <QByteArrayView>
#include <QSet>
#include <QString>

#include <cstdint>
#include <memory>
#include <optional>

namespace satchel {

// Reads a TOML file by the paths of its keys ("policy.threads", "decryption[0].key") and knows at the end which keys
// were never asked for. The first failure is kept, with the line it is about; after it every further read gives an
// empty value.
class StrictToml final {
public:
    // `file` is how errors name it. Malformed if the text is not TOML 1.0.
    [[nodiscard]] static Result<StrictToml> parse(QByteArrayView text, const QString& file);
    [[nodiscard]] static Result<StrictToml> load(const QString& file);

    StrictToml(StrictToml&&) noexcept;
    StrictToml& operator=(StrictToml&&) noexcept;
    ~StrictToml();

    [[nodiscard]] bool has(const QString& path) const;
    // Of an array of tables; 0 if there is none.
    [[nodiscard]] qsizetype count(const QString& path);

    [[nodiscard]] QString string(const QString& path);
    [[nodiscard]] std::int64_t integer(const QString& path, std::int64_t least, std::int64_t most);
    [[nodiscard]] bool boolean(const QString& path);

    template <typename T> [[nodiscard]] T parsed(const QString& path, Result<T> (*parser)(QStringView))
    {
        const auto text = string(path);
        if (m_error) {
            return T{};
        }
        auto result = parser(text);
        if (!result) {
            refuse(path, result.error().message);
            return T{};
        }
        return *std::move(result);
    }

    void refuse(const QString& path, const QString& reason);

    // The first failure, else UnknownField naming a key that nobody asked for.
    [[nodiscard]] Result<void> finish();

private:
    struct Document;
    StrictToml(std::unique_ptr<Document> document, QString file);

    template <typename T> std::optional<T> take(const QString& path, const QString& due);
    void refuseAt(std::uint32_t line, ErrorCode code, const QString& reason);

    std::unique_ptr<Document> m_document;
    QString m_file;
    QSet<QString> m_asked;
    std::optional<Error> m_error;
};

// A TOML basic string with its quotes.
[[nodiscard]] QByteArray tomlQuoted(const QString& text);

} // namespace satchel
