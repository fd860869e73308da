#include "CardText.h"

#include <optional>

namespace satchel {

namespace {

const QByteArray Begin{"-----BEGIN CMS-----"};
const QByteArray End{"-----END CMS-----"};
constexpr qsizetype LineLength = 64;

// No white space, which mails and terminals put in where they like, nor the signs with which mails quote.
QByteArray joined(QByteArray text)
{
    text.removeIf([](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '>'; });
    return text;
}

std::optional<QByteArray> decoded(const QByteArray& base64)
{
    const auto result = QByteArray::fromBase64Encoding(base64, QByteArray::AbortOnBase64DecodingErrors);
    return result ? std::optional{result.decoded} : std::nullopt;
}

} // namespace

QByteArray cardText(const Card& card)
{
    const auto base64 = card.file().toBase64();
    QByteArray text = Begin + '\n';
    for (qsizetype i = 0; i < base64.size(); i += LineLength) {
        text += base64.mid(i, LineLength) + '\n';
    }
    return text + End + '\n';
}

Result<QByteArray> cardBytes(const QByteArray& given)
{
    const auto begin = given.indexOf(Begin);
    if (begin >= 0) {
        const auto from = begin + Begin.size();
        const auto end = given.indexOf(End, from);
        const auto bytes = end < 0 ? std::nullopt : decoded(joined(given.mid(from, end - from)));
        if (!bytes) {
            return fail(ErrorCode::Malformed,
                QStringLiteral("the text of the card is not whole: copy all of it, from BEGIN CMS to END CMS"));
        }
        return *bytes;
    }
    // A SEQUENCE of more than 127 octets begins 30 8x, which is "MI" in base64. A card file itself is never such text.
    const auto text = joined(given);
    const auto bytes = text.startsWith("MI") ? decoded(text) : std::nullopt;
    return bytes && bytes->size() > 127 ? *bytes : given;
}

} // namespace satchel
