#include "LooseThread.h"

#include <atomic>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <mutex>
#include <system_error>
#include <utility>

namespace satchel {

struct LooseThread::State {
    std::mutex mutex;
    std::condition_variable changed;
    bool ended = false;
    bool letGo = false;
};

namespace {

constexpr std::chrono::milliseconds PatienceAtTheEnd{3000};
constexpr std::chrono::milliseconds BetweenLooks{10};

std::atomic<int>& countAtLarge()
{
    static std::atomic<int> count = 0;
    return count;
}

} // namespace

LooseThread::LooseThread(std::function<void()> work, Otherwise otherwise)
    : m_state{std::make_shared<State>()}
{
    const auto shared = std::make_shared<std::function<void()>>(std::move(work));
    const auto run = [state = m_state, shared] {
        if (*shared) {
            (*shared)();
        }
        *shared = nullptr;
        const std::lock_guard lock{state->mutex};
        state->ended = true;
        if (state->letGo) {
            --countAtLarge();
        }
        state->changed.notify_all();
    };
    try {
        m_thread = std::thread{run};
    } catch (const std::system_error&) {
        if (otherwise == Otherwise::LeaveIt) {
            *shared = nullptr;
        }
        run();
    }
}

LooseThread::~LooseThread()
{
    if (!m_thread.joinable()) {
        return;
    }
    bool ended = false;
    {
        const std::lock_guard lock{m_state->mutex};
        ended = m_state->ended;
        if (!ended) {
            m_state->letGo = true;
            ++countAtLarge();
        }
    }
    ended ? m_thread.join() : m_thread.detach();
}

bool LooseThread::endsWithin(std::chrono::milliseconds patience)
{
    {
        std::unique_lock lock{m_state->mutex};
        if (!m_state->changed.wait_for(lock, patience, [this] { return m_state->ended; })) {
            return false;
        }
    }
    if (m_thread.joinable()) {
        m_thread.join();
    }
    return true;
}

int LooseThread::atLarge()
{
    return countAtLarge();
}

void endProcessIfThreadsStayAtLarge(int exitCode)
{
    using Clock = std::chrono::steady_clock;
    const auto deadline = Clock::now() + PatienceAtTheEnd;
    while (LooseThread::atLarge() > 0) {
        if (Clock::now() > deadline) {
            std::fflush(nullptr);
            std::_Exit(exitCode);
        }
        std::this_thread::sleep_for(BetweenLooks);
    }
}

} // namespace satchel
