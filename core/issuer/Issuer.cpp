#include "Issuer.h"

#include "AnswerRecords.h"
#include "CmpAnswerer.h"
#include "EstAnswerer.h"
#include "IssuerFolder.h"
#include "VoucherAnswerer.h"

#include <core/base/File.h>
#include <core/bundle/Limits.h>
#include <core/crypto/Digest.h>
#include <core/ledger/ItemId.h>
#include <core/objects/ResourcePath.h>
#include <core/objects/Sidecar.h>

#include <QDirIterator>
#include <QFileInfo>

#include <array>
#include <fcntl.h>
#include <sys/file.h>

namespace satchel {

namespace {

const QString MetaSuffix = QStringLiteral(".meta");

// One at a time: two would answer the same request twice.
Result<FileDescriptor> lockFolder(const QString& folder)
{
    SATCHEL_TRY(makeFolder(folder, 0700));
    const QString path = folder + QStringLiteral("/lock");
    auto file = FileDescriptor::open(path, O_RDWR | O_CREAT, 0600);
    if (file && ::flock(file->get(), LOCK_EX | LOCK_NB) != 0) {
        return fail(Error{ErrorCode::StationInUse,
            QStringLiteral("another process is issuing from this folder; try again when it has ended"), folder});
    }
    return file;
}

// What ends the whole run: the next request would meet it too.
bool isFatal(const Error& error)
{
    return outcomeOf(error) == Outcome::Medium;
}

// The request's own name, so that a person sees which answer belongs to which; and, for names that `deliver` did not
// give, something of the content, so that two requests never fight for one name.
QString answerName(const QString& requestPath, const Sha256Digest& digest, const QString& extension)
{
    const QString stem = QFileInfo{requestPath}.baseName();
    const bool isItem = ItemId::parse(stem).has_value();
    return (isItem ? stem : stem + QLatin1Char('-') + digest.toString().left(8)) + QLatin1Char('.') + extension;
}

class IssueRun final {
public:
    IssueRun(const IssueOrder& order, const IssuerFolder& folder, AnswerRecords records, IssueReport& report);

    void answerAll(const Conduct& conduct);

private:
    [[nodiscard]] Result<void> take(const QString& path);
    [[nodiscard]] Result<DeliveredRequest> read(const QString& path) const;
    [[nodiscard]] const RequestAnswerer* answererFor(const EnrolmentObject& object) const;
    [[nodiscard]] Result<QByteArray> answerOnce(
        const QString& path, const DeliveredRequest& request, const RequestAnswerer& answerer);
    [[nodiscard]] Result<void> handOver(const QString& requestPath, const DeliveredRequest& request,
        const QByteArray& answer, const QString& extension);

    const IssueOrder& m_order;
    AnswerRecords m_records;
    IssueReport& m_report;
    EstAnswerer m_est;
    CmpAnswerer m_cmp;
    VoucherAnswerer m_masa;
};

IssueRun::IssueRun(const IssueOrder& order, const IssuerFolder& folder, AnswerRecords records, IssueReport& report)
    : m_order{order}
    , m_records{std::move(records)}
    , m_report{report}
    , m_est{folder, order.requireRequester.value_or(folder.settings().requireRequester)}
    , m_cmp{folder}
    , m_masa{folder}
{
}

void IssueRun::answerAll(const Conduct& conduct)
{
    // Neither hidden nor linked files: what is still being written has a hidden name.
    QDirIterator files{m_order.requests, QDir::Files | QDir::NoSymLinks};
    Progress progress{QStringLiteral("issuing"), 0, 0, QStringLiteral("items")};
    while (files.hasNext() && !m_report.failure) {
        if (conduct.stopRequested()) {
            m_report.failure
                = Error{ErrorCode::Cancelled, QStringLiteral("stopped; what has been answered stays answered")};
            return;
        }
        const QString path = files.next();
        if (path.endsWith(MetaSuffix)) {
            continue;
        }
        if (auto taken = take(path); !taken) {
            auto error = std::move(taken).error();
            if (isFatal(error)) {
                m_report.failure = std::move(error);
            } else {
                m_report.refuse(path, error);
            }
        }
        ++progress.done;
        conduct.tell(progress);
    }
}

Result<DeliveredRequest> IssueRun::read(const QString& path) const
{
    auto bytes = readFile(path, limits::Item);
    if (!bytes) {
        return fail(bytes.error());
    }
    DeliveredRequest request{*std::move(bytes), {}, {}};
    std::optional<Kind> told;
    if (QFileInfo::exists(path + MetaSuffix)) {
        const auto meta = readFile(path + MetaSuffix, Sidecar::LargestFile);
        if (!meta) {
            return fail(meta.error());
        }
        auto sidecar = Sidecar::parse(*meta);
        if (!sidecar) {
            return fail(std::move(sidecar).error().withContext(QStringLiteral("its .meta file")));
        }
        request.requester = sidecar->requester;
        told = ResourcePath{sidecar->path}.kind();
    }
    auto object = EnrolmentObject::recognise(request.bytes, told);
    if (!object) {
        return fail(std::move(object).error());
    }
    request.object = *std::move(object);
    return request;
}

const RequestAnswerer* IssueRun::answererFor(const EnrolmentObject& object) const
{
    const std::array<const RequestAnswerer*, 3> all{&m_est, &m_cmp, &m_masa};
    for (const auto* answerer : all) {
        if (answerer->answers(object)) {
            return answerer;
        }
    }
    return nullptr;
}

Result<void> IssueRun::take(const QString& path)
{
    const auto request = read(path);
    if (!request) {
        return fail(request.error());
    }
    if (!isRequest(request->object->kind())) {
        ++m_report.otherFiles;
        return {};
    }
    const auto* const answerer = answererFor(*request->object);
    if (!answerer) {
        return fail(ErrorCode::UnknownKind,
            QStringLiteral("this issuer does not answer requests of the kind %1 (%2)")
                .arg(kindName(request->object->kind()), protocolName(request->object->protocol())));
    }
    const QString extension = answerer->extensionFor(*request->object);
    const auto digest = sha256(request->bytes);
    const auto record = m_records.find(digest, extension);
    if (!record) {
        return fail(record.error());
    }
    const bool wasHandedOver = *record && (*record)->isHandedOver;
    if (wasHandedOver && !m_order.again) {
        ++m_report.already;
        return {};
    }
    const auto answer = *record ? Result<QByteArray>{(*record)->answer} : answerOnce(path, *request, *answerer);
    if (!answer) {
        return fail(answer.error());
    }
    SATCHEL_TRY(handOver(path, *request, *answer, extension));
    ++(wasHandedOver ? m_report.already : m_report.issued);
    return {};
}

Result<QByteArray> IssueRun::answerOnce(
    const QString& path, const DeliveredRequest& request, const RequestAnswerer& answerer)
{
    const auto answer = answerer.answer(request, m_order.clock());
    if (!answer) {
        return fail(answer.error());
    }
    SATCHEL_TRY(m_records.remember(sha256(request.bytes), answerer.extensionFor(*request.object), answer->bytes));
    for (const auto& warning : answer->warnings) {
        m_report.warn(path, warning);
    }
    return answer->bytes;
}

Result<void> IssueRun::handOver(
    const QString& requestPath, const DeliveredRequest& request, const QByteArray& answer, const QString& extension)
{
    const auto digest = sha256(request.bytes);
    const QString path = m_order.answers + QLatin1Char('/') + answerName(requestPath, digest, extension);
    const auto present = QFileInfo::exists(path) ? readFile(path, limits::Item) : Result<QByteArray>{QByteArray{}};
    if (!present || *present != answer) {
        SATCHEL_TRY(writeFileAtomically(path, answer));
    }
    SATCHEL_TRY(m_records.markHandedOver(digest, extension));
    JsonWriter row;
    row.beginObject();
    row.member(u"request", requestPath);
    row.member(u"path", path);
    row.member(u"kind", kindName(request.object->kind()));
    row.endObject();
    m_report.answers.append(row);
    return {};
}

Result<void> run(const IssueOrder& order, IssueReport& report, const Conduct& conduct)
{
    if (!QFileInfo{order.requests}.isDir()) {
        return fail(Error{ErrorCode::NotFound, QStringLiteral("there is no such folder of requests"), order.requests});
    }
    const auto lock = lockFolder(order.authority);
    if (!lock) {
        return fail(lock.error());
    }
    const auto folder = IssuerFolder::open(order.authority, order.clock(), order.passphrase);
    if (!folder) {
        return fail(folder.error());
    }
    report.madeIssuer = folder->wasMade();
    auto records = AnswerRecords::open(order.authority + QStringLiteral("/issued"));
    if (!records) {
        return fail(records.error());
    }
    SATCHEL_TRY(makeFolder(order.answers));
    auto answered = *std::move(records);
    IssueRun{order, *folder, std::move(answered), report}.answerAll(conduct);
    return {};
}

} // namespace

IssueReport issue(const IssueOrder& order, const Conduct& conduct)
{
    IssueReport report;
    if (auto ended = run(order, report, conduct); !ended) {
        report.failure = std::move(ended).error();
    }
    return report;
}

} // namespace satchel
