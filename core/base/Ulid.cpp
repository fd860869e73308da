#include "Ulid.h"

#include <QRandomGenerator>

#include <algorithm>
#include <array>

namespace satchel {

namespace {

constexpr QLatin1StringView Alphabet{"0123456789ABCDEFGHJKMNPQRSTVWXYZ"};
constexpr int TimeDigits = 10;
constexpr int RandomDigits = 16;

} // namespace

Ulid Ulid::generate(const QDateTime& now)
{
    QString text{TimeDigits + RandomDigits, QLatin1Char('0')};
    auto milliseconds = static_cast<quint64>(now.toMSecsSinceEpoch());
    for (int i = TimeDigits - 1; i >= 0; --i) {
        text[i] = Alphabet[static_cast<qsizetype>(milliseconds % 32)];
        milliseconds /= 32;
    }
    auto* const random = QRandomGenerator::system();
    for (int i = 0; i < RandomDigits; ++i) {
        text[TimeDigits + i] = Alphabet[static_cast<qsizetype>(random->bounded(32U))];
    }
    return Ulid{text};
}

Result<Ulid> Ulid::parse(QStringView text)
{
    const bool inAlphabet
        = std::all_of(text.begin(), text.end(), [](QChar c) { return Alphabet.contains(c, Qt::CaseSensitive); });
    if (text.size() != TimeDigits + RandomDigits || !inAlphabet || text[0] > QLatin1Char('7')) {
        return fail(
            ErrorCode::Malformed, QStringLiteral("this is no ULID: 26 characters of base 32 in capitals are due"));
    }
    return Ulid{text.toString()};
}

} // namespace satchel
