#include "TypedFingerprint.h"

#include <algorithm>

namespace satchel {

namespace {

constexpr qsizetype GroupSize = 4;

bool isSeparator(QChar c)
{
    return c.isSpace() || c == QLatin1Char(':');
}

bool isDigit(QChar c)
{
    const char16_t digit = c.unicode();
    return (digit >= u'0' && digit <= u'9') || (digit >= u'a' && digit <= u'f');
}

QStringList inFours(const QString& digits)
{
    return groupedDigits(digits).split(QLatin1Char(' '), Qt::SkipEmptyParts);
}

// As they were typed, so that a digit that was left out spoils one group and not all behind it; unless they were typed
// in other groups, or in none.
QStringList groupsOf(QStringView text)
{
    QStringList typed;
    bool wasApart = true;
    for (const auto c : text) {
        if (!isSeparator(c)) {
            if (wasApart) {
                typed << QString{};
            }
            typed.last() += c.toLower();
        }
        wasApart = isSeparator(c);
    }
    qsizetype longest = 0;
    for (const auto& group : typed) {
        longest = std::max(longest, group.size());
    }
    return longest == GroupSize ? typed : inFours(typed.join(QString{}));
}

} // namespace

TypedFingerprint compareTyped(QStringView text, const StationId& expected)
{
    TypedFingerprint typed;
    typed.groups = groupsOf(text);
    const QStringList wanted = inFours(expected.toString());
    for (qsizetype i = 0; i < typed.groups.size(); ++i) {
        const bool isWhole = typed.groups[i].size() == GroupSize || i + 1 < typed.groups.size();
        if (i >= wanted.size() || (isWhole && typed.groups[i] != wanted[i])) {
            typed.differing << static_cast<int>(i) + 1;
        }
    }
    const QString digits = typed.groups.join(QString{});
    const bool isOfDigits = std::all_of(digits.begin(), digits.end(), &isDigit);
    if (const auto id = parseTypedFingerprint(text)) {
        typed.standing = *id == expected ? TypedFingerprint::Standing::Same : TypedFingerprint::Standing::Another;
    } else if (!isOfDigits || typed.groups.size() > wanted.size()) {
        typed.standing = TypedFingerprint::Standing::Malformed;
    }
    return typed;
}

} // namespace satchel
