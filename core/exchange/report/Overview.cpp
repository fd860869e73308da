#include "Overview.h"

#include <core/objects/EnrolmentObject.h>

namespace satchel {

namespace {

constexpr int DeadlinesShown = 10;

void writeReason(JsonWriter& writer, const std::optional<Reason>& reason)
{
    if (!reason) {
        writer.null();
        return;
    }
    writer.beginObject().member(u"code", errorCodeName(reason->code)).member(u"text", reason->text).endObject();
}

void writeRequester(JsonWriter& writer, const QByteArray& requester)
{
    writer.key(u"requester");
    if (requester.isEmpty()) {
        writer.null();
    } else {
        writer.raw(requester);
    }
}

// Into `place` what was read, or the failure.
template <typename T> Result<void> read(T& place, Result<T> result)
{
    if (!result) {
        return fail(std::move(result).error());
    }
    place = *std::move(result);
    return {};
}

void writeCertificate(JsonWriter& writer, QStringView name, const DeviceCertificate& certificate)
{
    writer.key(name).beginObject().member(u"device", certificate.device).member(u"subject", certificate.subject);
    writer.member(u"notAfter", toUtcText(certificate.notAfter))
        .member(u"item", certificate.item.toString())
        .endObject();
}

} // namespace

Result<StatusReport> statusOf(const Session& session)
{
    const auto& ledger = session.ledger();
    const auto& station = session.station();
    StatusReport report;
    report.station = station.id();
    report.ledger = ledger.id();
    report.role = station.role();
    report.name = station.settings().name;
    report.cardIssue = station.cardIssue();
    SATCHEL_TRY(read(report.counts, ledger.items().countByState()));
    SATCHEL_TRY(read(report.deadlines, ledger.items().nextDeadlines(DeadlinesShown)));
    SATCHEL_TRY(read(report.lastExport, ledger.bundles().lastOutgoing()));
    SATCHEL_TRY(read(report.lastImport, ledger.bundles().lastIncoming()));
    SATCHEL_TRY(read(report.concerns, concernsOf(session)));
    const auto now = station.now();
    const auto today = now.toLocalTime().date();
    const auto midnight = today.addDays(1).startOfDay();
    SATCHEL_TRY(read(report.lapseToday, ledger.items().countDeadlines({now, midnight})));
    SATCHEL_TRY(read(report.lapseTomorrow, ledger.items().countDeadlines({midnight, today.addDays(2).startOfDay()})));
    return report;
}

Result<QList<DayReport>> lastDays(const Session& session, int days)
{
    const auto today = session.station().now().toLocalTime().date();
    QList<DayReport> reports;
    for (auto day = today.addDays(1 - days); day <= today; day = day.addDays(1)) {
        const auto counts = session.ledger().activity().between(day.startOfDay(), day.addDays(1).startOfDay());
        if (!counts) {
            return fail(counts.error());
        }
        reports.append(DayReport{day, *counts});
    }
    return reports;
}

void writeDaysJson(JsonWriter& writer, const QList<DayReport>& days)
{
    writer.key(u"days").beginArray();
    for (const auto& [day, counts] : days) {
        writer.beginObject().member(u"day", day.toString(Qt::ISODate)).member(u"gathered", counts.gathered);
        writer.member(u"broughtIn", counts.broughtIn).member(u"delivered", counts.delivered).endObject();
    }
    writer.endArray();
}

void writeStationJson(JsonWriter& writer, const QString& name, StationRole role, const StationId& id,
    const LedgerId& ledger, qint64 issue)
{
    writer.key(u"station").beginObject();
    writer.member(u"name", name).member(u"role", stationRoleName(role)).member(u"fingerprint", id.toString());
    writer.member(u"ledger", ledger.toString()).member(u"issue", issue).endObject();
}

void StatusReport::writeJson(JsonWriter& writer) const
{
    writeStationJson(writer, name, role, station, ledger, cardIssue);
    writer.key(u"counts").beginObject();
    for (const auto state : allItemStates()) {
        writer.member(itemStateName(state), counts.value(state));
    }
    writer.endObject().key(u"deadlines").beginArray();
    for (const auto& item : deadlines) {
        writer.beginObject().member(u"item", item.id.toString()).member(u"device", item.device);
        writer.member(u"at", toUtcText(item.deadline.value_or(QDateTime{}))).endObject();
    }
    writer.endArray().key(u"lastExport");
    if (lastExport) {
        writer.beginObject().member(u"bundle", lastExport->id.toString()).member(u"to", lastExport->peer.toString());
        writer.member(u"sequence", lastExport->sequence).member(u"items", lastExport->items);
        writer.member(u"path", lastExport->path).member(u"at", toUtcText(lastExport->at)).endObject();
    } else {
        writer.null();
    }
    writer.key(u"lastImport");
    if (lastImport) {
        writer.beginObject().member(u"bundle", lastImport->id.toString()).member(u"from", lastImport->from.toString());
        writer.member(u"sequence", lastImport->sequence).member(u"items", lastImport->items);
        writer.member(u"verdict", lastImport->verdict).member(u"at", toUtcText(lastImport->at)).endObject();
    } else {
        writer.null();
    }
    writer.key(u"concerns").beginArray();
    for (const auto& concern : concerns.told) {
        concern.writeJson(writer);
    }
    writer.endArray().key(u"furtherConcerns").beginArray();
    for (const auto& further : concerns.further) {
        further.writeJson(writer);
    }
    writer.endArray().key(u"lapsing").beginObject();
    writer.member(u"today", lapseToday).member(u"tomorrow", lapseTomorrow).endObject();
}

void writeItemMembers(JsonWriter& writer, const Item& item)
{
    writer.member(u"id", item.id.toString()).member(u"kind", kindName(item.kind));
    writer.member(u"protocol", protocolName(item.protocol)).member(u"device", item.device);
    writer.member(u"origin", item.origin.toString()).member(u"state", itemStateName(item.state));
    writer.key(u"reason");
    writeReason(writer, item.reason);
    writer.member(u"gatheredAt", toUtcText(item.gatheredAt));
    writer.key(u"deadline");
    item.deadline ? writer.value(toUtcText(*item.deadline)) : writer.null();
    writer.key(u"bundle");
    item.bundle.isNull() ? writer.null() : writer.value(item.bundle.toString());
    writer.key(u"inReplyTo");
    item.inReplyTo.isNull() ? writer.null() : writer.value(item.inReplyTo.toString());
    writeRequester(writer, item.requester);
    writer.member(u"localName", item.localName).member(u"size", item.size);
    writer.optionalMember(u"path", item.path);
}

Result<ShowReport> showItem(const Session& session, QStringView idPrefix)
{
    const auto& items = session.ledger().items();
    const auto id = items.resolve(idPrefix);
    if (!id) {
        return fail(id.error());
    }
    auto item = items.get(*id);
    auto bytes = items.bytes(*id);
    auto history = items.history(*id);
    auto answers = items.answersTo(*id);
    auto renews = session.ledger().devices().renewedBy(*id);
    if (!item || !bytes || !history) {
        return fail(!item ? item.error() : !bytes ? bytes.error() : history.error());
    }
    if (!answers || !renews) {
        return fail(!answers ? answers.error() : renews.error());
    }
    ShowReport report{*std::move(item), *std::move(bytes), {}, false, {}, *std::move(history), *std::move(answers),
        *std::move(renews)};
    if (const auto object = EnrolmentObject::recognise(report.bytes, report.item.kind)) {
        report.holdsKey = (*object)->holdsKey();
        std::optional<RequesterRecord> requester;
        if (const auto json = parseJson(report.item.requester)) {
            if (auto record = RequesterRecord::fromJson(*json, QStringLiteral("requester"))) {
                requester = *std::move(record);
            }
        }
        report.object = (*object)->describe();
        report.assessment
            = (*object)->assess({session.station().trust(), session.station().now(), session.role(), requester});
    }
    return report;
}

void EndingCertificate::writeJson(JsonWriter& writer) const
{
    writeCertificate(writer, u"certificate", certificate);
    writer.key(u"renewal");
    renewal ? writer.value(renewal->id.toString()) : writer.null();
}

Result<void> forEachEnding(const Session& session, const QDateTime& until, qint64 most,
    const std::function<Result<void>(const EndingCertificate&)>& visit)
{
    const auto& devices = session.ledger().devices();
    return devices.forEachEnding(
        until, most, [&](const DeviceCertificate& certificate, const Item& item) -> Result<void> {
            auto renewal = devices.renewalOf(certificate.fingerprint);
            if (!renewal) {
                return fail(std::move(renewal).error());
            }
            return visit({certificate, item, *std::move(renewal)});
        });
}

void ShowReport::writeJson(JsonWriter& writer) const
{
    writer.key(u"items").beginArray();
    writeItem(writer);
    writer.endArray();
}

void ShowReport::writeItem(JsonWriter& writer) const
{
    writer.beginObject();
    writeItemMembers(writer, item);
    writer.key(u"object").value(object);
    writer.key(u"checks").beginArray();
    for (const auto& check : assessment.checks) {
        writer.beginObject().member(u"name", check.name).member(u"result", checkResultName(check.result));
        writer.member(u"detail", check.detail).endObject();
    }
    writer.endArray().key(u"warnings").beginArray();
    for (const auto& warning : item.warnings) {
        writer.value(warning);
    }
    writer.endArray().key(u"history").beginArray();
    for (const auto& event : history) {
        writer.beginObject().member(u"at", toUtcText(event.at)).member(u"state", itemStateName(event.state));
        writer.key(u"reason");
        writeReason(writer, event.reason);
        writer.key(u"bundle");
        event.bundle.isNull() ? writer.null() : writer.value(event.bundle.toString());
        writer.endObject();
    }
    writer.endArray().key(u"answers").beginArray();
    for (const auto& answer : answers) {
        writer.value(answer.id.toString());
    }
    writer.endArray();
    if (renews) {
        writeCertificate(writer, u"renews", *renews);
    }
    writer.endObject();
}

} // namespace satchel
