#pragma once

#include <core/base/Progress.h>
#include <core/base/Result.h>
#include <core/base/Secret.h>
#include <core/base/Time.h>
#include <core/ledger/Ledger.h>
#include <core/media/Volume.h>
#include <core/station/Station.h>

#include <QHash>
#include <QString>

#include <chrono>
#include <optional>

namespace satchel {

// Where the station is and how to open it; the same for every command.
struct StationAccess {
    QString home;
    Secret passphrase = {};
    std::chrono::milliseconds patience = std::chrono::seconds{5}; // for a station in use
    Clock clock = systemClock();
    MediaAccess media = {};
    QString operatorName = {}; // who works here, for the custody log; empty: whom SATCHEL_OPERATOR names
};

// A station and its ledger, opened for one verb. Readers never lock, unless an older version made the ledger, which a
// writer brings up to date first; a writer holds the station until the session goes.
class Session final {
public:
    [[nodiscard]] static Result<Session> forReading(StationAccess access);
    // Takes the lock (`command` is what others are told), then tidies up what a crash left: unfinished bundles are
    // declared void and their `.part` files removed, staged items dropped, overdue requests lapsed.
    [[nodiscard]] static Result<Session> forWriting(
        StationAccess access, const QString& command, const std::stop_token& stop = {});

    [[nodiscard]] Station& station() { return m_station; }
    [[nodiscard]] const Station& station() const { return m_station; }
    [[nodiscard]] Ledger& ledger() { return m_ledger; }
    [[nodiscard]] const Ledger& ledger() const { return m_ledger; }
    [[nodiscard]] StationRole role() const { return m_station.role(); }
    // Worker threads for checking, packing and unpacking.
    [[nodiscard]] unsigned threads() const;
    // A path in this folder as the custody log names it: with what the removable medium under it says of itself
    // (pathOnMedium), which is looked up once, while it is there. The path alone where the folder is this machine's
    // own.
    [[nodiscard]] QString custodyName(const QString& folder, const QString& path);

private:
    Session(std::optional<StationLock> lock, Station station, Ledger ledger, MediaAccess media);

    std::optional<StationLock> m_lock;
    Station m_station;
    Ledger m_ledger;
    MediaAccess m_media;
    QHash<QString, std::optional<Volume>> m_volumes; // by folder
};

// Opens every key that the verbs of the loop need, as each would when it first needs one. KeyUnavailable, KeyMismatch;
// WrongPassphrase if the passphrase does not open them, or none was given for encrypted ones.
[[nodiscard]] Result<void> openKeys(Station& station);

// Makes a station with its ledger.
struct InitReport {
    StationId id;
    LedgerId ledger;
    StationRole role = StationRole::Site;
    QString name;
    qint64 cardIssue = 1;
};
[[nodiscard]] Result<InitReport> initStation(StationAccess access, const StationInit& wishes);

} // namespace satchel
