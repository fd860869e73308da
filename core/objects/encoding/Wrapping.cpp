#include "Wrapping.h"

#include <algorithm>

namespace satchel {

namespace {

constexpr QByteArrayView BeginMark = "-----BEGIN ";
constexpr QByteArrayView EndMark = "-----END ";
constexpr QByteArrayView DashesMark = "-----";
constexpr qsizetype MostPemBlocks = 64;

bool isBlank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

bool isBlankText(QByteArrayView text)
{
    return std::ranges::all_of(text, isBlank);
}

// A mark counts at the beginning of a line only.
qsizetype findMark(const QByteArray& text, QByteArrayView mark, qsizetype from)
{
    qsizetype at = text.indexOf(mark, from);
    while (at > 0 && text[at - 1] != '\n' && text[at - 1] != '\r') {
        at = text.indexOf(mark, at + 1);
    }
    return at;
}

// Some still write header lines and a blank one before the digits, which RFC 1421 had and RFC 7468 has not.
QByteArray withoutHeaders(const QByteArray& body)
{
    if (!body.trimmed().contains(':')) {
        return body;
    }
    const qsizetype blank = qMax(body.indexOf("\n\n"), body.indexOf("\n\r\n"));
    return blank < 0 ? body : body.sliced(blank);
}

Result<PemBlock> readBlock(const QByteArray& text, qsizetype begin, qsizetype& end)
{
    const qsizetype labelStart = begin + BeginMark.size();
    const qsizetype labelEnd = text.indexOf(DashesMark, labelStart);
    const qsizetype lineEnd = text.indexOf('\n', labelStart);
    if (labelEnd < 0 || lineEnd < 0 || labelEnd > lineEnd) {
        return fail(ErrorCode::Malformed, QStringLiteral("the first line of a PEM block is cut off"));
    }
    const QByteArray label = text.sliced(labelStart, labelEnd - labelStart);
    const QByteArray endLine = EndMark.toByteArray() + label + DashesMark.toByteArray();
    const qsizetype bodyEnd = findMark(text, endLine, labelEnd);
    if (bodyEnd < 0) {
        return fail(ErrorCode::Malformed,
            QStringLiteral("the PEM block \"%1\" has no end: the file is cut off").arg(QString::fromUtf8(label)));
    }
    const qsizetype bodyStart = labelEnd + DashesMark.size();
    end = bodyEnd + endLine.size();
    auto content = unwrapBase64(withoutHeaders(text.sliced(bodyStart, bodyEnd - bodyStart)));
    // Of a key the label is all that matters here.
    if (!content && !label.endsWith("PRIVATE KEY")) {
        return fail(
            ErrorCode::Malformed, QStringLiteral("the PEM block \"%1\" is not base64").arg(QString::fromUtf8(label)));
    }
    return PemBlock{label, content.value_or(QByteArray{})};
}

} // namespace

bool looksLikePem(const QByteArray& text)
{
    return findMark(text, BeginMark, 0) >= 0;
}

Result<QList<PemBlock>> unwrapPem(const QByteArray& text)
{
    QList<PemBlock> blocks;
    qsizetype end = 0;
    for (qsizetype at = findMark(text, BeginMark, 0); at >= 0; at = findMark(text, BeginMark, end)) {
        if (blocks.size() == MostPemBlocks) {
            return fail(ErrorCode::TooLarge, QStringLiteral("more than %1 PEM blocks").arg(MostPemBlocks));
        }
        auto block = readBlock(text, at, end);
        if (!block) {
            return fail(std::move(block).error());
        }
        blocks.append(*std::move(block));
    }
    if (!isBlankText(QByteArrayView{text}.sliced(end))) {
        return fail(ErrorCode::TrailingData, QStringLiteral("something follows the last PEM block"));
    }
    return blocks;
}

std::optional<QByteArray> unwrapBase64(const QByteArray& text)
{
    QByteArray digits = text;
    digits.removeIf(isBlank);
    if (digits.isEmpty()) {
        return std::nullopt;
    }
    const auto decoded = QByteArray::fromBase64Encoding(digits, QByteArray::AbortOnBase64DecodingErrors);
    return decoded ? std::optional{decoded.decoded} : std::nullopt;
}

} // namespace satchel
