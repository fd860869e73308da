#include "Credentials.h"

#include <core/exchange/session/Session.h>

namespace satchel {

Secret Credentials::passphrase() const
{
    const std::lock_guard lock{m_mutex};
    return m_passphrase.clone();
}

bool Credentials::isKnown() const
{
    const std::lock_guard lock{m_mutex};
    return !m_passphrase.isEmpty();
}

QString Credentials::operatorName() const
{
    const std::lock_guard lock{m_mutex};
    return m_operatorName;
}

void Credentials::setOperatorName(const QString& name)
{
    const std::lock_guard lock{m_mutex};
    m_operatorName = name;
}

Result<void> Credentials::unlock(const QString& home, const Clock& clock, const std::stop_token& stop)
{
    if (isKnown()) {
        return {}; // it has opened the keys before, and trying costs a scrypt for each
    }
    {
        const std::lock_guard lock{m_mutex};
        ++m_asking;
    }
    auto unlocked = unlockAsking(home, clock, stop);
    settle();
    return unlocked;
}

Result<void> Credentials::unlockAsking(const QString& home, const Clock& clock, const std::stop_token& stop)
{
    Secret candidate;
    while (true) {
        auto station = Station::open(home, candidate.clone(), clock);
        const auto opened = station ? openKeys(*station) : Result<void>{};
        if (opened || opened.error().code != ErrorCode::WrongPassphrase) {
            if (opened && !candidate.isEmpty()) {
                remember(std::move(candidate));
            }
            return {};
        }
        auto answer = ask(station->settings().name, !candidate.isEmpty(), stop);
        if (!answer) {
            return fail(std::move(answer).error());
        }
        candidate = *std::move(answer);
    }
}

Result<Secret> Credentials::ask(const QString& station, bool again, const std::stop_token& stop)
{
    std::unique_lock lock{m_mutex};
    const int turn = m_turn;
    lock.unlock();
    Q_EMIT asked(station, again);
    lock.lock();
    const bool isAnswered = m_answered.wait(lock, stop, [this, turn] { return m_turn != turn; });
    if (!isAnswered || !m_answer) {
        return fail(ErrorCode::Cancelled, QStringLiteral("the passphrase of the station's keys was not entered"));
    }
    return m_answer->clone();
}

void Credentials::settle()
{
    {
        const std::lock_guard lock{m_mutex};
        if (--m_asking > 0) {
            return;
        }
        m_answer.reset();
    }
    Q_EMIT settled();
}

void Credentials::answer(Secret passphrase)
{
    {
        const std::lock_guard lock{m_mutex};
        m_answer = std::move(passphrase);
        ++m_turn;
    }
    m_answered.notify_all();
}

void Credentials::decline()
{
    {
        const std::lock_guard lock{m_mutex};
        m_answer.reset();
        ++m_turn;
    }
    m_answered.notify_all();
}

void Credentials::remember(Secret passphrase)
{
    {
        const std::lock_guard lock{m_mutex};
        m_passphrase = std::move(passphrase);
    }
    Q_EMIT changed();
}

void Credentials::forget()
{
    remember({});
}

} // namespace satchel
