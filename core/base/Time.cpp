#include "Time.h"

#include <QRegularExpression>

namespace satchel {

Clock systemClock()
{
    return [] { return QDateTime::currentDateTimeUtc(); };
}

Clock fixedClock(const QDateTime& instant)
{
    return [utc = instant.toUTC()] { return utc; };
}

QString toUtcText(const QDateTime& instant)
{
    return instant.toUTC().toString(QStringLiteral("yyyy-MM-ddTHH:mm:ssZ"));
}

Result<QDateTime> parseUtcText(QStringView text)
{
    static const QRegularExpression form{
        QStringLiteral("\\A[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z\\z")};
    if (!form.match(text.toString()).hasMatch()) {
        return fail(ErrorCode::Malformed, QStringLiteral("a time is written like 2026-11-22T09:00:00Z"));
    }
    const auto instant = QDateTime::fromString(text.toString(), Qt::ISODate);
    if (!instant.isValid()) {
        return fail(ErrorCode::Malformed, QStringLiteral("there is no such time as %1").arg(text));
    }
    return instant.toUTC();
}

} // namespace satchel
