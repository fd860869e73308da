#include "PlainName.h"

#include <QList>

#include <algorithm>

namespace satchel {

namespace {

// U+FFFD stands where text was damaged.
bool isPlain(char32_t character)
{
    return character != QChar::ReplacementCharacter && QChar::isPrint(character)
        && (character == U' ' || !QChar::isSpace(character));
}

} // namespace

Result<void> requirePlainName(const QString& name, const QString& what)
{
    const auto characters = name.toUcs4();
    const bool plain = std::all_of(characters.begin(), characters.end(), isPlain);
    if (characters.isEmpty() || characters.size() > LongestPlainName || !plain || name.trimmed() != name) {
        return fail(ErrorCode::Malformed,
            QStringLiteral("%1 has 1 to %2 printable characters and no space at its ends")
                .arg(what)
                .arg(LongestPlainName));
    }
    return {};
}

} // namespace satchel
