#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>
#include <utility>

namespace satchel {

// How long somebody who said stop waits all the same, for what is nearly always over at once.
inline constexpr std::chrono::milliseconds PatienceOnceStopped{150};

// A thread that nobody has to wait for, for work that may hang in the kernel: on a medium that does not answer a call
// returns when the kernel lets it, be it in an hour. The work must own all that it touches, because whoever started it
// may be gone by then.
class LooseThread final {
public:
    // What becomes of the work where there is no thread to be had: it is done by who starts it, or, if it has no end of
    // its own, not at all.
    enum class Otherwise { DoItHere, LeaveIt };

    explicit LooseThread(std::function<void()> work, Otherwise otherwise = Otherwise::DoItHere);
    LooseThread(const LooseThread&) = delete;
    LooseThread& operator=(const LooseThread&) = delete;
    ~LooseThread(); // waits for nothing

    // Waits so long at most. True once the work is over, or left, and what it owned is gone.
    [[nodiscard]] bool endsWithin(std::chrono::milliseconds patience);

    // How many were let go and still work.
    [[nodiscard]] static int atLarge();

private:
    struct State;

    std::shared_ptr<State> m_state;
    std::thread m_thread;
};

// For the end of main(): gives threads at large some seconds to tidy up, and if one does not come back, ends the
// process without taking away under it what it may be using. What a station holds survives that as it survives a kill.
void endProcessIfThreadsStayAtLarge(int exitCode);

// Makes a call that may hang, and does not wait for it longer than until `stop` is requested: nullopt then, and the
// call goes on by itself with what it owns. Without anybody who could stop it, it is an ordinary call.
template <typename T> [[nodiscard]] std::optional<T> unlessStopped(const std::stop_token& stop, std::function<T()> call)
{
    if (!stop.stop_possible()) {
        return call();
    }
    struct Shared {
        std::mutex mutex;
        std::condition_variable_any changed;
        std::optional<T> result;
    };
    const auto shared = std::make_shared<Shared>();
    LooseThread thread{[shared, call = std::move(call)]() mutable {
        auto made = call();
        call = nullptr; // before anybody goes on: what it owns may be asked for next
        const std::lock_guard lock{shared->mutex};
        shared->result = std::move(made);
        shared->changed.notify_all();
    }};
    std::optional<T> result;
    {
        std::unique_lock lock{shared->mutex};
        shared->changed.wait(lock, stop, [&shared] { return shared->result.has_value(); });
        result.swap(shared->result);
    }
    if (result) {
        (void)thread.endsWithin(std::chrono::minutes{1}); // it has nothing left to do
    }
    return result;
}

} // namespace satchel
