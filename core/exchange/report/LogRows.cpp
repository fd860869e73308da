#include "LogRows.h"

#include <core/base/Time.h>

namespace satchel {

namespace {

QString hashText(const LogEntry& entry)
{
    return QString::fromLatin1(entry.hash.toHex());
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

QStringList logFieldNames()
{
    return QStringLiteral("seq,at,monotonic,user,operator,host,action,bundle,medium,verdict,hash").split(u',');
}

QStringList logFields(const LogEntry& entry)
{
    return {QString::number(entry.seq), toUtcText(entry.at), QString::number(entry.monotonic), entry.user,
        entry.operatorName, entry.host, entry.action, entry.bundle, entry.medium, entry.verdict, hashText(entry)};
}

void writeVerification(JsonWriter& writer, const CustodyLog::Verification& verification)
{
    writer.member(u"intact", verification.intact);
    writer.key(u"firstBad");
    if (verification.firstBad) {
        writer.value(std::int64_t{*verification.firstBad});
    } else {
        writer.null();
    }
}

} // namespace satchel
