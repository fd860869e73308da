#include "ObjectPromises.h"

#include "FuzzWorld.h"

#include <core/base/JsonWriter.h>
#include <core/ledger/ItemId.h>

namespace satchel::fuzz {

namespace {

void requireReason(const Reason& reason)
{
    (void)refused(Error{reason.code, reason.text});
}

void requireAssessmentPromises(const EnrolmentObject& object, StationRole here)
{
    const auto assessment = object.assess(FuzzWorld::get().context(here));
    require(!assessment.refusal || !assessment.hold, "never refused and held at once");
    if (assessment.refusal) {
        requireReason(*assessment.refusal);
    }
    if (assessment.hold) {
        requireReason(*assessment.hold);
    }
    for (const auto& warning : assessment.warnings) {
        require(!warning.isEmpty(), "a warning says something");
    }
    for (const auto& check : assessment.checks) {
        require(!check.name.isEmpty(), "a check has a name");
    }
}

void requireSameAgain(const EnrolmentObject& a, const EnrolmentObject& b)
{
    require(a.kind() == b.kind() && a.protocol() == b.protocol() && a.extension() == b.extension(),
        "the same bytes are of the same kind");
    require(a.device() == b.device() && a.correlation() == b.correlation() && a.lookups() == b.lookups()
            && a.namedRequest() == b.namedRequest() && a.supersedingMark() == b.supersedingMark()
            && a.sameRequestMark() == b.sameRequestMark() && a.series() == b.series() && a.holdsKey() == b.holdsKey(),
        "the same bytes pair in the same way");
    const auto step = a.transactionStep();
    const auto again = b.transactionStep();
    require(step.has_value() == again.has_value()
            && (!step || (step->transaction == again->transaction && step->isPoll == again->isPoll)),
        "the same bytes are the same step of a transaction");
}

// A list of 1,000 short names costs more as JSON than as DER, but by a factor and not by a power.
void requireDescriptionIsBounded(const EnrolmentObject& object, qsizetype inputSize)
{
    JsonWriter writer;
    writer.value(object.describe());
    require(writer.text().startsWith('{'), "a description is an object");
    require(writer.text().size() <= 64 * 1024 + 64 * inputSize, "a description grows no faster than its object");
}

} // namespace

void requireObjectPromises(const EnrolmentObject& object, const QByteArray& bytes)
{
    require(!object.extension().isEmpty(), "an object has an extension");
    const bool isLookedFor = isRequest(object.kind()) || object.kind() == Kind::Confirmation;
    require(isLookedFor || object.correlation().isEmpty(), "only requests and confirmations are looked for");
    require(!isLookedFor || object.lookups().isEmpty(), "only answers look for requests");
    require(!isLookedFor || object.enclosed().isEmpty(), "only answers are taken apart");
    for (const QByteArray& enclosed : object.enclosed()) {
        require(enclosed.size() < bytes.size() && bytes.contains(enclosed), "what is inside is a part of it");
    }
    require(isRequest(object.kind()) || !object.transactionStep(), "only requests are steps of a transaction");
    require(object.series().isEmpty() || isForStation(object.kind()), "only what is for a station has a series");
    require(object.series().isEmpty() || object.device().isEmpty(), "what is for a station is of no device");
    requireAssessmentPromises(object, StationRole::Site);
    requireAssessmentPromises(object, StationRole::Backend);
    requireDescriptionIsBounded(object, bytes.size());
    if (const auto matched = object.matches(object); !matched) {
        (void)refused(matched.error());
    }
    // Its own class took it; then so does the recogniser, unless it sees another wrapping or another form first.
    if (const auto again = EnrolmentObject::recognise(bytes); again && (*again)->protocol() == object.protocol()) {
        requireSameAgain(object, **again);
    }
}

} // namespace satchel::fuzz
