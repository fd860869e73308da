#pragma once

#include "AssessmentBuilder.h"

namespace satchel {

// Does the chain from `leaf` end in one of these anchors, at the context's time? If not, the object is held: another
// anchor or a person's word may still make it good.
void checkChain(AssessmentBuilder& builder, const CheckContext& context, AnchorUse use, const Certificate& leaf,
    const QList<Certificate>& intermediates, const QString& check);
// The same against manufacturer and domain anchors together: devices renew with what either gave them.
void checkDeviceChain(AssessmentBuilder& builder, const CheckContext& context, const Certificate& leaf,
    const QList<Certificate>& intermediates, const QString& check);

// Who asked, for an object that does not prove it (RFC 9733 section 4.1): by the requester record, or by nothing.
void checkRequester(AssessmentBuilder& builder, const CheckContext& context);

// A device may ask for a certificate in its own name only; whether another name is meant, the backend's people know.
// `askedFor`: all serial numbers of the subject, since nobody knows which of several a CA or its clients look at.
void checkSerialAskedFor(
    AssessmentBuilder& builder, const CheckContext& context, QStringList askedFor, const QString& proven);

// A signature's outcome: good; wrong, which refuses the object with the code given; good but weak, or of a kind that
// nobody here can verify, which holds it: it is sound, and a person may know why it is as it is (RFC 7030's own
// examples are signed with SHA-1).
void recordSignature(AssessmentBuilder& builder, const QString& check, const Result<void>& outcome, ErrorCode refusal,
    const QString& by);

// Warns of what a certificate that is issued may not have by RFC 5280 section 4.1.2: a device may refuse it.
void checkIssuedForm(AssessmentBuilder& builder, const Certificate& certificate);

} // namespace satchel
