#include "JsonWriter.h"

#include <algorithm>

namespace satchel {

namespace {

constexpr qsizetype FlushAt = 64 * 1024;

bool isPlain(char16_t c)
{
    return c >= 0x20 && c < 0x7F && c != u'"' && c != u'\\';
}

void appendEscaped(QByteArray& out, QStringView text)
{
    for (const char c : text.toUtf8()) {
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
}

// Nearly all texts are plain ASCII, which needs no text in between.
void appendQuoted(QByteArray& out, QStringView text)
{
    out += '"';
    const auto begin = out.size();
    out.resize(begin + text.size());
    const auto* const from = text.utf16();
    auto* const to = out.data() + begin;
    qsizetype plain = 0;
    for (; plain < text.size() && isPlain(from[plain]); ++plain) {
        to[plain] = static_cast<char>(from[plain]);
    }
    if (plain < text.size()) {
        out.truncate(begin);
        appendEscaped(out, text);
    }
    out += '"';
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
    appendQuoted(m_text, name);
    m_text += ':';
    m_afterKey = true;
    return *this;
}

JsonWriter& JsonWriter::value(QStringView text)
{
    separate();
    appendQuoted(m_text, text);
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
