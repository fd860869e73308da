#include "LogFormat.h"

#include "Printable.h"
#include "Table.h"

#include <core/base/Time.h>

#include <QStringList>

#include <algorithm>

namespace satchel {

namespace {

constexpr int AuditInformational = 13 * 8 + 6; // RFC 5424 section 6.2.1
// The enterprise number that RFC 5612 sets aside for documentation: this project has none of its own.
const QString StructuredDataId = QStringLiteral("satchel@32473");

QString hashText(const LogEntry& entry)
{
    return QString::fromLatin1(entry.hash.toHex());
}

QString csvField(const QString& text)
{
    static constexpr QStringView Special = u",\"\r\n";
    const bool plain = std::none_of(text.begin(), text.end(), [](QChar c) { return Special.contains(c); });
    return plain ? text : u'"' + QString{text}.replace(u'"', QStringLiteral("\"\"")) + u'"';
}

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

void writeLogEntry(JsonWriter& writer, const LogEntry& entry)
{
    writer.beginObject();
    writer.member(u"seq", entry.seq).member(u"at", toUtcText(entry.at)).member(u"monotonic", entry.monotonic);
    writer.member(u"user", entry.user).member(u"operator", entry.operatorName).member(u"host", entry.host);
    writer.member(u"action", entry.action).member(u"bundle", entry.bundle).member(u"medium", entry.medium);
    writer.member(u"verdict", entry.verdict).member(u"hash", hashText(entry));
    writer.endObject();
}

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
    return QStringLiteral("seq,at,monotonic,user,operator,host,action,bundle,medium,verdict,hash");
}

QString logCsvLine(const LogEntry& entry)
{
    QStringList fields{QString::number(entry.seq), toUtcText(entry.at), QString::number(entry.monotonic)};
    for (const auto& text : {entry.user, entry.operatorName, entry.host, entry.action, entry.bundle, entry.medium,
             entry.verdict, hashText(entry)}) {
        fields += csvField(text);
    }
    return fields.join(u',');
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
    line += syslogParameter(u"hash", hashText(entry));
    return line + QStringLiteral("] ") + entry.verdict;
}

} // namespace satchel
