#pragma once

#include <core/base/StrictJson.h>

#include <QByteArray>
#include <QString>
#include <QStringView>

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

namespace satchel {

// Writes JSON text as it is told, holding no more than what has not been handed to the sink yet, so that a list of a
// million items can be printed from a cursor. Without a sink the whole text is kept: take it with text().
// Compact, UTF-8, members in the order of the calls. A wrong order of calls is a programming mistake and asserts.
class JsonWriter final {
public:
    using Sink = std::function<void(QByteArrayView)>;

    JsonWriter() = default;

    explicit JsonWriter(Sink sink)
        : m_sink{std::move(sink)}
    {
    }

    JsonWriter& beginObject();
    JsonWriter& endObject();
    JsonWriter& beginArray();
    JsonWriter& endArray();
    JsonWriter& key(QStringView name);

    JsonWriter& value(QStringView text);
    JsonWriter& value(std::int64_t number);
    JsonWriter& value(double number);
    JsonWriter& value(bool truth);
    JsonWriter& null();
    JsonWriter& value(const JsonValue& tree);
    // A value that is JSON text already.
    JsonWriter& raw(QByteArrayView json);

    template <typename T> JsonWriter& member(QStringView name, const T& content)
    {
        key(name);
        if constexpr (std::is_same_v<T, bool> || std::is_same_v<T, double>) {
            return value(content);
        } else if constexpr (std::is_integral_v<T>) {
            return value(static_cast<std::int64_t>(content));
        } else {
            return value(content);
        }
    }

    // Leaves the member out where there is nothing to say.
    JsonWriter& optionalMember(QStringView name, QStringView text);

    [[nodiscard]] const QByteArray& text() const { return m_text; }

private:
    void separate();
    void flush();

    Sink m_sink;
    QByteArray m_text;
    std::vector<bool> m_hasElements; // per open container
    bool m_afterKey = false;
};

} // namespace satchel
