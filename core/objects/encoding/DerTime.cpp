#include "DerTime.h"

#include <algorithm>

namespace satchel {

std::optional<QDateTime> readGeneralizedTime(QByteArrayView content)
{
    constexpr qsizetype ToTheSecond = 14;
    const auto areDigits = [](QByteArrayView text) {
        return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
    };
    if (content.size() <= ToTheSecond || !areDigits(content.first(ToTheSecond)) || content.back() != 'Z') {
        return std::nullopt;
    }
    const auto fraction = content.sliced(ToTheSecond).chopped(1);
    if (!fraction.isEmpty() && (fraction.size() < 2 || fraction.front() != '.' || !areDigits(fraction.sliced(1)))) {
        return std::nullopt;
    }
    auto time
        = QDateTime::fromString(QString::fromLatin1(content.first(ToTheSecond)), QStringLiteral("yyyyMMddHHmmss"));
    time.setTimeSpec(Qt::UTC);
    return time.isValid() ? std::optional{time} : std::nullopt;
}

QDateTime readCertificateTime(const DerElement& time)
{
    QString text = QString::fromLatin1(time.content);
    if (time.tag == der::UtcTime && text.size() > 2) {
        const bool isOfLastCentury = text.left(2).toInt() >= 50;
        text.prepend(isOfLastCentury ? QStringLiteral("19") : QStringLiteral("20"));
    }
    auto instant = QDateTime::fromString(text, QStringLiteral("yyyyMMddHHmmss'Z'"));
    instant.setTimeSpec(Qt::UTC);
    return instant;
}

} // namespace satchel
