#pragma once

#include <core/base/Outcome.h>
#include <core/base/Progress.h>
#include <core/base/RowList.h>
#include <core/bundle/Label.h>
#include <core/exchange/session/Refusals.h>
#include <core/exchange/session/Session.h>
#include <core/objects/Assessment.h>
#include <core/station/Card.h>

#include <QList>
#include <QString>
#include <QStringList>

#include <optional>
#include <span>

namespace satchel {

struct VerifiedFile {
    QString file;
    QString verdict; // "good", "good-in-part", "incomplete", "refused"
    QList<Check> checks; // of bundleCheckNames()
    RowList failures; // {code, item, reason}; without an item: of the bundle
    std::optional<Refusal> firstFailure;
    bool isBadAsAWhole = false; // any failure that is not of one item
    std::optional<Label> label; // of a bundle whose label can be read: what it claims, until its signature has passed
    QString fromName; // how the stations of the label are called here; empty where they are not known
    QString toName;
    bool isForUs = false; // as it claims
    qint64 items = 0; // that were looked at

    void fail(const Refusal& failure);
    [[nodiscard]] bool isProved() const; // the label: it is not only what it claims
};

// What the checks of a bundle are called, in their order; that of a receipt is one of them.
[[nodiscard]] std::span<const QLatin1StringView> bundleCheckNames();

void writeVerified(JsonWriter& writer, const VerifiedFile& file); // an object

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
