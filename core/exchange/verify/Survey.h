#pragma once

#include <core/base/JsonWriter.h>
#include <core/base/Outcome.h>
#include <core/base/Progress.h>
#include <core/exchange/session/Session.h>

#include <QDateTime>
#include <QList>
#include <QString>
#include <QStringList>

#include <optional>

namespace satchel {

// A bundle as far as it can be judged before its content is opened: container, label, signature, sender, addressee.
struct SurveyedBundle {
    QString path;
    qint64 size = 0; // bytes, of the file
    QString id; // empty if the label could not be read
    QString from; // station id, likewise
    QString fromName; // our alias; empty for a station that is no peer
    qint64 sequence = 0;
    std::optional<QDateTime> created; // by the sender's clock
    bool isKnown = false; // imported before
    bool isOwn = false; // made here, for somebody else
    std::optional<Error> failure; // why import would refuse it as a whole
};

struct SurveyReport {
    QList<SurveyedBundle> bundles; // in the order in which import takes them
    qint64 receipts = 0; // files
    qint64 otherFiles = 0;
    std::optional<Error> failure;

    // Those that import would open.
    [[nodiscard]] qint64 countNew() const;
};

void writeSurveyed(JsonWriter& writer, const SurveyedBundle& bundle); // an object

// What lies on media or in folders, told before anything is taken in; changes nothing and takes no lock. Reads the
// labels only: damage to the content shows at import, or by verifyFiles().
[[nodiscard]] SurveyReport surveyPaths(const Session& session, const QStringList& paths, const Conduct& conduct);

} // namespace satchel
