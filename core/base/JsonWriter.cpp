#include "JsonWriter.h"

#include <algorithm>

namespace satchel {

namespace {

constexpr qsizetype FlushAt = 64 * 1024;

bool needsEscape(char c)
{
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7F || c == '"' || c == '\\';
}

QByteArray quoted(QStringView text)
{
    const auto utf8 = text.toUtf8();
    QByteArray out;
    out.reserve(utf8.size() + 2);
    out += '"';
    if (std::none_of(utf8.begin(), utf8.end(), &needsEscape)) {
        out += utf8;
        out += '"';
        return out;
    }
    for (const char c : utf8) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (c == '\n') {
            out += "\\n";
        } else if (byte < 0x20 || byte == 0x7F) {
            out += "\\u00" + QByteArray(1, c).toHex();
        } else {
            out += c;
        }
    }
    out += '"';
    return out;
}

} // namespace

void JsonWriter::separate()
{
    if (m_afterKey) {
        m_afterKey = false;
        return;
    }
    if (!m_hasElements.empty()) {
        if (m_hasElements.back()) {
            m_text += ',';
        }
        m_hasElements.back() = true;
    }
}

void JsonWriter::flush()
{
    if (m_sink && (m_text.size() >= FlushAt || m_hasElements.empty())) {
        m_sink(m_text);
        m_text.clear();
    }
}

JsonWriter& JsonWriter::beginObject()
{
    separate();
    m_text += '{';
    m_hasElements.push_back(false);
    return *this;
}

JsonWriter& JsonWriter::endObject()
{
    Q_ASSERT(!m_hasElements.empty() && !m_afterKey);
    m_hasElements.pop_back();
    m_text += '}';
    flush();
    return *this;
}

JsonWriter& JsonWriter::beginArray()
{
    separate();
    m_text += '[';
    m_hasElements.push_back(false);
    return *this;
}

JsonWriter& JsonWriter::endArray()
{
    Q_ASSERT(!m_hasElements.empty() && !m_afterKey);
    m_hasElements.pop_back();
    m_text += ']';
    flush();
    return *this;
}

JsonWriter& JsonWriter::key(QStringView name)
{
    Q_ASSERT(!m_afterKey);
    separate();
    m_text += quoted(name) + ':';
    m_afterKey = true;
    return *this;
}

JsonWriter& JsonWriter::value(QStringView text)
{
    separate();
    m_text += quoted(text);
    flush();
    return *this;
}

JsonWriter& JsonWriter::value(std::int64_t number)
{
    separate();
    m_text += QByteArray::number(static_cast<qint64>(number));
    flush();
    return *this;
}

JsonWriter& JsonWriter::value(double number)
{
    separate();
    m_text += QByteArray::number(number, 'g', 17);
    flush();
    return *this;
}

JsonWriter& JsonWriter::value(bool truth)
{
    separate();
    m_text += truth ? "true" : "false";
    flush();
    return *this;
}

JsonWriter& JsonWriter::null()
{
    separate();
    m_text += "null";
    flush();
    return *this;
}

JsonWriter& JsonWriter::value(const JsonValue& tree)
{
    if (const auto* const members = tree.object()) {
        beginObject();
        for (const auto& [name, content] : *members) {
            key(name).value(content);
        }
        return endObject();
    }
    if (const auto* const elements = tree.array()) {
        beginArray();
        for (const auto& element : *elements) {
            value(element);
        }
        return endArray();
    }
    if (const auto* const text = tree.string()) {
        return value(QStringView{*text});
    }
    if (const auto* const number = tree.integer()) {
        return value(*number);
    }
    if (const auto* const number = tree.real()) {
        return value(*number);
    }
    const auto* const truth = tree.boolean();
    return truth ? value(*truth) : null();
}

JsonWriter& JsonWriter::raw(QByteArrayView json)
{
    separate();
    m_text += json;
    flush();
    return *this;
}

JsonWriter& JsonWriter::optionalMember(QStringView name, QStringView text)
{
    return text.isEmpty() ? *this : key(name).value(text);
}

} // namespace satchel
