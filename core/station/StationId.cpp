#include "StationId.h"

#include <QStringList>

namespace satchel {

QString groupedFingerprint(const StationId& id)
{
    return groupedDigits(id.toString());
}

QString groupedDigits(const QString& digits)
{
    QStringList groups;
    for (qsizetype i = 0; i < digits.size(); i += 4) {
        groups << digits.mid(i, 4);
    }
    return groups.join(QLatin1Char(' '));
}

Result<StationId> parseTypedFingerprint(QStringView text)
{
    QString digits;
    for (const auto c : text) {
        if (!c.isSpace() && c != QLatin1Char(':')) {
            digits += c.toLower();
        }
    }
    auto id = StationId::parse(digits);
    if (!id) {
        return fail(ErrorCode::Malformed,
            QStringLiteral("a fingerprint has 64 digits 0-9 and a-f; spaces, colons and capitals do not matter"));
    }
    return id;
}

} // namespace satchel
