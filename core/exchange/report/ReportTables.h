#pragma once

#include <core/exchange/report/BundleReports.h>
#include <core/exchange/report/DeviceStory.h>
#include <core/exchange/import/Import.h>
#include <core/exchange/report/Overview.h>
#include <core/exchange/report/SavedTable.h>
#include <core/exchange/verify/Survey.h>
#include <core/exchange/verify/Verify.h>
#include <core/station/TrustStore.h>

#include <QList>

// What a verb has told, as it is saved: tables that need no station but where they say so. The objects are those of the
// command line's `--json` where it has the list (docs/cli.md), in CSV the fields are their members.
namespace satchel {

// Of `satchel trust list`.
[[nodiscard]] SavedTable anchorsTable(const QList<Anchor>& anchors);

// Of `satchel bundles BUNDLE`: what it carried.
[[nodiscard]] SavedTable carriedTable(const BundleReport& report);

// What became of everything that a device asked and was answered.
[[nodiscard]] SavedTable storyTable(const DeviceStory& story);

// Of `satchel show`: all that is known of one item, what it says decoded. In CSV a row for each value, by its path.
[[nodiscard]] SavedTable shownTable(const ShowReport& report, TableForm form);

// The keys that settings name: the signing key, the decryption keys, the current one first, a registration authority's.
[[nodiscard]] SavedTable keysTable(const Settings& settings);

// Of `satchel verify`: in CSV a row for each check and each failure, in JSON one for each file.
[[nodiscard]] SavedTable verifiedTable(const VerifyReport& report, TableForm form);

// The bundles found on a medium, as they are judged before anything is taken in.
[[nodiscard]] SavedTable surveyedTable(const SurveyReport& report);

// Of `satchel import`: what became of each bundle.
[[nodiscard]] SavedTable importedTable(const ImportReport& report);

// What the bundles of an import brought, item by item (Arrivals.h). Good as long as its session is. `rows` is how many
// there are, for the progress.
[[nodiscard]] SavedTable arrivalsTable(const Session& session, const ImportReport& report, qint64 rows);

} // namespace satchel
