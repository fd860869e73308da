#include "ReportTables.h"

#include "Arrivals.h"
#include "Peering.h"
#include "TableRows.h"

#include <core/base/Time.h>

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

// Each check of a file, then each failure, whose check is empty.
Result<void> forEachFinding(const VerifiedFile& file, const SavedTable::Visit& visit)
{
    for (const auto& check : file.checks) {
        SATCHEL_TRY(visit({[&] {
                               return QStringList{file.file, file.verdict, check.name, checkResultName(check.result),
                                   check.detail, QString{}, QString{}};
                           },
            {}}));
    }
    Result<void> done;
    forEachRefusal(file.failures, [&](const Refusal& failure) {
        if (done) {
            done = visit({[&] {
                              return QStringList{file.file, file.verdict, QString{}, checkResultName(CheckResult::Fail),
                                  failure.reason, failure.item, errorCodeName(failure.code)};
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
    return {QStringLiteral("findings"), fieldNames("file,verdict,check,result,detail,item,code"), rows, walk};
}

SavedRow rowOfVerified(const VerifiedFile& file)
{
    return {{}, [&file](JsonWriter& writer) { writeVerified(writer, file); }};
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
