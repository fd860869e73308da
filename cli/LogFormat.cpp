#include "LogFormat.h"

#include "Table.h"

#include <core/base/CsvText.h>
#include <core/base/Printable.h>
#include <core/base/Time.h>

#include <QStringList>

namespace satchel {

namespace {

constexpr int AuditInformational = 13 * 8 + 6; // RFC 5424 section 6.2.1
// The enterprise number that RFC 5612 sets aside for documentation: this project has none of its own.
const QString StructuredDataId = QStringLiteral("satchel@32473");

// HOSTNAME and MSGID are printable ASCII without spaces, "-" if there is nothing (section 6).
QString syslogName(const QString& text, qsizetype longest)
{
    QString name;
    for (const auto c : text) {
        name += c > u' ' && c < u'\x7F' ? c : QChar{u'_'};
    }
    return name.isEmpty() ? QStringLiteral("-") : name.left(longest);
}

QString syslogParameter(QStringView name, QString value)
{
    value = printable(value);
    value.replace(u'\\', QStringLiteral("\\\\"));
    value.replace(u'"', QStringLiteral("\\\""));
    value.replace(u']', QStringLiteral("\\]"));
    return QStringLiteral(" %1=\"%2\"").arg(name, value);
}

} // namespace

QString logTextLine(const LogEntry& entry)
{
    QStringList words{padded(QString::number(entry.seq), 5), toUtcText(entry.at),
        padded(entry.operatorName.isEmpty() ? entry.user : entry.operatorName, 10), padded(entry.action, 12),
        entry.verdict};
    if (!entry.bundle.isEmpty()) {
        words += QStringLiteral("bundle ") + entry.bundle;
    }
    if (!entry.medium.isEmpty()) {
        words += entry.medium;
    }
    return words.join(QStringLiteral("  "));
}

QString logCsvHead()
{
    return csvLine(logFieldNames());
}

QString logCsvLine(const LogEntry& entry)
{
    return csvLine(logFields(entry));
}

QString logSyslogLine(const LogEntry& entry)
{
    auto line
        = QStringLiteral("<%1>1 %2 %3 satchel - %4 [%5")
              .arg(AuditInformational)
              .arg(toUtcText(entry.at), syslogName(entry.host, 255), syslogName(entry.action, 32), StructuredDataId);
    line += syslogParameter(u"seq", QString::number(entry.seq));
    line += syslogParameter(u"monotonic", QString::number(entry.monotonic));
    line += syslogParameter(u"user", entry.user) + syslogParameter(u"operator", entry.operatorName);
    line += syslogParameter(u"bundle", entry.bundle) + syslogParameter(u"medium", entry.medium);
    line += syslogParameter(u"hash", QString::fromLatin1(entry.hash.toHex()));
    return line + QStringLiteral("] ") + entry.verdict;
}

} // namespace satchel
