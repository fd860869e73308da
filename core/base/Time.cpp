#include "Time.h"

#include <algorithm>

namespace satchel {

Clock systemClock()
{
    return [] { return QDateTime::currentDateTimeUtc(); };
}

Clock fixedClock(const QDateTime& instant)
{
    return [utc = instant.toUTC()] { return utc; };
}

namespace {

constexpr qsizetype TextSize = 20; // yyyy-MM-ddTHH:mm:ssZ
constexpr QStringView TextForm{u"dddd-dd-ddTdd:dd:ddZ"};

void putDigits(QChar* end, int value, int digits)
{
    for (; digits > 0; --digits, value /= 10) {
        *--end = QChar{u'0' + value % 10};
    }
}

bool hasTextForm(QStringView text)
{
    return text.size() == TextSize
        && std::equal(text.begin(), text.end(), TextForm.begin(),
            [](QChar found, QChar due) { return due == u'd' ? found >= u'0' && found <= u'9' : found == due; });
}

int numberAt(QStringView text, qsizetype at, qsizetype digits)
{
    int value = 0;
    for (const QChar digit : text.sliced(at, digits)) {
        value = 10 * value + (digit.unicode() - u'0');
    }
    return value;
}

} // namespace

// By hand: each item has several times, and Qt's formats, made for every language, took a tenth of storing it.
QString toUtcText(const QDateTime& instant)
{
    const auto utc = instant.toUTC();
    const auto date = utc.date();
    const auto time = utc.time();
    if (!utc.isValid() || date.year() < 1 || date.year() > 9999) {
        return utc.toString(QStringLiteral("yyyy-MM-ddTHH:mm:ssZ"));
    }
    QString text{QStringLiteral("0000-00-00T00:00:00Z")};
    QChar* const at = text.data();
    putDigits(at + 4, date.year(), 4);
    putDigits(at + 7, date.month(), 2);
    putDigits(at + 10, date.day(), 2);
    putDigits(at + 13, time.hour(), 2);
    putDigits(at + 16, time.minute(), 2);
    putDigits(at + 19, time.second(), 2);
    return text;
}

Result<QDateTime> parseUtcText(QStringView text)
{
    if (!hasTextForm(text)) {
        return fail(ErrorCode::Malformed, QStringLiteral("a time is written like 2026-11-22T09:00:00Z"));
    }
    const QDate date{numberAt(text, 0, 4), numberAt(text, 5, 2), numberAt(text, 8, 2)};
    const QTime time{numberAt(text, 11, 2), numberAt(text, 14, 2), numberAt(text, 17, 2)};
    if (!date.isValid() || !time.isValid()) {
        return fail(ErrorCode::Malformed, QStringLiteral("there is no such time as %1").arg(text));
    }
    return QDateTime{date, time, Qt::UTC};
}

} // namespace satchel
