#include "Deliver.h"

#include "Editions.h"
#include "Transactions.h"

#include <core/base/FaultPoint.h>
#include <core/base/File.h>
#include <core/bundle/Limits.h>
#include <core/objects/ResourcePath.h>
#include <core/objects/Sidecar.h>

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSet>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace satchel {

namespace {

constexpr int ItemsPerPage = 1000; // each page costs a flush of the whole file system
constexpr qint64 BytesPerPage = 8 * 1024 * 1024;

Result<QList<Kind>> kindsFor(const QString& recipient, StationRole here)
{
    const auto wrongPlace = [&] {
        return fail(ErrorCode::Usage,
            QStringLiteral("a %1 station hands nothing to \"%2\": %3")
                .arg(stationRoleName(here), recipient,
                    here == StationRole::Site ? QStringLiteral("its local system is the registrar")
                                              : QStringLiteral("its local systems are ra and masa")));
    };
    if (recipient.isEmpty()) {
        return QList<Kind>{};
    }
    if (recipient == QStringLiteral("registrar")) {
        return here == StationRole::Site ? Result<QList<Kind>>{QList<Kind>{}} : wrongPlace();
    }
    if (here == StationRole::Site) {
        return wrongPlace();
    }
    if (recipient == QStringLiteral("ra")) {
        // Status reports are the operator's affair (RFC 8995 section 5.7): no MASA takes them.
        return QList<Kind>{Kind::CertificationRequest, Kind::Confirmation, Kind::EnrollStatus, Kind::VoucherStatus,
            Kind::CaCertificatesRequest, Kind::AttributesRequest};
    }
    if (recipient == QStringLiteral("masa")) {
        return QList<Kind>{Kind::VoucherRequest, Kind::AuditLogRequest};
    }
    return wrongPlace();
}

QString fileNameOf(const Item& item)
{
    // One made by hand; a protocol's own is for the device and keeps its form.
    return item.protocol == Protocol::Satchel ? item.inReplyTo.toString() + QStringLiteral(".rejected.json")
                                              : item.id.toString() + QLatin1Char('.') + item.extension;
}

Result<QByteArray> sidecarOf(const Item& item)
{
    Sidecar sidecar;
    if (!item.requester.isEmpty()) {
        const auto json = parseJson(item.requester);
        auto record = json ? RequesterRecord::fromJson(*json, QStringLiteral("requester")) : fail(json.error());
        if (!record) {
            return fail(std::move(record).error());
        }
        sidecar.requester = *std::move(record);
    }
    sidecar.receivedAt = item.gatheredAt;
    sidecar.path = ResourcePath::of(item.kind, isForStation(item.kind) ? editionLabel(item.context) : QString{});
    sidecar.localName = item.localName;
    sidecar.inReplyTo = item.inReplyTo.isNull() ? QString{} : item.inReplyTo.toString();
    sidecar.device = item.device;
    return sidecar.toJson();
}

// A folder beside the target, on the same file system, in which files become whole before they are renamed into the
// target. A reader of the target that takes every file it finds (objects.md: there is one that always deletes them)
// must never see half a file. Where no such folder can be had, hidden names in the target must do.
class SiblingFolder final {
public:
    explicit SiblingFolder(const QString& target)
        : m_target{target}
        , m_path{QFileInfo{target}.path() + QStringLiteral("/.") + QFileInfo{target}.fileName()
              + QStringLiteral(".satchel-part")}
    {
        const bool made = ::mkdir(QFile::encodeName(m_path).constData(), 0700) == 0 || errno == EEXIST;
        if (!made || !isOurs(target)) {
            m_path.clear();
        }
        removeLeftovers();
    }
    SiblingFolder(const SiblingFolder&) = delete;
    SiblingFolder& operator=(const SiblingFolder&) = delete;
    ~SiblingFolder()
    {
        for (const auto& part : std::as_const(m_unpublished)) {
            ::unlink(QFile::encodeName(part).constData());
        }
        if (!m_path.isEmpty()) {
            ::rmdir(QFile::encodeName(m_path).constData());
        }
    }

    // Writes what is to become `path`. It may be lost in a power cut until flush().
    [[nodiscard]] Result<void> write(const QString& path, const QByteArray& bytes)
    {
        const auto part = partOf(path);
        m_unpublished.insert(part);
        return writeUnflushed(part, bytes);
    }

    // Makes all that was written last: in one go, since each flush takes as long as the medium takes for a turn.
    [[nodiscard]] Result<void> flush() const { return syncFileSystem(m_path.isEmpty() ? m_target : m_path); }

    [[nodiscard]] Result<void> publish(const QString& path)
    {
        const auto part = partOf(path);
        faultPoint("deliver.before-renaming");
        if (std::rename(QFile::encodeName(part).constData(), QFile::encodeName(path).constData()) != 0) {
            return fail(takeErrno(QStringLiteral("cannot rename into place"), path));
        }
        m_unpublished.remove(part);
        return {};
    }

private:
    // What lies under that name may be a link to somewhere else, or a folder that others may write to, or it is in use
    // by another station that delivers into the same target.
    bool isOurs(const QString& target)
    {
        struct stat ours = {};
        struct stat theirs = {};
        auto folder = FileDescriptor::open(m_path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
        if (!folder || ::fstat(folder->get(), &ours) != 0
            || ::stat(QFile::encodeName(target).constData(), &theirs) != 0) {
            return false;
        }
        const bool isPrivate = ours.st_uid == ::geteuid() && (ours.st_mode & (S_IWGRP | S_IWOTH)) == 0;
        if (!isPrivate || ours.st_dev != theirs.st_dev || ::flock(folder->get(), LOCK_EX | LOCK_NB) != 0) {
            return false;
        }
        m_folder = *std::move(folder);
        return true;
    }

    // What a run that was killed, or whose medium was pulled, could not remove: nobody else puts anything here.
    void removeLeftovers() const
    {
        const QDir folder{m_path};
        for (const auto& name : m_path.isEmpty() ? QStringList{} : folder.entryList(QDir::Files | QDir::Hidden)) {
            ::unlinkat(m_folder.get(), QFile::encodeName(name).constData(), 0);
        }
    }

    [[nodiscard]] QString partOf(const QString& path) const
    {
        const auto name = QFileInfo{path}.fileName();
        return m_path.isEmpty() ? m_target + QStringLiteral("/.") + name + QStringLiteral(".part")
                                : m_path + QLatin1Char('/') + name;
    }

    QString m_target;
    QString m_path;
    FileDescriptor m_folder; // with its lock
    QSet<QString> m_unpublished; // written here, to be removed if it comes to nothing
};

class DeliverRun final {
public:
    DeliverRun(Session& session, const DeliverOrder& order, const Conduct& conduct)
        : m_session{session}
        , m_order{order}
        , m_conduct{conduct}
        , m_since{session.station().now()}
    {
    }

    Result<void> run()
    {
        const auto kinds = kindsFor(m_order.recipient, m_session.role());
        if (!kinds) {
            return fail(kinds.error());
        }
        SATCHEL_TRY(makeFolder(m_order.folder));
        SiblingFolder sibling{m_order.folder};
        for (qint64 last = 0;;) {
            const auto page
                = m_session.ledger().items().readyAfter(last, *kinds, m_order.again, ItemsPerPage, BytesPerPage);
            if (!page) {
                return fail(page.error());
            }
            if (page->isEmpty()) {
                return {};
            }
            last = page->last().number;
            SATCHEL_TRY(deliverPage(*page, sibling));
        }
    }

    [[nodiscard]] DeliverReport takeReport() { return std::move(m_report); }

private:
    struct Written {
        const ItemStore::NumberedItem* entry; // of the page
        QString path;
        bool isPrepared = false; // written, but not under its name

        [[nodiscard]] const Item& item() const { return entry->content.item; }
        [[nodiscard]] bool wasReady() const { return item().state == ItemState::Ready; }
    };

    // Files first, flushed, then named and their folder flushed; then, in one transaction, the ledger. A crash in
    // between writes the same bytes under the same names again.
    Result<void> deliverPage(const QList<ItemStore::NumberedItem>& page, SiblingFolder& sibling)
    {
        QList<Written> written;
        for (const auto& entry : page) {
            if (m_conduct.stopRequested()) {
                break;
            }
            const auto waits = mustWait(entry.content.item);
            if (!waits) {
                return fail(waits.error());
            }
            if (*waits) {
                continue;
            }
            Written file{&entry, m_order.folder + QLatin1Char('/') + fileNameOf(entry.content.item)};
            const auto done = prepare(file, sibling);
            if (!done) {
                return fail(done.error());
            }
            if (*done) {
                written.append(file);
            }
        }
        SATCHEL_TRY(publish(written, sibling));
        SATCHEL_TRY(record(written));
        if (m_conduct.stopRequested()) {
            return fail(ErrorCode::Cancelled, QStringLiteral("stopped on request; what is listed was delivered"));
        }
        return {};
    }

    // What waits stays ready, for a later run.
    [[nodiscard]] Result<bool> mustWait(const Item& item) const
    {
        return item.state == ItemState::Ready
            ? waitsForItsRequest(m_session.ledger(), item, m_since, m_session.station().now())
            : false;
    }

    // False if something else lies there under that name; it is never overwritten.
    Result<bool> prepare(Written& file, SiblingFolder& sibling)
    {
        const auto& content = file.entry->content;
        if (QFileInfo::exists(file.path)) {
            const auto there = readFile(file.path, limits::Item);
            if (there && *there == content.bytes) {
                return file.wasReady(); // written before, only not recorded
            }
            refuse(file.path, there ? ErrorCode::BadDigest : there.error().code,
                QStringLiteral("another file is in the way under this item's name: move it away and deliver again"));
            return false;
        }
        if (m_order.sidecars) {
            const auto sidecar = sidecarFor(content.item);
            if (!sidecar) {
                return fail(sidecar.error());
            }
            SATCHEL_TRY(sibling.write(file.path + QStringLiteral(".meta"), *sidecar));
        }
        SATCHEL_TRY(sibling.write(file.path, content.bytes));
        file.isPrepared = true;
        return true;
    }

    // The sidecar goes first, so that a reader that takes the item finds it.
    Result<void> publish(const QList<Written>& files, SiblingFolder& sibling) const
    {
        const bool anything
            = std::any_of(files.begin(), files.end(), [](const Written& file) { return file.isPrepared; });
        if (anything) {
            SATCHEL_TRY(sibling.flush());
        }
        for (const auto& file : files) {
            if (file.isPrepared) {
                if (m_order.sidecars) {
                    SATCHEL_TRY(sibling.publish(file.path + QStringLiteral(".meta")));
                }
                faultPoint("deliver.after-a-sidecar");
                SATCHEL_TRY(sibling.publish(file.path));
                faultPoint("deliver.after-a-file");
            }
        }
        return {};
    }

    // The registrar knows its request by the name that it gave it, not by the name of the CA's answer.
    Result<QByteArray> sidecarFor(const Item& item) const
    {
        auto told = item;
        if (m_session.role() == StationRole::Site && !item.inReplyTo.isNull()) {
            const auto request = m_session.ledger().items().find(item.inReplyTo);
            if (!request) {
                return fail(request.error());
            }
            told.localName = *request ? (*request)->localName : item.localName;
        }
        return sidecarOf(told);
    }

    void refuse(const QString& path, ErrorCode code, const QString& reason)
    {
        JsonWriter row;
        row.beginObject()
            .member(u"path", path)
            .member(u"code", errorCodeName(code))
            .member(u"reason", reason)
            .endObject();
        m_report.refused.append(row);
    }

    Result<void> record(const QList<Written>& written)
    {
        if (written.isEmpty()) {
            return {};
        }
        SATCHEL_TRY(syncFolder(m_order.folder));
        auto& ledger = m_session.ledger();
        auto transaction = ledger.begin();
        if (!transaction) {
            return fail(std::move(transaction).error());
        }
        for (const auto& file : written) {
            if (file.wasReady()) {
                SATCHEL_TRY(ledger.items().setState(*file.entry, ItemState::Delivered));
            }
        }
        SATCHEL_TRY(ledger.log().append(QStringLiteral("deliver"), {}, m_order.folder,
            QStringLiteral("%1 items%2")
                .arg(written.size())
                .arg(m_order.recipient.isEmpty() ? QString{} : QStringLiteral(" for %1").arg(m_order.recipient))));
        faultPoint("deliver.before-recording");
        SATCHEL_TRY(transaction->commit());
        faultPoint("deliver.after-recording");
        for (const auto& file : written) {
            JsonWriter row;
            row.beginObject().member(u"item", file.item().id.toString()).member(u"kind", kindName(file.item().kind));
            row.member(u"path", file.path).endObject();
            m_report.files.append(row);
        }
        m_report.delivered += written.size();
        m_conduct.tell({QStringLiteral("delivering"), m_report.delivered, 0, QStringLiteral("items")});
        return {};
    }

    Session& m_session;
    const DeliverOrder& m_order;
    const Conduct& m_conduct;
    QDateTime m_since; // when this run began
    DeliverReport m_report;
};

} // namespace

DeliverReport deliver(Session& session, const DeliverOrder& order, const Conduct& conduct)
{
    auto absolute = order;
    absolute.folder = order.folder.isEmpty() ? QString{} : QDir::cleanPath(QFileInfo{order.folder}.absoluteFilePath());
    DeliverRun run{session, absolute, conduct};
    auto done = run.run();
    auto report = run.takeReport();
    if (!done) {
        report.failure = std::move(done).error();
    }
    return report;
}

Outcome DeliverReport::outcome() const
{
    return failure ? outcomeOf(*failure) : outcomeOf(delivered, refused.size());
}

void DeliverReport::writeJson(JsonWriter& writer) const
{
    writer.member(u"delivered", delivered);
    writer.key(u"files");
    files.writeTo(writer);
    writer.key(u"refused");
    refused.writeTo(writer);
    if (failure) {
        writeError(writer, *failure);
    }
}

} // namespace satchel
