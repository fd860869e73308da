#include "Candidate.h"

#include <core/bundle/Limits.h>
#include <core/exchange/pair/Editions.h>
#include <core/objects/ResourcePath.h>

#include <QFileInfo>

namespace satchel {

namespace {

ItemState beginning(StationRole here, bool gatheredHere)
{
    switch (standingOf(here, gatheredHere)) {
    case Standing::RequestAtSite:
    case Standing::AnswerAtBackend:
        return ItemState::Pending;
    case Standing::RequestAtBackend:
    case Standing::AnswerAtSite:
        return ItemState::Ready;
    }
    return ItemState::Held;
}

void hold(Item& item, ErrorCode code, const QString& text)
{
    if (!item.reason) {
        item.state = ItemState::Held;
        item.reason = Reason{code, text};
    }
}

// nullopt beyond the year 9999: a sender's clock may say anything, and no time is written with five digits.
std::optional<QDateTime> deadlineOf(const QDateTime& gatheredAt, int days)
{
    constexpr int LastYear = 9999;
    const auto deadline = gatheredAt.addDays(days);
    return deadline.date().year() > LastYear ? std::nullopt : std::optional{deadline};
}

// Judges the object and fills in what is the same for items from files and from bundles.
Result<void> judgeInto(Candidate& candidate, const std::optional<RequesterRecord>& requester, const Judge& judge)
{
    auto& item = candidate.content.item;
    const auto& object = *candidate.object;
    const CheckContext context{judge.trust, judge.now, judge.role, requester};
    const auto assessment = object.assess(context);
    if (assessment.refusal) {
        return fail(assessment.refusal->code, assessment.refusal->text);
    }
    candidate.devices = deviceFactsOf(object, context);
    item.voucherEnds = voucherEndOf(object);
    item.warnings += assessment.warnings;
    const auto line = editionLine(object, item.context);
    item.correlation = line.isEmpty() ? object.correlation() : line;
    item.size = candidate.content.bytes.size();
    if (item.device.isEmpty()) {
        item.device = object.device();
    }
    if (object.lapses()) {
        item.deadline = deadlineOf(item.gatheredAt, judge.voucherRequestDays);
    }
    item.state = beginning(judge.role, item.gatheredHere);
    if (assessment.hold) {
        hold(item, assessment.hold->code, assessment.hold->text);
    }
    return {};
}

// The device that the local system vouches for; what the object itself proves always comes first.
QString vouchedDevice(
    const EnrolmentObject& object, const std::optional<RequesterRecord>& requester, const QString& told)
{
    if (object.isSelfContained()) {
        return object.device();
    }
    if (requester && !requester->device().isEmpty()) {
        return requester->device();
    }
    return told;
}

bool isTelemetry(Kind kind)
{
    return kind == Kind::VoucherStatus || kind == Kind::EnrollStatus;
}

// What an object does not tell of itself, as the local system says.
struct Surroundings {
    QString requesterSerial;
    QString device;
    QString label;
    QString inReplyTo;
};

QByteArray contextOf(const EnrolmentObject& object, const Surroundings& told)
{
    if (isRequest(object.kind())) {
        return object.isSelfContained() ? QByteArray{} : itemContext(told.requesterSerial, {});
    }
    if (!object.series().isEmpty()) {
        return itemContext(told.label, told.inReplyTo);
    }
    if (isTelemetry(object.kind())) {
        return itemContext(told.device, told.inReplyTo); // two devices send the very same status
    }
    return object.lookups().isEmpty() && object.namedRequest().isEmpty()
        ? itemContext(told.requesterSerial, told.inReplyTo)
        : QByteArray{};
}

// The device that a part tells beside the requester record: it is in the context of a status.
QString carriedDevice(const PartItem& part)
{
    return part.kind && isTelemetry(*part.kind)
        ? QString::fromUtf8(part.context.first(qMax<qsizetype>(0, part.context.lastIndexOf('/'))))
        : QString{};
}

// A file that we delivered is named by its item id; whoever answers it often keeps the stem.
void addHint(QStringList& hints, const QString& text)
{
    if (ItemId::parse(text)) {
        hints.append(text);
    }
}

// A file as it was handed in, with what its sidecar and its name say.
struct HandedIn {
    const std::optional<Sidecar>& sidecar;
    const QString& fileName;
};

// The request that a file's name or its sidecar names: what the sidecar says goes first.
QStringList hintsOf(const HandedIn& file)
{
    QStringList hints;
    addHint(hints, file.sidecar ? file.sidecar->inReplyTo : QString{});
    addHint(hints, QFileInfo{file.fileName}.fileName().section(QLatin1Char('.'), 0, 0));
    return hints;
}

// What only informs is no reason to refuse what it is about.
void takePath(Item& item, const QString& path)
{
    if (isCarriablePath(path)) {
        item.path = path;
    } else if (!path.isEmpty()) {
        item.warnings.append(
            QStringLiteral("the path in its .meta file is none, and does not travel: %1").arg(path.left(128)));
    }
}

Result<Candidate> candidateOf(
    EnrolmentObjectPtr object, const QByteArray& bytes, const HandedIn& file, const Judge& judge)
{
    const auto requester = file.sidecar ? file.sidecar->requester : std::nullopt;
    Candidate candidate{std::move(object), {{}, bytes}, hintsOf(file)};
    auto& item = candidate.content.item;
    item.kind = candidate.object->kind();
    item.protocol = candidate.object->protocol();
    item.extension = candidate.object->extension();
    item.origin = judge.here;
    item.gatheredHere = true;
    item.gatheredAt = judge.now;
    item.localName = file.sidecar && !file.sidecar->localName.isEmpty() ? file.sidecar->localName : file.fileName;
    item.device = vouchedDevice(*candidate.object, requester, file.sidecar ? file.sidecar->device : QString{});
    item.requester = requester ? requester->toJson() : QByteArray{};
    item.context = contextOf(*candidate.object,
        {requester ? requester->device() : QString{}, item.device,
            ResourcePath{file.sidecar ? file.sidecar->path : QString{}}.label(), candidate.hints.value(0)});
    if (item.context.size() > limits::Context) {
        // Acknowledged, it would be in the way of every export.
        return fail(
            ErrorCode::TooLarge, QStringLiteral("its .meta file names a device longer than a bundle can carry"));
    }
    item.id = itemIdOf(item.kind, item.protocol, item.origin, item.context, bytes);

    SATCHEL_TRY(judgeInto(candidate, requester, judge));
    takePath(item, file.sidecar ? file.sidecar->path : QString{});
    if (!mayBeSentBy(judge.role, item.kind)) {
        item.reason.reset();
        hold(item, ErrorCode::WrongDirection,
            QStringLiteral("a %1 station sends nothing of the kind \"%2\"")
                .arg(stationRoleName(judge.role), kindName(item.kind)));
    }
    return candidate;
}

// What lies inside goes only as far as what it lies in is good: the outer signature stands for all of it.
Result<std::vector<Candidate>> candidatesInside(
    const EnrolmentObject& outer, const QString& fileName, const Judge& judge)
{
    const auto assessment = outer.assess({judge.trust, judge.now, judge.role, {}});
    if (assessment.refusal) {
        return fail(assessment.refusal->code, assessment.refusal->text);
    }
    // A name that several share names none of them.
    const auto enclosed = outer.enclosed();
    const std::optional<Sidecar> noSidecar;
    std::vector<Candidate> candidates;
    for (const auto& bytes : enclosed) {
        auto object = EnrolmentObject::recognise(bytes);
        if (!object) {
            return fail(std::move(object).error());
        }
        auto candidate = candidateOf(*std::move(object), bytes, {noSidecar, fileName}, judge);
        if (!candidate) {
            return fail(std::move(candidate).error());
        }
        if (enclosed.size() > 1) {
            candidate->hints.clear();
        }
        candidate->content.item.warnings += assessment.warnings;
        if (assessment.hold) {
            hold(candidate->content.item, assessment.hold->code, assessment.hold->text);
        }
        candidates.push_back(*std::move(candidate));
    }
    return candidates;
}

// Certificates of CAs that nobody has told apart may also be the answer to the request of a CA.
Result<void> addOtherReading(Candidate& candidate, const QByteArray& bytes, const HandedIn& file, const Judge& judge)
{
    auto answer = EnrolmentObject::recognise(bytes, Kind::CertificationResponse);
    if (!answer || (*answer)->kind() != Kind::CertificationResponse) {
        return {}; // it says by itself what it is
    }
    auto asAnswer = candidateOf(*std::move(answer), bytes, file, judge);
    if (!asAnswer) {
        return fail(std::move(asAnswer).error());
    }
    candidate.asAnswer = std::make_shared<const Candidate>(*std::move(asAnswer));
    return {};
}

} // namespace

Result<std::vector<Candidate>> candidatesFromFile(
    const QByteArray& bytes, const std::optional<Sidecar>& sidecar, const QString& fileName, const Judge& judge)
{
    const auto told = ResourcePath{sidecar ? sidecar->path : QString{}}.kind();
    auto object = EnrolmentObject::recognise(bytes, told);
    if (!object) {
        return fail(std::move(object).error());
    }
    if (!(*object)->enclosed().isEmpty()) {
        return candidatesInside(**object, fileName, judge);
    }
    const HandedIn file{sidecar, fileName};
    auto candidate = candidateOf(*std::move(object), bytes, file, judge);
    if (!candidate) {
        return fail(std::move(candidate).error());
    }
    if (!told && candidate->content.item.kind == Kind::CaCertificates) {
        SATCHEL_TRY(addOtherReading(*candidate, bytes, file, judge));
    }
    return std::vector{*std::move(candidate)};
}

Result<Candidate> candidateFromPart(
    const PartItem& part, const ItemId& id, const StationId& sender, StationRole senderRole, const Judge& judge)
{
    if (!part.kind || !part.protocol) {
        return fail(ErrorCode::UnknownKind,
            QStringLiteral("this version knows no item \"%1\" of \"%2\"").arg(part.kindText, part.protocolText));
    }
    if (!mayBeSentBy(senderRole, *part.kind)) {
        return fail(ErrorCode::WrongDirection,
            QStringLiteral("a %1 station must not send anything of the kind \"%2\"")
                .arg(stationRoleName(senderRole), part.kindText));
    }
    if (part.origin != sender) {
        return fail(ErrorCode::WrongDirection,
            QStringLiteral("it claims to come from station %1, which did not send it")
                .arg(part.origin.toString().left(8)));
    }
    if (!isListed(*part.kind)) {
        return fail(ErrorCode::UnknownKind,
            QStringLiteral("nothing of the kind \"%1\" is taken in from a bundle").arg(part.kindText));
    }
    auto object = EnrolmentObject::recognise(part.bytes, *part.kind);
    if (!object) {
        return fail(std::move(object).error());
    }
    if ((*object)->kind() != *part.kind || (*object)->protocol() != *part.protocol) {
        return fail(ErrorCode::Malformed,
            QStringLiteral("it is listed as \"%1\" but is of the kind \"%2\"")
                .arg(part.kindText, kindName((*object)->kind())));
    }
    std::optional<RequesterRecord> requester;
    if (!part.requester.isEmpty()) {
        const auto json = parseJson(part.requester);
        auto record = json ? RequesterRecord::fromJson(*json, QStringLiteral("requester")) : fail(json.error());
        if (!record) {
            return fail(std::move(record).error());
        }
        requester = *std::move(record);
    }

    Candidate candidate{*std::move(object), {{}, part.bytes}, {}};
    auto& item = candidate.content.item;
    item.id = id;
    item.kind = *part.kind;
    item.protocol = *part.protocol;
    item.extension = candidate.object->extension(); // ours, not the sender's: it becomes a file name
    item.origin = part.origin;
    item.gatheredHere = false;
    item.peer = sender;
    item.gatheredAt = part.gatheredAt;
    item.localName = part.localName;
    item.path = part.path;
    item.context = part.context;
    item.requester = part.requester;
    item.device = vouchedDevice(*candidate.object, requester, carriedDevice(part));
    SATCHEL_TRY(judgeInto(candidate, requester, judge));
    return candidate;
}

} // namespace satchel
