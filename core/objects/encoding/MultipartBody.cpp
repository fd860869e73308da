#include "MultipartBody.h"

#include <algorithm>
#include <optional>

namespace satchel {

namespace {

constexpr qsizetype LongestBoundary = 70; // RFC 2046 section 5.1.1
constexpr qsizetype LongestHeaderLine = 998; // RFC 5322 section 2.1.1
constexpr int MostHeaderLines = 32;
constexpr int MostPreambleLines = 64; // to be looked through for a boundary that no header names
constexpr qsizetype MostParts = 16;
constexpr QByteArrayView Dashes = "--";

tl::unexpected<Error> malformedBody(const QString& why)
{
    return fail(ErrorCode::Malformed, QStringLiteral("the multipart body: ") + why);
}

// Lines that end with CR LF or, in the field, with LF.
class Lines final {
public:
    explicit Lines(QByteArrayView text)
        : m_text{text}
    {
    }

    [[nodiscard]] bool atEnd() const { return m_at >= m_text.size(); }
    [[nodiscard]] qsizetype position() const { return m_at; }
    [[nodiscard]] QByteArrayView rest() const { return m_text.sliced(qMin(m_at, m_text.size())); }

    QByteArrayView next()
    {
        const qsizetype end = m_text.indexOf('\n', m_at);
        auto line = end < 0 ? m_text.sliced(m_at) : m_text.sliced(m_at, end - m_at);
        m_at = end < 0 ? m_text.size() : end + 1;
        return line.endsWith('\r') ? line.chopped(1) : line;
    }

private:
    QByteArrayView m_text;
    qsizetype m_at = 0;
};

struct Header {
    QByteArray name; // lower-case
    QByteArray value;
};

std::optional<Header> headerOf(QByteArrayView line)
{
    const qsizetype colon = line.indexOf(':');
    if (colon <= 0 || line.size() > LongestHeaderLine) {
        return std::nullopt;
    }
    const auto isTokenCharacter = [](char c) { return c > ' ' && c < 0x7F; };
    const auto name = line.first(colon);
    if (!std::ranges::all_of(name, isTokenCharacter)) {
        return std::nullopt;
    }
    return Header{name.toByteArray().toLower(), line.sliced(colon + 1).toByteArray().trimmed()};
}

// Header lines up to the empty line after them; a line that begins with a blank goes on with the one before. Nullopt if
// a line is no header, or there is no end to them.
std::optional<QList<Header>> takeHeaders(Lines& lines)
{
    QList<Header> headers;
    for (int i = 0; i < MostHeaderLines && !lines.atEnd(); ++i) {
        const auto line = lines.next();
        if (line.isEmpty()) {
            return headers;
        }
        const bool goesOn = line.front() == ' ' || line.front() == '\t';
        if (goesOn && !headers.isEmpty() && line.size() <= LongestHeaderLine) {
            headers.last().value += ' ' + line.toByteArray().trimmed();
            continue;
        }
        auto header = headerOf(line);
        if (!header) {
            return std::nullopt;
        }
        headers.append(*std::move(header));
    }
    return std::nullopt;
}

QByteArray contentTypeOf(const QList<Header>& headers)
{
    const auto found = std::ranges::find(headers, QByteArray{"content-type"}, &Header::name);
    return found == headers.end() ? QByteArray{} : found->value;
}

QByteArray boundaryIn(const QByteArray& contentType)
{
    const qsizetype at = contentType.toLower().indexOf("boundary=");
    if (at < 0) {
        return {};
    }
    QByteArray value = contentType.mid(at + qsizetype{9});
    if (value.startsWith('"')) {
        const qsizetype end = value.indexOf('"', 1);
        return end < 0 ? QByteArray{} : value.sliced(1, end - 1);
    }
    const qsizetype end = value.indexOf(';');
    return (end < 0 ? value : value.first(end)).trimmed();
}

// A line that names a boundary and is not that of a PEM block.
bool isDelimiter(QByteArrayView line)
{
    const bool isPem = line.startsWith("-----BEGIN ") || line.startsWith("-----END ");
    return line.startsWith(Dashes) && line.size() > Dashes.size() && !isPem;
}

// The boundary of a body whose header lines are not there: its first line of that form.
QByteArray firstDelimiter(QByteArrayView text)
{
    Lines lines{text};
    for (int i = 0; i < MostPreambleLines && !lines.atEnd(); ++i) {
        const auto line = lines.next();
        if (isDelimiter(line)) {
            return line.sliced(Dashes.size()).toByteArray().trimmed();
        }
    }
    return {};
}

struct Begun {
    QByteArray boundary; // empty: none is known
    QByteArrayView body;
};

Begun begin(QByteArrayView text)
{
    Lines lines{text};
    const auto headers = takeHeaders(lines);
    if (headers && contentTypeOf(*headers).toLower().startsWith("multipart/")) {
        const auto named = boundaryIn(contentTypeOf(*headers));
        return {named.isEmpty() ? firstDelimiter(lines.rest()) : named, lines.rest()};
    }
    return {firstDelimiter(text), text};
}

// What a line is within a body of that boundary; blanks may follow it (RFC 2046 section 5.1.1).
enum class LineSort { Content, Delimiter, End };

LineSort sortOf(QByteArrayView line, const QByteArray& delimiter)
{
    if (!line.startsWith(delimiter)) {
        return LineSort::Content;
    }
    const QByteArray after = line.sliced(delimiter.size()).toByteArray();
    if (after.trimmed().isEmpty()) {
        return LineSort::Delimiter;
    }
    const bool isEnd = after.startsWith(Dashes) && after.sliced(Dashes.size()).trimmed().isEmpty();
    return isEnd ? LineSort::End : LineSort::Content;
}

// Up to the line that ends it; whether more parts follow.
struct Section {
    QByteArrayView content;
    LineSort endedBy = LineSort::Content; // Content: nothing ended it
};

Section takeSection(Lines& lines, QByteArrayView text, const QByteArray& delimiter)
{
    const qsizetype start = lines.position();
    while (!lines.atEnd()) {
        const qsizetype lineStart = lines.position();
        const auto sort = sortOf(lines.next(), delimiter);
        if (sort != LineSort::Content) {
            return {text.sliced(start, lineStart - start), sort};
        }
    }
    return {text.sliced(start), LineSort::Content};
}

// That before a delimiter is a part of it (RFC 2046 section 5.1.1).
QByteArrayView withoutLineEnd(QByteArrayView content)
{
    const QByteArrayView lineEnd = "\r\n";
    return content.chopped(content.endsWith(lineEnd) ? 2 : content.endsWith('\n') ? 1 : 0);
}

Result<MultipartBody::Part> partOf(QByteArrayView section)
{
    Lines lines{section};
    // A part without header lines begins with the empty line that would end them.
    const auto headers = takeHeaders(lines);
    if (!headers) {
        return malformedBody(QStringLiteral("a part has no sound header lines"));
    }
    const QByteArray type = contentTypeOf(*headers);
    return MultipartBody::Part{
        QString::fromLatin1(type.first(qMax<qsizetype>(0, type.indexOf(';') < 0 ? type.size() : type.indexOf(';'))))
            .trimmed()
            .toLower(),
        withoutLineEnd(lines.rest())};
}

} // namespace

bool MultipartBody::looksLikeOne(QByteArrayView text)
{
    Lines lines{text};
    const auto headers = takeHeaders(lines);
    if (headers && contentTypeOf(*headers).toLower().startsWith("multipart/")) {
        return true;
    }
    lines = Lines{text};
    for (int i = 0; i < MostPreambleLines && !lines.atEnd(); ++i) {
        if (isDelimiter(lines.next())) {
            const auto header = headerOf(Lines{lines.rest()}.next());
            return header && header->name.startsWith("content-");
        }
    }
    return false;
}

Result<MultipartBody> MultipartBody::parse(QByteArrayView text)
{
    const auto [boundary, body] = begin(text);
    if (boundary.isEmpty() || boundary.size() > LongestBoundary) {
        return malformedBody(QStringLiteral("no boundary of 1 to %1 characters divides it").arg(LongestBoundary));
    }
    const QByteArray delimiter = Dashes.toByteArray() + boundary;
    MultipartBody result;
    Lines lines{body};
    auto section = takeSection(lines, body, delimiter);
    result.m_preamble = section.content;
    while (section.endedBy == LineSort::Delimiter) {
        section = takeSection(lines, body, delimiter);
        if (result.m_parts.size() == MostParts) {
            return fail(ErrorCode::TooLarge, QStringLiteral("a multipart body of more than %1 parts").arg(MostParts));
        }
        auto part = partOf(section.content);
        if (!part) {
            return fail(std::move(part).error());
        }
        result.m_parts.append(*std::move(part));
    }
    if (section.endedBy != LineSort::End) {
        return malformedBody(QStringLiteral("the line that ends its last part is missing: it is cut off"));
    }
    if (!lines.rest().trimmed().isEmpty()) {
        return fail(ErrorCode::TrailingData, QStringLiteral("something follows the end of the multipart body"));
    }
    return result;
}

} // namespace satchel
