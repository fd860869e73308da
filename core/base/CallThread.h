#pragma once

#include "LooseThread.h"

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <utility>

namespace satchel {

// A thread for calls that may hang, one after another: it waits for the next one in between, because making a thread
// takes longer than most calls do. One that hangs is left to itself, as a LooseThread is, and the next call gets
// another.
class CallThread final {
public:
    CallThread() = default;
    CallThread(const CallThread&) = delete;
    CallThread& operator=(const CallThread&) = delete;
    ~CallThread();

    // That of whoever asks, for as long as his own thread lives.
    [[nodiscard]] static CallThread& ofThisThread();

    // Begins a call; what was begun before is over, or was left. Where there is no thread to be had it is done here.
    void begin(std::function<void()> call);
    void leave(); // what was begun, if anything, goes on by itself

private:
    struct State;

    void start();
    void tellToEnd();

    std::shared_ptr<State> m_state;
    std::optional<LooseThread> m_thread;
};

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
    auto& thread = CallThread::ofThisThread();
    thread.begin([shared, call = std::move(call)]() mutable {
        auto made = call();
        call = nullptr; // before anybody goes on: what it owns may be asked for next
        const std::lock_guard lock{shared->mutex};
        shared->result = std::move(made);
        shared->changed.notify_all();
    });
    std::optional<T> result;
    {
        std::unique_lock lock{shared->mutex};
        shared->changed.wait(lock, stop, [&shared] { return shared->result.has_value(); });
        result.swap(shared->result);
    }
    if (!result) {
        thread.leave();
    }
    return result;
}

} // namespace satchel
