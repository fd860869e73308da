#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <thread>

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

} // namespace satchel
