#pragma once

#include <QByteArray>
#include <QString>

namespace satchel {

// Where a request stands in its transaction, in protocols whose devices ask after a request by further messages (SCEP's
// CertPoll, RFC 8894 section 3.3.3; CMC's queryPending, RFC 5272 section 6.11). Such a poll does not hold what is asked
// for, and an answer repeats the nonce of the very message that it answers. So request and newest poll both travel, a
// newer poll makes the older ones worthless, and the answer to a poll answers the request as well.
struct TransactionStep {
    QString transaction; // empty: none, and this step follows no other
    QByteArray requester; // SubjectPublicKeyInfo of the signer; empty where nobody has signed
    bool isPoll = false;

    // One requester's: a transaction's name alone is anybody's to write.
    [[nodiscard]] bool isOfOneTransactionWith(const TransactionStep& other) const
    {
        return !transaction.isEmpty() && transaction == other.transaction && !requester.isEmpty()
            && requester == other.requester;
    }

    // Is `older` worthless now that this came? A poll replaces a poll, a request made anew the request.
    [[nodiscard]] bool replaces(const TransactionStep& older) const
    {
        return isOfOneTransactionWith(older) && isPoll == older.isPoll;
    }

    // Is the request `other` ended by the answer to this one too?
    [[nodiscard]] bool asksAfter(const TransactionStep& other) const
    {
        return isOfOneTransactionWith(other) && isPoll && !other.isPoll;
    }
};

} // namespace satchel
