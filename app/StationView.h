#pragma once

#include <app/Credentials.h>
#include <core/exchange/session/Session.h>

#include <QString>

#include <memory>
#include <type_traits>

namespace satchel {

// The station that the window shows: where it is and how to open it. Each verb opens it for itself, as each command
// does, so that the command line works beside the window. Copies share what the person has told the window.
class StationView final {
public:
    // Whether a verb opens private keys. Then the passphrase is asked for before the station is held for the verb;
    // where the keys are only welcome, the verb does without them if nobody enters it.
    enum class Keys { NotNeeded, Welcome, Needed };

    explicit StationView(QString home, Clock clock = systemClock(), MediaAccess media = {});

    [[nodiscard]] const QString& home() const { return m_home; }
    [[nodiscard]] const MediaAccess& media() const { return m_media; }
    [[nodiscard]] QDateTime now() const { return m_clock(); }
    [[nodiscard]] Credentials& credentials() const { return *m_credentials; }
    // On a verb's thread: they may wait for a passphrase.
    [[nodiscard]] Result<Session> forReading(Keys keys = Keys::NotNeeded, const std::stop_token& stop = {}) const;
    [[nodiscard]] Result<Session> forWriting(
        const QString& verb, const std::stop_token& stop, Keys keys = Keys::Needed) const;
    // Opens the station to look at it, without keys, and returns what `look` makes of it: a Result.
    template <typename Look> [[nodiscard]] std::invoke_result_t<Look, const Session&> read(const Look& look) const
    {
        const auto session = forReading();
        return session ? look(*session) : fail(session.error());
    }
    [[nodiscard]] StationAccess access() const;

private:
    [[nodiscard]] Result<void> unlock(Keys keys, const std::stop_token& stop) const;

    QString m_home;
    Clock m_clock;
    MediaAccess m_media;
    std::shared_ptr<Credentials> m_credentials;
};

} // namespace satchel
