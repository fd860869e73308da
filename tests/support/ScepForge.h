#pragma once

#include "SignedForge.h"

namespace satchel::test {

// A SCEP pkiMessage to be made. An attribute whose member is empty is left out.
struct ScepDraft {
    QByteArray type = QByteArray("19"); // PKCSReq
    QByteArray status = {};
    QByteArray failInfo = {};
    QByteArray transactionId = QByteArray("A+b/C=1");
    QByteArray senderNonce = QByteArray("sender-nonce-001");
    QByteArray recipientNonce = {};
    SignedDraft outside; // signers, content and further attributes
};

[[nodiscard]] QByteArray makeScep(const ScepDraft& draft);

// An EnvelopedData for this certificate, whatever is inside.
[[nodiscard]] QByteArray makeSealed(const Certificate& recipient, const QByteArray& content = "content");

// The messages of one enrolment: what the device sends, and what the authority answers to a message with that nonce.
[[nodiscard]] ScepDraft scepRequest(const IssuerIdentity& device, const Certificate& authority);
[[nodiscard]] ScepDraft scepPoll(
    const IssuerIdentity& device, const Certificate& authority, const QByteArray& senderNonce);
[[nodiscard]] ScepDraft scepSuccess(
    const IssuerIdentity& authority, const Certificate& device, const QByteArray& recipientNonce);
// PENDING ("3") or FAILURE ("2"), which have no content.
[[nodiscard]] ScepDraft scepStatus(
    const IssuerIdentity& authority, const QByteArray& status, const QByteArray& recipientNonce);

} // namespace satchel::test
