#include "StationView.h"

namespace satchel {

StationView::StationView(QString home, Clock clock, MediaAccess media)
    : m_home{std::move(home)}
    , m_clock{std::move(clock)}
    , m_media{std::move(media)}
    , m_credentials{std::make_shared<Credentials>()}
{
}

Result<Session> StationView::forReading(Keys keys, const std::stop_token& stop) const
{
    SATCHEL_TRY(unlock(keys, stop));
    return Session::forReading(access());
}

Result<Session> StationView::forWriting(const QString& verb, const std::stop_token& stop, Keys keys) const
{
    SATCHEL_TRY(unlock(keys, stop));
    return Session::forWriting(access(), verb, stop);
}

StationAccess StationView::access() const
{
    StationAccess access{m_home, m_credentials->passphrase()};
    access.clock = m_clock;
    access.media = m_media;
    access.operatorName = m_credentials->operatorName();
    return access;
}

Result<void> StationView::unlock(Keys keys, const std::stop_token& stop) const
{
    if (keys == Keys::NotNeeded) {
        return {};
    }
    auto unlocked = m_credentials->unlock(m_home, m_clock, stop);
    return keys == Keys::Needed || stop.stop_requested() ? unlocked : Result<void>{};
}

} // namespace satchel
