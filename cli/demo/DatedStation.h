#pragma once

#include "DemoStage.h"

#include <core/base/Time.h>
#include <core/exchange/session/Session.h>

#include <QString>
#include <QStringList>

#include <functional>

namespace satchel {

// A station of a demonstration that is used at other times than now: the verbs of the commands that are shown, called
// here with a clock that is handed in, since no command takes one.
class DatedStation final {
public:
    // `home` names its directory in the demonstration's folder, its card and its alias at other stations.
    DatedStation(DemoStage& stage, QString folder, QString home, QString name, StationRole role, Clock clock);

    [[nodiscard]] const QString& home() const { return m_home; }
    [[nodiscard]] QString homeFolder() const { return path(m_home); }
    [[nodiscard]] const QString& name() const { return m_name; }

    // Makes it, and its card; with keys that are there already, or its own. Paths of keys count from its directory.
    void setUp(const std::optional<Settings::KeyPair>& keys = {});
    void meet(const DatedStation& other) const;
    void trustAnchors() const; // those that DemoPki left

    // All names of folders and files are below the demonstration's.
    CommandResult gather(const QString& from, const QString& whose = {}) const;
    CommandResult exportTo(const QString& stick, const QStringList& devices = {}) const;
    CommandResult import(const QString& stick) const;
    CommandResult deliver(const QString& to, const QString& recipient) const;
    CommandResult reject(const QStringList& items, ErrorCode code, const QString& text) const;
    // Not shown: which items these are.
    [[nodiscard]] QStringList itemsOf(const QStringList& devices) const;
    [[nodiscard]] QMap<ItemState, qint64> counts() const;

private:
    using Work = std::function<Result<void>(Session&, CommandResult&)>;
    CommandResult run(const QStringList& arguments, const Work& work) const;
    [[nodiscard]] StationAccess access() const;
    [[nodiscard]] QString path(const QString& name) const { return m_folder + QLatin1Char('/') + name; }

    DemoStage& m_stage;
    QString m_folder;
    QString m_home;
    QString m_name;
    StationRole m_role;
    Clock m_clock;
    StationId m_id;
};

} // namespace satchel
