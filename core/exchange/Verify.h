#pragma once

#include <core/base/Outcome.h>
#include <core/base/Progress.h>
#include <core/base/RowList.h>
#include <core/exchange/Session.h>
#include <core/objects/Assessment.h>
#include <core/station/Card.h>

#include <QList>
#include <QString>
#include <QStringList>

#include <optional>

namespace satchel {

struct VerifyFailure {
    ErrorCode code = ErrorCode::Internal;
    QString item; // empty: the bundle
    QString reason;
};

struct VerifiedFile {
    QString file;
    QString verdict; // "good", "good-in-part", "incomplete", "refused"
    QList<Check> checks; // container, label, signature, sender, addressee, ledger, digests, contents, objects
    RowList failures; // {code, item, reason}
    std::optional<VerifyFailure> firstFailure;
    bool isBadAsAWhole = false; // any failure that is not of one item

    void fail(const VerifyFailure& failure);
};

struct VerifyReport {
    QList<VerifiedFile> files;
    std::optional<Error> failure;

    [[nodiscard]] Outcome outcome() const;
    void writeJson(JsonWriter& writer) const;
};

// Every check of bundles and receipts that the keys at hand allow; changes nothing. `session` may be null if `card` is
// given.
[[nodiscard]] VerifyReport verifyFiles(
    Session* session, const std::optional<Card>& card, const QStringList& files, const Conduct& conduct);

} // namespace satchel
