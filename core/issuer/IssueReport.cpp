#include "IssueReport.h"

namespace satchel {

Outcome IssueReport::outcome() const
{
    return failure ? outcomeOf(*failure) : outcomeOf(issued + already, refused.size());
}

void IssueReport::writeJson(JsonWriter& writer) const
{
    writer.member(u"madeIssuer", madeIssuer);
    writer.member(u"issued", issued);
    writer.member(u"already", already);
    writer.member(u"otherFiles", otherFiles);
    writer.key(u"answers");
    answers.writeTo(writer);
    writer.key(u"refused");
    refused.writeTo(writer);
    writer.key(u"warnings");
    warnings.writeTo(writer);
    if (failure) {
        writeError(writer, *failure);
    }
}

void IssueReport::refuse(const QString& path, const Error& error)
{
    JsonWriter row;
    row.beginObject();
    row.member(u"path", path);
    row.member(u"code", errorCodeName(error.code));
    row.member(u"reason", error.message);
    row.endObject();
    refused.append(row);
}

void IssueReport::warn(const QString& path, const QString& text)
{
    JsonWriter row;
    row.beginObject();
    row.member(u"path", path);
    row.member(u"text", text);
    row.endObject();
    warnings.append(row);
}

} // namespace satchel
