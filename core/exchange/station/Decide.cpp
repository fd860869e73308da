#include "Decide.h"

#include <core/exchange/pair/Editions.h>
#include <core/exchange/session/LogSentences.h>
#include <core/exchange/pair/Pairing.h>

#include <algorithm>
#include <functional>

namespace satchel {

namespace {

constexpr int HeldPerPage = 256;

bool isAnswer(const Item& item, StationRole here)
{
    const auto standing = item.standing(here);
    return standing == Standing::AnswerAtBackend || standing == Standing::AnswerAtSite;
}

// Holds that say "this does not fit", not "somebody must look": no person can make them fit.
bool canBeMadeToFit(const Item& item, StationRole here)
{
    switch (item.reason ? item.reason->code : ErrorCode::Held) {
    case ErrorCode::WrongDirection:
    case ErrorCode::NoMatchingRequest:
    case ErrorCode::KeyMismatch:
    case ErrorCode::NonceMismatch:
    case ErrorCode::Superseded:
        return false;
    case ErrorCode::SerialMismatch:
        return !isAnswer(item, here);
    default:
        // An answer goes only to the request it answers, and at the backend only to that request's site. What is for
        // all of them answers none.
        return !isAnswer(item, here) || !item.inReplyTo.isNull() || isForStation(item.kind);
    }
}

bool mayBeReleased(const Item& item, StationRole here)
{
    return item.state == ItemState::Held && canBeMadeToFit(item, here);
}

// Why it cannot be rejected any more; nullopt if it can.
std::optional<Error> whyNotRejected(const Item& item, StationRole here)
{
    if (isAnswer(item, here) && item.state != ItemState::Held) {
        return Error{
            ErrorCode::NotFound, QStringLiteral("it is an answer and %1, not held").arg(itemStateName(item.state))};
    }
    if (!mayBecome(item.standing(here), item.state, ItemState::Rejected)) {
        return Error{ErrorCode::NotFound,
            QStringLiteral("it is %1: it cannot be rejected any more").arg(itemStateName(item.state))};
    }
    return std::nullopt;
}

// That a name is of no item, or of several; not that the ledger cannot be read.
bool isOfTheName(const Error& error)
{
    return error.code == ErrorCode::NotFound || error.code == ErrorCode::Usage;
}

ItemState stateWhenReleased(const Item& item, StationRole here)
{
    const auto standing = item.standing(here);
    return standing == Standing::RequestAtSite || standing == Standing::AnswerAtBackend ? ItemState::Pending
                                                                                        : ItemState::Ready;
}

// Nothing if it was done, an Error if not; the failure ends everything.
using Refusal = Result<std::optional<Error>>;

// Goes over items in one transaction; what is refused does not hinder the others.
class Decision final {
public:
    using Decide = std::function<Refusal(const Item&)>;

    // `sentence` is the custody log's, with how many and then `about` in its places; `verb` the key of the list in the
    // report.
    Decision(Session& session, const LogSentence& sentence, QStringList about, QString verb)
        : m_session{session}
        , m_sentence{sentence}
        , m_about{std::move(about)}
    {
        m_report.verb = std::move(verb);
    }

    // Those that were named, by ids that may be shortened.
    DecisionReport run(const QStringList& names, const Decide& decide)
    {
        return inTransaction([&] { return overNamed(names, decide); });
    }

    // Everything held that may be released.
    DecisionReport runOverHeld(const Decide& decide)
    {
        return inTransaction([&] { return overHeld(decide); });
    }

private:
    DecisionReport inTransaction(const std::function<Result<void>()>& walk)
    {
        auto done = commit(walk);
        if (!done) {
            m_report.items = {};
            m_report.failure = std::move(done).error();
        }
        return std::move(m_report);
    }

    Result<void> commit(const std::function<Result<void>()>& walk)
    {
        auto& ledger = m_session.ledger();
        auto transaction = ledger.begin();
        if (!transaction) {
            return fail(std::move(transaction).error());
        }
        SATCHEL_TRY(walk());
        SATCHEL_TRY(enter(ledger.log(), m_sentence, QStringList{QString::number(m_report.items.size())} + m_about));
        return transaction->commit();
    }

    Result<void> overNamed(const QStringList& names, const Decide& decide)
    {
        // Each is told from the others as they were when the user looked at them.
        QList<Result<ItemId>> ids;
        for (const auto& name : names) {
            ids.append(m_session.ledger().items().resolve(name));
        }
        for (qsizetype i = 0; i < ids.size(); ++i) {
            if (ids[i]) {
                SATCHEL_TRY(decideOn(*ids[i], decide));
            } else if (isOfTheName(ids[i].error())) {
                refuse(names[i], ids[i].error());
            } else {
                return fail(ids[i].error());
            }
        }
        return {};
    }

    // A page at a time: there may be as many as a spool brings to a station that lacks an anchor.
    Result<void> overHeld(const Decide& decide)
    {
        for (qint64 last = 0;;) {
            const auto page = m_session.ledger().items().heldAfter(last, HeldPerPage);
            if (!page) {
                return fail(page.error());
            }
            if (page->isEmpty()) {
                return {};
            }
            last = page->last().number;
            for (const auto& [number, content] : *page) {
                if (canBeMadeToFit(content.item, m_session.role())) {
                    SATCHEL_TRY(decideOn(content.item.id, decide));
                }
            }
        }
    }

    // What was decided before may have changed it since it was listed, so it is read anew.
    Result<void> decideOn(const ItemId& id, const Decide& decide)
    {
        const auto item = m_session.ledger().items().get(id);
        if (!item) {
            return fail(item.error());
        }
        const auto refusal = decide(*item);
        if (!refusal) {
            return fail(refusal.error());
        }
        if (*refusal) {
            refuse(id.toString(), **refusal);
        } else {
            m_report.items.append(JsonWriter{}.value(id.toString()));
        }
        return {};
    }

    void refuse(const QString& item, const Error& error)
    {
        JsonWriter row;
        row.beginObject().member(u"item", item).member(u"code", errorCodeName(error.code));
        row.member(u"reason", error.message).endObject();
        m_report.refused.append(row);
    }

    Session& m_session;
    LogSentence m_sentence;
    QStringList m_about;
    DecisionReport m_report;
};

DecisionReport failedReport(const QString& verb, Error error)
{
    DecisionReport report;
    report.verb = verb;
    report.failure = std::move(error);
    return report;
}

// A lapsed request stays lapsed when it is answered all the same, so that its state cannot tell.
Result<bool> otherAnswerWon(const Ledger& ledger, const Item& answer)
{
    const auto given = ledger.items().answersTo(answer.inReplyTo);
    if (!given) {
        return fail(given.error());
    }
    return std::any_of(given->begin(), given->end(), [&](const Item& other) {
        return other.id != answer.id && isFinalAnswer(other.kind) && other.state != ItemState::Held
            && other.state != ItemState::Rejected;
    });
}

// Released, a request does what it would have done when it was gathered: older ones of its device are worthless.
Result<void> supersedeAfterRelease(Ledger& ledger, const Item& item)
{
    const auto bytes = ledger.items().bytes(item.id);
    if (!bytes) {
        return fail(bytes.error());
    }
    auto object = EnrolmentObject::recognise(*bytes, item.kind);
    if (!object) {
        return fail(std::move(object).error());
    }
    const auto superseded = supersedeOlder(ledger, {*std::move(object), {item, *bytes}, {}});
    if (!superseded) {
        return fail(superseded.error());
    }
    return {};
}

Refusal releaseOne(Session& session, const Item& item, const QString& why)
{
    auto& ledger = session.ledger();
    if (item.state != ItemState::Held) {
        return Error{ErrorCode::NotFound, QStringLiteral("it is %1, not held").arg(itemStateName(item.state))};
    }
    if (!canBeMadeToFit(item, session.role())) {
        return Error{item.reason->code,
            QStringLiteral("nobody can release this: %1; reject it to put it away").arg(item.reason->text)};
    }
    if (!item.inReplyTo.isNull() && isFinalAnswer(item.kind)) {
        const auto request = ledger.items().get(item.inReplyTo);
        if (!request) {
            return fail(request.error());
        }
        const bool lapsed = request->state == ItemState::Lapsed;
        if (!lapsed && !mayBecome(request->standing(session.role()), request->state, ItemState::Answered)) {
            return Error{
                ErrorCode::Superseded, QStringLiteral("its request is %1 by now").arg(itemStateName(request->state))};
        }
        const auto rival = otherAnswerWon(ledger, item);
        if (!rival) {
            return fail(rival.error());
        }
        if (*rival) {
            return Error{ErrorCode::Superseded, QStringLiteral("another answer to its request came first")};
        }
        SATCHEL_TRY(settleRequest(ledger, item.inReplyTo, item));
    }
    SATCHEL_TRY(ledger.items().setState(
        item.id, stateWhenReleased(item, session.role()), Reason{item.reason->code, QString{ReleasedFor} + why}));
    if (item.standing(session.role()) == Standing::RequestAtSite && isRequest(item.kind)) {
        SATCHEL_TRY(supersedeAfterRelease(ledger, item));
    }
    if (isForStation(item.kind) && item.inReplyTo.isNull()) {
        SATCHEL_TRY(supersedeOlderEditions(ledger, item.kind, item.correlation, item.peer));
    }
    return std::nullopt;
}

Refusal rejectOne(Session& session, const Item& item, ErrorCode code, const QString& text)
{
    auto& ledger = session.ledger();
    if (auto why = whyNotRejected(item, session.role())) {
        return why;
    }
    if (isAnswer(item, session.role()) || !isRequest(item.kind)) {
        SATCHEL_TRY(ledger.items().setState(item.id, ItemState::Rejected, Reason{code, text}));
        return std::nullopt;
    }
    const auto rejection = addRejection(ledger, item, code, text, session.station().id(), session.station().now());
    if (!rejection) {
        return fail(rejection.error());
    }
    return std::nullopt;
}

} // namespace

Result<Decidable> decidableOf(const Session& session, const QList<ItemId>& items)
{
    Decidable decidable;
    for (const auto& id : items) {
        const auto item = session.ledger().items().find(id);
        if (!item) {
            return fail(item.error());
        }
        if (!*item) {
            continue;
        }
        const Decidable::Entry entry{id, (*item)->device, (*item)->standing(session.role())};
        if (mayBeReleased(**item, session.role())) {
            decidable.releasable += entry;
        }
        if (!whyNotRejected(**item, session.role())) {
            decidable.rejectable += entry;
        }
    }
    return decidable;
}

DecisionReport release(Session& session, const ReleaseOrder& order)
{
    const auto verb = QStringLiteral("released");
    if (order.reason.trimmed().isEmpty()) {
        return failedReport(verb, {ErrorCode::Usage, QStringLiteral("say why it may go: the custody log keeps it")});
    }
    const auto decide = [&](const Item& item) { return releaseOne(session, item, order.reason); };
    Decision decision{session, logged::Released, {order.reason}, verb};
    return order.all ? decision.runOverHeld(decide) : decision.run(order.items, decide);
}

DecisionReport reject(Session& session, const RejectOrder& order)
{
    Decision decision{session, logged::Rejected, {errorCodeName(order.code), order.text}, QStringLiteral("rejected")};
    return decision.run(
        order.items, [&](const Item& item) { return rejectOne(session, item, order.code, order.text); });
}

Outcome DecisionReport::outcome() const
{
    return failure ? outcomeOf(*failure) : outcomeOf(items.size(), refused.size());
}

void DecisionReport::writeJson(JsonWriter& writer) const
{
    writer.key(verb);
    items.writeTo(writer);
    writer.key(u"refused");
    refused.writeTo(writer);
    if (failure) {
        writeError(writer, *failure);
    }
}

} // namespace satchel
