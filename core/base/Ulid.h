#pragma once

#include <core/base/Result.h>

#include <QDateTime>
#include <QString>
#include <QStringView>

namespace satchel {

// A Universally Unique Lexicographically Sortable Identifier: 48 bits of time, 80 random bits, written as
// 26 characters of Crockford's base 32 in capitals. Names a bundle and a shipment.
class Ulid final {
public:
    Ulid() = default;

    [[nodiscard]] static Ulid generate(const QDateTime& now);
    // Malformed unless canonical: 26 capitals of the alphabet, the first not above '7'.
    [[nodiscard]] static Result<Ulid> parse(QStringView text);

    [[nodiscard]] const QString& toString() const { return m_text; }
    [[nodiscard]] bool isNull() const { return m_text.isEmpty(); }
    friend bool operator==(const Ulid& a, const Ulid& b) { return a.m_text == b.m_text; }
    friend bool operator!=(const Ulid& a, const Ulid& b) { return !(a == b); }
    friend bool operator<(const Ulid& a, const Ulid& b) { return a.m_text < b.m_text; }

private:
    explicit Ulid(QString text)
        : m_text{std::move(text)}
    {
    }

    QString m_text;
};

} // namespace satchel
