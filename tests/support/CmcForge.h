#pragma once

#include "SignedForge.h"

namespace satchel::test {

// A full CMC message to be made.
struct CmcDraft {
    bool isResponse = false;
    QList<QByteArray> controls = {}; // whole TaggedAttributes
    QList<QByteArray> requests = {}; // whole TaggedRequests
    QList<QByteArray> messages = {}; // whole ContentInfos
    SignedDraft outside = {}; // signers and certificates
};

[[nodiscard]] QByteArray makeCmc(const CmcDraft& draft);

// The PKIData or PKIResponse alone.
[[nodiscard]] QByteArray cmcContent(const CmcDraft& draft);

// A TaggedAttribute of id-cmc with these values (RFC 5272 section 6).
[[nodiscard]] QByteArray cmcControl(int number, const QByteArray& values);
[[nodiscard]] QByteArray cmcTransaction(const QByteArray& integer = "\x01\x02\x03"); // content
[[nodiscard]] QByteArray cmcSenderNonce(const QByteArray& nonce);
[[nodiscard]] QByteArray cmcRecipientNonce(const QByteArray& nonce);
[[nodiscard]] QByteArray cmcQueryPending(const QByteArray& token);
// statusInfoV2; `more` goes after the list of body parts.
[[nodiscard]] QByteArray cmcStatus(int status, const QByteArray& more = {});
[[nodiscard]] QByteArray cmcPending(const QByteArray& token);

[[nodiscard]] QByteArray cmcPkcs10(const QByteArray& pkcs10); // tcr
[[nodiscard]] QByteArray cmcCrmf(const QByteArray& certReqMessages); // crm, of the first

} // namespace satchel::test
