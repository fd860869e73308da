#include "Amounts.h"

#include <QRegularExpression>

#include <array>
#include <limits>

namespace satchel {

QString byteAmount(qint64 bytes)
{
    static const std::array units{QStringLiteral("KiB"), QStringLiteral("MiB"), QStringLiteral("GiB")};
    if (bytes < 1024) {
        return countOf(bytes, QStringLiteral("byte"), QStringLiteral("bytes"));
    }
    double amount = static_cast<double>(bytes) / 1024;
    std::size_t unit = 0;
    while (amount >= 1024 && unit + 1 < units.size()) {
        amount /= 1024;
        ++unit;
    }
    return QStringLiteral("%1 %2").arg(amount, 0, 'f', 1).arg(units[unit]);
}

QString countOf(qint64 count, const QString& one, const QString& many)
{
    return QStringLiteral("%1 %2").arg(count).arg(count == 1 ? one : many);
}

Result<qint64> parseByteAmount(QStringView text)
{
    static const QRegularExpression form{QStringLiteral("^([0-9]{1,18})(?:([KMGkmg])(?:i?[Bb])?)?\\z")};
    const auto match = form.match(text.toString());
    if (!match.hasMatch()) {
        return fail(ErrorCode::Usage,
            QStringLiteral("\"%1\" is no amount of bytes: digits are due, and K, M or G behind them if you like")
                .arg(text));
    }
    qint64 bytes = match.captured(1).toLongLong();
    const auto suffix = match.captured(2).toUpper();
    const qint64 factor = suffix == u"K" ? 1LL << 10 : suffix == u"M" ? 1LL << 20 : suffix == u"G" ? 1LL << 30 : 1;
    if (bytes > std::numeric_limits<qint64>::max() / factor) {
        return fail(ErrorCode::Usage, QStringLiteral("%1 is more bytes than there can be").arg(text));
    }
    return bytes * factor;
}

Result<QDateTime> parseInstant(QStringView text)
{
    static const QRegularExpression date{QStringLiteral("^[0-9]{4}-[0-9]{2}-[0-9]{2}\\z")};
    static const QRegularExpression full{QStringLiteral(
        "^[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]+)?([Zz]|[+-][0-9]{2}:[0-9]{2})\\z")};
    auto normal = text.toString().toUpper().replace(u' ', u'T');
    if (date.match(normal).hasMatch()) {
        normal += QStringLiteral("T00:00:00Z");
    }
    const auto instant = QDateTime::fromString(normal, Qt::ISODate);
    if (!full.match(normal).hasMatch() || !instant.isValid()) {
        return fail(ErrorCode::Usage,
            QStringLiteral("\"%1\" is no instant: write it as 2026-11-22T09:00:00Z (RFC 3339)").arg(text));
    }
    return instant.toUTC();
}

} // namespace satchel
