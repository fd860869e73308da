#include "Deliver.h"

#include "NestedRequests.h"
#include "SiblingFolder.h"

#include <core/base/BatchSize.h>
#include <core/base/FaultPoint.h>
#include <core/base/File.h>
#include <core/bundle/Limits.h>
#include <core/exchange/pair/CmpTransaction.h>
#include <core/exchange/pair/Transactions.h>
#include <core/exchange/session/LogSentences.h>

#include <QDir>
#include <QFileInfo>

#include <algorithm>

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

class DeliverRun final {
public:
    DeliverRun(Session& session, const DeliverOrder& order, const Conduct& conduct)
        : m_session{session}
        , m_order{order}
        , m_conduct{conduct}
        , m_since{session.station().now()}
        , m_nested{session, order.again}
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
            const auto page = m_session.ledger().items().readyAfter(
                last, *kinds, m_order.again, itemsPerBatch(ItemsPerPage), BytesPerPage);
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
        Deliverable what;
        QString path;
        bool isPrepared = false; // written, but not under its name
    };

    // Files first, flushed, then named and their folder flushed; then, in one transaction, the ledger. A crash in
    // between writes the same bytes under the same names again.
    Result<void> deliverPage(const QList<ItemStore::NumberedItem>& page, SiblingFolder& sibling)
    {
        const auto deliverables = deliverablesOf(page);
        if (!deliverables) {
            return fail(deliverables.error());
        }
        QList<Written> written;
        for (const auto& what : *deliverables) {
            if (m_conduct.stopRequested()) {
                break;
            }
            Written file{what, m_order.folder + QLatin1Char('/') + what.name};
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

    // What waits stays ready, for a later run, and is counted.
    [[nodiscard]] Result<bool> mustWait(const Item& item)
    {
        if (item.state != ItemState::Ready) {
            return false;
        }
        const auto& ledger = m_session.ledger();
        auto waits = waitsForItsRequest(ledger, item, m_since, m_session.station().now());
        if (waits && !*waits) {
            waits = mustWaitForTransaction(ledger, item);
        }
        m_report.waiting += waits && *waits ? 1 : 0;
        return waits;
    }

    // What may go now: each item as a file of its own, but for those that go to the RA in a nested message.
    Result<QList<Deliverable>> deliverablesOf(const QList<ItemStore::NumberedItem>& page)
    {
        QList<Deliverable> deliverables;
        QList<ItemStore::NumberedItem> toNest;
        for (const auto& entry : page) {
            const auto& item = entry.content.item;
            if (m_nested.takes(item)) {
                toNest.append(entry);
                continue;
            }
            const auto waits = mustWait(item);
            if (!waits) {
                return fail(waits.error());
            }
            if (!*waits) {
                auto sidecar = sidecarFor(item);
                if (!sidecar) {
                    return fail(std::move(sidecar).error());
                }
                deliverables.append({fileNameOf(item), entry.content.bytes, *std::move(sidecar), {entry}});
            }
        }
        auto nested = m_nested.around(toNest, [this](const Item& item) { return mustWait(item); });
        if (!nested) {
            return fail(std::move(nested).error());
        }
        return deliverables + *std::move(nested);
    }

    // False if something else lies there under that name; it is never overwritten.
    Result<bool> prepare(Written& file, SiblingFolder& sibling)
    {
        const auto& what = file.what;
        if (QFileInfo::exists(file.path)) {
            const auto there = readFile(file.path, std::max<qint64>(limits::Item, what.bytes.size()));
            if (there && *there == what.bytes) {
                return what.wasReady(); // written before, only not recorded
            }
            refuse(file.path, there ? ErrorCode::BadDigest : there.error().code,
                QStringLiteral("another file is in the way under this item's name: move it away and deliver again"));
            return false;
        }
        if (m_order.sidecars) {
            SATCHEL_TRY(sibling.write(file.path + QStringLiteral(".meta"), what.sidecar));
        }
        SATCHEL_TRY(sibling.write(file.path, what.bytes, what.mode()));
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

    // The registrar knows its request by the name that it gave it and by where it came in, not by those of the CA's
    // answer.
    Result<QByteArray> sidecarFor(const Item& item) const
    {
        auto told = item;
        if (m_session.role() == StationRole::Site && !item.inReplyTo.isNull()) {
            const auto request = m_session.ledger().items().find(item.inReplyTo);
            if (!request) {
                return fail(request.error());
            }
            if (*request) {
                told.localName = (*request)->localName;
                told.path = (*request)->path.isEmpty() ? item.path : (*request)->path;
            }
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
        qint64 items = 0;
        for (const auto& file : written) {
            for (const auto& entry : file.what.items) {
                if (entry.content.item.state == ItemState::Ready) {
                    SATCHEL_TRY(ledger.items().setState(entry, ItemState::Delivered));
                }
            }
            items += file.what.items.size();
        }
        SATCHEL_TRY(enter(ledger.log(), m_order.recipient.isEmpty() ? logged::Delivered : logged::DeliveredFor,
            {QString::number(items), m_order.recipient}, {}, m_order.folder));
        faultPoint("deliver.before-recording");
        SATCHEL_TRY(transaction->commit());
        faultPoint("deliver.after-recording");
        report(written);
        m_conduct.tell({QStringLiteral("delivering"), m_report.delivered, 0, QStringLiteral("items")});
        return {};
    }

    void report(const QList<Written>& written)
    {
        for (const auto& file : written) {
            for (const auto& entry : file.what.items) {
                const auto& item = entry.content.item;
                JsonWriter row;
                row.beginObject().member(u"item", item.id.toString()).member(u"kind", kindName(item.kind));
                row.member(u"path", file.path).endObject();
                m_report.files.append(row);
                ++m_report.delivered;
            }
        }
    }

    Session& m_session;
    const DeliverOrder& m_order;
    const Conduct& m_conduct;
    QDateTime m_since; // when this run began
    NestedRequests m_nested;
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
    writer.member(u"delivered", delivered).member(u"waiting", waiting);
    writer.key(u"files");
    files.writeTo(writer);
    writer.key(u"refused");
    refused.writeTo(writer);
    if (failure) {
        writeError(writer, *failure);
    }
}

} // namespace satchel
