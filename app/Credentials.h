#pragma once

#include <QObject>
#include <QString>

#include <core/base/Result.h>
#include <core/base/Secret.h>
#include <core/base/Time.h>

#include <condition_variable>
#include <mutex>
#include <optional>
#include <stop_token>

namespace satchel {

// What the person at the window has told it: the passphrase of the station's keys, which is kept in memory only, for
// the time of the window, and their name for the custody log. Verbs ask for the passphrase from their own threads and
// wait for the answer; whoever shows the question lives on the window's thread.
class Credentials final : public QObject {
    Q_OBJECT

public:
    // On any thread.
    [[nodiscard]] Secret passphrase() const; // empty if none is known
    [[nodiscard]] bool isKnown() const;
    [[nodiscard]] QString operatorName() const; // empty: whom the environment names
    // Makes sure that the keys of the station at `home` open, if that is a matter of their passphrase: asks until one
    // opens them. Cancelled if the person declines or `stop` is requested. Other faults are the verb's to tell.
    [[nodiscard]] Result<void> unlock(const QString& home, const Clock& clock, const std::stop_token& stop);

    // On the window's thread.
    void answer(Secret passphrase);
    void decline();
    void remember(Secret passphrase); // one that is known to open the keys
    void forget();
    void setOperatorName(const QString& name);

Q_SIGNALS:
    void asked(const QString& station, bool again); // again: the last one did not open the keys
    void settled(); // nobody waits for an answer any more
    void changed(); // a passphrase is known, or is forgotten

private:
    [[nodiscard]] Result<Secret> ask(const QString& station, bool again, const std::stop_token& stop);
    [[nodiscard]] Result<void> unlockAsking(const QString& home, const Clock& clock, const std::stop_token& stop);
    void settle();

    mutable std::mutex m_mutex; // guards all below
    std::condition_variable_any m_answered;
    Secret m_passphrase;
    std::optional<Secret> m_answer; // to the question of this turn; nullopt: declined
    int m_turn = 0;
    int m_asking = 0; // verbs that wait
    QString m_operatorName;
};

} // namespace satchel
