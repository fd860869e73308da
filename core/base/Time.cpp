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
    // Qt takes 24:00:00 for the next day's 00:00:00. One instant has one text, so what does not come back is refused.
    if (!instant.isValid() || toUtcText(instant) != text) {
        return fail(ErrorCode::Malformed, QStringLiteral("there is no such time as %1").arg(text));
    }
    return instant.toUTC();
}

} // namespace satchel
