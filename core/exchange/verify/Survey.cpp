#include "Survey.h"

#include <core/base/Time.h>
#include <core/exchange/import/Admission.h>
#include <core/exchange/import/ImportInputs.h>

#include <QFileInfo>

#include <algorithm>

namespace satchel {

namespace {

SurveyedBundle survey(const Session& session, const FoundBundle& found)
{
    SurveyedBundle bundle;
    bundle.path = found.path;
    bundle.size = QFileInfo{found.path}.size();
    QList<Check> checks;
    Claims claims;
    const AdmissionContext context{&session.station(), &session.ledger(), nullptr, session.station().now()};
    auto admission = admit(found.path, context, checks, claims);
    bundle.fromName = claims.fromName;
    if (claims.label) {
        bundle.id = claims.label->address.bundle.toString();
        bundle.from = claims.label->address.from.toString();
        bundle.sequence = claims.label->address.sequence;
        bundle.created = claims.label->created;
    }
    if (!admission) {
        auto error = std::move(admission).error();
        bundle.failure = found.medium ? found.medium->explain(std::move(error)) : std::move(error);
    } else {
        bundle.isKnown = admission->already.has_value();
        bundle.isOwn = !admission->addressedToUs;
    }
    return bundle;
}

} // namespace

qint64 SurveyReport::countNew() const
{
    return std::count_if(bundles.begin(), bundles.end(),
        [](const SurveyedBundle& bundle) { return !bundle.failure && !bundle.isKnown && !bundle.isOwn; });
}

void writeSurveyed(JsonWriter& writer, const SurveyedBundle& bundle)
{
    writer.beginObject().member(u"path", bundle.path);
    writer.optionalMember(u"id", bundle.id);
    writer.optionalMember(u"from", bundle.from);
    writer.optionalMember(u"fromName", bundle.fromName);
    if (bundle.sequence > 0) {
        writer.member(u"sequence", bundle.sequence);
    }
    if (bundle.created) {
        writer.member(u"created", toUtcText(*bundle.created));
    }
    writer.member(u"size", bundle.size).member(u"known", bundle.isKnown).member(u"own", bundle.isOwn);
    if (bundle.failure) {
        writer.member(u"code", errorCodeName(bundle.failure->code)).member(u"reason", bundle.failure->message);
    }
    writer.endObject();
}

SurveyReport surveyPaths(const Session& session, const QStringList& paths, const Conduct& conduct)
{
    SurveyReport report;
    auto inputs = ImportInputs::find(paths, conduct);
    if (!inputs) {
        report.failure = std::move(inputs).error();
        return report;
    }
    report.receipts = inputs->receipts.size();
    report.otherFiles = inputs->otherFiles;
    for (const auto& error : inputs->unfit) {
        SurveyedBundle unfit;
        unfit.path = error.file;
        unfit.failure = error;
        report.bundles.append(std::move(unfit));
    }
    for (const auto& found : inputs->bundles) {
        if (conduct.stopRequested()) {
            report.failure = Error{ErrorCode::Cancelled, QStringLiteral("stopped on request")};
            break;
        }
        report.bundles.append(survey(session, found));
    }
    return report;
}

} // namespace satchel
