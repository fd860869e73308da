#include "ReportTables.h"

#include "TableRows.h"

#include <core/base/JsonText.h>
#include <core/base/StrictJson.h>
#include <core/base/Time.h>
#include <core/exchange/import/Arrivals.h>
#include <core/exchange/station/Peering.h>

namespace satchel {

namespace {

SavedRow rowOfAnchor(const Anchor& anchor)
{
    return {[&anchor] {
                return QStringList{anchorUseName(anchor.use), anchor.certificate.subject(),
                    anchor.certificate.sha256().toString(), toUtcText(anchor.certificate.notAfter())};
            },
        [&anchor](JsonWriter& writer) { writeAnchor(writer, anchor); }};
}

SavedRow rowOfCarried(const CarriedItem& carried)
{
    return {[&carried]() -> QStringList {
                return {idText(carried.id), carried.item ? carried.item->device : QString{},
                    carried.item ? kindName(carried.item->kind) : QString{},
                    carried.item ? itemStateName(carried.item->state) : QString{},
                    carried.refused ? errorCodeName(*carried.refused) : QString{}};
            },
        [&carried](JsonWriter& writer) { carried.writeJson(writer); }};
}

SavedRow rowOfSurveyed(const SurveyedBundle& bundle)
{
    return {[&bundle]() -> QStringList {
                return {bundle.path, bundle.id, bundle.from, bundle.fromName,
                    bundle.sequence > 0 ? QString::number(bundle.sequence) : QString{},
                    bundle.created ? toUtcText(*bundle.created) : QString{}, QString::number(bundle.size),
                    truthText(bundle.isKnown), truthText(bundle.isOwn),
                    bundle.failure ? errorCodeName(bundle.failure->code) : QString{},
                    bundle.failure ? bundle.failure->message : QString{}};
            },
        [&bundle](JsonWriter& writer) { writeSurveyed(writer, bundle); }};
}

SavedRow rowOfImported(const ImportedBundle& bundle)
{
    return {[&bundle]() -> QStringList {
                return {bundle.path, bundle.id, bundle.from, bundle.fromName,
                    bundle.sequence > 0 ? QString::number(bundle.sequence) : QString{}, bundle.verdict,
                    QString::number(bundle.added), QString::number(bundle.duplicates), QString::number(bundle.held),
                    QString::number(bundle.refused.size()),
                    bundle.failure ? errorCodeName(bundle.failure->code) : QString{},
                    bundle.failure ? bundle.failure->message : QString{},
                    bundle.created ? toUtcText(*bundle.created) : QString{},
                    bundle.size ? QString::number(*bundle.size) : QString{}};
            },
        [&bundle](JsonWriter& writer) { writeImported(writer, bundle); }};
}

SavedRow rowOfArrival(const Arrival& arrival)
{
    return {[&arrival]() -> QStringList {
                return {idText(arrival.item), arrival.device, arrival.kind ? kindName(*arrival.kind) : QString{},
                    arrival.state ? itemStateName(*arrival.state) : QStringLiteral("refused"),
                    arrival.reason ? errorCodeName(arrival.reason->code) : QString{},
                    arrival.reason ? arrival.reason->text : QString{}};
            },
        [&arrival](JsonWriter& writer) { writeArrival(writer, arrival); }};
}

// What its label says, as the last fields of each of its rows; empty where it has none.
QStringList labelFields(const VerifiedFile& file)
{
    if (!file.label) {
        return {QString{}, QString{}, QString{}, QString{}, QString{}, QString{}, QString{}, QString{}};
    }
    const auto& label = *file.label;
    return {label.address.bundle.toString(), label.address.from.toString(), file.fromName, label.address.to.toString(),
        file.toName, QString::number(label.address.sequence), toUtcText(label.created), truthText(file.isProved())};
}

// Each check of a file, then each failure, whose check is empty.
Result<void> forEachFinding(const VerifiedFile& file, const SavedTable::Visit& visit)
{
    const QStringList label = labelFields(file);
    for (const auto& check : file.checks) {
        SATCHEL_TRY(visit({[&] {
                               return QStringList{file.file, file.verdict, check.name, checkResultName(check.result),
                                          check.detail, QString{}, QString{}}
                               + label;
                           },
            {}}));
    }
    Result<void> done;
    forEachRefusal(file.failures, [&](const Refusal& failure) {
        if (done) {
            done = visit({[&] {
                              return QStringList{file.file, file.verdict, QString{}, checkResultName(CheckResult::Fail),
                                         failure.reason, failure.item, errorCodeName(failure.code)}
                              + label;
                          },
                {}});
        }
    });
    return done;
}

SavedTable findingsTable(const VerifyReport& report)
{
    qint64 rows = 0;
    for (const auto& file : report.files) {
        rows += file.checks.size() + file.failures.size();
    }
    const auto walk = [files = report.files](const SavedTable::Visit& visit) -> Result<void> {
        for (const auto& file : files) {
            SATCHEL_TRY(forEachFinding(file, visit));
        }
        return {};
    };
    return {QStringLiteral("findings"),
        fieldNames("file,verdict,check,result,detail,item,code,bundle,from,fromName,to,toName,sequence,created,proved"),
        rows, walk};
}

SavedRow rowOfVerified(const VerifiedFile& file)
{
    return {{}, [&file](JsonWriter& writer) { writeVerified(writer, file); }};
}

SavedRow rowOfEvent(const DeviceEvent& event)
{
    return {[&event]() -> QStringList {
                return {toUtcText(event.at), event.item.toString(), kindName(event.kind), itemStateName(event.state),
                    event.reason ? errorCodeName(event.reason->code) : QString{},
                    event.reason ? event.reason->text : QString{}, idText(event.bundle), event.medium, event.peer};
            },
        [&event](JsonWriter& writer) { event.writeJson(writer); }};
}

SavedRow rowOfShown(const ShowReport& report)
{
    return {{}, [&report](JsonWriter& writer) { report.writeItem(writer); }};
}

struct NamedValue {
    QString name; // its path: "object.serial-number", "checks[0].result"
    QString value;
};

SavedRow rowOfValue(const NamedValue& value)
{
    return {[&value] { return QStringList{value.name, value.value}; }, {}};
}

void addValues(QList<NamedValue>& values, const QString& path, const JsonValue& value)
{
    if (const auto* const members = value.object()) {
        for (const auto& [name, member] : *members) {
            addValues(values, path.isEmpty() ? name : path + QLatin1Char('.') + name, member);
        }
    } else if (const auto* const elements = value.array()) {
        for (std::size_t i = 0; i < elements->size(); ++i) {
            addValues(values, QStringLiteral("%1[%2]").arg(path).arg(i), elements->at(i));
        }
    } else if (!value.isNull()) {
        values += NamedValue{path, scalarText(value)};
    }
}

struct NamedKey {
    QString use;
    Settings::KeyPair pair;
};

SavedRow rowOfKey(const NamedKey& key)
{
    return {[&key] { return QStringList{key.use, key.pair.key, key.pair.certificate}; },
        [&key](JsonWriter& writer) {
            writer.beginObject().member(u"use", key.use).member(u"key", key.pair.key);
            writer.member(u"certificate", key.pair.certificate).endObject();
        }};
}

} // namespace

SavedTable anchorsTable(const QList<Anchor>& anchors)
{
    return tableOf(QStringLiteral("anchors"), fieldNames("for,subject,sha256,notAfter"), anchors, &rowOfAnchor);
}

SavedTable carriedTable(const BundleReport& report)
{
    auto table
        = tableOf(QStringLiteral("carried"), fieldNames("item,device,kind,state,refused"), report.items, &rowOfCarried);
    table.writeFurther = [bundle = report.bundle](JsonWriter& writer) -> Result<void> {
        writer.key(u"bundles").beginArray().beginObject();
        bundle.writeJson(writer);
        writer.endObject().endArray();
        return {};
    };
    return table;
}

SavedTable storyTable(const DeviceStory& story)
{
    auto table = tableOf(QStringLiteral("events"), fieldNames("at,item,kind,state,code,reason,bundle,medium,peer"),
        story.events, &rowOfEvent);
    table.writeFurther = [device = story.device](JsonWriter& writer) -> Result<void> {
        writer.optionalMember(u"device", device);
        return {};
    };
    return table;
}

SavedTable shownTable(const ShowReport& report, TableForm form)
{
    if (form == TableForm::Json) {
        return tableOf(QStringLiteral("items"), {}, QList<ShowReport>{report}, &rowOfShown);
    }
    JsonWriter writer;
    report.writeItem(writer);
    QList<NamedValue> values;
    if (const auto told = parseJson(writer.text(), JsonDialect::Lenient)) {
        addValues(values, {}, *told);
    }
    return tableOf(QStringLiteral("values"), fieldNames("name,value"), values, &rowOfValue);
}

SavedTable keysTable(const Settings& settings)
{
    QList<NamedKey> keys{{QStringLiteral("signing"), settings.signing}};
    for (const auto& pair : settings.decryption) {
        keys += NamedKey{QStringLiteral("decryption"), pair};
    }
    if (settings.registrationAuthority) {
        keys += NamedKey{QStringLiteral("registration-authority"), *settings.registrationAuthority};
    }
    return tableOf(QStringLiteral("keys"), fieldNames("use,key,certificate"), keys, &rowOfKey);
}

SavedTable verifiedTable(const VerifyReport& report, TableForm form)
{
    return form == TableForm::Csv ? findingsTable(report)
                                  : tableOf(QStringLiteral("files"), {}, report.files, &rowOfVerified);
}

SavedTable surveyedTable(const SurveyReport& report)
{
    return tableOf(QStringLiteral("bundles"),
        fieldNames("path,id,from,fromName,sequence,created,size,known,own,code,reason"), report.bundles,
        &rowOfSurveyed);
}

SavedTable importedTable(const ImportReport& report)
{
    return tableOf(QStringLiteral("bundles"),
        fieldNames("path,id,from,fromName,sequence,verdict,new,duplicates,held,refused,code,reason,created,size"),
        report.bundles, &rowOfImported);
}

SavedTable arrivalsTable(const Session& session, const ImportReport& report, qint64 rows)
{
    const auto walk = [&session, report](const SavedTable::Visit& visit) {
        return forEachArrival(
            session, report, [&visit](const Arrival& arrival) { return visit(rowOfArrival(arrival)); });
    };
    return {QStringLiteral("arrivals"), fieldNames("item,device,kind,state,code,reason"), rows, walk};
}

} // namespace satchel
