#pragma once

#include <core/exchange/Session.h>

#include <QString>

namespace satchel {

// The station that the window shows: where it is and how to open it. Each verb opens it for itself, as each command
// does, so that the command line works beside the window.
class StationView final {
public:
    explicit StationView(QString home, Clock clock = systemClock(), MediaAccess media = {})
        : m_home{std::move(home)}
        , m_clock{std::move(clock)}
        , m_media{std::move(media)}
    {
    }

    [[nodiscard]] const QString& home() const { return m_home; }
    [[nodiscard]] const MediaAccess& media() const { return m_media; }
    [[nodiscard]] QDateTime now() const { return m_clock(); }
    [[nodiscard]] Result<Session> forReading() const { return Session::forReading(access()); }
    [[nodiscard]] Result<Session> forWriting(const QString& verb, const std::stop_token& stop) const
    {
        return Session::forWriting(access(), verb, stop);
    }
    [[nodiscard]] StationAccess access() const
    {
        StationAccess access{m_home};
        access.clock = m_clock;
        access.media = m_media;
        return access;
    }

private:
    QString m_home;
    Clock m_clock;
    MediaAccess m_media;
};

} // namespace satchel
